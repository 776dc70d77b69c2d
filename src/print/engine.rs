//! One warm Typst engine: the shipped templates, the fonts, and a place where the data of the next slip lie.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::{FileId, Source};
use typst::text::Font;
use typst_as_lib::TypstEngine;
use typst_as_lib::conversions::IntoFileId;
use typst_as_lib::file_resolver::FileResolver;
use typst_pdf::{PdfOptions, Timestamp};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::PrintError;
use crate::domain::time::Moment;

/// Every template by its virtual path. The list is fixed: Typst keeps each path it ever saw until the process ends.
const TEMPLATES: [(&str, &str); 2] = [
    ("nd30.typ", include_str!("../../assets/print/nd30.typ")),
    (
        "receipt.typ",
        include_str!("../../assets/print/receipt.typ"),
    ),
];

/// The one virtual file that changes from slip to slip.
const DATA: &str = "slip.json";

/// The metric twin of Times New Roman, whole Vietnamese alphabet; read in place from the executable.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    [
        include_bytes!("../../assets/fonts/LiberationSerif-Regular.ttf").as_slice(),
        include_bytes!("../../assets/fonts/LiberationSerif-Bold.ttf").as_slice(),
        include_bytes!("../../assets/fonts/LiberationSerif-Italic.ttf").as_slice(),
        include_bytes!("../../assets/fonts/LiberationSerif-BoldItalic.ttf").as_slice(),
    ]
    .into_iter()
    .flat_map(|font| Font::iter(Bytes::new(font)))
    .collect()
});

/// What one rendering is made of.
pub(super) struct Sheet {
    /// File name of the template.
    pub(super) template: &'static str,
    /// What the template reads; texts are cleaned before it does.
    pub(super) data: Value,
    /// What identifies the paper for ever; hashed into the PDF's own identifier.
    pub(super) ident: String,
    /// The moment that the PDF names as its creation.
    pub(super) at: Moment,
    /// How many pages it takes when everything fits; when it does not, it is set again with `flow` true,
    /// closer and with page numbers.
    pub(super) pages: usize,
}

/// The data of the slip under way, answered as [`DATA`].
struct Slot {
    id: FileId,
    bytes: Arc<Mutex<Bytes>>,
}

impl FileResolver for Slot {
    fn resolve_binary(&self, id: FileId) -> FileResult<Cow<'_, Bytes>> {
        if id != self.id {
            return Err(FileError::NotFound(id.vpath().get_without_slash().into()));
        }
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Cow::Owned(bytes.clone()))
    }

    fn resolve_source(&self, id: FileId) -> FileResult<Cow<'_, Source>> {
        Err(FileError::NotFound(id.vpath().get_without_slash().into()))
    }
}

/// An engine that draws one sheet at a time.
pub(super) struct Engine {
    typst: TypstEngine,
    slot: Arc<Mutex<Bytes>>,
}

impl Engine {
    pub(super) fn new() -> Self {
        let slot = Arc::new(Mutex::new(Bytes::new([])));
        let typst = TypstEngine::builder()
            .fonts(FONTS.iter().cloned())
            .with_static_source_file_resolver(TEMPLATES)
            .add_file_resolver(Slot {
                id: DATA.into_file_id(),
                bytes: Arc::clone(&slot),
            })
            // Keeping the cache brings no speed and holds 1.2 MB for every slip ever drawn.
            .comemo_evict_max_age(Some(0))
            .build();
        Self { typst, slot }
    }

    /// Draws `sheet` as a tagged PDF.
    pub(super) fn draw(&self, mut sheet: Sheet) -> Result<Vec<u8>, PrintError> {
        clean(&mut sheet.data, &mut String::new())?;
        let options = PdfOptions {
            ident: Smart::Custom(std::mem::take(&mut sheet.ident)),
            creator: Smart::Custom(Some("motcua".into())),
            timestamp: Some(timestamp(sheet.at)?),
            ..PdfOptions::default()
        };
        let mut unknown = BTreeSet::new();
        without_shape(&sheet.data, &mut unknown);
        sheet.data["unknown"] = Value::String(unknown.into_iter().collect());
        sheet.data["flow"] = Value::Bool(false);
        if let Some(pdf) = self.pass(&sheet, &options, sheet.pages)? {
            return Ok(pdf);
        }
        sheet.data["flow"] = Value::Bool(true);
        Ok(self
            .pass(&sheet, &options, usize::MAX)?
            .expect("no document has more than usize::MAX pages"))
    }

    /// Lays out once; `None` when it took more than `limit` pages.
    fn pass(
        &self,
        sheet: &Sheet,
        options: &PdfOptions,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, PrintError> {
        let bytes = serde_json::to_vec(&sheet.data).map_err(fault)?;
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Bytes::new(bytes);
        let drawn = self.typst.with_world(sheet.template, |world| {
            let document = typst::compile(world).output.map_err(reasons)?;
            let export = || typst_pdf::pdf(&document, options);
            if document.pages().len() > limit {
                return Ok(None);
            }
            export().map(Some).map_err(reasons)
        });
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Bytes::new([]);
        drawn.map_err(fault)?
    }
}

/// Brings every text into NFC and onto one line, and refuses control characters; `path` names the field reached so far.
fn clean(value: &mut Value, path: &mut String) -> Result<(), PrintError> {
    let depth = path.len();
    match value {
        Value::String(text) => {
            if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
                return Ok(());
            }
            if text.chars().any(forbidden) {
                return Err(PrintError::ControlCharacter {
                    field: path.clone(),
                });
            }
            if !is_nfc(text) || text.chars().any(|c| c.is_control() || turns(c)) {
                *text = text
                    .nfc()
                    .filter(|c| !turns(*c))
                    .map(|c| if c.is_control() { ' ' } else { c })
                    .collect();
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter_mut().enumerate() {
                path.push('/');
                path.push_str(&place.to_string());
                clean(item, path)?;
                path.truncate(depth);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                path.push('/');
                path.push_str(name);
                clean(field, path)?;
                path.truncate(depth);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

/// Collects the characters for which the fonts have no shape: emoji, scripts that the office does not write.
fn without_shape(value: &Value, found: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => found.extend(text.chars().filter(|c| {
            // Latin with every Vietnamese letter is there: looking it up would cost more than the rest of this.
            let common = matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
            // Joiners and variation selectors have no shape of their own.
            let silent =
                matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}');
            !common
                && !silent
                && !FONTS
                    .iter()
                    .any(|font| font.info().coverage.contains(u32::from(*c)))
        })),
        Value::Array(items) => items.iter().for_each(|item| without_shape(item, found)),
        Value::Object(fields) => fields.values().for_each(|item| without_shape(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What no paper takes: control characters other than white space, and what hides or splits text.
fn forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

/// Marks without ink that turn the direction of what follows; dropped, so that a paper reads in the order it was typed.
fn turns(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn timestamp(at: Moment) -> Result<Timestamp, PrintError> {
    const MINUTES_EAST: i32 = 7 * 60;
    let clock = at.civil();
    let part = |number: i8| u8::try_from(number).map_err(fault);
    Datetime::from_ymd_hms(
        clock.year().into(),
        part(clock.month())?,
        part(clock.day())?,
        part(clock.hour())?,
        part(clock.minute())?,
        part(clock.second())?,
    )
    .and_then(|moment| Timestamp::new_local(moment, MINUTES_EAST))
    .ok_or_else(|| PrintError::Template(format!("no PDF date for {at}")))
}

fn fault(error: impl std::fmt::Display) -> PrintError {
    PrintError::Template(error.to_string())
}

/// The messages alone: a diagnostic's place in the source says nothing without the source.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where map_err hands over the value"
)]
fn reasons(errors: EcoVec<SourceDiagnostic>) -> PrintError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PrintError::Template(messages.join("; "))
}
