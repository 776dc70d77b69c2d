//! Guidance (hướng dẫn): how to use the portal, and the catalogue of its parts.

mod certificate;
mod gallery;
mod howto;

pub use certificate::{CERTIFICATE, CertificatePage, certificate_page};
pub use gallery::gallery;
pub use howto::howto;
