//! Whose work list or count it is: the office, a unit, a field, a person; and how that stands in a key.

use crate::domain::pile::Pile;
use crate::domain::time::{Day, Moment};
use crate::kv::{Span, keys};

/// Whose list or count it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience<'a> {
    /// The whole office.
    Office,
    /// Dossiers that are with a unit.
    Unit(&'a str),
    /// Dossiers of a field.
    Field(&'a str),
    /// Dossiers of a field that are with a unit; counted, not listed.
    UnitField(&'a str, &'a str),
    /// What an officer holds; counted here, listed in [`super::spaces::DOSSIERS_BY_HOLDER`].
    Holder(&'a str),
    /// What an officer has a hand in.
    Hand(&'a str),
    /// What waits for an officer's opinion.
    Adviser(&'a str),
}

impl Audience<'_> {
    /// How it stands in a key. Names of units and fields may be long: beyond what fits, a checksum tells them apart.
    fn key(self) -> String {
        let cut = |text: &str| {
            const BYTES: usize = 160;
            if text.len() <= BYTES {
                return text.to_owned();
            }
            let checksum = crc32fast::hash(text.as_bytes());
            format!(
                "{}#{checksum:08x}",
                &text[..text.floor_char_boundary(BYTES)]
            )
        };
        match self {
            Self::Office => String::new(),
            Self::Unit(unit) => format!("u{}", cut(unit)),
            Self::Field(field) => format!("f{}", cut(field)),
            Self::UnitField(unit, field) => format!("x{}\u{1f}{}", cut(unit), cut(field)),
            Self::Holder(name) => format!("h{name}"),
            Self::Hand(name) => format!("p{name}"),
            Self::Adviser(name) => format!("a{name}"),
        }
    }

    /// Where the rows of a pile begin in [`super::spaces::DOSSIERS_BY_DESK`].
    pub fn rows(self, pile: Pile) -> Vec<u8> {
        keys::encode(&(self.key(), pile.number()))
    }

    /// The count of a pile.
    pub fn count(self, pile: Pile) -> Vec<u8> {
        keys::encode(&(self.key(), 0_u8, i64::from(pile.number())))
    }

    /// The count of those due at one moment.
    pub(super) fn due(self, kind: DueKind, at: Moment) -> [Vec<u8>; 2] {
        let (seconds, days) = kind.numbers();
        let key = self.key();
        [
            keys::encode(&(key.as_str(), seconds, at.unix())),
            keys::encode(&(key.as_str(), days, day_number(at.day()))),
        ]
    }

    /// The counts that add up to those due before `at`: whole days, and the moments of its own day.
    pub fn due_before(self, kind: DueKind, at: Moment) -> [Span; 2] {
        let (seconds, days) = kind.numbers();
        let (key, day) = (self.key(), at.day());
        let key = key.as_str();
        let midnight = Moment::from_civil(day.at(0, 0, 0, 0));
        [
            Span::range(
                keys::encode(&(key, days, i64::MIN)),
                keys::encode(&(key, days, day_number(day))),
            ),
            Span::range(
                keys::encode(&(key, seconds, midnight.unix())),
                keys::encode(&(key, seconds, at.unix())),
            ),
        ]
    }
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// The answer to an online dossier.
    Answer,
    /// The result.
    Result,
}

impl DueKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Answer, Self::Result];

    /// Kinds of count: by the second, by the day.
    const fn numbers(self) -> (u8, u8) {
        match self {
            Self::Answer => (1, 2),
            Self::Result => (3, 4),
        }
    }
}

/// Days since 1970-01-01 in Vietnam.
pub(super) fn day_number(day: Day) -> i64 {
    let noon = Moment::from_civil(day.at(12, 0, 0, 0));
    (noon.unix() + 7 * 3600).div_euclid(86_400)
}
