//! Looking after the data every night (việc hằng đêm): the audit record gets its seal, a backup is made and old ones go, and
//! once a week the newest is restored for trial. A night on which the machine was off is made up for at the next start.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Time;

use super::backing_up::{self, Failed, holdings};
use super::doing::{Doing, Turn};
use super::{Chore, drill};
use crate::backup::{self, Lock, Progress, Target, archive, words};
use crate::domain::audit::{By, Deed};
use crate::domain::time::Moment;
use crate::office::backups::{Keeper, Task};
use crate::office::{Clock, Office};
use crate::store::backups::{Attempt, Attempts};

/// How often to look whether it is time.
const LOOK: Duration = Duration::from_mins(1);
/// After a failure the same is tried again so many seconds later.
const AGAIN: i64 = 60 * 60;
const DAY: i64 = 24 * 60 * 60;
/// A full backup and a trial are due again after so many days.
const WEEK: i64 = 7 * DAY;
/// The store is compacted at most so many seconds after the hour of the backup.
const WINDOW: i64 = 2 * 60 * 60;
/// Entries of the audit record stay at hand for so long (24 months), then they move to files of their own.
const AT_HAND: i64 = 730 * DAY;

/// How an office wants to be looked after.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The data directory.
    pub root: PathBuf,
    /// The folder for backups: another disk is better than the same.
    pub folder: PathBuf,
    /// When, every day; `None` when nobody wants it.
    pub time: Option<Time>,
    /// How many full backups are kept, each with those that go on from it.
    pub keep: usize,
    /// Whom backups are closed to.
    pub lock: Lock,
}

/// Looks after the data: every night, and when somebody asks.
#[derive(Clone)]
pub struct Nightly {
    office: Office,
    clock: Clock,
    plan: Arc<Plan>,
    doing: Doing,
}

impl Nightly {
    /// For this office, by this clock.
    pub fn new(office: &Office, clock: Clock, plan: Plan) -> Self {
        Self {
            office: office.used_by(By::CLOCK),
            clock,
            plan: Arc::new(plan),
            doing: Doing::default(),
        }
    }

    /// Begins to look at the clock.
    pub fn watch(&self) -> Chore {
        let own = self.clone();
        Chore::every(LOOK, move || {
            own.round();
            LOOK
        })
    }

    /// Does what is due; answers whether anything was. Blocking.
    pub fn round(&self) -> bool {
        let now = (self.clock)();
        if self.office.facts().is_none() || !self.is_due(now) {
            return false;
        }
        // Whoever asked by hand goes first; the night follows with the next look.
        let Some(turn) = self.doing.begin() else {
            return false;
        };
        self.night(&turn, now);
        true
    }

    /// Whether a night has begun whose work is not done.
    fn is_due(&self, now: Moment) -> bool {
        let Some(time) = self.plan.time else {
            return false;
        };
        let mut since = Moment::on(now.day(), time);
        if since > now {
            since = since.plus_seconds(-DAY);
        }
        match self.office.attempts().unwrap_or_default().backup {
            None => true,
            Some(last) if last.at < since => true,
            Some(last) => last.wrong.is_some() && now.seconds_since(last.at) >= AGAIN,
        }
    }

    fn night(&self, turn: &Turn, now: Moment) {
        if let Err(error) = self.office.sign_checkpoint(now) {
            tracing::error!(?error, "không chốt được nhật ký kiểm toán");
        }
        let until = now.plus_seconds(-AT_HAND);
        match archive::archive(&self.holdings(), until, now) {
            Ok(None) => {}
            Ok(Some(segment)) => tracing::info!(segment.file, "đã lưu trữ nhật ký kiểm toán cũ"),
            Err(error) => tracing::error!(%error, "không lưu trữ được nhật ký kiểm toán cũ"),
        }
        match self.office.clear_orphans(now) {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "đã dọn tệp không thuộc hồ sơ nào"),
            Err(error) => tracing::error!(?error, "không dọn được tệp không thuộc hồ sơ nào"),
        }
        if self.back_up(turn) && self.is_trial_due(now) {
            self.try_out(turn);
            self.compact(now);
        }
    }

    fn holdings(&self) -> backup::Holdings<'_> {
        holdings(&self.office, &self.plan.root)
    }

    /// The newest backup may go on from a full one that is younger than a week.
    fn may_go_on(&self, now: Moment) -> bool {
        let all = self.office.backups(64).unwrap_or_default();
        all.iter()
            .find(|one| one.parent.is_none())
            .is_some_and(|full| now.seconds_since(full.at) < WEEK)
    }

    fn is_trial_due(&self, now: Moment) -> bool {
        let last = self.office.attempts().unwrap_or_default().drill;
        last.is_none_or(|last| last.wrong.is_some() || now.seconds_since(last.at) >= WEEK)
    }

    /// Makes a backup where the plan wants it, and removes old ones; answers whether there is one.
    fn back_up(&self, turn: &Turn) -> bool {
        let now = (self.clock)();
        turn.say("Đang sao lưu");
        let plan = &self.plan;
        let made = backing_up::back_up(
            &self.office,
            &plan.root,
            Target::Folder(&plan.folder),
            self.may_go_on(now),
            &plan.lock,
            now,
            &mut |done| turn.say(&format!("Đang sao lưu: {}", said(done))),
        );
        let wrong = match made {
            Ok(made) if made.totals.left_out.is_empty() => {
                match backup::rotate(&plan.folder, plan.keep) {
                    Ok(removed) => tracing::info!(made.size, removed, "đã sao lưu"),
                    Err(error) => tracing::warn!(%error, "không xóa được bản sao lưu cũ"),
                }
                return true;
            }
            // What is older may still hold what is harmed now, so nothing is removed.
            Ok(made) => {
                tracing::error!(
                    "bản sao lưu thiếu {} tệp đã hỏng",
                    made.totals.left_out.len()
                );
                return true;
            }
            Err(Failed::Disk(error)) => words::not_made(&error, &plan.folder),
            Err(Failed::Office(error)) => format!("Kho dữ liệu báo lỗi: {error:?}"),
        };
        tracing::error!(wrong, "không sao lưu được");
        let attempt = Attempt {
            at: now,
            wrong: Some(wrong),
            said: String::new(),
        };
        self.note(Deed::BackedUp, |attempts| &mut attempts.backup, attempt);
        false
    }

    /// Restores the newest backup into a folder of its own, looks it through, and removes it again.
    fn try_out(&self, turn: &Turn) {
        let now = (self.clock)();
        turn.say("Đang diễn tập khôi phục");
        let tried = drill::try_newest(&self.plan, &self.holdings(), &mut |done| {
            turn.say(&format!("Đang diễn tập khôi phục: {}", said(done)));
        });
        let attempt = match tried {
            Ok(said) => Attempt {
                at: now,
                wrong: None,
                said,
            },
            Err(wrong) => {
                tracing::error!(wrong, "diễn tập khôi phục không đạt");
                Attempt {
                    at: now,
                    wrong: Some(wrong),
                    said: String::new(),
                }
            }
        };
        self.note(Deed::Restored, |attempts| &mut attempts.drill, attempt);
    }

    /// Once a week, and only while nobody works: reads wait for it.
    fn compact(&self, now: Moment) {
        let window = self.plan.time.is_some_and(|time| {
            let mut since = Moment::on(now.day(), time);
            if since > now {
                since = since.plus_seconds(-DAY);
            }
            now.seconds_since(since) < WINDOW
        });
        if !window {
            return;
        }
        match self.office.kv.compact() {
            Ok(()) => tracing::info!("đã thu gọn kho dữ liệu"),
            Err(error) => tracing::warn!(%error, "chưa thu gọn được kho dữ liệu"),
        }
    }

    fn note(&self, deed: Deed, which: fn(&mut Attempts) -> &mut Option<Attempt>, attempt: Attempt) {
        if let Err(error) = self.office.note_attempt(deed, which, attempt) {
            tracing::error!(?error, "không ghi được kết quả sao lưu");
        }
    }
}

impl Keeper for Nightly {
    fn ask(&self, task: Task) -> bool {
        let Some(turn) = self.doing.begin() else {
            return false;
        };
        let own = self.clone();
        tokio::task::spawn_blocking(move || match task {
            Task::Backup => {
                own.back_up(&turn);
            }
            Task::Drill => own.try_out(&turn),
        });
        true
    }

    fn doing(&self) -> Option<String> {
        self.doing.words()
    }

    fn folder(&self) -> &Path {
        &self.plan.folder
    }

    fn time(&self) -> Option<Time> {
        self.plan.time
    }

    fn free(&self) -> std::io::Result<u64> {
        backup::free(&self.plan.root)
    }
}

/// How far a backup or its reading has come.
pub fn said(done: Progress) -> String {
    let bytes = done.bytes >> 20;
    if done.of_attachments == 0 {
        format!("{} dòng dữ liệu, {bytes} MB", done.rows)
    } else {
        format!(
            "{}/{} tệp đính kèm, {bytes} MB",
            done.attachments, done.of_attachments
        )
    }
}
