//! Making, keeping and using the office's key.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes,
};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};

/// The private half: PKCS#8 in PEM, readable by its owner only.
const PRIVATE: &str = "office.key";
/// The public half, to hand out: SubjectPublicKeyInfo in PEM.
const PUBLIC: &str = "office.pub";

/// The 64 bytes of an Ed25519 signature (RFC 8032).
pub type Signature = [u8; 64];

/// What a signature is for. It is signed along, so that none of one kind passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The token of a slip (phiếu).
    Slip,
    /// A checkpoint of the audit log (nhật ký).
    Checkpoint,
    /// A link that fills a form in beforehand (liên kết điền sẵn).
    Prefill,
}

impl Purpose {
    /// What stands before the message when it is signed.
    fn signed(self, message: &[u8]) -> Vec<u8> {
        let label: &[u8] = match self {
            Self::Slip => b"motcua slip v1\0",
            Self::Checkpoint => b"motcua checkpoint v1\0",
            Self::Prefill => b"motcua prefill v1\0",
        };
        [label, message].concat()
    }
}

/// Why the office's key cannot be used.
#[derive(Debug)]
pub enum SealError {
    /// The file cannot be read or written.
    File {
        /// Which file.
        path: PathBuf,
        /// What the machine says.
        error: io::Error,
    },
    /// The file holds no Ed25519 key.
    Damaged {
        /// Which file.
        path: PathBuf,
    },
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Damaged { path } => write!(f, "{} holds no Ed25519 key", path.display()),
        }
    }
}

impl std::error::Error for SealError {}

/// The office's key (khóa của cơ quan), and the public halves of the keys it used before.
pub struct Seal {
    signing: SigningKey,
    /// This key's public half, then those of earlier keys.
    trusted: Vec<PublicKey>,
}

impl Seal {
    /// Opens the key that lies in `dir`, or makes one there when there is none yet. Whoever calls holds the data
    /// directory alone.
    ///
    /// Every `*.pub` in `dir` is trusted for checking: what an earlier key signed stays provable when the office has
    /// moved that key away and a new one was made.
    pub fn open_or_create(dir: &Path) -> Result<Self, SealError> {
        let private = dir.join(PRIVATE);
        let signing = match fs::read_to_string(&private) {
            Ok(text) => SigningKey::from_pkcs8_pem(&text)
                .map_err(|_| SealError::Damaged { path: private })?,
            Err(error) if error.kind() == ErrorKind::NotFound => create(dir)?,
            Err(error) => return Err(at(private)(error)),
        };
        let mut seal = Self::of(signing);
        let public = dir.join(PUBLIC);
        let own = seal.public_key();
        if fs::read_to_string(&public).ok().as_deref() != Some(&own) {
            write_new(&public, own.as_bytes()).map_err(at(public))?;
        }
        seal.trusted.extend(earlier(dir, &seal.trusted[0])?);
        Ok(seal)
    }

    /// The key that grows from this seed: the same for the same 32 bytes, as tests and benchmarks need it.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self::of(SigningKey::from_bytes(seed))
    }

    fn of(signing: SigningKey) -> Self {
        let trusted = vec![PublicKey(signing.verifying_key())];
        Self { signing, trusted }
    }

    /// Signs `message`. Equal messages get equal signatures.
    pub fn sign(&self, purpose: Purpose, message: &[u8]) -> Signature {
        self.signing.sign(&purpose.signed(message)).to_bytes()
    }

    /// Whether this office signed `message`, now or under an earlier key.
    pub fn verify(&self, purpose: Purpose, message: &[u8], signature: &Signature) -> bool {
        self.trusted
            .iter()
            .any(|key| key.verify(purpose, message, signature))
    }

    /// The public half as PEM text, for whoever checks elsewhere.
    pub fn public_key(&self) -> String {
        self.trusted[0].to_text()
    }
}

impl fmt::Debug for Seal {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seal")
            .field("trusted", &self.trusted)
            .finish_non_exhaustive()
    }
}

/// The public half of an office's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads PEM text (`-----BEGIN PUBLIC KEY-----`); `None` when it is no Ed25519 key.
    pub fn from_text(text: &str) -> Option<Self> {
        VerifyingKey::from_public_key_pem(text.trim())
            .ok()
            .map(Self)
    }

    /// The key as PEM text, as openssl reads it too.
    pub fn to_text(&self) -> String {
        self.0
            .to_public_key_pem(LineEnding::LF)
            .expect("thirty-two bytes fit any encoding")
    }

    /// Whether the owner of this key signed `message`.
    pub fn verify(&self, purpose: Purpose, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        // Strictly: one message has one signature, and no weak key passes.
        self.0
            .verify_strict(&purpose.signed(message), &signature)
            .is_ok()
    }
}

/// Makes a key from the operating system's randomness; on disk before anything is signed with it.
fn create(dir: &Path) -> Result<SigningKey, SealError> {
    create_private(dir).map_err(at(dir.to_owned()))?;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("the operating system gives random bytes");
    // Without the public half inside (RFC 5958's second version), which older openssl does not read.
    let pem = KeypairBytes {
        secret_key: seed,
        public_key: None,
    }
    .to_pkcs8_pem(LineEnding::LF)
    .expect("thirty-two bytes fit any encoding");
    let path = dir.join(PRIVATE);
    write_new(&path, pem.as_bytes()).map_err(at(path))?;
    Ok(SigningKey::from_bytes(&seed))
}

/// Public keys that lie beside the office's own.
fn earlier(dir: &Path, own: &PublicKey) -> Result<Vec<PublicKey>, SealError> {
    let mut keys = Vec::new();
    for entry in fs::read_dir(dir).map_err(at(dir.to_owned()))? {
        let path = entry.map_err(at(dir.to_owned()))?.path();
        if path.extension().is_none_or(|ending| ending != "pub") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(at(path.clone()))?;
        let key = PublicKey::from_text(&text).ok_or(SealError::Damaged { path })?;
        if key != *own && !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

fn at(path: PathBuf) -> impl FnOnce(io::Error) -> SealError {
    move |error| SealError::File { path, error }
}

/// A folder that only its owner can enter.
pub(super) fn create_private(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// Writes a whole file that only its owner can read; after a crash it is there whole or not at all.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    sync_folder(path)
}

/// A renamed file survives a power cut only when its folder is synced too.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent()
        .map_or(Ok(()), |dir| fs::File::open(dir)?.sync_all())
}

/// Windows keeps renames by itself.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
