//! The process of every procedure for which the office has not drawn one of its own.

use std::sync::LazyLock;

use super::{Allotted, Branch, Process, ProcessStep, Step};

/// Id of the standard process.
pub const STANDARD: &str = "chuan";

/// The standard process (quy trình chuẩn): counter, examination, drafting, approval, return.
///
/// Shares of the term: a twentieth at each end of the counter, the rest between specialist and leader; whatever the
/// procedure's term is, the sum stays within it.
pub fn standard() -> &'static Process {
    static PROCESS: LazyLock<Process> = LazyLock::new(|| {
        let step = |step: Step, share: u32, next: &[&str]| ProcessStep {
            key: step.key().to_owned(),
            name: step.official_name().to_owned(),
            kind: step.kind(),
            unit: None,
            people: Vec::new(),
            time: Allotted::Share(share),
            actions: Vec::new(),
            next: next.iter().map(|key| Branch::to(key)).collect(),
            opinions: Vec::new(),
        };
        Process {
            id: STANDARD.to_owned(),
            version: 1,
            name: "Quy trình chuẩn".to_owned(),
            basis: String::new(),
            steps: vec![
                step(Step::RECEPTION, 5, &["examination"]),
                step(Step::EXAMINATION, 40, &["drafting", "approval"]),
                step(Step::DRAFTING, 30, &["approval"]),
                step(Step::APPROVAL, 20, &["return"]),
                step(Step::RETURN, 5, &[]),
            ],
            made_at: None,
            made_by: None,
        }
    });
    &PROCESS
}
