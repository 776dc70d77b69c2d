//! A table that an office keeps itself: CSV with a heading, one procedure a row, lists in a cell parted by `;`.

use super::reading::{read_code, read_name};
use crate::domain::procedure::component::{Listed, identify};
use crate::domain::procedure::{Channel, Fee, Level, Method, Named, Procedure, Scope, TimeUnit};
use crate::office::rows::{CsvRow, Parsed, csv_rows};

const CODE: usize = 0;
const NAME: usize = 1;
const FIELD: usize = 2;
const LEVELS: usize = 3;
const AGENCY: usize = 4;
const SUBJECTS: usize = 5;
const TIME: usize = 6;
const UNIT: usize = 7;
const FEE: usize = 8;
const PAPERS: usize = 9;
const RESULTS: usize = 10;
const CONDITIONS: usize = 11;
const FULL_ONLINE: usize = 12;
const PROMULGATOR: usize = 13;
const SOURCE_URL: usize = 14;

/// Headings by column, folded: English name, then what offices write.
const COLUMNS: [&[&str]; 15] = [
    &["code", "ma", "ma tthc", "ma thu tuc"],
    &["name", "ten", "ten tthc", "ten thu tuc"],
    &["field", "linh vuc"],
    &["levels", "level", "cap", "cap thuc hien"],
    &["executing", "agency", "co quan thuc hien"],
    &["subjects", "subject", "doi tuong"],
    &["time", "thoi han"],
    &["unit", "don vi", "don vi tinh"],
    &["fee", "phi", "le phi"],
    &["papers", "components", "thanh phan ho so"],
    &["results", "result", "ket qua"],
    &["conditions", "yeu cau"],
    &["full_online", "toan trinh"],
    &["promulgator", "co quan cong bo"],
    &["source_url", "nguon"],
];

pub(super) fn parse(text: &str) -> Parsed<Procedure> {
    csv_rows(text, &COLUMNS, 2, &[], |line, row, parsed| {
        match read(row) {
            Ok(procedure) => parsed.rows.push((line, procedure)),
            Err(reason) => parsed.refuse(line, &row.cell(CODE), reason),
        }
    })
}

fn read(row: &CsvRow<'_>) -> Result<Procedure, String> {
    for (column, names) in COLUMNS.iter().enumerate() {
        if row.cell(column).contains(char::is_control) {
            let name = names.first().copied().unwrap_or_default();
            return Err(format!("Cột «{name}» có ký tự điều khiển."));
        }
    }
    let mut procedure = Procedure::bare(read_code(&row.cell(CODE))?, read_name(&row.cell(NAME))?);
    procedure.id = procedure.code.to_string();
    procedure.scope = Scope::Local;
    procedure.fields = list(row, FIELD).map(named).collect();
    for word in list(row, LEVELS) {
        let level =
            Level::parse(&word).ok_or_else(|| format!("Cột «levels» có giá trị lạ «{word}»."))?;
        procedure.levels.push(level);
    }
    procedure.executing = list(row, AGENCY).collect();
    procedure.subjects = list(row, SUBJECTS).collect();
    procedure.results = list(row, RESULTS).map(named).collect();
    procedure.conditions = row.cell(CONDITIONS);
    procedure.promulgator = list(row, PROMULGATOR).map(named).next();
    procedure.source_url = row.cell(SOURCE_URL);
    procedure.full_online = match row.cell(FULL_ONLINE).to_lowercase().as_str() {
        "" | "0" | "false" | "không" => false,
        "1" | "true" | "có" | "x" => true,
        other => return Err(format!("Cột «full_online» có giá trị lạ «{other}».")),
    };
    let papers = list(row, PAPERS).map(|name| Listed {
        name,
        original: 1,
        ..Listed::default()
    });
    procedure.components = identify(papers.collect());
    let (time, unit) = time(row)?;
    let fees = fee(row)?;
    if time.is_some() || !fees.is_empty() {
        procedure.methods.push(Method {
            channels: Channel::ALL.to_vec(),
            time,
            unit,
            note: String::new(),
            fees,
        });
    }
    Ok(procedure.complete())
}

fn list(row: &CsvRow<'_>, column: usize) -> impl Iterator<Item = String> {
    let cell = row.cell(column);
    let items: Vec<String> = cell
        .split(';')
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect();
    items.into_iter()
}

fn named(name: String) -> Named {
    Named {
        code: String::new(),
        name,
    }
}

fn time(row: &CsvRow<'_>) -> Result<(Option<f64>, TimeUnit), String> {
    let cell = row.cell(TIME).replace(',', ".");
    if cell.is_empty() {
        return Ok((None, TimeUnit::Other));
    }
    let time: f64 = cell
        .parse()
        .ok()
        .filter(|time: &f64| time.is_finite() && *time >= 0.0)
        .ok_or_else(|| format!("Cột «time» phải là số không âm, không phải «{cell}»."))?;
    let unit = match row.cell(UNIT).to_lowercase().as_str() {
        "" | "ngay_lam_viec" | "ngày làm việc" => TimeUnit::WorkingDay,
        "ngay" | "ngày" => TimeUnit::Day,
        "gio" | "giờ" => TimeUnit::Hour,
        "thang" | "tháng" => TimeUnit::Month,
        "nam" | "năm" => TimeUnit::Year,
        other => return Err(format!("Cột «unit» có giá trị lạ «{other}».")),
    };
    Ok((Some(time), unit))
}

fn fee(row: &CsvRow<'_>) -> Result<Vec<Fee>, String> {
    let cell = row.cell(FEE);
    if cell.is_empty() {
        return Ok(Vec::new());
    }
    let digits: String = cell
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | 'đ'))
        .collect();
    let value = digits
        .parse()
        .ok()
        .filter(|value| (0..1_000_000_000_000_i64).contains(value))
        .ok_or_else(|| format!("Cột «fee» phải là số tiền đồng, không phải «{cell}»."))?;
    Ok(vec![Fee {
        value: Some(value),
        currency: "VND".to_owned(),
        ..Fee::default()
    }])
}
