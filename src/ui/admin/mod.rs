//! Administration (quản trị): the office's facts, its accounts. No dossier is read here.

mod accounts;
mod overview;

pub use accounts::{AccountsPage, NewSecret, accounts_page};
pub use overview::{Health, OfficeSheet, OnlineChoice, overview_page};
