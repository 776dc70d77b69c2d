//! `motcua import`: catalogues from files. The whole file is checked first; one bad row and nothing is imported.

use std::fmt::Display;
use std::path::PathBuf;

use super::clock;
use super::desk::Desk;
use super::failure::Failure;
use crate::domain::calendar::CalendarRows;
use crate::domain::procedure::Procedure;
use crate::office::import_holidays::{self, CalendarRow};
use crate::office::import_procedures::{self, LegalDocuments};
use crate::office::import_units;
use crate::office::renew_catalogue::{Imported, Wishes};
use crate::office::rows::{BadRow, Parsed};
use crate::office::units;

/// Legal documents by number, beside some catalogue files.
const LEGAL: &str = "legal_documents.jsonl";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Loại dữ liệu: procedures (thủ tục), units (đơn vị hành chính), holidays (ngày nghỉ, ngày làm bù)
    #[arg(value_enum)]
    what: What,
    /// Tệp .json, .jsonl hoặc .csv, có thể nén .gz
    file: PathBuf,
    /// Chỉ kiểm tra và cho biết sẽ thay đổi gì
    #[arg(long)]
    dry_run: bool,
    /// Bỏ qua dòng sai, nạp phần còn lại
    #[arg(long)]
    skip_bad: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    /// Thủ tục hành chính
    Procedures,
    /// Đơn vị hành chính
    Units,
    /// Ngày nghỉ và ngày làm bù
    Holidays,
}

impl Args {
    pub fn attachments(&self) -> Vec<PathBuf> {
        let legal = self.file.with_file_name(LEGAL);
        let beside = matches!(self.what, What::Procedures) && legal.is_file();
        std::iter::once(self.file.clone())
            .chain(beside.then_some(legal))
            .collect()
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let mut attached = std::mem::take(&mut desk.attached).into_iter();
    let bytes = attached.next().unwrap_or_default();
    match args.what {
        What::Procedures => {
            let legal = attached
                .next()
                .map_or_else(LegalDocuments::default, |bytes| {
                    LegalDocuments::parse(&bytes)
                });
            desk.out.progress("đang đọc tệp");
            let name = args.file.to_string_lossy();
            let parsed = import_procedures::parse(&bytes, &name, &legal);
            procedures(good(args, desk, parsed)?, args, desk)
        }
        What::Holidays => {
            let rows = good(args, desk, import_holidays::parse(&bytes))?;
            holidays(rows, args, desk)
        }
        What::Units => {
            let rows = good(args, desk, import_units::parse(&bytes))?;
            shipped_units(&rows, desk)
        }
    }
}

/// The rows to import, or a failure after every bad row was listed.
fn good<T>(args: &Args, desk: &mut Desk<'_>, parsed: Parsed<T>) -> Result<Vec<T>, Failure> {
    for BadRow { line, code, reason } in &parsed.bad {
        let code = if code.is_empty() {
            String::new()
        } else {
            format!(" ({code})")
        };
        desk.out.wrong(&format!("Dòng {line}{code}: {reason}"));
    }
    let bad = parsed.bad.len();
    if parsed.rows.is_empty() || (bad > 0 && !args.skip_bad) {
        return Err(Failure::failed(format!(
            "Không nạp gì vì có {bad} dòng sai; hãy sửa các dòng trên rồi nạp lại, hoặc dùng --skip-bad để nạp {} dòng đúng.",
            parsed.rows.len()
        )));
    }
    if bad > 0 {
        desk.out.line(&format!("Bỏ qua {bad} dòng sai."));
    }
    Ok(parsed.rows.into_iter().map(|(_, row)| row).collect())
}

fn procedures(rows: Vec<Procedure>, args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let imported = if args.dry_run {
        compared(rows, desk)?
    } else {
        let total = rows.len();
        desk.office
            .import_procedures(rows, clock::now(), &mut |done| {
                desk.out.progress(&format!("đã ghi {done}/{total} thủ tục"));
            })?
    };
    let Imported {
        added,
        changed,
        unchanged,
        visible,
        ..
    } = imported;
    counted(desk, args, "thủ tục", added, changed, unchanged);
    if !args.dry_run {
        desk.out
            .line(&format!("Danh mục hiện có {visible} thủ tục."));
    }
    Ok(())
}

/// What an import would change.
fn compared(rows: Vec<Procedure>, desk: &Desk<'_>) -> Result<Imported, Failure> {
    let would = desk
        .office
        .preview_catalogue(rows, Wishes::default(), clock::now())?;
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Ok(Imported {
        added: count(would.added.len()),
        changed: count(would.changed.len()),
        unchanged: would.unchanged,
        ..Imported::default()
    })
}

fn holidays(rows: Vec<CalendarRow>, args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let facts = desk.office.facts().ok_or_else(|| {
        Failure::failed("Cơ quan chưa được thiết lập; hãy chạy «motcua init» trước.")
    })?;
    let mut calendar = facts.calendar.rows().clone();
    let (mut added, mut changed, mut unchanged) = (0, 0, 0);
    for row in rows {
        *match put(&mut calendar, row) {
            Put::Added => &mut added,
            Put::Changed => &mut changed,
            Put::Unchanged => &mut unchanged,
        } += 1;
    }
    if !args.dry_run && added + changed > 0 {
        desk.handle
            .block_on(desk.office.change_calendar(calendar, clock::now()))?;
    }
    counted(desk, args, "ngày", added, changed, unchanged);
    Ok(())
}

fn counted(
    desk: &mut Desk<'_>,
    args: &Args,
    what: &str,
    added: impl Display,
    changed: impl Display,
    unchanged: impl Display,
) {
    let would = if args.dry_run {
        "Sẽ nạp"
    } else {
        "Đã nạp"
    };
    desk.out.line(&format!(
        "{would}: {added} {what} mới, {changed} thay đổi, {unchanged} giữ nguyên."
    ));
}

/// Provinces and communes come with the program; a file that differs needs a newer program.
fn shipped_units(rows: &[import_units::Unit], desk: &mut Desk<'_>) -> Result<(), Failure> {
    let communes = rows.iter().filter(|unit| unit.code.len() == 5);
    let differing: Vec<&str> = communes
        .clone()
        .filter(|unit| {
            units::commune(&unit.code).is_none_or(|known| {
                known.name != unit.full_name || known.province_code != unit.province_code
            })
        })
        .map(|unit| unit.code.as_str())
        .collect();
    if differing.is_empty() {
        desk.out.line(&format!(
            "{} xã, phường, đặc khu trong tệp giống danh mục đi kèm; không có gì phải nạp.",
            communes.count()
        ));
        return Ok(());
    }
    let some = differing
        .iter()
        .take(5)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    Err(Failure::failed(format!(
        "{} đơn vị khác danh mục đi kèm ({some}…), mà bản này chỉ dùng danh mục đi kèm; hãy dùng bản motcua mới hơn.",
        differing.len()
    )))
}

/// What a calendar row did to the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Put {
    Added,
    Changed,
    Unchanged,
}

/// Puts a row into the calendar.
fn put(calendar: &mut CalendarRows, row: CalendarRow) -> Put {
    match row {
        CalendarRow::Off(day, off) => told(
            calendar
                .days_off
                .insert(day, off.clone())
                .map(|old| old == off),
        ),
        CalendarRow::MakeUp { worked, off } => {
            told(calendar.make_up.insert(worked, off).map(|old| old == off))
        }
    }
}

fn told(same_as_before: Option<bool>) -> Put {
    match same_as_before {
        None => Put::Added,
        Some(true) => Put::Unchanged,
        Some(false) => Put::Changed,
    }
}
