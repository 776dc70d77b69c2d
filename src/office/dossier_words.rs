//! Everything that people wrote in and about a dossier, with where it stands: what search looks through.

use serde_json::Value;

use crate::domain::dossier::{Dossier, FileRef};
use crate::domain::event::{Event, Happening};
use crate::domain::passage::Source;
use crate::domain::text::Prose;

/// Answers of a form that are looked through, in bytes.
const LONGEST_FORM: usize = 20_000;

/// What was written, the title of the procedure first; names of people are apart, see [`people`].
pub(super) fn written(dossier: &Dossier, history: &[Event]) -> Vec<(Source, String)> {
    let mut texts = vec![(Source::Procedure, dossier.procedure.name.clone())];
    texts.extend(
        history
            .iter()
            .flat_map(said)
            .map(|text| (Source::Note, text.to_owned())),
    );
    texts.extend(
        dossier
            .note
            .iter()
            .map(|note| (Source::Form, note.to_string())),
    );
    let mut answers = Vec::new();
    let mut room = LONGEST_FORM;
    for answer in dossier.form.values() {
        gather(answer, &mut answers, &mut room);
    }
    texts.extend(answers.into_iter().map(|answer| (Source::Form, answer)));
    for paper in &dossier.papers {
        texts.push((Source::Paper, paper.name.clone()));
    }
    let named = files(dossier, history).into_iter();
    texts.extend(named.map(|file| (Source::Paper, file.name.clone())));
    if let Some(outcome) = &dossier.outcome {
        texts.push((Source::Result, outcome.title.clone()));
        texts.extend(
            outcome
                .number
                .iter()
                .map(|number| (Source::Result, number.clone())),
        );
    }
    texts
}

/// Names of the people whose matter it is.
pub(super) fn people(dossier: &Dossier) -> impl Iterator<Item = (Source, &str)> {
    let submitter = dossier.submitter.iter();
    let submitter = submitter.map(|person| (Source::Submitter, person.name.as_str()));
    [(Source::Applicant, dossier.applicant.name.as_str())]
        .into_iter()
        .chain(submitter)
}

/// Every file that came with the dossier or with something that was said about it, each content once.
pub(super) fn files<'a>(dossier: &'a Dossier, history: &'a [Event]) -> Vec<&'a FileRef> {
    let said = history.iter().filter_map(|event| event.happening.file());
    let mut files: Vec<&FileRef> = Vec::new();
    for file in dossier.files().chain(said) {
        if !files.iter().any(|known| known.sha256 == file.sha256) {
            files.push(file);
        }
    }
    files
}

/// What somebody said with a deed.
fn said(event: &Event) -> Vec<&str> {
    match &event.happening {
        Happening::Noted { text, .. }
        | Happening::Messaged { text, .. }
        | Happening::Urged { text, .. }
        | Happening::OpinionGiven { text, .. } => vec![text.as_str()],
        Happening::OpinionAsked { question, .. } => vec![question.as_str()],
        Happening::Refused { reason }
        | Happening::SentBack { reason, .. }
        | Happening::PaymentRequested { reason, .. }
        | Happening::Withdrawn { reason }
        | Happening::WithdrawalAsked { reason }
        | Happening::Stopped { reason }
        | Happening::PaperRevoked { reason, .. }
        | Happening::Rejected { reason }
        | Happening::Reopened { reason }
        | Happening::Apologised { reason }
        | Happening::Corrected { reason, .. } => vec![reason.as_str()],
        Happening::SupplementRequested { items, reason, .. } => {
            let items = items.iter().map(|item| item.reason.as_str());
            items.chain([reason.as_str()]).collect()
        }
        Happening::Assigned { note, .. }
        | Happening::Advanced { note, .. }
        | Happening::Approved { note } => note.iter().map(Prose::as_str).collect(),
        Happening::Resumed { reason } => reason.iter().map(Prose::as_str).collect(),
        Happening::PaymentRecorded { reference, .. } => {
            reference.iter().map(String::as_str).collect()
        }
        Happening::ResultReturned { received_by, .. } => vec![received_by],
        Happening::PapersReused { papers } => {
            papers.iter().map(|paper| paper.title.as_str()).collect()
        }
        Happening::Submitted { .. }
        | Happening::Filed { .. }
        | Happening::Accepted
        | Happening::Forwarded { .. }
        | Happening::Recalled { .. }
        | Happening::Supplied { .. }
        | Happening::PapersChecked { .. }
        | Happening::Proposed { .. }
        | Happening::ResultSigned { .. }
        | Happening::UnitMoved { .. }
        | Happening::DueRecounted
        | Happening::Reminded { .. }
        | Happening::Rated { .. } => Vec::new(),
    }
}

/// The texts and numbers among the answers of a form.
fn gather(answer: &Value, found: &mut Vec<String>, room: &mut usize) {
    match answer {
        Value::String(text) if text.len() <= *room => {
            *room -= text.len();
            found.push(text.clone());
        }
        Value::Number(number) => found.push(number.to_string()),
        Value::Array(all) => all.iter().for_each(|one| gather(one, found, room)),
        Value::Object(all) => all.values().for_each(|one| gather(one, found, room)),
        _ => {}
    }
}
