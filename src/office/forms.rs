//! Electronic forms (biểu mẫu điện tử): which one a procedure has, what answers mean, publishing a new version.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value, json};

use super::{Decline, Declined, Office, Viewer, samples, units};
use crate::domain::{
    audit::{Deed, Trace},
    codes::ProcedureCode,
    dossier::Dossier,
    fault::{Fault, FieldFault},
    form::{
        self, Answers, Around, Change, Evaluation, FilledSection, Flaw, FlawKind, Form, Parts,
        Typed, Wrong,
    },
    officer::Role,
    time::{Day, Moment},
};
use crate::kv::{KvError, NEXT, Span, Tx, View, keys};
use crate::store::{Load, Save, audit, forms::FormVersion};

/// Longest definition, in bytes: what a value of the store takes.
const LONGEST: usize = 60_000;

/// A definition with the text it was read from.
#[derive(Debug, Clone)]
pub struct Definition {
    /// As it is used.
    pub form: Arc<Form>,
    /// As it was written.
    pub text: Arc<str>,
}

/// Why a definition is not published.
#[derive(Debug)]
pub enum NotPublished {
    /// It has flaws.
    Flaws(Vec<Flaw>),
    /// It was declined, or the machine failed.
    Declined(Declined),
}

/// Answers that were understood, and the definition under which.
#[derive(Debug, Clone)]
pub struct AnsweredForm {
    /// The definition.
    pub(super) definition: Arc<Form>,
    /// Its text.
    text: Arc<str>,
    /// What is kept with the dossier.
    pub(super) answers: Map<String, Value>,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| {
    form::read_parts(samples::FORM_PARTS).expect("a test reads the parts that are shipped")
});

static SHIPPED: LazyLock<BTreeMap<String, Definition>> = LazyLock::new(|| {
    samples::FORMS
        .into_iter()
        .map(|text| {
            let form =
                form::read(text, &PARTS).expect("a test reads every definition that is shipped");
            let definition = Definition {
                form: Arc::new(form),
                text: text.into(),
            };
            (definition.form.procedure.clone(), definition)
        })
        .collect()
});

/// Version 0, so that every real form of the procedure is newer.
static GENERIC: LazyLock<Form> = LazyLock::new(|| {
    form::read(samples::GENERIC_FORM, &PARTS).expect("a test reads the form for every procedure")
});

fn generic(procedure: &str) -> Definition {
    let mut form = GENERIC.clone();
    procedure.clone_into(&mut form.procedure);
    Definition {
        form: Arc::new(form),
        text: samples::GENERIC_FORM.into(),
    }
}

/// The definitions that are shipped, by procedure code.
pub fn shipped() -> impl Iterator<Item = &'static Definition> {
    SHIPPED.values()
}

/// Reads a definition as the administrator writes it.
pub fn read(text: &str) -> Result<Form, Vec<Flaw>> {
    form::read(text, &PARTS)
}

/// Judges what was typed, on this day, with the communes as they are.
pub fn evaluate(form: &Form, typed: &Typed, today: Day) -> Evaluation {
    let around = Around {
        today,
        province: &units::province_called,
        commune: &units::commune_called,
    };
    form::evaluate(form, typed, &around)
}

impl Office {
    /// The form of a procedure now; a plain one where it has none of its own.
    pub fn form(&self, procedure: &str) -> Result<Definition, KvError> {
        let newest = self.kv.read(|view| newest(view, procedure))?;
        let shipped = SHIPPED.get(procedure);
        let found = match (newest, shipped) {
            (Some(kept), Some(shipped)) if shipped.form.version > kept.version => {
                Some(shipped.clone())
            }
            (Some(kept), _) => definition(&kept),
            (None, shipped) => shipped.cloned(),
        };
        Ok(found.unwrap_or_else(|| generic(procedure)))
    }

    /// A certain version of it.
    pub fn form_version(
        &self,
        procedure: &str,
        version: u32,
    ) -> Result<Option<Definition>, KvError> {
        let key = (procedure.to_owned(), version);
        let kept = self.kv.read(|view| view.load::<FormVersion>(&key))?;
        if let Some(kept) = kept {
            return Ok(definition(&kept));
        }
        if version == 0 {
            return Ok(Some(generic(procedure)));
        }
        let shipped = SHIPPED.get(procedure);
        Ok(shipped
            .filter(|shipped| shipped.form.version == version)
            .cloned())
    }

    /// Every form there is, as it is now.
    pub fn forms(&self) -> Result<Vec<Definition>, KvError> {
        let mut codes: Vec<String> = SHIPPED.keys().cloned().collect();
        self.kv.read(|view| {
            view.each::<FormVersion>(&Span::all(), &mut |kept| {
                if kept.version > 0 {
                    codes.push(kept.procedure);
                }
                Ok(NEXT)
            })
        })?;
        codes.sort();
        codes.dedup();
        let mut found = Vec::new();
        for code in codes {
            found.push(self.form(&code)?);
        }
        Ok(found)
    }

    /// A dossier's form as it was filled in, section by section: what officers read and paper draws.
    pub fn filled_form(&self, dossier: &Dossier) -> Result<Vec<FilledSection>, KvError> {
        let Some(version) = dossier.form_version else {
            return Ok(Vec::new());
        };
        let Some(definition) = self.form_version(&dossier.procedure.code, version)? else {
            return Ok(Vec::new());
        };
        Ok(definition.form.filled(&answers_of(dossier)))
    }

    /// What the answers of a new dossier are under the procedure's form. A gap is none here: whoever files at the counter
    /// may bring the form on paper, and whether its checks are met is for the page and for reception. Fields that the form
    /// does not know are kept as they came.
    pub(super) fn answered_form(
        &self,
        procedure: &ProcedureCode,
        version: Option<u32>,
        sent: &Map<String, Value>,
        today: Day,
    ) -> Result<Option<AnsweredForm>, Declined> {
        let procedure = procedure.to_string();
        let definition = match version {
            Some(version) => self.form_version(&procedure, version)?,
            None => Some(self.form(&procedure)?),
        };
        let Some(definition) = definition.filter(|_| !sent.is_empty()) else {
            return Ok(None);
        };
        let judged = evaluate(&definition.form, &form::flatten(sent), today);
        let faults: Vec<FieldFault> = judged
            .wrong
            .iter()
            .filter_map(|wrong| match wrong.wrong {
                Wrong::Fault(Fault::Missing) | Wrong::Said(_) => None,
                Wrong::Fault(fault) => {
                    Some(FieldFault::new(format!("form.{}", wrong.field), fault))
                }
            })
            .collect();
        if !faults.is_empty() {
            return Err(Decline::Faults(faults).into());
        }
        let mut answers: Map<String, Value> = sent
            .iter()
            .filter(|(name, _)| !knows(&definition.form, name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        for (id, answer) in judged.answers {
            answers.insert(id, json!(answer));
        }
        Ok(Some(AnsweredForm {
            definition: definition.form,
            text: definition.text,
            answers,
        }))
    }

    /// Publishes a new version of a procedure's form; answers with its number. Those who fill in an older one keep it.
    pub async fn publish_form(
        &self,
        viewer: &Viewer,
        procedure: &str,
        text: &str,
        now: Moment,
    ) -> Result<u32, NotPublished> {
        let declined = |decline: Decline| NotPublished::Declined(decline.into());
        if !viewer.has(Role::Admin) {
            return Err(declined(Decline::Forbidden));
        }
        let flaw = |kind| {
            vec![Flaw {
                at: "procedure".to_owned(),
                kind,
            }]
        };
        if text.len() > LONGEST {
            return Err(NotPublished::Flaws(flaw(FlawKind::TooMany)));
        }
        let form = read(text).map_err(NotPublished::Flaws)?;
        if form.procedure != procedure {
            return Err(NotPublished::Flaws(flaw(FlawKind::NoSuchField(
                form.procedure,
            ))));
        }
        let known = self.procedure(procedure);
        if known
            .map_err(|error| NotPublished::Declined(error.into()))?
            .is_none()
        {
            return Err(declined(Decline::NotFound));
        }
        let shipped = SHIPPED.get(procedure).map_or(0, |one| one.form.version);
        let (procedure, text, by) = (procedure.to_owned(), text.to_owned(), viewer.by());
        let author = viewer.username().to_owned();
        self.kv
            .write(move |tx: &mut Tx| -> Result<u32, Declined> {
                let last = newest(tx, &procedure)?.map_or(0, |kept| kept.version);
                let version = last.max(shipped) + 1;
                tx.save_new(&FormVersion {
                    procedure: procedure.clone(),
                    version,
                    text: text.clone(),
                    since: now,
                    by: Some(author.clone()),
                })?;
                let trace = Trace::new(&by, Deed::CatalogueImported, now)
                    .detail(format!("form {procedure} {version}"));
                audit::write(tx, &trace)?;
                Ok(version)
            })
            .await
            .map_err(NotPublished::Declined)
    }

    /// What a new text changes for those who fill in the form as it is.
    pub fn form_changes(&self, procedure: &str, new: &Form) -> Result<Vec<Change>, KvError> {
        Ok(form::compare(&self.form(procedure)?.form, new))
    }
}

impl AnsweredForm {
    /// Keeps the definition that was used, so that a newer program still knows what was asked.
    pub(super) fn keep(&self, tx: &mut Tx, now: Moment) -> Result<(), KvError> {
        let form = &self.definition;
        let key = (form.procedure.clone(), form.version);
        if tx.load::<FormVersion>(&key)?.is_some() {
            return Ok(());
        }
        tx.save(&FormVersion {
            procedure: key.0,
            version: key.1,
            text: self.text.to_string(),
            since: now,
            by: None,
        })
    }
}

fn newest(view: &(impl View + ?Sized), procedure: &str) -> Result<Option<FormVersion>, KvError> {
    let mut last = None;
    let span = Span::prefix(keys::encode(&procedure)).reverse().limit(1);
    view.each::<FormVersion>(&span, &mut |kept| {
        last = Some(kept);
        Ok(NEXT)
    })?;
    Ok(last)
}

/// The answers of a dossier; what its form did not know is none.
pub(super) fn answers_of(dossier: &Dossier) -> Answers {
    let answers = dossier.form.iter();
    answers
        .filter_map(|(id, value)| Some((id.clone(), serde_json::from_value(value.clone()).ok()?)))
        .collect()
}

/// Whether a name that was sent is a field of the form, or a group or table of its fields.
fn knows(form: &Form, name: &str) -> bool {
    form.fields().any(|field| {
        let rest = field.id.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// A kept text was read before it was kept; one that is shipped is not read again.
fn definition(kept: &FormVersion) -> Option<Definition> {
    let shipped = SHIPPED.get(&kept.procedure);
    let same = |one: &&Definition| one.form.version == kept.version && *one.text == *kept.text;
    if let Some(shipped) = shipped.filter(same) {
        return Some(shipped.clone());
    }
    if kept.version == 0 && kept.text == samples::GENERIC_FORM {
        return Some(generic(&kept.procedure));
    }
    let mut form = read(&kept.text).ok()?;
    form.version = kept.version;
    kept.procedure.clone_into(&mut form.procedure);
    Some(Definition {
        form: Arc::new(form),
        text: kept.text.as_str().into(),
    })
}
