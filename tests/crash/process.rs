//! The real executable as a child process, on a demo directory of its own.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::Client;

/// A server that does not answer within this time will not.
const PATIENCE: Duration = Duration::from_mins(2);

/// A demo office that can be started, killed and looked into.
pub struct Demo {
    directory: TempDir,
    listen: &'static str,
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens, as `127.0.0.1`.
    pub address: SocketAddr,
    /// The accounts of the ready file.
    accounts: Value,
}

impl Demo {
    /// A directory for a demo that will listen there.
    pub fn new(listen: &'static str) -> Self {
        Self {
            directory: TempDir::new().unwrap(),
            listen,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// What the server wrote to its log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("MOTCUA_") {
                command.env_remove(name);
            }
        }
        command.arg("--data-dir").arg(self.path("data"));
        command.stdin(Stdio::null());
        command
    }

    /// Starts the server and waits until it answers.
    pub fn start(&self, log: &str) -> Server {
        let ready = self.path("ready.json");
        drop(fs::remove_file(&ready));
        let lines = fs::File::options()
            .create(true)
            .append(true)
            .open(self.path("log"));
        let lines = lines.unwrap();
        let child = self
            .command()
            .args([
                "demo",
                "--dossiers",
                "10",
                "--listen",
                self.listen,
                "--ready-file",
            ])
            .arg(&ready)
            .env("MOTCUA_LOG", log)
            .stdout(Stdio::null())
            .stderr(lines)
            .spawn()
            .unwrap();
        // Owned from here on, so that a failing wait does not leave the child behind.
        let mut server = Server {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            accounts: Value::Null,
        };
        let since = Instant::now();
        let ready = loop {
            if let Some(ready) = read(&ready) {
                break ready;
            }
            if let Some(status) = server.child.try_wait().unwrap() {
                panic!("the server ended with {status}: {}", self.log());
            }
            assert!(
                since.elapsed() < PATIENCE,
                "the server does not answer: {}",
                self.log()
            );
            thread::sleep(Duration::from_millis(2));
        };
        let url = ready["url"].as_str().unwrap();
        server.address = url.strip_prefix("http://").unwrap().parse().unwrap();
        server.accounts = ready["accounts"].clone();
        server
    }

    /// Runs `motcua verify` on the directory; what it prints must be free of faults.
    pub fn verify(&self) -> Value {
        let output = self.command().args(["verify", "--json"]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success(),
            "verify: {} {text} {complaint}",
            output.status
        );
        serde_json::from_str(text.trim()).unwrap()
    }
}

fn read(path: &Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

impl Server {
    /// Ends the process as a power cut would, as far as a process can see.
    pub fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// Signs the first account of a role in, at `address`.
    pub fn token(&self, address: SocketAddr, role: &str) -> String {
        let accounts = self.accounts.as_array().unwrap();
        let account = accounts
            .iter()
            .find(|account| account["role"] == role)
            .unwrap();
        let sign_in = json!({"username": account["username"], "password": account["password"]});
        let mut client = Client::connect(address).unwrap();
        let answer = client.post("/api/v1/sessions", &sign_in).unwrap();
        answer.expect(201)["token"].as_str().unwrap().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
