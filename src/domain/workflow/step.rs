//! A step as dossiers, events and list rows remember it, and the place of a dossier within its process.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::officer::{Holder, Role};
use crate::domain::time::Moment;

/// What kind of step it is; decides who works on it and which verbs lead on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Tiếp nhận: at the counter.
    Reception,
    /// Xử lý: a specialist works on the substance.
    Work,
    /// Phê duyệt: a proposal waits for the leader.
    Approval,
    /// Trả kết quả: the result waits at the counter.
    Return,
    /// Kết thúc: nobody holds it any more.
    Closed,
}

impl StepKind {
    /// The kinds that a process is made of, in the order in which a dossier meets them.
    pub const OF_A_PROCESS: [Self; 4] = [Self::Reception, Self::Work, Self::Approval, Self::Return];

    /// The stable name in forms and files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Work => "work",
            Self::Approval => "approval",
            Self::Return => "return",
            Self::Closed => "closed",
        }
    }

    /// Reads [`StepKind::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::OF_A_PROCESS
            .into_iter()
            .find(|kind| kind.key() == key)
    }

    /// Who works on it.
    pub const fn role(self) -> Role {
        match self {
            Self::Reception | Self::Return | Self::Closed => Role::Reception,
            Self::Work => Role::Specialist,
            Self::Approval => Role::Leader,
        }
    }
}

/// A step of a process (bước) as it was when a dossier came to it.
///
/// One of the standard process is stored by its key alone, any other with its name and kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    key: Cow<'static, str>,
    name: Cow<'static, str>,
    kind: StepKind,
}

impl Step {
    const fn standard(key: &'static str, name: &'static str, kind: StepKind) -> Self {
        Self {
            key: Cow::Borrowed(key),
            name: Cow::Borrowed(name),
            kind,
        }
    }

    /// Tiếp nhận: at the counter.
    pub const RECEPTION: Self = Self::standard("reception", "Tiếp nhận", StepKind::Reception);
    /// Thụ lý: the specialist examines the substance.
    pub const EXAMINATION: Self = Self::standard("examination", "Thụ lý", StepKind::Work);
    /// Thẩm định, dự thảo kết quả: the result is drafted.
    pub const DRAFTING: Self =
        Self::standard("drafting", "Thẩm định, dự thảo kết quả", StepKind::Work);
    /// Phê duyệt: waits for the leader.
    pub const APPROVAL: Self = Self::standard("approval", "Phê duyệt", StepKind::Approval);
    /// Trả kết quả: the result waits at the counter.
    pub const RETURN: Self = Self::standard("return", "Trả kết quả", StepKind::Return);
    /// Kết thúc: nobody holds it any more.
    pub const CLOSED: Self = Self::standard("closed", "Kết thúc", StepKind::Closed);

    /// Steps of the standard process, in the order in which a dossier meets them.
    pub const STANDARD: [Self; 6] = [
        Self::RECEPTION,
        Self::EXAMINATION,
        Self::DRAFTING,
        Self::APPROVAL,
        Self::RETURN,
        Self::CLOSED,
    ];

    /// A step of an office's own process.
    pub fn new(key: &str, name: &str, kind: StepKind) -> Self {
        Self {
            key: Cow::Owned(key.to_owned()),
            name: Cow::Owned(name.to_owned()),
            kind,
        }
    }

    fn known(key: &str) -> Option<Self> {
        Self::STANDARD.into_iter().find(|step| step.key == key)
    }

    /// The stable name in JSON, unique within its process.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The Vietnamese name that the process gives it.
    pub fn official_name(&self) -> &str {
        &self.name
    }

    /// What kind of step it is.
    pub const fn kind(&self) -> StepKind {
        self.kind
    }

    /// Who works on it.
    pub const fn role(&self) -> Role {
        self.kind.role()
    }
}

/// A step in full.
#[derive(Serialize, Deserialize)]
struct Whole<'a> {
    key: Cow<'a, str>,
    name: Cow<'a, str>,
    kind: StepKind,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written<'a> {
    Key(Cow<'a, str>),
    Whole(Whole<'a>),
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if Self::known(&self.key).as_ref() == Some(self) {
            return serializer.serialize_str(&self.key);
        }
        Whole {
            key: Cow::Borrowed(&self.key),
            name: Cow::Borrowed(&self.name),
            kind: self.kind,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Written::deserialize(from)? {
            Written::Key(key) => Self::known(&key)
                .ok_or_else(|| serde::de::Error::custom(format!("no step is called {key}"))),
            Written::Whole(whole) => Ok(Self::new(&whole.key, &whole.name, whole.kind)),
        }
    }
}

/// Where a dossier is (bước hiện tại) and who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which step.
    pub step: Step,
    /// The unit that works on it.
    pub unit: String,
    /// The officer; `None` while it lies in the unit's common tray.
    pub holder: Option<Holder>,
    /// Since when.
    pub since: Moment,
    /// Office hours that the process allots to the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    /// Who handed it over, while that can still be recalled.
    #[serde(default)]
    pub sent_by: Option<Holder>,
    /// When the receiver first looked at it; then it can no longer be recalled.
    #[serde(default)]
    pub opened_at: Option<Moment>,
}
