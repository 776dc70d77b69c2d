//! What goes into the store: papers that an officer verified with what they say of themselves, and results that the office
//! itself issued with a file.

use super::OF_A_PERSON;
use crate::domain::action::{Action, CheckPapers};
use crate::domain::audit::{By, Deed, Trace};
use crate::domain::dossier::{Dossier, FileRef, Outcome};
use crate::domain::event::Actor;
use crate::domain::officer::Holder;
use crate::domain::paper_state::PaperFinding;
use crate::domain::person::PaperNumber;
use crate::domain::procedure::Procedure;
use crate::domain::text::{Line, Prose};
use crate::domain::time::Moment;
use crate::domain::verified_paper::{PaperDocument, PaperOrigin, Revocation, VerifiedPaper};
use crate::kv::{KvError, Tx};
use crate::office::{Declined, random};
use crate::store::settings::Profile;
use crate::store::verified_papers::of_person;
use crate::store::{Save, audit};

/// A deed that was done in this transaction.
pub(in crate::office) struct Done<'a> {
    /// The dossier before.
    pub before: &'a Dossier,
    /// And after it.
    pub dossier: &'a Dossier,
    /// What was done.
    pub action: &'a Action,
    /// By whom, for the history
    pub actor: &'a Actor,
    /// and for the audit record.
    pub by: &'a By,
    /// The version of the procedure that the dossier keeps to.
    pub procedure: Option<&'a Procedure>,
    /// Who the office is.
    pub profile: &'a Profile,
    /// Ids for what goes into the store.
    pub ids: &'a [String],
    /// When.
    pub now: Moment,
}

/// Ids for what the action may put into the store; made before the transaction, which may be run again.
pub(in crate::office) fn new_ids(action: &Action) -> Vec<String> {
    let count = match action {
        Action::CheckPapers(check) => check.items.len(),
        Action::ReturnResult(_) => 1,
        _ => 0,
    };
    std::iter::repeat_with(random::id).take(count).collect()
}

/// What a deed means for the store.
pub(in crate::office) fn follow(tx: &mut Tx<'_>, done: &Done<'_>) -> Result<(), Declined> {
    let (Some(officer), Some(person)) = (done.actor.officer(), &done.dossier.applicant.id_number)
    else {
        return super::note(
            tx,
            Some(done.before),
            done.dossier,
            done.actor,
            done.by,
            done.now,
        );
    };
    match done.action {
        Action::CheckPapers(check) => keep_checked(tx, done, check, officer, person),
        Action::ReturnResult(_) => keep_result(tx, done, officer, person),
        _ => super::note(
            tx,
            Some(done.before),
            done.dossier,
            done.actor,
            done.by,
            done.now,
        ),
    }
}

/// Each paper that was verified with a document goes in; one whose finding no longer stands is taken back.
fn keep_checked(
    tx: &mut Tx<'_>,
    done: &Done<'_>,
    check: &CheckPapers,
    officer: &Holder,
    person: &PaperNumber,
) -> Result<(), Declined> {
    for (item, id) in check.items.iter().zip(done.ids) {
        let origin = PaperOrigin {
            dossier: done.dossier.code.to_string(),
            component: Some(item.component.clone()),
        };
        let kept = in_store(tx, person, &origin)?;
        match (&item.document, kept) {
            (Some(document), kept) => {
                let component = done
                    .procedure
                    .and_then(|procedure| procedure.component(&item.component));
                let mut handed_in = done.dossier.handed_in(&item.component);
                let name = handed_in.next().map_or("", |paper| paper.name.as_str());
                let paper = VerifiedPaper {
                    id: kept.as_ref().map_or(id, |kept| &kept.id).clone(),
                    person: person.clone(),
                    title: component.map_or(name, |one| one.name.as_str()).to_owned(),
                    code: component.map(|one| one.code.clone()).unwrap_or_default(),
                    other_names: Vec::new(),
                    document: document.clone(),
                    file: scan(done.dossier, &item.component),
                    from: origin,
                    verified_by: officer.clone(),
                    verified_at: done.now,
                    reuses: kept.map(|kept| kept.reuses).unwrap_or_default(),
                    revoked: None,
                };
                put(tx, done, &paper)?;
            }
            (None, Some(mut kept)) if item.state != PaperFinding::Verified => {
                kept.revoked = Some(Revocation {
                    at: done.now,
                    by: officer.clone(),
                    reason: Prose::new("Giấy tờ được kiểm tra lại tại hồ sơ gốc.")
                        .expect("a plain sentence"),
                });
                tx.save(&kept)?;
                let trace = Trace::new(done.by, Deed::PaperRevoked, done.now);
                audit::write(tx, &trace.on(done.dossier.code.as_str()).detail(kept.id))?;
            }
            (None, _) => {}
        }
    }
    Ok(())
}

/// The result itself, once it is handed over and can no longer change.
fn keep_result(
    tx: &mut Tx<'_>,
    done: &Done<'_>,
    officer: &Holder,
    person: &PaperNumber,
) -> Result<(), Declined> {
    let (Some(outcome), [id]) = (&done.dossier.outcome, done.ids) else {
        return Ok(());
    };
    // An office without a name issues nothing that could be shown elsewhere.
    let (Some(file), Ok(issuer)) = (&outcome.file, Line::new(&done.profile.agency_name)) else {
        return Ok(());
    };
    let paper = VerifiedPaper {
        id: id.clone(),
        person: person.clone(),
        title: outcome.title.clone(),
        code: String::new(),
        other_names: result_names(outcome, done.procedure),
        document: PaperDocument {
            issuer,
            number: outcome
                .number
                .as_deref()
                .and_then(|raw| Line::new(raw).ok()),
            issued_on: outcome
                .approved
                .as_ref()
                .map_or(done.now, |(_, at)| *at)
                .day(),
            valid_until: None,
        },
        file: Some(file.clone()),
        from: PaperOrigin {
            dossier: done.dossier.code.to_string(),
            component: None,
        },
        verified_by: officer.clone(),
        verified_at: done.now,
        reuses: Vec::new(),
        revoked: None,
    };
    put(tx, done, &paper)
}

/// The catalogue's name of the result, where it names exactly one: of several nobody knows which it was.
fn result_names(outcome: &Outcome, procedure: Option<&Procedure>) -> Vec<String> {
    let results = procedure.map_or(&[][..], |procedure| &procedure.results);
    match results {
        [only] if only.name != outcome.title => vec![only.name.clone()],
        _ => Vec::new(),
    }
}

fn put(tx: &mut Tx<'_>, done: &Done<'_>, paper: &VerifiedPaper) -> Result<(), Declined> {
    tx.save(paper)?;
    let trace = Trace::new(done.by, Deed::PaperVerified, done.now);
    audit::write(
        tx,
        &trace
            .on(done.dossier.code.as_str())
            .detail(paper.id.as_str()),
    )?;
    Ok(())
}

/// What the store has from there, unless it was taken back.
fn in_store(
    tx: &Tx<'_>,
    person: &PaperNumber,
    origin: &PaperOrigin,
) -> Result<Option<VerifiedPaper>, KvError> {
    let papers = of_person(tx, person, OF_A_PERSON)?;
    let mut from_there = papers
        .into_iter()
        .filter(|paper| paper.from == *origin && paper.revoked.is_none());
    Ok(from_there.next())
}

/// The file of the paper that was handed in for a component, the latest first.
fn scan(dossier: &Dossier, component: &str) -> Option<FileRef> {
    let handed_in: Vec<_> = dossier.handed_in(component).collect();
    let mut own = handed_in
        .iter()
        .rev()
        .filter(|paper| paper.reused.is_none());
    own.find_map(|paper| paper.file.clone())
}
