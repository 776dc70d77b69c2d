//! What a new version of a form changes for those who are filling in the old one.
//!
//! Drafts and dossiers keep the version they began with, so nothing that is under way breaks. What is told apart here is
//! whether the answers under the old version would still be good under the new one.

use super::{Field, Form, Kind};

/// A difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// What changed.
    pub what: What,
}

/// What changed. The words are in `ui::words::form`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is new and need not be answered.
    Added,
    /// It is new and must be answered.
    AddedRequired,
    /// It is gone, and with it its answers.
    Removed,
    /// It takes another kind of answer.
    OtherKind,
    /// Answers that were good no longer are.
    Narrower,
    /// It must now be answered.
    NowRequired,
}

impl What {
    /// Whether answers to the old version may be lost or refused.
    pub const fn breaks(self) -> bool {
        !matches!(self, Self::Added)
    }
}

/// Every difference that matters to answers; none between a form and itself.
pub fn compare(old: &Form, new: &Form) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut change = |field: &Field, what| {
        changes.push(Change {
            field: field.id.clone(),
            label: field.label.clone(),
            what,
        });
    };
    for field in old.fields() {
        match new.field(&field.id) {
            None => change(field, What::Removed),
            Some(now) => {
                if let Some(what) = difference(&field.kind, &now.kind) {
                    change(now, what);
                }
                if now.required && !field.required && now.value.is_none() {
                    change(now, What::NowRequired);
                }
            }
        }
    }
    for field in new.fields() {
        if old.field(&field.id).is_none() {
            let what = if field.required && field.value.is_none() {
                What::AddedRequired
            } else {
                What::Added
            };
            change(field, what);
        }
    }
    changes
}

fn difference(old: &Kind, new: &Kind) -> Option<What> {
    let narrower = match (old, new) {
        (Kind::Text { max: old, .. }, Kind::Text { max: new, .. } | Kind::Prose { max: new })
        | (Kind::Prose { max: old }, Kind::Prose { max: new }) => new < old,
        (
            Kind::Number {
                min: old_min,
                max: old_max,
            },
            Kind::Number { min, max },
        ) => min > old_min || max < old_max,
        (Kind::Date { future: old }, Kind::Date { future: new }) => *old && !new,
        (Kind::Choice(old), Kind::Choice(new)) => !old
            .iter()
            .all(|choice| new.iter().any(|other| other.value == choice.value)),
        (
            Kind::Table {
                columns: old,
                most: old_most,
            },
            Kind::Table { columns, most },
        ) => {
            let kept = |one: &Field| {
                columns.iter().any(|other| {
                    other.id == one.id
                        && difference(&one.kind, &other.kind).is_none()
                        && (one.required || !other.required)
                })
            };
            let nothing_more = columns
                .iter()
                .all(|one| !one.required || old.iter().any(|other| other.id == one.id));
            most < old_most || !old.iter().all(kept) || !nothing_more
        }
        (old, new) if old.name() == new.name() => false,
        _ => return Some(What::OtherKind),
    };
    narrower.then_some(What::Narrower)
}
