//! `motcua print`: the PDF of a slip that was issued.

use std::path::PathBuf;

use super::desk::Desk;
use super::failure::{Failure, machine};
use crate::domain::dossier::Dossier;
use crate::domain::slip::SlipKind;
use crate::print::{Printer, Receipt};
use crate::store::Load;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Loại giấy; bản này in được receipt (Giấy tiếp nhận hồ sơ và hẹn trả kết quả)
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
    if SlipKind::from_key(&args.slip) != Some(SlipKind::Receipt) {
        return Err(Failure::usage(format!(
            "Không in được giấy «{}»; bản này chỉ in receipt.",
            args.slip
        )));
    }
    let code = args.code();
    let dossier = desk.office.kv.read(|view| view.load::<Dossier>(&code))?;
    let dossier = dossier.ok_or_else(|| {
        Failure::failed(format!("Không có hồ sơ {code}; hãy kiểm tra lại mã hồ sơ."))
    })?;
    let slip = desk
        .office
        .slip(&dossier, SlipKind::Receipt)?
        .ok_or_else(|| {
            Failure::failed(format!(
                "Hồ sơ {code} chưa được tiếp nhận nên chưa có giấy này; hãy tiếp nhận trước."
            ))
        })?;
    let receipt: Receipt =
        serde_json::from_value(slip.facts).map_err(|error| machine("đọc giấy", error))?;
    let pdf = Printer::with_engines(1)
        .receipt(&receipt)
        .map_err(|error| machine("in", error))?;
    desk.out.give(&pdf)
}
