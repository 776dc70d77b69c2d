//! What the bench says: a table for people, JSON for scripts.

use std::fmt::Write;

use serde::Serialize;

use super::machine::Machine;
use super::stats::Figures;

/// One line of the table.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    /// Stable name.
    pub key: &'static str,
    /// What was measured, for people.
    #[serde(skip)]
    pub label: &'static str,
    /// Connections or clients at once.
    pub clients: usize,
    /// Its figures, times in milliseconds.
    #[serde(flatten)]
    pub figures: Figures,
}

/// Everything measured at one size.
#[derive(Debug, Serialize)]
pub(super) struct Size {
    /// Dossiers that were prepared.
    pub dossiers: u64,
    /// How long the preparation took, in seconds, whenever it was.
    pub prepared_seconds: f64,
    /// Bytes of the data directory after the preparation.
    pub bytes: u64,
    /// Rows and bytes that one submission writes.
    pub submission_rows: usize,
    pub submission_bytes: usize,
    /// Dossiers that SQLite holds beforehand; bare redb holds all.
    pub yardstick_dossiers: usize,
    /// The lines.
    pub lines: Vec<Line>,
}

impl Size {
    pub fn figures(&self, key: &str) -> Option<&Figures> {
        self.lines
            .iter()
            .find(|line| line.key == key)
            .map(|line| &line.figures)
    }
}

/// A ratio that the office is promised.
#[derive(Debug, Serialize)]
pub(super) struct Ratio {
    /// Stable name.
    pub key: &'static str,
    #[serde(skip)]
    label: String,
    /// Dossiers it was measured at.
    pub dossiers: u64,
    /// What was measured.
    pub value: f64,
    /// What is promised.
    pub promised: f64,
    /// Whether the promise is kept.
    pub kept: bool,
}

/// The whole report.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub machine: Machine,
    /// Seconds of each measurement.
    pub seconds: u64,
    pub sizes: Vec<Size>,
    pub ratios: Vec<Ratio>,
}

impl Report {
    /// Works the ratios out.
    pub fn new(machine: Machine, seconds: u64, sizes: Vec<Size>) -> Self {
        let ratios = ratios(&sizes);
        Self {
            machine,
            seconds,
            sizes,
            ratios,
        }
    }

    /// The report for people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out).expect("writing to a string succeeds");
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "{}", self.machine)?;
        for size in &self.sizes {
            writeln!(
                out,
                "\n{} hồ sơ, chuẩn bị {:.0} giây, {} MiB trên đĩa; mỗi phép đo {} giây",
                size.dossiers,
                size.prepared_seconds,
                size.bytes >> 20,
                self.seconds
            )?;
            writeln!(
                out,
                "một lần nộp ghi {} dòng, {} byte; redb trần ghi vào bản sao của cùng tệp, SQLite có sẵn {} hồ sơ",
                size.submission_rows, size.submission_bytes, size.yardstick_dossiers
            )?;
            writeln!(
                out,
                "{:<44}{:>8}{:>10}{:>9}{:>9}{:>9}{:>9}{:>6}",
                "việc (thời gian: mili giây)",
                "cùng lúc",
                "mỗi giây",
                "p50",
                "p95",
                "p99",
                "max",
                "lỗi"
            )?;
            for line in &size.lines {
                let of = &line.figures;
                writeln!(
                    out,
                    "{:<44}{:>8}{:>10.0}{:>9.3}{:>9.3}{:>9.3}{:>9.2}{:>6}",
                    line.label, line.clients, of.rate, of.p50, of.p95, of.p99, of.max, of.errors
                )?;
                if let Some(complaint) = &of.complaint {
                    writeln!(out, "    lỗi đầu tiên: {complaint}")?;
                }
            }
        }
        if !self.ratios.is_empty() {
            writeln!(out)?;
        }
        for ratio in &self.ratios {
            let word = if ratio.kept {
                "đạt"
            } else {
                "KHÔNG ĐẠT"
            };
            writeln!(
                out,
                "{} ({} hồ sơ): {:.2} — {word}",
                ratio.label, ratio.dossiers, ratio.value
            )?;
        }
        Ok(())
    }
}

fn ratios(sizes: &[Size]) -> Vec<Ratio> {
    let mut all = Vec::new();
    for size in sizes {
        if let (Some(ours), Some(bare)) = (size.figures("submit_1"), size.figures("redb_1"))
            && bare.p50 > 0.0
        {
            let value = ours.p50 / bare.p50;
            all.push(Ratio {
                key: "submit_p50_over_redb",
                label: "nộp hồ sơ, 1 người: p50 ÷ p50 của redb trần, hứa ≤ 1,5".to_owned(),
                dossiers: size.dossiers,
                value,
                promised: 1.5,
                kept: value <= 1.5,
            });
        }
        if let (Some(ours), Some(bare)) = (size.figures("submit_64"), size.figures("redb_64"))
            && bare.rate > 0.0
        {
            let value = ours.rate / bare.rate;
            all.push(Ratio {
                key: "submit_rate_over_redb_shared",
                label: "nộp hồ sơ, 64 người: số hồ sơ mỗi giây ÷ redb trần ghi chung, hứa ≥ 0,7"
                    .to_owned(),
                dossiers: size.dossiers,
                value,
                promised: 0.7,
                kept: value >= 0.7,
            });
        }
    }
    let smallest = sizes.iter().min_by_key(|size| size.dossiers);
    for size in sizes {
        let Some(smallest) = smallest.filter(|smallest| smallest.dossiers < size.dossiers) else {
            continue;
        };
        for key in ["work_list_api", "work_list_page"] {
            if let (Some(large), Some(small)) = (size.figures(key), smallest.figures(key))
                && small.p95 > 0.0
            {
                let value = large.p95 / small.p95;
                all.push(Ratio {
                    key: "work_list_p95_over_smallest",
                    label: format!(
                        "danh sách việc ({key}): p95 ÷ p95 ở {} hồ sơ, hứa ≤ 1,5",
                        smallest.dossiers
                    ),
                    dossiers: size.dossiers,
                    value,
                    promised: 1.5,
                    kept: value <= 1.5,
                });
            }
        }
    }
    all
}
