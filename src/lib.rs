//! motcua ("một cửa"): a commune office's public-service portal and one-stop shop in one executable.
//!
//! ARCHITECTURE.md tells what each room is for and who may import whom.

pub mod backup;
pub mod cli;
pub mod domain;
pub mod files;
pub mod kv;
pub mod office;
pub mod print;
pub mod seal;
pub mod search;
pub mod store;
pub mod ui;
pub mod web;
pub mod work;
