//! Making and checking the signature itself: CMS (RFC 5652) as CAdES baseline B wants it (ETSI EN 319 122-1), detached from
//! what it signs. The data types are the crate `cms`'s, the cryptography is in [`algorithm`] and [`Identity`].

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedAttributes, SignedData, SignerIdentifier,
    SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode, Reader, Sequence, SliceReader};
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::Certificate;
use super::algorithm::{self, Hash, Wrong};
use super::certificate;
use super::identity::Identity;
use crate::domain::signature::Soundness;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// Which certificate signed, inside what is signed (RFC 5035): nobody can exchange it for another with the same key.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<CertificateId>,
    #[asn1(optional = "true")]
    policies: Option<Vec<Any>>,
}

#[derive(Sequence)]
struct CertificateId {
    /// SHA-256 when nothing is said.
    #[asn1(optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    digest: OctetString,
    #[asn1(optional = "true")]
    issuer: Option<Any>,
}

/// Signs what has this digest.
pub(super) fn sign(identity: &Identity, digest: &[u8]) -> der::Result<Vec<u8>> {
    let own = &identity.certificate;
    let id = SigningCertificateV2 {
        certificates: vec![CertificateId {
            hash: None,
            digest: OctetString::new(Hash::Sha256.digest(&[&certificate::der(own)]))?,
            issuer: None,
        }],
        policies: None,
    };
    // Without a signing time: PAdES has it in the PDF, and there only.
    let attributes = SignedAttributes::try_from(vec![
        attribute(CONTENT_TYPE, &DATA)?,
        attribute(MESSAGE_DIGEST, &OctetString::new(digest)?)?,
        attribute(SIGNING_CERTIFICATE_V2, &id)?,
    ])?;
    let (signature_algorithm, signature) = identity
        .sign(&attributes.to_der()?)
        .ok_or(der::ErrorKind::Failed)?;
    let tbs = own.tbs_certificate();
    let digest_alg = AlgorithmIdentifierOwned {
        oid: identity.hash_algorithm(),
        parameters: None,
    };
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer().clone(),
            serial_number: tbs.serial_number().clone(),
        }),
        digest_alg: digest_alg.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm,
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let certificates = std::iter::once(own)
        .chain(&identity.chain)
        .map(|one| CertificateChoices::Certificate(one.clone()))
        .collect::<Vec<_>>();
    let signed = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![digest_alg])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info])?),
    };
    ContentInfo {
        content_type: SIGNED_DATA,
        content: Any::encode_from(&signed)?,
    }
    .to_der()
}

fn attribute(oid: ObjectIdentifier, value: &impl Encode) -> der::Result<Attribute> {
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![Any::from_der(&value.to_der()?)?])?,
    })
}

/// A signature that was read, before it is checked.
pub(super) struct Signed {
    data: SignedData,
}

/// What the signature says of itself.
pub(super) struct Signer {
    /// Whose certificate, when it travels along.
    pub certificate: Option<Certificate>,
    /// The other certificates that travel along.
    pub others: Vec<Certificate>,
}

impl Signed {
    /// Reads a CMS signature; zeros may follow it, as they do in a PDF.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = SliceReader::new(bytes).ok()?;
        let content = ContentInfo::decode(&mut reader).ok()?;
        let rest = reader.remaining_len();
        let rest: &[u8] = reader.read_slice(rest).ok()?;
        if content.content_type != SIGNED_DATA || rest.iter().any(|byte| *byte != 0) {
            return None;
        }
        let data: SignedData = content.content.decode_as().ok()?;
        (data.signer_infos.0.len() == 1).then_some(Self { data })
    }

    fn info(&self) -> &SignerInfo {
        &self.data.signer_infos.0.as_slice()[0]
    }

    /// What is signed, where it travels along: its kind and its bytes.
    pub(super) fn content(&self) -> Option<(ObjectIdentifier, &[u8])> {
        let inside = &self.data.encap_content_info;
        let content = inside.econtent.as_ref()?;
        Some((inside.econtent_type, content.value()))
    }

    /// The value of the signature, which a time-stamp stamps.
    pub(super) fn value(&self) -> &[u8] {
        self.info().signature.as_bytes()
    }

    /// The one value of an attribute that is not signed along.
    pub(super) fn unsigned(&self, oid: &str) -> Option<&Any> {
        let attributes = self.info().unsigned_attrs.as_ref()?;
        let found = attributes.iter().find(|it| it.oid.to_string() == oid)?;
        found.values.iter().next()
    }

    /// Who says they signed.
    pub(super) fn signer(&self) -> Signer {
        let mut certificate = None;
        let mut others = Vec::new();
        let all = self.data.certificates.iter().flat_map(|set| set.0.iter());
        for one in all {
            let CertificateChoices::Certificate(one) = one else {
                continue;
            };
            if certificate.is_none() && is_named(&self.info().sid, one) {
                certificate = Some(one.clone());
            } else {
                others.push(one.clone());
            }
        }
        Signer {
            certificate,
            others,
        }
    }

    /// Whether it is sound for what `digest` hashes.
    pub(super) fn check(
        &self,
        signer: &Certificate,
        digest: impl Fn(Hash) -> Vec<u8>,
    ) -> Soundness {
        match self.held(signer, digest) {
            Ok(true) => Soundness::Sound,
            Ok(false) => Soundness::Altered,
            Err(Wrong::Mismatch) => Soundness::Forged,
            Err(Wrong::Unsupported(name)) => Soundness::Unsupported(name),
        }
    }

    /// Whether the digest is the signed one; an error when the signer did not sign.
    fn held(&self, signer: &Certificate, digest: impl Fn(Hash) -> Vec<u8>) -> Result<bool, Wrong> {
        let info = self.info();
        let hash = Hash::of(info.digest_alg.oid)?;
        let attributes = info.signed_attrs.as_ref().ok_or(Wrong::Mismatch)?;
        let message = attributes.to_der().map_err(|_| Wrong::Mismatch)?;
        algorithm::verify(
            signer.tbs_certificate().subject_public_key_info(),
            &info.signature_algorithm,
            Some(hash),
            &message,
            info.signature.as_bytes(),
        )?;
        let kind = one::<ObjectIdentifier>(attributes, CONTENT_TYPE);
        if kind != Some(self.data.encap_content_info.econtent_type) {
            return Err(Wrong::Mismatch);
        }
        names(attributes, signer)?;
        let promised = one::<OctetString>(attributes, MESSAGE_DIGEST).ok_or(Wrong::Mismatch)?;
        Ok(promised.as_bytes() == digest(hash))
    }
}

/// The one value of the one attribute of this kind.
fn one<T>(attributes: &SignedAttributes, oid: ObjectIdentifier) -> Option<T>
where
    T: der::FixedTag + for<'a> der::DecodeValue<'a, Error = der::Error>,
{
    let mut found = attributes.iter().filter(|it| it.oid == oid);
    let (Some(attribute), None) = (found.next(), found.next()) else {
        return None;
    };
    let [value] = attribute.values.as_slice() else {
        return None;
    };
    value.decode_as().ok()
}

/// Where the attributes name the signing certificate, it must be this one.
fn names(attributes: &SignedAttributes, signer: &Certificate) -> Result<(), Wrong> {
    if !attributes.iter().any(|it| it.oid == SIGNING_CERTIFICATE_V2) {
        return Ok(());
    }
    let id = one::<SigningCertificateV2>(attributes, SIGNING_CERTIFICATE_V2);
    let id = id.ok_or(Wrong::Mismatch)?;
    let first = id.certificates.first().ok_or(Wrong::Mismatch)?;
    let hash = match &first.hash {
        Some(algorithm) => Hash::of(algorithm.oid)?,
        None => Hash::Sha256,
    };
    if first.digest.as_bytes() == hash.digest(&[&certificate::der(signer)]) {
        Ok(())
    } else {
        Err(Wrong::Mismatch)
    }
}

fn is_named(id: &SignerIdentifier, one: &Certificate) -> bool {
    let tbs = one.tbs_certificate();
    match id {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == *tbs.issuer() && named.serial_number == *tbs.serial_number()
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => {
            let own = tbs.get_extension::<SubjectKeyIdentifier>();
            matches!(own, Ok(Some((_, own))) if own == *named)
        }
    }
}
