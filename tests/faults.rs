//! A whole office on a machine that fails: while people file, act, upload and a backup is made, the power goes, the disk runs
//! full or an error comes. Whatever was answered for is there afterwards, nothing is there by half, the self-check is clean,
//! and each backup that was called made can be restored.
//!
//! `MOTCUA_OFFICE_FAULTS` says how many faults to inject, `MOTCUA_SEED` where to begin; a failure prints the seed.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use motcua::backup::{self, Empty, Holdings, Key, Lock, Target, back_up, restore};
use motcua::domain::dossier::Dossier;
use motcua::domain::time::Moment;
use motcua::files::Files;
use motcua::files::folder::Folder;
use motcua::kv::{Kv, KvError, MemoryEngine, RedbEngine, RedbOptions};
use motcua::office::{Office, random};
use motcua::print::Printer;
use motcua::seal::Seal;
use motcua::store::Load;
use motcua::web::{App, WebSettings, router};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::faulty::{Dice, Fault, Machine};
use crate::support::founding::{self, papers, pdf};
use crate::support::{BEGIN, CITIZEN, PASSWORD, RECEPTION, at, stages};

/// Faults that befall one machine before the next one is taken.
const EACH: u64 = 8;

/// People who work at the same time.
const PEOPLE: u64 = 3;

/// The office on a machine.
struct Place {
    office: Office,
    router: Router,
    /// Nothing of the office, but the seal and the address of the directory.
    root: TempDir,
}

fn open(machine: &Machine) -> Result<Place, KvError> {
    let options = RedbOptions {
        cache_bytes: 1024 * 1024,
        ..RedbOptions::default()
    };
    let kv = Kv::new(RedbEngine::on(machine.clone(), options)?);
    let shelf = Folder::open(PathBuf::from("/data/files"), Arc::new(machine.clone()));
    let files = Files::on(shelf.map_err(|error| KvError::engine("files", error))?);
    let seal = Seal::from_seed(&[1; 32]);
    let office = Office::open(kv, files, founding::index(), seal)?;
    let clock: Arc<dyn Fn() -> Moment + Send + Sync> = Arc::new(|| at(BEGIN));
    let app = App::new(
        office.clone(),
        Printer::with_engines(1),
        clock,
        WebSettings::default(),
    );
    Ok(Place {
        office,
        router: router(app),
        root: TempDir::new().unwrap(),
    })
}

/// What was answered for.
#[derive(Default)]
struct Answered {
    /// The least version of each dossier.
    dossiers: BTreeMap<String, u64>,
    /// Contents by upload.
    uploads: BTreeMap<String, Vec<u8>>,
    /// Whole backups.
    backups: Vec<Vec<u8>>,
}

impl Answered {
    fn dossier(&mut self, dossier: &Value) -> String {
        let code = stages::code(dossier);
        let version = dossier["version"].as_u64().unwrap();
        let known = self.dossiers.entry(code.clone()).or_default();
        *known = version.max(*known);
        code
    }

    fn join(&mut self, other: Self) {
        for (code, version) in other.dossiers {
            let known = self.dossiers.entry(code).or_default();
            *known = version.max(*known);
        }
        self.uploads.extend(other.uploads);
        self.backups.extend(other.backups);
    }
}

impl Place {
    async fn ask(
        &self,
        method: &str,
        path: &str,
        token: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> (u16, Value) {
        let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 40_000));
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", kind)
            .extension(ConnectInfo(peer))
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await;
        let body = serde_json::from_slice(&bytes.unwrap_or_default()).unwrap_or(Value::Null);
        (status, body)
    }

    async fn post(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let bytes = body.to_string().into_bytes();
        self.ask("POST", path, token, "application/json", bytes)
            .await
    }

    async fn sign_in(&self, who: &str) -> Option<String> {
        let body = json!({"username": who, "password": PASSWORD});
        let (status, session) = self.post("/api/v1/sessions", "", &body).await;
        (status == 201).then(|| session["token"].as_str().unwrap().to_owned())
    }

    /// One person files with a paper, and the counter takes it in and passes it on.
    async fn work(&self, tokens: &[String; 2], next: &AtomicU64) -> Answered {
        let mut answered = Answered::default();
        for _ in 0..4 {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let content = pdf(&format!(
                "paper {number} {}",
                "x".repeat((number % 7) as usize * 900)
            ));
            let mut body =
                b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"g.pdf\"\r\n\r\n"
                    .to_vec();
            body.extend(&content);
            body.extend(b"\r\n--b--\r\n");
            let kind = "multipart/form-data; boundary=b";
            let (status, file) = self
                .ask("POST", "/api/v1/files", &tokens[0], kind, body)
                .await;
            let mut new = stages::new_dossier();
            if status == 201 {
                let id = file["id"].as_str().unwrap().to_owned();
                answered.uploads.insert(id.clone(), content);
                new["components"][0]["file"] = json!(id);
                new["components"][0]["id"] = json!(papers()[0]);
            }
            let (status, dossier) = self.post("/api/v1/dossiers", &tokens[0], &new).await;
            if status != 201 {
                continue;
            }
            let code = answered.dossier(&dossier);
            for action in ["accept", "forward"] {
                let path = format!("/api/v1/dossiers/{code}/actions");
                let (status, dossier) = self
                    .post(&path, &tokens[1], &json!({"action": action}))
                    .await;
                if status == 200 {
                    answered.dossier(&dossier);
                }
            }
        }
        answered
    }

    fn holdings(&self) -> Holdings<'_> {
        Holdings {
            kv: &self.office.kv,
            files: &self.office.files,
            seal: &self.office.seal,
            root: self.root.path(),
        }
    }

    fn copy(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let target = Target::Stream(&mut bytes);
        let id = random::id();
        let made = back_up(
            &self.holdings(),
            target,
            false,
            &Lock::Open,
            &id,
            at(BEGIN),
            &mut |_| {},
        );
        made.is_ok_and(|made| made.totals.left_out.is_empty())
            .then_some(bytes)
    }

    /// Everybody works at once, until they have done or the machine is gone.
    async fn busy(self: &Arc<Self>, tokens: &[String; 2], next: &Arc<AtomicU64>) -> Answered {
        let mut working = tokio::task::JoinSet::new();
        for _ in 0..PEOPLE {
            let (own, tokens, next) = (self.clone(), tokens.clone(), next.clone());
            working.spawn(async move { own.work(&tokens, &next).await });
        }
        let own = self.clone();
        let copying = tokio::task::spawn_blocking(move || own.copy());
        let mut answered = Answered::default();
        while let Some(done) = working.join_next().await {
            answered.join(done.unwrap());
        }
        answered.backups.extend(copying.await.unwrap());
        answered
    }

    /// Is everything there that was answered for, and nothing by half?
    fn check(&self, answered: &Answered, seed: u64) {
        let report = backup::verify(&self.holdings(), &mut |_| {}).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "seed {seed}");
        for (code, version) in &answered.dossiers {
            let dossier = self.office.kv.read(|view| view.load::<Dossier>(code));
            let dossier = dossier.unwrap();
            let there = dossier.as_ref().map(|dossier| dossier.version);
            assert!(
                there.is_some_and(|there| there >= *version),
                "seed {seed}: dossier {code} was answered in version {version}, there is {there:?}"
            );
        }
        for (id, content) in &answered.uploads {
            let upload = self
                .office
                .kv
                .read(|view| view.load::<motcua::store::papers::Upload>(id));
            let upload = upload
                .unwrap()
                .unwrap_or_else(|| panic!("seed {seed}: upload {id} is lost"));
            let there = self.office.files.read(&upload.file.sha256).unwrap();
            assert_eq!(&there, content, "seed {seed}");
        }
    }
}

/// A backup that was called made becomes an office without a fault.
fn check_backup(bytes: &[u8], seed: u64) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("one.mcb");
    std::fs::write(&path, bytes).unwrap();
    let kv = Kv::new(MemoryEngine::new());
    let files = Files::open(folder.path().join("files")).unwrap();
    let into = Empty {
        kv: &kv,
        files: &files,
        root: folder.path(),
    };
    restore(&path, &Key::None, &into, &mut |_| {})
        .unwrap_or_else(|damaged| panic!("seed {seed}: {damaged}"));
    let seal = Seal::from_seed(&[1; 32]);
    let holdings = Holdings {
        kv: &kv,
        files: &files,
        seal: &seal,
        root: folder.path(),
    };
    let report = backup::verify(&holdings, &mut |_| {}).unwrap();
    assert_eq!(report.faults, Vec::<String>::new(), "seed {seed}: backup");
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_fault_takes_from_an_office_what_it_has_answered_for() {
    let faults = number("MOTCUA_OFFICE_FAULTS", 24);
    let first = number("MOTCUA_SEED", 1);
    let (mut dossiers, mut uploads, mut backups, mut cuts) = (0, 0, 0, 0);
    for seed in first..first + faults.div_ceil(EACH) {
        println!("seed {seed}");
        let mut dice = Dice(seed);
        let mut machine = Machine::new(seed);
        let place = open(&machine).unwrap();
        founding::found(&place.office, at(BEGIN)).await;
        drop(place);
        let next = Arc::new(AtomicU64::new(seed * 100_000));
        let mut answered = Answered::default();
        for _ in 0..EACH {
            let place =
                Arc::new(open(&machine).unwrap_or_else(|error| panic!("seed {seed}: {error}")));
            let (Some(citizen), Some(counter)) =
                (place.sign_in(CITIZEN).await, place.sign_in(RECEPTION).await)
            else {
                panic!("seed {seed}: nobody can sign in on a sound disk");
            };
            let tokens = [citizen, counter];
            machine.arm(Some(Fault::some(&mut dice, 900)));
            let done = place.busy(&tokens, &next).await;
            backups += done.backups.len();
            for copy in &done.backups {
                check_backup(copy, seed);
            }
            answered.join(Answered {
                backups: Vec::new(),
                ..done
            });
            let off = machine.is_off();
            if off {
                cuts += 1;
            } else {
                machine.arm(None);
                place.check(&answered, seed);
            }
            // As a power cut or kill -9 leaves it: nothing is closed, the disk goes first. Otherwise the office closes.
            let after = (off || dice.coin()).then(|| machine.restart());
            drop(place);
            machine = after.unwrap_or(machine);
            let place = open(&machine).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            place.check(&answered, seed);
        }
        dossiers += answered.dossiers.len();
        uploads += answered.uploads.len();
    }
    println!(
        "{faults} faults, {cuts} of them power cuts; all there: {dossiers} dossiers, {uploads} uploads; {backups} backups restored"
    );
    assert!(dossiers > 0 && uploads > 0 && backups > 0);
}
