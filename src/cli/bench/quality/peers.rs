//! Two plain ways to search the same catalogue, measured in the same run: forty lines of BM25, and SQLite's FTS5.

use std::collections::HashMap;

use super::super::super::failure::Failure;
use super::DEPTH;
use super::labelled::Labelled;
use super::score::{Score, Tries};
use crate::domain::procedure::Procedure;
use crate::search::analysis::syllables;

/// What each peer reaches.
pub(super) fn scores(
    procedures: &[Procedure],
    questions: &[Labelled],
) -> Result<Vec<(&'static str, Score)>, Failure> {
    let public: Vec<&Procedure> = procedures.iter().filter(|one| !one.internal).collect();
    let plain = Plain::new(&public);
    let plain = score(questions, |text| Ok(plain.search(text)))?;
    Ok(vec![
        ("BM25 (tên, lĩnh vực, giấy tờ)", plain),
        #[cfg(feature = "peers")]
        ("SQLite FTS5 (OR)", {
            let sqlite =
                sqlite::Sqlite::new(&public).map_err(|error| super::machine("mở SQLite", error))?;
            score(questions, |text| {
                sqlite
                    .search(text)
                    .map_err(|error| super::machine("tìm bằng SQLite", error))
            })?
        }),
    ])
}

fn score(
    questions: &[Labelled],
    search: impl Fn(&str) -> Result<Vec<String>, Failure>,
) -> Result<Score, Failure> {
    let mut all = Tries::default();
    for question in questions.iter().filter(|one| !one.codes.is_empty()) {
        let found = search(&question.query)?;
        let codes: Vec<&str> = found.iter().map(String::as_str).collect();
        all.saw(question, &codes, true);
    }
    Ok(all.score())
}

fn papers(procedure: &Procedure) -> String {
    let names = procedure.components.iter().map(|paper| paper.name.as_str());
    names.collect::<Vec<_>>().join("\n")
}

/// BM25 over syllables and pairs of neighbours, with marks and without; each field on its own, all of them added.
struct Plain {
    codes: Vec<String>,
    fields: Vec<Bm25>,
}

impl Plain {
    fn new(procedures: &[&Procedure]) -> Self {
        let texts: [fn(&Procedure) -> String; 3] = [
            |procedure| procedure.name.clone(),
            |procedure| procedure.field().to_owned(),
            papers,
        ];
        Self {
            codes: procedures.iter().map(|one| one.code.to_string()).collect(),
            fields: texts
                .iter()
                .map(|text| Bm25::new(procedures.iter().map(|one| text(one))))
                .collect(),
        }
    }

    fn search(&self, text: &str) -> Vec<String> {
        let asked = terms(text);
        let mut scores = vec![0.0; self.codes.len()];
        for field in &self.fields {
            field.add(&asked, &mut scores);
        }
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        let best = order.into_iter().take(DEPTH).filter(|at| scores[*at] > 0.0);
        best.map(|at| self.codes[at].clone()).collect()
    }
}

#[derive(Default)]
struct Bm25 {
    postings: HashMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
}

impl Bm25 {
    fn new(texts: impl Iterator<Item = String>) -> Self {
        let mut field = Self::default();
        for (at, text) in texts.enumerate() {
            let mut counts: HashMap<String, f64> = HashMap::new();
            for term in terms(&text) {
                *counts.entry(term).or_default() += 1.0;
            }
            field.lengths.push(counts.values().sum());
            for (term, count) in counts {
                field.postings.entry(term).or_default().push((at, count));
            }
        }
        field
    }

    fn add(&self, asked: &[String], scores: &mut [f64]) {
        let number = f64::from(u32::try_from(scores.len()).unwrap_or(u32::MAX));
        let average = (self.lengths.iter().sum::<f64>() / number.max(1.0)).max(1.0);
        for postings in asked.iter().filter_map(|term| self.postings.get(term)) {
            let in_so_many = f64::from(u32::try_from(postings.len()).unwrap_or(u32::MAX));
            let rare = ((number - in_so_many + 0.5) / (in_so_many + 0.5)).ln_1p();
            for (at, count) in postings {
                let long = 1.2 * (0.25 + 0.75 * self.lengths[*at] / average);
                scores[*at] += rare * count * 2.2 / (count + long);
            }
        }
    }
}

fn terms(text: &str) -> Vec<String> {
    let words = syllables(text);
    let mut terms = Vec::with_capacity(words.len() * 4);
    for word in &words {
        terms.push(format!("={}", word.exact));
        terms.push(word.folded.clone());
    }
    for pair in words.windows(2) {
        terms.push(format!("={}_{}", pair[0].exact, pair[1].exact));
        terms.push(format!("{}_{}", pair[0].folded, pair[1].folded));
    }
    terms
}

#[cfg(feature = "peers")]
mod sqlite {
    //! FTS5 as it comes, marks removed, the words of a question OR-ed.

    use rusqlite::{Connection, params};

    use super::papers;
    use crate::domain::procedure::Procedure;

    const MOST: u32 = 10;

    pub(super) struct Sqlite(Connection);

    impl Sqlite {
        pub fn new(procedures: &[&Procedure]) -> rusqlite::Result<Self> {
            let db = Connection::open_in_memory()?;
            db.execute_batch(
                "CREATE VIRTUAL TABLE catalogue USING fts5(code UNINDEXED, name, field, papers, \
                 tokenize = 'unicode61 remove_diacritics 2')",
            )?;
            for procedure in procedures {
                db.execute(
                    "INSERT INTO catalogue VALUES (?1, ?2, ?3, ?4)",
                    params![
                        procedure.code.as_str(),
                        procedure.name,
                        procedure.field(),
                        papers(procedure)
                    ],
                )?;
            }
            Ok(Self(db))
        }

        pub fn search(&self, text: &str) -> rusqlite::Result<Vec<String>> {
            let words: Vec<String> = text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(|word| format!("\"{word}\""))
                .collect();
            if words.is_empty() {
                return Ok(Vec::new());
            }
            let mut asked = self.0.prepare_cached(
                "SELECT code FROM catalogue WHERE catalogue MATCH ?1 ORDER BY rank LIMIT ?2",
            )?;
            let found = asked.query_map(params![words.join(" OR "), MOST], |row| row.get(0))?;
            found.collect()
        }
    }
}
