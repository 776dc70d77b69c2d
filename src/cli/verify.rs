//! `motcua verify`: reads everything once and says what is wrong.

use serde_json::json;

use super::data_dir;
use super::desk::Desk;
use super::failure::Failure;
use crate::backup::{self, Holdings};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// In dạng JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    desk.out.progress("đang kiểm tra");
    let backups = desk.dir.join(data_dir::BACKUPS);
    let (office, out) = (desk.office, &mut *desk.out);
    let holdings = Holdings {
        kv: &office.kv,
        files: &office.files,
        seal: &office.seal,
        backups: &backups,
    };
    let report = backup::verify(&holdings, &mut |done| {
        out.progress(&format!("đã kiểm tra {done} hồ sơ"));
    })?;
    let faults = report.faults.len();
    if args.json {
        let json = json!({
            "dossiers": report.dossiers,
            "files": report.files,
            "audit_entries": report.entries,
            "procedures": report.procedures,
            "faults": report.faults,
        });
        desk.out.line(&json.to_string());
    } else {
        desk.out.line(&format!(
            "Đã kiểm tra {} hồ sơ, {} tệp đính kèm, {} thủ tục, {} mục nhật ký kiểm toán.",
            report.dossiers, report.files, report.procedures, report.entries
        ));
        for fault in &report.faults {
            desk.out.wrong(&format!("- {fault}"));
        }
    }
    if faults > 0 {
        return Err(Failure::damaged(format!(
            "Có {faults} chỗ sai; hãy giữ nguyên thư mục dữ liệu và khôi phục từ bản sao lưu gần nhất."
        )));
    }
    if !args.json {
        desk.out.line("Dữ liệu toàn vẹn.");
    }
    Ok(())
}
