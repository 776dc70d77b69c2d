//! `/quan-tri/thu-tuc/nhap`: a catalogue from a file, looked at before it is taken in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::Request;
use axum::response::Response;

use crate::domain::officer::Role;
use crate::domain::procedure::Procedure;
use crate::domain::time::Moment;
use crate::kv::KvError;
use crate::office::import_procedures::{LegalDocuments, parse};
use crate::office::random;
use crate::office::renew_catalogue::{Imported, Wishes};
use crate::office::rows::{BadRow, Parsed};
use crate::ui::admin::{
    BadLine, ChangedRow, ImportPage, LookedAt, PROCEDURES, import_page, preferred,
};
use crate::ui::{Entries, Tone};
use crate::web::form::SmallFiles;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// Largest file, in bytes.
pub const LARGEST: usize = 64 << 20;
/// A file that was looked at is held so long.
const HELD_SECONDS: i64 = 3600;
/// Bad rows that are listed.
const LISTED: usize = 200;

/// Files that were looked at and wait to be taken in: in memory, one for each administrator.
#[derive(Clone, Default)]
pub struct LookedAtFiles(Arc<Mutex<HashMap<String, Held>>>);

#[derive(Clone)]
struct Held {
    id: String,
    since: Moment,
    name: String,
    catalogue: Arc<[u8]>,
    legal: Arc<[u8]>,
}

impl LookedAtFiles {
    fn files(&self, now: Moment) -> MutexGuard<'_, HashMap<String, Held>> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|_, held| now.seconds_since(held.since) < HELD_SECONDS);
        files
    }
}

/// `/quan-tri/thu-tuc/nhap`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    Ok(page(&asked, &blank(&Entries::new())))
}

const fn blank(entries: &Entries) -> ImportPage<'_> {
    ImportPage {
        entries,
        bad: &[],
        beside: None,
        looked_at: None,
    }
}

fn page(asked: &Asked, view: &ImportPage<'_>) -> Response {
    let page = import_page(&asked.frame(), view);
    if view.entries.is_faulty() {
        asked.show_faulty(&page)
    } else {
        asked.show(&page)
    }
}

/// `POST /quan-tri/thu-tuc/nhap`: looks at a file, or takes in the one that was looked at.
pub async fn change(asked: Asked, request: Request) -> Result<Response, Problem> {
    let username = asked.officer(&[Role::Admin])?.username().to_owned();
    let sent = SmallFiles::read(request, &asked.app, LARGEST).await?;
    asked.check_token(&sent.fields)?;
    let mut entries = Entries::sent(sent.fields.0.clone());
    let held = match hold(&asked, &username, &sent) {
        Ok(held) => held,
        Err(words) => {
            entries.refuse("file", words);
            return Ok(page(&asked, &blank(&entries)));
        }
    };
    let reading = held.clone();
    let Parsed { rows, bad } = blocking(move || {
        let legal = LegalDocuments::parse(&reading.legal);
        parse(&reading.catalogue, &reading.name, &legal)
    })
    .await?;
    let rows: Vec<Procedure> = rows.into_iter().map(|(_, procedure)| procedure).collect();
    if !bad.is_empty() && (entries.value("skip_bad").is_empty() || rows.is_empty()) {
        return Ok(refused(&asked, entries, &bad, rows.len(), &held.id));
    }
    let wishes = Wishes {
        prefer: preferred(&entries),
        close_gone: !entries.value("close_gone").is_empty(),
    };
    let mark = asked.app.office().catalogue_mark()?;
    if entries.value("_do") == "import" {
        if entries.value("mark").parse() == Ok(mark) {
            return take_in(&asked, &username, rows, wishes).await;
        }
        entries.refuse(
            "",
            "Danh mục đã được sửa từ lúc bạn xem trước. Hãy xem lại các thay đổi dưới đây rồi nhập.",
        );
    }
    look(&asked, &entries, rows, wishes, &held, bad.len()).await
}

/// The file that was sent, or the one that was looked at before; otherwise what to do.
fn hold(asked: &Asked, username: &str, sent: &SmallFiles) -> Result<Held, String> {
    let now = asked.app.now();
    let mut files = asked.app.looked_at().files(now);
    let known = sent.fields.value("held");
    if let Some(held) = files.get(username).filter(|held| held.id == known) {
        return Ok(held.clone());
    }
    let Some((name, catalogue)) = sent.named_file("file") else {
        return Err(if known.is_empty() {
            "Tệp danh mục: hãy chọn tệp.".to_owned()
        } else {
            "Tệp danh mục: tệp xem trước chỉ được giữ một giờ; hãy chọn lại tệp.".to_owned()
        });
    };
    let held = Held {
        id: random::id(),
        since: now,
        name: name.to_owned(),
        catalogue: catalogue.into(),
        legal: sent.file("legal").unwrap_or_default().into(),
    };
    files.insert(username.to_owned(), held.clone());
    Ok(held)
}

fn refused(
    asked: &Asked,
    mut entries: Entries,
    bad: &[BadRow],
    good: usize,
    held: &str,
) -> Response {
    entries.refuse(
        "file",
        format!(
            "Tệp danh mục: có {} dòng sai nên chưa nhập gì. Hãy sửa tệp rồi chọn lại.",
            bad.len()
        ),
    );
    let bad: Vec<BadLine> = bad
        .iter()
        .take(LISTED)
        .map(|one| BadLine {
            line: one.line,
            code: one.code.clone(),
            reason: one.reason.clone(),
        })
        .collect();
    let view = ImportPage {
        bad: &bad,
        beside: (good > 0).then_some((good, held)),
        ..blank(&entries)
    };
    page(asked, &view)
}

async fn look(
    asked: &Asked,
    entries: &Entries,
    rows: Vec<Procedure>,
    wishes: Wishes,
    held: &Held,
    skipped: usize,
) -> Result<Response, Problem> {
    let (office, now) = (asked.app.office().clone(), asked.app.now());
    let mark = office.catalogue_mark()?;
    let preview = blocking(move || office.preview_catalogue(rows, wishes, now)).await??;
    let changed: Vec<ChangedRow<'_>> = preview
        .changed
        .iter()
        .map(|one| ChangedRow {
            code: &one.code,
            name: &one.name,
            parts: &one.parts,
            conflicts: &one.conflicts,
            told: one
                .told
                .as_deref()
                .map(|(before, after)| (&**before, after)),
        })
        .collect();
    let view = ImportPage {
        looked_at: Some(LookedAt {
            file: &held.name,
            held: &held.id,
            mark,
            added: &preview.added,
            changed: &changed,
            unchanged: preview.unchanged,
            gone: &preview.gone,
            skipped,
        }),
        ..blank(entries)
    };
    Ok(page(asked, &view))
}

async fn take_in(
    asked: &Asked,
    username: &str,
    rows: Vec<Procedure>,
    wishes: Wishes,
) -> Result<Response, Problem> {
    let (office, now) = (asked.app.office().clone(), asked.app.now());
    let Imported {
        added,
        changed,
        unchanged,
        closed,
        visible,
    } = blocking(move || office.renew_catalogue(rows, wishes, now, &mut |_| {})).await??;
    asked.app.looked_at().files(now).remove(username);
    let mut said = format!(
        "Đã nhập: {added} thủ tục mới, {changed} thay đổi, {unchanged} giữ nguyên. Danh mục có {visible} thủ tục."
    );
    if closed > 0 {
        said = format!("{said} Ngừng tiếp nhận {closed} thủ tục.");
    }
    Ok(go(PROCEDURES, Some((Tone::Good, &said))))
}

/// Long work on a thread that may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))
}
