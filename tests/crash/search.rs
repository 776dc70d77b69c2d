//! The server dies while the index of the dossiers is being written: afterwards every dossier is found, none twice.
//!
//! `MOTCUA_CRASH_INDEX_ROUNDS` says how often (6 unless told), `MOTCUA_CRASH_SEED` repeats a run.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::Client;
use super::dice::Dice;
use super::process::Demo;
use super::{LISTEN, PROCEDURE, number, papers};
use crate::support::stages::new_dossier;

/// Clients that file at once.
const CLIENTS: u64 = 3;
/// The index has caught up with what was filed before the kill within this time after a start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A word that only one applicant's name has, with the code of the dossier.
type Filed = BTreeMap<String, String>;

#[test]
fn every_dossier_is_found_once_after_a_kill_in_the_middle_of_indexing() {
    let rounds = number("MOTCUA_CRASH_INDEX_ROUNDS", 6);
    let seed = number("MOTCUA_CRASH_SEED", 20_260_311);
    println!("index crash: {rounds} rounds, seed {seed}");
    let mut dice = Dice(seed);
    let demo = Demo::new(LISTEN);
    let (mut all, mut fresh) = (Filed::new(), Filed::new());
    for round in 0..=rounds {
        let mut server = demo.start("error");
        let address = server.address;
        let officer = server.token(address, "reception");
        let slowest = look(address, &officer, &fresh);
        all.append(&mut fresh);
        println!(
            "index crash: round {round}, {} dossiers filed, found {slowest:?} after the question",
            all.len()
        );
        if round == rounds {
            // Also those that were filed without anybody hearing of it.
            everything(address, &officer);
            break;
        }
        let citizen = server.token(address, "citizen");
        let papers = papers(address);
        let told = Arc::new(Mutex::new(Filed::new()));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (token, papers, told) = (citizen.clone(), papers.clone(), Arc::clone(&told));
                let name = format!("r{round}c{client}");
                thread::spawn(move || file(address, &token, &papers, &name, &told))
            })
            .collect();
        thread::sleep(Duration::from_micros(dice.below(900_000)));
        server.kill();
        for client in clients {
            client.join().unwrap();
        }
        fresh = std::mem::take(&mut *told.lock().unwrap());
    }
    assert!(
        !all.is_empty() || rounds == 0,
        "every kill came before the first receipt"
    );
}

/// Files dossiers whose applicants have names of their own until the server is gone.
fn file(address: SocketAddr, token: &str, papers: &[String], name: &str, told: &Mutex<Filed>) {
    let Ok(client) = Client::connect(address) else {
        return;
    };
    let mut client = client.with(token);
    for number in 0.. {
        let word = format!("{name}n{number}x");
        let mut new = new_dossier();
        new["procedure"] = json!(PROCEDURE);
        new["form"] = json!({});
        new["components"] = json!([{"id": papers[0], "kind": "copy", "count": 1}]);
        new["applicant"]["name"] = json!(format!("Nguyễn {word}"));
        let Ok(answer) = client.post("/api/v1/dossiers", &new) else {
            return;
        };
        let code = answer.expect(201)["code"].as_str().unwrap().to_owned();
        told.lock().unwrap().insert(word, code);
        thread::sleep(Duration::from_millis(8));
    }
}

/// Every word leads to its one dossier; only the index knows words in the middle and at the end of names.
fn look(address: SocketAddr, officer: &str, filed: &Filed) -> Duration {
    let mut client = Client::connect(address).unwrap().with(officer);
    let since = Instant::now();
    let mut slowest = Duration::ZERO;
    for (word, code) in filed {
        loop {
            let found = codes(&mut client, &format!("q={word}&limit=5"));
            if !found.is_empty() {
                assert_eq!(found, std::slice::from_ref(code), "{word}");
                break;
            }
            assert!(since.elapsed() < PATIENCE, "{code} is not found by {word}");
            thread::sleep(Duration::from_millis(20));
            slowest = since.elapsed();
        }
    }
    slowest
}

/// Walks through every dossier there is and looks for each.
fn everything(address: SocketAddr, officer: &str) {
    let mut client = Client::connect(address).unwrap().with(officer);
    let (mut filed, mut after) = (Filed::new(), String::new());
    loop {
        let page = client
            .get(&format!("/api/v1/dossiers?limit=200{after}"))
            .unwrap()
            .expect(200);
        for item in page["items"].as_array().unwrap() {
            let name = item["applicant"]["name"].as_str().unwrap();
            let word = name.rsplit(' ').next().unwrap();
            if word.ends_with('x') && word.starts_with('r') {
                let code = item["code"].as_str().unwrap().to_owned();
                filed.insert(word.to_owned(), code);
            }
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    look(address, officer, &filed);
    println!("index crash: all {} are found, each once", filed.len());
}

fn codes(client: &mut Client, query: &str) -> Vec<String> {
    let page: Value = client
        .get(&format!("/api/v1/dossiers?{query}"))
        .unwrap()
        .expect(200);
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["code"].as_str().unwrap().to_owned())
        .collect()
}
