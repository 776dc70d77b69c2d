//! The order-preserving key codec: encoded keys compare byte by byte as their parts compare one after another.
//!
//! Integers are big-endian (signed ones with the sign bit turned), text and byte strings end in `00`, and
//! tuples concatenate. Inside text, `00` becomes `01 01` and `01` becomes `01 02`: unlike an escape that
//! itself starts with `00`, no encoded part is then the beginning of another, whatever byte the next part
//! starts with, and a newest-first part may start with `FF`.

use std::error::Error;
use std::fmt;

/// Something that can stand in a key.
pub trait KeyPart {
    /// Appends the encoded part.
    fn put(&self, out: &mut Vec<u8>);
}

/// Something that can be read back out of a key.
pub trait KeyRead: Sized {
    /// Takes the part off the front of `from`.
    fn take(from: &mut &[u8]) -> Result<Self, KeyError>;
}

/// Bytes that are no key of the expected shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    /// The bytes end inside a part.
    Short,
    /// The bytes go on after the last part.
    Long,
    /// A byte that no encoder writes at this place.
    Malformed,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Short => "the key ends too early",
            Self::Long => "the key goes on after its last part",
            Self::Malformed => "the key has a byte that cannot stand there",
        })
    }
}

impl Error for KeyError {}

/// The key of these parts.
pub fn encode(parts: &(impl KeyPart + ?Sized)) -> Vec<u8> {
    let mut out = Vec::with_capacity(48);
    parts.put(&mut out);
    out
}

/// The parts of this key, all of it.
pub fn decode<K: KeyRead>(mut key: &[u8]) -> Result<K, KeyError> {
    let parts = K::take(&mut key)?;
    if key.is_empty() {
        Ok(parts)
    } else {
        Err(KeyError::Long)
    }
}

/// Text without its end: the prefix of every key whose text starts with it.
pub fn open_text(start: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(start.len());
    escape(start.as_bytes(), &mut out);
    out
}

const END: u8 = 0x00;
const ESCAPE: u8 = 0x01;

fn escape(bytes: &[u8], out: &mut Vec<u8>) {
    for byte in bytes {
        match *byte {
            END => out.extend([ESCAPE, 0x01]),
            ESCAPE => out.extend([ESCAPE, 0x02]),
            plain => out.push(plain),
        }
    }
}

fn take_byte(from: &mut &[u8]) -> Result<u8, KeyError> {
    let (first, rest) = from.split_first().ok_or(KeyError::Short)?;
    *from = rest;
    Ok(*first)
}

impl KeyPart for [u8] {
    fn put(&self, out: &mut Vec<u8>) {
        escape(self, out);
        out.push(END);
    }
}

impl KeyPart for Vec<u8> {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_slice().put(out);
    }
}

impl KeyRead for Vec<u8> {
    fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
        let mut bytes = Self::new();
        loop {
            match take_byte(from)? {
                END => return Ok(bytes),
                ESCAPE => match take_byte(from)? {
                    0x01 => bytes.push(END),
                    0x02 => bytes.push(ESCAPE),
                    _ => return Err(KeyError::Malformed),
                },
                plain => bytes.push(plain),
            }
        }
    }
}

impl KeyPart for str {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_bytes().put(out);
    }
}

impl KeyPart for String {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_bytes().put(out);
    }
}

impl KeyRead for String {
    fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
        Self::from_utf8(Vec::take(from)?).map_err(|_| KeyError::Malformed)
    }
}

/// Fixed-length bytes, such as a hash, need no end.
impl<const N: usize> KeyPart for [u8; N] {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

impl<const N: usize> KeyRead for [u8; N] {
    fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
        let (bytes, rest) = from.split_first_chunk().ok_or(KeyError::Short)?;
        *from = rest;
        Ok(*bytes)
    }
}

macro_rules! unsigned {
    ($($integer:ty),*) => {$(
        impl KeyPart for $integer {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
        }
        impl KeyRead for $integer {
            fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
                Ok(Self::from_be_bytes(KeyRead::take(from)?))
            }
        }
    )*};
}
unsigned!(u8, u16, u32, u64);

macro_rules! signed {
    ($($integer:ty),*) => {$(
        impl KeyPart for $integer {
            fn put(&self, out: &mut Vec<u8>) {
                // With the sign bit turned, negative numbers stand before positive ones.
                out.extend_from_slice(&(self ^ Self::MIN).to_be_bytes());
            }
        }
        impl KeyRead for $integer {
            fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
                Ok(Self::from_be_bytes(KeyRead::take(from)?) ^ Self::MIN)
            }
        }
    )*};
}
signed!(i32, i64);

impl KeyPart for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
}

impl KeyRead for bool {
    fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
        match take_byte(from)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(KeyError::Malformed),
        }
    }
}

/// Nothing stands before something.
impl<T: KeyPart> KeyPart for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(part) = self {
            part.put(out);
        }
    }
}

impl<T: KeyRead> KeyRead for Option<T> {
    fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
        Ok(if bool::take(from)? {
            Some(T::take(from)?)
        } else {
            None
        })
    }
}

impl<T: KeyPart + ?Sized> KeyPart for &T {
    fn put(&self, out: &mut Vec<u8>) {
        (**self).put(out);
    }
}

/// A part in descending order: the newest moment first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Desc<T>(pub T);

impl<T: KeyPart> KeyPart for Desc<T> {
    fn put(&self, out: &mut Vec<u8>) {
        let start = out.len();
        self.0.put(out);
        for byte in &mut out[start..] {
            *byte = !*byte;
        }
    }
}

impl<T: KeyRead> KeyRead for Desc<T> {
    fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
        let upright: Vec<u8> = from.iter().map(|byte| !byte).collect();
        let mut rest = upright.as_slice();
        let part = T::take(&mut rest)?;
        *from = &from[from.len() - rest.len()..];
        Ok(Self(part))
    }
}

macro_rules! tuple {
    ($($part:ident)+) => {
        impl<$($part: KeyPart),+> KeyPart for ($($part,)+) {
            fn put(&self, out: &mut Vec<u8>) {
                #[expect(non_snake_case, reason = "the parts are named after their types")]
                let ($($part,)+) = self;
                $($part.put(out);)+
            }
        }
        impl<$($part: KeyRead),+> KeyRead for ($($part,)+) {
            fn take(from: &mut &[u8]) -> Result<Self, KeyError> {
                Ok(($($part::take(from)?,)+))
            }
        }
    };
}
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
