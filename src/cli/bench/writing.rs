//! Measures that write: filing and acting, each filing beside the yardstick that it is compared with.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::json;

use super::super::clock;
use super::super::failure::{Failure, machine};
use super::ground::BARE;
use super::load::{self, Call, Script};
use super::measures::Measures;
use super::people::{self, Asked, application};
use super::rows::{RowSet, Rows};
use super::stats::Tally;
#[cfg(feature = "peers")]
use super::yardsticks::Sqlite;
use super::yardsticks::{self, BareRedb, Broken, RawFile, SHARED, Yardstick};
use crate::domain::status::Status;
use crate::office::submit_dossier::{Filer, Once};
use crate::office::{Office, Viewer};

/// Dossiers that actions are measured on, at most.
const TARGETS: usize = 20_000;

impl Measures<'_> {
    /// Filing without files: each line beside the yardstick that it is compared with.
    pub async fn submitting(&mut self, scratch: &Path, rows: &Rows) -> Result<(), Failure> {
        let path = |name: &str| scratch.join(name);
        let redb = BareRedb::open(&path(BARE)).map_err(broken)?;
        let redb = self
            .commits("redb_1", "  redb trần, cùng các dòng", redb, &rows.alone, 1)
            .await?;
        let script = self.filing("online");
        self.http("submit_1", "nộp hồ sơ trực tuyến", 1, script)
            .await;
        self.deed("submit_office_1", "  không qua HTTP", 1).await;
        let script = self.filing("counter");
        self.http(
            "submit_counter_1",
            "tiếp nhận tại quầy, có giấy tiếp nhận",
            1,
            script,
        )
        .await;
        self.commits(
            "redb_64",
            "  redb trần, 64 lần nộp một lần ghi",
            redb,
            &rows.shared,
            SHARED,
        )
        .await?;
        let script = self.filing("online");
        self.http("submit_64", "nộp hồ sơ trực tuyến", SHARED, script)
            .await;
        self.deed("submit_office_64", "  không qua HTTP", SHARED)
            .await;
        #[cfg(feature = "peers")]
        if self.wanted("sqlite_1") || self.wanted("sqlite_64") {
            let sqlite = Sqlite::new(&path("rows.sqlite")).map_err(broken)?;
            let sqlite = self.fill(sqlite, rows).await?;
            let sqlite = self
                .commits(
                    "sqlite_1",
                    "  SQLite WAL FULL, cùng các dòng",
                    sqlite,
                    &rows.alone,
                    1,
                )
                .await?;
            self.commits(
                "sqlite_64",
                "  SQLite WAL FULL, 64 lần nộp",
                sqlite,
                &rows.shared,
                SHARED,
            )
            .await?;
        }
        let raw = RawFile::new(&path("raw")).map_err(broken)?;
        let raw = self
            .commits(
                "fdatasync_1",
                "  ghi thẳng, fdatasync, cùng số byte",
                raw,
                &rows.alone,
                1,
            )
            .await?;
        self.commits(
            "fdatasync_64",
            "  ghi thẳng, fdatasync, 64 lần nộp",
            raw,
            &rows.shared,
            SHARED,
        )
        .await?;
        Ok(())
    }

    /// Gives a yardstick's file the rows it holds beforehand.
    #[cfg(feature = "peers")]
    async fn fill<Y: Yardstick>(&mut self, mut yardstick: Y, rows: &Rows) -> Result<Y, Failure> {
        let before = Arc::clone(&rows.before);
        let filled = tokio::task::spawn_blocking(move || {
            yardsticks::fill(&mut yardstick, &before).map(|()| yardstick)
        });
        filled.await.map_err(|_| Failure::bug())?.map_err(broken)
    }

    /// Measures a yardstick's commits, so many row sets together, and gives it back.
    async fn commits<Y: Yardstick>(
        &mut self,
        key: &'static str,
        label: &'static str,
        mut yardstick: Y,
        sets: &Arc<[RowSet]>,
        together: usize,
    ) -> Result<Y, Failure> {
        if !self.wanted(key) {
            return Ok(yardstick);
        }
        self.say(label);
        let (sets, span) = (Arc::clone(sets), self.span);
        let measured = tokio::task::spawn_blocking(move || {
            let figures = yardsticks::run(&mut yardstick, &sets, together, span)?;
            Ok((yardstick, figures))
        });
        let (yardstick, figures) = measured
            .await
            .map_err(|_| Failure::bug())?
            .map_err(broken)?;
        self.push(key, label, together, figures);
        Ok(yardstick)
    }

    /// Citizens file online, or reception at the counter.
    fn filing(&self, channel: &'static str) -> Script {
        let signed = match channel {
            "online" => self.citizens.clone(),
            _ => vec![self.reception.clone()],
        };
        let (procedures, next) = (self.procedures.clone(), Arc::clone(&self.next));
        Arc::new(move |client, _| {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let procedure = chosen(&procedures, number)?;
            let who = signed.get(client % signed.len().max(1))?;
            let body = application(number, procedure, channel);
            Some(
                Call::get("/api/v1/dossiers")
                    .by(&who.bearer)
                    .posting(body, 201),
            )
        })
    }

    /// The same deed without HTTP, so that the reader sees what HTTP costs.
    async fn deed(&mut self, key: &'static str, label: &'static str, clients: usize) {
        if !self.wanted(key) {
            return;
        }
        self.say(label);
        let (office, procedures) = (self.office.clone(), self.procedures.clone());
        let (next, people) = (Arc::clone(&self.next), self.people.citizens.clone());
        let figures = load::many(clients, self.span, move |client, until| {
            let (office, procedures) = (office.clone(), procedures.clone());
            let next = Arc::clone(&next);
            let citizen = people.get(client % people.len().max(1)).cloned();
            async move {
                let mut tally = Tally::default();
                while Instant::now() < until {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(procedure), Some(citizen)) = (chosen(&procedures, number), &citizen)
                    else {
                        break;
                    };
                    let began = Instant::now();
                    match file(&office, citizen, number, procedure).await {
                        Ok(()) => tally.took(began.elapsed()),
                        Err(complaint) => tally.failed(complaint),
                    }
                }
                tally
            }
        })
        .await;
        self.push(key, label, clients, figures);
    }

    /// Reception accepts what citizens filed, then forwards what was received.
    pub async fn acting(&mut self) -> Result<(), Failure> {
        let registered = Arc::new(self.targets(Status::Registered, TARGETS)?);
        let taken = Arc::new(AtomicUsize::new(0));
        for clients in [1, 16] {
            let script = self.action("accept", &registered, &taken);
            self.http("accept", "tiếp nhận hồ sơ trực tuyến", clients, script)
                .await;
        }
        let received = Arc::new(self.targets(Status::Received, TARGETS)?);
        let taken = Arc::new(AtomicUsize::new(0));
        let script = self.action("forward", &received, &taken);
        self.http("forward", "chuyển xử lý", 1, script).await;
        Ok(())
    }

    fn action(
        &self,
        verb: &'static str,
        codes: &Arc<Vec<String>>,
        taken: &Arc<AtomicUsize>,
    ) -> Script {
        let bearer = self.reception.bearer.clone();
        let (codes, taken) = (Arc::clone(codes), Arc::clone(taken));
        Arc::new(move |_, _| {
            let code = codes.get(taken.fetch_add(1, Ordering::Relaxed))?;
            let call = Call::get(format!("/api/v1/dossiers/{code}/actions"));
            Some(
                call.by(&bearer)
                    .posting(json!({ "action": verb }).to_string(), 200),
            )
        })
    }
}

fn chosen(procedures: &[Asked], number: u64) -> Option<&Asked> {
    let at = usize::try_from(number).unwrap_or(0) % procedures.len().max(1);
    procedures.get(at)
}

async fn file(office: &Office, citizen: &Viewer, number: u64, asked: &Asked) -> Result<(), String> {
    let input = people::filing(number, asked, "online").map_err(|fault| format!("{fault:?}"))?;
    let who = Filer::Viewer(citizen.clone());
    let filed = office.submit_dossier(who, input, Once::default(), clock::now());
    filed
        .await
        .map(drop)
        .map_err(|declined| format!("{declined:?}"))
}

fn broken(error: Broken) -> Failure {
    machine("đo", error)
}
