//! Internal processes: what the validator refuses, what is shipped, and what a new version leaves alone.

mod shipped;
mod validator;
mod versions;
