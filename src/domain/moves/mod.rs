//! What each verb does to a dossier: pure functions from a dossier to the next one and one event.
//!
//! The table of statuses and roles is the contract's; a refusal names what stands in the way.

mod approval;
mod available;
mod correction;
mod ending;
mod file;
mod opinion;
mod papers;
mod reception;
mod routing;
mod signing;
mod talk;
mod waiting;

use std::collections::BTreeMap;

pub use available::available;
pub use file::{Filing, file};

use super::{
    action::{Action, Verb},
    calendar::OfficeCalendar,
    clock::{self, PauseGround, Term},
    dossier::{Dossier, FileRef, Paper, PaperInput, PaperKind, ProcedureRef, Waiting},
    event::{Actor, Event, Happening},
    fault::{Fault, FieldFault},
    officer::{Holder, Role, Username},
    refusal::Refusal,
    status::Status,
    time::Moment,
    verified_paper::VerifiedPaper,
    workflow::{Place, Process, ProcessStep, Step, StepKind},
};

/// Who takes which step, as the office has arranged it (phân công theo quy trình).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes {
    /// Unit of the counter.
    pub reception_unit: String,
    /// Who takes each step of the process, by its key; a step that nobody can take is missing.
    pub takers: BTreeMap<String, Holder>,
}

impl Routes {
    fn taker(&self, step: &ProcessStep) -> Result<Holder, Refusal> {
        self.takers
            .get(&step.key)
            .cloned()
            .ok_or(Refusal::NobodyToTake)
    }
}

/// Everything outside the dossier that a verb needs to know, looked up beforehand.
#[derive(Debug)]
pub struct Circumstances<'a> {
    /// Now.
    pub now: Moment,
    /// The office's working time.
    pub calendar: &'a OfficeCalendar,
    /// The process that the dossier keeps to.
    pub process: &'a Process,
    /// Who takes which step.
    pub routes: Routes,
    /// The specialist whom the action names.
    pub assignee: Option<Holder>,
    /// The officers whose opinion the action asks, and those whom the process asks, by username.
    pub advisers: BTreeMap<Username, Holder>,
    /// The files that the action names.
    pub files: Vec<FileRef>,
    /// Papers of the procedure in the version the dossier keeps to: id and name.
    pub components: BTreeMap<String, String>,
    /// Verified papers that may stand in for a component, beside its id.
    pub reusable: Vec<(String, VerifiedPaper)>,
    /// The procedure that a correction names, with its own papers in `components`.
    pub corrected: Option<ProcedureRef>,
}

impl Circumstances<'_> {
    fn file(&self, id: Option<&str>, field: &str) -> Result<Option<FileRef>, Refusal> {
        let Some(id) = id else { return Ok(None) };
        match self.files.iter().find(|file| file.id == id) {
            Some(file) => Ok(Some(file.clone())),
            None => Err(FieldFault::new(field, Fault::UnknownFile).into()),
        }
    }

    /// Checks papers against the procedure and the uploads.
    fn papers(&self, inputs: &[PaperInput]) -> Result<Vec<Paper>, Refusal> {
        let mut papers = Vec::with_capacity(inputs.len());
        for (at, input) in inputs.iter().enumerate() {
            let field = |name: &str| format!("components[{at}].{name}");
            let name = self
                .components
                .get(&input.id)
                .ok_or_else(|| FieldFault::new(field("id"), Fault::UnknownComponent))?;
            if !(1..=999).contains(&input.count) {
                return Err(FieldFault::new(field("count"), Fault::OutOfRange).into());
            }
            if let Some(id) = &input.reuse {
                let stands_in = self.stand_in(&input.id, id);
                let stands_in =
                    stands_in.ok_or_else(|| FieldFault::new(field("reuse"), Fault::NotReusable))?;
                if input.file.is_some() {
                    return Err(FieldFault::new(field("file"), Fault::Repeated).into());
                }
                papers.push(Paper {
                    id: input.id.clone(),
                    name: name.clone(),
                    kind: PaperKind::Verified,
                    count: 1,
                    file: stands_in.file.clone(),
                    added_at: self.now,
                    reused: Some(stands_in.as_reused()),
                });
                continue;
            }
            if input.kind == PaperKind::Verified {
                return Err(FieldFault::new(field("reuse"), Fault::Missing).into());
            }
            if input.kind == PaperKind::Electronic && input.file.is_none() {
                return Err(FieldFault::new(field("file"), Fault::FileNeeded).into());
            }
            papers.push(Paper {
                id: input.id.clone(),
                name: name.clone(),
                kind: input.kind,
                count: input.count,
                file: self.file(input.file.as_deref(), &field("file"))?,
                added_at: self.now,
                reused: None,
            });
        }
        Ok(papers)
    }

    /// The verified paper that may stand in for a component.
    fn stand_in(&self, component: &str, id: &str) -> Option<&VerifiedPaper> {
        let mut fitting = self.reusable.iter();
        let fits = |(place, paper): &&(String, VerifiedPaper)| place == component && paper.id == id;
        fitting.find(fits).map(|(_, paper)| paper)
    }

    /// The common tray of the counter, at `step`.
    fn counter(&self, step: Step) -> Place {
        Place {
            step,
            unit: self.routes.reception_unit.clone(),
            holder: None,
            since: self.now,
            hours: None,
            sent_by: None,
            opened_at: None,
        }
    }

    /// The process's own step of this kind at the counter, for a dossier with this term.
    fn counter_of(&self, kind: StepKind, term: Option<Term>) -> Place {
        match self.process.first(kind) {
            Some(step) => Place {
                hours: Process::hours(step, term),
                unit: step
                    .unit
                    .clone()
                    .unwrap_or_else(|| self.routes.reception_unit.clone()),
                ..self.counter(step.step())
            },
            None if kind == StepKind::Return => self.counter(Step::RETURN),
            None => self.counter(Step::RECEPTION),
        }
    }
}

/// The next dossier and what happened.
type Moved = Result<(Dossier, Happening), Refusal>;

impl Dossier {
    /// Does what `action` asks, on behalf of `actor`, and says what happened.
    ///
    /// Refuses first what [`Self::allows`] does not allow, then what is wrong with what it carries.
    pub fn act(
        &self,
        actor: &Actor,
        action: &Action,
        around: &Circumstances<'_>,
    ) -> Result<(Self, Event), Refusal> {
        self.allows(actor, action.verb())?;
        self.offers(actor, around.process, action.verb())?;
        // Whoever works on it has looked at it.
        let seen = self.opened_by(actor, around.now);
        let (mut next, happening) = seen
            .as_ref()
            .unwrap_or(self)
            .dispatch(actor, action, around)?;
        next.version = self.version + 1;
        next.note_hand(actor);
        let event = Event::between(Some(self), &next, actor.on(self), happening, around.now);
        Ok((next, event))
    }

    /// What is wrong with what `action` carries, whatever the status of the dossier.
    pub fn check(&self, action: &Action, around: &Circumstances<'_>) -> Result<(), Refusal> {
        match action {
            Action::RequestSupplement(ask) => waiting::check_ask(ask, around),
            Action::Supply(supply) => around.papers(&supply.components).map(drop),
            Action::CheckPapers(check) => self.check_verdicts(check, around),
            Action::AskOpinion(ask) => around.advisers(&ask.of).map(drop),
            Action::Correct(correct) => self.correct(correct, around).map(drop),
            _ => Ok(()),
        }
    }

    fn dispatch(&self, actor: &Actor, action: &Action, around: &Circumstances<'_>) -> Moved {
        match action {
            Action::Accept(accept) => self.accept(accept, around),
            Action::Refuse(because) => Ok(self.refuse(&because.reason, around)),
            Action::Forward(_) => self.forward(actor, around),
            Action::Assign(assign) => self.assign(actor, assign, around),
            Action::Advance(advance) => self.advance(actor, advance, around),
            Action::SendBack(because) => self.send_back(&because.reason, around),
            Action::Recall(_) => self.recall(around),
            Action::RequestSupplement(ask) => self.request_supplement(actor, ask, around),
            Action::Supply(supply) => self.supply(supply, around),
            Action::CheckPapers(check) => self.check_papers(actor, check, around),
            Action::RequestPayment(ask) => Ok(self.request_payment(ask, around)),
            Action::RecordPayment(payment) => Ok(self.record_payment(actor, payment, around)),
            Action::Withdraw(because) => Ok(self.withdraw(&because.reason, around)),
            Action::AskWithdraw(because) => Ok(self.ask_withdraw(&because.reason, around)),
            Action::Stop(because) => Ok(self.stop(&because.reason, around)),
            Action::Resume(resume) => self.resume(resume.reason.clone(), around),
            Action::AskOpinion(ask) => self.ask_opinion(actor, ask, around),
            Action::GiveOpinion(letter) => self.give_opinion(actor, letter, around),
            Action::Propose(propose) => self.propose(actor, &propose.result, around),
            Action::Approve(remark) => self.approve(actor, remark.note.clone(), around),
            Action::Reject(because) => self.reject(&because.reason, around),
            Action::Reopen(because) => self.reopen(&because.reason, around),
            Action::ReturnResult(handover) => Ok(self.return_result(handover, around)),
            Action::Apologise(apology) => self.apologise(apology, around),
            Action::Correct(correct) => self.correct(correct, around),
            Action::Note(letter) => self.note_down(letter, around),
            Action::Message(letter) => self.message(letter, around),
            Action::Urge(letter) => self.urge(actor, letter, around),
            Action::Rate(rate) => Ok(self.rate(rate, around)),
        }
    }

    /// Remembers who had a hand in it.
    fn note_hand(&mut self, actor: &Actor) {
        if let Some(officer) = actor.officer()
            && !self.hands.contains(&officer.username)
        {
            self.hands.push(officer.username.clone());
        }
    }

    /// Moves to a step of the process, remembering where it came from; opinions that the step wants are asked for.
    fn hand_over(
        &mut self,
        to: &ProcessStep,
        holder: Holder,
        from: Option<&Holder>,
        around: &Circumstances<'_>,
    ) {
        let place = Place {
            step: to.step(),
            unit: holder.unit.clone(),
            holder: Some(holder),
            since: around.now,
            hours: Process::hours(to, self.procedure.term),
            sent_by: from.cloned(),
            opened_at: None,
        };
        self.trail.push(std::mem::replace(&mut self.place, place));
        self.urged = None;
        self.ask_wanted(to, around);
    }

    /// Goes back to the place it came from.
    fn step_back(&mut self, now: Moment) -> Option<Step> {
        let mut place = self.trail.pop()?;
        place.since = now;
        place.sent_by = None;
        place.opened_at = None;
        self.place = place;
        self.urged = None;
        Some(self.place.step.clone())
    }

    /// Stops the clock and remembers where to go on.
    fn pause(&mut self, status: Status, ground: PauseGround, now: Moment) {
        if self.due_at.is_some() {
            self.pauses.push(clock::Pause {
                from: now,
                to: None,
                ground,
            });
        }
        self.answer_due_at = None;
        self.waiting = Some(Waiting {
            status: self.status,
            place: self.place.clone(),
        });
        self.status = status;
    }

    /// Lets the clock run again: the due date moves by the office time of the pause (DOMAIN 4.1).
    fn end_pause(&mut self, around: &Circumstances<'_>) {
        let now = around.now;
        if let (Some(from), Some(due)) = (self.close_pause(now), self.due_at) {
            let covered = clock::office_time_between(from, now, around.calendar);
            self.due_at = Some(clock::shift(due, covered, around.calendar));
        }
    }

    /// Ends the pause that runs, if one does, and tells since when it ran.
    fn close_pause(&mut self, now: Moment) -> Option<Moment> {
        let pause = self.pauses.last_mut().filter(|pause| pause.to.is_none())?;
        pause.to = Some(now);
        Some(pause.from)
    }

    /// Goes back to the status and place before the pause.
    fn go_on(&mut self, around: &Circumstances<'_>) {
        self.end_pause(around);
        if let Some(waiting) = self.waiting.take() {
            self.status = waiting.status;
            self.place = Place {
                since: around.now,
                ..waiting.place
            };
        }
        self.owe_answer(around);
    }

    /// Nobody holds it any more; no clock runs, so the due date stays what it was.
    fn close(&mut self, status: Status, around: &Circumstances<'_>) {
        self.close_pause(around.now);
        self.status = status;
        self.answer_due_at = None;
        self.waiting = None;
        self.place = around.counter(Step::CLOSED);
        self.urged = None;
    }
}
