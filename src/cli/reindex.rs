//! `motcua reindex`: makes the full text again from the records, while the old one serves.

use super::desk::Desk;
use super::failure::Failure;

pub(super) fn run(desk: &mut Desk<'_>) -> Result<(), Failure> {
    desk.out.progress("đang dựng chỉ mục thủ tục");
    let procedures = desk.office.rebuild_search()?;
    let all = desk.office.dossier_count()?;
    let out = &mut *desk.out;
    let dossiers = desk.office.rebuild_dossier_search(&mut |done| {
        out.progress(&format!("đang dựng chỉ mục hồ sơ: {done}/{all}"));
    })?;
    desk.out.line(&format!(
        "Đã dựng lại chỉ mục tìm kiếm của {procedures} thủ tục và {dossiers} hồ sơ."
    ));
    Ok(())
}
