//! The closer look: how well one title, with what stands below it, answers a question.

use super::contents::{Contents, PARTS, TermId, Title};
use super::deeds::Deeds;
use super::question::Question;
use crate::domain::procedure::Level;

/// What is measured of a title.
pub const FEATURES: usize = 22;

/// The measures of one title for one question.
pub type Features = [f32; FEATURES];

/// Names of the measures, for those who weigh them.
pub const NAMES: [&str; FEATURES] = [
    "first look",
    "answered by title",
    "title asked for",
    "pairs of neighbours",
    "marks agree",
    "special circumstance",
    "cases, keywords",
    "field",
    "results",
    "papers",
    "steps",
    "answered anywhere",
    "rarest word unanswered",
    "deeds shared",
    "deeds not asked",
    "deeds missing",
    "order kept",
    "local",
    "longest run",
    "length",
    "explained by meaning",
    "first look, second power",
];

/// A word of the question, ready for comparison.
struct Wanted {
    id: Option<TermId>,
    exact: Option<u32>,
    rarity: f32,
    weight: f32,
    marks: f32,
}

/// Words that say one thing together, each with its rarity.
pub(super) type Way = Vec<(Option<TermId>, f32)>;

/// The question in numbers: made once, compared with every title.
pub struct Closer<'a> {
    contents: &'a Contents,
    pub(super) concepts: Vec<(f32, Vec<Way>)>,
    lines: Vec<Vec<Wanted>>,
    /// Every word of the lines, sorted.
    words: Vec<TermId>,
    special: Vec<[Option<TermId>; 2]>,
    deeds: Deeds,
    pub(super) outside: Vec<Vec<Option<TermId>>>,
    pub(super) strange: f32,
    pub(super) formal: bool,
}

/// Special circumstances by two words of theirs; the general procedure comes first unless the question names them.
const SPECIAL: [[&str; 2]; 7] = [
    ["nuoc", "ngoai"],
    ["bien", "gioi"],
    ["luu", "dong"],
    ["ket", "hop"],
    ["lien", "thong"],
    ["hat", "nhan"],
    ["quoc", "phong"],
];

impl<'a> Closer<'a> {
    /// Prepares.
    pub fn new(question: &Question, contents: &'a Contents) -> Self {
        let wanted = |word: &super::question::Word| Wanted {
            id: contents.id(&word.syllable.folded),
            exact: contents.language.id(&word.syllable.exact),
            rarity: contents.rarity(&word.syllable.folded),
            weight: word.weight,
            marks: word.marks,
        };
        let lines: Vec<Vec<Wanted>> = question
            .lines
            .iter()
            .map(|line| line.iter().map(wanted).collect())
            .collect();
        let mut words: Vec<TermId> = lines.iter().flatten().filter_map(|word| word.id).collect();
        words.sort_unstable();
        words.dedup();
        let said = |pair: &[&str; 2]| {
            question.lines.iter().any(|line| {
                line.windows(2).any(|words| {
                    words[0].syllable.folded == pair[0] && words[1].syllable.folded == pair[1]
                })
            })
        };
        Self {
            concepts: question
                .concepts
                .iter()
                .map(|concept| {
                    let ways = concept.ways.iter().map(|way| {
                        way.iter()
                            .map(|word| (contents.id(word), contents.rarity(word)))
                            .collect()
                    });
                    (concept.weight, ways.collect())
                })
                .collect(),
            special: SPECIAL
                .iter()
                .filter(|pair| !said(pair))
                .map(|pair| [contents.id(pair[0]), contents.id(pair[1])])
                .collect(),
            outside: question
                .outside
                .iter()
                .map(|matter| {
                    matter
                        .iter()
                        .map(|word| contents.id(&word.folded))
                        .collect()
                })
                .collect(),
            deeds: question.deeds,
            strange: question.strange,
            formal: question.formal,
            lines,
            words,
            contents,
        }
    }

    /// Measures one title; `share` is the first look's score as a share of the best one.
    pub fn look(&self, title: &Title, share: f32) -> Features {
        let [answered, any, missed] = self.answered(title);
        let (asked, exact) = self.asked(title);
        let (pairs, order, run) = self.runs(title);
        let parts = self.parts(title);
        let special = self.special.iter().any(|[left, right]| {
            left.is_some()
                && title
                    .words
                    .windows(2)
                    .any(|pair| Some(pair[0]) == *left && Some(pair[1]) == *right)
        });
        [
            share,
            answered,
            asked,
            pairs,
            exact,
            f32::from(u8::from(special)),
            parts[0],
            parts[1],
            parts[2],
            parts[3],
            parts[4],
            any,
            missed,
            title.deeds.shared(self.deeds).min(2.0),
            title.deeds.beyond(self.deeds).min(3.0),
            self.deeds.beyond(title.deeds).min(2.0),
            order,
            f32::from(u8::from(title.local)),
            run,
            small(title.words.len()).ln_1p() - 3.0,
            self.explained(title),
            share * share,
        ]
    }

    /// Share of the question that the title answers, that anything of the procedure answers, and how rare the rarest word
    /// is that the title lacks; by weight and rarity.
    fn answered(&self, title: &Title) -> [f32; 3] {
        let (mut whole, mut in_title, mut anywhere, mut missed) = (0.0, 0.0, 0.0, 0.0f32);
        for (weight, ways) in &self.concepts {
            let rarest = ways
                .iter()
                .flatten()
                .map(|(_, rarity)| *rarity)
                .fold(0.0, f32::max);
            let (mut best, mut best_any) = (0.0f32, 0.0f32);
            for way in ways {
                let (mut all, mut found, mut found_any) = (0.0, 0.0, 0.0);
                for (id, rarity) in way {
                    all += rarity;
                    let Some(id) = id else { continue };
                    if title.words.contains(id) {
                        found += rarity;
                        found_any += rarity;
                    } else if holds(&title.parts[1], *id) {
                        found += rarity * 0.5;
                        found_any += rarity * 0.7;
                    } else if title.parts.iter().any(|part| holds(part, *id)) {
                        found_any += rarity * 0.5;
                    }
                }
                if all > 0.0 {
                    best = best.max(found / all);
                    best_any = best_any.max(found_any / all);
                }
            }
            let worth = weight * rarest;
            whole += worth;
            in_title += worth * best;
            anywhere += worth * best_any;
            missed = missed.max(worth * (1.0 - best));
        }
        if whole > 0.0 {
            [in_title / whole, anywhere / whole, (missed / 8.0).min(1.5)]
        } else {
            [0.0; 3]
        }
    }

    /// Share of the title that the question asks for, and share of the question's words that the title has with the same
    /// marks.
    fn asked(&self, title: &Title) -> (f32, f32) {
        let (mut all, mut asked) = (0.0, 0.0);
        for word in &title.words {
            let worth = self.contents.rarity_of(*word);
            all += worth;
            if self.words.binary_search(word).is_ok() {
                asked += worth;
            }
        }
        let (mut whole, mut same) = (0.0, 0.0);
        for word in self.lines.iter().take(1).flatten() {
            let worth = word.rarity * word.weight;
            whole += worth;
            if word.exact.is_some_and(|exact| title.exact.contains(&exact)) {
                same += worth * word.marks;
            }
        }
        let share = |part: f32, of: f32| if of > 0.0 { part / of } else { 0.0 };
        (share(asked, all), share(same, whole))
    }

    /// Share of the question's neighbours that are neighbours in the title, share that stands in the same order, and the
    /// longest run of the title that the question says as it is, as a share of the title.
    fn runs(&self, title: &Title) -> (f32, f32, f32) {
        let (mut all, mut found, mut ordered) = (0.0, 0.0, 0.0);
        let mut longest = 0usize;
        for line in &self.lines {
            let mut last = None;
            let mut run = 0usize;
            for pair in line.windows(2) {
                let [left, right] = pair else { continue };
                let worth = (left.weight * right.weight).sqrt() * (left.rarity + right.rarity);
                all += worth;
                let at = title
                    .words
                    .windows(2)
                    .position(|pair| Some(pair[0]) == left.id && Some(pair[1]) == right.id);
                if let Some(at) = at {
                    found += worth;
                    run += 1;
                    longest = longest.max(run + 1);
                    if last.is_none_or(|last| at > last) {
                        ordered += worth;
                    }
                    last = Some(at);
                } else {
                    run = 0;
                }
            }
        }
        let share = |part: f32| if all > 0.0 { part / all } else { 0.0 };
        let length = small(title.words.len()).max(1.0);
        (
            share(found),
            share(ordered),
            (small(longest) / length).min(1.0),
        )
    }

    fn parts(&self, title: &Title) -> [f32; PARTS] {
        let mut found = [0.0; PARTS];
        let mut whole = 0.0;
        for word in self.lines.iter().flatten() {
            let worth = word.rarity * word.weight;
            whole += worth;
            let Some(id) = word.id else { continue };
            for (found, part) in found.iter_mut().zip(&title.parts) {
                if holds(part, id) {
                    *found += worth;
                }
            }
        }
        if whole > 0.0 {
            found.map(|found| found / whole)
        } else {
            found
        }
    }

    /// The best share of an everyday expression's meaning that the title has.
    fn explained(&self, title: &Title) -> f32 {
        let mut best = 0.0f32;
        for line in self.lines.iter().skip(1) {
            let (mut all, mut found) = (0.0, 0.0);
            for word in line {
                all += word.rarity;
                if word.id.is_some_and(|id| title.words.contains(&id)) {
                    found += word.rarity;
                }
            }
            if all > 0.0 {
                best = best.max(found / all);
            }
        }
        best
    }
}

pub(super) fn holds(part: &[TermId], id: TermId) -> bool {
    part.binary_search(&id).is_ok()
}

fn small(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// What each measure adds; learned from labelled questions (`motcua bench search --learn`), checked on topics held back.
pub const WEIGHTS: Features = [
    1.597, 1.993, 1.671, 1.454, 2.538, -0.767, 0.107, 2.006, 0.577, 0.540, 0.089, 1.820, -0.103,
    0.329, -0.376, -0.258, 1.474, -0.776, 1.743, -0.054, 0.032, 2.859,
];

/// How far procedures of the office's own level are put forward.
pub const OWN_LEVEL: f32 = 0.545;

/// The score of a title by the words alone.
pub fn score(features: &Features, weights: &Features) -> f32 {
    features
        .iter()
        .zip(weights)
        .map(|(measure, weight)| measure * weight)
        .sum()
}

/// Whether the procedure is carried out at this level.
pub fn at_level(title: &Title, level: Level) -> bool {
    title.levels.contains(&level)
}
