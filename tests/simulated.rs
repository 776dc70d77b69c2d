//! Four hundred days of office life on a clock of its own: deeds, delegations, days off, Tết, days with the machine
//! switched off, restarts, a clock that is set back. What the clock did by itself is held against a recount from the
//! journal and the moments at which it could look.

use std::collections::BTreeMap;

use motcua::domain::action::Verb;
use motcua::domain::calendar::OfficeCalendar;
use motcua::domain::delegation::AwayGround;
use motcua::domain::dossier::Dossier;
use motcua::domain::event::{Event, Happening};
use motcua::domain::officer::Username;
use motcua::domain::status::Status;
use motcua::domain::time::{Day, Moment};
use motcua::domain::timer::{Reminder, SILENCE_DAYS};
use motcua::files::Files;
use motcua::kv::{Durability, Kv, NEXT, RedbEngine, RedbOptions, Span};
use motcua::office::delegate::NewDelegation;
use motcua::office::run_timers::Fired;
use motcua::office::submit_dossier::{Filer, Once, read_new_dossier};
use motcua::office::{Declined, Office};
use motcua::seal::Seal;
use motcua::store::{self, Load};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::domain_clock::oracle::{Length, Oracle};
use crate::support::stages::new_dossier;
use crate::support::{BEGIN, CITIZEN, LEADER, RECEPTION, SPECIALIST, SPECIALIST2, at, founding};
use crate::table::fields;

const DAYS: usize = 400;
const RESTARTS: usize = 50;

/// The office on its disk, and a die.
struct Life {
    directory: TempDir,
    office: Office,
    calendar: OfficeCalendar,
    dice: u64,
    now: Moment,
    /// When the clock looked, in order.
    ticks: Vec<Moment>,
    fired: Fired,
    done: usize,
    restarts: usize,
}

fn open(directory: &TempDir) -> Office {
    let engine =
        RedbEngine::open(directory.path().join("motcua.redb"), RedbOptions::default()).unwrap();
    let files = Files::open(directory.path().join("files")).unwrap();
    let seal = Seal::from_seed(&[1; 32]);
    let office = Office::open(Kv::new(engine), files, founding::index(), seal).unwrap();
    office.kv.set_durability(Durability::Relaxed);
    office
}

impl Life {
    fn below(&mut self, end: usize) -> usize {
        self.dice = self
            .dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.dice >> 33).unwrap() % end
    }

    fn restart(&mut self) {
        self.office.kv.close();
        self.office = open(&self.directory);
        self.restarts += 1;
    }

    async fn look(&mut self) {
        let (office, now) = (self.office.clone(), self.now);
        let fired = tokio::task::spawn_blocking(move || office.run_timers(now));
        let fired = fired.await.unwrap().unwrap();
        assert_eq!(fired.declined, 0, "at {now:?}");
        self.fired.reminders += fired.reminders;
        self.fired.silences += fired.silences;
        self.ticks.push(now);
    }

    /// Whoever set the clock back by two days finds that nothing is done again.
    async fn look_with_the_clock_set_back(&mut self) {
        let (office, then) = (self.office.clone(), self.now.plus_seconds(-2 * 86_400));
        let fired = tokio::task::spawn_blocking(move || office.run_timers(then));
        assert_eq!(fired.await.unwrap().unwrap(), Fired::default());
    }

    async fn file(&mut self) {
        let viewer = self.office.viewer_of(CITIZEN, self.now).unwrap().unwrap();
        let input = read_new_dossier(new_dossier()).unwrap();
        self.office
            .submit_dossier(Filer::Viewer(viewer), input, Once::default(), self.now)
            .await
            .unwrap();
        self.done += 1;
    }

    /// Somebody tries something; what the law declines is left alone.
    async fn attempt(&mut self, who: &str, code: &str, verb: &str, carried: Value) {
        let viewer = self.office.viewer_of(who, self.now).unwrap().unwrap();
        let verb = Verb::from_key(verb).unwrap();
        let Value::Object(carried) = carried else {
            panic!("an object")
        };
        let tried = self
            .office
            .act_on_dossier(&viewer, code, verb, carried, None, self.now)
            .await;
        match tried {
            Ok(_) => self.done += 1,
            Err(Declined::Declined(_)) => {}
            Err(error) => panic!("{who} {verb:?}: {error:?}"),
        }
    }

    fn open_dossiers(&self) -> Vec<Dossier> {
        let mut all = self.every();
        all.retain(|dossier| !dossier.status.is_closed());
        all
    }

    fn every(&self) -> Vec<Dossier> {
        let mut all = Vec::new();
        self.office
            .kv
            .read(|view| {
                view.each::<Dossier>(&Span::all(), &mut |dossier| {
                    all.push(dossier);
                    Ok(NEXT)
                })
            })
            .unwrap();
        all
    }

    /// An hour of work: something is filed, some dossiers go on, some are forgotten.
    async fn work(&mut self) {
        if self.below(3) == 0 {
            self.file().await;
        }
        for dossier in self.open_dossiers() {
            let (turn, choice) = (self.below(9), self.below(10));
            if turn > 0 {
                continue;
            }
            let code = dossier.code.to_string();
            let last = self.now.day().checked_add(jiff::ToSpan::days(7)).unwrap();
            let supplement = json!({
                "items": [{"component": founding::papers()[1], "reason": "Bản sao bị mờ"}],
                "reason": "Giấy tờ chưa rõ",
                "until": (choice % 2 == 0).then(|| last.to_string()),
            });
            let worker = if choice % 3 == 0 {
                SPECIALIST2
            } else {
                SPECIALIST
            };
            let (who, verb, carried) = match (dossier.status.code(), choice) {
                (1 | 2, 0) => (RECEPTION, "request_supplement", supplement),
                (1, _) => (RECEPTION, "accept", json!({})),
                (2, _) => (RECEPTION, "forward", json!({})),
                (4, 0) => (worker, "request_supplement", supplement),
                (4, 1) => (worker, "request_payment", fields("request_payment")),
                (4, 2) => (worker, "propose", fields("propose")),
                (4, 3) => (LEADER, "approve", json!({})),
                (4, 4) => (LEADER, "stop", fields("stop")),
                (4, 5) => (RECEPTION, "correct", fields("correct")),
                (5, 0..=4) => (CITIZEN, "supply", fields("supply")),
                (6, _) => (RECEPTION, "record_payment", fields("record_payment")),
                (8, 0..=2) => (LEADER, "resume", json!({})),
                (9, _) => (RECEPTION, "return_result", fields("return_result")),
                _ => (worker, "note", fields("note")),
            };
            self.attempt(who, &code, verb, carried).await;
        }
    }

    async fn delegate(&mut self, day: Day) {
        let viewer = self.office.viewer_of(LEADER, self.now).unwrap().unwrap();
        let delegation = NewDelegation {
            from: Username::new(SPECIALIST).unwrap(),
            to: Username::new(SPECIALIST2).unwrap(),
            since: day,
            until: day.checked_add(jiff::ToSpan::days(6)).unwrap(),
            ground: AwayGround::BusinessTrip,
            note: None,
        };
        self.office
            .delegate(&viewer, delegation, self.now)
            .await
            .unwrap();
    }

    async fn day(&mut self, number: usize, day: Day) {
        // Now and then nobody switches the machine on.
        let asleep = self.below(12) == 0;
        if number.is_multiple_of(40) {
            self.now = format!("{day}T07:10:00+07:00").parse().unwrap();
            self.delegate(day).await;
        }
        for hour in [0, 7, 9, 11, 14, 16, 20] {
            if asleep {
                break;
            }
            self.now = format!("{day}T{hour:02}:05:30+07:00").parse().unwrap();
            self.look().await;
            if hour == 11 && number.is_multiple_of(50) {
                self.look_with_the_clock_set_back().await;
            }
            if (9..=16).contains(&hour) && self.calendar.is_working(day) {
                self.now = self.now.plus_seconds(30);
                self.work().await;
            }
        }
        if number.is_multiple_of(DAYS / RESTARTS) {
            self.restart();
        }
    }
}

/// From when to when a dossier stood as it did, after `at` up to and including `until`.
struct Stand {
    at: Moment,
    until: Moment,
    status: u8,
    /// The moment of which somebody is reminded.
    deadline: Option<Moment>,
    /// The citizen's last day.
    last_day: Option<Day>,
}

/// What stood when, from the journal alone.
fn stands(events: &[Event], oracle: &Oracle, end: Moment) -> Vec<Stand> {
    let moves: Vec<&Event> = events
        .iter()
        .filter(|event| !matches!(event.happening, Happening::Reminded { .. }))
        .collect();
    let mut answer = None;
    let mut last_day = None;
    let mut stands = Vec::new();
    for (at, event) in moves.iter().enumerate() {
        let (from, to) = (event.from.map(Status::code), event.to.code());
        if to == 1 && from != Some(1) {
            answer = Some(eight_hours_after(oracle, event.at));
        }
        if let Happening::SupplementRequested { until, .. } = &event.happening {
            let span = jiff::ToSpan::days(i64::from(SILENCE_DAYS));
            last_day = Some(until.unwrap_or_else(|| event.at.day().checked_add(span).unwrap()));
        }
        stands.push(Stand {
            at: event.at,
            until: moves.get(at + 1).map_or(end, |next| next.at),
            status: to,
            deadline: match to {
                1 => answer,
                2 | 4 => event.due_after,
                _ => None,
            },
            last_day: last_day.filter(|_| to == 5),
        });
    }
    stands
}

/// Eight office hours on, on the slow clock; seconds are carried over, as filings fall between two minutes.
fn eight_hours_after(oracle: &Oracle, at: Moment) -> Moment {
    let text = at.to_string();
    let (date, hour, minute) = (&text[..10], &text[11..13], &text[14..16]);
    let seconds = text[17..19].parse::<i64>().unwrap();
    let minute = oracle.minute(date, hour.parse().unwrap(), minute.parse().unwrap());
    let due = oracle.due(Length::Hours(8), minute, &[]);
    let due: Moment = oracle.text(due).parse().unwrap();
    due.plus_seconds(seconds)
}

fn midnight(day: Day) -> Moment {
    format!("{day}T00:00:00+07:00").parse().unwrap()
}

/// The reminder that holds at a moment, from the days on the calendar.
fn holds(due: Moment, now: Moment) -> Option<Reminder> {
    let day = due.day();
    let soon = midnight(day.checked_sub(jiff::ToSpan::days(2)).unwrap());
    [
        (due, Reminder::Late),
        (midnight(day), Reminder::Today),
        (soon, Reminder::Soon),
    ]
    .into_iter()
    .find(|(since, _)| *since <= now)
    .map(|(_, reminder)| reminder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_hundred_days_miss_and_double_no_timer_across_fifty_restarts() {
    let directory = TempDir::new().unwrap();
    let office = open(&directory);
    founding::found(&office, at(BEGIN)).await;
    let mut life = Life {
        office,
        directory,
        calendar: founding::calendar(),
        dice: 400,
        now: at(BEGIN),
        ticks: Vec::new(),
        fired: Fired::default(),
        done: 0,
        restarts: 0,
    };
    let mut day = at("2026-03-11T00:00:00+07:00").day();
    for number in 0..DAYS {
        life.day(number, day).await;
        day = day.tomorrow().unwrap();
    }
    let oracle = Oracle::new();
    let (mut reminders, mut silences) = (0, 0);
    let mut by_kind: BTreeMap<Reminder, usize> = BTreeMap::new();
    let dossiers = life.every();
    for dossier in &dossiers {
        let history = life.office.history(dossier, true, 0, usize::MAX).unwrap();
        let events: Vec<Event> = history.into_iter().map(|(_, event)| event).collect();
        let mut owed: Vec<(Moment, Reminder, Moment)> = Vec::new();
        let mut told: Option<(Moment, Reminder)> = None;
        let mut owed_silences: Vec<Moment> = Vec::new();
        for stand in stands(&events, &oracle, life.now) {
            let looked = life
                .ticks
                .iter()
                .filter(|tick| stand.at < **tick && **tick <= stand.until);
            for tick in looked {
                if let Some(due) = stand.deadline
                    && let Some(reminder) = holds(due, *tick)
                    && told.is_none_or(|(of, last)| of != due || last < reminder)
                {
                    told = Some((due, reminder));
                    owed.push((*tick, reminder, due));
                }
                if stand.status == 5
                    && let Some(last) = stand.last_day
                    && midnight(last.tomorrow().unwrap()) <= *tick
                {
                    owed_silences.push(*tick);
                }
            }
        }
        let given: Vec<(Moment, Reminder, Moment)> = events
            .iter()
            .filter_map(|event| match &event.happening {
                Happening::Reminded { of, due } => Some((event.at, *of, *due)),
                _ => None,
            })
            .collect();
        assert_eq!(given, owed, "{}", dossier.code);
        let ended: Vec<Moment> = events
            .iter()
            .filter(|event| event.actor == motcua::domain::event::Actor::Clock)
            .filter(|event| {
                matches!(
                    event.happening,
                    Happening::Stopped { .. } | Happening::Refused { .. }
                )
            })
            .map(|event| event.at)
            .collect();
        assert_eq!(ended, owed_silences, "{}", dossier.code);
        reminders += given.len();
        silences += ended.len();
        for (_, reminder, _) in given {
            *by_kind.entry(reminder).or_default() += 1;
        }
    }
    assert_eq!(
        (reminders, silences),
        (life.fired.reminders, life.fired.silences)
    );
    assert_eq!(life.restarts, RESTARTS);
    assert!(
        by_kind.len() == 3 && silences > 10 && dossiers.len() > 200,
        "a dull life: {by_kind:?}, {silences}"
    );
    let faults = life
        .office
        .kv
        .read(|view| store::check_all(view, &store::registry()))
        .unwrap();
    assert_eq!(faults, []);
    println!(
        "{DAYS} days, {} dossiers, {} deeds, {} looks, {RESTARTS} restarts: {by_kind:?}, {silences} silences, none missed, none doubled",
        dossiers.len(),
        life.done,
        life.ticks.len(),
    );
    life.office.kv.close();
}
