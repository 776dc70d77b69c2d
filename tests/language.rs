//! Citizens' pages speak Vietnamese and English completely: every sentence of theirs is a message, and every message
//! has its English.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use motcua::domain::procedure::WHOLE_PROCEDURE;
use motcua::domain::slip::SlipKind;
use motcua::domain::status::Status;
use motcua::domain::workflow::Step;
use motcua::ui::language::{Language, in_language, said, said_with};

/// Where every Vietnamese sentence must be a message: what citizens see.
const SPOKEN: [&str; 8] = [
    "src/ui/frame.rs",
    "src/ui/parts",
    "src/ui/portal",
    "src/ui/guide/howto.rs",
    "src/ui/guide/certificate.rs",
    "src/web/portal",
    "src/web/problem.rs",
    "src/ui/words",
];

/// Words that only officers read, on pages of the office.
const OFFICE_ONLY: [&str; 2] = ["src/ui/words/audit.rs", "src/ui/words/delegation.rs"];

/// Sentences that are Vietnamese on purpose, with the reason.
const NOT_SAID: [(&str, &str); 17] = [
    ("(nghỉ bù)", CALENDAR),
    ("Ngày nghỉ (", CALENDAR),
    ("Ngày ", CALENDAR),
    ("tết nguyên đán", CALENDAR),
    ("29 tết", CALENDAR),
    ("30 tết", CALENDAR),
    ("khai sinh", SEARCH),
    ("hôn nhân", SEARCH),
    ("chứng thực", SEARCH),
    ("cư trú", SEARCH),
    ("đất đai", SEARCH),
    ("hộ kinh doanh", SEARCH),
    ("trợ giúp xã hội", SEARCH),
    ("nông nghiệp", SEARCH),
    ("khai tử", SEARCH),
    ("Bước ", "found in the catalogue's prose"),
    (
        "Người nộp tự sửa thông tin liên hệ.",
        "a reason that the dossier keeps",
    ),
];

const CALENDAR: &str = "compared with names of the calendar";
const SEARCH: &str = "searched for, in the catalogue's language";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(under: &Path, found: &mut Vec<PathBuf>) {
    if under.is_file() {
        found.push(under.to_owned());
        return;
    }
    for entry in fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() || path.extension().is_some_and(|ending| ending == "rs") {
            rust_files(&path, found);
        }
    }
}

/// A text in the code: what it says, and what stands right before it.
struct Literal {
    says: String,
    before: String,
    line: usize,
}

/// Every text of a Rust file, without comments and without its tests.
fn literals(code: &str) -> Vec<Literal> {
    let code = code.split("#[cfg(test)]").next().unwrap();
    let letters: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < letters.len() {
        match letters[at] {
            '\n' => line += 1,
            '/' if letters.get(at + 1) == Some(&'/') => {
                while at < letters.len() && letters[at] != '\n' {
                    at += 1;
                }
                continue;
            }
            // A quote as a letter, not as the begin of a text.
            '\'' if letters.get(at + 1) == Some(&'"') && letters.get(at + 2) == Some(&'\'') => {
                at += 2;
            }
            '\'' if letters.get(at + 1) == Some(&'\\') && letters.get(at + 3) == Some(&'\'') => {
                at += 3;
            }
            '"' => {
                let before: String = letters[at.saturating_sub(80)..at].iter().collect();
                let begun = line;
                let mut says = String::new();
                at += 1;
                while letters[at] != '"' {
                    match (letters[at], letters.get(at + 1)) {
                        ('\\', Some('n')) => {
                            says.push('\n');
                            at += 1;
                        }
                        // A line that goes on: the break and what indents the next line are not part of the text.
                        ('\\', Some('\n')) => {
                            at += 1;
                            while letters[at].is_whitespace() {
                                line += usize::from(letters[at] == '\n');
                                at += 1;
                            }
                            continue;
                        }
                        ('\\', Some(next)) => {
                            says.push(*next);
                            at += 1;
                        }
                        (letter, _) => {
                            line += usize::from(letter == '\n');
                            says.push(letter);
                        }
                    }
                    at += 1;
                }
                found.push(Literal {
                    says,
                    before: before.split_whitespace().collect(),
                    line: begun,
                });
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn is_message(literal: &Literal) -> bool {
    literal.before.ends_with("say!(") || literal.before.ends_with("message!(")
}

fn is_vietnamese(text: &str) -> bool {
    text.chars()
        .any(|letter| matches!(letter, 'À'..='ỹ') && letter.is_alphabetic())
}

fn words(file: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join("assets/words").join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Every message in the code, and where.
fn messages() -> BTreeMap<String, String> {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    let mut found = BTreeMap::new();
    for path in files {
        for literal in literals(&fs::read_to_string(&path).unwrap()) {
            if is_message(&literal) {
                found.insert(literal.says, format!("{}:{}", path.display(), literal.line));
            }
        }
    }
    found
}

/// What scripts say: `inWords('…')`.
fn messages_of_scripts() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join("assets/js")).unwrap() {
        let code = fs::read_to_string(entry.unwrap().path()).unwrap();
        for (at, call) in code.match_indices("inWords('") {
            let rest = &code[at + call.len()..];
            found.insert(rest[..rest.find('\'').unwrap()].to_owned());
        }
    }
    found
}

/// What has a name in our data: statuses, papers, shipped forms, holidays, and how the catalogue is sorted.
fn names_in_data() -> BTreeSet<String> {
    fn labels(value: &serde_json::Value, found: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        serde_json::Value::String(text)
                            if ["title", "label", "help", "heading", "say"]
                                .contains(&name.as_str()) =>
                        {
                            found.insert(text.clone());
                        }
                        other => labels(other, found),
                    }
                }
            }
            serde_json::Value::Array(all) => all.iter().for_each(|one| labels(one, found)),
            _ => {}
        }
    }
    let mut found: BTreeSet<String> = Status::ALL
        .iter()
        .map(|status| status.official_name().to_owned())
        .collect();
    for entry in fs::read_dir(root().join("data-samples/forms")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        labels(&serde_json::from_str(&text).unwrap(), &mut found);
    }
    found.extend(Step::STANDARD.map(|step| step.official_name().to_owned()));
    found.extend(SlipKind::ALL.map(|kind| kind.official_name().to_owned()));
    found.insert(WHOLE_PROCEDURE.to_owned());
    found.extend(sorted_by());
    let mut holidays =
        csv::Reader::from_path(root().join("data-samples/calendar/holidays_vn_2020_2030.csv"))
            .unwrap();
    // Days around Tết are told as one holiday, and days off instead of another not at all.
    let told = holidays.records().filter_map(|row| {
        let name = row.unwrap()[2]
            .trim_end_matches("(nghỉ bù)")
            .trim()
            .to_owned();
        let lunar = name.to_lowercase();
        let beside = lunar.contains("tết nguyên đán") || ["29 tết", "30 tết"].contains(&&*lunar);
        (!beside && !name.starts_with("Ngày nghỉ (")).then_some(name)
    });
    found.extend(told);
    found
}

/// Fields, subjects and life events of the shipped catalogue.
fn sorted_by() -> BTreeSet<String> {
    use std::io::Read as _;
    let packed = fs::File::open(root().join("data-samples/procedures/commune.jsonl.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    let mut found = BTreeSet::new();
    for line in text.lines() {
        let procedure: serde_json::Value = serde_json::from_str(line).unwrap();
        for list in ["fields", "subjects", "life_events"] {
            for one in procedure[list].as_array().into_iter().flatten() {
                let name = one.as_str().or_else(|| one["name"].as_str());
                found.extend(name.map(str::to_owned));
            }
        }
    }
    found
}

#[test]
fn every_sentence_that_citizens_see_is_a_message() {
    let mut files = Vec::new();
    for place in SPOKEN {
        rust_files(&root().join(place), &mut files);
    }
    files.retain(|path| !OFFICE_ONLY.iter().any(|only| path.ends_with(only)));
    let mut bare = Vec::new();
    for path in files {
        for literal in literals(&fs::read_to_string(&path).unwrap()) {
            let excused = NOT_SAID.iter().any(|(text, _)| *text == literal.says);
            if is_vietnamese(&literal.says) && !is_message(&literal) && !excused {
                let path = path.strip_prefix(root()).unwrap().display();
                bare.push(format!("{path}:{} {}", literal.line, literal.says));
            }
        }
    }
    assert!(bare.is_empty(), "not said in English:\n{}", bare.join("\n"));
}

#[test]
fn every_message_has_its_english_and_nothing_else_has() {
    let english = words("en.json");
    let messages = messages();
    let data = names_in_data();
    let missing: Vec<_> = messages
        .iter()
        .filter(|(message, _)| !english.contains_key(*message))
        .map(|(message, place)| format!("{place} {message}"))
        .chain(
            data.iter()
                .filter(|name| !english.contains_key(*name))
                .cloned(),
        )
        .collect();
    assert!(
        missing.is_empty(),
        "no English for:\n{}",
        missing.join("\n")
    );

    let dead: Vec<_> = english
        .keys()
        .filter(|key| !messages.contains_key(*key) && !data.contains(*key))
        .collect();
    assert!(dead.is_empty(), "nobody says: {dead:#?}");

    let english = words("en-scripts.json");
    let scripts = messages_of_scripts();
    let known: BTreeSet<String> = english.keys().cloned().collect();
    assert_eq!(
        known, scripts,
        "what scripts say and what they can say in English"
    );
}

#[test]
fn a_translation_keeps_the_places_of_its_message() {
    let places = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
            .collect()
    };
    for file in ["en.json", "en-scripts.json"] {
        for (message, english) in words(file) {
            assert_eq!(places(&message), places(&english), "{message}");
            assert!(!english.trim().is_empty(), "{message}");
            // A piece of a sentence joins what stands beside it.
            let ends = |text: &str| (text.starts_with(' '), text.ends_with(' '));
            assert_eq!(ends(&message), ends(&english), "spaces around «{message}»");
        }
    }
}

#[test]
fn a_message_is_said_in_the_language_of_the_page() {
    assert_eq!(said("Đăng nhập"), "Đăng nhập");
    in_language(Language::English, || {
        assert_eq!(said("Đăng nhập"), "Sign in");
        assert_eq!(said("Nhà văn hóa thôn 3"), "Nhà văn hóa thôn 3");
        assert_eq!(said_with("{n} con gà", &[("n", &5)]), "5 con gà");
        let written: [(&str, &dyn std::fmt::Display); 2] = [("why", &"{n} {"), ("n", &5)];
        assert_eq!(said_with("{why}: {n} {m}", &written), "{n} {: 5 {m}");
    });
    assert_eq!(said("Đăng nhập"), "Đăng nhập");
}
