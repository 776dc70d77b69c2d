//! The algorithms of signatures: hashing, and whether a key made a signature. All of it is RustCrypto's; here stands only
//! which object identifier means what.

use der::Encode;
use der::asn1::ObjectIdentifier;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs8::DecodePublicKey;
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

pub(super) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
pub(super) const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
pub(super) const RSA_SHA_256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
pub(super) const ECDSA_SHA_256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
pub(super) const ECDSA_SHA_384: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const ECDSA_SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4");
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// Names of algorithms that are refused or not known here, as people call them.
const NAMES: [(&str, &str); 6] = [
    ("1.2.840.113549.2.5", "MD5"),
    ("1.2.840.113549.1.1.4", "MD5 với RSA"),
    ("1.3.14.3.2.26", "SHA-1"),
    ("1.2.840.113549.1.1.5", "SHA-1 với RSA"),
    ("1.2.840.10045.4.1", "SHA-1 với ECDSA"),
    ("1.3.101.112", "Ed25519"),
];

/// Why a signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The key did not make it.
    Mismatch,
    /// An algorithm, by name or number, that is too weak or unknown here.
    Unsupported(String),
}

pub(super) fn unsupported(algorithm: ObjectIdentifier) -> Wrong {
    let number = algorithm.to_string();
    let name = NAMES.iter().find(|(known, _)| *known == number);
    Wrong::Unsupported(name.map_or(number, |(_, name)| (*name).to_owned()))
}

/// A hash function that signatures may rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The function with this identifier. SHA-1 and MD5 are not among them: contents can be forged under them.
    pub(super) fn of(algorithm: ObjectIdentifier) -> Result<Self, Wrong> {
        match algorithm {
            SHA_256 => Ok(Self::Sha256),
            SHA_384 => Ok(Self::Sha384),
            SHA_512 => Ok(Self::Sha512),
            other => Err(unsupported(other)),
        }
    }

    /// The hash of these pieces, one after the other.
    pub(super) fn digest(self, pieces: &[&[u8]]) -> Vec<u8> {
        fn all<D: Digest>(pieces: &[&[u8]]) -> Vec<u8> {
            let mut hash = D::new();
            for piece in pieces {
                hash.update(piece);
            }
            hash.finalize().to_vec()
        }
        match self {
            Self::Sha256 => all::<Sha256>(pieces),
            Self::Sha384 => all::<Sha384>(pieces),
            Self::Sha512 => all::<Sha512>(pieces),
        }
    }
}

/// Whether the owner of `key` made `signature` over `message`. Where the algorithm's name does not say how to hash, `hash`
/// does.
pub(super) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    hash: Option<Hash>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Wrong> {
    let named = match algorithm.oid {
        RSA_SHA_256 | ECDSA_SHA_256 => Some(Hash::Sha256),
        RSA_SHA_384 | ECDSA_SHA_384 => Some(Hash::Sha384),
        RSA_SHA_512 | ECDSA_SHA_512 => Some(Hash::Sha512),
        RSA => hash,
        RSA_PSS => Some(pss_of(algorithm)?.0),
        _ => None,
    };
    let hash = named.ok_or_else(|| unsupported(algorithm.oid))?;
    let digest = hash.digest(&[message]);
    let made = match algorithm.oid {
        ECDSA_SHA_256 | ECDSA_SHA_384 | ECDSA_SHA_512 => ecdsa(key, &digest, signature)?,
        RSA_PSS => pss(key, hash, pss_of(algorithm)?.1, &digest, signature),
        _ => pkcs1(key, hash, &digest, signature),
    };
    made.ok_or(Wrong::Mismatch)
}

fn rsa_key(key: &SubjectPublicKeyInfoOwned) -> Option<rsa::PublicKey> {
    // A PSS key is an RSA key under another name.
    let mut plain = key.clone();
    if plain.algorithm.oid == RSA_PSS {
        plain.algorithm = AlgorithmIdentifierOwned {
            oid: RSA,
            parameters: Some(der::Any::null()),
        };
    }
    rsa::PublicKey::from_public_key_der(&plain.to_der().ok()?).ok()
}

fn pkcs1(
    key: &SubjectPublicKeyInfoOwned,
    hash: Hash,
    digest: &[u8],
    signature: &[u8],
) -> Option<()> {
    let key = rsa_key(key)?;
    match hash {
        Hash::Sha256 => key.pkcs1v15_verify_prehash::<Sha256>(digest, signature),
        Hash::Sha384 => key.pkcs1v15_verify_prehash::<Sha384>(digest, signature),
        Hash::Sha512 => key.pkcs1v15_verify_prehash::<Sha512>(digest, signature),
    }
    .ok()
}

/// The parameters of RSASSA-PSS (RFC 4055). What they leave out means SHA-1, which is refused.
#[derive(der::Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u32>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u32>,
}

/// How PSS is used: by which hash, for the mask too, and with how many bytes of salt.
fn pss_of(algorithm: &AlgorithmIdentifierOwned) -> Result<(Hash, usize), Wrong> {
    let read = || {
        let parameters = algorithm.parameters.as_ref()?;
        let parameters = parameters.decode_as::<PssParameters>().ok()?;
        let mask = parameters.mask?.parameters?;
        let mask = mask.decode_as::<AlgorithmIdentifierOwned>().ok()?;
        let hash = parameters.hash?;
        let usual = mask.oid == hash.oid && parameters.trailer.is_none_or(|it| it == 1);
        let salt = usize::try_from(parameters.salt.unwrap_or(20)).ok()?;
        usual.then_some((hash.oid, salt))
    };
    let (hash, salt) = read().ok_or_else(|| unsupported(algorithm.oid))?;
    Ok((Hash::of(hash)?, salt))
}

fn pss(
    key: &SubjectPublicKeyInfoOwned,
    hash: Hash,
    salt: usize,
    digest: &[u8],
    signature: &[u8],
) -> Option<()> {
    use rsa::pss::{Signature, VerifyingKey};
    let key = rsa_key(key)?;
    let signature = Signature::try_from(signature).ok()?;
    match hash {
        Hash::Sha256 => {
            VerifyingKey::<Sha256>::new_with_salt_len(key, salt).verify_prehash(digest, &signature)
        }
        Hash::Sha384 => {
            VerifyingKey::<Sha384>::new_with_salt_len(key, salt).verify_prehash(digest, &signature)
        }
        Hash::Sha512 => {
            VerifyingKey::<Sha512>::new_with_salt_len(key, salt).verify_prehash(digest, &signature)
        }
    }
    .ok()
}

fn ecdsa(
    key: &SubjectPublicKeyInfoOwned,
    digest: &[u8],
    signature: &[u8],
) -> Result<Option<()>, Wrong> {
    let curve = key
        .algorithm
        .parameters
        .as_ref()
        .and_then(|parameters| parameters.decode_as::<ObjectIdentifier>().ok())
        .ok_or_else(|| unsupported(key.algorithm.oid))?;
    let point = key.subject_public_key.raw_bytes();
    Ok(match curve {
        P_256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|key| {
                key.verify_prehash(digest, &p256::ecdsa::Signature::from_der(signature)?)
            })
            .ok(),
        P_384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|key| {
                key.verify_prehash(digest, &p384::ecdsa::Signature::from_der(signature)?)
            })
            .ok(),
        other => return Err(unsupported(other)),
    })
}
