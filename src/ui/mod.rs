//! What people see: frame, parts, pages by area, and every sentence a person can read.
//!
//! Views take domain values and small view structs; they know no request, no store and no clock.

pub mod admin;
pub mod assets;
pub mod desk;
pub mod entries;
pub mod frame;
pub mod guide;
pub mod language;
pub mod leader;
pub mod parts;
pub mod portal;
pub mod restore;
pub mod setup;
pub mod words;

pub use entries::Entries;
pub use frame::{Audience, Crumb, Filing, Flash, Frame, Head, OfficeFace, Seal, Tone, Visitor};
