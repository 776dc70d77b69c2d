//! The index of dossiers: its fields, and how a dossier becomes a document.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::domain::dossier::Dossier;
use crate::domain::person::{Applicant, Email, PaperNumber};
use crate::domain::time::{Day, Moment};
use crate::search::analysis::{Syllable, syllables};

/// Raised whenever documents are built otherwise than before; an index of another epoch is thrown away and rebuilt.
pub(super) const EPOCH: u32 = 1;

/// Bits of a place in the order that tell dossiers of the same second apart.
const SEQUENCE_BITS: u32 = 24;

/// What was read from attached files, by their SHA-256: a file is read once, however often its dossier changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached(pub Vec<(String, String)>);

impl Attached {
    /// The text of the file with this hash, if it was read already; empty when it has none.
    pub fn text(&self, sha256: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == sha256);
        found.map(|(_, text)| text.as_str())
    }
}

/// What the index is told of a dossier.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Everything that people wrote in and about it.
    pub texts: &'a [String],
    /// The texts of its files, to be kept.
    pub attached: &'a Attached,
}

/// Handles of the fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub code: Field,
    /// Codes, numbers and days: found as a whole.
    pub key: Field,
    /// Names of people with their marks.
    pub name: Field,
    pub name_folded: Field,
    pub text: Field,
    pub owner: Field,
    pub hand: Field,
    pub unit: Field,
    pub field: Field,
    pub counter: Field,
    pub status: Field,
    pub holder: Field,
    pub due: Field,
    pub attached: Field,
}

/// The fast field that orders what is found: the newest first, each dossier at a place of its own.
pub(super) const ORDER: &str = "order";

pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("whitespace")
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic),
        )
    };
    let fields = Fields {
        code: schema.add_text_field("code", STRING | STORED),
        key: schema.add_text_field("key", STRING),
        name: schema.add_text_field("name", words()),
        name_folded: schema.add_text_field("name_folded", words()),
        text: schema.add_text_field("text", words()),
        owner: schema.add_text_field("owner", STRING),
        hand: schema.add_text_field("hand", STRING),
        unit: schema.add_text_field("unit", STRING),
        field: schema.add_text_field("field", STRING),
        counter: schema.add_text_field("counter", STRING),
        status: schema.add_text_field("status", STRING),
        holder: schema.add_text_field("holder", STRING),
        due: schema.add_i64_field("due", FAST),
        attached: schema.add_bytes_field("attached", STORED),
    };
    schema.add_u64_field(ORDER, FAST);
    (schema.build(), fields)
}

/// What stands in `counter` when the dossier lies there.
pub(super) const AT_THE_COUNTER: &str = "1";

/// The document of a dossier.
pub(super) fn document(fields: &Fields, order: Field, entry: &Entry<'_>) -> TantivyDocument {
    let dossier = entry.dossier;
    let mut document = TantivyDocument::default();
    document.add_text(fields.code, dossier.code.as_str());
    for key in keys(dossier) {
        document.add_text(fields.key, key);
    }
    let people = [Some(&dossier.applicant), dossier.submitter.as_ref()];
    for person in people.into_iter().flatten() {
        let name = syllables(person.name.as_str());
        document.add_text(fields.name, joined(&name, |word| &word.exact));
        document.add_text(fields.name_folded, joined(&name, |word| &word.folded));
    }
    for text in entry.texts {
        document.add_text(fields.text, joined(&syllables(text), |word| &word.folded));
    }
    for (_, text) in &entry.attached.0 {
        document.add_text(fields.text, joined(&syllables(text), |word| &word.folded));
    }
    let concern = dossier.concern();
    if let Some(owner) = concern.owner {
        document.add_text(fields.owner, owner);
    }
    for hand in concern.hands {
        document.add_text(fields.hand, hand);
    }
    for unit in concern.units {
        document.add_text(fields.unit, unit);
    }
    document.add_text(fields.field, concern.field);
    if concern.at_the_counter {
        document.add_text(fields.counter, AT_THE_COUNTER);
    }
    document.add_text(fields.status, dossier.status.code().to_string());
    if let Some(holder) = &dossier.place.holder {
        document.add_text(fields.holder, holder.username.as_str());
    }
    if let Some(due) = dossier.due_at {
        document.add_i64(fields.due, due.unix());
    }
    document.add_u64(order, place(dossier));
    if !entry.attached.0.is_empty() {
        let kept = serde_json::to_vec(entry.attached).expect("texts are plain JSON");
        document.add_bytes(fields.attached, &kept);
    }
    document
}

fn joined(words: &[Syllable], form: impl Fn(&Syllable) -> &str) -> String {
    let mut text = String::with_capacity(words.len() * 6);
    for word in words {
        text.push_str(form(word));
        text.push(' ');
    }
    text
}

/// Where the dossier stands in the order.
fn place(dossier: &Dossier) -> u64 {
    let tail = dossier.code.as_str().rsplit('-').next();
    let number: u64 = tail.and_then(|tail| tail.parse().ok()).unwrap_or(0);
    first_place(dossier.submitted_at) | (number % (1 << SEQUENCE_BITS))
}

/// The first place of those filed at this moment.
pub(super) fn first_place(filed: Moment) -> u64 {
    u64::try_from(filed.unix()).unwrap_or(0) << SEQUENCE_BITS
}

/// What the dossier is found by as a whole, in lower case.
fn keys(dossier: &Dossier) -> Vec<String> {
    let code = dossier.code.as_str().to_ascii_lowercase();
    let mut keys = Vec::with_capacity(24);
    if let Some((_, tail)) = code.split_once('-') {
        keys.push(tail.to_owned());
    }
    if let Some((_, number)) = code.rsplit_once('-') {
        keys.push(number.to_owned());
        keys.push(number.trim_start_matches('0').to_owned());
    }
    keys.push(code);
    keys.push(dossier.procedure.code.to_ascii_lowercase());
    let people = [Some(&dossier.applicant), dossier.submitter.as_ref()];
    for person in people.into_iter().flatten() {
        keys.extend(numbers(person));
        keys.extend(person.birth_date.map(day_key));
    }
    let days = [
        Some(dossier.submitted_at),
        dossier.received_at,
        dossier.due_at,
        dossier.finished_at,
    ];
    for day in days.into_iter().flatten().map(Moment::day) {
        keys.push(day_key(day));
        keys.push(day_of_year_key(day.month(), day.day()));
        keys.push(month_key(day.year(), day.month()));
        keys.push(month_of_year_key(day.month()));
    }
    keys.push(year_key(dossier.submitted_at.day().year()));
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn numbers(person: &Applicant) -> impl Iterator<Item = String> {
    let texts = [
        Some(person.phone.as_str()),
        person.id_number.as_ref().map(PaperNumber::as_str),
        person.email.as_ref().map(Email::as_str),
    ];
    texts.into_iter().flatten().map(str::to_ascii_lowercase)
}

/// One day, as 12/3/2026.
pub(super) fn day_key(day: Day) -> String {
    format!("d:{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A day of any year, as 12/3.
pub(super) fn day_of_year_key(month: i8, day: i8) -> String {
    format!("md:{month:02}{day:02}")
}

/// One month, as 3/2026.
pub(super) fn month_key(year: i16, month: i8) -> String {
    format!("m:{year:04}{month:02}")
}

/// A month of any year, as «tháng 3».
pub(super) fn month_of_year_key(month: i8) -> String {
    format!("mm:{month:02}")
}

/// One year, as «năm 2026».
pub(super) fn year_key(year: i16) -> String {
    format!("y:{year:04}")
}
