//! `/quan-tri/ky-so`: the office's certificate, the images of signatures, the trusted authorities.

use axum::extract::Request;
use axum::response::Response;
use base64ct::{Base64, Encoding};

use crate::domain::fault::Fault;
use crate::domain::officer::{Role, Username};
use crate::domain::signature::{Certified, Obstacle};
use crate::kv::{KvError, WriteError};
use crate::office::signing::LARGEST;
use crate::office::{Decline, Declined};
use crate::print::Mark;
use crate::ui::admin::{InUse, SIGNING, Signatory, SigningPage, signing_page};
use crate::ui::desk::parts::fault_words;
use crate::ui::words::signature::obstacle;
use crate::ui::{Entries, Tone};
use crate::web::form::SmallFiles;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// `/quan-tri/ky-so`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let entries = Entries::new().with("across", "36");
    Ok(asked.show(&page(&asked, &entries).await?))
}

/// `POST /quan-tri/ky-so`
pub async fn change(asked: Asked, request: Request) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let sent = SmallFiles::read(request, &asked.app, LARGEST).await?;
    asked.check_token(&sent.fields)?;
    let (field, done) = deed(&asked, &sent).await?;
    let refused = match done {
        Ok(said) => return Ok(go(SIGNING, Some((Tone::Good, &said)))),
        Err(WriteError::Declined(Decline::Obstacle(what))) => {
            let at = if what == Obstacle::WrongPassphrase {
                "passphrase"
            } else {
                &field
            };
            (at.to_owned(), obstacle(what).to_owned())
        }
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            let fault = faults.first().map_or(Fault::Missing, |one| one.fault);
            let at = faults.first().map_or(field, |one| one.field.clone());
            let words = fault_words(&at, fault);
            (at, words)
        }
        Err(other) => return Err(other.into()),
    };
    let mut entries = Entries::sent(sent.fields.0.clone());
    entries.refuse(refused.0, refused.1);
    Ok(asked.show_faulty(&page(&asked, &entries).await?))
}

/// Does what the form asks; with the sentence for afterwards comes the field that a refusal is about.
async fn deed(
    asked: &Asked,
    sent: &SmallFiles,
) -> Result<(String, Result<String, Declined>), Problem> {
    let viewer = asked.officer(&[Role::Admin])?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let field = |name: &str| name.to_owned();
    Ok(match sent.fields.value("_do") {
        "certificate" => {
            let done = match file(sent, "certificate") {
                Ok(pkcs12) => {
                    let passphrase = sent.fields.value("passphrase").to_owned();
                    office
                        .keep_certificate(viewer, pkcs12, passphrase, now)
                        .await
                }
                Err(missing) => Err(missing),
            };
            let done = done.map(|one| format!("Đã nạp chứng thư của {}.", one.name));
            (field("certificate"), done)
        }
        "drop_certificate" => {
            let done = office.drop_certificate(now).await;
            (
                field("certificate"),
                done.map(|()| "Đã bỏ chứng thư của cơ quan.".to_owned()),
            )
        }
        "seal" | "drop_seal" | "signature" | "drop_signature" => return images(asked, sent).await,
        "root" => {
            let done = match file(sent, "root") {
                Ok(bytes) => office.trust_root(&bytes, now).await,
                Err(missing) => Err(missing),
            };
            let done = done.map(|one| format!("Đã tin cậy {}.", one.name));
            (field("root"), done)
        }
        "drop_root" => {
            let done = office.distrust_root(sent.fields.value("serial"), now).await;
            (
                field("root"),
                done.map(|()| "Đã bỏ khỏi danh sách tin cậy.".to_owned()),
            )
        }
        _ => return Err(Problem::not_found()),
    })
}

/// The same for the forms about images.
async fn images(
    asked: &Asked,
    sent: &SmallFiles,
) -> Result<(String, Result<String, Declined>), Problem> {
    let (office, now) = (asked.app.office(), asked.app.now());
    let field = |name: &str| name.to_owned();
    Ok(match sent.fields.value("_do") {
        "seal" => {
            let across = sent
                .fields
                .value("across")
                .trim()
                .parse::<u8>()
                .unwrap_or(0);
            let done = match image(asked, sent, "seal").await? {
                Ok(png) => office.keep_seal(Some((png, across)), now).await,
                Err(refused) => Err(refused),
            };
            (
                field("seal"),
                done.map(|()| "Đã lưu hình con dấu.".to_owned()),
            )
        }
        "drop_seal" => {
            let done = office.keep_seal(None, now).await;
            (
                field("seal"),
                done.map(|()| "Đã bỏ hình con dấu.".to_owned()),
            )
        }
        kind @ ("signature" | "drop_signature") => {
            let of = signatory(asked, sent.fields.value("of"))?;
            let name = format!("signature.{of}");
            let png = if kind == "signature" {
                image(asked, sent, &name).await?.map(Some)
            } else {
                Ok(None)
            };
            let done = match png {
                Ok(png) => office.keep_signature(&of, png, now).await,
                Err(refused) => Err(refused),
            };
            (name, done.map(|()| "Đã lưu hình chữ ký.".to_owned()))
        }
        _ => return Err(Problem::not_found()),
    })
}

fn file(sent: &SmallFiles, name: &str) -> Result<Vec<u8>, Declined> {
    let found = sent.file(name).map(<[u8]>::to_vec);
    found.ok_or_else(|| Decline::field(name, Fault::FileNeeded).into())
}

/// An image that can be drawn: it is tried before it is taken.
async fn image(
    asked: &Asked,
    sent: &SmallFiles,
    name: &str,
) -> Result<Result<Vec<u8>, Declined>, Problem> {
    let png = match file(sent, name) {
        Ok(png) => png,
        Err(missing) => return Ok(Err(missing)),
    };
    let (tried, at) = (png.clone(), asked.app.now());
    let drawn = tokio::task::spawn_blocking(move || {
        let mark = Mark {
            agency: "",
            at,
            signature: Some(&tried),
            seal: None,
        };
        mark.draw().is_ok()
    })
    .await
    .unwrap_or(false);
    Ok(if drawn {
        Ok(png)
    } else {
        Err(Decline::from(Obstacle::NotAnImage).into())
    })
}

/// A leader's account.
fn signatory(asked: &Asked, username: &str) -> Result<Username, Problem> {
    let officers = asked.app.office().officers()?;
    officers
        .into_iter()
        .find(|user| user.username.as_str() == username && user.has(Role::Leader))
        .map(|user| user.username)
        .ok_or_else(Problem::not_found)
}

async fn page(asked: &Asked, entries: &Entries) -> Result<maud::Markup, Problem> {
    let office = asked.app.office();
    let kept = office.certificate()?;
    let roots: Vec<Certified> = office
        .trusted_roots()?
        .into_iter()
        .map(|root| root.certified)
        .collect();
    let leaders: Vec<_> = office
        .officers()?
        .into_iter()
        .filter(|user| user.enabled && user.has(Role::Leader))
        .collect();
    let reading = office.clone();
    let images = tokio::task::spawn_blocking(move || {
        let own = |user: &crate::domain::officer::User| {
            // An image that is harmed is shown as missing, to be brought again.
            let images = reading.images_of(&user.username).unwrap_or_default();
            (user.clone(), images)
        };
        let seal = reading.seal_image();
        (leaders.iter().map(own).collect::<Vec<_>>(), seal)
    });
    let gone = |error: tokio::task::JoinError| KvError::Panicked(error.to_string());
    let (leaders, seal) = images.await.map_err(gone)?;
    let shown = |png: &[u8]| format!("data:image/png;base64,{}", Base64::encode_string(png));
    let signatories: Vec<Signatory> = leaders
        .into_iter()
        .map(|(user, images)| Signatory {
            username: user.username.to_string(),
            name: user.name.to_string(),
            image: images.signature.as_deref().map(shown),
        })
        .collect();
    let view = SigningPage {
        in_use: kept.as_ref().map(|kept| InUse {
            certified: &kept.certified,
            since: kept.since,
            by: kept.by.as_str(),
        }),
        seal: seal.map(|(png, across)| (shown(&png), across)),
        signatories: &signatories,
        roots: &roots,
        entries,
        now: asked.app.now(),
    };
    Ok(signing_page(&asked.frame(), &view))
}
