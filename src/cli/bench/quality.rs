//! `motcua bench search`: how often the right procedure is found, by kind of question.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::super::failure::{Failure, machine};
use super::stats::{Figures, Tally};
use crate::domain::procedure::Procedure;
use crate::office::import_procedures::{self, LegalDocuments};
use crate::office::shipped;
use crate::search::{CatalogueIndex, Query};

/// How deep an answer is looked at.
const DEPTH: usize = 10;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Câu hỏi có nhãn, mỗi dòng một JSON: `{"query":"…","codes":["…"],"kind":"…"}`
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Danh mục thủ tục để tìm thay cho danh mục đi kèm
    #[arg(long, value_name = "FILE")]
    procedures: Option<PathBuf>,
    /// In dạng JSON
    #[arg(long)]
    json: bool,
}

/// A question with the answers that are right.
#[derive(Debug, Deserialize)]
struct Labelled {
    query: String,
    codes: Vec<String>,
    #[serde(default)]
    kind: String,
}

/// Scores of one kind of question, each from 0 to 1.
#[derive(Debug, Default, Serialize)]
struct Score {
    questions: u32,
    success_at_1: f64,
    success_at_3: f64,
    mrr_at_10: f64,
    /// Answers that called themselves sure.
    sure: f64,
    /// Of those, how many were wrong at the first place.
    sure_but_wrong: f64,
}

#[derive(Debug, Serialize)]
struct Report {
    procedures: usize,
    all: Score,
    kinds: BTreeMap<String, Score>,
    /// Time of one question, in milliseconds.
    time: Figures,
}

pub(super) fn run(base: &Path, args: &Args) -> Result<(), Failure> {
    let questions = questions(&args.queries)?;
    let procedures = procedures(args.procedures.as_deref())?;
    let report = measure(base, &procedures, &questions)?;
    if args.json {
        let json = serde_json::to_string_pretty(&report).map_err(|_| Failure::bug())?;
        println!("{json}");
        return Ok(());
    }
    println!("{} câu hỏi, {} thủ tục", questions.len(), report.procedures);
    println!(
        "{:<24}{:>8}{:>9}{:>9}{:>9}{:>12}{:>12}",
        "loại", "câu hỏi", "đúng @1", "đúng @3", "MRR@10", "tự tin", "mà sai"
    );
    let kinds = report
        .kinds
        .iter()
        .map(|(kind, score)| (kind.as_str(), score));
    for (kind, score) in kinds.chain([("tất cả", &report.all)]) {
        println!(
            "{kind:<24}{:>8}{:>9.3}{:>9.3}{:>9.3}{:>12.3}{:>12.3}",
            score.questions,
            score.success_at_1,
            score.success_at_3,
            score.mrr_at_10,
            score.sure,
            score.sure_but_wrong
        );
    }
    let time = &report.time;
    println!(
        "một câu: p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms",
        time.p50, time.p95, time.p99
    );
    Ok(())
}

fn measure(
    base: &Path,
    procedures: &[Procedure],
    questions: &[Labelled],
) -> Result<Report, Failure> {
    let scratch = base.join("search");
    let broken = |error: crate::search::SearchError| machine("tìm", error);
    let there = base.exists();
    fs::create_dir_all(&scratch).map_err(|error| Failure::at(&scratch, "tạo", &error))?;
    let index = CatalogueIndex::open(&scratch).map_err(broken)?;
    index.replace_all(procedures, 1).map_err(broken)?;
    let mut tallies: BTreeMap<&str, Tries> = BTreeMap::new();
    let (mut all, mut times) = (Tries::default(), Tally::default());
    let began = Instant::now();
    for question in questions {
        let asked = Instant::now();
        let found = index
            .search(&Query {
                text: &question.query,
                limit: DEPTH,
                ..Query::default()
            })
            .map_err(broken)?;
        times.took(asked.elapsed());
        let rank = found
            .hits
            .iter()
            .position(|hit| question.codes.contains(&hit.card.code));
        let sure = found.sure && !found.hits.is_empty();
        tallies.entry(&question.kind).or_default().saw(rank, sure);
        all.saw(rank, sure);
    }
    let elapsed: Duration = began.elapsed();
    drop(index);
    drop(fs::remove_dir_all(&scratch));
    if !there {
        drop(fs::remove_dir(base));
    }
    Ok(Report {
        procedures: procedures.len(),
        all: all.score(),
        kinds: tallies
            .into_iter()
            .map(|(kind, tries)| (kind.to_owned(), tries.score()))
            .collect(),
        time: times.figures(elapsed),
    })
}

/// What came of the questions of one kind.
#[derive(Debug, Default)]
struct Tries {
    questions: u32,
    first: u32,
    third: u32,
    reciprocal: f64,
    sure: u32,
    sure_but_wrong: u32,
}

impl Tries {
    fn saw(&mut self, rank: Option<usize>, sure: bool) {
        self.questions += 1;
        self.first += u32::from(rank == Some(0));
        self.third += u32::from(rank.is_some_and(|rank| rank < 3));
        if let Some(rank) = rank.and_then(|rank| u32::try_from(rank).ok()) {
            self.reciprocal += 1.0 / f64::from(rank + 1);
        }
        self.sure += u32::from(sure);
        self.sure_but_wrong += u32::from(sure && rank != Some(0));
    }

    fn score(&self) -> Score {
        let share = |part: u32, of: u32| f64::from(part) / f64::from(of.max(1));
        Score {
            questions: self.questions,
            success_at_1: share(self.first, self.questions),
            success_at_3: share(self.third, self.questions),
            mrr_at_10: self.reciprocal / f64::from(self.questions.max(1)),
            sure: share(self.sure, self.questions),
            sure_but_wrong: share(self.sure_but_wrong, self.sure),
        }
    }
}

fn questions(path: &Path) -> Result<Vec<Labelled>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::at(path, "đọc", &error))?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| {
                Failure::failed(format!(
                    "{} dòng {}: không phải câu hỏi có nhãn ({error}); hãy sửa dòng đó.",
                    path.display(),
                    at + 1
                ))
            })
        })
        .collect()
}

fn procedures(path: Option<&Path>) -> Result<Vec<Procedure>, Failure> {
    let Some(path) = path else {
        return Ok(shipped::procedures());
    };
    let bytes = fs::read(path).map_err(|error| Failure::at(path, "đọc", &error))?;
    let name = path.to_string_lossy();
    let parsed = import_procedures::parse(&bytes, &name, &LegalDocuments::default());
    match parsed.bad.first() {
        None => Ok(parsed.rows.into_iter().map(|(_, row)| row).collect()),
        Some(bad) => Err(Failure::failed(format!(
            "{} dòng {}: {} Hãy sửa tệp trước.",
            path.display(),
            bad.line,
            bad.reason
        ))),
    }
}
