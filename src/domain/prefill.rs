//! What nobody types again (điền sẵn): values known beforehand, each with where it comes from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::form::{Answers, Form};
use super::officer::Username;
use super::person::PaperNumber;
use super::text::Line;
use super::time::{Day, Moment};

/// Begins the names of what is known of the applicant: fields of the page about them, and facts that only forms ask for
/// (`applicant.dan_toc`).
pub const APPLICANT: &str = "applicant.";

/// The field with the applicant's name.
pub const NAME: &str = "applicant.name";

/// The field that says who the applicant is.
pub const NUMBER: &str = "applicant.id_number";

/// Fields that are nobody else's and need not be answered: what was filled in there goes with the person.
pub const PERSONAL: [&str; 2] = ["applicant.birth_date", "applicant.sex"];

/// Fields of the pages about the applicant and the result that may be filled in beforehand.
const FIELDS: [&str; 10] = [
    NAME,
    NUMBER,
    "applicant.birth_date",
    "applicant.sex",
    "applicant.address",
    "applicant.phone",
    "applicant.email",
    "submitter.name",
    "submitter.phone",
    "submitter.address",
];

/// Whether a name is that of a field that some page has, and not of a fact that a form may ask for.
pub fn is_a_field(name: &str) -> bool {
    FIELDS.contains(&name) || name == "delivery.address" || name.starts_with("form.")
}

/// Whether what is known of the applicant is known of the person with this number, as far as numbers tell.
pub fn is_of(known: &Prefill, number: &str) -> bool {
    let plain = |number: &str| PaperNumber::new(number).ok();
    match known.get(NUMBER) {
        Some(filled) if !number.is_empty() => plain(&filled.value) == plain(number),
        _ => true,
    }
}

/// Where a value comes from (nguồn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The account of whoever files.
    Account,
    /// A dossier that they filed earlier.
    Dossier {
        /// Its code.
        code: String,
        /// When it was filed.
        on: Day,
    },
    /// The identity card that was read.
    Card,
    /// A link that the office gave to a school, a hospital, the head of a village.
    Link {
        /// To whom.
        body: Line,
    },
}

impl Source {
    /// To whom the link was given, if it is one.
    pub fn link(&self) -> Option<&str> {
        match self {
            Self::Link { body } => Some(body.as_str()),
            _ => None,
        }
    }
}

/// A value with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// As it would be typed.
    pub value: String,
    /// Where it comes from.
    pub from: Source,
}

/// What is known, by the name of the field or fact.
pub type Prefill = BTreeMap<String, Filled>;

/// A link that the office gives to a school, a hospital, the head of a village: whoever opens it finds filled in what is
/// the same for all who come from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrefillLink {
    /// Number, in clear characters.
    pub id: String,
    /// Code of the procedure that it leads to.
    pub procedure: String,
    /// Its name when the link was made.
    pub title: String,
    /// To whom it was given.
    pub body: Line,
    /// What it fills in, by field.
    pub values: BTreeMap<String, String>,
    /// Who made it.
    pub by: Username,
    /// When.
    pub made_at: Moment,
    /// The last day on which it fills anything in.
    pub until: Day,
    /// When it was closed before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
}

impl PrefillLink {
    /// Whether it fills anything in on this day.
    pub fn is_open(&self, today: Day) -> bool {
        self.closed_at.is_none() && today <= self.until
    }

    /// What it fills in.
    pub fn prefill(&self) -> Prefill {
        let from = Source::Link {
            body: self.body.clone(),
        };
        let values = self.values.iter();
        values
            .map(|(name, value)| {
                let filled = Filled {
                    value: value.clone(),
                    from: from.clone(),
                };
                (name.clone(), filled)
            })
            .collect()
    }
}

/// What stands for one value on the page about the applicant and for another in forms.
const SEXES: [(&str, &str); 2] = [("male", "nam"), ("female", "nu")];

/// A value of the page about the applicant, as a form answers; every other value is itself.
pub fn as_answered(value: &str) -> &str {
    let known = SEXES.iter().find(|(page, _)| *page == value);
    known.map_or(value, |(_, form)| form)
}

/// The other way round.
fn as_on_the_page(value: &str) -> &str {
    let known = SEXES.iter().find(|(_, form)| *form == value);
    known.map_or(value, |(page, _)| page)
}

/// What the answers of a form tell of the applicant: those whose field takes its first value from there.
pub fn told_by(form: &Form, answers: &Answers, today: Day) -> BTreeMap<String, String> {
    form.fields()
        .filter_map(|field| {
            let from = field.from.as_ref()?;
            let told = from.what.starts_with(APPLICANT) && from.holds(answers, today);
            let value = answers.get(&field.id).filter(|_| told)?.typed()?;
            Some((from.what.clone(), as_on_the_page(&value).to_owned()))
        })
        .collect()
}
