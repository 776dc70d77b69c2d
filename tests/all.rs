//! Every test of the office in one program, so that it is linked once.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and may say what it saw"
)]

mod architecture;
mod audit;
mod authority;
mod backup;
mod catalogue;
mod cli;
mod crash;
mod crawlers;
mod domain_clock;
mod domain_codes;
mod dossier_search;
mod engines;
mod faults;
mod faulty;
mod files;
mod forms;
mod gate;
mod ipv6;
mod journeys;
mod keys;
mod language;
mod moves;
mod nightly;
mod openapi;
mod preparing;
mod print;
mod seal;
mod search;
mod simulated;
mod store_records;
mod support;
mod table;
mod tls;
mod upgrading;
mod workflow;
