//! The pages of the wizard, and what they are called in addresses.

use crate::domain::form::{Evaluation, Form};

/// A page of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Which case, whose matter.
    Applicant,
    /// One section of the electronic form, from 0.
    Section(usize),
    /// The whole electronic form on one sheet.
    Sheet,
    /// Papers.
    Papers,
    /// How the result is returned.
    Delivery,
    /// Check the answers, then send.
    Check,
}

impl Stage {
    /// As it stands in the address.
    pub fn key(self, form: Option<&Form>) -> String {
        match self {
            Self::Applicant => "nguoi-nop".to_owned(),
            Self::Section(at) => {
                let section = form.and_then(|form| form.sections.get(at));
                format!("khai-{}", section.map_or("", |section| &section.id))
            }
            Self::Sheet => "to-khai".to_owned(),
            Self::Papers => "giay-to".to_owned(),
            Self::Delivery => "nhan-ket-qua".to_owned(),
            Self::Check => "kiem-tra".to_owned(),
        }
    }

    /// The page of this name; the first where there is none.
    pub fn named(key: &str, form: Option<&Form>) -> Self {
        match key {
            "to-khai" => Self::Sheet,
            "giay-to" => Self::Papers,
            "nhan-ket-qua" => Self::Delivery,
            "kiem-tra" => Self::Check,
            other => other
                .strip_prefix("khai-")
                .and_then(|id| form?.section(id))
                .map_or(Self::Applicant, |(at, _)| Self::Section(at)),
        }
    }

    /// The page after this one. Sections of which nothing is asked are passed over.
    #[must_use]
    pub fn next(self, form: Option<&Form>, judged: &Evaluation) -> Self {
        let sections = form.map_or(0, |form| form.sections.len());
        let from = match self {
            Self::Applicant => 0,
            Self::Section(at) => at + 1,
            Self::Sheet => sections,
            Self::Papers => return Self::Delivery,
            Self::Delivery | Self::Check => return Self::Check,
        };
        (from..sections)
            .find(|at| is_asked(*at, form, judged))
            .map_or(Self::Papers, Self::Section)
    }

    /// The page before this one.
    #[must_use]
    pub fn back(self, form: Option<&Form>, judged: &Evaluation) -> Self {
        let sections = form.map_or(0, |form| form.sections.len());
        let until = match self {
            Self::Applicant | Self::Sheet => return Self::Applicant,
            Self::Section(at) => at,
            Self::Papers => sections,
            Self::Delivery => return Self::Papers,
            Self::Check => return Self::Delivery,
        };
        (0..until)
            .rev()
            .find(|at| is_asked(*at, form, judged))
            .map_or(Self::Applicant, Self::Section)
    }

    /// Where the page stands among the five stages that are shown above it.
    pub const fn place(self) -> usize {
        match self {
            Self::Applicant => 0,
            Self::Section(_) | Self::Sheet => 1,
            Self::Papers => 2,
            Self::Delivery => 3,
            Self::Check => 4,
        }
    }

    /// Whether a field of any kind stands on this page.
    pub fn asks(self, form: &Form, name: &str) -> bool {
        match name.split_once('.') {
            Some(("applicant" | "submitter", _)) => self == Self::Applicant,
            Some(("delivery", _)) => self == Self::Delivery,
            Some(("form", field)) => self.has(form, field),
            _ => false,
        }
    }

    /// Whether a field of the form, e.g. `form.me.ho_ten`, stands on this page.
    pub fn has(self, form: &Form, field: &str) -> bool {
        let sections = match self {
            Self::Section(at) => form.sections.get(at..=at).unwrap_or(&[]),
            Self::Sheet => &form.sections[..],
            _ => &[],
        };
        sections.iter().any(|section| {
            section.fields.iter().any(|known| {
                field
                    .strip_prefix(&known.id)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    }
}

fn is_asked(at: usize, form: Option<&Form>, judged: &Evaluation) -> bool {
    form.and_then(|form| form.sections.get(at))
        .is_some_and(|section| {
            section
                .fields
                .iter()
                .any(|field| judged.asked.contains(&field.id))
        })
}
