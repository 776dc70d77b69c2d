//! The server dies at random moments; nothing that was answered is lost, nothing is half there.
//!
//! `MOTCUA_CRASH_ROUNDS` says how often (12 unless told), `MOTCUA_CRASH_SEED` repeats a run.

pub mod client;
pub mod dice;
pub mod process;
mod search;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::stages::new_dossier;
use crate::support::{CITIZEN, TestApp};
use client::Client;
use dice::Dice;
use process::Demo;

/// Clients that file at once.
const CLIENTS: u64 = 6;

/// A new directory after so many rounds, or looking at everything after each kill takes longer and longer.
const ROUNDS_OF_A_DIRECTORY: u64 = 25;

const LISTEN: &str = "127.0.0.1:0";

/// The procedure that is filed: a birth registration, as shipped.
const PROCEDURE: &str = "1.001193";

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

/// A receipt that was answered: the files of the dossier by id.
type Receipts = BTreeMap<String, BTreeMap<String, Vec<u8>>>;

#[test]
fn what_was_answered_survives_a_kill_at_any_moment() {
    let rounds = number("MOTCUA_CRASH_ROUNDS", 12);
    let seed = number("MOTCUA_CRASH_SEED", 20_260_310);
    println!("crash: {rounds} rounds, seed {seed}");
    let mut dice = Dice(seed);
    let mut answered = 0;
    let (mut demo, mut token, mut unread) = (Demo::new(LISTEN), None, Receipts::new());
    for round in 0..rounds {
        if round > 0 && round % ROUNDS_OF_A_DIRECTORY == 0 {
            finish(&demo, token.take(), &unread);
            unread.clear();
            demo = Demo::new(LISTEN);
        }
        let mut server = demo.start("error");
        let token = token.get_or_insert_with(|| server.token(server.address, "citizen"));
        look(server.address, token, &unread);
        let papers = papers(server.address);
        let told = Arc::new(Mutex::new(Receipts::new()));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (address, token, papers) = (server.address, token.clone(), papers.clone());
                let (told, mut dice) = (Arc::clone(&told), Dice(dice.roll() ^ client));
                thread::spawn(move || file(address, &token, &papers, &mut dice, &told))
            })
            .collect();
        let moment = Duration::from_micros(dice.below(250_000));
        thread::sleep(moment);
        server.kill();
        for client in clients {
            client.join().unwrap();
        }
        unread = std::mem::take(&mut *told.lock().unwrap());
        answered += unread.len();
        let report = demo.verify();
        println!(
            "crash: round {round}, killed after {moment:?}, {} receipts; {} dossiers, {} files",
            unread.len(),
            report["dossiers"],
            report["files"]
        );
    }
    finish(&demo, token, &unread);
    println!("crash: {answered} receipts answered, all there");
    assert!(
        answered > 0 || rounds == 0,
        "every kill came before the first receipt"
    );
}

/// A last start of a directory, to look at what the last kill left.
fn finish(demo: &Demo, token: Option<String>, unread: &Receipts) {
    let server = demo.start("error");
    if let Some(token) = token {
        look(server.address, &token, unread);
    }
}

/// Components that a citizen can hand in.
fn papers(address: SocketAddr) -> Vec<String> {
    let mut client = Client::connect(address).unwrap();
    let sheet = client
        .get(&format!("/api/v1/procedures/{PROCEDURE}"))
        .unwrap()
        .expect(200);
    let components = sheet["components"].as_array().unwrap();
    let papers = components
        .iter()
        .filter(|component| component["note"] == false);
    papers
        .map(|component| component["id"].as_str().unwrap().to_owned())
        .take(3)
        .collect()
}

/// Files dossiers with files until the server is gone; a wrong answer is a failure, a broken connection is not.
fn file(
    address: SocketAddr,
    token: &str,
    papers: &[String],
    dice: &mut Dice,
    told: &Mutex<Receipts>,
) {
    let Ok(client) = Client::connect(address) else {
        return;
    };
    let mut client = client.with(token);
    loop {
        let mut files = BTreeMap::new();
        let mut components = Vec::new();
        for paper in papers {
            let bytes = scan(dice);
            let Ok(answer) = client.upload("bản chụp.pdf", &bytes) else {
                return;
            };
            let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
            components.push(json!({"id": paper, "kind": "electronic", "count": 1, "file": id}));
            files.insert(id, bytes);
        }
        let Ok(answer) = client.post("/api/v1/dossiers", &dossier(components)) else {
            return;
        };
        let code = answer.expect(201)["code"].as_str().unwrap().to_owned();
        let before = told.lock().unwrap().insert(code, files);
        assert!(before.is_none(), "one code for two dossiers");
    }
}

fn dossier(components: Vec<Value>) -> Value {
    let mut new = new_dossier();
    new["procedure"] = json!(PROCEDURE);
    new["components"] = Value::Array(components);
    new["form"] = json!({});
    new
}

/// A PDF as far as its first bytes tell, different each time, up to 24 kB.
fn scan(dice: &mut Dice) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for _ in 0..=dice.below(3000) {
        bytes.extend(dice.roll().to_le_bytes());
    }
    bytes
}

/// Every receipt has its dossier, and the dossier its files, byte for byte.
fn look(address: SocketAddr, token: &str, receipts: &Receipts) {
    let mut client = Client::connect(address).unwrap().with(token);
    for (code, files) in receipts {
        let dossier = client
            .get(&format!("/api/v1/dossiers/{code}"))
            .unwrap()
            .expect(200);
        assert_eq!(dossier["status"]["code"], 1, "{code}");
        let components = dossier["components"].as_array().unwrap();
        let named: Vec<&str> = components
            .iter()
            .map(|component| component["file"]["id"].as_str().unwrap())
            .collect();
        assert_eq!(named.len(), files.len(), "{code}");
        for id in named {
            let answer = client
                .get(&format!("/api/v1/dossiers/{code}/files/{id}"))
                .unwrap();
            assert_eq!(answer.status, 200, "{code} {id}");
            assert!(answer.body == files[id], "{code} {id}: the bytes differ");
        }
        let history = client
            .get(&format!("/api/v1/dossiers/{code}/history"))
            .unwrap()
            .expect(200);
        assert_eq!(history["items"].as_array().unwrap().len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_client_that_leaves_has_filed_nothing_or_a_whole_dossier() {
    let app = TestApp::new().await;
    let file = app.pdf(CITIZEN, "đơn.pdf").await;
    let mut dice = Dice(7);
    let mut answered = 0;
    for _ in 0..60 {
        let mut new = new_dossier();
        new["components"][0]["kind"] = json!("electronic");
        new["components"][0]["file"] = json!(file);
        let filing = app.post(CITIZEN, "/api/v1/dossiers", &new);
        // The client hangs up after so many turns of the scheduler: before, while and after the writer works.
        let turns = dice.below(4000);
        let leaving = async {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            reply = filing => {
                reply.expect(201);
                answered += 1;
            }
            () = leaving => {}
        }
    }
    // The writer works in order, so this one's answer means that all before it are done.
    app.filed().await;
    let listed = app
        .get(CITIZEN, "/api/v1/dossiers?limit=100")
        .await
        .expect(200);
    let there = listed["items"].as_array().unwrap().len();
    println!(
        "{answered} of 60 clients waited, {} dossiers were filed",
        there - 1
    );
    assert!(there > answered, "every answered dossier is listed");
    for dossier in listed["items"].as_array().unwrap() {
        let code = dossier["code"].as_str().unwrap();
        assert_eq!(app.history(CITIZEN, code).await.len(), 1, "{code}");
    }
    // Gap-free codes, files and index rows are looked at when the office closes.
}
