//! Random histories against a recount: what clock, counts and work lists say must follow from the journal alone, by code
//! that shares nothing with theirs. The test command lives a thousand; `just histories` a hundred thousand.

use std::collections::{BTreeMap, BTreeSet};

use motcua::domain::codes::{AgencyCode, DossierCodeTemplate};
use motcua::domain::digitisation::Digitised;
use motcua::domain::dossier::Dossier;
use motcua::domain::event::{Event, Happening};
use motcua::domain::pile::Pile;
use motcua::domain::status::Status;
use motcua::domain::time::Moment;
use motcua::domain::workflow::StepKind;
use motcua::kv::{Kv, MemoryEngine, Span, Tx, View, keys};
use motcua::office::Declined;
use motcua::store::audience::{Audience, DueKind};
use motcua::store::{self, Save, Subject, spaces, tallies};
use serde_json::json;

use super::people::{Around, everybody};
use crate::domain_clock::oracle::{Length, Oracle};
use crate::support::{BEGIN, at};
use crate::table::{TABLE, fields};

/// Histories that share a store.
const TOGETHER: usize = 500;

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// What keeps a dossier going in a status; anything else is tried now and then.
const fn usual(status: u8) -> &'static [&'static str] {
    match status {
        1 => &["accept", "accept", "request_supplement"],
        2 => &[
            "forward",
            "forward",
            "request_payment",
            "request_supplement",
            "stop",
        ],
        4 => &[
            "advance",
            "send_back",
            "assign",
            "request_supplement",
            "request_payment",
            "stop",
            "propose",
            "approve",
            "reject",
            "correct",
            "apologise",
            "ask_withdraw",
        ],
        5 => &["supply", "supply", "stop"],
        6 => &["record_payment"],
        8 => &["resume"],
        9 => &["reopen", "return_result", "rate"],
        _ => &["note", "message"],
    }
}

type Life = Vec<(Dossier, Event)>;

/// One dossier from filing on, with every state it had.
fn live(dice: &mut Dice, number: usize) -> Life {
    let begun = at(BEGIN).plus_seconds(60 * i64::try_from(dice.below(60 * 24 * 300)).unwrap());
    let mut around = Around::new(begun);
    let (mut dossier, first) = around.filed();
    let agency: AgencyCode = "H26.18.1".parse().unwrap();
    let sequence = u64::try_from(number + 1).unwrap().try_into().unwrap();
    dossier.code = DossierCodeTemplate::default().code(&agency, begun.day(), sequence);
    let mut life = vec![(dossier, first)];
    for _ in 0..10 + dice.below(40) {
        around.now = around
            .now
            .plus_seconds(60 * i64::try_from(dice.below(2_500)).unwrap());
        let (dossier, _) = life.last().unwrap();
        let usual = usual(dossier.status.code());
        let verb = if dice.below(5) == 0 {
            TABLE[dice.below(TABLE.len())].0
        } else {
            usual[dice.below(usual.len())]
        };
        let people = everybody();
        let sent = if verb == "apologise" {
            let later = dossier.due_at.unwrap_or(around.now).max(around.now);
            let mut new = later.plus_seconds(60);
            let calendar = crate::support::founding::calendar();
            while !motcua::domain::clock::is_office_time(new, &calendar) {
                new = new.plus_seconds(60);
            }
            json!({"reason": "Chờ xác minh", "new_due_at": new})
        } else {
            fields(verb)
        };
        // The first, from a random one on, who may.
        let first = dice.below(people.len());
        let done = (0..people.len()).find_map(|at| {
            let (_, actor) = &people[(first + at) % people.len()];
            around.act(dossier, actor, verb, sent.clone()).ok()
        });
        life.extend(done);
    }
    life
}

/// What a reader of the journal knows of one dossier.
#[derive(Debug)]
struct Known {
    code: String,
    status: u8,
    unit: String,
    approval: bool,
    withdrawal: bool,
    due: Option<Moment>,
    /// Days on which it was received and finished.
    received: Option<String>,
    finished: Option<String>,
}

struct Reader {
    oracle: Oracle,
}

impl Reader {
    fn minute(&self, at: Moment) -> usize {
        let text = at.to_string();
        let cell = |from, to| text[from..to].parse::<usize>().unwrap();
        self.oracle.minute(&text[..10], cell(11, 13), cell(14, 16))
    }

    fn moment(&self, minute: usize) -> Moment {
        self.oracle.text(minute).parse().unwrap()
    }

    /// Goes through the lines; each due date on the way must be what the slow clock finds.
    fn read(&self, code: &str, events: &[Event]) -> Known {
        let (mut due, mut since, mut withdrawal) = (None::<usize>, None::<usize>, false);
        let (mut received, mut finished) = (None, None);
        for event in events {
            let now = self.minute(event.at);
            let waits = |status: u8| [5, 6, 8].contains(&status);
            let (from, to) = (event.from.map(Status::code), event.to.code());
            match &event.happening {
                Happening::Accepted => {
                    received = Some(event.at.to_string()[..10].to_owned());
                    due = Some(self.oracle.due(Length::WorkingDays(3), now, &[]));
                }
                Happening::Apologised { .. } => due = event.due_after.map(|at| self.minute(at)),
                Happening::WithdrawalAsked { .. } => withdrawal = true,
                Happening::Approved { .. } => {
                    finished = Some(event.at.to_string()[..10].to_owned());
                }
                Happening::Reopened { .. } => finished = None,
                _ => {}
            }
            // A wait ends, perhaps in another one; what ends the dossier moves nothing any more.
            if from.is_some_and(waits)
                && from != Some(to)
                && let (Some(began), Some(old)) = (since.take(), due)
                && ![3, 7].contains(&to)
            {
                let stood = self.oracle.open_minutes(began, now);
                due = Some(self.oracle.walk(old, stood));
            }
            if waits(to) && from != Some(to) && due.is_some() {
                since = Some(now);
            }
            let expected = due.map(|minute| self.moment(minute));
            assert_eq!(event.due_after, expected, "{code}: {event:?}");
        }
        let last = events.last().unwrap();
        let status = last.to.code();
        Known {
            code: code.to_owned(),
            status,
            unit: last.unit.clone(),
            approval: status == 4 && last.step.kind() == StepKind::Approval,
            withdrawal: withdrawal && ![3, 7, 10].contains(&status),
            due: last.due_after,
            received,
            finished,
        }
    }
}

fn count(of: impl Iterator<Item = bool>) -> u64 {
    u64::try_from(of.filter(|fits| *fits).count()).unwrap()
}

/// Everything that is kept is what the journal adds up to.
fn agree(view: &dyn View, known: &[Known]) -> u64 {
    let mut compared = 0;
    let mut units: BTreeSet<&str> = known.iter().map(|one| one.unit.as_str()).collect();
    units.insert("");
    for unit in units {
        let audience = match unit {
            "" => Audience::Office,
            unit => Audience::Unit(unit),
        };
        // What is closed is counted for the whole office only.
        let here =
            |one: &&Known| unit.is_empty() || one.unit == unit && ![3, 7, 10].contains(&one.status);
        let mut same = |pile: Pile, expected: u64| {
            let kept = tallies::get(view, &audience.count(pile)).unwrap();
            assert_eq!(kept, expected, "{unit} {pile:?}");
            compared += 1;
        };
        let within = || known.iter().filter(here);
        for status in Status::ALL {
            let lies = within().map(|one| one.status == status.code());
            same(Pile::In(status), count(lies));
        }
        same(Pile::Approval, count(within().map(|one| one.approval)));
        same(Pile::Withdrawal, count(within().map(|one| one.withdrawal)));
        for days in [0, 90, 180, 270, 400] {
            let moment = at(BEGIN).plus_seconds(days * 86_400 + 3_600);
            let runs = within()
                .map(|one| [2, 4].contains(&one.status) && one.due.is_some_and(|due| due < moment));
            let [days, seconds] = audience.due_before(DueKind::Result, moment);
            let kept = tallies::sum(view, &days).unwrap() + tallies::sum(view, &seconds).unwrap();
            assert_eq!(kept, count(runs), "{unit} due before {moment:?}");
            compared += 1;
        }
    }
    // What QĐ 766 counts: day by day what was received and finished; nothing of it has a file.
    let days: BTreeSet<&String> = known
        .iter()
        .flat_map(|one| one.received.iter().chain(&one.finished))
        .collect();
    for day in days {
        let date = day.parse().unwrap();
        let kept = |what| store::digitisation::between(view, what, date, date).unwrap();
        let received = known.iter().map(|one| one.received.as_ref() == Some(day));
        assert_eq!(kept(Digitised::Received), count(received), "received {day}");
        let finished = known.iter().map(|one| one.finished.as_ref() == Some(day));
        assert_eq!(kept(Digitised::Finished), count(finished), "finished {day}");
        assert_eq!(kept(Digitised::Papers) + kept(Digitised::Whole), 0);
        compared += 2;
    }
    // The work list of a status: who lies in it, the most urgent first.
    for status in Status::ALL {
        let span = Span::prefix(keys::encode(&status.code()));
        let rows = view.rows(spaces::DOSSIERS_BY_STATUS, &span).unwrap();
        let listed: Vec<(i64, String)> = rows
            .iter()
            .map(|(key, _)| {
                let (_, urgency, code) = keys::decode::<(u8, i64, String)>(key).unwrap();
                (urgency, code)
            })
            .collect();
        assert!(listed.windows(2).all(|pair| pair[0] <= pair[1]));
        let listed: BTreeMap<String, i64> =
            listed.into_iter().map(|(at, code)| (code, at)).collect();
        let of_status: Vec<&Known> = known
            .iter()
            .filter(|one| one.status == status.code())
            .collect();
        assert_eq!(listed.len(), of_status.len(), "{status:?}");
        for one in of_status {
            let urgency = listed[&one.code];
            if status.code() != 1
                && let Some(due) = one.due
            {
                assert_eq!(urgency, due.unix(), "{one:?}");
            }
            compared += 1;
        }
    }
    compared
}

#[test]
fn clock_counts_and_work_lists_are_a_recount_of_the_journal() {
    let wanted = std::env::var("MOTCUA_HISTORIES").ok();
    let wanted: usize = wanted.map_or(1_000, |text| text.parse().unwrap());
    let reader = Reader {
        oracle: Oracle::new(),
    };
    let mut dice = Dice(11);
    let (mut lived, mut lines, mut compared) = (0, 0, 0);
    let mut happened: BTreeMap<String, usize> = BTreeMap::new();
    while lived < wanted {
        let kv = Kv::new(MemoryEngine::new());
        let mut codes = Vec::new();
        for number in 0..TOGETHER.min(wanted - lived) {
            let life = live(&mut dice, number);
            codes.push(life[0].0.code.to_string());
            kv.write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                for (dossier, event) in &life {
                    tx.save(dossier)?;
                    store::journal(tx, &Subject::record(dossier), event)?;
                }
                Ok(())
            })
            .unwrap();
        }
        lived += codes.len();
        kv.read(|view| {
            let mut known = Vec::with_capacity(codes.len());
            for code in &codes {
                let dossier = store::Load::load::<Dossier>(view, code)?.unwrap();
                let entries = store::history(view, &Subject::record(&dossier), 0, usize::MAX)?;
                let events: Vec<Event> = entries
                    .iter()
                    .map(|entry| entry.event::<Event>().unwrap())
                    .collect();
                for event in &events {
                    let what = json!(event.happening)["what"].as_str().unwrap().to_owned();
                    *happened.entry(what).or_default() += 1;
                }
                lines += events.len();
                known.push(reader.read(code, &events));
            }
            compared += agree(view, &known);
            Ok(())
        })
        .unwrap();
        kv.close();
    }
    assert!(happened.len() > 20, "a dull life: {happened:?}");
    println!(
        "{lived} histories of {lines} lines, {compared} counts and rows compared: {happened:?}"
    );
}
