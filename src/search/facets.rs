//! By what a list of procedures can be narrowed, and how many each choice would leave.

use std::collections::HashMap;

use super::analysis::collation_key;
use crate::domain::dossier::Channel;
use crate::domain::fold::fold;
use crate::domain::procedure::{Procedure, Taking};

/// A property by which procedures are narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Field of administration (lĩnh vực).
    Field,
    /// Executing agency (cơ quan thực hiện).
    Agency,
    /// Who may ask (đối tượng).
    Subject,
    /// Level of execution (cấp thực hiện).
    Level,
    /// How far it can be done online (mức độ trực tuyến).
    Online,
    /// Life event (sự kiện đời sống).
    Event,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Self; 6] = [
        Self::Field,
        Self::Agency,
        Self::Subject,
        Self::Level,
        Self::Online,
        Self::Event,
    ];

    const fn letter(self) -> char {
        match self {
            Self::Field => 'f',
            Self::Agency => 'a',
            Self::Subject => 's',
            Self::Level => 'l',
            Self::Online => 'o',
            Self::Event => 'e',
        }
    }

    /// A value as the index shows it.
    pub(super) fn shown(self, value: &str) -> String {
        format!("{}{value}", self.letter())
    }

    /// A value as it is asked for: name or code, in any spelling.
    pub(super) fn asked(self, value: &str) -> String {
        format!("{}{}", self.letter(), fold(value.trim()))
    }

    /// Reads [`Facet::shown`] back.
    pub(super) fn read(shown: &str) -> Option<(Self, &str)> {
        let letter = shown.chars().next()?;
        let facet = Self::ALL
            .into_iter()
            .find(|facet| facet.letter() == letter)?;
        Some((facet, &shown[letter.len_utf8()..]))
    }
}

/// How far a procedure can be done online, as filters name it.
pub mod online {
    /// The whole process (toàn trình).
    pub const WHOLE: &str = "toan_trinh";
    /// In part (một phần).
    pub const PART: &str = "mot_phan";
    /// Not at all.
    pub const NOT: &str = "truc_tiep";
}

/// What a procedure is narrowed by: a facet, the value shown, and other spellings that are asked for.
pub(super) fn labels(procedure: &Procedure) -> Vec<(Facet, String, Vec<String>)> {
    let mut labels = Vec::new();
    let mut plain = |facet, value: &str| labels.push((facet, value.to_owned(), Vec::new()));
    for agency in &procedure.executing {
        plain(Facet::Agency, agency);
    }
    for subject in &procedure.subjects {
        plain(Facet::Subject, subject);
    }
    for level in &procedure.levels {
        plain(Facet::Level, level.as_str());
    }
    for event in &procedure.life_events {
        plain(Facet::Event, &event.name);
    }
    plain(Facet::Online, online_level(procedure));
    for field in &procedure.fields {
        let code = Some(field.code.clone()).filter(|code| !code.is_empty());
        labels.push((Facet::Field, field.name.clone(), code.into_iter().collect()));
    }
    labels
}

fn online_level(procedure: &Procedure) -> &'static str {
    let online = |channels: &Vec<Channel>| channels.contains(&Channel::Online);
    if procedure.taking() != Taking::EveryWay {
        online::NOT
    } else if procedure.full_online {
        online::WHOLE
    } else if procedure
        .methods
        .iter()
        .any(|method| online(&method.channels))
    {
        online::PART
    } else {
        online::NOT
    }
}

/// For each facet the values with how many procedures have each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets(HashMap<Facet, Vec<(String, usize)>>);

impl Facets {
    pub(super) fn new(counted: impl Iterator<Item = (Facet, String, usize)>) -> Self {
        let mut facets: HashMap<Facet, Vec<(String, usize)>> = HashMap::new();
        for (facet, value, count) in counted.filter(|(_, _, count)| *count > 0) {
            facets.entry(facet).or_default().push((value, count));
        }
        for values in facets.values_mut() {
            values.sort_by_cached_key(|(value, _)| collation_key(value));
        }
        Self(facets)
    }

    /// Values of a facet with their numbers, in the order of a dictionary.
    pub fn of(&self, facet: Facet) -> &[(String, usize)] {
        self.0.get(&facet).map_or(&[], Vec::as_slice)
    }
}
