//! Provinces and communes after the two-level reform, as shipped.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::samples;

/// A commune, ward or special zone (xã, phường, đặc khu).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    /// Five digits.
    pub code: String,
    /// Full name: "Phường Ba Đình".
    pub name: String,
    /// Two digits of the province.
    pub province_code: String,
    /// Full name of the province.
    pub province: String,
}

static COMMUNES: LazyLock<HashMap<String, Commune>> = LazyLock::new(read);

/// The commune with this code.
pub fn commune(code: &str) -> Option<&'static Commune> {
    COMMUNES.get(code)
}

/// Every province: code and full name, by code.
pub fn provinces() -> Vec<(String, String)> {
    let mut provinces: Vec<(String, String)> = rows(samples::PROVINCES)
        .map(|row| (cell(&row, 0), cell(&row, 2)))
        .collect();
    provinces.sort();
    provinces
}

/// Every commune of a province: code and full name, by name.
pub fn communes_of(province: &str) -> Vec<(String, String)> {
    let mut communes: Vec<(String, String)> = COMMUNES
        .values()
        .filter(|commune| commune.province_code == province)
        .map(|commune| (commune.code.clone(), commune.name.clone()))
        .collect();
    communes.sort_by_cached_key(|(_, name)| crate::domain::fold::fold(name));
    communes
}

fn read() -> HashMap<String, Commune> {
    let provinces: HashMap<String, String> = rows(samples::PROVINCES)
        .map(|row| (cell(&row, 0), cell(&row, 2)))
        .collect();
    rows(samples::COMMUNES)
        .map(|row| {
            let province_code = cell(&row, 5);
            let commune = Commune {
                code: cell(&row, 0),
                name: cell(&row, 2),
                province: provinces.get(&province_code).cloned().unwrap_or_default(),
                province_code,
            };
            (commune.code.clone(), commune)
        })
        .collect()
}

fn rows(csv: &'static [u8]) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(csv)
        .into_records()
        .filter_map(Result::ok)
}

fn cell(row: &csv::StringRecord, at: usize) -> String {
    row.get(at).unwrap_or_default().to_owned()
}
