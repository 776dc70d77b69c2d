//! Who may import whom, what no room may be called, who may read a clock, how long a file may grow.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// DESIGN.md's table. A room may always import itself.
const ROOMS: [(&str, &[&str]); 14] = [
    ("domain", &[]),
    ("kv", &[]),
    ("store", &["kv", "domain"]),
    ("files", &["domain"]),
    ("seal", &["domain"]),
    ("ui", &["domain"]),
    ("print", &["domain"]),
    ("link", &["domain"]),
    ("search", &["store", "kv", "domain"]),
    ("backup", &["store", "files", "seal", "kv", "domain"]),
    (
        "office",
        &["store", "search", "files", "seal", "kv", "domain"],
    ),
    (
        "work",
        &[
            "office", "backup", "store", "search", "files", "seal", "print", "link", "kv", "domain",
        ],
    ),
    // And the handles that `App` carries are named by their room's own types: see `HANDLES`.
    ("web", &["office", "ui", "print", "domain"]),
    ("cli", ANY),
];

const ANY: &[&str] = &["*"];

/// What `web` holds or meets by way of the office: the error of the machine, the limits and types of files, the
/// query of the catalogue, positions and summaries. Nothing here reads or writes a record.
const HANDLES: [&str; 18] = [
    "kv::KvError",
    "kv::WriteError",
    "files::ALLOWED",
    "files::FileError",
    "files::Incoming",
    "files::Sound",
    "files::Stored",
    "files::hex",
    "search::Card",
    "search::Facet",
    "search::Found",
    "search::Query",
    "search::SearchError",
    "store::dossiers::Summary",
    "store::papers::Draft",
    "store::settings::Profile",
    "store::settings::OnlineFiling",
    "store::Entry",
];

/// The rows of lists and a view that an officer keeps are written by `store` and shown by `ui`.
const LIST_ROWS: [&str; 4] = [
    "store::dossiers::Summary",
    "store::feedback::FeedbackRow",
    "store::feedback::PublicCard",
    "store::views::SavedView",
];

/// Names that say «I did not decide».
const UNDECIDED: [&str; 9] = [
    "utils", "util", "common", "helpers", "helper", "models", "services", "types", "manager",
];

const CLOCKS: [&str; 6] = [
    "Timestamp::now",
    "SystemTime::now",
    "Zoned::now",
    "Utc::now",
    "Local::now",
    "Date::today",
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    for (path, _) in &mut found {
        *path = path.strip_prefix(&root).unwrap().to_owned();
    }
    found.sort();
    found
}

fn room(path: &Path) -> String {
    let first = path
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Code without comments; texts may stay, they hold no paths of ours.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Everything that is named below `crate::`, in `use` trees and in the middle of code.
fn imports(text: &str) -> BTreeSet<String> {
    let code = code(text);
    let mut found = BTreeSet::new();
    for start in code
        .match_indices("crate::")
        .map(|(at, found)| at + found.len())
    {
        spread(&code[start..], "", &mut found);
    }
    found
}

/// Unfolds `a::{b, c::{d, e}}`; what comes after the tree is left alone.
fn spread(text: &str, prefix: &str, found: &mut BTreeSet<String>) {
    let text = text.trim_start();
    if let Some(inner) = text.strip_prefix('{') {
        let (mut depth, mut start) = (0, 0);
        for (at, letter) in inner.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    let part = inner[start..at].trim();
                    if !part.is_empty() {
                        spread(part, prefix, found);
                    }
                    start = at + 1;
                    if letter == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let name = &text[..end];
    let path = match (prefix, name) {
        ("", name) => name.to_owned(),
        (prefix, "self") => prefix.to_owned(),
        (prefix, name) => format!("{prefix}::{name}"),
    };
    match text[end..].strip_prefix("::") {
        Some(rest) if rest.starts_with(|c: char| c == '{' || c == '_' || c.is_alphabetic()) => {
            spread(rest, &path, found);
        }
        _ => {
            found.insert(path);
        }
    }
}

#[test]
fn no_room_reaches_upwards_or_sideways() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room(&path);
        if ["lib", "main"].contains(&room.as_str()) {
            continue;
        }
        let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!(
                "{}: DESIGN.md knows no room {room}",
                path.display()
            ));
            continue;
        };
        for import in imports(&text) {
            let target = import.split("::").next().unwrap();
            let handle = |allowed: &[&str]| {
                allowed
                    .iter()
                    .any(|one| import == *one || import.starts_with(&format!("{one}::")))
            };
            let fine = target == room
                || *may == ANY
                || may.contains(&target)
                || (room == "web" && handle(&HANDLES))
                || (room == "ui" && handle(&LIST_ROWS));
            if !fine {
                wrong.push(format!(
                    "{}: {room} may not import {import}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_room_and_no_file_is_called_what_decides_nothing() {
    for (path, _) in sources() {
        for part in path.components() {
            let name = part.as_os_str().to_string_lossy();
            let name = name.trim_end_matches(".rs");
            assert!(!UNDECIDED.contains(&name), "{}", path.display());
        }
    }
}

#[test]
fn only_the_composition_root_reads_a_clock() {
    for (path, text) in sources() {
        if room(&path) == "cli" {
            continue;
        }
        for clock in CLOCKS {
            assert!(
                !code(&text).contains(clock),
                "{} reads a clock: {clock}",
                path.display()
            );
        }
    }
}

#[test]
fn only_the_engine_names_redb_and_only_web_names_axum() {
    let homes: [(&str, &[&str]); 5] = [
        ("redb::", &["kv", "cli"]), // the bench measures bare redb beside us
        ("axum", &["web", "cli"]),
        ("maud", &["ui", "web"]),
        ("typst", &["print"]),
        ("tantivy", &["search"]),
    ];
    for (path, text) in sources() {
        for (name, rooms) in homes {
            let room = room(&path);
            let named = code(&text).lines().any(|line| {
                let line = line.trim_start();
                line.starts_with(&format!("use {name}"))
            });
            assert!(
                !named || rooms.contains(&room.as_str()),
                "{} names {name}",
                path.display()
            );
        }
    }
}

#[test]
fn files_stay_readable() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (text.lines().count(), path))
        .filter(|(lines, _)| *lines > 400)
        .map(|(lines, path)| format!("{} has {lines} lines", path.display()))
        .collect();
    for line in &long {
        println!("past 400, look for the second subject: {line}");
    }
    let too_long: Vec<&String> = long
        .iter()
        .filter(|line| line.split(' ').nth(2).unwrap().parse::<u32>().unwrap() > 600)
        .collect();
    assert!(too_long.is_empty(), "{too_long:#?}");
}

#[test]
fn the_reader_of_imports_sees_through_trees() {
    let text = "use crate::{domain::{clock::{self, Due}, time::Moment}, kv::*};\n// crate::web::no\n\
                fn f() { crate::store::journal(x); crate::office::Decline::field(\"a\") }";
    let expected = [
        "domain::clock",
        "domain::clock::Due",
        "domain::time::Moment",
        "kv",
        "office::Decline::field",
        "store::journal",
    ];
    assert_eq!(
        imports(text),
        expected.map(str::to_owned).into_iter().collect()
    );
}
