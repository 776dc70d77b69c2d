//! Issuing a slip: a record with everything that is printed, in the deed's own transaction.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::Facts;
use super::{statutory, wording};
use crate::domain::{
    dossier::Dossier,
    event::{Actor, Event, Happening},
    procedure::Procedure,
    slip::{Sheet, Slip, SlipKind, facts::Head},
    status::Status,
    time::Moment,
};
use crate::kv::{KvError, Span, Tx, View, keys};
use crate::seal::{Claim, Seal, digest};
use crate::store::{Load, Save, sequence};

/// Who issues: the office's facts and its key.
#[derive(Clone)]
pub(in crate::office) struct Issuer {
    pub(super) facts: Facts,
    pub(super) seal: Arc<Seal>,
}

/// A deed that may issue: what happened to which dossier, by whom, when.
pub(in crate::office) struct Occasion<'a> {
    /// What happened.
    pub event: &'a Event,
    /// The dossier after the deed.
    pub dossier: &'a Dossier,
    /// Who did it.
    pub actor: &'a Actor,
    /// Its procedure, for the names and counts of papers.
    pub procedure: Option<&'a Procedure>,
    /// Now.
    pub now: Moment,
}

impl Issuer {
    pub fn new(facts: &Facts, seal: &Arc<Seal>) -> Self {
        Self {
            facts: facts.clone(),
            seal: Arc::clone(seal),
        }
    }

    /// Issues what the law wants issued for what happened.
    pub fn issue_for(&self, tx: &mut Tx, occasion: &Occasion<'_>) -> Result<(), KvError> {
        match occasion.event.happening {
            // What comes in over the counter is received with the filing; what comes online waits for reception.
            Happening::Filed { .. } if occasion.dossier.received_at.is_none() => Ok(()),
            Happening::Filed { .. } | Happening::Accepted => {
                self.issue(tx, SlipKind::Receipt, occasion)
            }
            Happening::Refused { .. } => self.issue(tx, SlipKind::Refusal, occasion),
            Happening::SupplementRequested { .. } => self.issue(tx, SlipKind::Supplement, occasion),
            Happening::Apologised { .. } => self.issue(tx, SlipKind::Apology, occasion),
            Happening::Stopped { .. } => self.issue(tx, SlipKind::Stop, occasion),
            Happening::Corrected { .. } => {
                self.issue_again(tx, SlipKind::Receipt, occasion)?;
                if occasion.dossier.status == Status::AwaitingSupplement {
                    self.issue_again(tx, SlipKind::Supplement, occasion)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Issues the next slip of a kind; earlier ones stay valid beside it.
    fn issue(&self, tx: &mut Tx, kind: SlipKind, occasion: &Occasion<'_>) -> Result<(), KvError> {
        let earlier = newest(tx, occasion.dossier.code.as_str(), kind)?;
        let edition = earlier.map_or(1, |slip| slip.edition + 1);
        let slip = self.slip(tx, kind, occasion, edition, None)?;
        tx.save_new(&slip)
    }

    /// Issues a slip in the place of the newest one of its kind, which becomes void; nothing when there is none.
    fn issue_again(
        &self,
        tx: &mut Tx,
        kind: SlipKind,
        occasion: &Occasion<'_>,
    ) -> Result<(), KvError> {
        let Some(old) = newest(tx, occasion.dossier.code.as_str(), kind)? else {
            return Ok(());
        };
        let slip = self.slip(tx, kind, occasion, old.edition + 1, Some(&old))?;
        tx.save(&Slip {
            void: true,
            replaced_by: slip.written_number().map(ToOwned::to_owned),
            ..old
        })?;
        tx.save_new(&slip)
    }

    fn slip(
        &self,
        tx: &mut Tx,
        kind: SlipKind,
        occasion: &Occasion<'_>,
        edition: u32,
        replaced: Option<&Slip>,
    ) -> Result<Slip, KvError> {
        let Occasion {
            dossier,
            actor,
            now,
            ..
        } = *occasion;
        let year = i64::from(now.day().year());
        let number = sequence::next(tx, &("slip", kind.key(), year))?;
        // A dossier keeps the forms that applied when it came in.
        let day = dossier.received_at.unwrap_or(dossier.submitted_at).day();
        let written = match self.facts.forms.mark(kind, day) {
            Some(mark) => format!("{number:04}/{mark}"),
            None => format!("{number:04}"),
        };
        let head = Head {
            replaces: replaced
                .and_then(Slip::written_number)
                .map(ToOwned::to_owned),
            ..self.head(Some(written), now)
        };
        let mut facts = statutory::facts(kind, head, occasion, &self.facts.profile);
        if kind == SlipKind::Receipt {
            number_in_register(&mut facts, number, now, replaced);
        }
        let form = self.facts.forms.form(kind, day);
        let own = self.facts.own.get(&form.template);
        let sheet = Sheet {
            kind,
            form,
            facts,
            token: None,
            void: None,
            own_template: own.map(|own| own.source.clone()),
        };
        let token = self.seal.token(&Claim {
            kind,
            number,
            at: now,
            about: dossier.code.to_string(),
            digest: digest(&sheet),
        });
        Ok(Slip {
            dossier: dossier.code.clone(),
            kind,
            edition,
            number,
            issued_at: now,
            issued_by: actor.officer().cloned(),
            void: false,
            replaced_by: None,
            form: Some(sheet.form),
            own_template: own.map(|own| own.version),
            token: Some(token),
            facts: sheet.facts,
        })
    }

    /// A paper that leaves no record, signed as of `now` when it speaks for the office.
    pub(super) fn sheet_now(
        &self,
        kind: SlipKind,
        facts: Value,
        about: &str,
        now: Moment,
    ) -> Sheet {
        let form = self.facts.forms.form(kind, now.day());
        let own = self.facts.own.get(&form.template);
        let mut sheet = Sheet {
            kind,
            own_template: own.map(|own| own.source.clone()),
            form,
            facts,
            token: None,
            void: None,
        };
        if kind.is_sealed() {
            sheet.token = Some(self.seal.token(&Claim {
                kind,
                number: 0,
                at: now,
                about: about.to_owned(),
                digest: digest(&sheet),
            }));
        }
        sheet
    }

    /// What stands at the head of every paper.
    pub(super) fn head(&self, number: Option<String>, now: Moment) -> Head {
        let profile = &self.facts.profile;
        let base = profile.base_url.trim_end_matches('/');
        Head {
            number,
            issued_at: now,
            place: profile.place.clone(),
            parent_agency: profile.agency_name.clone(),
            office: profile.centre_name.clone(),
            hotline: wording::given(&profile.hotline),
            replaces: None,
            verify_url: (!base.is_empty()).then(|| format!("{base}/xac-thuc/")),
        }
    }
}

/// The place in the register is that of the first receipt: a correction is no second line.
fn number_in_register(facts: &mut Value, number: u64, now: Moment, replaced: Option<&Slip>) {
    let first = |name: &str| replaced.and_then(|slip| slip.facts.get(name)).cloned();
    facts["book_volume"] =
        first("book_volume").unwrap_or_else(|| json!(now.day().year().to_string()));
    facts["book_number"] = first("book_number").unwrap_or_else(|| json!(number.to_string()));
}

/// The newest slip of a kind.
pub(super) fn newest(
    view: &dyn View,
    dossier: &str,
    kind: SlipKind,
) -> Result<Option<Slip>, KvError> {
    let span = Span::prefix(keys::encode(&(dossier, kind.key())))
        .reverse()
        .limit(1);
    let mut found = None;
    view.each::<Slip>(&span, &mut |slip| {
        found = Some(slip);
        Ok(crate::kv::STOP)
    })?;
    Ok(found)
}
