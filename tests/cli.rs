//! The command line as people and scripts meet it: the built executable, real directories, exit codes.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Nothing that these tests start takes longer, even on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

fn motcua(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    command.current_dir(dir).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MOTCUA_")) {
        command.env_remove(name);
    }
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    motcua(dir).args(args).output().unwrap()
}

/// Exit code, standard output, standard error.
fn told(output: &Output) -> (i32, String, String) {
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// One sentence on stderr and no trace.
fn is_a_sentence(stderr: &str) {
    assert_eq!(stderr.trim_end().lines().count(), 1, "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert!(stderr.contains("hãy") || stderr.contains("Hãy"), "{stderr}");
}

/// A demo that runs until it is dropped.
struct Demo {
    child: Child,
    ready: Value,
}

impl Demo {
    fn start(dir: &Path, more: &[&str]) -> Self {
        let ready = dir.join("ready.json");
        drop(std::fs::remove_file(&ready));
        let mut child = motcua(dir)
            .args([
                "demo",
                "--listen",
                "127.0.0.1:0",
                "--ready-file",
                "ready.json",
            ])
            .args(more)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while !ready.exists() {
            assert!(begun.elapsed() < PATIENCE, "the demo never became ready");
            assert!(child.try_wait().unwrap().is_none(), "the demo ended early");
            std::thread::sleep(Duration::from_millis(20));
        }
        let ready = serde_json::from_slice(&std::fs::read(ready).unwrap()).unwrap();
        Self { child, ready }
    }

    fn account(&self, role: &str) -> &Value {
        let accounts = self.ready["accounts"].as_array().unwrap();
        accounts
            .iter()
            .find(|account| account["role"] == role)
            .unwrap()
    }

    fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let host = self.ready["url"]
            .as_str()
            .unwrap()
            .strip_prefix("http://")
            .unwrap();
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    fn sign_in(&self, role: &str) -> String {
        let account = self.account(role);
        let body = json!({"username": account["username"], "password": account["password"]});
        let (status, session) = self.call("POST", "/api/v1/sessions", "", &body);
        assert_eq!(status, 201, "{session}");
        session["token"].as_str().unwrap().to_owned()
    }

    /// Every dossier as reception sees it.
    fn dossiers(&self) -> Vec<Value> {
        let token = self.sign_in("reception");
        let mut all = Vec::new();
        let mut path = "/api/v1/dossiers?limit=100".to_owned();
        loop {
            let (status, page) = self.call("GET", &path, &token, &Value::Null);
            assert_eq!(status, 200, "{page}");
            all.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => path = format!("/api/v1/dossiers?limit=100&after={next}"),
                None => return all,
            }
        }
    }

    #[cfg(unix)]
    fn stop(mut self) -> i32 {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn file(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn found(dir: &Path) -> (i32, String, String) {
    told(&run(
        dir,
        &[
            "init",
            "--agency-code",
            "H41.152",
            "--agency-name",
            "UBND xã Hưng Nguyên",
            "--ward-code",
            "18001",
            "--admin",
            "quantri",
        ],
    ))
}

#[test]
fn wrong_usage_exits_2_with_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    for (args, named) in [
        (&["frobnicate"][..], "frobnicate"),
        (&["serve", "--colour"], "--colour"),
        (&["serve", "--listen", "nowhere"], "nowhere"),
        (&["demo", "--dossiers", "many"], "many"),
        (&["import", "procedures"], "FILE"),
        (&["init", "--admin", "a"], "--agency-code"),
        (&["print", "poem", "H41.152-260101-0001"], ""),
    ] {
        let (code, _, stderr) = told(&run(dir.path(), args));
        let nothing_there = code == 1 && stderr.contains("Không có dữ liệu");
        assert!(code == 2 || nothing_there, "{args:?}: {code} {stderr}");
        is_a_sentence(&stderr);
        assert!(stderr.contains(named), "{args:?}: {stderr}");
    }
    assert_eq!(told(&run(dir.path(), &["--help"])).0, 0);
    let (code, stdout, _) = told(&run(dir.path(), &["version", "--json"]));
    let version: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, &version["name"]), (0, &json!("motcua")));
    let (code, stdout, _) = told(&run(dir.path(), &["openapi"]));
    let openapi: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(code, 0);
    assert!(openapi["paths"]["/api/v1/dossiers"].is_object());
}

#[test]
fn whoever_closes_the_pipe_hears_no_complaint() {
    let dir = tempfile::tempdir().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = motcua(dir.path())
        .arg("--help")
        .stdout(writer)
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), stderr.as_str()), (Some(1), ""));
}

#[test]
fn an_unknown_setting_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("motcua-data");
    std::fs::create_dir(&data).unwrap();
    file(&data, "config.toml", "listen = \"[::]:0\"\ncolour = 3\n");
    let (code, _, stderr) = told(&run(dir.path(), &["config", "check"]));
    assert_eq!(code, 2);
    is_a_sentence(&stderr);
    assert!(stderr.contains("colour"), "{stderr}");

    file(
        &data,
        "config.toml",
        "listen = \"[::]:1234\"\nlog = \"debug\"\n",
    );
    let show = |environment: Option<&str>| {
        let mut command = motcua(dir.path());
        command.args(["config", "show", "--json"]);
        command.envs(environment.map(|value| ("MOTCUA_LISTEN", value)));
        let (code, stdout, stderr) = told(&command.output().unwrap());
        assert_eq!(code, 0, "{stderr}");
        serde_json::from_str::<Value>(&stdout).unwrap()["listen"].clone()
    };
    assert_eq!(show(None), "[::]:1234", "the file over the default");
    assert_eq!(
        show(Some("[::]:5678")),
        "[::]:5678",
        "the environment over the file"
    );
}

#[test]
fn an_office_is_founded_and_supplied_from_the_console() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (code, stdout, stderr) = found(dir);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("Mật khẩu"), "{stdout}");
    let (code, _, stderr) = found(dir);
    assert_eq!(code, 1);
    is_a_sentence(&stderr);

    file(
        dir,
        "bad.csv",
        "date,name,status\n2027-09-02,Quốc khánh,observed\n2027-13-40,Không có,observed\n",
    );
    let (code, _, stderr) = told(&run(dir, &["import", "holidays", "bad.csv"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("Dòng 3"), "{stderr}");
    assert!(stderr.contains("Không nạp gì"), "{stderr}");
    let (code, stdout, _) = told(&run(
        dir,
        &["import", "holidays", "bad.csv", "--skip-bad", "--dry-run"],
    ));
    assert_eq!(code, 0);
    assert!(stdout.contains("Sẽ nạp"), "{stdout}");
    let (code, stdout, _) = told(&run(dir, &["import", "holidays", "bad.csv", "--skip-bad"]));
    assert_eq!(code, 0, "{stdout}");

    file(dir, "broken.jsonl", "{\"code\": \"1.001193\"\nnot json\n");
    let (code, _, stderr) = told(&run(dir, &["import", "procedures", "broken.jsonl"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("Dòng 2"), "{stderr}");

    let shipped =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("data-samples/procedures/commune.jsonl.gz");
    let shipped = shipped.to_str().unwrap();
    let (code, stdout, stderr) = told(&run(dir, &["import", "procedures", shipped]));
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("0 thủ tục mới, 0 thay đổi"), "{stdout}");

    let secret = file(dir, "secret", "Mot-cua-2026\n");
    let add = [
        "user",
        "add",
        "an.nv",
        "--name",
        "Nguyễn Văn An",
        "--role",
        "reception,specialist",
    ];
    let output = motcua(dir)
        .args(add)
        .arg("--password-file")
        .arg(secret)
        .output()
        .unwrap();
    let (code, stdout, stderr) = told(&output);
    assert_eq!(code, 0, "{stderr}");
    assert!(
        !stdout.contains("Mật khẩu"),
        "a password that was given is not printed: {stdout}"
    );
    let (_, stdout, _) = told(&run(dir, &["user", "disable", "an.nv"]));
    assert!(stdout.contains("khóa"), "{stdout}");
    let (code, stdout, _) = told(&run(dir, &["user", "list", "--json"]));
    assert_eq!(code, 0);
    let users: Value = serde_json::from_str(&stdout).unwrap();
    let an = users
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["username"] == "an.nv")
        .unwrap();
    assert_eq!(an["roles"], json!(["reception", "specialist"]));
    assert_eq!(an["enabled"], json!(false));

    let (code, stdout, stderr) = told(&run(dir, &["verify"]));
    assert_eq!(code, 0, "{stdout}{stderr}");
}

#[test]
fn a_demo_shows_every_status_and_is_continued() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let demo = Demo::start(dir, &["--dossiers", "20"]);

    let roles: Vec<&str> = demo.ready["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| {
            for key in ["username", "password", "unit"] {
                assert!(account[key].is_string(), "{account}");
            }
            account["role"].as_str().unwrap()
        })
        .collect();
    for role in ["citizen", "reception", "specialist", "leader", "admin"] {
        assert!(roles.contains(&role), "{roles:?}");
    }
    let dossiers = demo.dossiers();
    assert_eq!(dossiers.len(), 20);
    let statuses: BTreeSet<u64> = dossiers
        .iter()
        .map(|dossier| dossier["status"]["code"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, (1..=10).collect());

    let pid = demo.child.id().to_string();
    let (code, _, stderr) = told(&run(dir, &["demo", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, 1);
    is_a_sentence(&stderr);
    assert!(stderr.contains(&pid), "{stderr}");

    // While it serves, commands go through its control socket.
    #[cfg(unix)]
    {
        let (code, stdout, stderr) = told(&run(dir, &["verify", "--data-dir", "motcua-demo"]));
        assert_eq!(code, 0, "{stdout}{stderr}");
        assert!(stdout.contains("20 hồ sơ"), "{stdout}");
        let received = dossiers
            .iter()
            .find(|dossier| dossier["status"]["code"] == 10)
            .unwrap();
        let code = received["code"].as_str().unwrap();
        let print = [
            "print",
            "receipt",
            code,
            "--to",
            "slip.pdf",
            "--data-dir",
            "motcua-demo",
        ];
        let (code, stdout, stderr) = told(&run(dir, &print));
        assert_eq!(code, 0, "{stdout}{stderr}");
        assert!(
            std::fs::read(dir.join("slip.pdf"))
                .unwrap()
                .starts_with(b"%PDF-")
        );
        assert_the_paper_is_proven(dir);
    }
    let url = demo.ready["url"].as_str().unwrap();
    assert_eq!(told(&run(dir, &["health", "--url", url])).0, 0);

    let accounts = demo.ready["accounts"].clone();
    demo.kill();
    let (code, stdout, stderr) = told(&run(dir, &["verify", "--data-dir", "motcua-demo"]));
    assert_eq!(code, 0, "{stdout}{stderr}");
    let demo = Demo::start(dir, &[]);
    assert_eq!(demo.ready["accounts"], accounts, "the same passwords");
    assert_eq!(demo.dossiers().len(), 20);
    #[cfg(unix)]
    assert_eq!(demo.stop(), 0, "a signal to stop is no failure");
}

/// `slip.pdf` is genuine by the office's records and by its public key alone; its QR code too; a changed byte is found.
#[cfg(unix)]
fn assert_the_paper_is_proven(dir: &Path) {
    let (code, stdout, stderr) = told(&run(
        dir,
        &["verify", "slip.pdf", "--data-dir", "motcua-demo"],
    ));
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains("còn giá trị"), "{stdout}");

    // Elsewhere: a copy of the paper and the public key, and nothing else.
    let other = tempfile::tempdir().unwrap();
    let other = other.path();
    let pdf = std::fs::read(dir.join("slip.pdf")).unwrap();
    let key = std::fs::read_to_string(dir.join("motcua-demo/keys/office.pub")).unwrap();
    std::fs::write(other.join("slip.pdf"), &pdf).unwrap();
    std::fs::write(other.join("office.pub"), &key).unwrap();
    let alone = ["verify", "slip.pdf", "--key", "office.pub"];
    let (code, stdout, stderr) = told(&run(other, &alone));
    assert_eq!(code, 0, "{stdout}{stderr}");

    // Every hundredth place or so, and both ends.
    let step = pdf.len() / 100;
    for at in (8..pdf.len()).step_by(step).chain([pdf.len() - 1]) {
        let mut changed = pdf.clone();
        changed[at] ^= 1;
        std::fs::write(other.join("slip.pdf"), &changed).unwrap();
        let (code, stdout, _) = told(&run(other, &alone));
        assert_eq!(code, 3, "byte {at}: {stdout}");
    }
    let mut longer = pdf.clone();
    longer.extend(b"\n%%EOF\n");
    std::fs::write(other.join("slip.pdf"), &longer).unwrap();
    assert_eq!(told(&run(other, &alone)).0, 3);

    // What an independent scanner reads off the page is signed by the office.
    let image = other.join("page");
    let drawn = Command::new("pdftoppm")
        .args(["-png", "-singlefile", "-gray", "-r", "150"])
        .arg(dir.join("slip.pdf"))
        .arg(&image)
        .status();
    assert!(drawn.unwrap().success());
    let read = Command::new("zbarimg")
        .args(["-q", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(image.with_extension("png"))
        .output()
        .unwrap();
    let said = String::from_utf8(read.stdout).unwrap();
    let token = motcua::seal::Token::read(said.trim()).unwrap();
    let key = motcua::seal::PublicKey::from_text(&key).unwrap();
    assert!(token.is_by(&key), "{said}");
}

#[test]
fn a_directory_that_is_no_demo_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    assert_eq!(found(dir).0, 0);
    let demo = [
        "demo",
        "--fresh",
        "--data-dir",
        "motcua-data",
        "--listen",
        "127.0.0.1:0",
    ];
    let (code, _, stderr) = told(&run(dir, &demo));
    assert_eq!(code, 1);
    is_a_sentence(&stderr);
    assert_eq!(told(&run(dir, &["verify"])).0, 0);
    let (code, _, stderr) = told(&run(dir, &["verify", "--data-dir", "nothing-here"]));
    assert_eq!(code, 1);
    is_a_sentence(&stderr);
}

#[test]
fn an_office_at_work_is_backed_up_and_restored_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let demo = Demo::start(dir, &["--dossiers", "12"]);
    let on = |args: &[&str]| told(&run(dir, &[&["--data-dir", "motcua-demo"], args].concat()));
    std::fs::create_dir(dir.join("usb")).unwrap();
    let (code, out, err) = on(&["backup", "--to", "usb", "--json"]);
    assert_eq!(code, 0, "{err}");
    let full: Value = serde_json::from_str(&out).unwrap();
    let (code, out, err) = on(&["backup", "--to", "usb", "--incremental", "--json"]);
    assert_eq!(code, 0, "{err}");
    let next: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(next["parent"], full["id"]);
    let path = next["path"].as_str().unwrap();
    let (code, out, _) = on(&["verify", path]);
    assert_eq!(code, 0, "{out}");

    // Down a pipe, under a passphrase.
    let secret = file(dir, "cum-mat-khau", "bốn mùa hoa nở\n");
    let secret = secret.to_str().unwrap();
    let piped = run(
        dir,
        &[
            "--data-dir",
            "motcua-demo",
            "backup",
            "--to",
            "-",
            "--passphrase-file",
            secret,
        ],
    );
    assert!(piped.status.success());
    let closed = dir.join("ong.mcb.age");
    std::fs::write(&closed, &piped.stdout).unwrap();
    let closed = closed.to_str().unwrap();
    assert_eq!(on(&["verify", closed]).0, 1);
    assert_eq!(on(&["verify", closed, "--passphrase-file", secret]).0, 0);

    let count = demo.dossiers().len();
    assert_eq!(demo.stop(), 0);
    let (code, out, err) = told(&run(dir, &["restore", path, "--into", "moi", "--dry-run"]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("toàn vẹn") && !dir.join("moi").exists());
    let (code, out, err) = told(&run(dir, &["restore", path, "--into", "moi"]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains(&format!("{count} hồ sơ")), "{out}");
    assert_eq!(told(&run(dir, &["verify", "--data-dir", "moi"])).0, 0);
    let (code, _, err) = told(&run(dir, &["restore", path, "--into", "moi"]));
    assert_eq!(code, 1);
    is_a_sentence(&err);

    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(path, bytes).unwrap();
    let (code, _, err) = told(&run(dir, &["restore", path, "--into", "khac"]));
    assert_eq!(code, 3);
    assert!(err.contains("byte"), "{err}");
    is_a_sentence(&err);
    assert!(!dir.join("khac").exists(), "nothing is left of it");
    let (code, _, err) = told(&run(dir, &["restore", "khong-co.mcb", "--into", "khac"]));
    assert_eq!(code, 1);
    is_a_sentence(&err);
}

#[test]
fn a_doctor_mends_what_rests_on_whole_data() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let demo = Demo::start(dir, &["--dossiers", "12"]);
    let on = |args: &[&str]| told(&run(dir, &[&["--data-dir", "motcua-demo"], args].concat()));
    let (code, out, _) = on(&["doctor", "--json"]);
    assert_eq!(code, 1, "there is no backup yet: {out}");
    assert_eq!(on(&["backup"]).0, 0);
    let (code, out, err) = on(&["doctor"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(demo.stop(), 0);
    let (code, out, err) = on(&["compact"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("MB"), "{out}");

    let mut papers = Vec::new();
    let mut folders = vec![dir.join("motcua-demo/files")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                papers.push(path);
            }
        }
    }
    papers.sort();
    let whole = std::fs::read(&papers[0]).unwrap();
    let mut harmed = whole.clone();
    harmed[0] ^= 1;
    std::fs::write(&papers[0], harmed).unwrap();
    std::fs::remove_file(&papers[1]).unwrap();
    std::fs::remove_dir_all(dir.join("motcua-demo/index")).unwrap();
    let (code, _, err) = on(&["doctor"]);
    assert_eq!(code, 3);
    assert_eq!(err.matches("- Tệp «").count(), 2, "{err}");
    let (code, out, err) = on(&["doctor", "--fix"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("lấy lại 2 tệp hỏng"), "{out}");
    assert_eq!(std::fs::read(&papers[0]).unwrap(), whole);
    assert_eq!(on(&["verify"]).0, 0);
}

/// A request as a browser on the same machine sends it.
fn browse(host: &str, method: &str, path: &str, form: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.0\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer)
}

#[test]
fn a_new_machine_is_filled_from_a_backup_in_the_browser() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let demo = Demo::start(dir, &["--dossiers", "12"]);
    std::fs::create_dir(dir.join("usb")).unwrap();
    let made = run(
        dir,
        &[
            "--data-dir",
            "motcua-demo",
            "backup",
            "--to",
            "usb",
            "--json",
        ],
    );
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(demo.stop(), 0);
    let path = made["path"].as_str().unwrap();

    let mut server = motcua(dir)
        .args(["serve", "--data-dir", "moi", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = std::io::BufReader::new(server.stdout.take().unwrap());
    let mut line = String::new();
    std::io::BufRead::read_line(&mut out, &mut line).unwrap();
    let host = line.trim().rsplit_once("http://").unwrap().1.to_owned();
    let (status, page) = browse(&host, "GET", "/thiet-lap", "");
    assert!(
        status == 200 && page.contains("/thiet-lap/khoi-phuc"),
        "{page}"
    );
    let here = "/thiet-lap/khoi-phuc";
    assert_eq!(browse(&host, "GET", here, "").0, 200);
    let until = |wanted: &dyn Fn(&str) -> bool, path: &str| {
        let begun = Instant::now();
        loop {
            let (_, page) = browse(&host, "GET", path, "");
            if wanted(&page) {
                return page;
            }
            assert!(begun.elapsed() < PATIENCE, "{page}");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let (status, _) = browse(&host, "POST", here, "file=%2Fkhong%2Fco.mcb");
    assert_eq!(status, 303);
    until(&|page| page.contains("Không tìm thấy co.mcb"), here);
    let form = format!("file={}", path.replace('/', "%2F"));
    assert_eq!(browse(&host, "POST", here, &form).0, 303);
    until(&|page| page.contains("\"set_up\":true"), "/readyz");
    assert_eq!(browse(&host, "GET", "/", "").0, 200);
    assert_eq!(browse(&host, "GET", "/thiet-lap", "").0, 404);
    let (code, out, err) = told(&run(dir, &["verify", "--data-dir", "moi", "--json"]));
    assert_eq!(code, 0, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["dossiers"], 12);
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(!dir.join("moi/restored").exists() && !dir.join("moi/restoring").exists());
}
