//! An office in this process: real router, real engine, a clock that stands until it is moved, no port.
//!
//! Every answer is compared with `/api/openapi.json`, every problem is looked at, and when an office closes it is
//! verified: no journey may leave a fault behind.

pub mod described;
pub mod founding;
pub mod reply;
pub mod stages;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use motcua::backup::{self, Holdings};
use motcua::domain::dossier::Dossier;
use motcua::domain::time::Moment;
use motcua::files::Files;
use motcua::kv::{Kv, MemoryEngine, RedbEngine, RedbOptions};
use motcua::office::backups::Keeper;
use motcua::office::{Clock, Office};
use motcua::print::Printer;
use motcua::seal::Seal;
use motcua::store::Load;
use motcua::web::session::COOKIE_NAME;
use motcua::web::{App, WebSettings, router};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Mutex;
use tower::ServiceExt;

pub use reply::Reply;

/// The citizen who files in most journeys, and one who has nothing to do with it.
pub const CITIZEN: &str = "congdan";
pub const STRANGER: &str = "congdan2";

/// A field of a form with files: its name, the name of the file where it is one, its content.
pub type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);
/// Officers; those with a `2` have the same role and never take work by themselves.
pub const RECEPTION: &str = "tiepnhan";
pub const RECEPTION2: &str = "tiepnhan2";
pub const SPECIALIST: &str = "chuyenvien";
pub const SPECIALIST2: &str = "chuyenvien2";
pub const LEADER: &str = "lanhdao";
pub const LEADER2: &str = "lanhdao2";
pub const ADMIN: &str = "quantri";

/// One account of each role, with the role's name.
pub const ONE_OF_EACH: [(&str, &str); 5] = [
    ("citizen", CITIZEN),
    ("reception", RECEPTION),
    ("specialist", SPECIALIST),
    ("leader", LEADER),
    ("admin", ADMIN),
];

/// Everybody's password.
pub const PASSWORD: &str = "Mua-xuan-2026";

/// When every journey begins: a Tuesday in a week without holidays.
pub const BEGIN: &str = "2026-03-10T09:00:00+07:00";

/// An office under test.
pub struct TestApp {
    router: Router,
    app: App,
    pub office: Office,
    clock: Arc<AtomicI64>,
    tokens: Mutex<HashMap<String, (String, Moment)>>,
    pub directory: TempDir,
}

/// One request, before it is sent.
pub struct Call<'a> {
    app: &'a TestApp,
    who: Option<String>,
    request: axum::http::request::Builder,
    method: Method,
    path: String,
    body: Vec<u8>,
    address: IpAddr,
}

pub fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

impl TestApp {
    /// An office on redb, as it is in the field.
    pub async fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let path = directory.path().join("motcua.redb");
        let engine = RedbEngine::open(&path, RedbOptions::default()).unwrap();
        Self::open(Kv::new(engine), directory).await
    }

    /// An office in memory, for journeys with thousands of requests.
    pub async fn on_memory() -> Self {
        Self::open(Kv::new(MemoryEngine::new()), TempDir::new().unwrap()).await
    }

    async fn open(kv: Kv, directory: TempDir) -> Self {
        let files = Files::open(directory.path().join("files")).unwrap();
        let office = Office::open(kv, files, founding::index(), Seal::from_seed(&[1; 32])).unwrap();
        let clock = Arc::new(AtomicI64::new(at(BEGIN).unix()));
        let shown = clock.clone();
        let app = App::new(
            office.clone(),
            Printer::new(),
            Arc::new(move || Moment::from_unix(shown.load(Ordering::SeqCst))),
            WebSettings::default(),
        );
        founding::found(&office, at(BEGIN)).await;
        Self {
            router: router(app.clone()),
            app,
            office,
            clock,
            tokens: Mutex::default(),
            directory,
        }
    }

    /// What the office has on disk.
    pub fn holdings(&self) -> Holdings<'_> {
        Holdings {
            kv: &self.office.kv,
            files: &self.office.files,
            seal: &self.office.seal,
            root: self.directory.path(),
        }
    }

    /// The clock that stands until it is moved.
    pub fn clock(&self) -> Clock {
        let shown = self.clock.clone();
        Arc::new(move || Moment::from_unix(shown.load(Ordering::SeqCst)))
    }

    /// What the handlers share.
    pub fn web(&self) -> App {
        self.app.clone()
    }

    /// Who looks after the data.
    pub fn kept_by(&self, keeper: Arc<dyn Keeper>) {
        self.app.kept_by(keeper);
    }

    /// A page as somebody sees it who has signed in.
    pub async fn page(&self, who: &str, path: &str) -> String {
        let token = self.token(who).await;
        let reply = self
            .call(Method::GET, path)
            .header("cookie", &format!("motcua={token}"))
            .send()
            .await;
        assert_eq!(reply.status, 200, "{path}");
        String::from_utf8(reply.bytes).unwrap()
    }

    pub fn now(&self) -> Moment {
        Moment::from_unix(self.clock.load(Ordering::SeqCst))
    }

    /// Moves the clock.
    pub fn set(&self, moment: &str) {
        self.clock.store(at(moment).unix(), Ordering::SeqCst);
    }

    pub fn later(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// A request of nobody in particular.
    pub fn call(&self, method: Method, path: impl Into<String>) -> Call<'_> {
        Call {
            app: self,
            who: None,
            request: Request::builder(),
            method,
            path: path.into(),
            body: Vec::new(),
            address: IpAddr::from([127, 0, 0, 1]),
        }
    }

    pub async fn get(&self, who: &str, path: impl Into<String>) -> Reply {
        self.call(Method::GET, path).by(who).await.send().await
    }

    /// A page as `who` opens it in a browser; nobody in particular without a name.
    pub async fn browse(&self, who: &str, path: impl Into<String>) -> Reply {
        let call = self.call(Method::GET, path);
        if who.is_empty() {
            return call.send().await;
        }
        let cookie = format!("{COOKIE_NAME}={}", self.token(who).await);
        call.header("cookie", &cookie).send().await
    }

    pub async fn post(&self, who: &str, path: impl Into<String>, body: &Value) -> Reply {
        self.call(Method::POST, path)
            .by(who)
            .await
            .json(body)
            .send()
            .await
    }

    /// Does `action` with `fields`.
    pub async fn act(&self, who: &str, code: &str, action: &str, fields: Value) -> Reply {
        let path = format!("/api/v1/dossiers/{code}/actions");
        self.post(who, path, &with_action(action, fields)).await
    }

    /// Does `action` and expects it to be done; the dossier afterwards.
    pub async fn done(&self, who: &str, code: &str, action: &str, fields: Value) -> Value {
        let reply = self.act(who, code, action, fields).await;
        assert_eq!(reply.status, 200, "{who} {action} {code}: {}", reply.text());
        reply.json()
    }

    pub async fn dossier(&self, who: &str, code: &str) -> Value {
        let reply = self.get(who, format!("/api/v1/dossiers/{code}")).await;
        assert_eq!(reply.status, 200, "{who} reads {code}: {}", reply.text());
        reply.json()
    }

    /// The texts of the history as `who` sees it.
    pub async fn history(&self, who: &str, code: &str) -> Vec<Value> {
        let reply = self
            .get(who, format!("/api/v1/dossiers/{code}/history?limit=200"))
            .await;
        reply.expect(200)["items"].as_array().unwrap().clone()
    }

    /// Uploads a file under a name, as a browser does.
    pub async fn upload(&self, who: &str, name: &str, bytes: &[u8]) -> Reply {
        self.call(Method::POST, "/api/v1/files")
            .by(who)
            .await
            .file("file", name, bytes)
            .send()
            .await
    }

    /// The id of a small PDF that `who` uploads.
    pub async fn pdf(&self, who: &str, name: &str) -> String {
        let bytes = founding::pdf(name);
        let reply = self.upload(who, name, &bytes).await.expect(201);
        reply["id"].as_str().unwrap().to_owned()
    }

    /// A page, as `who` sees it in a browser.
    pub async fn visit(&self, who: &str, path: impl Into<String>) -> Reply {
        let cookie = format!("{COOKIE_NAME}={}", self.token(who).await);
        let call = self.call(Method::GET, path).header("cookie", &cookie);
        call.send().await
    }

    /// A form that `who` sends from a page of ours.
    pub async fn send_form(&self, who: &str, path: &str, fields: &[(String, String)]) -> Reply {
        let token = self.token(who).await;
        let viewer = self.office.viewer(&token, self.now()).unwrap().unwrap();
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("_token", viewer.form_token())
            .extend_pairs(fields)
            .finish();
        self.call(Method::POST, path)
            .header("cookie", &format!("{COOKIE_NAME}={token}"))
            .bytes("application/x-www-form-urlencoded", body.into_bytes())
            .send()
            .await
    }

    /// The same with files: parts are name, name of the file where it is one, and content.
    pub async fn send_files(&self, who: &str, path: &str, parts: &[Part<'_>]) -> Reply {
        let token = self.token(who).await;
        let viewer = self.office.viewer(&token, self.now()).unwrap().unwrap();
        let seal = ("_token", None, viewer.form_token().as_bytes());
        self.call(Method::POST, path)
            .header("cookie", &format!("{COOKIE_NAME}={token}"))
            .parts(&[&[seal], parts].concat())
            .send()
            .await
    }

    /// What forms of this sign-in carry.
    pub async fn form_token(&self, who: &str) -> String {
        let token = self.token(who).await;
        let viewer = self.office.viewer(&token, self.now()).unwrap().unwrap();
        viewer.form_token().to_owned()
    }

    /// The cookie with which pages know `who`.
    pub async fn cookie(&self, who: &str) -> String {
        format!("motcua={}", self.token(who).await)
    }

    /// A dossier as it is kept.
    pub fn kept(&self, code: &str) -> Dossier {
        let kept = self.office.kv.read(|view| view.load(&code.to_owned()));
        kept.unwrap().unwrap()
    }

    async fn token(&self, who: &str) -> String {
        let mut tokens = self.tokens.lock().await;
        // A sign-in lasts a long working day; whoever comes back later signs in again.
        if let Some((token, since)) = tokens.get(who)
            && (0..10 * 3600).contains(&self.now().seconds_since(*since))
        {
            return token.clone();
        }
        let body = json!({"username": who, "password": PASSWORD});
        let reply = self
            .call(Method::POST, "/api/v1/sessions")
            .json(&body)
            .send()
            .await;
        let token = reply.expect(201)["token"].as_str().unwrap().to_owned();
        tokens.insert(who.to_owned(), (token.clone(), self.now()));
        token
    }
}

impl Drop for TestApp {
    /// Whatever a journey did, the records and their indices agree and every file is whole.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let report = backup::verify(&self.holdings(), &mut |_| {}).unwrap();
            assert_eq!(report.faults, Vec::<String>::new());
            self.office.kv.close();
        }
    }
}

impl Call<'_> {
    /// Signed in as `who`.
    pub async fn by(mut self, who: &str) -> Self {
        let token = self.app.token(who).await;
        self.who = Some(who.to_owned());
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn from(mut self, address: &str) -> Self {
        self.address = address.parse().unwrap();
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string().into_bytes())
    }

    pub fn bytes(mut self, kind: &str, body: Vec<u8>) -> Self {
        self.body = body;
        self.header(header::CONTENT_TYPE.as_str(), kind)
    }

    /// One file in a multipart body.
    pub fn file(self, field: &str, name: &str, bytes: &[u8]) -> Self {
        self.parts(&[(field, Some(name), bytes)])
    }

    /// A multipart body.
    pub fn parts(self, parts: &[Part<'_>]) -> Self {
        let mut body = Vec::new();
        for (field, name, content) in parts {
            body.extend(b"--ranh-gioi\r\n");
            body.extend(format!("Content-Disposition: form-data; name=\"{field}\"").bytes());
            if let Some(name) = name {
                body.extend(format!("; filename=\"{name}\"\r\n").bytes());
                body.extend(b"Content-Type: application/octet-stream");
            }
            body.extend(b"\r\n\r\n");
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--ranh-gioi--\r\n");
        self.bytes("multipart/form-data; boundary=ranh-gioi", body)
    }

    /// Sends it, and looks at what holds for every answer.
    pub async fn send(self) -> Reply {
        let peer = SocketAddr::new(self.address, 40_000);
        let request = self
            .request
            .method(self.method.clone())
            .uri(&self.path)
            .extension(ConnectInfo(peer))
            .body(Body::from(self.body))
            .unwrap();
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        let asked = format!("{} {} by {:?}", self.method, self.path, self.who);
        let reply = Reply::read(response, asked).await;
        reply.check(&self.method, &self.path);
        reply
    }
}

/// The body of an action.
pub fn with_action(action: &str, mut fields: Value) -> Value {
    fields["action"] = json!(action);
    fields
}
