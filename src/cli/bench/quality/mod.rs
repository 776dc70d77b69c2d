//! `motcua bench search`: how often the right procedure is found, by kind of question, with two plain peers beside it.

mod labelled;
mod learning;
mod peers;
mod score;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::super::failure::{Failure, machine};
use super::machine::resident_bytes;
use super::people::Dice;
use super::stats::{Figures, Tally};
use crate::domain::procedure::Procedure;
use crate::office::import_procedures::{self, LegalDocuments};
use crate::office::shipped;
use crate::search::synonyms;
use crate::search::{CatalogueIndex, Query, SearchError, Usage};
use labelled::Labelled;
use score::{Score, Scores};

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
    /// Học lại các trọng số xếp hạng, kiểm tra trên những chủ đề để riêng
    #[arg(long)]
    learn: bool,
    /// In dạng JSON
    #[arg(long)]
    json: bool,
}

/// Everything that was measured.
#[derive(Debug, serde::Serialize)]
struct Report {
    procedures: usize,
    questions: usize,
    /// Questions whose right answers are none of these procedures.
    unanswerable_here: usize,
    /// Questions that stand word for word among the shipped everyday expressions; must be none.
    copied_into_synonyms: usize,
    /// Our search.
    search: Scores,
    /// The same without putting the office's own level forward.
    neutral: Score,
    /// Right answers of another level among the first three without the office's level, and below with it.
    sunk_by_own_level: u32,
    /// The same at an office that is asked for procedures at random, a few of them very often: the worst that usage can do.
    used: Score,
    /// Right answers that stood among the first three before usage was known and below afterwards.
    sunk_by_usage: u32,
    /// Beside the same questions written properly: what writing without marks and with typing errors costs, in points of
    /// success at the first place.
    lost_without_marks: f64,
    lost_to_typos: f64,
    /// Plain peers.
    peers: Vec<(&'static str, Score)>,
    /// Seconds to index the catalogue.
    index_seconds: f64,
    /// Bytes by which the process grew while indexing and searching; what parsing the catalogue left free is used first.
    memory_bytes: u64,
    /// Time of one question, and of one suggestion after each letter typed, in milliseconds.
    time: Figures,
    suggestion_time: Figures,
}

pub(super) fn run(base: &Path, args: &Args) -> Result<(), Failure> {
    let questions = labelled::read(&args.queries)?;
    let procedures = procedures(args.procedures.as_deref())?;
    let ground = Ground::new(base)?;
    if args.learn {
        let index = ground.index(&procedures)?;
        return learning::run(&index, &questions);
    }
    let report = measure(&ground, &procedures, &questions)?;
    if args.json {
        let json = serde_json::to_string_pretty(&report).map_err(|_| Failure::bug())?;
        println!("{json}");
    } else {
        print!("{}", table::text(&report));
    }
    Ok(())
}

/// The index could not be used.
fn broken(error: SearchError) -> Failure {
    machine("tìm", error)
}

/// A place for the index, gone with the measurement.
struct Ground<'a> {
    base: &'a Path,
    scratch: PathBuf,
    there: bool,
}

impl<'a> Ground<'a> {
    fn new(base: &'a Path) -> Result<Self, Failure> {
        let scratch = base.join("search");
        let there = base.exists();
        fs::create_dir_all(&scratch).map_err(|error| Failure::at(&scratch, "tạo", &error))?;
        Ok(Self {
            base,
            scratch,
            there,
        })
    }

    fn index(&self, procedures: &[Procedure]) -> Result<CatalogueIndex, Failure> {
        let index = CatalogueIndex::open(&self.scratch).map_err(broken)?;
        index.replace_all(procedures, 1).map_err(broken)?;
        Ok(index)
    }
}

impl Drop for Ground<'_> {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.scratch));
        if !self.there {
            // Goes only when nothing else is in it.
            drop(fs::remove_dir(self.base));
        }
    }
}

fn measure(
    ground: &Ground<'_>,
    procedures: &[Procedure],
    questions: &[Labelled],
) -> Result<Report, Failure> {
    let before = resident_bytes();
    let began = Instant::now();
    drop(ground.index(procedures)?);
    let index_seconds = began.elapsed().as_secs_f64();
    let index = CatalogueIndex::open(&ground.scratch).map_err(broken)?;
    let mut scores = score::Tallies::default();
    let (mut plain, mut sunk) = (score::Tries::default(), 0);
    let (mut times, mut typing) = (Tally::default(), Tally::default());
    let mut ranks = Vec::with_capacity(questions.len());
    let began = Instant::now();
    for question in questions {
        let ask = Query {
            text: &question.query,
            limit: DEPTH,
            ..Query::default()
        };
        let asked = Instant::now();
        let found = index.search(&ask).map_err(broken)?;
        times.took(asked.elapsed());
        let codes: Vec<&str> = found
            .hits
            .iter()
            .map(|hit| hit.card.code.as_str())
            .collect();
        let sure = found.sure && !found.hits.is_empty();
        ranks.push(question.rank(&codes));
        scores.saw(question, &codes, sure);
        let ask = Query {
            neutral: true,
            ..ask
        };
        let found = index.search(&ask).map_err(broken)?;
        let neutral: Vec<&str> = found
            .hits
            .iter()
            .map(|hit| hit.card.code.as_str())
            .collect();
        if !question.codes.is_empty() {
            plain.saw(question, &neutral, found.sure);
        }
        let place = |codes: &[&str]| question.rank(codes).filter(|rank| *rank < 3);
        sunk += u32::from(place(&neutral).is_some() && place(&codes).is_none());
    }
    let elapsed = began.elapsed();
    let (used, sunk_by_usage) = with_usage(&index, procedures, questions, &ranks)?;
    let began = Instant::now();
    for question in questions.iter().step_by(5) {
        let letters = question.query.char_indices().skip(2).take(20);
        for typed in letters.filter_map(|(end, _)| question.query.get(..end)) {
            let asked = Instant::now();
            index.suggest(typed).map_err(broken)?;
            typing.took(asked.elapsed());
        }
    }
    let suggestion_time = typing.figures(began.elapsed());
    let memory_bytes = resident_bytes().saturating_sub(before);
    drop(index);
    let lost = |kind: &str| score::lost(questions, &ranks, kind);
    Ok(Report {
        procedures: procedures.len(),
        questions: questions.len(),
        unanswerable_here: questions
            .iter()
            .filter(|question| {
                let here = |code: &String| procedures.iter().any(|one| one.code.as_str() == code);
                !question.codes.is_empty() && !question.codes.iter().any(here)
            })
            .count(),
        copied_into_synonyms: questions
            .iter()
            .filter(|question| synonyms::shipped().any(|(said, _)| question.says(said)))
            .count(),
        search: scores.scores(),
        neutral: plain.score(),
        sunk_by_own_level: sunk,
        used: used.score(),
        sunk_by_usage,
        lost_without_marks: lost("noise_no_diacritics"),
        lost_to_typos: lost("noise_typo"),
        peers: peers::scores(procedures, questions)?,
        index_seconds,
        memory_bytes,
        time: times.figures(elapsed),
        suggestion_time,
    })
}

/// Asks everything again at an office that receives procedures at random.
fn with_usage(
    index: &CatalogueIndex,
    procedures: &[Procedure],
    questions: &[Labelled],
    before: &[Option<usize>],
) -> Result<(score::Tries, u32), Failure> {
    let counts = (0..).zip(procedures).map(|(at, procedure)| {
        let roll = Dice::of(at).roll();
        // One in eight is asked for, one in some hundred of these a thousand times and more.
        let count = if roll.is_multiple_of(8) {
            10_000 / (1 + roll / 8 % 1_000)
        } else {
            0
        };
        (procedure.code.as_str(), count)
    });
    index.prefer(Usage::of(counts));
    let (mut used, mut sunk) = (score::Tries::default(), 0);
    for (question, before) in questions.iter().zip(before) {
        let ask = Query {
            text: &question.query,
            limit: DEPTH,
            ..Query::default()
        };
        let found = index.search(&ask).map_err(broken)?;
        let codes: Vec<&str> = found
            .hits
            .iter()
            .map(|hit| hit.card.code.as_str())
            .collect();
        if !question.codes.is_empty() {
            used.saw(question, &codes, found.sure);
        }
        let among = |rank: &Option<usize>| rank.is_some_and(|rank| rank < 3);
        sunk += u32::from(among(before) && !among(&question.rank(&codes)));
    }
    index.prefer(Usage::default());
    Ok((used, sunk))
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
