//! Guidance (hướng dẫn): how to use the portal, and the catalogue of its parts.

mod gallery;
mod howto;

pub use gallery::gallery;
pub use howto::howto;
