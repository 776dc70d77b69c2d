//! Doing something with a dossier: the verbs of the contract's table, each one transaction.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{
    Decline, Declined, Office, Viewer,
    audit::reading,
    processes::{advisers, routes},
    slips::{Issuer, Occasion},
    submit_dossier::{components, files_of, reference},
    units,
    upload_file::{owned_by, use_in},
    verified_papers,
};
use crate::domain::{
    action::{Action, Correct, Verb},
    audit::{Deed, Trace},
    dossier::{Dossier, FileRef, PaperInput, ProcedureRef},
    fault::Fault,
    moves::{Circumstances, Routes},
    officer::{Holder, Role, User, Username},
    person::PaperNumber,
    procedure::Procedure,
    status::Status,
    time::Moment,
};
use crate::kv::{KvError, Tx};
use crate::store::papers::Upload;
use crate::store::{self, Load, Save, Subject, audit};

/// Verbs after which somebody else takes the dossier.
const HANDS_OVER: [Verb; 5] = [
    Verb::Forward,
    Verb::Advance,
    Verb::Propose,
    Verb::Resume,
    Verb::Reopen,
];

impl Office {
    /// Does `verb` with what it carries, on behalf of `viewer`, if the dossier still has the
    /// `expected` version; answers with the dossier as it is on disk afterwards.
    ///
    /// Declines in the contract's order: not found, not your role, wrong fields, stale, refused.
    pub async fn act_on_dossier(
        &self,
        viewer: &Viewer,
        code: &str,
        verb: Verb,
        fields: Map<String, Value>,
        expected: Option<u64>,
        now: Moment,
    ) -> Result<Dossier, Declined> {
        let facts = self.settled()?;
        viewer.must_read_dossiers()?;
        let dossier = self.dossier(viewer, code)?.ok_or(Decline::NotFound)?;
        if !viewer.may_try(verb) {
            return Err(Decline::Forbidden.into());
        }
        let action = Action::read(verb, fields).map_err(Decline::from)?;
        let mut procedure = self.known_procedure(&dossier.procedure)?;
        let corrected = match &action {
            Action::Correct(correct) => self.corrected(&dossier, correct)?,
            _ => None,
        };
        if let Some(right) = &corrected {
            procedure = self.known_procedure(right)?;
        }
        let process = self
            .process(&dossier.process)?
            .in_units_of_today(&facts.units);
        let papers = procedure.as_deref().map(components).unwrap_or_default();
        let ids = verified_papers::new_ids(&action);
        let issuer = Issuer::new(&facts, &self.seal);
        let viewer = viewer.clone();
        let code = dossier.code.to_string();
        self.kv
            .write(move |tx: &mut Tx| {
                let dossier = tx.load::<Dossier>(&code)?.ok_or(Decline::NotFound)?;
                let assignee = assignee(tx, &action)?;
                let (uploads, files) = handed_in(tx, &viewer, &dossier, &action)?;
                let stale = expected.is_some_and(|version| version != dossier.version);
                let routes = if HANDS_OVER.contains(&verb) {
                    routes(tx, &facts.profile, &process, &dossier.procedure.field)?
                } else {
                    Routes {
                        reception_unit: facts.profile.reception_unit.clone(),
                        ..Routes::default()
                    }
                };
                let actor = viewer.actor();
                let reusable = verified_papers::admitted(
                    tx,
                    Some(&viewer),
                    person(&dossier, &action).as_ref(),
                    procedure.as_deref(),
                    action.papers(),
                    now.day(),
                )?;
                let around = Circumstances {
                    now,
                    calendar: &facts.calendar,
                    process: &process,
                    routes,
                    assignee,
                    advisers: advisers(tx, &process, asked(&action))?,
                    files,
                    components: papers.clone(),
                    reusable,
                    corrected: corrected.clone(),
                };
                dossier.check(&action, &around).map_err(Decline::from)?;
                if stale {
                    return Err(Decline::Stale(dossier.version).into());
                }
                let (next, event) = dossier
                    .act(&actor, &action, &around)
                    .map_err(Decline::from)?;
                tx.save(&next)?;
                use_in(tx, uploads, &code)?;
                store::journal(tx, &Subject::record(&next), &event)?;
                let trace = Trace::new(&viewer.by(), Deed::DossierActed, now);
                audit::write(tx, &trace.on(&*code).detail(verb.key()))?;
                let done = verified_papers::Done {
                    before: &dossier,
                    dossier: &next,
                    action: &action,
                    actor: &actor,
                    by: &viewer.by(),
                    procedure: procedure.as_deref(),
                    profile: &facts.profile,
                    ids: &ids,
                    now,
                };
                verified_papers::follow(tx, &done)?;
                let occasion = Occasion {
                    event: &event,
                    dossier: &next,
                    actor: &actor,
                    procedure: procedure.as_deref(),
                    now,
                };
                issuer.issue_for(tx, &occasion)?;
                Ok(next)
            })
            .await
    }

    /// Somebody opens a dossier to read it; once the receiver has, the sender cannot recall it any more.
    pub async fn open_dossier(
        &self,
        viewer: &Viewer,
        code: &str,
        now: Moment,
    ) -> Result<Option<Dossier>, Declined> {
        viewer.must_read_dossiers()?;
        let Some(dossier) = self.dossier(viewer, code)? else {
            return Ok(None);
        };
        let actor = viewer.actor();
        let trace = reading(viewer, Deed::DossierRead, &dossier, None, now);
        let code = code.to_owned();
        self.kv
            .write(move |tx: &mut Tx| {
                audit::write(tx, &trace)?;
                let dossier = tx.load::<Dossier>(&code)?.ok_or(Decline::NotFound)?;
                match dossier.opened_by(&actor, now) {
                    Some(next) => {
                        tx.save(&next)?;
                        Ok(Some(next))
                    }
                    None => Ok(Some(dossier)),
                }
            })
            .await
    }

    /// The version of the procedure that the dossier keeps to.
    fn known_procedure(&self, known: &ProcedureRef) -> Result<Option<Arc<Procedure>>, KvError> {
        self.procedure_version(&known.code, known.version)
    }

    /// The procedure and case that a correction names.
    fn corrected(
        &self,
        dossier: &Dossier,
        correct: &Correct,
    ) -> Result<Option<ProcedureRef>, Declined> {
        check_ward(correct)?;
        let changes = &correct.changes;
        if changes.procedure.is_none() && changes.case.is_none() {
            return Ok(None);
        }
        let procedure = match &changes.procedure {
            Some(code) => self
                .procedure(code)?
                .ok_or_else(|| Decline::field("changes.procedure", Fault::UnknownProcedure))?,
            None => self
                .procedure_version(&dossier.procedure.code, dossier.procedure.version)?
                .ok_or_else(|| Decline::field("changes.case", Fault::UnknownCase))?,
        };
        let case = changes.case.unwrap_or_default();
        let reference = reference(&procedure, case, dossier.channel)
            .ok_or_else(|| Decline::field("changes.case", Fault::UnknownCase))?;
        Ok(Some(reference))
    }
}

/// The uploads that come with an action, and every file that its papers may name.
fn handed_in(
    tx: &Tx,
    viewer: &Viewer,
    dossier: &Dossier,
    action: &Action,
) -> Result<(Vec<Upload>, Vec<FileRef>), Declined> {
    let uploads = owned_by(tx, &[viewer.username().to_owned()], &action.files())?;
    let mut files = files_of(&uploads);
    if matches!(action, Action::Correct(_)) {
        // Papers that stay keep their files, whoever uploaded them.
        files.extend(dossier.papers.iter().filter_map(|paper| paper.file.clone()));
    }
    if let Some(id) = missing(action, &files) {
        return Err(Decline::field(&id, Fault::UnknownFile).into());
    }
    Ok((uploads, files))
}

/// The commune that a correction names is one.
fn check_ward(correct: &Correct) -> Result<(), Decline> {
    let fields = correct.changes.applicant.as_ref();
    let ward = fields.and_then(|fields| fields.get("ward_code"));
    let unknown = |code: &str| units::commune(code).is_none();
    if ward.and_then(Value::as_str).is_some_and(unknown) {
        return Err(Decline::field(
            "changes.applicant.ward_code",
            Fault::UnknownWard,
        ));
    }
    Ok(())
}

/// Whose papers the dossier holds, when it is corrected afterwards.
fn person(dossier: &Dossier, action: &Action) -> Option<PaperNumber> {
    let corrected = match action {
        Action::Correct(correct) => correct.changes.applicant.as_ref(),
        _ => None,
    };
    match corrected.and_then(|fields| fields.get("id_number")) {
        Some(number) => PaperNumber::new(number.as_str()?).ok(),
        None => dossier.applicant.id_number.clone(),
    }
}

/// The specialist whom the action names.
fn assignee(tx: &Tx, action: &Action) -> Result<Option<Holder>, Declined> {
    let named: Option<&Username> = match action {
        Action::Forward(forward) => forward.assignee.as_ref(),
        Action::Assign(assign) => Some(&assign.assignee),
        _ => None,
    };
    let Some(username) = named else {
        return Ok(None);
    };
    let user = tx.load::<User>(&username.to_string())?;
    match user.filter(|user| user.enabled && user.has(Role::Specialist)) {
        Some(user) => Ok(Some(user.holder())),
        None => Err(Decline::field("assignee", Fault::NotASpecialist).into()),
    }
}

/// Officers whose opinion the action asks.
fn asked(action: &Action) -> &[Username] {
    match action {
        Action::AskOpinion(ask) => &ask.of,
        _ => &[],
    }
}

/// The field of the first file that the action names and this person never uploaded.
fn missing(action: &Action, files: &[FileRef]) -> Option<String> {
    let known = |id: &str| files.iter().any(|file| file.id == id);
    let unknown = |papers: &[PaperInput]| {
        papers
            .iter()
            .position(|paper| paper.file.as_deref().is_some_and(|id| !known(id)))
    };
    if action.files().into_iter().all(known) {
        return None;
    }
    Some(match action {
        Action::Supply(supply) => format!("components[{}].file", unknown(&supply.components)?),
        Action::Correct(correct) => {
            let papers = correct.changes.components.as_deref().unwrap_or_default();
            format!("changes.components[{}].file", unknown(papers)?)
        }
        Action::Propose(_) => "result.file".to_owned(),
        _ => "file".to_owned(),
    })
}

/// Statuses in which a dossier waits for somebody, for lists.
pub const OPEN: [Status; 7] = [
    Status::Registered,
    Status::Received,
    Status::Processing,
    Status::AwaitingSupplement,
    Status::AwaitingPayment,
    Status::Stopped,
    Status::Finished,
];
