//! Reusing verified papers (dùng lại giấy tờ): which may stand in for what is handed in, and that each use is written down.

use super::knows;
use crate::domain::audit::{By, Deed, Trace};
use crate::domain::dossier::{Dossier, Paper, PaperInput};
use crate::domain::event::{Actor, Event, Happening, StandIn};
use crate::domain::person::PaperNumber;
use crate::domain::procedure::Procedure;
use crate::domain::time::{Day, Moment};
use crate::domain::verified_paper::{PaperReuse, VerifiedPaper};
use crate::kv::{KvError, Tx};
use crate::office::{Declined, Viewer};
use crate::store::{self, Load, Save, Subject, audit, papers::Upload};

/// The verified papers that `inputs` name and that may stand in there, each beside its component: of this person, of the
/// right kind, holding on `day`, and known to `viewer`. Without a sign-in there are none.
pub(in crate::office) fn admitted(
    tx: &Tx<'_>,
    viewer: Option<&Viewer>,
    person: Option<&PaperNumber>,
    procedure: Option<&Procedure>,
    inputs: &[PaperInput],
    day: Day,
) -> Result<Vec<(String, VerifiedPaper)>, KvError> {
    let mut fitting = Vec::new();
    let (Some(viewer), Some(person), Some(procedure)) = (viewer, person, procedure) else {
        return Ok(fitting);
    };
    for input in inputs {
        let (Some(id), Some(component)) = (&input.reuse, procedure.component(&input.id)) else {
            continue;
        };
        if let Some(paper) = tx.load::<VerifiedPaper>(id)?
            && paper.may_replace(component, person, day)
            && knows(tx, viewer, &paper)?
        {
            fitting.push((input.id.clone(), paper));
        }
    }
    Ok(fitting)
}

/// Writes down each use that `dossier` makes of verified papers and that it did not make `before`: on the paper, in the
/// history of the dossier, in the audit record. The files are the dossier's from now on.
pub(in crate::office) fn note(
    tx: &mut Tx<'_>,
    before: Option<&Dossier>,
    dossier: &Dossier,
    actor: &Actor,
    by: &By,
    now: Moment,
) -> Result<(), Declined> {
    let used = |paper: &Paper| {
        let stands_in = paper.reused.as_ref()?;
        Some((paper.id.clone(), stands_in.paper.clone()))
    };
    let earlier: Vec<_> = before
        .iter()
        .flat_map(|before| before.papers.iter().filter_map(used))
        .collect();
    let code = dossier.code.as_str();
    let mut stand_ins = Vec::new();
    for paper in &dossier.papers {
        let Some((component, id)) = used(paper).filter(|use_of| !earlier.contains(use_of)) else {
            continue;
        };
        let Some(mut verified) = tx.load::<VerifiedPaper>(&id)? else {
            continue;
        };
        if let Some(file) = &paper.file
            && let Some(upload) = tx.load::<Upload>(&file.id)?
        {
            crate::office::upload_file::use_in(tx, vec![upload], code)?;
        }
        if !verified.reuses.iter().any(|reuse| reuse.dossier == code) {
            let dossier = code.to_owned();
            verified.reuses.push(PaperReuse { dossier, at: now });
            tx.save(&verified)?;
        }
        let trace = Trace::new(by, Deed::PaperReused, now);
        audit::write(tx, &trace.on(code).detail(id.as_str()))?;
        stand_ins.push(StandIn {
            component,
            paper: id,
            title: verified.title,
        });
    }
    if stand_ins.is_empty() {
        return Ok(());
    }
    let happening = Happening::PapersReused { papers: stand_ins };
    let line = Event::between(Some(dossier), dossier, actor.on(dossier), happening, now);
    store::journal(tx, &Subject::record(dossier), &line)?;
    Ok(())
}
