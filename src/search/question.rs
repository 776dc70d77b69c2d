//! What somebody typed, understood as far as it goes: words with weights, everyday expressions, repaired slips.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::analysis::{Syllable, syllables};
use super::synonyms;
use super::typing::Vocabulary;

/// Nobody asks in more; the rest of a pasted text is left out.
const LONGEST: usize = 400;
/// Syllables beyond this are left out.
const MOST_SYLLABLES: usize = 40;

/// Words of questions that name no subject; they count little, but they are not thrown away: «cấp», «lại», «đổi» and
/// their like matter in titles and are not among them.
const FILLER: &str = " tôi mình em anh chị ông bà cháu chúng ta ai gì nào sao đâu thế vậy là thì mà ạ nhé nhỉ ơi à muốn cần phải được có không \
 chưa đã đang sẽ rồi xin hỏi giúp biết cho của và với để khi nếu như bao nhiêu lâu bị này đó ấy các những một hay hoặc vừa mới \
 làm ở đi ra vào con thủ tục hồ sơ giấy tờ quy định trình tự cách ";

const FILLER_WEIGHT: f32 = 0.35;
const UNKNOWN_WEIGHT: f32 = 0.5;
const SAID_WEIGHT: f32 = 0.6;
const MEANT_WEIGHT: f32 = 0.8;
const REPAIRED_WEIGHT: f32 = 0.8;

/// One word of the question.
#[derive(Clone, Debug)]
pub struct Word {
    /// With its marks; `None` for a repaired slip, whose marks are guesses.
    pub exact: Option<String>,
    /// Without marks; several where a slip may stand for several.
    pub folded: Vec<String>,
    /// How much it counts, at most 1.
    pub weight: f32,
    /// Some title has it.
    pub known: bool,
}

/// Something asked for: a word, or an everyday expression with what it means.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Alternatives, each a set of folded words that say it.
    pub ways: Vec<Vec<String>>,
    /// How much it counts.
    pub weight: f32,
}

/// A question, analysed.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// What was typed, then what each everyday expression in it means; neighbours form pairs within a line only.
    pub lines: Vec<Vec<Word>>,
    /// What has to be found for the question to be answered.
    pub concepts: Vec<Concept>,
    /// Matters named in the question that courts, police or newspapers deal with.
    pub outside: Vec<&'static [Syllable]>,
    /// Every folded word of the lines.
    pub words: HashSet<String>,
}

impl Question {
    /// Analyses; never fails, whatever was typed.
    pub fn new(text: &str, vocabulary: &Vocabulary) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let mut typed = syllables(&text);
        typed.truncate(MOST_SYLLABLES);
        let typed: Vec<Syllable> = typed
            .into_iter()
            .flat_map(|word| parted(word, vocabulary))
            .collect();
        let meanings = synonyms::meanings(&typed);
        let mut question = Self {
            outside: synonyms::outside(&typed),
            ..Self::default()
        };
        let mut line: Vec<Word> = typed
            .iter()
            .map(|syllable| word(syllable, vocabulary))
            .collect();
        for (place, meant) in &meanings {
            let weight = line[place.clone()]
                .iter()
                .map(|word| word.weight)
                .fold(0.5, f32::max);
            let words: Vec<Word> = meant
                .iter()
                .map(|syllable| Word {
                    weight: MEANT_WEIGHT,
                    ..word(syllable, vocabulary)
                })
                .collect();
            for said in &mut line[place.clone()] {
                said.weight *= SAID_WEIGHT;
                if !said.known {
                    // Explained, so not a slip.
                    said.folded.truncate(1);
                }
            }
            question.concepts.push(Concept {
                ways: vec![
                    typed[place.clone()]
                        .iter()
                        .map(|said| said.folded.clone())
                        .collect(),
                    meant
                        .iter()
                        .map(|syllable| syllable.folded.clone())
                        .collect(),
                ],
                weight: weight * f32::from(u8::try_from(place.len()).unwrap_or(1)),
            });
            question.lines.push(words);
        }
        for (at, word) in line.iter().enumerate() {
            if !meanings.iter().any(|(place, _)| place.contains(&at)) {
                question.concepts.push(Concept {
                    ways: word
                        .folded
                        .iter()
                        .map(|folded| vec![folded.clone()])
                        .collect(),
                    weight: word.weight,
                });
            }
        }
        question.lines.insert(0, line);
        question.words = question
            .lines
            .iter()
            .flatten()
            .flat_map(|word| word.folded.iter().cloned())
            .collect();
        question
    }

    /// Nothing that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(Vec::is_empty)
    }
}

fn word(syllable: &Syllable, vocabulary: &Vocabulary) -> Word {
    let known = vocabulary.count(&syllable.folded) > 0;
    let repaired = vocabulary.repaired(&syllable.folded);
    if !repaired.is_empty() {
        let mut folded = repaired;
        if folded.len() > 1 || is_filler(&syllable.exact) {
            folded.insert(0, syllable.folded.clone());
        }
        return Word {
            exact: None,
            folded,
            weight: if is_filler(&syllable.exact) {
                FILLER_WEIGHT
            } else {
                REPAIRED_WEIGHT
            },
            known: false,
        };
    }
    let weight = match (is_filler(&syllable.exact), known) {
        (true, _) => FILLER_WEIGHT,
        (false, true) => 1.0,
        (false, false) => UNKNOWN_WEIGHT,
    };
    Word {
        exact: Some(syllable.exact.clone()),
        folded: vec![syllable.folded.clone()],
        weight,
        known,
    }
}

/// Two syllables run together become two, a slip with one reading becomes that; anything else stays. Their marks are
/// unknown, so they count as unmarked.
fn parted(word: Syllable, vocabulary: &Vocabulary) -> Vec<Syllable> {
    let mut repaired = vocabulary.repaired(&word.folded);
    match repaired.len() {
        0 => {}
        // One reading only: as good as typed, and everyday expressions are recognised with it.
        1 => {
            let folded = repaired.remove(0);
            return vec![Syllable {
                exact: folded.clone(),
                folded,
            }];
        }
        _ => return vec![word],
    }
    match vocabulary.split(&word.folded) {
        Some(parts) => parts
            .map(|part| Syllable {
                exact: part.clone(),
                folded: part,
            })
            .to_vec(),
        None => vec![word],
    }
}

fn is_filler(exact: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        syllables(FILLER)
            .into_iter()
            .map(|syllable| syllable.exact)
            .collect()
    });
    WORDS.contains(exact)
}
