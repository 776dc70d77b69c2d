//! The figures for people.

use std::fmt::Write as _;

use super::Report;
use super::score::Score;

pub(super) fn text(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!(
        "{} câu hỏi, {} thủ tục",
        report.questions, report.procedures
    ));
    if report.unanswerable_here > 0 {
        line(format!(
            "{} câu hỏi có đáp án không nằm trong danh mục này; thêm --procedures để tìm trong danh mục đầy đủ",
            report.unanswerable_here
        ));
    }
    line(heading());
    for (name, score) in &report.search.kinds {
        line(row(name, score));
    }
    line(String::new());
    for (name, score) in &report.search.groups {
        line(row(name, score));
    }
    line(String::new());
    line(row("tất cả, có đáp án", &report.search.answerable));
    line(row("  không ưu tiên cấp xã", &report.neutral));
    line(row("  theo thủ tục hay gặp", &report.used));
    for (name, score) in &report.peers {
        line(row(name, score));
    }
    line(String::new());
    line(format!(
        "không có đáp án: {:.1} % nói là chưa chắc; có đáp án: {:.1} % nói là chưa chắc",
        100.0 * (1.0 - report.search.empty.sure),
        100.0 * (1.0 - report.search.answerable.sure)
    ));
    line(format!(
        "mất so với cùng câu viết đúng: không dấu {:.1} điểm, gõ sai {:.1} điểm (đúng @1)",
        report.lost_without_marks, report.lost_to_typos
    ));
    line(format!(
        "đáp án đúng bị đẩy khỏi ba vị trí đầu vì ưu tiên cấp xã: {}, vì thủ tục hay gặp: {}; câu hỏi trùng nguyên văn với từ đồng nghĩa: {}",
        report.sunk_by_own_level, report.sunk_by_usage, report.copied_into_synonyms
    ));
    let (time, typing) = (&report.time, &report.suggestion_time);
    line(format!(
        "một câu: p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms; gợi ý khi gõ: p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms",
        time.p50, time.p95, time.p99, typing.p50, typing.p95, typing.p99
    ));
    line(format!("dựng chỉ mục {:.1} giây", report.index_seconds));
    out
}

fn heading() -> String {
    format!(
        "{:<32}{:>8}{:>9}{:>9}{:>9}{:>9}{:>12}",
        "loại", "câu hỏi", "đúng @1", "đúng @3", "MRR@10", "nDCG@10", "tự tin"
    )
}

/// One line of the table; names are padded by their letters.
pub(super) fn row(name: &str, score: &Score) -> String {
    let mut row = String::from(name);
    for _ in name.chars().count()..32 {
        row.push(' ');
    }
    let _ = write!(
        row,
        "{:>8}{:>9.3}{:>9.3}{:>9.3}{:>9.3}{:>12.3}",
        score.questions,
        score.success_at_1,
        score.success_at_3,
        score.mrr_at_10,
        score.ndcg_at_10,
        score.sure
    );
    row
}
