//! What somebody typed, understood as far as it goes: syllables as they were meant, words with weights, everyday expressions.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::analysis::{Syllable, syllables};
use super::contents::Contents;
use super::deeds::Deeds;
use super::language::Language;
use super::reading::{How, read};
use super::synonyms::{self, Synonyms};

/// Nobody asks in more; the rest of a pasted text is left out.
const LONGEST: usize = 400;
/// Syllables beyond this are left out.
const MOST_SYLLABLES: usize = 40;

/// Words of questions that name no subject; they count little, but they are not thrown away. «cấp», «lại», «đổi» and
/// their like matter in titles and are not among them.
const FILLER: &str = "tôi mình em anh chị ông bà cháu chúng ta ai gì nào sao đâu thế vậy là thì mà ạ nhé nhỉ ơi à muốn cần phải được có không \
 chưa đã đang sẽ rồi xin hỏi giúp biết cho của và với để khi nếu như bao nhiêu lâu bị này đó ấy các những một hay hoặc vừa mới \
 làm ở đi ra vào con thủ tục hồ sơ giấy tờ quy định trình tự cách giờ nghe nói việc thành phần thực hiện gồm những loại mang theo nên trong \
 ngày tại đến từ do vâng chào bạn ad vui lòng giùm dùm hộ thì nữa luôn cũng vẫn đều hết nhà người tháng năm tuần mất bắt buộc thời hạn";

/// Ways of asking that say nothing of the subject.
pub(super) const SAYINGS: &str = "tôi muốn xin\ntôi muốn làm\ntôi cần làm\ntôi muốn hỏi\ncho tôi hỏi\nxin cho hỏi\nxin phép gì\ncần làm gì\nlàm thế nào\nphải làm sao\n\
 phải làm gì\nlàm như thế nào\nở đâu\nbao nhiêu tiền\nmất bao lâu\nbao lâu\nbao nhiêu\ncần giấy tờ gì\ncần những giấy tờ gì\ngiấy tờ gì\nmang theo gì\n\
 có được không\nđược không\ncó phải\ncó cần\nnhư nào\nthế nào\ntôi vừa\ntôi mới\ncon tôi\nbố tôi\nmẹ tôi\nba tôi\nmá tôi\nvợ tôi\nchồng tôi\ncon gái tôi\n\
 con trai tôi\ngia đình tôi\nnhà tôi\ncủa mình\ncủa tôi\nra phường\nra xã\nlên phường\nlên xã\nở phường\nở xã\ncho con\ncho bé\ncho mẹ\ncho bố\nnghe nói\n\
 bây giờ\ngiờ tôi\ncần mang\nbị mất\nvừa mất\nmới sinh\nbắt buộc\nđi làm\nlàm ở đâu\nnộp ở đâu\nai được\nđang ở\nđang sống\nsắp\ncần gì\nlà gì\ncần phải\n\
 có ai biết\nxin tư vấn\nanh chị\nem muốn\nem cần\nchị ơi\ndạ cho em hỏi\nmất tiền\ntốn tiền\nmất phí\nngười dân\nhàng xóm\nnước ngoài\ncăn cước\nhộ khẩu";

/// Ends of an unfinished word that are looked for.
const ENDS: usize = 4;

const FILLER_WEIGHT: f32 = 0.3;
const UNKNOWN_WEIGHT: f32 = 0.5;
const SAID_WEIGHT: f32 = 0.6;
const MEANT_WEIGHT: f32 = 0.8;
const MENDED_WEIGHT: f32 = 0.85;

/// One word of the question.
#[derive(Clone, Debug)]
pub struct Word {
    /// As it was meant.
    pub syllable: Syllable,
    /// How much it counts, at most 1.
    pub weight: f32,
    /// How much its marks count: those that the writer left out are guesses.
    pub marks: f32,
    /// The catalogue has it.
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
    pub outside: Vec<Vec<Syllable>>,
    /// What is to happen.
    pub deeds: Deeds,
    /// The share of what was typed that the catalogue's language does not know.
    pub strange: f32,
    /// It names a procedure as offices do, so the title is expected to agree.
    pub formal: bool,
}

/// How somebody begins who knows the name of a procedure.
const FORMAL: [&str; 12] = [
    "trình tự",
    "thành phần hồ sơ",
    "thành phần, hồ sơ",
    "hồ sơ đề nghị",
    "quy định về",
    "cơ quan có thẩm quyền",
    "cơ quan nào có thẩm quyền",
    "thẩm quyền giải quyết",
    "thực hiện thủ tục",
    "thủ tục cấp",
    "lập phương án",
    "cần làm thủ tục",
];

fn is_formal(meant: &[Syllable]) -> bool {
    static WAYS: LazyLock<Vec<Vec<Syllable>>> =
        LazyLock::new(|| FORMAL.iter().map(|way| syllables(way)).collect());
    WAYS.iter().any(|way| {
        meant
            .windows(way.len())
            .any(|words| words == way.as_slice())
    })
}

impl Question {
    /// Analyses; never fails, whatever was typed.
    pub fn new(text: &str, language: &Language, synonyms: &Synonyms) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let mut typed = syllables(&text);
        typed.truncate(MOST_SYLLABLES);
        // As it was typed: what is mended may be another matter, «bị phạt» as in «thiết bị phát».
        let mut outside = synonyms::outside(&typed);
        let mut spelled = Vec::with_capacity(typed.len());
        let mut rest = Vec::new();
        // Abbreviations are no slips: what stands between them is read on its own.
        for syllable in typed {
            if let Some(long) = synonyms::spelled_out(&syllable) {
                spelled.extend(read(&rest, language));
                rest.clear();
                spelled.extend(long.iter().map(|syllable| super::reading::Read {
                    syllable: syllable.clone(),
                    how: How::Typed,
                }));
            } else {
                rest.push(syllable);
            }
        }
        spelled.extend(read(&rest, language));
        let meant: Vec<Syllable> = spelled.iter().map(|read| read.syllable.clone()).collect();
        let line: Vec<Word> = spelled
            .iter()
            .map(|read| word(&read.syllable, read.how, language))
            .collect();
        let meanings = synonyms.meanings(&meant);
        outside.extend(synonyms::outside(&meant));
        // Somebody's card or telephone number: details of a person, no question.
        outside.extend(typed_numbers(&meant));
        let mut question = Self {
            outside,
            deeds: Deeds::asked(&meant),
            strange: strange(&line),
            formal: is_formal(&meant),
            ..Self::default()
        };
        question.explain(line, &meanings, language);
        question
    }

    /// A question whose last word may be unfinished: that word counts as each of its likely ends.
    pub fn unfinished(typed: &str, contents: &Contents) -> Self {
        let synonyms = &contents.synonyms;
        let finished = typed.ends_with(char::is_whitespace);
        let cut = typed.trim_end().rfind(char::is_whitespace).map_or(0, |at| {
            at + typed[at..].chars().next().map_or(1, char::len_utf8)
        });
        let last = syllables(&typed[cut..]);
        let [begun] = last.as_slice() else {
            return Self::new(typed, &contents.language, synonyms);
        };
        let is_word = contents.count(&begun.folded) >= 20
            || synonyms::spelled_out(begun).is_some()
            || contents.language.id(&begun.exact).is_some() && !begun.is_plain();
        let mut question = if finished || is_word {
            Self::new(typed, &contents.language, synonyms)
        } else {
            Self::new(&typed[..cut], &contents.language, synonyms)
        };
        if finished {
            return question;
        }
        let before = question.lines.first().and_then(|line| line.last()).cloned();
        let ends = contents.ends(before.as_ref().map(|word| &word.syllable), begun, ENDS);
        for end in ends {
            let weight = if is_word { 0.4 } else { 0.7 };
            let word = Word {
                weight,
                ..word(&end, How::Marked, &contents.language)
            };
            // A line of its own with its neighbour, so that the pair counts.
            question
                .lines
                .push(before.iter().cloned().chain([word]).collect());
        }
        question
    }

    fn explain(
        &mut self,
        mut line: Vec<Word>,
        meanings: &[synonyms::Meaning<'_>],
        language: &Language,
    ) {
        let mut explained = vec![false; line.len()];
        for meaning in meanings {
            let said: Vec<usize> = meaning.places.iter().cloned().flatten().collect();
            let weight = said.iter().map(|at| line[*at].weight).fold(0.5, f32::max);
            let folded = |words: &mut dyn Iterator<Item = &Syllable>| {
                words.map(|word| word.folded.clone()).collect::<Vec<_>>()
            };
            let length = f32::from(u8::try_from(said.len()).unwrap_or(1));
            self.concepts.push(Concept {
                ways: vec![
                    folded(&mut said.iter().map(|at| &line[*at].syllable)),
                    folded(&mut meaning.meant.iter()),
                ],
                weight: weight * length.min(3.0),
            });
            for at in said {
                line[at].weight *= SAID_WEIGHT;
                explained[at] = true;
            }
            let words = meaning.meant.iter().map(|syllable| Word {
                weight: MEANT_WEIGHT,
                ..word(syllable, How::Typed, language)
            });
            self.lines.push(words.collect());
        }
        for (word, _) in line
            .iter()
            .zip(&explained)
            .filter(|(_, explained)| !**explained)
        {
            self.concepts.push(Concept {
                ways: vec![vec![word.syllable.folded.clone()]],
                weight: word.weight,
            });
        }
        self.lines.insert(0, line);
    }

    /// Nothing that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(Vec::is_empty)
    }
}

fn typed_numbers(meant: &[Syllable]) -> Option<Vec<Syllable>> {
    let number = |word: &&Syllable| {
        word.folded.len() >= 9 && word.folded.bytes().all(|byte| byte.is_ascii_digit())
    };
    meant.iter().find(number).map(|word| vec![word.clone()])
}

fn strange(line: &[Word]) -> f32 {
    let (all, strange) = line.iter().fold((0.0, 0.0), |(all, strange), word| {
        let unknown = if word.known { 0.0 } else { 1.0 };
        (all + 1.0, strange + unknown)
    });
    if all > 0.0 { strange / all } else { 0.0 }
}

fn word(syllable: &Syllable, how: How, language: &Language) -> Word {
    let known = language.count_folded(&syllable.folded) > 0;
    let weight = match (is_filler(&syllable.exact), known) {
        (true, _) => FILLER_WEIGHT,
        (false, true) => 1.0,
        (false, false) => UNKNOWN_WEIGHT,
    };
    let (weight, marks) = match how {
        How::Typed => (weight, 1.0),
        How::Marked => (weight, 0.8),
        How::Mended => (weight * MENDED_WEIGHT, 0.8),
    };
    Word {
        syllable: syllable.clone(),
        weight,
        marks,
        known,
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
