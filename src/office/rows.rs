//! What every import has in common: opening the file, good rows beside bad ones, CSV with a heading.

use std::borrow::Cow;
use std::io::Read;

use crate::domain::fold::{fold, tidy_line};

/// No file that an office imports is larger once unpacked; more is a mistake or an attack.
const LARGEST: u64 = 512 << 20;

/// A row that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Line in the file, counted from 1; in one JSON document the line on which the entry begins.
    pub line: usize,
    /// Code that the row gives, as far as it can be read.
    pub code: String,
    /// What is wrong, in Vietnamese, for whoever has to mend the file.
    pub reason: String,
}

/// A whole file after checking. With one bad row the caller imports nothing, unless told to skip bad rows.
#[derive(Clone, Debug)]
pub struct Parsed<T> {
    /// Good rows with their lines, in the file's order.
    pub rows: Vec<(usize, T)>,
    /// Every bad row, by line.
    pub bad: Vec<BadRow>,
}

impl<T> Default for Parsed<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            bad: Vec::new(),
        }
    }
}

impl<T> Parsed<T> {
    pub(super) fn refuse(&mut self, line: usize, code: &str, reason: impl Into<String>) {
        self.bad.push(BadRow {
            line,
            code: code.to_owned(),
            reason: reason.into(),
        });
    }

    /// A file that cannot be read at all.
    pub(super) fn unreadable(bad: BadRow) -> Self {
        Self {
            rows: Vec::new(),
            bad: vec![bad],
        }
    }

    /// A file without a row is a mistake of whoever chose it, not an empty import.
    pub(super) fn finish(mut self) -> Self {
        if self.rows.is_empty() && self.bad.is_empty() {
            self.refuse(1, "", "Tệp không có dòng dữ liệu nào.");
        }
        self.bad.sort_by_key(|bad| bad.line);
        self
    }
}

/// Unpacks gzip (told by its first bytes, whatever the name), drops a byte order mark, insists on UTF-8.
pub fn open(bytes: &[u8]) -> Result<Cow<'_, str>, BadRow> {
    let refused = |line, reason: &str| BadRow {
        line,
        code: String::new(),
        reason: reason.to_owned(),
    };
    let bytes: Cow<'_, [u8]> = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        flate2::read::MultiGzDecoder::new(bytes)
            .take(LARGEST + 1)
            .read_to_end(&mut unpacked)
            .map_err(|_| refused(1, "Tệp nén gzip bị hỏng hoặc bị cắt."))?;
        unpacked.into()
    } else {
        bytes.into()
    };
    if u64::try_from(bytes.len()).is_ok_and(|size| size > LARGEST) {
        return Err(refused(1, "Tệp quá lớn (hơn 512 MB sau khi giải nén)."));
    }
    let bytes = match bytes {
        Cow::Borrowed(plain) => Cow::Borrowed(plain.strip_prefix(b"\xef\xbb\xbf").unwrap_or(plain)),
        Cow::Owned(mut plain) => {
            if plain.starts_with(b"\xef\xbb\xbf") {
                plain.drain(..3);
            }
            Cow::Owned(plain)
        }
    };
    let not_text = |error: std::str::Utf8Error, bytes: &[u8]| {
        refused(
            line_of(bytes, error.valid_up_to()),
            "Dòng không phải văn bản UTF-8; hãy lưu lại tệp với bảng mã UTF-8.",
        )
    };
    match bytes {
        Cow::Borrowed(plain) => std::str::from_utf8(plain)
            .map(Cow::Borrowed)
            .map_err(|error| not_text(error, plain)),
        Cow::Owned(plain) => String::from_utf8(plain)
            .map(Cow::Owned)
            .map_err(|error| not_text(error.utf8_error(), error.as_bytes())),
    }
}

/// The line, from 1, of the byte at this offset.
pub(super) fn line_of(bytes: &[u8], offset: usize) -> usize {
    1 + bytes
        .iter()
        .take(offset)
        .filter(|byte| **byte == b'\n')
        .count()
}

/// A CSV row by the columns that its reader knows.
pub(super) struct CsvRow<'a> {
    columns: &'a [Option<usize>],
    record: &'a csv::StringRecord,
}

impl CsvRow<'_> {
    /// The cell of the column with this index among the known ones, tidied; empty where the file lacks the column.
    pub(super) fn cell(&self, column: usize) -> String {
        self.columns
            .get(column)
            .copied()
            .flatten()
            .and_then(|at| self.record.get(at))
            .map(tidy_line)
            .unwrap_or_default()
    }
}

/// Reads CSV with a heading. `known` lists for each column the headings that mean it, folded; the first is its name.
/// The first `required` columns must be there, others may be missing; a heading that nothing knows is refused, so that
/// a slip of the pen does not silently lose a column. Comma or semicolon, whichever the heading uses.
pub(super) fn csv_rows<T>(
    text: &str,
    known: &[&[&str]],
    required: usize,
    ignored: &[&str],
    mut read: impl FnMut(usize, &CsvRow<'_>, &mut Parsed<T>),
) -> Parsed<T> {
    let mut parsed = Parsed::default();
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.matches(';').count() > heading.matches(',').count() {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let heading: Vec<String> = reader
        .headers()
        .map(|cells| cells.iter().map(|cell| fold(cell.trim())).collect())
        .unwrap_or_default();
    let columns: Vec<Option<usize>> = known
        .iter()
        .map(|names| {
            heading
                .iter()
                .position(|cell| names.contains(&cell.as_str()))
        })
        .collect();
    for (names, _) in known
        .iter()
        .zip(&columns)
        .take(required)
        .filter(|(_, at)| at.is_none())
    {
        let name = names.first().copied().unwrap_or_default();
        parsed.refuse(1, "", format!("Thiếu cột «{name}» ở dòng tiêu đề."));
    }
    for cell in &heading {
        let cell = cell.as_str();
        let fits = known.iter().any(|names| names.contains(&cell)) || ignored.contains(&cell);
        if !fits {
            parsed.refuse(1, "", format!("Cột «{cell}» không có trong mẫu."));
        }
    }
    if !parsed.bad.is_empty() {
        return parsed;
    }
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let row = CsvRow {
                    columns: &columns,
                    record: &record,
                };
                read(usize::try_from(line).unwrap_or(0), &row, &mut parsed);
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let line = usize::try_from(line).unwrap_or(0);
                parsed.refuse(line, "", "Dòng không đủ số ô như dòng tiêu đề.");
            }
        }
    }
    parsed
}
