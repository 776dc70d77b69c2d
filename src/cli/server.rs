//! The server: one socket, one office, until somebody asks it to stop.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::middleware::from_fn;
use axum::serve::{IncomingStream, Listener, ListenerExt};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::data_dir::DataDir;
use super::failure::{Failure, machine};
use super::first_run::FirstRun;
use super::settings::Settings;
use super::tls::{self, BothKinds, Tls};
use super::{clock, control, health, listen};
use crate::office::{Clock, Office};
use crate::print::Printer;
use crate::web::certificate::{self, InstalledAuthority};
use crate::web::gate::Gate;
use crate::web::{App, WebSettings};
use crate::work::nightly::{Nightly, Plan};
use crate::work::{follow, tidy, timers, usage};

/// Requests under way get this long to finish after the signal to stop.
const FINISH: Duration = Duration::from_secs(10);

/// What still works after the store was closed gets this long.
const LINGER: Duration = Duration::from_secs(1);

/// Threads for every task of the process.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| machine("khởi động", error))
}

/// Runs `serving` to its end; a backup or a trial that is under way then does not hold the process up.
pub(super) fn until_done(
    serving: impl Future<Output = Result<(), Failure>>,
) -> Result<(), Failure> {
    let runtime = runtime()?;
    let done = runtime.block_on(serving);
    runtime.shutdown_timeout(LINGER);
    done
}

/// The socket and the gate behind it: they answer from the first moment to the last, whatever the store does.
pub(super) struct Front {
    gate: Gate,
    server: JoinHandle<io::Result<()>>,
    stop: watch::Sender<bool>,
    /// Where the machine itself reaches it, in the clear.
    own: String,
    /// Where everybody else does.
    url: String,
    tls: Option<Tls>,
}

impl Front {
    /// Begins to answer on `listener`; until the gate is opened, with a page that asks to wait.
    pub fn open(listener: TcpListener, tls: Option<Tls>) -> Result<Self, Failure> {
        let (stop, stopped) = watch::channel(false);
        let own = url(&listener)?;
        let public = match &tls {
            Some(_) => secure_url(&listener)?,
            None => own.clone(),
        };
        let gate = Gate::default();
        let listener = tokio::net::TcpListener::from_std(listener)
            .map_err(|error| machine("mở cổng", error))?;
        let server = match &tls {
            Some(tls) => serve_sorted(listener, tls, &gate, stopped)
                .map_err(|error| machine("mở cổng", error))?,
            None => serve(
                // Small answers must not wait for the client's acknowledgement.
                listener.tap_io(|stream| drop(stream.set_nodelay(true))),
                gate.service(),
                stopped,
            ),
        };
        Ok(Self {
            gate,
            server,
            stop,
            own,
            url: public,
            tls,
        })
    }

    /// Where a browser on this machine opens it: no certificate is needed there.
    pub fn own_url(&self) -> String {
        self.own.clone()
    }

    /// What devices install to trust it.
    pub fn authority(&self) -> Option<InstalledAuthority> {
        self.tls.as_ref().and_then(|tls| tls.authority.clone())
    }

    /// Opens the store on a thread that may block, and tells whoever asks meanwhile how far it is.
    pub async fn open_store(
        &self,
        dir: DataDir,
        settings: Settings,
    ) -> Result<(DataDir, Settings, Office), Failure> {
        let gate = self.gate.clone();
        open(dir.telling(move |words| gate.say(words)), settings).await
    }
}

/// Serves `service` on a listener of any kind until it is asked to stop.
fn serve<L>(
    listener: L,
    service: Router,
    stopped: watch::Receiver<bool>,
) -> JoinHandle<io::Result<()>>
where
    L: Listener<Addr = SocketAddr>,
    SocketAddr: for<'a> Connected<IncomingStream<'a, L>>,
{
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(asked_to(stopped));
    tokio::spawn(server.into_future())
}

/// Serves both kinds of connections that come in on one port.
fn serve_sorted(
    listener: tokio::net::TcpListener,
    tls: &Tls,
    gate: &Gate,
    stopped: watch::Receiver<bool>,
) -> io::Result<JoinHandle<io::Result<()>>> {
    let BothKinds {
        secure,
        plain,
        sorting,
    } = tls::sort(listener, tls)?;
    let help = tls.authority.is_some();
    let over_tls = gate.service().layer(from_fn(certificate::over_tls));
    let in_the_clear = gate.service().layer(from_fn(move |request, next| {
        certificate::in_the_clear(help, request, next)
    }));
    // The tap gives both listeners the address of whoever connects.
    let secure = serve(secure.tap_io(|_| {}), over_tls, stopped.clone());
    let plain = serve(plain.tap_io(|_| {}), in_the_clear, stopped.clone());
    Ok(tokio::spawn(async move {
        asked_to(stopped).await;
        sorting.abort();
        for server in [secure, plain] {
            server.await.map_err(io::Error::other)??;
        }
        Ok(())
    }))
}

/// Why serving came to its end.
pub(super) enum Ended {
    /// Somebody asked for it.
    Stopped,
    /// A backup lies ready to be moved in; the directory is free for it.
    Restored,
}

/// Lets everybody in to `office` until a signal comes, and looks after its data as `plan` says; `ready` is called once,
/// with the URL, when the office answers.
pub(super) async fn run(
    front: &mut Front,
    dir: DataDir,
    office: Office,
    web: WebSettings,
    plan: Option<Plan>,
    ready: impl FnOnce(&str) -> Result<(), Failure> + Send + 'static,
) -> Result<Ended, Failure> {
    dir.sign(Some(&front.own))?;
    let clock: Clock = Arc::new(clock::now);
    let web = WebSettings {
        closing: Some(front.stop.subscribe()),
        ..web
    };
    let app = App::new(office.clone(), Printer::new(), clock.clone(), web);
    let nightly = plan.map(|plan| Nightly::new(&office, clock.clone(), plan));
    if let Some(nightly) = &nightly {
        app.kept_by(Arc::new(nightly.clone()));
    }
    let first_run = FirstRun::new(dir.path());
    if office.facts().is_none() {
        app.restored_by(Arc::new(first_run.clone()));
    }
    front.gate.open(app);
    let control = control::listen(dir.path(), &office);
    let chores = [
        tidy::clear(office.clone(), clock.clone()),
        tidy::scrub(office.clone(), clock.clone()),
        timers(office.clone(), clock),
        follow(office.clone()),
        usage(office.clone()),
    ];
    let watch = nightly.as_ref().map(Nightly::watch);
    let renewal = renew_search(&office);
    answer(&front.own, &front.url, ready).await?;

    let mut restored = false;
    let ended = tokio::select! {
        ended = &mut front.server => Some(ended),
        () = signal() => {
            tracing::info!("đang dừng: chờ các yêu cầu dở dang, tối đa {} giây", FINISH.as_secs());
            front.stop.send_replace(true);
            tokio::time::timeout(FINISH, &mut front.server).await.ok()
        }
        () = first_run.restored() => {
            restored = true;
            None
        }
    };
    front.gate.close();
    drop(chores);
    drop(watch);
    drop(control);
    drop(renewal);
    close(dir, office).await;
    if restored {
        return Ok(Ended::Restored);
    }
    tracing::info!("đã dừng");
    if let Some(ended) = ended {
        ended
            .map_err(|_| Failure::bug())?
            .map_err(|error| machine("phục vụ", error))?;
    } else {
        tracing::warn!("hết thời gian chờ, đã ngắt các yêu cầu còn lại");
    }
    Ok(Ended::Stopped)
}

/// Ends what was written, then lets the directory go.
pub(super) async fn close(dir: DataDir, office: Office) {
    let closed = tokio::task::spawn_blocking(move || {
        office.kv.close();
        drop(office);
        drop(dir);
    });
    if closed.await.is_err() {
        tracing::error!("kho dữ liệu không đóng được trọn vẹn");
    }
}

/// Where the listener is reached.
pub(super) fn url(listener: &TcpListener) -> Result<String, Failure> {
    listener
        .local_addr()
        .map(listen::url)
        .map_err(|error| machine("mở cổng", error))
}

/// Where other devices reach a listener over TLS; the machine itself where it listens to nobody else.
fn secure_url(listener: &TcpListener) -> Result<String, Failure> {
    let mut address = listener
        .local_addr()
        .map_err(|error| machine("mở cổng", error))?;
    if address.ip().is_unspecified() {
        let own = IpAddr::from([127, 0, 0, 1]);
        address.set_ip(tls::lan().first().copied().unwrap_or(own));
    }
    Ok(listen::url(address).replacen("http://", "https://", 1))
}

/// Tells that the server is ready, after it has answered a request.
async fn answer(
    own: &str,
    url: &str,
    ready: impl FnOnce(&str) -> Result<(), Failure> + Send + 'static,
) -> Result<(), Failure> {
    let (own, url) = (own.to_owned(), url.to_owned());
    let told = tokio::task::spawn_blocking(move || {
        health::get(&own, "/healthz")?;
        ready(&url)
    });
    told.await.map_err(|_| Failure::bug())?
}

async fn asked_to(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, and with it the server's owner.
    drop(stopped.wait_for(|stop| *stop).await);
}

/// Waits until somebody asks the process to stop.
#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// Waits until somebody asks the process to stop.
#[cfg(not(unix))]
async fn signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Fills the search index in the background when it does not hold what is visible.
fn renew_search(office: &Office) -> tokio::task::JoinHandle<()> {
    let office = office.clone();
    tokio::task::spawn_blocking(move || match office.renew_search() {
        Ok(false) => {}
        Ok(true) => tracing::info!("đã dựng lại chỉ mục tìm kiếm"),
        Err(error) => tracing::error!(%error, "không dựng lại được chỉ mục tìm kiếm"),
    })
}

/// Opens the store on a thread that may block.
pub(super) async fn open(
    dir: DataDir,
    settings: Settings,
) -> Result<(DataDir, Settings, Office), Failure> {
    let opened = tokio::task::spawn_blocking(move || {
        let office = dir.open(&settings)?;
        Ok((dir, settings, office))
    });
    opened.await.map_err(|_| Failure::bug())?
}
