//! Finding dossiers as officers remember them: half a name, a number, a month, a word of a note or of an attached file.
//!
//! `index` is one index on disk and `finding` asks it, `shelf` keeps the one that serves while the next is being made, `asked` reads what was
//! typed. An index follows the feed of the journal and says in its commit how far; it may be deleted at any time.

mod asked;
mod fields;
mod finding;
mod index;
pub mod passages;
pub mod pdf;
mod scope;
mod shelf;

pub use asked::Asked;
pub use fields::{Attached, Entry};
pub use finding::{Find, FoundCodes, Place};
pub use index::{DossierIndex, Mark};
pub use shelf::DossierSearch;
