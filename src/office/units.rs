//! Provinces and communes after the two-level reform, as shipped.

use std::collections::HashMap;
use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

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

/// Communes by what they are called: new and old names, folded, with and without what they are.
struct Names {
    /// Folded name of a province, with and without what it is: its full name.
    provinces: HashMap<String, String>,
    /// Full name of the province, folded name of the commune: full names of what it may be, the likeliest first.
    new: HashMap<(String, String), Vec<String>>,
    /// The same by old names.
    old: HashMap<(String, String), Vec<String>>,
}

static NAMES: LazyLock<Names> = LazyLock::new(names);

/// The full name of the province that somebody calls so: "ha noi", "Tỉnh Nghệ An".
pub fn province_called(typed: &str) -> Option<String> {
    NAMES.provinces.get(&plain(typed)).cloned()
}

/// The full name today of the commune that somebody calls so in a province, by its full name. A name from before the
/// two-level reform gives the new one, where there is one only.
pub fn commune_called(province: &str, typed: &str) -> Option<String> {
    let key = (province.to_owned(), plain(typed));
    let only = |found: &HashMap<_, Vec<String>>| match found.get(&key).map(Vec::as_slice) {
        Some([one]) => Some(one.clone()),
        _ => None,
    };
    only(&NAMES.new).or_else(|| only(&NAMES.old))
}

/// What may be offered while somebody types a commune: name, and what it was called before.
pub fn commune_names(province: &str) -> Vec<(String, Vec<String>)> {
    let Some((code, _)) = provinces().into_iter().find(|(_, name)| name == province) else {
        return Vec::new();
    };
    let mut before: HashMap<String, Vec<String>> = HashMap::new();
    for (old, new) in old_communes() {
        before.entry(new).or_default().push(old);
    }
    communes_of(&code)
        .into_iter()
        .map(|(code, name)| {
            let mut old = before.remove(&code).unwrap_or_default();
            old.retain(|old| *old != name);
            (name, old)
        })
        .collect()
}

/// Folded, without what kind of unit it is.
fn plain(name: &str) -> String {
    let folded = crate::domain::fold::fold(&name.split_whitespace().collect::<Vec<_>>().join(" "));
    let bare = [
        "thanh pho ",
        "tinh ",
        "tp. ",
        "tp ",
        "phuong ",
        "xa ",
        "thi tran ",
        "dac khu ",
    ]
    .into_iter()
    .find_map(|kind| folded.strip_prefix(kind));
    match bare {
        // «Phường 5» and «xã 5» are told apart by nothing else.
        Some(bare) if !bare.bytes().all(|b| b.is_ascii_digit()) => bare.to_owned(),
        _ => folded,
    }
}

fn names() -> Names {
    let mut names = Names {
        provinces: provinces()
            .into_iter()
            .map(|(_, name)| (plain(&name), name))
            .collect(),
        new: HashMap::new(),
        old: HashMap::new(),
    };
    let put = |found: &mut HashMap<(String, String), Vec<String>>, old: &str, now: &Commune| {
        let there = found.entry((now.province.clone(), plain(old))).or_default();
        if !there.contains(&now.name) {
            there.push(now.name.clone());
        }
    };
    for commune in COMMUNES.values() {
        put(&mut names.new, &commune.name, commune);
    }
    for (old, new) in old_communes() {
        if let Some(commune) = COMMUNES.get(&new) {
            put(&mut names.old, &old, commune);
        }
    }
    names
}

/// Old communes: their name and the code of the new one.
fn old_communes() -> Vec<(String, String)> {
    rows(GzDecoder::new(samples::OLD_COMMUNES))
        .map(|row| (cell(&row, 0), cell(&row, 3)))
        .collect()
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
    rows(GzDecoder::new(samples::COMMUNES))
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

pub(super) fn rows(csv: impl Read) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(csv)
        .into_records()
        .map(|row| row.expect("a test reads the tables that are shipped"))
}

pub(super) fn cell(row: &csv::StringRecord, at: usize) -> String {
    row.get(at).unwrap_or_default().to_owned()
}
