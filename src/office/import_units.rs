//! Reads administrative units: the 34 provinces and the communes, wards and special zones below them, as CSV.

use std::collections::HashMap;

use super::rows::{CsvRow, Parsed, csv_rows, open};

/// Administrative unit (đơn vị hành chính).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Two digits for a province, five for a commune.
    pub code: String,
    /// Name without its kind, «Ba Đình».
    pub name: String,
    /// Name with its kind, «Phường Ba Đình».
    pub full_name: String,
    /// The province's code; empty for a province.
    pub province_code: String,
}

const KNOWN: [&[&str]; 4] = [
    &["code", "ma"],
    &["name", "ten"],
    &["full_name", "ten day du"],
    &["province_code", "ma tinh"],
];

/// Columns of the shipped files that the office does not keep.
const IGNORED: [&str; 7] = [
    "type", "slug", "name_en", "n_units", "lat", "lon", "area_km2",
];

/// Checks the whole file. Pure.
pub fn parse(bytes: &[u8]) -> Parsed<Unit> {
    let text = match open(bytes) {
        Ok(text) => text,
        Err(bad) => return Parsed::unreadable(bad),
    };
    let mut seen = HashMap::new();
    csv_rows(&text, &KNOWN, 2, &IGNORED, |line, row, parsed| {
        match read(row) {
            Ok(unit) => {
                if let Some(first) = seen.insert(unit.code.clone(), line) {
                    let reason = format!("Mã đơn vị {} đã có ở dòng {first}.", unit.code);
                    parsed.refuse(line, &unit.code, reason);
                } else {
                    parsed.rows.push((line, unit));
                }
            }
            Err(reason) => parsed.refuse(line, &row.cell(0), reason),
        }
    })
    .finish()
}

fn read(row: &CsvRow<'_>) -> Result<Unit, String> {
    let unit = Unit {
        code: row.cell(0),
        name: row.cell(1),
        full_name: row.cell(2),
        province_code: row.cell(3),
    };
    let digits = |code: &str, length: usize| {
        code.len() == length && code.bytes().all(|byte| byte.is_ascii_digit())
    };
    if unit.name.is_empty() {
        return Err("Thiếu tên đơn vị.".to_owned());
    }
    if [&unit.name, &unit.full_name]
        .iter()
        .any(|name| name.contains(char::is_control))
    {
        return Err("Tên đơn vị có ký tự điều khiển.".to_owned());
    }
    match (
        digits(&unit.code, 2),
        digits(&unit.code, 5),
        digits(&unit.province_code, 2),
    ) {
        (true, _, _) if unit.province_code.is_empty() => Ok(unit),
        (_, true, true) => Ok(unit),
        (_, true, false) => Err("Mã tỉnh của đơn vị cấp xã phải có 2 chữ số.".to_owned()),
        _ => Err(format!(
            "Mã đơn vị «{}» phải có 2 chữ số (tỉnh) hoặc 5 chữ số (xã).",
            unit.code
        )),
    }
}
