//! Digital signatures (chữ ký số) in a PDF, and what was found of each (Luật Giao dịch điện tử 20/2023/QH15, điều 22–25;
//! NĐ 30/2020/NĐ-CP, Phụ lục I).

use serde::{Deserialize, Serialize};

use super::time::Moment;

/// Days before its end at which a certificate is to be renewed.
const RENEW: i64 = 45;

/// Whose certificate it is and how long it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    /// Common name of the holder.
    pub name: String,
    /// The holder's organisation, where the certificate names one besides.
    pub organisation: Option<String>,
    /// Common name of the authority that issued it.
    pub issuer: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// First moment of validity.
    pub from: Moment,
    /// Last moment of validity.
    pub until: Moment,
}

impl Certified {
    /// Whether the certificate holds at this moment.
    pub fn holds_at(&self, at: Moment) -> bool {
        self.from <= at && at <= self.until
    }

    /// Whole days until it ends; negative afterwards.
    pub fn days_left(&self, now: Moment) -> i64 {
        self.until.seconds_since(now).div_euclid(24 * 3600)
    }

    /// Whether it is time to have it renewed: an authority takes some weeks.
    pub fn is_to_be_renewed(&self, now: Moment) -> bool {
        self.days_left(now) < RENEW
    }
}

/// Whether what was signed is still as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Soundness {
    /// Every signed byte is as it was, and the holder of the certificate signed it.
    Sound,
    /// The signed bytes are others than were signed.
    Altered,
    /// The signature was not made with the key of the certificate it carries.
    Forged,
    /// It does not span the file as a signature must: parts could be exchanged unseen.
    Gap,
    /// It is made in a way that this program cannot check; the text names it.
    Unsupported(String),
    /// It is no readable signature.
    Unreadable,
}

/// Whether the certificate leads to an authority that the office trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// It does; the common name of that authority.
    Root(String),
    /// The office trusts no authority yet.
    NoRoots,
    /// It leads to none that the office trusts.
    Unknown,
    /// This certificate on the way did not hold when the signature was made.
    Expired(Certified),
    /// This certificate on the way may not be used so.
    Unfit(String),
}

/// When it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedAt {
    /// By the clock of whoever signed; nobody vouches for it.
    Claimed(Moment),
    /// By a time-stamp (dấu thời gian) whose own signature is sound; the authority's name, and whether it is trusted.
    Stamped(Moment, String, bool),
}

impl SignedAt {
    /// The moment.
    pub const fn moment(&self) -> Moment {
        match self {
            Self::Claimed(at) | Self::Stamped(at, ..) => *at,
        }
    }
}

/// What was added to the file after the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Addition {
    /// Another signature.
    Signature,
    /// Evidence for checking signatures later on (DSS).
    Evidence,
    /// Facts about the file that no page shows.
    Metadata,
    /// Fields of a form were filled in.
    Field,
    /// Notes, stamps or drawings lie on a page.
    Note,
    /// The content of a page is another one.
    Page,
    /// Pages were added, removed or put in another order.
    Pages,
    /// Something else that the file shows or does.
    Other,
}

impl Addition {
    /// Whether every reader still sees what was signed.
    pub const fn is_harmless(self) -> bool {
        matches!(self, Self::Signature | Self::Evidence | Self::Metadata)
    }
}

/// What was found of one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the signature's field in the file.
    pub field: String,
    /// Whose certificate signed; `None` when there is none to read.
    pub signer: Option<Certified>,
    /// Whether the signed bytes are as they were.
    pub soundness: Soundness,
    /// Whether the certificate is trusted.
    pub trust: Trust,
    /// When it was signed.
    pub at: Option<SignedAt>,
    /// What was added later, each kind once.
    pub added: Vec<Addition>,
}

/// A finding in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Sound, trusted, and everybody still sees what was signed.
    Valid,
    /// Sound, but who signed is not confirmed by an authority that the office trusts.
    Unconfirmed,
    /// Sound, but what the file shows now was changed after it.
    Changed,
    /// This program cannot tell.
    Unchecked,
    /// Not to be relied on.
    Broken,
}

impl Finding {
    /// The finding in one word.
    pub fn verdict(&self) -> Verdict {
        match self.soundness {
            Soundness::Altered | Soundness::Forged | Soundness::Gap | Soundness::Unreadable => {
                Verdict::Broken
            }
            Soundness::Unsupported(_) => Verdict::Unchecked,
            Soundness::Sound if self.added.iter().any(|added| !added.is_harmless()) => {
                Verdict::Changed
            }
            Soundness::Sound if !matches!(self.trust, Trust::Root(_)) => Verdict::Unconfirmed,
            Soundness::Sound => Verdict::Valid,
        }
    }
}

/// What was found of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inspected {
    /// It carries no signature.
    Unsigned,
    /// Its signatures, in the order in which they were made.
    Signed(Vec<Finding>),
    /// It has marks of a signature but cannot be read: damaged, or locked with a password.
    Unreadable,
}

impl Inspected {
    /// The gravest verdict; `None` when nothing was signed.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Unsigned => None,
            Self::Unreadable => Some(Verdict::Unchecked),
            Self::Signed(findings) => findings.iter().map(Finding::verdict).max(),
        }
    }
}

/// Why something about signatures was not done; the words are in `ui::words::signature`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The file is no PKCS#12 file, or one in a form that is not known here.
    NotAKeyFile,
    /// The passphrase does not open the key file.
    WrongPassphrase,
    /// The key file holds no private key with its certificate, or more than one.
    NotOneKey,
    /// The key is too short or of a kind that is not known here.
    UnknownKey,
    /// The certificate is not made for signing documents.
    NotForSigning,
    /// The certificate's time has not begun or is over.
    CertificateEnded,
    /// The office has no certificate yet.
    NoCertificate,
    /// The file is no certificate of an authority.
    NotAnAuthority,
    /// The office trusts as many authorities as it may.
    TooManyAuthorities,
    /// The file is no PNG image that can be drawn.
    NotAnImage,
    /// The file is larger than such a file may be.
    TooLarge,
    /// The result has no file, or one that is no readable PDF.
    NotPdf,
    /// The PDF is locked with a password.
    LockedPdf,
    /// An earlier signature forbids any change.
    ClosedPdf,
    /// The PDF has no such page.
    NoPage,
    /// Now is not the time to sign: the result is not proposed to this leader, or was returned already.
    NotNow,
}
