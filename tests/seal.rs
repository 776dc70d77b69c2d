//! The office's key: made once, kept private, checkable by anybody who has its public half; and digital signatures in PDF.

mod key;
mod pades;
