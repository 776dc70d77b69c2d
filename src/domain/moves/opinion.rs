//! Opinions of other officers (phối hợp): asked by whoever works on it or by the process, given by those asked.

use super::{
    Actor, Circumstances, Dossier, Happening, Holder, Moved, ProcessStep, Refusal, Username,
};
use crate::domain::{
    action::{AskOpinion, Letter},
    dossier::Opinion,
    fault::{Fault, FieldFault},
    text::Prose,
};

impl Circumstances<'_> {
    /// The officers with these names, each of whom works on dossiers.
    pub(super) fn advisers(&self, names: &[Username]) -> Result<Vec<Holder>, Refusal> {
        let adviser = |(at, name): (usize, &Username)| {
            let known = self.advisers.get(name).cloned();
            known.ok_or_else(|| FieldFault::new(format!("of[{at}]"), Fault::NotAnOfficer).into())
        };
        names.iter().enumerate().map(adviser).collect()
    }
}

impl Dossier {
    /// 4 → 4: several may be asked at once, and work goes on beside it unless the answer is required.
    pub(super) fn ask_opinion(
        &self,
        actor: &Actor,
        ask: &AskOpinion,
        around: &Circumstances<'_>,
    ) -> Moved {
        let of = around.advisers(&ask.of)?;
        if ask.until.is_some_and(|until| until < around.now.day()) {
            return Err(FieldFault::new("until", Fault::DueNotAfter).into());
        }
        let mut next = self.clone();
        for adviser in &of {
            if next.awaits(adviser) {
                return Err(Refusal::OpinionAlreadyAsked);
            }
            next.opinions.push(Opinion {
                of: adviser.clone(),
                question: ask.question.clone(),
                asked_by: actor.officer().cloned(),
                asked_at: around.now,
                until: ask.until,
                required: ask.required,
                answer: None,
            });
        }
        let question = ask.question.clone();
        Ok((next, Happening::OpinionAsked { of, question }))
    }

    /// Asks for the opinions that a step of the process wants, unless they are waited for already.
    pub(super) fn ask_wanted(&mut self, step: &ProcessStep, around: &Circumstances<'_>) {
        for wanted in &step.opinions {
            let (Some(of), Ok(question)) = (
                around.advisers.get(&wanted.of),
                Prose::new(&wanted.question),
            ) else {
                continue;
            };
            if !self.awaits(of) {
                self.opinions.push(Opinion {
                    of: of.clone(),
                    question,
                    asked_by: None,
                    asked_at: around.now,
                    until: None,
                    required: wanted.required,
                    answer: None,
                });
            }
        }
    }

    /// The answer of somebody who was asked.
    pub(super) fn give_opinion(
        &self,
        actor: &Actor,
        letter: &Letter,
        around: &Circumstances<'_>,
    ) -> Moved {
        let file = around.file(letter.file.as_deref(), "file")?;
        let mut next = self.clone();
        let mut asked = next.opinions.iter_mut();
        let asked = asked
            .find(|opinion| {
                let mut in_place = actor.in_place_of();
                opinion.answer.is_none()
                    && in_place.any(|officer| officer.username == opinion.of.username)
            })
            .ok_or(Refusal::NotAsked)?;
        asked.answer = Some((around.now, letter.text.clone()));
        let text = letter.text.clone();
        Ok((next, Happening::OpinionGiven { text, file }))
    }

    /// Whether an opinion of this officer is still waited for.
    pub fn awaits(&self, officer: &Holder) -> bool {
        let mut open = self
            .opinions
            .iter()
            .filter(|opinion| opinion.answer.is_none());
        open.any(|opinion| opinion.of.username == officer.username)
    }

    /// Refuses while a required opinion is missing.
    pub(super) fn must_be_advised(&self, around: &Circumstances<'_>) -> Result<(), Refusal> {
        let held_up = self
            .opinions
            .iter()
            .any(|opinion| opinion.holds_up(around.now));
        if held_up {
            Err(Refusal::OpinionsWait)
        } else {
            Ok(())
        }
    }
}
