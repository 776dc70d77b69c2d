//! The index of the catalogue: its fields, and how a procedure becomes a document.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::analysis::{Syllable, collation_key, indexed, syllables};
use super::facets::labels;
use super::synonyms::spell_out;
use crate::domain::fold::fold;
use crate::domain::procedure::{Level, Procedure, Scope};

/// Raised whenever documents are built otherwise than before; an index of another epoch is thrown away and rebuilt.
pub const EPOCH: u32 = 2;

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
    /// Published by one province for itself.
    #[serde(default)]
    pub local: bool,
}

/// Handles of the fields.
#[derive(Clone, Debug)]
pub struct Fields {
    pub(super) code: Field,
    pub(super) card: Field,
    pub(super) order: Field,
    pub(super) internal: Field,
    pub(super) label: Field,
    pub(super) asked_label: Field,
    pub(super) name: Field,
    pub(super) name_folded: Field,
    pub(super) more: Field,
    pub(super) field_folded: Field,
    pub(super) results: Field,
    pub(super) papers: Field,
    pub(super) steps: Field,
    pub(super) spoken: Field,
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
        label: schema.add_text_field("label", STRING),
        asked_label: schema.add_text_field("asked_label", STRING),
        name: schema.add_text_field("name", words()),
        name_folded: schema.add_text_field("name_folded", words()),
        more: schema.add_text_field("more", words()),
        field_folded: schema.add_text_field("field_folded", words()),
        results: schema.add_text_field("results", words()),
        papers: schema.add_text_field("papers", words()),
        steps: schema.add_text_field("steps", words()),
        spoken: schema.add_text_field(
            "spoken",
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer("whitespace")
                    .set_fieldnorms(false)
                    .set_index_option(IndexRecordOption::Basic),
            ),
        ),
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
        local: procedure.scope == Scope::Local,
    };
    let json = serde_json::to_string(&card).expect("a card is plain JSON");
    document.add_text(fields.card, json);
    document.add_text(fields.code, procedure.code.as_str().to_ascii_lowercase());
    document.add_text(
        fields.order,
        format!("{}\u{1f}{}", order_key(&procedure.name), procedure.code),
    );
    document.add_text(fields.internal, if procedure.internal { "1" } else { "0" });
    let mut text = Text {
        fields,
        document: &mut document,
    };
    for (facet, value, spellings) in labels(procedure) {
        text.raw(fields.label, &facet.shown(&value));
        text.raw(fields.asked_label, &facet.asked(&value));
        for spelling in spellings {
            text.raw(fields.asked_label, &facet.asked(&spelling));
        }
    }
    for field in &procedure.fields {
        text.words(fields.field_folded, &field.name);
    }
    text.name(&procedure.name);
    for case in procedure
        .cases
        .iter()
        .filter(|case| !case.made_up && case.name != procedure.name)
    {
        text.words(fields.more, &case.name);
    }
    for keyword in procedure
        .keywords
        .iter()
        .chain(procedure.life_events.iter().map(|event| &event.name))
    {
        text.words(fields.more, keyword);
    }
    for result in &procedure.results {
        text.words(fields.results, &result.name);
    }
    let mut papers = String::new();
    for paper in procedure.components.iter().filter(|paper| !paper.note) {
        papers.push_str(&paper.name);
        papers.push('\n');
    }
    text.words(fields.papers, start(&papers));
    let mut steps = procedure.conditions.clone();
    for step in &procedure.steps {
        steps.push('\n');
        steps.push_str(&step.name);
        steps.push('\n');
        steps.push_str(&step.text);
    }
    text.words(fields.steps, start(&steps));
    document
}

/// A document while its texts come in.
struct Text<'a> {
    fields: &'a Fields,
    document: &'a mut TantivyDocument,
}

impl Text<'_> {
    fn raw(&mut self, field: Field, text: &str) {
        self.document.add_text(field, text);
    }

    /// A text by its words without marks; with marks it teaches how people write.
    fn words(&mut self, field: Field, text: &str) {
        let words = read(text);
        self.raw(field, &indexed(&words, |word| &word.folded));
        self.raw(self.fields.spoken, &indexed(&words, |word| &word.exact));
    }

    fn name(&mut self, name: &str) {
        let words = read(name);
        let exact = indexed(&words, |word| &word.exact);
        self.raw(self.fields.name, &exact);
        self.raw(self.fields.spoken, &exact);
        self.raw(
            self.fields.name_folded,
            &indexed(&words, |word| &word.folded),
        );
    }
}

/// The syllables of a text of the catalogue, abbreviations spelled out.
pub fn read(text: &str) -> Vec<Syllable> {
    spell_out(syllables(text))
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
