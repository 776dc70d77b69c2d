//! `motcua print`: a paper of a dossier as PDF.

use std::path::PathBuf;

use super::desk::Desk;
use super::failure::{Failure, machine};
use crate::domain::dossier::Dossier;
use crate::domain::slip::{PaperSize, SlipKind};
use crate::print::Printer;
use crate::store::Load;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Loại giấy: receipt, supplement, refusal, apology, stop, control, cover, envelope, label, form
    slip: String,
    /// Mã hồ sơ
    dossier: String,
    /// Tệp PDF ghi ra, - là đầu ra chuẩn [mặc định: MÃ-HỒ-SƠ-LOẠI.pdf ở thư mục hiện tại]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

impl Args {
    pub fn target(&self) -> PathBuf {
        self.to.clone().unwrap_or_else(|| {
            // A code has no slashes; what is typed instead of one may.
            let name = format!("{}-{}.pdf", self.code(), self.slip);
            name.replace(['/', '\\'], "_").into()
        })
    }

    fn code(&self) -> String {
        self.dossier.trim().to_uppercase()
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let kind = SlipKind::from_key(&args.slip)
        .filter(|kind| kind.is_issued() || SlipKind::AS_OF_NOW.contains(kind))
        .ok_or_else(|| {
            let known: Vec<&str> = SlipKind::ISSUED
                .iter()
                .chain(&SlipKind::AS_OF_NOW)
                .map(|kind| kind.key())
                .collect();
            Failure::usage(format!(
                "Không in được giấy «{}»; hãy chọn một trong: {}.",
                args.slip,
                known.join(", ")
            ))
        })?;
    let code = args.code();
    let dossier = desk.office.kv.read(|view| view.load::<Dossier>(&code))?;
    let dossier = dossier.ok_or_else(|| {
        Failure::failed(format!("Không có hồ sơ {code}; hãy kiểm tra lại mã hồ sơ."))
    })?;
    let print = desk
        .office
        .paper(&dossier, kind, None, PaperSize::A4, super::clock::now())?
        .ok_or_else(|| {
            Failure::failed(format!(
                "Hồ sơ {code} chưa có giấy này; hãy làm việc làm phát sinh nó trước, ví dụ tiếp nhận hồ sơ."
            ))
        })?;
    let pdf = Printer::with_engines(1)
        .draw(&print)
        .map_err(|error| machine("in", error))?;
    desk.out.give(&pdf)
}
