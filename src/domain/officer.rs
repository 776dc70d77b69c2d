//! Accounts of the people who work in the office or use its portal.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{
    authority::Reach, fault::Fault, person::PaperNumber, person::Phone, text::Line, time::Moment,
};

/// What somebody may do (vai trò).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Files and follows their own dossiers (công dân).
    Citizen,
    /// Receives and returns (cán bộ tiếp nhận và trả kết quả).
    Reception,
    /// Works on the substance (chuyên viên thụ lý).
    Specialist,
    /// Approves and directs (lãnh đạo).
    Leader,
    /// Keeps accounts and settings; never works on dossiers (quản trị).
    Admin,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] = [
        Self::Citizen,
        Self::Reception,
        Self::Specialist,
        Self::Leader,
        Self::Admin,
    ];

    /// Whether it is one of the office's own people.
    pub const fn is_officer(self) -> bool {
        !matches!(self, Self::Citizen)
    }

    /// Whether it is somebody who works on dossiers; keeping the machine is no reason to read them.
    pub const fn works_on_dossiers(self) -> bool {
        matches!(self, Self::Reception | Self::Specialist | Self::Leader)
    }

    /// The stable name used in commands and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Reception => "reception",
            Self::Specialist => "specialist",
            Self::Leader => "leader",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = Fault;

    fn from_str(key: &str) -> Result<Self, Fault> {
        Self::ALL
            .into_iter()
            .find(|role| role.key() == key)
            .ok_or(Fault::NotAChoice)
    }
}

/// Name of an account (tên đăng nhập): 3–40 characters of `a-z 0-9 . _ -`, or a telephone number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Username(String);

impl Username {
    /// Nobody's name: no account can have an empty one.
    pub const NOBODY: Self = Self(String::new());

    /// Checks and lowers the case.
    pub fn new(raw: &str) -> Result<Self, Fault> {
        let name = raw.trim().to_ascii_lowercase();
        if name.is_empty() {
            return Err(Fault::Missing);
        }
        let fits = (3..=40).contains(&name.len())
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
        if fits {
            Ok(Self(name))
        } else {
            Err(Fault::WrongKind)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Username {
    type Error = Fault;

    fn try_from(raw: String) -> Result<Self, Fault> {
        Self::new(&raw)
    }
}

impl From<Username> for String {
    fn from(name: Username) -> Self {
        name.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An account (tài khoản) of a citizen or an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Unique name.
    pub username: Username,
    /// Full name as shown and printed.
    pub name: Line,
    /// What the account may do; the first is the one shown.
    pub roles: Vec<Role>,
    /// Organisational unit (đơn vị); citizens have none.
    pub unit: Option<String>,
    /// Argon2id hash in PHC text form.
    pub password: String,
    /// A disabled account cannot sign in and receives no work.
    pub enabled: bool,
    /// Fields of procedures (lĩnh vực) this officer is in charge of; empty means all.
    #[serde(default)]
    pub fields: Vec<String>,
    /// How far they see.
    #[serde(default, skip_serializing_if = "Reach::is_whole")]
    pub reach: Reach,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<Phone>,
    /// Citizen number.
    #[serde(default)]
    pub id_number: Option<PaperNumber>,
    /// An officer has seen that the number is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<NumberConfirmed>,
    /// When the account was made; also the order in which work is routed.
    pub created_at: Moment,
}

/// That an officer saw the person with the identity paper that bears the number (xác nhận danh tính tại quầy).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberConfirmed {
    /// The number on the paper.
    pub number: PaperNumber,
    /// Who saw it.
    pub by: Username,
    /// When.
    pub at: Moment,
}

impl User {
    /// The citizen number that an officer has confirmed; one that was changed since is not.
    pub fn confirmed_number(&self) -> Option<&PaperNumber> {
        let confirmed = self.confirmed.as_ref().map(|confirmed| &confirmed.number);
        confirmed.filter(|number| self.id_number.as_ref() == Some(number))
    }

    /// Whether the account has `role`.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The role shown first.
    pub fn role(&self) -> Role {
        self.roles.first().copied().unwrap_or(Role::Citizen)
    }

    /// Who this officer is on a step of a dossier.
    pub fn holder(&self) -> Holder {
        Holder {
            username: self.username.clone(),
            name: self.name.to_string(),
            unit: self.unit.clone().unwrap_or_default(),
        }
    }
}

/// The officer who holds a step (người đang thụ lý).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Account.
    pub username: Username,
    /// Full name at that time.
    pub name: String,
    /// Unit at that time.
    pub unit: String,
}
