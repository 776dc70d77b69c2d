//! A secure page on the office's own network: the authority, the certificate that follows the machine, one port for both.

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, Response};
use axum::middleware::from_fn;
use motcua::domain::time::Moment;
use motcua::seal::tls::{Authority, Hosts};
use motcua::web::certificate::{InstalledAuthority, in_the_clear, over_tls};
use motcua::web::{App, WebSettings, router};
use serde_json::Value;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tower::ServiceExt;

use crate::support::TestApp;

const DAY: i64 = 24 * 3600;

fn now() -> Moment {
    Moment::from_unix(1_790_000_000)
}

fn hosts(names: &[&str], addresses: &[&str]) -> Hosts {
    Hosts {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        addresses: addresses.iter().map(|one| one.parse().unwrap()).collect(),
    }
}

fn open(folder: &Path, at: Moment) -> Authority {
    let public = hosts(&["motcua.donganh.gov.vn"], &["203.0.113.9"]);
    Authority::open_or_create(folder, "UBND xã Đông Anh, số 1", &public, at).unwrap()
}

#[test]
fn an_authority_stays_and_its_certificate_follows_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let authority = open(folder.path(), now());
    let home = hosts(
        &["localhost", "may-chu.local"],
        &["127.0.0.1", "192.168.1.5"],
    );
    let first = authority.serve(&home, now()).unwrap();
    assert_eq!(first.hosts, home);

    // The same after a restart, and a day later.
    let again = open(folder.path(), now());
    assert_eq!(
        again.fingerprint().unwrap(),
        authority.fingerprint().unwrap()
    );
    let same = again.serve(&home, now().plus_seconds(DAY)).unwrap();
    assert_eq!(same.chain, first.chain);
    assert_eq!(same.key, first.key);

    // Another address gives another certificate under the same authority; so does time that runs out.
    let moved = hosts(&["localhost"], &["127.0.0.1", "192.168.1.77"]);
    let second = again.serve(&moved, now()).unwrap();
    assert_ne!(second.chain[0], first.chain[0]);
    assert_eq!(second.chain[1], first.chain[1]);
    let late = now().plus_seconds(350 * DAY);
    let third = again.serve(&moved, late).unwrap();
    assert_ne!(third.chain[0], second.chain[0]);
    assert!(third.until.seconds_since(late) > 300 * DAY);
    // Only an authority whose time is nearly up is made anew.
    assert_eq!(
        open(folder.path(), late).fingerprint().unwrap(),
        authority.fingerprint().unwrap()
    );
    let end = now().plus_seconds(3_600 * DAY);
    assert_ne!(
        open(folder.path(), end).fingerprint().unwrap(),
        authority.fingerprint().unwrap()
    );
}

#[test]
fn an_authority_speaks_for_the_local_network_and_its_own_name_only() {
    let folder = tempfile::tempdir().unwrap();
    let authority = open(folder.path(), now());
    let wanted = hosts(
        &[
            "localhost",
            "evil.example.com",
            "motcua.donganh.gov.vn",
            "may.lan",
            "notlocal",
        ],
        &[
            "10.1.2.3",
            "8.8.8.8",
            "fe80::1",
            "2001:db8::1",
            "172.31.0.9",
            "172.32.0.9",
            "203.0.113.9",
            "203.0.113.10",
            "::1",
        ],
    );
    let served = authority.serve(&wanted, now()).unwrap();
    let allowed = hosts(
        &["localhost", "motcua.donganh.gov.vn", "may.lan"],
        &["10.1.2.3", "203.0.113.9", "fe80::1", "172.31.0.9", "::1"],
    );
    assert_eq!(served.hosts, allowed);
}

#[test]
fn a_half_written_pair_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let authority = open(folder.path(), now());
    let home = hosts(&["localhost"], &["127.0.0.1"]);
    let first = authority.serve(&home, now()).unwrap();
    std::fs::remove_file(folder.path().join("tls-server.pem")).unwrap();
    assert_ne!(authority.serve(&home, now()).unwrap().key, first.key);
    std::fs::write(folder.path().join("tls-authority.pem"), "nothing").unwrap();
    let public = Hosts::default();
    assert!(Authority::open_or_create(folder.path(), "x", &public, now()).is_err());
}

/// A service as it stands behind one kind of connection.
fn behind(app: &TestApp, secure: bool, help: bool) -> Router {
    let authority = InstalledAuthority {
        name: "motcua – thử".to_owned(),
        der: vec![1, 2, 3].into(),
        pem: "PEM".to_owned(),
        fingerprint: "AA:BB".to_owned(),
        until: now(),
    };
    let settings = WebSettings {
        authority: Some(authority),
        ..WebSettings::default()
    };
    let app = App::new(
        app.office.clone(),
        motcua::print::Printer::new(),
        app.clock(),
        settings,
    );
    if secure {
        router(app).layer(from_fn(over_tls))
    } else {
        router(app).layer(from_fn(move |request, next| {
            in_the_clear(help, request, next)
        }))
    }
}

async fn ask(
    service: &Router,
    method: Method,
    path: &str,
    from: &str,
    cookie: &str,
) -> Response<Body> {
    let peer = SocketAddr::new(from.parse::<IpAddr>().unwrap(), 40_000);
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "192.168.1.5:8080")
        .header("cookie", cookie)
        .extension(ConnectInfo(peer))
        .body(Body::empty())
        .unwrap();
    service.clone().oneshot(request).await.unwrap()
}

fn header(response: &Response<Body>, name: &str) -> String {
    let value = response.headers().get(name);
    value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_in_the_clear_is_led_to_the_secure_page() {
    let app = TestApp::new().await;
    let clear = behind(&app, false, true);
    let get = |path: &'static str, from: &'static str, cookie: &'static str| {
        let clear = clear.clone();
        async move { ask(&clear, Method::GET, path, from, cookie).await }
    };
    // This machine itself is as ever.
    assert_eq!(get("/thu-tuc", "127.0.0.1", "").await.status(), 200);
    // A phone that comes for the first time is helped, and led on to where it wanted to go.
    let first = get("/thu-tuc?q=khai", "192.168.1.20", "").await;
    assert_eq!(first.status(), 303);
    assert_eq!(
        header(&first, "location"),
        "/cai-chung-thu?tiep=%2Fthu-tuc%3Fq%3Dkhai"
    );
    let help = get("/cai-chung-thu?tiep=/thu-tuc", "192.168.1.20", "").await;
    assert_eq!(help.status(), 200);
    let page = axum::body::to_bytes(help.into_body(), usize::MAX)
        .await
        .unwrap();
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert!(
        page.contains("https://192.168.1.5:8080/thu-tuc") && page.contains("AA:BB"),
        "{page}"
    );
    let file = get("/cai-chung-thu/motcua.crt", "192.168.1.20", "").await;
    assert_eq!(header(&file, "content-type"), "application/x-x509-ca-cert");
    // One that has been there goes straight on.
    let known = get("/thu-tuc?q=khai", "192.168.1.20", "motcua-an-toan=1").await;
    assert_eq!(
        header(&known, "location"),
        "https://192.168.1.5:8080/thu-tuc?q=khai"
    );
    // Neither passwords nor tokens are taken.
    let post = ask(&clear, Method::POST, "/dang-nhap", "192.168.1.20", "").await;
    assert_eq!(post.status(), 303);
    assert_eq!(
        get("/api/v1/procedures", "192.168.1.20", "").await.status(),
        403
    );
    assert_eq!(get("/healthz", "192.168.1.20", "").await.status(), 200);
    // With a certificate from elsewhere there is nothing to install.
    let elsewhere = behind(&app, false, false);
    let sent = ask(&elsewhere, Method::GET, "/tra-cuu", "192.168.1.20", "").await;
    assert_eq!(
        header(&sent, "location"),
        "https://192.168.1.5:8080/tra-cuu"
    );

    let secure = behind(&app, true, true);
    let page = ask(&secure, Method::GET, "/", "192.168.1.20", "").await;
    assert!(header(&page, "set-cookie").starts_with("motcua-an-toan=1"));
    let again = ask(
        &secure,
        Method::GET,
        "/",
        "192.168.1.20",
        "motcua-an-toan=1",
    )
    .await;
    assert_eq!(header(&again, "set-cookie"), "");
}

/// An office that serves over TLS, until it is dropped.
struct Office {
    child: Child,
    ready: Value,
}

impl Office {
    fn start(dir: &Path) -> Self {
        let ready = dir.join("ready.json");
        let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MOTCUA_")) {
            command.env_remove(name);
        }
        let mut child = command
            .current_dir(dir)
            .args([
                "demo",
                "--listen",
                "127.0.0.1:0",
                "--dossiers",
                "1",
                "--tls-self-signed",
            ])
            .args(["--data-dir", "data", "--ready-file", "ready.json"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while !ready.exists() {
            assert!(
                begun.elapsed() < Duration::from_mins(2),
                "never became ready"
            );
            assert!(child.try_wait().unwrap().is_none(), "ended early");
            std::thread::sleep(Duration::from_millis(20));
        }
        let ready = serde_json::from_slice(&std::fs::read(&ready).unwrap()).unwrap();
        Self { child, ready }
    }

    fn host(&self) -> &str {
        self.ready["url"]
            .as_str()
            .unwrap()
            .strip_prefix("https://")
            .unwrap()
    }

    /// The answer to a request in the clear.
    fn clear(&self, path: &str) -> String {
        let stream = TcpStream::connect(self.host()).unwrap();
        exchange(stream, "GET", path, self.host(), "")
    }

    /// The answer to a request over TLS, by somebody who trusts `authority` and calls the office `name`.
    fn secure(
        &self,
        authority: &str,
        name: &'static str,
        request: (&str, &str, &str),
    ) -> std::io::Result<String> {
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap())
            .unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(name).unwrap();
        let connection = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = StreamOwned::new(connection, TcpStream::connect(self.host())?);
        stream.flush()?;
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        let (method, path, body) = request;
        Ok(exchange(stream, method, path, self.host(), body))
    }
}

fn exchange(
    mut stream: impl Read + Write,
    method: &str,
    path: &str,
    host: &str,
    body: &str,
) -> String {
    write!(
        stream,
        "{method} {path} HTTP/1.0\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    stream.flush().unwrap();
    let mut answer = Vec::new();
    let mut piece = [0; 8192];
    // HTTP/1.0: the answer ends with the connection, however abruptly TLS is closed.
    while let Ok(read @ 1..) = stream.read(&mut piece) {
        answer.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

impl Drop for Office {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_device_that_trusts_the_authority_is_served_over_tls_before_and_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let office = Office::start(dir.path());
    let answer = office.clear("/cai-chung-thu/motcua.pem");
    let authority = answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    let health = office
        .secure(&authority, "127.0.0.1", ("GET", "/healthz", ""))
        .unwrap();
    assert!(
        health.starts_with("HTTP/1.0 200") || health.starts_with("HTTP/1.1 200"),
        "{health}"
    );
    assert!(
        office
            .secure(&authority, "localhost", ("GET", "/", ""))
            .unwrap()
            .contains("<h1")
    );
    assert!(
        office
            .secure(&authority, "example.com", ("GET", "/", ""))
            .is_err()
    );

    // Whoever signs in over TLS is known over TLS only.
    let account = &office.ready["accounts"][0];
    let field = |name: &str| account[name].as_str().unwrap().to_owned();
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("username", &field("username"))
        .append_pair("password", &field("password"))
        .finish();
    let signed = office
        .secure(&authority, "localhost", ("POST", "/dang-nhap", &body))
        .unwrap();
    let cookie = signed
        .lines()
        .find(|line| line.to_lowercase().starts_with("set-cookie: motcua="));
    assert!(
        cookie.is_some_and(|line| line.ends_with("; Secure")),
        "{signed}"
    );

    drop(office);
    drop(std::fs::remove_file(dir.path().join("ready.json")));
    let office = Office::start(dir.path());
    assert!(
        office
            .secure(&authority, "localhost", ("GET", "/healthz", ""))
            .is_ok()
    );
}
