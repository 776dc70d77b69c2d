//! What is filled in beforehand, and the words for where it comes from.

use std::collections::HashMap;

use super::{Work, go_on::existing};
use crate::domain::form::{Field, Kind};
use crate::domain::prefill::{self, Prefill, PrefillLink, Source, as_answered};
use crate::office::Viewer;
use crate::office::prefill::Earlier;
use crate::store::papers::Draft;
use crate::ui::Entries;
use crate::ui::language::say;
use crate::ui::portal::apply::Stage;
use crate::ui::words::prefill::source;
use crate::web::{page::Asked, problem::Problem};

/// In an address: the token of a link that fills in.
pub(super) const LINK: &str = "lk";

/// What stands in the address, and the link behind it while it fills in.
#[derive(Debug, Clone, Default)]
pub(super) struct Linked {
    pub token: String,
    pub link: Option<PrefillLink>,
}

impl Linked {
    /// The link that a page of this procedure was opened with.
    pub fn of(asked: &Asked, code: &str, query: &HashMap<String, String>) -> Result<Self, Problem> {
        let Some(token) = query.get(LINK).filter(|token| !token.is_empty()) else {
            return Ok(Self::default());
        };
        let today = asked.app.now().day();
        let link = asked.app.office().open_prefill_link(token, today)?;
        Ok(Self {
            // What goes into addresses again; a token has no other characters.
            token: token
                .chars()
                .filter(|letter| is_of_a_token(*letter))
                .collect(),
            link: link.filter(|link| link.procedure == code),
        })
    }
}

/// The draft that is gone on with, or a new one with what is known; the flag says which.
pub(super) async fn draft(
    asked: &Asked,
    code: &str,
    query: &HashMap<String, String>,
) -> Result<(Draft, bool), Problem> {
    if let Some(id) = query.get("nhap") {
        return Ok((existing(asked, code, id)?, false));
    }
    let linked = Linked::of(asked, code, query)?;
    let known = known(asked, &linked)?;
    let (viewer, now) = (asked.viewer.as_ref(), asked.app.now());
    let office = asked.app.office();
    Ok((office.begin_draft(code, viewer, known, now).await?, true))
}

/// What is known of whoever is signed in comes before what a link says of many.
pub(super) fn known(asked: &Asked, linked: &Linked) -> Result<Prefill, Problem> {
    let link = linked.link.as_ref();
    let mut known = link.map(PrefillLink::prefill).unwrap_or_default();
    if let Some(viewer) = &asked.viewer {
        known.extend(asked.app.office().known_of(viewer)?);
    }
    Ok(known)
}

impl Work {
    /// The answers with those that a field takes from elsewhere while it has none of its own, and each with its source.
    pub(super) fn filled_in(&self, asked: &Asked, stage: Stage) -> Entries {
        let mut entries = self.entries.clone();
        let today = asked.app.now().day();
        let theirs = prefill::is_of(&self.draft.filled, entries.value(prefill::NUMBER));
        for (name, filled) in &self.draft.filled {
            let here = stage.asks(&self.form, name);
            if here && same(entries.value(name), &filled.value) {
                entries.comes_from(name, source(&filled.from));
            }
        }
        for field in self.form.fields() {
            let name = format!("form.{}", field.id);
            let Some(from) = &field.from else { continue };
            if !stage.has(&self.form, &field.id) || !from.holds(&self.judged.answers, today) {
                continue;
            }
            if let Some(literal) = from.what.strip_prefix('=') {
                if entries.value(&name).is_empty() {
                    entries.set(name, literal);
                }
                continue;
            }
            let Some((value, words)) = self.first_value(&from.what, theirs, field) else {
                continue;
            };
            if entries.value(&name).is_empty() {
                entries.set(name.as_str(), value.as_str());
            }
            if same(entries.value(&name), &value) && entries.source(&name).is_none() {
                entries.comes_from(name, words);
            }
        }
        entries
    }

    /// What a field of the form would begin with, and where that comes from: what stands on the page about the applicant,
    /// or what is known of them besides.
    fn first_value(&self, what: &str, theirs: bool, field: &Field) -> Option<(String, String)> {
        let typed = self.entries.value(what).trim();
        let known = self.draft.filled.get(what).filter(|_| theirs);
        let value = match (typed, known) {
            ("", known) => known?.value.as_str(),
            (typed, _) => typed,
        };
        let words = match known.filter(|known| same(&known.value, value)) {
            Some(known) => source(&known.from),
            None => say!("Từ trang «Người nộp»").to_owned(),
        };
        let answer = as_answered(value);
        let fits = match &field.kind {
            Kind::Choice(choices) => choices.iter().any(|choice| choice.value == answer),
            _ => true,
        };
        fits.then(|| (answer.to_owned(), words))
    }

    /// An earlier dossier of whoever is signed in that answers what nobody has answered on this page yet.
    pub(super) fn earlier(&self, asked: &Asked, stage: Stage) -> Result<Option<Earlier>, Problem> {
        let on_a_form = matches!(stage, Stage::Section(_) | Stage::Sheet);
        let viewer: Option<&Viewer> = asked.viewer.as_ref();
        let Some(viewer) = viewer.filter(|_| on_a_form) else {
            return Ok(None);
        };
        let here = |name: &str| stage.has(&self.form, name);
        let answered = self.entries.values().iter().any(|(name, value)| {
            let id = name.strip_prefix("form.").filter(|id| here(id));
            id.is_some() && !value.is_empty()
        });
        if answered {
            return Ok(None);
        }
        let office = asked.app.office();
        let earlier = office.earlier(viewer, self.procedure.code.as_str())?;
        Ok(earlier.and_then(|mut earlier| {
            earlier.typed.retain(|name, _| here(name));
            (!earlier.typed.is_empty()).then_some(earlier)
        }))
    }
}

/// What a card filled in, with its source.
pub(super) fn from_card(before: &Entries, after: &Entries) -> Prefill {
    let filled = after.values().iter().filter(|(name, value)| {
        prefill::is_a_field(name) && !value.is_empty() && before.value(name) != value
    });
    told(
        filled.map(|(name, value)| (name.clone(), value.clone())),
        &Source::Card,
    )
}

/// Values with the one source that they have.
pub(super) fn told(values: impl IntoIterator<Item = (String, String)>, from: &Source) -> Prefill {
    let values = values.into_iter().map(|(name, value)| {
        let from = from.clone();
        (name, prefill::Filled { value, from })
    });
    values.collect()
}

fn is_of_a_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')
}

fn same(one: &str, other: &str) -> bool {
    !one.trim().is_empty() && one.trim() == other.trim()
}
