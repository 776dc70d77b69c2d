//! Filling the office: every dossier is filed and moved on by the deeds that people use.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::super::clock;
use super::super::failure::Failure;
use super::ground::{self, Ground, Mark, People};
use super::people::{Asked, Dice, filing};
use crate::domain::action::Verb;
use crate::domain::dossier::Dossier;
use crate::domain::time::Moment;
use crate::kv::{Durability, WriteError};
use crate::office::submit_dossier::{Filer, Once};
use crate::office::{Decline, Declined, Office, Viewer};

/// Deeds under way at once: enough for the writer to fill its commits.
const UNDER_WAY: u64 = 512;

/// The dossiers are spread over so many days before today.
const DAYS: u64 = 900;

/// Between two lines about the progress.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// Founds the office unless that was done and files `dossiers`; says how long it took.
pub(super) async fn fill(
    ground: &Ground,
    dossiers: u64,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Mark, Failure> {
    let password = ground::password();
    let office = &ground.office;
    let began = Instant::now();
    People::found(office, &password).await?;
    let work = Arc::new(Work {
        office: office.clone(),
        people: People::of(office)?,
        procedures: ground::procedures(office)?,
        dossiers,
        today: clock::now(),
        next: AtomicU64::new(0),
    });
    office.kv.set_durability(Durability::Relaxed);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..UNDER_WAY.min(dossiers) {
        running.spawn(Arc::clone(&work).run());
    }
    let mut lines = tokio::time::interval(TELL_EVERY);
    lines.tick().await;
    loop {
        tokio::select! {
            ended = running.join_next() => match ended {
                None => break,
                Some(ended) => ended.map_err(|_| Failure::bug())??,
            },
            _ = lines.tick() => {
                let done = work.next.load(Ordering::Relaxed).min(dossiers);
                tell(&progress(done, dossiers, began.elapsed()));
            }
        }
    }
    office.kv.set_durability(Durability::Sync);
    let kv = office.kv.clone();
    tokio::task::spawn_blocking(move || kv.rest())
        .await
        .map_err(|_| Failure::bug())??;
    Ok(Mark {
        dossiers,
        seconds: began.elapsed().as_secs_f64(),
        password,
    })
}

fn progress(done: u64, of: u64, elapsed: Duration) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    let rate = done as f64 / elapsed.as_secs_f64();
    let seconds = elapsed.as_secs();
    format!("đang chuẩn bị: {done}/{of} hồ sơ, {rate:.0} hồ sơ/giây, {seconds} giây")
}

struct Work {
    office: Office,
    people: People,
    procedures: Arc<Vec<Asked>>,
    dossiers: u64,
    today: Moment,
    next: AtomicU64,
}

impl Work {
    async fn run(self: Arc<Self>) -> Result<(), Failure> {
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.dossiers {
                return Ok(());
            }
            self.one(number).await?;
        }
    }

    /// Files one dossier and takes it as far as its number says: a fifth stays online and unreceived, the rest are
    /// received, a quarter is being worked on, some end early, a seventh has its result.
    async fn one(&self, number: u64) -> Result<(), Failure> {
        let at = self.filed_at(number);
        let share = number % 20;
        let online = share < 7;
        let dossier = self.file(number, online, at).await?;
        let later = |hours: i64| at.plus_seconds(hours * 3600);
        let people = &self.people;
        match share {
            4 | 5 => {
                let why = json!({"reason": "Không thuộc thẩm quyền giải quyết của xã"});
                self.act(&people.reception, &dossier, Verb::Refuse, why, later(2))
                    .await
            }
            6 => match dossier.papers.first() {
                None => Ok(()),
                Some(paper) => {
                    let ask = json!({
                        "items": [{"component": paper.id, "reason": "Bản chụp bị mờ"}],
                        "reason": "Thành phần hồ sơ chưa rõ",
                    });
                    self.act(
                        &people.reception,
                        &dossier,
                        Verb::RequestSupplement,
                        ask,
                        later(2),
                    )
                    .await
                }
            },
            10..=14 => self.forward(number, &dossier, later(1)).await,
            15 | 16 => {
                let why = json!({"reason": "Công dân đề nghị rút"});
                self.act(&people.reception, &dossier, Verb::Withdraw, why, later(2))
                    .await
            }
            17..=19 => self.finish(number, &dossier, share == 19, later(1)).await,
            _ => Ok(()),
        }
    }

    async fn finish(
        &self,
        number: u64,
        dossier: &Dossier,
        returned: bool,
        at: Moment,
    ) -> Result<(), Failure> {
        let people = &self.people;
        self.forward(number, dossier, at).await?;
        let draft =
            json!({"result": {"title": "Kết quả giải quyết", "number": format!("{number}/UBND")}});
        let specialist = self.specialist(number)?;
        let then = |hours: i64| at.plus_seconds(hours * 3600);
        self.act(specialist, dossier, Verb::Propose, draft, then(4))
            .await?;
        self.act(&people.leader, dossier, Verb::Approve, json!({}), then(8))
            .await?;
        if returned {
            let taken = json!({"received_by": dossier.applicant.name, "method": "counter"});
            self.act(
                &people.reception,
                dossier,
                Verb::ReturnResult,
                taken,
                then(24),
            )
            .await?;
        }
        Ok(())
    }

    async fn forward(&self, number: u64, dossier: &Dossier, at: Moment) -> Result<(), Failure> {
        let to = json!({"assignee": self.specialist(number)?.username()});
        self.act(&self.people.reception, dossier, Verb::Forward, to, at)
            .await
    }

    fn specialist(&self, number: u64) -> Result<&Viewer, Failure> {
        Dice::of(number ^ 0xC4)
            .one_of(&self.people.specialists)
            .ok_or_else(Failure::bug)
    }

    async fn file(&self, number: u64, online: bool, at: Moment) -> Result<Dossier, Failure> {
        let mut dice = Dice::of(number ^ 0xF11E);
        let procedure = dice.one_of(&self.procedures).ok_or_else(Failure::bug)?;
        let citizen = dice
            .one_of(&self.people.citizens)
            .ok_or_else(Failure::bug)?;
        let (filer, channel) = if online {
            (citizen, "online")
        } else {
            (&self.people.reception, "counter")
        };
        let input = filing(number, procedure, channel);
        let input = input.map_err(|fault| said(&Decline::Faults(vec![fault])))?;
        let who = Filer::Viewer(filer.clone());
        let outcome = self
            .office
            .submit_dossier(who, input, Once::default(), at)
            .await;
        outcome.map_err(failed)
    }

    async fn act(
        &self,
        by: &Viewer,
        dossier: &Dossier,
        verb: Verb,
        fields: Value,
        at: Moment,
    ) -> Result<(), Failure> {
        let fields: Map<String, Value> = match fields {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        let code = dossier.code.to_string();
        let done = self
            .office
            .act_on_dossier(by, &code, verb, fields, None, at)
            .await;
        done.map(drop).map_err(failed)
    }

    /// Spread evenly over the days, in the order of the numbers, within office hours of the day.
    fn filed_at(&self, number: u64) -> Moment {
        let day = number * DAYS / self.dossiers.max(1);
        let days_ago = i64::try_from(DAYS - day).unwrap_or(1);
        let second = i64::try_from(number % (7 * 3600)).unwrap_or(0);
        let midnight = self.today.unix() - (self.today.unix() + 7 * 3600).rem_euclid(86_400);
        Moment::from_unix(midnight - days_ago * 86_400 + 8 * 3600 + second)
    }
}

/// A refusal here is a fault of the bench itself, so it is named as it is.
fn failed(declined: Declined) -> Failure {
    match declined {
        WriteError::Store(error) => error.into(),
        WriteError::Declined(decline) => said(&decline),
    }
}

fn said(decline: &Decline) -> Failure {
    Failure::failed(format!("Bench không chuẩn bị được hồ sơ mẫu: {decline:?}."))
}
