//! What can be wrong with one field of something a person or a system sends.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with a field. The words are in `ui::words::fault`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The field is required and absent or blank.
    Missing,
    /// No such field.
    Unknown,
    /// A value of another kind was expected.
    WrongKind,
    /// Longer than a field of this kind may be.
    TooLong,
    /// Holds control characters.
    ControlCharacter,
    /// Not a date, or one that does not exist.
    BadDate,
    /// Not a moment in RFC 3339.
    BadMoment,
    /// Not a telephone number.
    BadPhone,
    /// Not an e-mail address.
    BadEmail,
    /// Not an identity, passport or tax number.
    BadIdNumber,
    /// No commune has this code.
    UnknownWard,
    /// No procedure has this code, or it is withdrawn.
    UnknownProcedure,
    /// The office does not take dossiers of this procedure.
    NotTaken,
    /// The office does not take dossiers of this procedure online.
    NotOnline,
    /// The procedure has no such case.
    UnknownCase,
    /// The procedure has no such paper.
    UnknownComponent,
    /// The file was never uploaded by this user or has been collected.
    UnknownFile,
    /// An electronic paper needs its file.
    FileNeeded,
    /// The same thing twice.
    Repeated,
    /// No enabled specialist has this username.
    NotASpecialist,
    /// Nobody at work on dossiers has this username.
    NotAnOfficer,
    /// The two officers have no role in common.
    NoCommonRole,
    /// The catalogue has no numeric time; the officer must set the due date.
    DueNeeded,
    /// The new due date must lie after the current one, or after now.
    DueNotAfter,
    /// The due date must lie within office hours of a working day.
    DueNotWorkingTime,
    /// More than one further statutory term.
    DueTooLate,
    /// Must be more than nothing.
    NotPositive,
    /// Outside the allowed range.
    OutOfRange,
    /// Not one of the allowed values.
    NotAChoice,
    /// Delivery by post needs an address.
    AddressNeeded,
    /// Something is still with it.
    InUse,
    /// Already taken by somebody else.
    Taken,
    /// Too short or too easily guessed.
    WeakPassword,
    /// The two entries differ.
    NotTheSame,
    /// Not as the electronic form asks for it.
    AgainstForm,
    /// No paper was handed in here that waits to be checked.
    NothingToCheck,
    /// A paper cannot be issued after today.
    IssuedLater,
    /// The last day of validity is over, or lies before the day of issue.
    NoLongerValid,
    /// The applicant has no number under which a paper could be kept.
    NoOwnerNumber,
    /// No citizen's account has this name.
    NoSuchAccount,
    /// The account says otherwise than the paper in hand.
    NotOnThePaper,
    /// Not a verified paper of this person that fits here and still holds.
    NotReusable,
}

impl fmt::Display for Fault {
    /// The stable name, for machines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// A fault and the field it is in, e.g. `applicant.phone` or `components[2].file`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// Path of the field as it was sent.
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
}

impl FieldFault {
    /// A fault in `field`.
    pub fn new(field: impl Into<String>, fault: Fault) -> Self {
        Self {
            field: field.into(),
            fault,
        }
    }

    /// Reads what serde says of the value at `path`: our own types report their
    /// [`Fault`] by its stable name, serde itself reports missing and unknown fields.
    pub fn from_serde(path: &str, message: &str) -> Self {
        let quoted = message.split('`').nth(1).unwrap_or_default();
        let at = |name: &str| {
            if path.is_empty() || path == "." {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        if message.starts_with("unknown field") {
            // The path already ends with the offending name.
            let field = if path.ends_with(quoted) {
                path.to_owned()
            } else {
                at(quoted)
            };
            return Self::new(field, Fault::Unknown);
        }
        if message.starts_with("missing field") {
            return Self::new(at(quoted), Fault::Missing);
        }
        if message.starts_with("unknown variant") {
            return Self::new(path, Fault::NotAChoice);
        }
        let own = message.split(" at line ").next().unwrap_or(message).trim();
        let fault = serde_json::from_value::<Fault>(serde_json::Value::String(own.to_owned()))
            .unwrap_or(Fault::WrongKind);
        Self::new(path, fault)
    }
}

/// Reads a value of `T` out of JSON, naming the first field that is wrong.
pub fn read_json<T: serde::de::DeserializeOwned>(
    value: serde_json::Value,
) -> Result<T, FieldFault> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        FieldFault::from_serde(&path, &error.inner().to_string())
    })
}
