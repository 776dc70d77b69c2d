//! The load generator: keep-alive connections, each with one request under way.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderName, HeaderValue,
};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::stats::{Figures, Tally};

/// A request to make.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Path and query.
    pub path: String,
    /// Who asks: the header that says so.
    pub auth: Option<(HeaderName, HeaderValue)>,
    /// What to post, and its media type; without it the request is a GET.
    pub body: Option<(&'static str, Vec<u8>)>,
    /// Asked for as browsers do, packed with gzip.
    pub zipped: bool,
    /// The status of a right answer.
    pub expect: u16,
}

impl Call {
    /// Anybody's GET.
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            auth: None,
            body: None,
            zipped: false,
            expect: 200,
        }
    }

    /// The same by somebody signed in.
    pub fn by(self, bearer: &HeaderValue) -> Self {
        Self {
            auth: Some((AUTHORIZATION, bearer.clone())),
            ..self
        }
    }

    /// The same as a page, by somebody signed in.
    pub fn with_cookie(self, cookie: &HeaderValue) -> Self {
        Self {
            auth: Some((COOKIE, cookie.clone())),
            ..self
        }
    }

    /// The same, packed with gzip.
    pub fn zipped(self) -> Self {
        Self {
            zipped: true,
            ..self
        }
    }

    /// The same as a POST of JSON, rightly answered with `expect`.
    pub fn posting(self, body: String, expect: u16) -> Self {
        Self {
            body: Some(("application/json", body.into_bytes())),
            expect,
            ..self
        }
    }

    /// The same as a POST of a form, rightly answered with `expect`.
    pub fn posting_form(self, body: String, expect: u16) -> Self {
        let form = ("application/x-www-form-urlencoded", body.into_bytes());
        Self {
            body: Some(form),
            expect,
            ..self
        }
    }

    fn request(self, host: &HeaderValue) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let method = if self.body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let mut request = Request::builder()
            .method(method)
            .uri(self.path)
            .header(HOST, host);
        if let Some((name, value)) = self.auth {
            request = request.header(name, value);
        }
        if self.zipped {
            request = request.header(ACCEPT_ENCODING, "gzip");
        }
        let (media_type, body) = self.body.unwrap_or_default();
        if !media_type.is_empty() {
            request = request.header(CONTENT_TYPE, media_type);
        }
        request.body(Full::new(Bytes::from(body)))
    }
}

/// Says what the `nth` call on a connection is; `None` ends the connection.
pub(super) type Script = Arc<dyn Fn(usize, u64) -> Option<Call> + Send + Sync>;

/// Runs `script` on so many connections for `span`.
pub(super) async fn http(
    address: SocketAddr,
    connections: usize,
    span: Duration,
    script: Script,
) -> Figures {
    many(connections, span, move |client, until| {
        let script = Arc::clone(&script);
        async move {
            let mut tally = Tally::default();
            if let Err(error) = connection(address, client, until, &script, &mut tally).await {
                tally.failed(error.to_string());
            }
            tally
        }
    })
    .await
}

/// Runs so many clients at once until the time is up and adds up what they saw.
pub(super) async fn many<F>(
    clients: usize,
    span: Duration,
    client: impl Fn(usize, Instant) -> F,
) -> Figures
where
    F: Future<Output = Tally> + Send + 'static,
{
    let started = Instant::now();
    let running: Vec<_> = (0..clients)
        .map(|number| tokio::spawn(client(number, started + span)))
        .collect();
    let mut all = Tally::default();
    for one in running {
        match one.await {
            Ok(tally) => all.add(tally),
            Err(error) => all.failed(error.to_string()),
        }
    }
    all.figures(started.elapsed())
}

type Broken = Box<dyn std::error::Error + Send + Sync>;

/// One connection, driven in the same task as its requests, so that the client costs the server little time.
async fn connection(
    address: SocketAddr,
    client: usize,
    until: Instant,
    script: &Script,
    tally: &mut Tally,
) -> Result<(), Broken> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let host = HeaderValue::from_str(&address.to_string())?;
    let (mut sender, mut connection) = http1::handshake(TokioIo::new(stream)).await?;
    let mut nth = 0;
    while Instant::now() < until {
        let Some(call) = script(client, nth) else {
            break;
        };
        nth += 1;
        let expect = call.expect;
        let request = call.request(&host)?;
        let began = Instant::now();
        let answered = async {
            let answer = sender.send_request(request).await?;
            let status = answer.status().as_u16();
            let body = answer.into_body().collect().await?.to_bytes();
            Ok::<_, hyper::Error>((status, body))
        };
        tokio::select! {
            biased;
            answer = answered => {
                let (status, body) = answer?;
                if status == expect {
                    tally.took(began.elapsed());
                } else {
                    let start = String::from_utf8_lossy(&body).chars().take(300).collect::<String>();
                    tally.failed(format!("{status}: {start}"));
                }
            }
            ended = &mut connection => {
                ended?;
                return Err("the server closed the connection".into());
            }
        }
    }
    Ok(())
}
