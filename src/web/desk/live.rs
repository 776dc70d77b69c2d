//! `/can-bo/su-kien`: what stands beside each tray, told whenever it changes, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Map, json};
use tokio::sync::watch;

use super::DESK;
use crate::ui::desk::tray_key;
use crate::web::session::CookieToken;
use crate::web::{App, page::Asked, problem::Problem};

/// Changes that follow each other within this time are told together.
const TOGETHER: Duration = Duration::from_millis(400);

/// Time itself moves dossiers from soon to today to late.
const AGAIN: Duration = Duration::from_secs(30);

/// What a stream keeps between two events.
struct Listening {
    app: App,
    token: String,
    commits: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    told: Option<String>,
}

/// Tells the counts at once and then whenever they have changed, while the sign-in lasts and the server serves.
pub async fn counts(asked: Asked, CookieToken(token): CookieToken) -> Result<Response, Problem> {
    asked.officer(&DESK)?;
    let listening = Listening {
        commits: asked.app.office().kv.commits(),
        closing: asked.app.closing(),
        app: asked.app,
        token: token.unwrap_or_default(),
        told: None,
    };
    let events = stream::unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok::<_, Infallible>(event), listening))
    });
    Ok(Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response())
}

impl Listening {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.closing.borrow() {
                return None;
            }
            self.commits.mark_unchanged();
            let counts = self.counts()?;
            if self.told.as_ref() != Some(&counts) {
                let event = Event::default().event("counts").data(&counts);
                self.told = Some(counts);
                return Some(event);
            }
            tokio::select! {
                changed = self.commits.changed() => {
                    changed.ok()?;
                    tokio::time::sleep(TOGETHER).await;
                }
                () = tokio::time::sleep(AGAIN) => {}
                _ = self.closing.changed() => {}
            }
        }
    }

    /// The counts of whoever is signed in, looked up anew: rights and delegations may have changed.
    fn counts(&self) -> Option<String> {
        let now = self.app.now();
        let office = self.app.office();
        let viewer = office.viewer(&self.token, now).ok()??;
        let counts: Map<_, _> = office
            .tray_counts(&viewer, now)
            .ok()?
            .into_iter()
            .map(|(tray, count)| (format!("khay-{}", tray_key(tray)), json!(count)))
            .collect();
        Some(json!(counts).to_string())
    }
}
