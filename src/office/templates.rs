//! The office's own print templates (mẫu in riêng): kept in versions, since a slip is drawn for ever with the one it was
//! issued under.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Decline, Declined, Office, Viewer, setting, shipped};
use crate::domain::{
    audit::{Deed, Trace},
    dossier::Dossier,
    fault::Fault,
    officer::Role,
    slip::{FormName, PaperSize, Period, Print, Sheet, Slip, SlipKind, facts},
    time::Moment,
};
use crate::kv::{KvError, NEXT, STOP, Span, Tx, View, keys, keys::Desc};
use crate::seal::source_digest;
use crate::store::settings::Kept;
pub use crate::store::slips::Template;
use crate::store::slips::TemplatesInUse;
use crate::store::{Load, Save, audit, spaces};

/// The longest source, in bytes: what a value of the store takes.
pub const LONGEST: usize = 60_000;
/// How many of the newest dossiers are looked at for one that has a paper to try a template out with.
const LOOKED_AT: usize = 200;

/// Papers to try a template out with.
#[derive(Debug)]
pub struct Trials {
    /// The papers; the first is for showing.
    pub prints: Vec<Print>,
    /// Whether the first is a real one, so that seeing it is a reading of personal data.
    pub shows_real: bool,
}

/// The templates in use, by the shipped name.
pub(super) fn in_use(view: &dyn View) -> Result<BTreeMap<String, Template>, KvError> {
    let mut own = BTreeMap::new();
    for (name, version) in setting::<TemplatesInUse>(view)?.unwrap_or_default().0 {
        if let Some(template) = view.load::<Template>(&(name.clone(), version))? {
            own.insert(name, template);
        }
    }
    Ok(own)
}

/// A template's paper with facts that are shipped: all that it may say, or as little as it may.
fn sample(kind: SlipKind, name: &str, little: bool, now: Moment) -> Print {
    let full = shipped::slip_facts(kind);
    let sheet = Sheet {
        kind,
        form: FormName {
            template: name.to_owned(),
            ..FormName::plain(kind)
        },
        facts: if little {
            facts::bare(kind, &full)
        } else {
            full
        },
        token: None,
        void: None,
        own_template: None,
    };
    Print::one(sheet, PaperSize::A4, now)
}

impl Office {
    /// The paper that a template draws; `None` when no paper has a template of this name.
    pub fn template_kind(&self, name: &str) -> Option<SlipKind> {
        let facts = self.facts()?;
        let sets = facts.forms.all().iter().flat_map(|set| &set.forms);
        let of_set = sets
            .filter(|(_, form)| form.template == name)
            .map(|(kind, _)| *kind);
        of_set.chain(SlipKind::from_key(name)).next()
    }

    /// Papers to try a template out with: the office's own newest one, one with everything that such a paper may say, and
    /// one with nothing that it may leave out. Whoever writes the template sees the first of them; that is a real one only
    /// for somebody who may read dossiers.
    pub fn trials(
        &self,
        viewer: &Viewer,
        name: &str,
        source: &str,
        now: Moment,
    ) -> Result<Trials, Declined> {
        self.may_change_template(viewer, name)?;
        let kind = self.template_kind(name).ok_or(Decline::NotFound)?;
        let mut prints: Vec<Print> = [false, true]
            .map(|little| sample(kind, name, little, now))
            .into();
        let real = self.newest_paper(kind, now)?;
        let shows_real = real.is_some() && !viewer.only_keeps_the_machine();
        if let Some(real) = real {
            let place = if shows_real { 0 } else { prints.len() };
            prints.insert(place, real);
        }
        for sheet in prints.iter_mut().flat_map(|print| &mut print.sheets) {
            name.clone_into(&mut sheet.form.template);
            sheet.own_template = Some(source.to_owned());
        }
        Ok(Trials { prints, shows_real })
    }

    /// The newest paper of a kind that the office has; `None` where it has none yet.
    fn newest_paper(&self, kind: SlipKind, now: Moment) -> Result<Option<Print>, KvError> {
        if kind == SlipKind::Register {
            return self.register_volume(Period::month_of(now.day()), 1, now);
        }
        if kind.is_issued() {
            let span = Span::prefix(keys::encode(&kind.key())).reverse().limit(1);
            let mut newest = None;
            self.kv.read(|view| {
                view.scan(spaces::SLIPS_BY_TIME, &span, &mut |key, _| {
                    let (kind, _, _, code, edition): (String, i64, u64, String, u32) =
                        keys::decode(key).map_err(|error| {
                            KvError::unreadable(spaces::SLIPS_BY_TIME, key, error)
                        })?;
                    newest = view.load::<Slip>(&(code, kind, edition))?;
                    Ok(STOP)
                })
            })?;
            let Some(slip) = newest else { return Ok(None) };
            let at = slip.issued_at;
            return Ok(Some(Print::one(self.sheet_of(slip)?, PaperSize::A4, at)));
        }
        let mut codes = Vec::new();
        self.kv.read(|view| {
            let span = Span::all().limit(LOOKED_AT);
            view.scan(spaces::DOSSIERS_BY_TIME, &span, &mut |key, _| {
                let (_, code): (Desc<i64>, String) = keys::decode(key)
                    .map_err(|error| KvError::unreadable(spaces::DOSSIERS_BY_TIME, key, error))?;
                codes.push(code);
                Ok(NEXT)
            })
        })?;
        for code in codes {
            let Some(dossier) = self.kv.read(|view| view.load::<Dossier>(&code))? else {
                continue;
            };
            let print = if kind == SlipKind::Checklist {
                let known = &dossier.procedure;
                let procedure = self.procedure_version(&known.code, known.version)?;
                procedure.and_then(|one| {
                    let all: Vec<_> = one.components.iter().collect();
                    self.checklist(&one, 0, &all, &[], PaperSize::A4, now)
                })
            } else {
                self.paper(&dossier, kind, None, PaperSize::A4, now)?
            };
            if print.is_some() {
                return Ok(print);
            }
        }
        Ok(None)
    }

    /// Saves a template in place of the shipped one of this name and uses it from now on; answers with its version.
    /// Whoever calls has tried it out. Slips that were issued before keep the template they were issued under.
    pub async fn save_template(
        &self,
        viewer: &Viewer,
        name: &str,
        source: &str,
        now: Moment,
    ) -> Result<u32, Declined> {
        self.may_change_template(viewer, name)?;
        if source.trim().is_empty() {
            return Err(Decline::field("source", Fault::Missing).into());
        }
        if source.len() > LONGEST {
            return Err(Decline::field("source", Fault::TooLong).into());
        }
        let template = Template {
            name: name.to_owned(),
            version: 0,
            source: source.to_owned(),
            sha256: source_digest(source),
            saved_at: now,
            saved_by: viewer.username().to_owned(),
        };
        let by = viewer.by();
        let version = self
            .kv
            .write(move |tx: &mut Tx| -> Result<u32, Declined> {
                let name = &template.name;
                let mut in_use = setting::<TemplatesInUse>(tx)?.unwrap_or_default();
                let version = match newest(tx, name)? {
                    // The same text again is the same version.
                    Some(newest) if newest.sha256 == template.sha256 => newest.version,
                    newest => {
                        let version = newest.map_or(1, |newest| newest.version + 1);
                        tx.save_new(&Template {
                            version,
                            ..template.clone()
                        })?;
                        version
                    }
                };
                in_use.0.insert(name.clone(), version);
                tx.save(&Kept(in_use))?;
                let trace = Trace::new(&by, Deed::SettingChanged, now)
                    .detail(format!("template {name} {version}"));
                audit::write(tx, &trace)?;
                Ok(version)
            })
            .await?;
        self.refresh_facts()?;
        Ok(version)
    }

    /// Goes back to the shipped template.
    pub async fn drop_template(
        &self,
        viewer: &Viewer,
        name: &str,
        now: Moment,
    ) -> Result<(), Declined> {
        self.may_change_template(viewer, name)?;
        let (name, by) = (name.to_owned(), viewer.by());
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                let mut in_use = setting::<TemplatesInUse>(tx)?.unwrap_or_default();
                if in_use.0.remove(&name).is_some() {
                    tx.save(&Kept(in_use))?;
                    let trace = Trace::new(&by, Deed::SettingChanged, now)
                        .detail(format!("template {name} shipped"));
                    audit::write(tx, &trace)?;
                }
                Ok(())
            })
            .await?;
        Ok(self.refresh_facts()?)
    }

    fn may_change_template(&self, viewer: &Viewer, name: &str) -> Result<(), Declined> {
        if !viewer.has(Role::Admin) {
            return Err(Decline::Forbidden.into());
        }
        self.template_kind(name).ok_or(Decline::NotFound)?;
        Ok(())
    }

    /// The facts that a template is given, with everything that they may say; `None` when no paper has such a template.
    pub fn template_facts(&self, name: &str) -> Option<Value> {
        self.template_kind(name).map(shipped::slip_facts)
    }

    /// The newest version of a template that the office ever saved, in use or not.
    pub fn newest_template(&self, name: &str) -> Result<Option<Template>, KvError> {
        self.kv.read(|view| newest(view, name))
    }
}

fn newest(view: &(impl View + ?Sized), name: &str) -> Result<Option<Template>, KvError> {
    let span = Span::prefix(keys::encode(&name)).reverse().limit(1);
    let mut found = None;
    view.each::<Template>(&span, &mut |template| {
        found = Some(template);
        Ok(STOP)
    })?;
    Ok(found)
}
