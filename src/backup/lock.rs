//! Closing a backup to others, in the `age` format: by a passphrase, or to whoever owns a key. Every `age` program can open it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use age::secrecy::SecretString;
use age::{Decryptor, Encryptor, scrypt, x25519};

use super::frames::Flaw;

/// Each `age` file begins so.
pub(super) const AGE: &[u8] = b"age-encryption.org/v1";

/// Whom a backup is closed to.
#[derive(Clone, Default)]
pub enum Lock {
    /// Nobody: whoever has the file can read it.
    #[default]
    Open,
    /// Whoever does not know the passphrase.
    Passphrase(SecretString),
    /// Whoever does not own the key of this recipient (`age1…`).
    Recipient(x25519::Recipient),
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Open => "Open",
            Self::Passphrase(_) => "Passphrase",
            Self::Recipient(_) => "Recipient",
        })
    }
}

impl Lock {
    /// By a passphrase; `None` when there is none in the text.
    pub fn passphrase(text: &str) -> Option<Self> {
        let text = text.trim_end_matches(['\r', '\n']);
        (!text.is_empty()).then(|| Self::Passphrase(text.to_owned().into()))
    }

    /// To a recipient; `None` when the text is none.
    pub fn recipient(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(Self::Recipient)
    }

    /// Whether it closes anything.
    pub fn is_closed(&self) -> bool {
        !matches!(self, Self::Open)
    }

    /// Writes through the lock.
    pub(super) fn write<T>(
        &self,
        to: &mut dyn Write,
        write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> io::Result<T> {
        let encryptor = match self {
            Self::Open => {
                let mut to = BufWriter::with_capacity(1 << 16, to);
                let done = write(&mut to)?;
                to.flush()?;
                return Ok(done);
            }
            Self::Passphrase(passphrase) => Encryptor::with_user_passphrase(passphrase.clone()),
            Self::Recipient(recipient) => {
                Encryptor::with_recipients(std::iter::once(recipient as &dyn age::Recipient))
                    .map_err(io::Error::other)?
            }
        };
        let mut closed = encryptor.wrap_output(to)?;
        let done = write(&mut closed)?;
        closed.finish()?.flush()?;
        Ok(done)
    }
}

/// How to open a backup that is closed.
#[derive(Clone, Default)]
pub enum Key {
    /// Nothing is at hand.
    #[default]
    None,
    /// A passphrase.
    Passphrase(SecretString),
    /// A key (`AGE-SECRET-KEY-1…`).
    Identity(x25519::Identity),
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// A passphrase, or a key as `age-keygen` writes it, whichever the text is.
    pub fn from_text(text: &str) -> Self {
        let identity = text
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with("AGE-SECRET-KEY-1"))
            .and_then(|line| line.parse().ok());
        if let Some(identity) = identity {
            return Self::Identity(identity);
        }
        match text.trim_end_matches(['\r', '\n']) {
            "" => Self::None,
            passphrase => Self::Passphrase(passphrase.to_owned().into()),
        }
    }

    /// Reads a backup through its lock, if it has one.
    pub(super) fn open(&self, path: &Path) -> Result<Box<dyn Read>, Flaw> {
        let file = File::open(path).map_err(Flaw::Disk)?;
        let mut file = BufReader::with_capacity(1 << 17, file);
        if !file.fill_buf().map_err(Flaw::Disk)?.starts_with(AGE) {
            return Ok(Box::new(file));
        }
        let wrong = |error: age::DecryptError| match error {
            age::DecryptError::Io(error) => Flaw::Disk(error),
            age::DecryptError::NoMatchingKeys
            | age::DecryptError::DecryptionFailed
            | age::DecryptError::KeyDecryptionFailed => Flaw::Locked,
            _ => Flaw::Changed,
        };
        let locked = Decryptor::new_buffered(file).map_err(wrong)?;
        let opened = match self {
            Self::None => return Err(Flaw::Locked),
            Self::Passphrase(passphrase) => {
                let key = scrypt::Identity::new(passphrase.clone());
                locked.decrypt(std::iter::once(&key as &dyn age::Identity))
            }
            Self::Identity(key) => locked.decrypt(std::iter::once(key as &dyn age::Identity)),
        };
        Ok(Box::new(BufReader::with_capacity(
            1 << 17,
            opened.map_err(wrong)?,
        )))
    }
}
