//! Made-up citizens and what they ask for: the same for the same number, on every machine.

use serde_json::{Value, json};

use crate::domain::fault::FieldFault;
use crate::domain::procedure::Procedure;
use crate::office::submit_dossier::{NewDossier, read_new_dossier};

const FAMILY: [&str; 14] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô",
];
const MIDDLE: [&str; 12] = [
    "Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Quang", "Xuân", "Thu", "Gia", "Bảo",
];
const GIVEN: [&str; 26] = [
    "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hải", "Hạnh", "Hiếu", "Hòa", "Hương", "Khánh",
    "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Phúc", "Quân", "Sơn", "Thảo", "Trang", "Tuấn",
    "Vinh", "Yến",
];

/// A small generator of numbers that look random (splitmix64).
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// The dice for the `number`-th thing of a kind.
    pub fn of(number: u64) -> Self {
        Self(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x6D6F_7463_7561)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `below`, which is not 0.
    pub fn below(&mut self, below: usize) -> usize {
        let below = u64::try_from(below).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.roll() % below).unwrap_or(0)
    }

    /// One of several.
    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let at = self.below(all.len());
        all.get(at)
    }
}

/// A full name.
pub(super) fn name(dice: &mut Dice) -> String {
    let mut word = |words: &[&'static str]| dice.one_of(words).copied().unwrap_or_default();
    let (family, middle, given) = (word(&FAMILY), word(&MIDDLE), word(&GIVEN));
    format!("{family} {middle} {given}")
}

/// A procedure as the bench asks for it.
#[derive(Debug)]
pub(super) struct Asked {
    code: String,
    /// JSON of the papers handed in: three at most, as a commune sees them, without files.
    papers: String,
}

impl Asked {
    /// What is asked of this procedure.
    pub fn of(procedure: &Procedure) -> Self {
        let papers: Vec<Value> = procedure
            .components
            .iter()
            .filter(|component| !component.note)
            .take(3)
            .map(|component| {
                let copy = component.copy > component.original;
                let kind = if copy { "copy" } else { "original" };
                json!({"id": component.id, "kind": kind, "count": 1, "file": null})
            })
            .collect();
        Self {
            code: procedure.code.to_string(),
            papers: Value::Array(papers).to_string(),
        }
    }

    /// Nothing in particular, for who wants to know of an applicant only.
    pub fn nothing() -> Self {
        Self {
            code: String::new(),
            papers: "[]".to_owned(),
        }
    }

    /// Its code.
    pub fn code(&self) -> &str {
        &self.code
    }
}

/// The JSON that is posted to file the `number`-th dossier. Written as text, so that a client costs the server it
/// shares the machine with as little as possible; nothing in it needs an escape.
pub(super) fn application(number: u64, asked: &Asked, channel: &str) -> String {
    let mut dice = Dice::of(number);
    let name = name(&mut dice);
    let id_number = dice.roll() % 1_000_000_000;
    let (year, month, day) = (
        1950 + dice.below(55),
        1 + dice.below(12),
        1 + dice.below(28),
    );
    let sex = if dice.below(2) == 0 { "male" } else { "female" };
    let (house, hamlet) = (1 + dice.below(400), 1 + dice.below(20));
    let phone = dice.roll() % 100_000_000;
    let Asked { code, papers } = asked;
    format!(
        r#"{{"procedure":"{code}","case":0,"channel":"{channel}","applicant":{{"kind":"person","name":"{name}","id_number":"040{id_number:09}","birth_date":"{year}-{month:02}-{day:02}","sex":"{sex}","address":"Số {house}, thôn {hamlet}, xã Hưng Nguyên, tỉnh Nghệ An","phone":"09{phone:08}","email":null}},"components":{papers},"delivery":{{"method":"counter","address":null}}}}"#
    )
}

/// The same as the deed takes it.
pub(super) fn filing(number: u64, asked: &Asked, channel: &str) -> Result<NewDossier, FieldFault> {
    let json = application(number, asked, channel);
    read_new_dossier(serde_json::from_str(&json).unwrap_or(Value::Null))
}
