//! The office's own signature: one Ed25519 key under which slips, and later audit checkpoints, can be proven genuine
//! by anybody who has the public half, with the network off.
//!
//! The key says «this office wrote these bytes»; it is no digital signature (chữ ký số) in the sense of Luật Giao dịch
//! điện tử 20/2023/QH15, which needs a certificate: that is [`pades`].

mod key;
mod link;
pub mod pades;
pub mod tls;
mod token;

pub use key::{PublicKey, Purpose, Seal, SealError, Signature};
pub use token::{Claim, Doubt, Token, digest, genuine, source_digest};
