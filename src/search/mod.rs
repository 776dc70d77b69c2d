//! Finding: tantivy over the catalogue and over the dossiers, with Vietnamese analysis.
//!
//! The indices follow the records and may be deleted and filled again at any time.

pub mod analysis;
mod catalogue;
mod catalogue_fields;
pub mod closer;
mod contents;
mod deeds;
pub mod dossiers;
pub mod facets;
mod language;
mod lookup;
mod order;
mod question;
pub mod ranking;
mod reading;
pub mod synonyms;
pub mod trust;
mod typing;
mod usage;

pub use catalogue::{CatalogueIndex, SearchError, Trial};
pub use catalogue_fields::Card;
pub use facets::{Facet, Facets};
pub use lookup::{Found, Hit, Measured, Query, SUGGESTIONS};
pub use usage::Usage;
