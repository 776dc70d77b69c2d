//! The metric twin of Times New Roman, whole Vietnamese alphabet; read in place from the executable.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::Font;

/// Every face that papers use.
pub(super) static ALL: LazyLock<Vec<Font>> = LazyLock::new(|| {
    [
        include_bytes!("../../assets/fonts/LiberationSerif-Regular.ttf").as_slice(),
        include_bytes!("../../assets/fonts/LiberationSerif-Bold.ttf").as_slice(),
        include_bytes!("../../assets/fonts/LiberationSerif-Italic.ttf").as_slice(),
        include_bytes!("../../assets/fonts/LiberationSerif-BoldItalic.ttf").as_slice(),
    ]
    .into_iter()
    .flat_map(|font| Font::iter(Bytes::new(font)))
    .collect()
});
