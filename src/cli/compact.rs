//! `motcua compact`: gives unused room in the file of records back to the disk.

use std::fs;

use super::data_dir;
use super::desk::Desk;
use super::failure::Failure;
use crate::kv::KvError;

pub(super) fn run(desk: &mut Desk<'_>) -> Result<(), Failure> {
    let path = desk.dir.join(data_dir::RECORDS);
    let size = || fs::metadata(&path).map_or(0, |file| file.len());
    let before = size();
    desk.out.progress("đang thu gọn kho dữ liệu");
    match desk.office.kv.compact() {
        Err(KvError::Busy) => {
            return Err(Failure::failed(
                "Kho dữ liệu đang được đọc liên tục nên chưa thu gọn được; hãy chạy lại lúc vắng người dùng.",
            ));
        }
        compacted => compacted?,
    }
    desk.out.line(&format!(
        "Đã thu gọn kho dữ liệu từ {} MB còn {} MB.",
        before.div_ceil(1 << 20),
        size().div_ceil(1 << 20)
    ));
    Ok(())
}
