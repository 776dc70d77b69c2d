//! A secure page on the office's own network: an authority (tổ chức chứng thực của cơ quan) that devices are told to trust
//! once, and the server's certificate that it signs again whenever the machine's addresses change or time runs out.
//!
//! Both lie in `keys/` and travel with backups, so a restored office is trusted where it was before. The authority may
//! speak for private addresses and names only: whoever steals it cannot pretend to be anybody on the internet.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use der::asn1::{GeneralizedTime, Ia5String, OctetString, UtcTime};
use der::pem::LineEnding;
use der::{DecodePem, Encode, EncodePem};
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::TbsCertificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder};
use x509_cert::ext::pkix::constraints::name::{GeneralSubtree, NameConstraints};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{ObjectIdentifier, SubjectPublicKeyInfo, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use super::key::{create_private, write_new};
use crate::domain::time::Moment;

const AUTHORITY: &str = "tls-authority";
const SERVER: &str = "tls-server";

const DAY: i64 = 24 * 60 * 60;
/// An authority holds so long: devices trust it once and are not asked again for years.
const AUTHORITY_DAYS: i64 = 3_650;
/// Phones take no server certificate that holds longer than 398 days.
const SERVER_DAYS: i64 = 397;
/// What has less than this left is made anew.
const RENEWED_BEFORE_DAYS: i64 = 60;
/// Clocks of phones are wrong by hours.
const CLOCKS_DIFFER: i64 = DAY;

const SERVER_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");

/// Private networks (RFC 1918, 4193, 4291, 3927): address and mask.
const PRIVATE: [&[u8]; 9] = [
    &[10, 0, 0, 0, 255, 0, 0, 0],
    &[172, 16, 0, 0, 255, 240, 0, 0],
    &[192, 168, 0, 0, 255, 255, 0, 0],
    &[169, 254, 0, 0, 255, 255, 0, 0],
    &[127, 0, 0, 0, 255, 0, 0, 0],
    &[100, 64, 0, 0, 255, 192, 0, 0],
    // fc00::/7, fe80::/10, ::1
    &[
        0xfc, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfe, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0,
    ],
    &[
        0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0,
    ],
    &[
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255,
    ],
];

/// Endings of names that exist on a local network only.
const LOCAL: [&str; 4] = ["localhost", "local", "lan", "home.arpa"];

/// What a machine is called and under which addresses it is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hosts {
    /// Names, in small letters.
    pub names: BTreeSet<String>,
    /// Addresses.
    pub addresses: BTreeSet<IpAddr>,
}

/// Why there is no certificate.
#[derive(Debug)]
pub enum TlsError {
    /// A file could not be read or written.
    File {
        /// Which one.
        path: PathBuf,
        /// What the machine said.
        error: io::Error,
    },
    /// A file holds something else than it should.
    Damaged {
        /// Which one.
        path: PathBuf,
    },
    /// Making it failed.
    Making(String),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Damaged { path } => write!(f, "{} holds no key or certificate", path.display()),
            Self::Making(why) => write!(f, "the certificate could not be made: {why}"),
        }
    }
}

impl std::error::Error for TlsError {}

impl From<x509_cert::builder::Error> for TlsError {
    fn from(error: x509_cert::builder::Error) -> Self {
        Self::Making(error.to_string())
    }
}

impl From<der::Error> for TlsError {
    fn from(error: der::Error) -> Self {
        Self::Making(error.to_string())
    }
}

/// The office's authority.
pub struct Authority {
    folder: PathBuf,
    key: SigningKey,
    certificate: Certificate,
}

/// A certificate to serve under, with its key.
#[derive(Clone)]
pub struct ServerCertificate {
    /// The server's certificate and the authority's, DER.
    pub chain: Vec<Vec<u8>>,
    /// The private key, PKCS#8 DER.
    pub key: Vec<u8>,
    /// It holds until then.
    pub until: Moment,
    /// For these.
    pub hosts: Hosts,
}

impl Authority {
    /// Opens the authority that lies in `folder`, or makes one there when there is none or when its time is nearly up.
    /// `office` stands in its name; `public` are names and addresses beyond the local ones for which it may speak.
    pub fn open_or_create(
        folder: &Path,
        office: &str,
        public: &Hosts,
        now: Moment,
    ) -> Result<Self, TlsError> {
        match pair(folder, AUTHORITY)? {
            Some((key, certificate)) if days_left(&certificate, now) > RENEWED_BEFORE_DAYS => {
                Ok(Self {
                    folder: folder.to_owned(),
                    key,
                    certificate,
                })
            }
            _ => Self::create(folder, office, public, now),
        }
    }

    fn create(folder: &Path, office: &str, public: &Hosts, now: Moment) -> Result<Self, TlsError> {
        let key = new_key()?;
        let name = called(&format!("motcua – {office}"))?;
        let profile = OfAuthority {
            name,
            public: public.clone(),
        };
        let certificate = signed(
            profile,
            &key,
            &key,
            now,
            now.plus_seconds(AUTHORITY_DAYS * DAY),
        )?;
        let authority = Self {
            folder: folder.to_owned(),
            key,
            certificate,
        };
        keep(folder, AUTHORITY, &authority.key, &authority.certificate)?;
        Ok(authority)
    }

    /// The certificate to serve `hosts` under: the one that is kept while it fits, otherwise a new one.
    pub fn serve(&self, hosts: &Hosts, now: Moment) -> Result<ServerCertificate, TlsError> {
        let hosts = self.permitted(hosts);
        let kept = pair(&self.folder, SERVER)?.filter(|(_, certificate)| {
            days_left(certificate, now) > RENEWED_BEFORE_DAYS
                && hosts_of(certificate) == hosts
                && certificate.tbs_certificate().issuer()
                    == self.certificate.tbs_certificate().subject()
                && issuer_key(certificate) == key_id(&self.certificate)
        });
        let (key, certificate) = match kept {
            Some(kept) => kept,
            None => self.issue(&hosts, now)?,
        };
        let chain = vec![certificate.to_der()?, self.certificate.to_der()?];
        let pkcs8 = key.to_pkcs8_der().map_err(making)?;
        Ok(ServerCertificate {
            chain,
            key: pkcs8.as_bytes().to_vec(),
            until: until(&certificate),
            hosts,
        })
    }

    fn issue(&self, hosts: &Hosts, now: Moment) -> Result<(SigningKey, Certificate), TlsError> {
        let key = new_key()?;
        let profile = OfServer {
            issuer: self.certificate.tbs_certificate().subject().clone(),
            hosts: hosts.clone(),
        };
        let last = now
            .plus_seconds(SERVER_DAYS * DAY)
            .min(until(&self.certificate));
        let certificate = signed(profile, &key, &self.key, now, last)?;
        keep(&self.folder, SERVER, &key, &certificate)?;
        Ok((key, certificate))
    }

    /// What of `hosts` the authority may speak for.
    fn permitted(&self, hosts: &Hosts) -> Hosts {
        let constraints = extension::<NameConstraints>(&self.certificate);
        let subtrees = constraints
            .and_then(|one| one.permitted_subtrees)
            .unwrap_or_default();
        let name_fits = |name: &String| {
            subtrees.iter().any(|tree| match &tree.base {
                GeneralName::DnsName(base) => {
                    let rest = name.strip_suffix(base.as_str());
                    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                }
                _ => false,
            })
        };
        let address_fits = |address: &IpAddr| {
            let octets = octets(*address);
            subtrees.iter().any(|tree| match &tree.base {
                GeneralName::IpAddress(net) if net.as_bytes().len() == 2 * octets.len() => {
                    let (base, mask) = net.as_bytes().split_at(octets.len());
                    let masked = octets.iter().zip(mask).map(|(byte, mask)| byte & mask);
                    masked.eq(base.iter().copied())
                }
                _ => false,
            })
        };
        Hosts {
            names: hosts
                .names
                .iter()
                .filter(|one| name_fits(one))
                .cloned()
                .collect(),
            addresses: hosts
                .addresses
                .iter()
                .filter(|one| address_fits(one))
                .copied()
                .collect(),
        }
    }

    /// The certificate that devices are told to trust, DER.
    pub fn der(&self) -> Result<Vec<u8>, TlsError> {
        Ok(self.certificate.to_der()?)
    }

    /// The same as PEM text.
    pub fn pem(&self) -> Result<String, TlsError> {
        Ok(self.certificate.to_pem(LineEnding::LF)?)
    }

    /// SHA-256 of the certificate, as devices show it: pairs of digits with colons between.
    pub fn fingerprint(&self) -> Result<String, TlsError> {
        let digest = Sha256::digest(self.der()?);
        let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        Ok(pairs.join(":"))
    }

    /// Under which name devices list it.
    pub fn name(&self) -> String {
        super::pades::called(self.certificate.tbs_certificate().subject())
    }

    /// It holds until then.
    pub fn until(&self) -> Moment {
        until(&self.certificate)
    }
}

/// Shape of an authority's certificate.
struct OfAuthority {
    name: Name,
    public: Hosts,
}

impl BuilderProfile for OfAuthority {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.name.clone()
    }

    fn build_extensions(
        &self,
        spk: SubjectPublicKeyInfoRef<'_>,
        _issuer_spk: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let names = LOCAL.iter().map(|name| (*name).to_owned());
        let names = names.chain(self.public.names.iter().cloned());
        let mut trees = Vec::new();
        for name in names {
            trees.push(GeneralName::DnsName(Ia5String::new(&name)?));
        }
        for net in PRIVATE {
            trees.push(GeneralName::IpAddress(OctetString::new(net)?));
        }
        for address in &self.public.addresses {
            let mut alone = octets(*address);
            alone.resize(2 * alone.len(), 0xff);
            trees.push(GeneralName::IpAddress(OctetString::new(alone)?));
        }
        let trees = trees.into_iter().map(|base| GeneralSubtree {
            base,
            minimum: 0,
            maximum: None,
        });
        let constraints = NameConstraints {
            permitted_subtrees: Some(trees.collect()),
            excluded_subtrees: None,
        };
        let basic = BasicConstraints {
            ca: true,
            path_len_constraint: Some(0),
        };
        let usage = KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign);
        let subject = tbs.subject();
        Ok(vec![
            basic.to_extension(subject, &[])?,
            usage.to_extension(subject, &[])?,
            SubjectKeyIdentifier::try_from(spk)?.to_extension(subject, &[])?,
            constraints.to_extension(subject, &[])?,
        ])
    }
}

/// Shape of a server's certificate.
struct OfServer {
    issuer: Name,
    hosts: Hosts,
}

impl BuilderProfile for OfServer {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        let first = self.hosts.names.first().map_or("motcua", String::as_str);
        called(first).unwrap_or_default()
    }

    fn build_extensions(
        &self,
        spk: SubjectPublicKeyInfoRef<'_>,
        issuer_spk: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let mut names = Vec::new();
        for name in &self.hosts.names {
            names.push(GeneralName::DnsName(Ia5String::new(name)?));
        }
        for address in &self.hosts.addresses {
            names.push(GeneralName::IpAddress(OctetString::new(octets(*address))?));
        }
        let basic = BasicConstraints {
            ca: false,
            path_len_constraint: None,
        };
        let subject = tbs.subject();
        Ok(vec![
            basic.to_extension(subject, &[])?,
            KeyUsage(KeyUsages::DigitalSignature.into()).to_extension(subject, &[])?,
            ExtendedKeyUsage(vec![SERVER_AUTH]).to_extension(subject, &[])?,
            SubjectKeyIdentifier::try_from(spk)?.to_extension(subject, &[])?,
            AuthorityKeyIdentifier::try_from(issuer_spk)?.to_extension(subject, &[])?,
            SubjectAltName(names).to_extension(subject, &[])?,
        ])
    }
}

fn signed(
    profile: impl BuilderProfile,
    subject: &SigningKey,
    issuer: &SigningKey,
    from: Moment,
    until: Moment,
) -> Result<Certificate, TlsError> {
    let mut serial = [0; 16];
    getrandom::fill(&mut serial).map_err(making)?;
    // Positive, and never without a leading digit.
    serial[0] = serial[0] & 0x7f | 0x40;
    let validity = Validity::new(time(from.plus_seconds(-CLOCKS_DIFFER))?, time(until)?);
    let public = SubjectPublicKeyInfo::from_key(subject.verifying_key()).map_err(making)?;
    let builder = CertificateBuilder::new(profile, SerialNumber::new(&serial)?, validity, public)?;
    Ok(builder.build::<_, DerSignature>(issuer)?)
}

fn making(error: impl fmt::Display) -> TlsError {
    TlsError::Making(error.to_string())
}

/// Years below 2050 have two digits (RFC 5280).
fn time(at: Moment) -> Result<Time, TlsError> {
    let since = Duration::from_secs(u64::try_from(at.unix()).unwrap_or(0));
    Ok(match UtcTime::from_unix_duration(since) {
        Ok(time) => Time::UtcTime(time),
        Err(_) => Time::GeneralTime(GeneralizedTime::from_unix_duration(since)?),
    })
}

fn new_key() -> Result<SigningKey, TlsError> {
    loop {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(making)?;
        // All but a handful of numbers are keys.
        if let Ok(key) = SigningKey::from_slice(&secret) {
            return Ok(key);
        }
    }
}

/// A name with a common name; what would end it early is left out.
fn called(name: &str) -> Result<Name, TlsError> {
    let plain: String = name
        .chars()
        .filter(|c| !c.is_control() && !",+\"\\<>;=#/".contains(*c))
        .take(60)
        .collect();
    Ok(Name::from_str(&format!("CN={}", plain.trim()))?)
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets().to_vec(),
    }
}

fn extension<T>(certificate: &Certificate) -> Option<T>
where
    T: for<'a> der::Decode<'a> + der::oid::AssociatedOid,
{
    let found = certificate.tbs_certificate().get_extension::<T>();
    found.ok().flatten().map(|(_, extension)| extension)
}

fn key_id(certificate: &Certificate) -> Option<OctetString> {
    extension::<SubjectKeyIdentifier>(certificate).map(|one| one.0)
}

fn issuer_key(certificate: &Certificate) -> Option<OctetString> {
    extension::<AuthorityKeyIdentifier>(certificate).and_then(|one| one.key_identifier)
}

fn hosts_of(certificate: &Certificate) -> Hosts {
    let mut hosts = Hosts::default();
    for name in extension::<SubjectAltName>(certificate).map_or_else(Vec::new, |names| names.0) {
        match name {
            GeneralName::DnsName(name) => {
                hosts.names.insert(name.to_string());
            }
            GeneralName::IpAddress(address) => {
                let address = address.as_bytes();
                let four = <[u8; 4]>::try_from(address).map(IpAddr::from);
                let six = <[u8; 16]>::try_from(address).map(IpAddr::from);
                hosts.addresses.extend(four.or(six));
            }
            _ => {}
        }
    }
    hosts
}

fn until(certificate: &Certificate) -> Moment {
    let last = certificate
        .tbs_certificate()
        .validity()
        .not_after
        .to_unix_duration();
    Moment::from_unix(i64::try_from(last.as_secs()).unwrap_or(i64::MAX))
}

fn days_left(certificate: &Certificate, now: Moment) -> i64 {
    until(certificate).seconds_since(now) / DAY
}

/// The key and the certificate of this name; `None` where one of them was never written.
fn pair(folder: &Path, name: &str) -> Result<Option<(SigningKey, Certificate)>, TlsError> {
    let (at_key, at_certificate) = places(folder, name);
    let (Some(key), Some(certificate)) = (text(&at_key)?, text(&at_certificate)?) else {
        return Ok(None);
    };
    let key = SigningKey::from_pkcs8_pem(&key).map_err(|_| TlsError::Damaged { path: at_key })?;
    let certificate =
        Certificate::from_pem(certificate.trim().as_bytes()).map_err(|_| TlsError::Damaged {
            path: at_certificate,
        })?;
    // A crash between the two files leaves a key of another certificate: both are made anew.
    let own = SubjectPublicKeyInfo::from_key(key.verifying_key()).map_err(making)?;
    let fits = *certificate.tbs_certificate().subject_public_key_info() == own;
    Ok(fits.then_some((key, certificate)))
}

fn places(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
    (
        folder.join(format!("{name}.key.pem")),
        folder.join(format!("{name}.pem")),
    )
}

fn text(path: &Path) -> Result<Option<String>, TlsError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(TlsError::File {
            path: path.to_owned(),
            error,
        }),
    }
}

fn keep(
    folder: &Path,
    name: &str,
    key: &SigningKey,
    certificate: &Certificate,
) -> Result<(), TlsError> {
    create_private(folder).map_err(|error| TlsError::File {
        path: folder.to_owned(),
        error,
    })?;
    let (at_key, at_certificate) = places(folder, name);
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(making)?;
    for (path, bytes) in [
        (at_key, pem.as_bytes()),
        (
            at_certificate,
            certificate.to_pem(LineEnding::LF)?.as_bytes(),
        ),
    ] {
        write_new(&path, bytes).map_err(|error| TlsError::File { path, error })?;
    }
    Ok(())
}
