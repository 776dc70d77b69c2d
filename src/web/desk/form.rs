//! Forms with files: each file is stored as it comes, and the form goes on with its id and name.

use axum::extract::Request;

use crate::ui::desk::papers::kept;
use crate::ui::parts::CARD_PHOTO;
use crate::web::card::photographed;
use crate::web::form::{Part, Parts, Sent};
use crate::web::{page::Asked, problem::Problem, upload};

/// The fields of a form. A file in `x.file` becomes `x.kept`, before what an earlier try had kept there.
pub async fn read(asked: &Asked, request: Request) -> Result<Sent, Problem> {
    let owner = asked.viewer()?.username();
    let mut parts = Parts::open(request, &asked.app).await?;
    let mut sent = Vec::new();
    while let Some(part) = parts.next().await? {
        match part {
            Part::Text(name, value) => sent.push((name, value)),
            Part::File(name, field) if name == CARD_PHOTO => {
                sent.push(photographed(&asked.app, *field).await?);
            }
            Part::File(name, field) => {
                let file = upload::store(&asked.app, owner, *field).await?;
                let stem = name.strip_suffix(".file").unwrap_or(&name);
                sent.insert(0, (format!("{stem}.kept"), kept(&file.id, &file.name)));
            }
            Part::Blank => {}
        }
    }
    Ok(Sent(sent))
}
