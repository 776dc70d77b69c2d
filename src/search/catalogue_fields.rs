//! The index of the catalogue: its fields, and how a procedure becomes a document.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::analysis::{collation_key, indexed};
use crate::domain::fold::fold;
use crate::domain::procedure::{Level, Procedure};

/// Raised whenever documents are built otherwise than before; an index of another epoch is thrown away and rebuilt.
pub const EPOCH: u32 = 1;

/// Free texts are indexed up to here, in bytes: the sense of a procedure lies in its beginning.
const LONGEST_BODY: usize = 6_000;

/// What a result list shows, kept in the index so that a list needs no records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Procedure code.
    pub code: String,
    /// Title.
    pub name: String,
    /// First field (lĩnh vực), may be empty.
    pub field: String,
    /// Levels of execution.
    pub levels: Vec<Level>,
    /// Whole process online.
    pub full_online: bool,
    /// Internal procedure.
    #[serde(default)]
    pub internal: bool,
}

/// Handles of the fields.
#[derive(Clone, Debug)]
pub struct Fields {
    pub(super) code: Field,
    pub(super) card: Field,
    pub(super) order: Field,
    pub(super) internal: Field,
    pub(super) in_field: Field,
    pub(super) field_name: Field,
    pub(super) for_subject: Field,
    pub(super) at_level: Field,
    pub(super) name: Field,
    pub(super) name_folded: Field,
    pub(super) more: Field,
    pub(super) field_folded: Field,
    pub(super) results: Field,
    pub(super) papers: Field,
    pub(super) steps: Field,
}

/// The schema of this epoch.
pub fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("whitespace")
                .set_index_option(IndexRecordOption::WithFreqs),
        )
    };
    let fields = Fields {
        code: schema.add_text_field("code", STRING),
        card: schema.add_text_field("card", STORED),
        order: schema.add_text_field("order", TextOptions::default().set_fast("raw")),
        internal: schema.add_text_field("internal", STRING),
        in_field: schema.add_text_field("in_field", STRING),
        field_name: schema.add_text_field("field_name", STRING),
        for_subject: schema.add_text_field("for_subject", STRING),
        at_level: schema.add_text_field("at_level", STRING),
        name: schema.add_text_field("name", words()),
        name_folded: schema.add_text_field("name_folded", words()),
        more: schema.add_text_field("more", words()),
        field_folded: schema.add_text_field("field_folded", words()),
        results: schema.add_text_field("results", words()),
        papers: schema.add_text_field("papers", words()),
        steps: schema.add_text_field("steps", words()),
    };
    (schema.build(), fields)
}

/// The document of a procedure.
pub fn document(fields: &Fields, procedure: &Procedure) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    let card = Card {
        code: procedure.code.to_string(),
        name: procedure.name.clone(),
        field: procedure.field().to_owned(),
        levels: procedure.levels.clone(),
        full_online: procedure.full_online,
        internal: procedure.internal,
    };
    let json = serde_json::to_string(&card).expect("a card is plain JSON");
    document.add_text(fields.card, json);
    document.add_text(fields.code, procedure.code.as_str().to_ascii_lowercase());
    document.add_text(
        fields.order,
        format!("{}\u{1f}{}", order_key(&procedure.name), procedure.code),
    );
    document.add_text(fields.internal, if procedure.internal { "1" } else { "0" });
    for field in &procedure.fields {
        document.add_text(fields.in_field, fold(&field.name));
        document.add_text(fields.field_name, &field.name);
        if !field.code.is_empty() {
            document.add_text(fields.in_field, fold(&field.code));
        }
        document.add_text(fields.field_folded, folded(&field.name));
    }
    for subject in &procedure.subjects {
        document.add_text(fields.for_subject, fold(subject));
    }
    for level in &procedure.levels {
        document.add_text(fields.at_level, level.as_str());
    }
    document.add_text(
        fields.name,
        indexed(&procedure.name, |syllable| &syllable.exact),
    );
    document.add_text(fields.name_folded, folded(&procedure.name));
    for case in procedure
        .cases
        .iter()
        .filter(|case| !case.made_up && case.name != procedure.name)
    {
        document.add_text(fields.more, folded(&case.name));
    }
    for keyword in procedure
        .keywords
        .iter()
        .chain(procedure.life_events.iter().map(|event| &event.name))
    {
        document.add_text(fields.more, folded(keyword));
    }
    for result in &procedure.results {
        document.add_text(fields.results, folded(&result.name));
    }
    let mut papers = String::new();
    for paper in procedure.components.iter().filter(|paper| !paper.note) {
        papers.push_str(&paper.name);
        papers.push('\n');
    }
    document.add_text(fields.papers, folded(start(&papers)));
    let mut steps = procedure.conditions.clone();
    for step in &procedure.steps {
        steps.push('\n');
        steps.push_str(&step.name);
        steps.push('\n');
        steps.push_str(&step.text);
    }
    document.add_text(fields.steps, folded(start(&steps)));
    document
}

fn folded(text: &str) -> String {
    indexed(text, |syllable| &syllable.folded)
}

fn start(text: &str) -> &str {
    let end = text.floor_char_boundary(LONGEST_BODY.min(text.len()));
    &text[..end]
}

/// «Thủ tục đăng ký khai sinh» stands under Đ: half of the titles begin with the same two words.
fn order_key(name: &str) -> String {
    let folded = fold(name);
    let bare = if folded.starts_with("thu tuc ") {
        name.splitn(3, ' ').nth(2).unwrap_or(name)
    } else {
        name
    };
    collation_key(bare)
}
