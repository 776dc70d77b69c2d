//! One warm Typst engine: the shipped templates, the fonts, and a place where the data of the next PDF lie.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::{FileId, Source};
use typst_as_lib::TypstEngine;
use typst_as_lib::conversions::IntoFileId;
use typst_as_lib::file_resolver::FileResolver;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{EDITION, PrintError, fonts, sheet, templates, text};
use crate::domain::slip::{Print, Sheet};
use crate::domain::time::Moment;

/// The file that Typst begins with.
const MAIN: &str = "print.typ";
/// What the templates read.
const DATA: &str = "print.json";
/// What travels inside the PDF.
const INSIDE: &str = "phieu.json";
/// The files that change from PDF to PDF.
#[derive(Default)]
struct Changing {
    data: HashMap<FileId, Bytes>,
    /// Templates of the office's own.
    own: HashMap<FileId, Source>,
}

/// Hands the changing files to Typst.
struct Slot(Arc<Mutex<Changing>>);

impl FileResolver for Slot {
    fn resolve_binary(&self, id: FileId) -> FileResult<Cow<'_, Bytes>> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = files.data.get(&id).cloned();
        found.map(Cow::Owned).ok_or_else(|| missing(id))
    }

    fn resolve_source(&self, id: FileId) -> FileResult<Cow<'_, Source>> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = files.own.get(&id).cloned();
        found.map(Cow::Owned).ok_or_else(|| missing(id))
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

/// What travels inside the PDF, by reference.
#[derive(Serialize)]
struct Inside<'a> {
    edition: &'a str,
    print: &'a Print,
}

/// An engine that draws one PDF at a time.
pub(super) struct Engine {
    typst: TypstEngine,
    slot: Arc<Mutex<Changing>>,
    standards: PdfStandards,
}

/// A stretch of the papers of a print, to be drawn as a PDF of its own.
pub(super) struct Part<'a> {
    /// All papers: they give the PDF its name.
    pub(super) print: &'a Print,
    /// Which of them are drawn.
    pub(super) range: Range<usize>,
    /// Whether the office's own templates are used.
    pub(super) own: bool,
}

impl Part<'_> {
    fn sheets(&self) -> &[Sheet] {
        self.print
            .sheets
            .get(self.range.clone())
            .unwrap_or_default()
    }
}

/// What is set in one pass.
struct Job {
    data: Value,
    inside: Vec<u8>,
    own: Vec<(FileId, Source)>,
}

impl Engine {
    pub(super) fn new() -> Self {
        let slot = Arc::new(Mutex::new(Changing::default()));
        let typst = TypstEngine::builder()
            .fonts(fonts::ALL.iter().cloned())
            .with_static_source_file_resolver(templates::FILES)
            .add_file_resolver(Slot(Arc::clone(&slot)))
            // Keeping the cache brings no speed and holds 1.2 MB for every slip ever drawn.
            .comemo_evict_max_age(Some(0))
            .build();
        let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
            .expect("an archive standard and an accessibility standard go together");
        Self {
            typst,
            slot,
            standards,
        }
    }

    /// Draws a part as a tagged, archivable PDF; the first carries the data of all.
    pub(super) fn draw(&self, part: &Part<'_>) -> Result<Vec<u8>, PrintError> {
        let print = part.print;
        let options = PdfOptions {
            ident: Smart::Custom(ident(print)),
            creator: Smart::Custom(Some("motcua".into())),
            timestamp: Some(timestamp(print.at)?),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let mut job = job(part)?;
        let (pdf, long) = self.pass(&job, &options, |document, data| {
            too_long(document, data, part.sheets())
        })?;
        if long.is_empty() {
            return Ok(pdf);
        }
        for at in long {
            job.data["sheets"][at]["flow"] = Value::Bool(true);
        }
        // A flowing sheet may take what it needs, and each of its copies counts from 1: nothing is judged again.
        let (pdf, _) = self.pass(&job, &options, |_, _| Vec::new())?;
        Ok(pdf)
    }

    /// Lays out once. When `too_long` names places of sheets that took more pages than their form has, they come instead of
    /// the PDF.
    fn pass(
        &self,
        job: &Job,
        options: &PdfOptions,
        too_long: impl Fn(&PagedDocument, &Value) -> Vec<usize>,
    ) -> Result<(Vec<u8>, Vec<usize>), PrintError> {
        self.lay_out(job)?;
        let drawn = self.typst.with_world(MAIN, |world| {
            let document = typst::compile::<PagedDocument>(world)
                .output
                .map_err(|errors| reasons(world, &errors))?;
            let long = too_long(&document, &job.data);
            if !long.is_empty() {
                return Ok((Vec::new(), long));
            }
            let pdf =
                typst_pdf::pdf(&document, options).map_err(|errors| reasons(world, &errors))?;
            Ok((pdf, long))
        });
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Changing::default();
        drawn.map_err(fault)?
    }

    /// Puts the changing files where Typst finds them.
    fn lay_out(&self, job: &Job) -> Result<(), PrintError> {
        let data = serde_json::to_vec(&job.data).map_err(fault)?;
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Changing {
            data: HashMap::from([
                (DATA.into_file_id(), Bytes::new(data)),
                (INSIDE.into_file_id(), Bytes::new(job.inside.clone())),
            ]),
            own: job.own.iter().cloned().collect(),
        };
        Ok(())
    }
}

/// Everything that Typst reads for a part.
fn job(part: &Part<'_>) -> Result<Job, PrintError> {
    let print = part.print;
    let carries = part.range.start == 0;
    let inside = Inside {
        edition: EDITION,
        print,
    };
    let inside = if carries {
        serde_json::to_vec(&inside).map_err(fault)?
    } else {
        Vec::new()
    };
    let mut sheets = Vec::with_capacity(part.range.len());
    let mut own: Vec<(FileId, Source)> = Vec::new();
    for sheet in part.sheets() {
        let template = match sheet.own_template.as_ref().filter(|_| part.own) {
            None => format!("{}.typ", sheet.form.template),
            Some(text) => {
                let known = own.iter().position(|(_, source)| source.text() == text);
                let place = known.unwrap_or(own.len());
                // A part has few papers, so few such paths are ever seen.
                let path = format!("own-{place}.typ");
                if known.is_none() {
                    let id = path.as_str().into_file_id();
                    own.push((id, Source::new(id, text.clone())));
                }
                path
            }
        };
        let mut data = sheet::data(sheet, print.size, &template)?;
        text::clean(&mut data, &mut String::new())?;
        sheets.push(data);
    }
    let author = print
        .sheets
        .first()
        .and_then(|sheet| sheet.facts.get("office"));
    let mut data = json!({
        "title": sheet::title(&print.sheets),
        "author": author.and_then(Value::as_str).unwrap_or_default(),
        "carries": carries,
    });
    text::clean(&mut data, &mut String::new())?;
    let sheets = Value::Array(sheets);
    let mut unknown = BTreeSet::new();
    text::without_shape(&sheets, &mut unknown);
    data["unknown"] = Value::String(unknown.into_iter().collect());
    data["sheets"] = sheets;
    Ok(Job { data, inside, own })
}

/// Sheets that were set without flowing and took more pages than their form has. Every such sheet begins with page number 1.
fn too_long(document: &PagedDocument, data: &Value, sheets: &[Sheet]) -> Vec<usize> {
    let limits: Vec<Option<usize>> = sheets
        .iter()
        .map(|sheet| sheet::pages(sheet.kind))
        .collect();
    let expected: Option<usize> = limits.iter().copied().sum();
    if expected == Some(document.pages().len()) || limits.iter().all(Option::is_none) {
        return Vec::new();
    }
    let begins: Vec<usize> = document
        .pages()
        .iter()
        .enumerate()
        .filter(|(_, page)| page.number == 1)
        .map(|(at, _)| at)
        .collect();
    let ends = begins
        .iter()
        .skip(1)
        .copied()
        .chain([document.pages().len()]);
    begins
        .iter()
        .zip(ends)
        .zip(limits)
        .enumerate()
        .filter(|(at, ((begin, end), limit))| {
            limit.is_some_and(|limit| end - *begin > limit)
                && data["sheets"][at]["flow"] == Value::Bool(false)
        })
        .map(|(at, _)| at)
        .collect()
}

/// What identifies the PDF for ever; hashed into its own identifier.
fn ident(print: &Print) -> String {
    let sheets: Vec<String> = print
        .sheets
        .iter()
        .map(|sheet| {
            let text = |name: &str| sheet.facts.get(name).and_then(Value::as_str);
            let about = text("dossier").or(text("code")).or(text("procedure_code"));
            let number = text("number");
            format!(
                "{} {} {}",
                sheet.kind.key(),
                about.unwrap_or_default(),
                number.unwrap_or_default()
            )
        })
        .collect();
    format!("{} {}", sheets.join(", "), print.at)
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

pub(super) fn fault(error: impl std::fmt::Display) -> PrintError {
    PrintError::Template(error.to_string())
}

/// The messages, each with the line of the template it stands in.
fn reasons(world: &typst_as_lib::TypstWorld<'_>, errors: &EcoVec<SourceDiagnostic>) -> PrintError {
    use typst::WorldExt;
    let messages: Vec<String> = errors
        .iter()
        .map(|error| {
            let line = error.span.id().and_then(|id| {
                let source = typst::World::source(world, id).ok()?;
                let range = world.range(error.span)?;
                let line = source.lines().byte_to_line(range.start)?;
                Some(format!("{}:{}: ", id.vpath().get_without_slash(), line + 1))
            });
            format!("{}{}", line.unwrap_or_default(), error.message)
        })
        .collect();
    PrintError::Template(messages.join("; "))
}
