//! `motcua reindex`: makes the full text again from the records.

use super::desk::Desk;
use super::failure::Failure;

pub(super) fn run(desk: &mut Desk<'_>) -> Result<(), Failure> {
    desk.out.progress("đang dựng chỉ mục tìm kiếm");
    let count = desk.office.rebuild_search()?;
    desk.out.line(&format!(
        "Đã dựng lại chỉ mục tìm kiếm của {count} thủ tục."
    ));
    Ok(())
}
