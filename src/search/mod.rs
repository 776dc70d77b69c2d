//! Finding: tantivy over the catalogue, with Vietnamese analysis.
//!
//! The index follows the records and may be deleted and filled again at any time.

pub mod analysis;
mod catalogue;
mod catalogue_fields;
mod question;
pub mod ranking;
mod synonyms;
mod typing;

pub use catalogue::{CatalogueIndex, Found, Hit, Query, SUGGESTIONS, SearchError};
pub use catalogue_fields::Card;
