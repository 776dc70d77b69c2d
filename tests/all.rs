//! Every test of the office in one program, so that it is linked once.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and may say what it saw"
)]

mod domain_clock;
mod domain_codes;
mod engines;
mod keys;
mod print_receipt;
mod store_records;
