//! The office's certificate with its private key: PKCS#12 (RFC 7292) as an authority hands it out.

use age::scrypt;
use age::secrecy::SecretString;
use der::Decode;
use der::asn1::ObjectIdentifier;
use p12_keystore::Pkcs12Archive;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use rsa::pkcs8::DecodePrivateKey;
use sha2::Sha256;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::algorithm::{self, Hash};
use super::{Certificate, certificate};
use crate::domain::signature::{Certified, Obstacle};

/// Work that one guess of the passphrase costs: 2^16 rounds of scrypt, 64 MB and some tenths of a second.
const WORK: u8 = 16;
/// Most work that is done to open a file that somebody else put there.
const MOST_WORK: u8 = 18;
/// Largest PKCS#12 file that is read, in bytes.
pub const LARGEST: usize = 256 * 1024;

/// Why a PKCS#12 file does not serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFileError {
    /// It is no PKCS#12 file, or one in a form that is not known here.
    NotAKeyFile,
    /// The passphrase does not open it.
    WrongPassphrase,
    /// It holds no private key with its certificate, or more than one.
    NotOneKey,
    /// The key is neither RSA of 2048 bits or more, nor on the curves P-256 and P-384.
    UnknownKey,
    /// The certificate is not made for signing documents.
    NotForSigning,
}

impl From<KeyFileError> for Obstacle {
    fn from(error: KeyFileError) -> Self {
        match error {
            KeyFileError::NotAKeyFile => Self::NotAKeyFile,
            KeyFileError::WrongPassphrase => Self::WrongPassphrase,
            KeyFileError::NotOneKey => Self::NotOneKey,
            KeyFileError::UnknownKey => Self::UnknownKey,
            KeyFileError::NotForSigning => Self::NotForSigning,
        }
    }
}

enum Key {
    Rsa(rsa::PrivateKey),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
}

/// A certificate with its private key and the authorities above it.
pub struct Identity {
    key: Key,
    pub(super) certificate: Certificate,
    pub(super) chain: Vec<Certificate>,
}

impl std::fmt::Debug for Identity {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("certified", &self.certified())
            .finish_non_exhaustive()
    }
}

impl Identity {
    /// Opens a PKCS#12 file with its passphrase. Blocking.
    pub fn open(pkcs12: &[u8], passphrase: &str) -> Result<Self, KeyFileError> {
        if pkcs12.len() > LARGEST {
            return Err(KeyFileError::NotAKeyFile);
        }
        let archive = Pkcs12Archive::from_pkcs12(pkcs12, passphrase).map_err(|error| {
            use p12_keystore::error::Error;
            match error {
                Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => {
                    KeyFileError::WrongPassphrase
                }
                _ => KeyFileError::NotAKeyFile,
            }
        })?;
        let [bag] = archive.keys.as_slice() else {
            return Err(KeyFileError::NotOneKey);
        };
        let key = Key::read(bag.key.as_der()).ok_or(KeyFileError::UnknownKey)?;
        let certificates: Vec<Certificate> = archive
            .certs
            .iter()
            .filter_map(|bag| Certificate::from_der(bag.cert.as_der()).ok())
            .collect();
        let public = key.public();
        let own = certificates.iter().position(|one| {
            let spki = one.tbs_certificate().subject_public_key_info();
            spki.subject_public_key.raw_bytes() == public
        });
        let own = own.ok_or(KeyFileError::NotOneKey)?;
        let mut chain = certificates;
        let certificate = chain.swap_remove(own);
        if !certificate::signs(&certificate) {
            return Err(KeyFileError::NotForSigning);
        }
        // A root that travels along proves nothing to anybody.
        chain.retain(|one| {
            let tbs = one.tbs_certificate();
            tbs.subject() != tbs.issuer()
        });
        Ok(Self {
            key,
            certificate,
            chain,
        })
    }

    /// Whose certificate it is.
    pub fn certified(&self) -> Certified {
        certificate::facts(&self.certificate)
    }

    pub(super) fn hash(&self) -> Hash {
        match self.key {
            Key::P384(_) => Hash::Sha384,
            Key::Rsa(_) | Key::P256(_) => Hash::Sha256,
        }
    }

    pub(super) fn hash_algorithm(&self) -> ObjectIdentifier {
        match self.key {
            Key::P384(_) => algorithm::SHA_384,
            Key::Rsa(_) | Key::P256(_) => algorithm::SHA_256,
        }
    }

    /// Signs `message`; tells by which algorithm.
    pub(super) fn sign(&self, message: &[u8]) -> Option<(AlgorithmIdentifierOwned, Vec<u8>)> {
        let digest = self.hash().digest(&[message]);
        let (oid, parameters, signature) = match &self.key {
            Key::Rsa(key) => (
                algorithm::RSA_SHA_256,
                Some(der::Any::null()),
                key.pkcs1v15_sign_prehash::<Sha256>(&digest).ok()?,
            ),
            Key::P256(key) => {
                let made: p256::ecdsa::Signature = key.sign_prehash(&digest).ok()?;
                let made = made.to_der().as_bytes().to_vec();
                (algorithm::ECDSA_SHA_256, None, made)
            }
            Key::P384(key) => {
                let made: p384::ecdsa::Signature = key.sign_prehash(&digest).ok()?;
                let made = made.to_der().as_bytes().to_vec();
                (algorithm::ECDSA_SHA_384, None, made)
            }
        };
        Some((AlgorithmIdentifierOwned { oid, parameters }, signature))
    }
}

impl Key {
    /// Reads PKCS#8.
    fn read(pkcs8: &[u8]) -> Option<Self> {
        use rsa::traits::PublicKeyParts;
        if let Ok(key) = rsa::PrivateKey::from_pkcs8_der(pkcs8) {
            return (key.as_public_key().n().bit_width() >= 2048).then_some(Self::Rsa(key));
        }
        if let Ok(key) = p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8) {
            return Some(Self::P256(key));
        }
        let key = p384::ecdsa::SigningKey::from_pkcs8_der(pkcs8).ok()?;
        Some(Self::P384(key))
    }

    /// The public half as a certificate has it.
    fn public(&self) -> Vec<u8> {
        use rsa::pkcs1::EncodeRsaPublicKey;
        match self {
            Self::Rsa(key) => key
                .as_public_key()
                .to_pkcs1_der()
                .map(|der| der.as_bytes().to_vec())
                .unwrap_or_default(),
            Self::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::P384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
        }
    }
}

/// Locks a PKCS#12 file away under its own passphrase. Authorities still hand out files under RC2 and triple DES, whose
/// passphrase a stolen backup would let anybody guess by the billion; under scrypt each guess costs 64 MB and some tenths of a second. Blocking.
pub fn lock_away(pkcs12: &[u8], passphrase: &str) -> Option<Vec<u8>> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(WORK);
    age::encrypt(&recipient, pkcs12).ok()
}

/// Opens what [`lock_away`] locked. Blocking.
pub fn unlock(locked: &[u8], passphrase: &str) -> Result<Identity, KeyFileError> {
    let mut key = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    key.set_max_work_factor(MOST_WORK);
    let pkcs12 = age::decrypt(&key, locked).map_err(|_| KeyFileError::WrongPassphrase)?;
    Identity::open(&pkcs12, passphrase)
}
