//! Signing a result (ký số kết quả), and what is to be thought of the signatures in the files of a dossier.

use axum::extract::Path;
use axum::response::Response;

use super::DESK;
use crate::domain::dossier::{Dossier, FileRef};
use crate::domain::officer::{Role, Username};
use crate::domain::signature::Obstacle;
use crate::kv::{KvError, WriteError};
use crate::office::signing::{Marked, Signing};
use crate::office::{Decline, Viewer};
use crate::print::{Mark, PrintError};
use crate::ui::desk::parts::dossier_path;
use crate::ui::desk::{Findings, SignPage, findings_page, sign_page};
use crate::ui::words::signature::obstacle;
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// Highest place that may be typed in, in millimetres: the height of an A3 sheet.
const HIGHEST: f32 = 420.0;

/// What was found of the signatures in the papers and the result of a dossier.
pub async fn findings_of(asked: &Asked, dossier: &Dossier) -> Result<Findings, Problem> {
    let (office, now) = (asked.app.office(), asked.app.now());
    let mut findings = Findings::new();
    let pdf = |file: &&FileRef| file.media_type == "application/pdf";
    for file in dossier.files().filter(pdf) {
        findings.insert(file.id.clone(), office.signatures(file, now).await?);
    }
    Ok(findings)
}

/// `/can-bo/ho-so/{code}/chu-ky/{id}`: everything about the signatures of one file; whoever looks has opened it.
pub async fn findings(
    asked: Asked,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let file = office.open_file(viewer, &code, &id, now).await?;
    let found = office.signatures(&file, now).await?;
    Ok(asked.show(&findings_page(&asked.frame(), &code, &file, &found)))
}

/// `/can-bo/ho-so/{code}/ky-so`
pub async fn show(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    asked.officer(&[Role::Leader])?;
    let entries = Entries::new().with("place", "name").with("bottom", "60");
    match form(&asked, &code, &entries, None)? {
        Ok(page) => Ok(asked.show(&page)),
        Err(what) => Ok(go(&dossier_path(&code), Some((Tone::Warn, obstacle(what))))),
    }
}

/// `POST /can-bo/ho-so/{code}/ky-so`
pub async fn sign(asked: Asked, Path(code): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Leader])?;
    asked.check_token(&sent)?;
    let mut entries = Entries::sent(sent.0.clone());
    let mark = match at(&sent, &mut entries) {
        Some(at) => mark(&asked, viewer, at).await?,
        None => None,
    };
    let passphrase = sent.value("passphrase").to_owned();
    if passphrase.is_empty() {
        entries.refuse("passphrase", "Mật khẩu chứng thư: hãy nhập mật khẩu.");
    }
    let mut stopped = None;
    if !entries.is_faulty() {
        let signing = Signing {
            passphrase,
            mark,
            expected: sent.value("version").parse().ok(),
        };
        let (office, now) = (asked.app.office(), asked.app.now());
        match office.sign_result(viewer, &code, signing, now).await {
            Ok(dossier) => {
                let said = format!("{}: đã ký số kết quả.", dossier.code);
                return Ok(go(&dossier_path(&code), Some((Tone::Good, &said))));
            }
            Err(WriteError::Declined(Decline::Obstacle(Obstacle::NotNow))) => {
                let said = obstacle(Obstacle::NotNow);
                return Ok(go(&dossier_path(&code), Some((Tone::Warn, said))));
            }
            Err(WriteError::Declined(Decline::Obstacle(what))) => match what {
                Obstacle::NoPage => entries.refuse("page", obstacle(what)),
                Obstacle::WrongPassphrase => entries.refuse("passphrase", obstacle(what)),
                // About the file or the certificate: no field of the form mends it.
                _ => stopped = Some(what),
            },
            Err(other) => return Err(other.into()),
        }
    }
    match form(&asked, &code, &entries, stopped)? {
        Ok(page) => Ok(asked.show_faulty(&page)),
        Err(what) => Ok(go(&dossier_path(&code), Some((Tone::Warn, obstacle(what))))),
    }
}

/// Where the mark goes: above the name, or by page and height.
type At = Option<(Option<u32>, f32)>;

/// Where the mark is wanted; `None` when nothing is to be shown, or when faults were found.
fn at(sent: &Sent, entries: &mut Entries) -> Option<At> {
    match sent.value("place") {
        "name" => return Some(None),
        "hidden" => return None,
        "page" => {}
        _ => {
            entries.refuse("place", "Vị trí: hãy chọn một cách.");
            return None;
        }
    }
    let page = match sent.value("page").trim() {
        "" => Some(None),
        number => number
            .parse::<u32>()
            .ok()
            .filter(|page| *page > 0)
            .map(Some),
    };
    if page.is_none() {
        entries.refuse("page", "Trang: hãy nhập số trang, hoặc bỏ trống.");
    }
    let bottom = sent.value("bottom").trim().parse::<f32>().ok();
    let bottom = bottom.filter(|up| (0.0..=HIGHEST).contains(up));
    if bottom.is_none() {
        entries.refuse("bottom", "Cách mép dưới: hãy nhập số milimét từ 0 đến 420.");
    }
    Some(Some((page?, bottom?)))
}

/// Draws what the signature shows.
async fn mark(asked: &Asked, viewer: &Viewer, at: At) -> Result<Option<Marked>, Problem> {
    let agency = asked.facts()?.profile.agency_name.clone();
    let (office, now) = (asked.app.office().clone(), asked.app.now());
    let username: Username = viewer.user().username.clone();
    let broken = |reason: String| Problem::machine(&KvError::Panicked(reason));
    let drawn = tokio::task::spawn_blocking(move || {
        // An image that is harmed is left out; the administrator sees that it is missing.
        let images = office.images_of(&username).unwrap_or_default();
        let seal = images.seal.as_ref();
        let mark = Mark {
            agency: &agency,
            at: now,
            signature: images.signature.as_deref(),
            seal: seal.map(|(png, across)| (png.as_slice(), f32::from(*across))),
        };
        Ok::<_, PrintError>(Marked {
            drawing: mark.draw()?,
            size: (Mark::WIDTH, mark.height()),
            at,
        })
    })
    .await
    .map_err(|error| broken(error.to_string()))?;
    drawn.map(Some).map_err(|error| broken(error.to_string()))
}

/// The page, or why there is nothing to sign.
fn form(
    asked: &Asked,
    code: &str,
    entries: &Entries,
    stopped: Option<Obstacle>,
) -> Result<Result<maud::Markup, Obstacle>, Problem> {
    let viewer = asked.viewer()?;
    let office = asked.app.office();
    let dossier = office
        .dossier(viewer, code)?
        .ok_or_else(Problem::not_found)?;
    let file = match dossier.to_sign(&viewer.actor()) {
        Ok(file) => file,
        Err(what) => return Ok(Err(what)),
    };
    let kept = office.certificate()?;
    let images = office.signature_images()?;
    let page = SignPage {
        dossier: &dossier,
        file,
        certified: kept.as_ref().map(|kept| &kept.certified),
        signatory: viewer.user().name.as_str(),
        images: (
            images.signatures.contains_key(&viewer.user().username),
            images.seal.is_some(),
        ),
        stopped,
        entries,
        now: asked.app.now(),
    };
    Ok(Ok(sign_page(&asked.frame(), &page)))
}
