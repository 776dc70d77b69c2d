//! A record made for these tests, and what it owns in plain words.

use std::collections::BTreeMap;

use motcua::kv::{Kv, MemoryEngine, Space, Span, Tx, WriteError};
use motcua::store::{Finding, IndexRow, Record, Registry, check_all};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

pub const PARCELS: Space = Space::new(200, "parcels");
pub const BY_OWNER: Space = Space::new(201, "parcels by owner");
pub const BY_LABEL: Space = Space::new(202, "parcels by label");

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    pub code: String,
    pub owner: Option<String>,
    pub grams: u32,
    #[serde(default)]
    pub labels: Vec<String>,
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub grams: u32,
}

impl Record for Parcel {
    type Key = String;
    const SPACE: Space = PARCELS;
    const INDICES: &'static [Space] = &[BY_OWNER, BY_LABEL];
    const VERSION_TAG: u8 = 2;

    fn key(&self) -> String {
        self.code.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        if let Some(owner) = &self.owner {
            let summary = Summary { grams: self.grams };
            rows.push(IndexRow::with(BY_OWNER, &(owner, &self.code), &summary));
        }
        for label in &self.labels {
            rows.push(IndexRow::bare(BY_LABEL, &(label, &self.code)));
        }
    }
}

pub fn parcel(code: &str) -> Parcel {
    Parcel {
        code: code.into(),
        owner: Some("an".into()),
        grams: 5,
        labels: vec!["red".into(), "blue".into()],
        note: String::new(),
    }
}

/// Few codes, owners and labels, so that saves meet earlier ones.
pub fn parcels() -> impl Strategy<Value = Parcel> {
    (
        prop::sample::select(vec!["p", "p1", "p2", "q"]),
        prop::option::of(prop::sample::select(vec!["an", "binh"])),
        0..3_u32,
        prop::collection::vec(prop::sample::select(vec!["red", "blue", "đỏ"]), 0..4),
        prop::bool::ANY.prop_map(|long| {
            if long {
                "Giấy tờ ".repeat(900)
            } else {
                String::new()
            }
        }),
    )
        .prop_map(|(code, owner, grams, labels, note)| Parcel {
            code: code.into(),
            owner: owner.map(Into::into),
            grams,
            labels: labels.into_iter().map(Into::into).collect(),
            note,
        })
}

/// The index rows that these parcels own, written out by hand: space id, key, value.
pub fn owed(parcels: &BTreeMap<String, Parcel>) -> BTreeMap<(u8, Vec<u8>), Vec<u8>> {
    let mut rows = BTreeMap::new();
    for parcel in parcels.values() {
        if let Some(owner) = &parcel.owner {
            rows.insert(
                (201, format!("{owner}\0{}\0", parcel.code).into_bytes()),
                format!("\u{1}{{\"grams\":{}}}", parcel.grams).into_bytes(),
            );
        }
        for label in &parcel.labels {
            rows.insert(
                (202, format!("{label}\0{}\0", parcel.code).into_bytes()),
                Vec::new(),
            );
        }
    }
    rows
}

/// The index rows that are there.
pub fn found(kv: &Kv) -> BTreeMap<(u8, Vec<u8>), Vec<u8>> {
    let mut rows = BTreeMap::new();
    for space in [BY_OWNER, BY_LABEL] {
        for (key, value) in kv.read(|view| view.rows(space, &Span::all())).unwrap() {
            rows.insert((space.id, key), value);
        }
    }
    rows
}

pub fn memory() -> Kv {
    Kv::new(MemoryEngine::new())
}

/// One transaction that nothing refuses.
pub fn write<T: Send + 'static>(
    kv: &Kv,
    mut job: impl FnMut(&mut Tx<'_>) -> Result<T, motcua::kv::KvError> + Send + 'static,
) -> T {
    kv.write_blocking(move |tx| Ok::<_, WriteError<()>>(job(tx)?))
        .unwrap()
}

pub fn findings(kv: &Kv) -> Vec<Finding> {
    let registry = Registry::new().record::<Parcel>();
    kv.read(|view| check_all(view, &registry)).unwrap()
}
