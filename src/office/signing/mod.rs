//! Digital signatures (chữ ký số): the office's certificate, whose signatures it trusts, signing results, and what is to be
//! thought of the signatures in files that others bring.

mod certificate;
mod images;
mod inspect;
mod roots;
mod sign_result;

pub use images::{Images, LARGEST};
pub use inspect::Inspections;
pub use sign_result::{Marked, Signing};

use base64ct::{Base64, Encoding};

use super::Decline;
use crate::domain::signature::Obstacle;

impl From<Obstacle> for Decline {
    fn from(obstacle: Obstacle) -> Self {
        Self::Obstacle(obstacle)
    }
}

/// What was kept as base64; empty when it is none.
fn unpacked(kept: &str) -> Vec<u8> {
    Base64::decode_vec(kept).unwrap_or_default()
}

fn packed(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}
