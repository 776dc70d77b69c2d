//! What the audit record keeps (nhật ký kiểm toán): who did or read what, when, from where, on which ground.
//!
//! TCVN 11930 asks for it at level 3, Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 for the reading of personal data.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::officer::Username;
use super::time::Moment;

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Somebody signed in.
    Account(Username),
    /// Somebody without an account: with a draft at hand, or with the secret of a dossier.
    Bearer,
    /// Somebody who could not sign in, under the name they gave; empty when it was none.
    Stranger(String),
    /// Whoever sits at the office's machine.
    Console,
    /// The program itself: a timer, a chore.
    Clock,
}

/// Who does something, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub who: Who,
    /// The address of their machine; `None` at the office's own.
    pub from: Option<IpAddr>,
}

impl By {
    /// Whoever sits at the office's machine.
    pub const CONSOLE: Self = Self {
        who: Who::Console,
        from: None,
    };

    /// The program itself.
    pub const CLOCK: Self = Self {
        who: Who::Clock,
        from: None,
    };
}

macro_rules! deeds {
    ($($(#[$doc:meta])* $deed:ident = $key:literal;)+) => {
        /// What was done or read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Deed { $($(#[$doc])* #[serde(rename = $key)] $deed,)+ }

        impl Deed {
            /// Every deed.
            pub const ALL: &'static [Self] = &[$(Self::$deed,)+];

            /// The stable name in the record and in exports.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$deed => $key,)+ }
            }
        }
    };
}

deeds! {
    /// Signed in.
    SignedIn = "sign_in";
    /// Could not sign in.
    SignInFailed = "sign_in_failed";
    /// Signed out.
    SignedOut = "sign_out";
    /// A wrong secret for a dossier.
    SecretFailed = "secret_failed";
    /// Filed a dossier.
    DossierFiled = "dossier_file";
    /// Did something with a dossier; `detail` is the verb.
    DossierActed = "dossier_act";
    /// Read a dossier.
    DossierRead = "dossier_read";
    /// Read a list of dossiers; `detail` says which.
    ListRead = "list_read";
    /// Opened a file of a dossier; `detail` is its id.
    FileRead = "file_read";
    /// Opened a slip; `detail` is its kind.
    SlipRead = "slip_read";
    /// Put a verified paper into a person's store; `detail` is its id.
    PaperVerified = "paper_verify";
    /// Used a verified paper in a dossier; `detail` is its id.
    PaperReused = "paper_reuse";
    /// Took a verified paper back; `detail` is its id.
    PaperRevoked = "paper_revoke";
    /// Uncovered an identity number.
    NumberRevealed = "number_reveal";
    /// Sent a question, a report or a proposal.
    FeedbackSent = "feedback_send";
    /// Did something with one; `detail` is what.
    FeedbackActed = "feedback_act";
    /// Read one as an officer, with what may tell who sent it.
    FeedbackRead = "feedback_read";
    /// Uncovered how its sender is reached.
    ContactRevealed = "contact_reveal";
    /// Made or closed a link that fills forms in; `detail` is `make` or `close`.
    PrefillLinkChanged = "prefill_link_change";
    /// Uploaded a file.
    FileUploaded = "file_upload";
    /// Signed the file of a result with the office's certificate; `detail` is the certificate's serial number.
    ResultSigned = "result_sign";
    /// Could not sign: the passphrase was wrong.
    SigningFailed = "result_sign_failed";
    /// Made an account.
    AccountMade = "account_make";
    /// Changed an account; `detail` says what.
    AccountChanged = "account_change";
    /// Changed a setting of the office; `detail` says which.
    SettingChanged = "setting_change";
    /// Imported or changed procedures, holidays or other lists.
    CatalogueImported = "catalogue_import";
    /// Changed what the office says of a procedure; `detail` is the version that came about.
    ProcedureChanged = "procedure_change";
    /// Took data out of the office.
    Exported = "export";
    /// Made a backup.
    BackedUp = "backup";
    /// Restored a backup, or tried one.
    Restored = "restore";
    /// Mended rows, files or indices.
    Repaired = "repair";
    /// A newer program took the directory over.
    Upgraded = "upgrade";
    /// Older entries went into a file of their own.
    Archived = "audit_archive";
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// On which ground somebody read personal data (căn cứ).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Their own matter.
    Own,
    /// They hold the dossier.
    Holder,
    /// The counter receives and returns every dossier.
    Counter,
    /// A leader directs the office's work.
    Direction,
    /// Their field or unit handles such dossiers.
    Field,
    /// They stand in for somebody who does.
    Delegation,
    /// They keep the accounts and the machine; personal data was masked.
    Administration,
    /// They hold the lookup secret of the dossier.
    Secret,
}

/// One entry: something that was done or read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: Who,
    /// From where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<IpAddr>,
    /// What.
    pub deed: Deed,
    /// To what: the code of a dossier, the name of an account ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// On which ground, for readings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// What else must be known; never personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Trace {
    /// An entry about `deed` and nothing in particular.
    pub fn new(by: &By, deed: Deed, at: Moment) -> Self {
        Self {
            at,
            who: by.who.clone(),
            from: by.from,
            deed,
            object: None,
            ground: None,
            detail: None,
        }
    }

    /// To what.
    #[must_use]
    pub fn on(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }

    /// On which ground.
    #[must_use]
    pub fn because(mut self, ground: Ground) -> Self {
        self.ground = Some(ground);
        self
    }

    /// What else must be known.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
