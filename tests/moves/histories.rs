//! Random histories: whoever tries whatever whenever, beside a model of its own that knows only the contract's table.

use std::cell::RefCell;
use std::collections::BTreeSet;

use motcua::domain::dossier::Dossier;
use motcua::domain::event::Event;
use motcua::domain::refusal::{Refusal, RefusalKind};
use motcua::ui::words;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;

use super::people::{Around, everybody};
use crate::support::{BEGIN, at};
use crate::table::{TABLE, anybody_may, fields, has_role};

/// What an outsider can know of a dossier from the contract and what was done.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Model {
    status: u64,
    /// Where 5 and 6 return to.
    back_to: u64,
    received: bool,
    asked: u32,
    proposed: bool,
    asked_to_withdraw: bool,
    apologised: u32,
    rated: bool,
}

/// What the model says of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It must be done and lead here.
    Leads(u64),
    /// It must be refused in this way.
    Refused(RefusalKind),
    /// It depends on who holds it, who sent it, or on dates: if done, it leads here.
    Perhaps(u64),
}

use Verdict::{Leads, Perhaps, Refused};

const CONFLICT: Verdict = Refused(RefusalKind::Conflict);

impl Model {
    fn says(&self, verb: &str, role: &str) -> Verdict {
        let here = self.status;
        let among = |statuses: &[u64]| statuses.contains(&here);
        let when = |fine: bool, verdict: Verdict| if fine { verdict } else { CONFLICT };
        if !has_role(verb, role) {
            return Refused(RefusalKind::Forbidden);
        }
        let waits_early = here == 5 && !self.received;
        match (verb, role) {
            ("accept", _) => when(here == 1, Leads(2)),
            ("refuse", _) => when(here == 1 || waits_early, Leads(3)),
            ("forward", _) => when(here == 2, Leads(4)),
            ("assign" | "advance" | "send_back" | "recall" | "propose" | "ask_opinion", _) => {
                when(here == 4, Perhaps(4))
            }
            ("give_opinion", _) => when(among(&[4, 5, 6, 8]), Perhaps(here)),
            ("request_supplement", "leader") => when(among(&[1, 2, 4]) && self.asked > 0, Leads(5)),
            ("request_supplement", _) => when(among(&[1, 2, 4]) && self.asked == 0, Perhaps(5)),
            ("supply", _) => when(here == 5, Leads(self.back_to)),
            ("check_papers", "reception") => when(among(&[1, 2, 4, 5, 6]), Leads(here)),
            ("check_papers", _) => when(among(&[1, 2, 4, 5, 6]), Perhaps(here)),
            ("request_payment", "reception") => when(among(&[2, 4]), Leads(6)),
            ("request_payment", _) => when(among(&[2, 4]), Perhaps(6)),
            ("record_payment", "reception") if here == 6 => Leads(self.back_to),
            ("record_payment", _) if here == 6 => Perhaps(self.back_to),
            ("record_payment", "reception") => when(among(&[2, 4, 9]), Leads(here)),
            ("record_payment", _) => when(among(&[2, 4, 9]), Perhaps(here)),
            ("withdraw", "citizen") => when(here == 1 || waits_early, Leads(7)),
            ("withdraw", "reception") => when(among(&[2, 4, 5, 6]), Leads(7)),
            ("withdraw", _) => when(among(&[2, 4, 5, 6]), Perhaps(7)),
            ("ask_withdraw", _) => {
                let open = among(&[2, 4, 5, 6]) && !waits_early;
                when(open && !self.asked_to_withdraw, Leads(here))
            }
            ("stop", _) => when(among(&[2, 4, 5, 6]) && !waits_early, Leads(8)),
            ("resume", _) => when(here == 8, Leads(4)),
            ("approve", _) => when(here == 4 && self.proposed, Leads(9)),
            ("reject", _) => when(here == 4 && self.proposed, Leads(4)),
            ("reopen", _) => when(here == 9, Leads(4)),
            ("return_result", _) => when(here == 9, Leads(10)),
            ("apologise", "leader") => when(among(&[2, 4]), Leads(here)),
            ("apologise", _) => when(among(&[2, 4]) && self.apologised == 0, Perhaps(here)),
            ("correct", "citizen") => when(here == 1, Leads(here)),
            ("correct", _) => when(among(&[1, 2, 4, 5, 6, 8]), Leads(here)),
            ("rate", _) => when(among(&[9, 10]) && !self.rated, Leads(here)),
            _ => Leads(here),
        }
    }

    fn did(&mut self, verb: &str, to: u64) {
        match verb {
            "accept" => self.received = true,
            "request_supplement" | "request_payment" => self.back_to = self.status,
            "propose" => self.proposed = true,
            // Only the waiting proposal itself can go back before it is decided.
            "approve" | "reject" | "recall" => self.proposed = false,
            "ask_withdraw" => self.asked_to_withdraw = true,
            "apologise" => self.apologised += 1,
            "rate" => self.rated = true,
            _ => {}
        }
        if verb == "request_supplement" {
            self.asked += 1;
        }
        self.status = to;
    }
}

fn what_is_sent(verb: &str, dossier: &Dossier, around: &Around) -> serde_json::Value {
    if verb != "apologise" {
        return fields(verb);
    }
    // The first office hour after the due date and after now.
    let from = dossier.due_at.unwrap_or(around.now).max(around.now);
    let calendar = crate::support::founding::calendar();
    let mut new = from.plus_seconds(60);
    while !motcua::domain::clock::is_office_time(new, &calendar) {
        new = new.plus_seconds(60);
    }
    json!({"reason": "Chờ xác minh", "new_due_at": new})
}

/// One line that a citizen can read: a sentence, no debris of the program.
fn is_a_line(event: &Event) {
    let line = words::history::line(event);
    assert!(line.chars().count() >= 10, "{line}");
    assert!(line.chars().next().unwrap().is_uppercase(), "{line}");
    assert!(!line.contains('\n'), "{line}");
    assert!(crate::support::reply::is_vietnamese(&line), "{line}");
    for debris in [
        "{", "}", "Some(", "None", "Moment", "::", "_", "  ", "..", "T00:", "+07:00",
    ] {
        assert!(!line.contains(debris), "{debris:?} in {line}");
    }
}

fn only_then_the_due_date_moves(verb: &str, before: &Dossier, after: &Dossier) {
    if before.due_at == after.due_at {
        return;
    }
    let may_move = match verb {
        "accept" | "supply" | "resume" | "apologise" | "correct" => true,
        "record_payment" | "stop" => before.is_paused(), // a wait ends
        _ => false,
    };
    assert!(may_move, "{verb} moved the due date");
    assert!(
        before.due_at.is_none_or(|due| after.due_at.unwrap() >= due),
        "{verb} shortened the term"
    );
}

fn pauses_fit(dossier: &Dossier) {
    let open = dossier
        .pauses
        .iter()
        .filter(|pause| pause.to.is_none())
        .count();
    let expected = usize::from(dossier.is_paused() && dossier.received_at.is_some());
    assert_eq!(open, expected, "{:?}", dossier.pauses);
    assert_eq!(dossier.waiting.is_some(), dossier.is_paused());
    for pair in dossier.pauses.windows(2) {
        assert!(pair[0].to.unwrap() <= pair[1].from, "pauses overlap");
    }
    assert_eq!(dossier.received_at.is_some(), dossier.due_at.is_some());
}

/// Verbs that lead nowhere or to an early end; tried seldom, so that long dossiers come about.
const SELDOM: [&str; 8] = [
    "note",
    "message",
    "urge",
    "correct",
    "refuse",
    "withdraw",
    "ask_withdraw",
    "stop",
];

/// One attempt: three times of four something that the model would let pass.
fn attempt(model: &Model, choice: usize) -> (&'static str, usize) {
    let all: Vec<(&str, usize)> = TABLE
        .iter()
        .flat_map(|(verb, _)| (0..everybody().len()).map(|who| (*verb, who)))
        .collect();
    let roles: Vec<&str> = everybody().iter().map(|(role, _)| *role).collect();
    let lawful = |seldom: bool| -> Vec<(&str, usize)> {
        let passes =
            |(verb, who): &(&str, usize)| !matches!(model.says(verb, roles[*who]), Refused(_));
        let wanted = |verb| seldom || !SELDOM.contains(&verb);
        all.iter()
            .copied()
            .filter(|attempt| passes(attempt) && wanted(attempt.0))
            .collect()
    };
    let among = match choice % 8 {
        0 | 1 => all.clone(),
        2 => lawful(true),
        _ => lawful(false),
    };
    let among = if among.is_empty() {
        lawful(true)
    } else {
        among
    };
    among[choice / 8 % among.len()]
}

fn live(
    steps: Vec<(usize, i64)>,
    seen: &mut BTreeSet<(&'static str, u64)>,
) -> Result<(), TestCaseError> {
    let mut around = Around::new(at(BEGIN));
    let (mut dossier, first) = around.filed();
    is_a_line(&first);
    let mut model = Model {
        status: 1,
        back_to: 1,
        received: false,
        asked: 0,
        proposed: false,
        asked_to_withdraw: false,
        apologised: 0,
        rated: false,
    };
    for (choice, wait) in steps {
        around.now = around.now.plus_seconds(wait);
        let (verb, who) = attempt(&model, choice);
        let (role, actor) = everybody().swap_remove(who);
        let sent = what_is_sent(verb, &dossier, &around);
        let before = dossier.clone();
        let says = model.says(verb, role);
        let place = format!("{role} {verb} in {}: {model:?} says {says:?}", model.status);
        match around.act(&dossier, &actor, verb, sent) {
            Ok((next, event)) => {
                let to = u64::from(next.status.code());
                prop_assert!(
                    says == Leads(to) || says == Perhaps(to),
                    "{place}, done to {to}"
                );
                prop_assert_eq!(next.version, before.version + 1);
                prop_assert_eq!(event.version, next.version);
                prop_assert_eq!((event.from, event.to), (Some(before.status), next.status));
                prop_assert_eq!(
                    (event.due_before, event.due_after),
                    (before.due_at, next.due_at)
                );
                prop_assert_eq!(
                    (&event.step, &event.unit),
                    (&next.place.step, &next.place.unit)
                );
                is_a_line(&event);
                only_then_the_due_date_moves(verb, &before, &next);
                pauses_fit(&next);
                seen.insert((verb, model.status));
                model.did(verb, to);
                dossier = next;
            }
            Err(refusal) => {
                let fits = match says {
                    Leads(_) => false,
                    // Both true of somebody who does not hold it: either may be said.
                    Refused(kind) => refusal.kind() == kind || refusal == Refusal::NotYours,
                    Perhaps(_) => refusal.kind() != RefusalKind::Invalid,
                };
                prop_assert!(fits, "{place}, refused: {refusal:?}");
                prop_assert_eq!(&dossier, &before);
                let said = words::refusal::refusal(&refusal);
                prop_assert!(crate::support::reply::is_vietnamese(&said), "{}", said);
            }
        }
    }
    Ok(())
}

#[test]
fn no_history_reaches_what_the_table_does_not_know() {
    let config = ProptestConfig {
        cases: 600,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let seen = RefCell::new(BTreeSet::new());
    let steps = vec((0_usize..100_000, 0_i64..30_000), 20..80);
    TestRunner::new(config)
        .run(&steps, |steps| live(steps, &mut seen.borrow_mut()))
        .unwrap_or_else(|failure| panic!("{failure}"));
    // The histories were worth the name: everything that the table allows was done somewhere.
    let seen = seen.into_inner();
    let missing: Vec<(&str, u64)> = TABLE
        .iter()
        .flat_map(|(verb, _)| (1..=10).map(|status| (*verb, status)))
        .filter(|(verb, status)| anybody_may(verb, *status) && !seen.contains(&(*verb, *status)))
        .collect();
    assert!(missing.len() <= 5, "never done: {missing:?}");
}
