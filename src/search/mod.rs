//! Finding: tantivy over the catalogue, with Vietnamese analysis.
//!
//! The index follows the records and may be deleted and filled again at any time.

pub mod analysis;
mod catalogue;
mod catalogue_fields;
mod lookup;
mod question;
pub mod ranking;
mod synonyms;
mod typing;

pub use catalogue::{CatalogueIndex, SearchError};
pub use catalogue_fields::Card;
pub use lookup::{Found, Hit, Query, SUGGESTIONS};
