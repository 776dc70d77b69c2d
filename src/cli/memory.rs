//! Memory as an office's PC has it: little.

/// Asks for small pages alone. With huge ones, what is half free stays with the program as a whole: after an import that is
/// a third of all memory. A system that knows no such wish is left as it is.
pub(super) fn in_small_pages() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::debug!(%error, "bộ nhớ trang lớn vẫn bật");
    }
}
