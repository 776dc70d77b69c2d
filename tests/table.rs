//! The table of verbs in CONTRACT.md, copied out by hand: who, from which status, to which. Nothing here asks the code.
//! The verbs that the office added for its own work stand where the code has them.

use serde_json::{Value, json};

use crate::support::founding::papers;
use crate::support::stages;
use crate::support::{CITIZEN, LEADER, RECEPTION, SPECIALIST, SPECIALIST2};

/// A row: verb, and for each role that may the statuses in which it may.
pub type Row = (&'static str, &'static [(&'static str, &'static [u64])]);

const ANY: &[u64] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/// "Any before 9": the open ones; a refused or withdrawn dossier is over.
const BEFORE_9: &[u64] = &[1, 2, 4, 5, 6, 8];

pub const TABLE: [Row; 29] = [
    ("accept", &[("reception", &[1])]),
    ("refuse", &[("reception", &[1])]), // and 5, when asked before reception
    ("forward", &[("reception", &[2])]),
    ("assign", &[("specialist", &[4]), ("leader", &[4])]),
    ("advance", &[("specialist", &[4]), ("reception", &[])]),
    ("send_back", &[("specialist", &[4]), ("reception", &[])]),
    (
        "recall",
        &[("reception", &[4]), ("specialist", &[4]), ("leader", &[4])],
    ),
    (
        "request_supplement",
        &[
            ("reception", &[1, 2]),
            ("specialist", &[4]),
            ("leader", &[1, 2, 4]),
        ],
    ),
    ("supply", &[("citizen", &[5]), ("reception", &[5])]),
    // Ours: the state of papers (trạng thái thành phần hồ sơ).
    (
        "check_papers",
        &[
            ("reception", &[1, 2, 4, 5, 6]),
            ("specialist", &[1, 2, 4, 5, 6]),
        ],
    ),
    (
        "request_payment",
        &[("reception", &[2, 4]), ("specialist", &[2, 4])],
    ),
    (
        "record_payment",
        &[("reception", &[2, 4, 6, 9]), ("specialist", &[2, 4, 6, 9])],
    ),
    (
        "withdraw",
        &[
            ("citizen", &[1]),
            ("reception", &[2, 4, 5, 6]),
            ("specialist", &[2, 4, 5, 6]),
        ],
    ),
    ("ask_withdraw", &[("citizen", &[2, 4, 5, 6])]),
    ("stop", &[("leader", &[2, 4, 5, 6])]),
    ("resume", &[("leader", &[8])]),
    // Ours: opinions of other officers (phối hợp).
    ("ask_opinion", &[("specialist", &[4]), ("leader", &[4])]),
    (
        "give_opinion", // whoever was asked
        &[
            ("reception", &[4, 5, 6, 8]),
            ("specialist", &[4, 5, 6, 8]),
            ("leader", &[4, 5, 6, 8]),
        ],
    ),
    ("propose", &[("specialist", &[4])]),
    ("approve", &[("leader", &[4])]),
    ("reject", &[("leader", &[4])]),
    ("reopen", &[("leader", &[9])]),
    ("return_result", &[("reception", &[9])]),
    ("apologise", &[("specialist", &[2, 4]), ("leader", &[2, 4])]),
    (
        "correct",
        &[
            ("citizen", &[1]),
            ("reception", BEFORE_9),
            ("leader", BEFORE_9),
        ],
    ),
    (
        "note",
        &[("reception", ANY), ("specialist", ANY), ("leader", ANY)],
    ),
    (
        "message",
        &[
            ("citizen", ANY),
            ("reception", ANY),
            ("specialist", ANY),
            ("leader", ANY),
        ],
    ),
    ("urge", &[("leader", ANY)]),
    ("rate", &[("citizen", &[9, 10])]),
];

pub const ROLES: [&str; 5] = ["citizen", "reception", "specialist", "leader", "admin"];

pub fn row(verb: &str) -> &'static Row {
    TABLE.iter().find(|row| row.0 == verb).unwrap()
}

/// Whether the role stands in the verb's row at all; otherwise 403.
pub fn has_role(verb: &str, role: &str) -> bool {
    row(verb).1.iter().any(|(known, _)| *known == role)
}

/// Whether this role may do it in this status.
pub fn may(verb: &str, role: &str, status: u64) -> bool {
    row(verb)
        .1
        .iter()
        .any(|(known, from)| *known == role && from.contains(&status))
}

/// Whether anybody may do it in this status; otherwise 409 for whoever has the role.
pub fn anybody_may(verb: &str, status: u64) -> bool {
    row(verb).1.iter().any(|(_, from)| from.contains(&status))
}

/// The status afterwards, for what was asked of the specialist in 4.
pub fn leads_to(verb: &str, status: u64) -> u64 {
    match verb {
        "accept" => 2,
        "refuse" => 3,
        "forward" | "supply" | "resume" | "reopen" => 4,
        "record_payment" if status == 6 => 4,
        "request_supplement" => 5,
        "request_payment" => 6,
        "withdraw" => 7,
        "stop" => 8,
        "approve" => 9,
        "return_result" => 10,
        _ => status,
    }
}

/// Something well-formed for a verb to carry.
pub fn fields(verb: &str) -> Value {
    match verb {
        "accept" | "forward" | "advance" | "recall" | "approve" | "resume" => json!({}),
        "assign" => json!({"assignee": SPECIALIST2}),
        "request_supplement" => stages::ask_supplement(),
        "supply" => stages::supply(),
        "request_payment" => stages::ask_payment(),
        "check_papers" => {
            json!({"items": [{"component": papers()[1], "state": "not_applicable"}]})
        }
        "record_payment" => stages::payment(),
        "ask_opinion" => {
            json!({"of": [SPECIALIST2, RECEPTION, LEADER], "question": "Có vướng mắc gì không?"})
        }
        "give_opinion" => json!({"text": "Không có vướng mắc"}),
        "propose" => stages::proposal(),
        "return_result" => stages::handover(),
        // Three working days from Tuesday morning end on Friday; Monday is within three more.
        "apologise" => json!({"reason": "Chờ xác minh", "new_due_at": "2026-03-16T10:00:00+07:00"}),
        "correct" => {
            json!({"changes": {"applicant": {"phone": "0987654321"}}, "reason": "Nhập sai số"})
        }
        "note" | "message" | "urge" => json!({"text": "Đã xem hồ sơ"}),
        "rate" => json!({"score": 5, "comment": "Nhanh gọn"}),
        _ => stages::because(),
    }
}

/// The account under test that has this role first.
pub fn account(role: &str) -> &'static str {
    match role {
        "citizen" => CITIZEN,
        "reception" => RECEPTION,
        "specialist" => SPECIALIST,
        "leader" => LEADER,
        _ => crate::support::ADMIN,
    }
}

/// Papers known to the procedure under test, for models that need none of the rest.
pub fn a_paper() -> String {
    papers()[0].clone()
}
