//! Unguessable ids and secrets.

use crate::files::hex;

/// `N` random bytes from the operating system.
fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A 128-bit id nobody can guess, hexadecimal.
pub fn id() -> String {
    hex(&bytes::<16>())
}

/// A 256-bit token, hexadecimal.
pub fn token() -> String {
    hex(&bytes::<32>())
}

/// Letters and digits that cannot be mistaken for one another on paper.
const CLEAR: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// `count` clear letters and digits, five random bits each.
pub fn clear(count: usize) -> String {
    let mut text = String::with_capacity(count);
    while text.len() < count {
        let random = bytes::<16>();
        let letters = random
            .iter()
            .map(|byte| char::from(CLEAR[usize::from(byte & 31)]));
        text.extend(letters.take(count - text.len()));
    }
    text
}

/// The eight characters that let an owner follow a dossier without an account.
pub fn lookup_secret() -> String {
    clear(8)
}

/// A password that can be read aloud over a telephone: four groups of four.
pub fn password() -> String {
    [clear(4), clear(4), clear(4), clear(4)]
        .join("-")
        .to_lowercase()
}

/// Salt for a password.
pub fn salt() -> [u8; 16] {
    bytes()
}
