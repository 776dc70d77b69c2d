//! «Tôi cần mang gì?»: a few questions that leave, of the papers of a procedure, those that one person needs.
//!
//! The catalogue lists every paper of every case and says in its words when each is needed. Those words are read here;
//! what they do not say plainly stays on the list, since a paper too many costs less than a second way to the office.

use super::Procedure;
use super::component::Component;
use crate::domain::fold::fold;

/// Most questions that are asked.
const MOST: usize = 5;

/// The longest condition that is asked about, in letters: longer ones are no question any more.
const LONGEST: usize = 180;

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Who goes: the person or somebody authorised (người được ủy quyền).
    Proxy,
    /// Whether the dossier goes by post (bưu chính).
    Post,
    /// Which one of these cases (trường hợp) it is, in the words of the catalogue.
    Case(Vec<String>),
    /// Whether this holds, in the words of the catalogue.
    Condition(String),
}

/// A question: its key in addresses and forms, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Letters and a digit.
    pub key: String,
    /// What it is about.
    pub about: About,
}

/// An answer to one question; none keeps every paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// The case at this place.
    Case(usize),
}

impl Answer {
    /// Reads `co`, `khong`, or the place of a case counted from 0.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "co" => Some(Self::Yes),
            "khong" => Some(Self::No),
            place => place.parse().ok().map(Self::Case),
        }
    }
}

/// The questions of a procedure, in the order in which they leave the most out; none where there is nothing to leave out.
pub fn questions(procedure: &Procedure) -> Vec<Question> {
    let all = &procedure.components;
    let mut asked = Vec::new();
    let cases = cases(all);
    if cases.len() > 1 {
        asked.push(About::Case(cases));
    }
    let needed: Vec<Need> = all.iter().flat_map(needs).collect();
    for (need, about) in [(Need::Proxy, About::Proxy), (Need::Post, About::Post)] {
        if needed.contains(&need) {
            asked.push(about);
        }
    }
    for need in needed {
        let Need::Condition(words) = need else {
            continue;
        };
        let about = About::Condition(words);
        if !asked.contains(&about) {
            asked.push(about);
        }
    }
    asked.truncate(MOST);
    (1..)
        .zip(asked)
        .map(|(number, about)| Question {
            key: format!("c{number}"),
            about,
        })
        .collect()
}

/// The papers and remarks that are left by the answers, given in the order of the questions.
pub fn left<'a>(
    procedure: &'a Procedure,
    questions: &[Question],
    answers: &[Option<Answer>],
) -> Vec<&'a Component> {
    let ruled_out = |component: &Component| {
        let needs = needs(component);
        questions.iter().zip(answers).any(|(question, answer)| {
            let Some(answer) = answer else { return false };
            match (&question.about, answer) {
                (About::Case(cases), Answer::Case(at)) => {
                    let group = plain(&component.group);
                    cases.get(*at).is_some_and(|chosen| *chosen != group) && cases.contains(&group)
                }
                (About::Proxy, Answer::No) => needs.contains(&Need::Proxy),
                (About::Post, Answer::No) => needs.contains(&Need::Post),
                (About::Condition(words), Answer::No) => {
                    needs.contains(&Need::Condition(words.clone()))
                }
                _ => false,
            }
        })
    };
    let all = procedure.components.iter();
    all.filter(|component| !ruled_out(component)).collect()
}

/// When alone a paper is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Need {
    Proxy,
    Post,
    Condition(String),
}

/// What must hold for a paper to be needed, as far as its name or its heading says so.
fn needs(component: &Component) -> Vec<Need> {
    let mut needs = Vec::new();
    let heading = condition(&plain(&component.group), true);
    let own = condition(&component.name, false);
    let named = fold(&component.name);
    let proxy = |text: &str| text.contains("uy quyen");
    // The letter of authority itself, and what is only asked of those who have one.
    if named.starts_with("van ban uy quyen")
        || named.starts_with("giay uy quyen")
        || [&heading, &own]
            .into_iter()
            .flatten()
            .any(|words| proxy(&fold(words)))
    {
        needs.push(Need::Proxy);
        return needs;
    }
    if own
        .as_ref()
        .is_some_and(|words| fold(words).contains("buu chinh"))
    {
        needs.push(Need::Post);
        return needs;
    }
    // Remarks about what the office does by itself are no question to a citizen.
    if component.note {
        return needs;
    }
    needs.extend(own.filter(|words| is_askable(words)).map(Need::Condition));
    needs
}

/// What only the office knows is not asked.
fn is_askable(words: &str) -> bool {
    const OFFICE: [&str; 4] = ["co quan", "khai thac", "co so du lieu", "nguoi tiep nhan"];
    let folded = fold(words);
    words.chars().count() <= LONGEST && !OFFICE.iter().any(|known| folded.contains(known))
}

/// The condition with which a text begins: «Trường hợp trẻ em bị bỏ rơi thì phải có …» gives «trẻ em bị bỏ rơi». A heading
/// may be a condition as a whole.
fn condition(text: &str, heading: bool) -> Option<String> {
    const ENDS: [&str; 6] = [" thì ", " phải ", ", cần ", ", nộp ", ": ", " phải:"];
    let text = text.trim();
    let rest = ["Trường hợp ", "Nếu ", "Đối với trường hợp "]
        .iter()
        .find_map(|begin| text.strip_prefix(begin))?;
    let end = ENDS.iter().filter_map(|end| rest.find(end)).min();
    let words = rest[..end.unwrap_or(rest.len())]
        .trim_end_matches([',', ':', ';', '.', ' '])
        .trim();
    (!words.is_empty() && (heading || end.is_some())).then(|| words.to_owned())
}

/// The headings that are cases of which one applies, each once.
fn cases(all: &[Component]) -> Vec<String> {
    let mut cases: Vec<String> = Vec::new();
    for component in all {
        let group = plain(&component.group);
        let folded = fold(&group);
        let is_case = (folded.starts_with("truong hop") || folded.starts_with("doi voi"))
            && !folded.contains("uy quyen")
            && !folded.contains("moi truong dien tu");
        if is_case && !cases.contains(&group) {
            cases.push(group);
        }
    }
    cases
}

/// A heading without its bullet or number: «(1) Đối với trường hợp hy sinh:» gives «Đối với trường hợp hy sinh».
fn plain(heading: &str) -> String {
    let mut rest = heading.trim();
    rest = rest.trim_start_matches(['*', '+', '-', '–', '•', ' ']);
    let is_number = |letter: char| letter.is_alphanumeric() || matches!(letter, '(' | ')' | '.');
    if let Some((number, words)) = rest.split_once([' ', '\u{a0}'])
        && number.chars().count() <= 5
        && number.ends_with(['.', ')', '-', '–'])
        && number.chars().all(is_number)
    {
        rest = words;
    }
    rest.trim_start_matches(['-', '–', ' '])
        .trim_end_matches([':', ';', '.', ' '])
        .to_owned()
}
