//! What somebody meant to type: the most likely syllables behind the letters, by what slips from keyboards and by what
//! usually stands together.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::analysis::{Syllable, syllables};
use super::language::{Id, Language};
use super::typing::{decoded, sounds_alike};

/// How a syllable was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// As it was typed.
    Typed,
    /// With marks that the writer left out.
    Marked,
    /// Otherwise than typed: a slip.
    Mended,
}

/// A syllable as it was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The syllable.
    pub syllable: Syllable,
    /// How it was read.
    pub how: How,
}

/// Short forms of chats and everyday spellings of regions, with the words they stand for.
static EVERYDAY: LazyLock<HashMap<String, Vec<Vec<Syllable>>>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Vec<Vec<Syllable>>> = HashMap::new();
    for (typed, word) in include_str!("../../assets/search/everyday.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
    {
        let typed = syllables(typed);
        if let [typed] = typed.as_slice() {
            forms
                .entry(typed.exact.clone())
                .or_default()
                .push(syllables(word));
        }
    }
    forms
});

/// Costs of assuming a slip, in the natural units of [`Language::surprise`].
mod cost {
    /// A syllable without marks in a text that has marks elsewhere.
    pub const MARKS_ADDED: f32 = 3.0;
    /// Other marks than those typed.
    pub const MARKS_CHANGED: f32 = 4.0;
    /// The keys of an input method.
    pub const DECODED: f32 = 1.5;
    /// A short form that is no syllable of the catalogue.
    pub const SHORT: f32 = 1.0;
    /// A short form that is also a syllable.
    pub const SHORT_KNOWN: f32 = 3.5;
    /// One letter wrong, in a syllable that nothing has.
    pub const SLIP: f32 = 4.5;
    /// Two syllables run together.
    pub const SPLIT: f32 = 3.0;
    /// Written as it sounds in some region, while another syllable is written so.
    pub const SOUND: f32 = 4.5;
    /// One letter wrong, while another syllable is written as typed.
    pub const SLIP_KNOWN: f32 = 8.5;
}

/// A possible reading of one typed syllable.
struct Candidate {
    ids: Vec<Option<Id>>,
    read: Vec<Read>,
    cost: f32,
}

/// The most likely reading of these syllables.
pub fn read(typed: &[Syllable], language: &Language) -> Vec<Read> {
    let marked = typed.iter().any(|syllable| !syllable.is_plain());
    // For each place the candidates with the cheapest way to each.
    let mut ways: Vec<Vec<(Candidate, f32, usize)>> = Vec::with_capacity(typed.len());
    for syllable in typed {
        let mut here = Vec::new();
        for candidate in candidates(syllable, marked, language) {
            let first = candidate.ids.first().copied().flatten();
            let mut inner = candidate.cost;
            for pair in candidate.ids.windows(2) {
                if let [left, right] = pair {
                    inner += language.surprise(*left, *right);
                }
            }
            let (before, from) = match ways.last() {
                None => (language.surprise(None, first), 0),
                Some(before) => before
                    .iter()
                    .enumerate()
                    .map(|(from, (last, cost, _))| {
                        let left = last.ids.last().copied().flatten();
                        (cost + language.surprise(left, first), from)
                    })
                    .min_by(|a, b| a.0.total_cmp(&b.0))
                    .unwrap_or((0.0, 0)),
            };
            here.push((candidate, before + inner, from));
        }
        ways.push(here);
    }
    let mut at = ways.last().and_then(|last| {
        let best = last.iter().enumerate();
        best.min_by(|a, b| a.1.1.total_cmp(&b.1.1))
            .map(|(at, _)| at)
    });
    let mut backwards = Vec::with_capacity(typed.len());
    for mut here in ways.into_iter().rev() {
        let Some(place) = at else { break };
        let (candidate, _, from) = here.swap_remove(place);
        backwards.push(candidate.read);
        at = Some(from);
    }
    backwards.into_iter().rev().flatten().collect()
}

fn candidates(typed: &Syllable, marked: bool, language: &Language) -> Vec<Candidate> {
    let own = language.id(&typed.exact);
    let mut found = vec![single(typed.clone(), own, How::Typed, 0.0)];
    if typed.folded.len() > 14 || typed.folded.bytes().all(|byte| byte.is_ascii_digit()) {
        return found;
    }
    let with = |id: Id, how: How, cost: f32| {
        language
            .syllable(id)
            .map(|syllable| single(syllable, Some(id), how, cost))
    };
    // The same letters with other marks.
    let price = match (typed.is_plain(), marked) {
        (true, false) => 0.0,
        (true, true) => cost::MARKS_ADDED,
        (false, _) => cost::MARKS_CHANGED,
    };
    let how = if typed.is_plain() {
        How::Marked
    } else {
        How::Mended
    };
    let same = language.written(&typed.folded).iter();
    found.extend(
        same.filter(|id| Some(**id) != own)
            .filter_map(|id| with(*id, how, price)),
    );
    if let Some(words) = EVERYDAY.get(&typed.exact) {
        let price = if own.is_some() {
            cost::SHORT_KNOWN
        } else {
            cost::SHORT
        };
        found.extend(words.iter().map(|word| several(word, price, language)));
    }
    if let Some(meant) = decoded(typed)
        && let Some(id) = language.id(&meant.exact)
    {
        let taken = if own.is_some() { cost::SLIP } else { 0.0 };
        found.extend(with(id, How::Marked, cost::DECODED + taken));
    }
    let known = language.count_folded(&typed.folded) > 0;
    for heard in sounds_alike(&typed.folded) {
        let price = if known { cost::SOUND } else { cost::SLIP };
        let ids = language.written(&heard).iter();
        found.extend(
            ids.filter(|id| fits(typed, **id, language))
                .filter_map(|id| with(*id, How::Mended, price)),
        );
    }
    if typed.folded.len() >= 3 && typed.folded.is_ascii() {
        let price = if known { cost::SLIP_KNOWN } else { cost::SLIP };
        slips(typed, price, language, &mut found);
        if !known {
            splits(typed, language, &mut found);
        }
    }
    found
}

/// Marks that were typed are seldom wrong as well.
fn fits(typed: &Syllable, id: Id, language: &Language) -> bool {
    typed.is_plain()
        || language
            .syllable(id)
            .is_some_and(|syllable| tone(&syllable.exact) == tone(&typed.exact))
}

fn tone(exact: &str) -> Option<char> {
    exact.chars().next_back().filter(char::is_ascii_digit)
}

fn slips(typed: &Syllable, price: f32, language: &Language, found: &mut Vec<Candidate>) {
    for near in language.near(&typed.folded) {
        for id in language.written(near) {
            if let Some(syllable) = language.syllable(*id) {
                // A mark may be lost together with its letter, but not turn into another.
                let other =
                    tone(&typed.exact).is_some_and(|own| tone(&syllable.exact) != Some(own));
                let price = if other { price + 1.5 } else { price };
                found.push(single(syllable, Some(*id), How::Mended, price));
            }
        }
    }
}

/// Syllables run together (`căncước`): parted where both halves are known.
fn splits(typed: &Syllable, language: &Language, found: &mut Vec<Candidate>) {
    let letters = &typed.folded;
    for at in 1..letters.len() {
        let (left, right) = letters.split_at(at);
        let (lefts, rights) = (language.written(left), language.written(right));
        if lefts.is_empty() || rights.is_empty() || (left.len() < 2 && right.len() < 2) {
            continue;
        }
        // The likeliest pair of marks stands for all: the neighbours tell the rest apart.
        let best = lefts
            .iter()
            .flat_map(|left| rights.iter().map(move |right| (*left, *right)))
            .min_by(|a, b| {
                let surprise = |pair: &(Id, Id)| {
                    language.surprise(None, Some(pair.0))
                        + language.surprise(Some(pair.0), Some(pair.1))
                };
                surprise(a).total_cmp(&surprise(b))
            });
        if let Some((left, right)) = best
            && let (Some(first), Some(second)) = (language.syllable(left), language.syllable(right))
        {
            let read = [first, second].map(|syllable| Read {
                syllable,
                how: How::Mended,
            });
            found.push(Candidate {
                ids: vec![Some(left), Some(right)],
                read: read.to_vec(),
                cost: cost::SPLIT,
            });
        }
    }
}

fn single(syllable: Syllable, id: Option<Id>, how: How, cost: f32) -> Candidate {
    Candidate {
        ids: vec![id],
        read: vec![Read { syllable, how }],
        cost,
    }
}

fn several(word: &[Syllable], cost: f32, language: &Language) -> Candidate {
    Candidate {
        ids: word
            .iter()
            .map(|syllable| language.id(&syllable.exact))
            .collect(),
        read: word
            .iter()
            .map(|syllable| Read {
                syllable: syllable.clone(),
                how: How::Mended,
            })
            .collect(),
        cost,
    }
}
