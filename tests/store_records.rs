//! Records, index rows, journal, counters, migrations and the self-check.

mod counting;
mod format;
mod journal;
mod parcel;
mod saving;
