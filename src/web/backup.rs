//! `/quan-tri/sao-luu`: how old the backups are, whether they can be restored, and making one now.

use axum::Router;
use axum::response::Response;
use axum::routing::get;

use super::{
    App,
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};
use crate::domain::officer::Role;
use crate::office::backups::{Attempt, Keeper, Task};
use crate::ui::admin::{BackupPage, BackupRow, Outcome, backup_page};
use crate::ui::{Tone, words};

const HERE: &str = "/quan-tri/sao-luu";
/// Backups shown.
const SHOWN: usize = 20;

/// Routes of the backups.
pub fn routes() -> Router<App> {
    Router::new().route(HERE, get(show).post(ask))
}

async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let office = asked.app.office();
    let attempts = office.attempts()?;
    let rows: Vec<BackupRow> = office
        .backups(SHOWN)?
        .into_iter()
        .map(|backup| BackupRow {
            at: words::moment(backup.at),
            full: backup.parent.is_none(),
            locked: backup.locked,
            size: words::file_size(backup.size),
            attachments: backup.attachments,
            left_out: backup.left_out,
            place: backup.place.unwrap_or_default(),
        })
        .collect();
    let outcome = |attempt: Option<Attempt>| {
        attempt.map(|attempt| Outcome {
            at: words::moment(attempt.at),
            age: words::ago(asked.app.now().seconds_since(attempt.at)),
            well: attempt.wrong.is_none(),
            words: attempt.wrong.unwrap_or(attempt.said),
        })
    };
    let keeper = asked.app.keeper();
    let page = BackupPage {
        backup: outcome(attempts.backup),
        drill: outcome(attempts.drill),
        rows: &rows,
        doing: keeper.and_then(Keeper::doing),
        folder: keeper.map(|keeper| keeper.folder().display().to_string()),
        time: keeper
            .and_then(Keeper::time)
            .map(|time| time.strftime("%H:%M").to_string()),
    };
    Ok(asked.show(&backup_page(&asked.frame(), &page)))
}

async fn ask(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    asked.check_token(&sent)?;
    let task = match sent.value("_do") {
        "backup" => Task::Backup,
        "drill" => Task::Drill,
        _ => return Err(Problem::not_found()),
    };
    let begun = asked.app.keeper().is_some_and(|keeper| keeper.ask(task));
    let said = if begun {
        (Tone::Good, "Đã bắt đầu; trang này cho biết tiến độ.")
    } else {
        (
            Tone::Warn,
            "Chưa bắt đầu được vì đang có việc khác; hãy thử lại sau ít phút.",
        )
    };
    Ok(go(HERE, Some(said)))
}
