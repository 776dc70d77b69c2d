//! Which kinds of file are taken, told by content and not by name.

/// A kind of file: type, endings, and how people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaType {
    /// Internet media type.
    pub name: &'static str,
    /// Endings of file names.
    pub endings: &'static [&'static str],
    /// What people call it.
    pub label: &'static str,
}

/// How many first bytes are looked at.
pub const HEAD: usize = 8192;

/// Everything that is taken.
pub const ALLOWED: &[MediaType] = &[
    MediaType {
        name: "application/pdf",
        endings: &["pdf"],
        label: "PDF",
    },
    MediaType {
        name: "image/jpeg",
        endings: &["jpg", "jpeg"],
        label: "JPG",
    },
    MediaType {
        name: "image/png",
        endings: &["png"],
        label: "PNG",
    },
    MediaType {
        name: "image/webp",
        endings: &["webp"],
        label: "WEBP",
    },
    MediaType {
        name: "image/heif",
        endings: &["heic", "heif"],
        label: "HEIC",
    },
    MediaType {
        name: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        endings: &["docx"],
        label: "DOCX",
    },
    MediaType {
        name: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        endings: &["xlsx"],
        label: "XLSX",
    },
    MediaType {
        name: "application/msword",
        endings: &["doc"],
        label: "DOC",
    },
];

/// The type of a file by its first bytes, if it is one that is taken.
///
/// A name whose ending promises another kind is a disguise and refused as well.
pub fn sniff(head: &[u8], name: &str) -> Option<&'static str> {
    // Some PDFs begin with a few stray bytes; readers accept them within the first kilobyte.
    let pdf = head.iter().take(1024).count() >= 5
        && head[..head.len().min(1024)]
            .windows(5)
            .any(|window| window == b"%PDF-");
    let found = if pdf && !head.starts_with(b"MZ") && !head.starts_with(b"PK") {
        "application/pdf"
    } else {
        infer::get(head)?.mime_type()
    };
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let kind = ALLOWED.iter().find(|kind| kind.name == found)?;
    match ending {
        Some(ending) if !kind.endings.contains(&ending.as_str()) => None,
        _ => Some(kind.name),
    }
}
