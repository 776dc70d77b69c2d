//! Which papers a dossier has, and what a PDF of one or many of them is made of.

use super::super::{Decline, Declined, Office, Viewer};
use super::as_of_now::Known;
use super::form_of::Answered;
use super::issue::{Issuer, newest};
use crate::domain::dossier::Dossier;
use crate::domain::event::Event;
use crate::domain::slip::{Issued, PaperSize, Print, Sheet, Slip, SlipKind};
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::kv::{KvError, NEXT, Span, keys};
use crate::store::{self, Load, Subject, slips::Template};

/// Papers that one PDF holds at most.
pub const MOST_AT_ONCE: usize = 500;

/// Many papers as one PDF.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// What there is; `None` when no dossier has such a paper.
    pub print: Option<Print>,
    /// Codes without such a paper, or that this person may not see.
    pub missing: Vec<String>,
}

impl Office {
    /// The slips that were issued on a dossier, in the order of their kinds and editions.
    pub fn issued(&self, dossier: &Dossier) -> Result<Vec<Issued>, KvError> {
        let span = Span::prefix(keys::encode(&dossier.code.as_str()));
        let mut issued = Vec::new();
        self.kv.read(|view| {
            view.each::<Slip>(&span, &mut |slip| {
                issued.push(slip.issued());
                Ok(NEXT)
            })
        })?;
        issued.sort_by_key(|slip| (slip.kind, slip.edition));
        Ok(issued)
    }

    /// Papers that can be drawn from the dossier as it stands.
    pub fn drawable(dossier: &Dossier) -> Vec<SlipKind> {
        let result = dossier.outcome.as_ref();
        let approved = result.is_some_and(|outcome| outcome.approved.is_some())
            && matches!(dossier.status, Status::Finished | Status::Returned);
        SlipKind::AS_OF_NOW
            .into_iter()
            .filter(|kind| *kind != SlipKind::Cover || approved)
            .collect()
    }

    /// The newest slip of a kind that was issued on a dossier.
    pub fn slip(&self, dossier: &Dossier, kind: SlipKind) -> Result<Option<Slip>, KvError> {
        self.kv
            .read(|view| newest(view, dossier.code.as_str(), kind))
    }

    /// What a PDF of this paper is made of: the slip that was issued (the newest, or a certain edition), or how things
    /// stand now; `None` when there is no such paper.
    pub fn paper(
        &self,
        dossier: &Dossier,
        kind: SlipKind,
        edition: Option<u32>,
        size: PaperSize,
        now: Moment,
    ) -> Result<Option<Print>, KvError> {
        let Some((sheet, at)) = self.sheet(dossier, kind, edition, now)? else {
            return Ok(None);
        };
        Ok(Some(Print::one(sheet, size, at)))
    }

    /// The same paper of many dossiers as one PDF.
    pub fn papers(
        &self,
        viewer: &Viewer,
        codes: &[String],
        kind: SlipKind,
        size: PaperSize,
        now: Moment,
    ) -> Result<Batch, Declined> {
        if codes.len() > MOST_AT_ONCE {
            return Err(Decline::field("codes", crate::domain::fault::Fault::TooLong).into());
        }
        let mut sheets = Vec::with_capacity(codes.len());
        let mut missing = Vec::new();
        for code in codes {
            let code = code.trim().to_uppercase();
            let dossier = self.dossier(viewer, &code)?;
            let sheet = match &dossier {
                Some(dossier) => self.sheet(dossier, kind, None, now)?,
                None => None,
            };
            match sheet {
                Some((sheet, _)) => sheets.push(sheet),
                None => missing.push(code),
            }
        }
        let print = (!sheets.is_empty()).then_some(Print {
            sheets,
            size,
            at: now,
        });
        Ok(Batch { print, missing })
    }

    /// One paper and the moment its PDF names as its creation.
    fn sheet(
        &self,
        dossier: &Dossier,
        kind: SlipKind,
        edition: Option<u32>,
        now: Moment,
    ) -> Result<Option<(Sheet, Moment)>, KvError> {
        if !kind.is_issued() {
            return Ok(self
                .sheet_now(dossier, kind, now)?
                .map(|sheet| (sheet, now)));
        }
        let slip = match edition {
            None => self.slip(dossier, kind)?,
            Some(edition) => {
                let key = (dossier.code.to_string(), kind.key().to_owned(), edition);
                self.kv.read(|view| view.load::<Slip>(&key))?
            }
        };
        let Some(slip) = slip else { return Ok(None) };
        let at = slip.issued_at;
        Ok(Some((self.sheet_of(slip)?, at)))
    }

    /// The sheet that a slip's record describes.
    pub(in crate::office) fn sheet_of(&self, slip: Slip) -> Result<Sheet, KvError> {
        let form = slip.form();
        let own = match slip.own_template {
            None => None,
            Some(version) => {
                let key = (form.template.clone(), version);
                self.kv.read(|view| view.load::<Template>(&key))?
            }
        };
        let void = slip.void.then(|| match &slip.replaced_by {
            Some(number) => format!("đã thay bằng phiếu số {number}"),
            None => "đã được thay thế".to_owned(),
        });
        Ok(Sheet {
            kind: slip.kind,
            form,
            facts: slip.facts,
            token: slip.token,
            void,
            own_template: own.map(|own| own.source),
        })
    }

    fn sheet_now(
        &self,
        dossier: &Dossier,
        kind: SlipKind,
        now: Moment,
    ) -> Result<Option<Sheet>, KvError> {
        let Some(facts) = self.facts() else {
            return Ok(None);
        };
        if !Self::drawable(dossier).contains(&kind) {
            return Ok(None);
        }
        let history = if kind == SlipKind::Control {
            self.events(dossier)?
        } else {
            Vec::new()
        };
        let known = &dossier.procedure;
        let procedure = self.procedure_version(&known.code, known.version)?;
        let answered = if kind == SlipKind::Form {
            self.answered(dossier)?
        } else {
            None
        };
        let known = Known {
            history: &history,
            procedure: procedure.as_deref(),
            answered: answered.as_ref(),
        };
        let issuer = Issuer::new(&facts, &self.seal);
        Ok(issuer.paper_now(kind, dossier, &known, now))
    }

    /// The electronic form of a dossier with its answers; `None` where none was filled in.
    fn answered(&self, dossier: &Dossier) -> Result<Option<Answered>, KvError> {
        let sections = self.filled_form(dossier)?;
        let Some(version) = dossier.form_version.filter(|_| !sections.is_empty()) else {
            return Ok(None);
        };
        let definition = self.form_version(&dossier.procedure.code, version)?;
        Ok(definition.map(|definition| Answered {
            title: definition.form.title.clone(),
            basis: definition.form.basis.clone(),
            sections,
        }))
    }

    /// Everything that happened to a dossier, oldest first.
    fn events(&self, dossier: &Dossier) -> Result<Vec<Event>, KvError> {
        let subject = Subject::record(dossier);
        self.kv
            .read(|view| store::history(view, &subject, 0, usize::MAX))?
            .iter()
            .map(store::Entry::event::<Event>)
            .collect()
    }
}
