//! `motcua verify FILE.pdf`: whether a PDF is one that this office issued, to the byte.
//!
//! With `--key` it needs no data directory and no network: the office's public key is enough. What only the office's
//! records know, whether a later slip took its place, is said when they are at hand.

use std::path::Path;

use serde_json::json;

use super::desk::Out;
use super::failure::Failure;
use crate::domain::slip::Print;
use crate::kv::KvError;
use crate::office::Office;
use crate::office::slips::{Standing, Verified};
use crate::print::{Printer, read_back};
use crate::seal::{Claim, Doubt, PublicKey, Token, genuine};
use crate::ui::words;

/// Whether a file that begins like this is a PDF.
pub(super) fn is_one(first: &[u8]) -> bool {
    first.starts_with(b"%PDF-")
}

/// Checks with a key alone, on any machine.
pub(super) fn alone(
    path: &Path,
    key: &PublicKey,
    json: bool,
    out: &mut dyn Out,
) -> Result<(), Failure> {
    let pdf = std::fs::read(path).map_err(|error| Failure::at(path, "đọc", &error))?;
    let claims = claims(&pdf, |token| token.is_by(key))?;
    let papers = claims.into_iter().map(|claim| (claim, None)).collect();
    report(papers, json, out)
}

/// Checks with the office's key and says how each paper stands in its records.
pub(super) fn with_records(
    pdf: &[u8],
    office: &Office,
    json: bool,
    out: &mut dyn Out,
) -> Result<(), Failure> {
    let claims = claims(pdf, |token| token.is_of(&office.seal))?;
    let papers: Result<Vec<_>, KvError> = claims
        .into_iter()
        .map(|claim| Ok((claim.clone(), Some(office.standing(claim)?))))
        .collect();
    report(papers?, json, out)
}

/// What the signatures say, when nothing was altered.
fn claims(pdf: &[u8], signed: impl Fn(&Token) -> bool) -> Result<Vec<Claim>, Failure> {
    let Some(inside) = read_back(pdf) else {
        return Err(Failure::damaged(
            "Tệp này không phải giấy do motcua in, hoặc dữ liệu bên trong đã bị sửa.",
        ));
    };
    let mut claims = Vec::with_capacity(inside.print.sheets.len());
    for sheet in &inside.print.sheets {
        claims.push(genuine(sheet, &signed).map_err(|doubt| {
            Failure::damaged(match doubt {
                Doubt::Unsigned => {
                    "Giấy này không mang chữ ký của cơ quan, nên không chứng minh được là thật."
                }
                Doubt::Foreign => "Chữ ký trong tệp không phải của cơ quan này.",
                Doubt::Changed => "Nội dung trong tệp đã bị sửa sau khi cơ quan ký.",
            })
        })?);
    }
    let dated = |print: &Print| match claims.as_slice() {
        [] => false,
        [claim] => claim.at == print.at,
        _ => true,
    };
    if !dated(&inside.print) {
        return Err(Failure::damaged(
            "Thời điểm ghi trong tệp không phải thời điểm cơ quan ký.",
        ));
    }
    if !inside.is_drawn_alike() {
        return Err(Failure::damaged(
            "Chữ ký và dữ liệu đúng, nhưng tệp do phiên bản khác in nên không so được trang in; hãy in lại từ hệ thống rồi so.",
        ));
    }
    let again = Printer::with_engines(1)
        .draw(&inside.print)
        .map_err(|_| Failure::damaged("Dữ liệu trong tệp không in lại được; tệp đã bị sửa."))?;
    if again == pdf {
        Ok(claims)
    } else {
        Err(Failure::damaged(
            "Dữ liệu bên trong đúng, nhưng tệp không giống từng byte với bản cơ quan in; trang in có thể đã bị sửa.",
        ))
    }
}

fn report(
    papers: Vec<(Claim, Option<Verified>)>,
    json: bool,
    out: &mut dyn Out,
) -> Result<(), Failure> {
    let mut unknown = false;
    for (claim, verified) in papers {
        let standing = verified.map(|verified| verified.standing);
        unknown |= standing == Some(Standing::Unknown);
        let (key, words) = match &standing {
            None => (
                "genuine",
                "đúng chữ ký; muốn biết còn giá trị hay đã được thay, hãy quét mã QR".to_owned(),
            ),
            Some(Standing::Valid) => ("valid", "còn giá trị".to_owned()),
            Some(Standing::Snapshot) => ("snapshot", "đúng với hồ sơ vào lúc in".to_owned()),
            Some(Standing::Replaced(None)) => {
                ("replaced", "không còn giá trị, đã được thay".to_owned())
            }
            Some(Standing::Replaced(Some(number))) => (
                "replaced",
                format!("không còn giá trị, đã thay bằng phiếu số {number}"),
            ),
            Some(Standing::Unknown) => ("unknown", "không có trong sổ của cơ quan".to_owned()),
        };
        if json {
            let line = json!({
                "slip": claim.kind.key(), "number": claim.number, "about": claim.about,
                "issued_at": claim.at, "standing": key,
            });
            out.line(&line.to_string());
        } else {
            out.line(&format!(
                "{}, {}, cấp lúc {}: nguyên vẹn, {words}.",
                claim.kind.official_name(),
                claim.about,
                words::moment(claim.at)
            ));
        }
    }
    if unknown {
        return Err(Failure::damaged(
            "Giấy mang chữ ký của cơ quan nhưng không có trong sổ; có thể dữ liệu đã được khôi phục từ bản cũ, hoặc khóa bị lộ.",
        ));
    }
    Ok(())
}
