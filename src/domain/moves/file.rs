//! Filing a dossier (nộp hồ sơ): online into status 1, at the counter straight into status 2.

use serde_json::{Map, Value};

use super::{Circumstances, Event, Happening};
use crate::domain::{
    clock,
    codes::DossierCode,
    dossier::{Channel, Delivery, Dossier, FeeLine, PaperInput, ProcedureRef, ReturnMethod},
    event::Actor,
    fault::{Fault, FieldFault},
    officer::Username,
    person::{Applicant, ApplicantKind},
    refusal::Refusal,
    status::Status,
    text::Prose,
    time::Moment,
    workflow::StepKind,
};

/// What is filed, checked as far as types can.
#[derive(Debug, Clone)]
pub struct Filing {
    /// What is asked for.
    pub procedure: ProcedureRef,
    /// How it comes in.
    pub channel: Channel,
    /// The account that files.
    pub owner: Option<Username>,
    /// Whose matter it is.
    pub applicant: Applicant,
    /// Who files for them.
    pub submitter: Option<Applicant>,
    /// Papers.
    pub papers: Vec<PaperInput>,
    /// Fees that the procedure names for this channel.
    pub fees: Vec<FeeLine>,
    /// How to return the result.
    pub delivery: Delivery,
    /// Answers of the e-form.
    pub form: Map<String, Value>,
    /// Version of the e-form that they answer.
    pub form_version: Option<u32>,
    /// Remark of the applicant.
    pub note: Option<Prose>,
    /// Due date set by reception where the procedure has no numeric time.
    pub due_at: Option<Moment>,
}

/// Files a dossier under `code`.
///
/// Reception's filing at the counter or from the post is a valid reception at once (status 2) when
/// a due date can be told; otherwise it waits in status 1 for `accept` with a date.
pub fn file(
    filing: Filing,
    code: DossierCode,
    lookup_secret: String,
    actor: &Actor,
    around: &Circumstances<'_>,
) -> Result<(Dossier, Event), Refusal> {
    check_applicant(&filing.applicant, "applicant")?;
    if let Some(submitter) = &filing.submitter {
        check_applicant(submitter, "submitter")?;
    }
    if filing.delivery.method == ReturnMethod::Post && filing.delivery.address.is_none() {
        return Err(FieldFault::new("delivery.address", Fault::AddressNeeded).into());
    }
    let papers = around.papers(&filing.papers)?;
    let by_officer = filing.channel != Channel::Online && actor.officer().is_some();
    let now = around.now;
    let term = filing.procedure.term;
    let mut dossier = Dossier {
        code,
        version: 1,
        procedure: filing.procedure,
        channel: filing.channel,
        owner: filing.owner,
        applicant: filing.applicant,
        submitter: filing.submitter,
        lookup_secret,
        status: Status::Registered,
        process: around.process.reference(),
        hands: Vec::new(),
        place: around.counter_of(StepKind::Reception, term),
        trail: Vec::new(),
        waiting: None,
        submitted_at: now,
        received_at: None,
        due_at: None,
        due_original: None,
        answer_due_at: None,
        reminded: None,
        finished_at: None,
        pauses: Vec::new(),
        papers,
        checked: Vec::new(),
        fees: filing.fees,
        payment_asked: None,
        payments: Vec::new(),
        delivery: filing.delivery,
        supplements: Vec::new(),
        opinions: Vec::new(),
        outcome: None,
        handover: None,
        apologies: Vec::new(),
        withdrawal_asked: None,
        urged: None,
        rating: None,
        closing_reason: None,
        form: filing.form,
        form_version: filing.form_version,
        note: filing.note,
    };
    let mut happening = Happening::Submitted {
        channel: filing.channel,
    };
    let can_tell = dossier.procedure.term.is_some() || filing.due_at.is_some();
    if by_officer && can_tell {
        dossier.receive(filing.due_at, around)?;
        happening = Happening::Filed {
            channel: filing.channel,
        };
    }
    dossier.owe_answer(around);
    dossier.note_hand(actor);
    let event = Event::between(None, &dossier, actor.on(&dossier), happening, now);
    Ok((dossier, event))
}

/// A citizen is known by a number; an organisation may have none yet.
pub(super) fn check_applicant(applicant: &Applicant, field: &str) -> Result<(), Refusal> {
    if applicant.kind == ApplicantKind::Person && applicant.id_number.is_none() {
        let field = format!("{field}.id_number");
        return Err(FieldFault::new(field, Fault::Missing).into());
    }
    Ok(())
}

impl Dossier {
    /// Valid reception (tiếp nhận hợp lệ): the term starts and the due date is fixed.
    pub(super) fn receive(
        &mut self,
        due_at: Option<Moment>,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let now = around.now;
        let due = match (due_at, self.procedure.term) {
            (Some(due), _) => {
                if due <= now {
                    return Err(FieldFault::new("due_at", Fault::DueNotAfter).into());
                }
                if !clock::is_office_time(due, around.calendar) {
                    return Err(FieldFault::new("due_at", Fault::DueNotWorkingTime).into());
                }
                due
            }
            (None, Some(term)) => clock::due(term, now, around.calendar).at,
            (None, None) => return Err(FieldFault::new("due_at", Fault::DueNeeded).into()),
        };
        self.status = Status::Received;
        self.received_at = Some(now);
        self.due_at = Some(due);
        self.due_original = Some(due);
        self.answer_due_at = None;
        Ok(())
    }

    /// An online dossier that lies unanswered is owed an answer within eight working hours.
    pub(super) fn owe_answer(&mut self, around: &Circumstances<'_>) {
        if self.status == Status::Registered && self.channel == Channel::Online {
            let due = clock::due(clock::ANSWER_ONLINE_WITHIN, around.now, around.calendar);
            self.answer_due_at = Some(due.at);
        }
    }
}
