//! Sets of statutory forms (bộ biểu mẫu), one for each circular, and the days from which they apply.
//!
//! They are data: an office keeps them as a setting and begins with the shipped ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SlipKind;
use crate::domain::time::Day;

/// How a circular wants one paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its number in the circular (`Mẫu số 01`); none where the circular has no such form.
    #[serde(default)]
    pub number: Option<String>,
    /// The letters after the running number (ký hiệu): `TNHS` in `0012/TNHS`.
    #[serde(default)]
    pub mark: Option<String>,
    /// The shipped template that draws it.
    pub template: String,
}

/// A set of forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSet {
    /// Stable name.
    pub id: String,
    /// The circular, as a form cites it.
    pub circular: String,
    /// The first day on which it applies.
    pub since: Day,
    /// Its forms.
    pub forms: BTreeMap<SlipKind, Form>,
}

/// Every set the office knows, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormSets(Vec<FormSet>);

/// The form that a paper follows, as it is printed and kept with the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormName {
    /// Number in the circular.
    #[serde(default)]
    pub number: Option<String>,
    /// The circular.
    #[serde(default)]
    pub circular: Option<String>,
    /// The shipped template that draws it.
    pub template: String,
}

impl FormName {
    /// A paper that no circular prescribes.
    pub fn plain(kind: SlipKind) -> Self {
        Self {
            number: None,
            circular: None,
            template: kind.key().to_owned(),
        }
    }
}

impl FormSets {
    /// The sets in the order of their days.
    pub fn new(mut sets: Vec<FormSet>) -> Self {
        sets.sort_by_key(|set| set.since);
        Self(sets)
    }

    /// The sets, oldest first.
    pub fn all(&self) -> &[FormSet] {
        &self.0
    }

    /// The set in force on `day`; days before the first set use the first.
    pub fn on(&self, day: Day) -> Option<&FormSet> {
        self.0
            .iter()
            .rev()
            .find(|set| set.since <= day)
            .or(self.0.first())
    }

    /// The form of a paper on `day`.
    pub fn form(&self, kind: SlipKind, day: Day) -> FormName {
        let Some(set) = self.on(day) else {
            return FormName::plain(kind);
        };
        set.forms.get(&kind).map_or_else(
            || FormName::plain(kind),
            |form| FormName {
                number: form.number.clone(),
                circular: form.number.is_some().then(|| set.circular.clone()),
                template: form.template.clone(),
            },
        )
    }

    /// The letters after the running number of a paper on `day`.
    pub fn mark(&self, kind: SlipKind, day: Day) -> Option<&str> {
        self.on(day)?.forms.get(&kind)?.mark.as_deref()
    }
}
