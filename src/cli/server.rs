//! The server: one socket, one office, until somebody asks it to stop.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use super::data_dir::DataDir;
use super::failure::{Failure, machine};
use super::{clock, control, health, listen};
use crate::office::{Clock, Office};
use crate::print::Printer;
use crate::web::{self, App, WebSettings};
use crate::work::tidy;

/// Requests under way get this long to finish after the signal to stop.
const FINISH: Duration = Duration::from_secs(10);

/// Threads for every task of the process.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| machine("khởi động", error))
}

/// Serves `office` on `listener` until a signal comes; `ready` is called once, with the URL, when the server answers.
pub(super) async fn run(
    dir: DataDir,
    office: Office,
    listener: TcpListener,
    web: WebSettings,
    ready: impl FnOnce(&str) -> Result<(), Failure> + Send + 'static,
) -> Result<(), Failure> {
    let (stop, stopped) = watch::channel(false);
    let url = url(&listener)?;
    dir.sign(Some(&url))?;
    let clock: Clock = Arc::new(clock::now);
    let app = App::new(office.clone(), Printer::new(), clock.clone(), web);
    let listener = tokio::net::TcpListener::from_std(listener)
        .map_err(|error| machine("mở cổng", error))?
        // Small answers must not wait for the client's acknowledgement.
        .tap_io(|stream| drop(stream.set_nodelay(true)));
    let service = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(asked_to(stopped.clone()));
    let mut server = tokio::spawn(server.into_future());
    let control = control::listen(dir.path(), &office);
    let chores = [
        tidy::clear(office.clone(), clock.clone()),
        tidy::scrub(office.clone(), clock),
    ];
    let renewal = renew_search(&office);
    answer(&url, ready).await?;

    let ended = tokio::select! {
        ended = &mut server => Some(ended),
        () = signal() => {
            tracing::info!("đang dừng: chờ các yêu cầu dở dang, tối đa {} giây", FINISH.as_secs());
            stop.send_replace(true);
            tokio::time::timeout(FINISH, &mut server).await.ok()
        }
    };
    drop(chores);
    drop(control);
    drop(renewal);
    close(dir, office).await;
    tracing::info!("đã dừng");
    if let Some(ended) = ended {
        return ended
            .map_err(|_| Failure::bug())?
            .map_err(|error| machine("phục vụ", error));
    }
    tracing::warn!("hết thời gian chờ, đã ngắt các yêu cầu còn lại");
    Ok(())
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

/// Tells that the server is ready, after it has answered a request.
async fn answer(
    url: &str,
    ready: impl FnOnce(&str) -> Result<(), Failure> + Send + 'static,
) -> Result<(), Failure> {
    let url = url.to_owned();
    let told = tokio::task::spawn_blocking(move || {
        health::get(&url, "/healthz")?;
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
    settings: super::settings::Settings,
) -> Result<(DataDir, super::settings::Settings, Office), Failure> {
    let opened = tokio::task::spawn_blocking(move || {
        let office = dir.open(&settings)?;
        Ok((dir, settings, office))
    });
    opened.await.map_err(|_| Failure::bug())?
}
