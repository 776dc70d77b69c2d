//! Vietnamese letters without their marks: `fold("Hoà Đặng") == "hoa dang"`.

use unicode_normalization::UnicodeNormalization;

/// Lower case without any diacritic, đ as d; spaces and punctuation stay. What people type when they leave marks out,
/// and the same for composed and decomposed input and for both tone placements (hoà, hòa).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd() {
        match c {
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            _ if is_mark(c) => {}
            _ => folded.extend(c.to_lowercase().filter(|c| !is_mark(*c))),
        }
    }
    folded
}

/// Combining marks, and the invisible characters that copying from web pages leaves inside words.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Text as the catalogue should have been typed: NFC, without invisible characters, line breaks as `\n`, no blanks at
/// either end.
pub fn tidy(text: &str) -> String {
    text.nfc()
        .filter(|c| !matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}'))
        .map(|c| if c == '\u{00A0}' { ' ' } else { c })
        .collect::<String>()
        .replace("\r\n", "\n")
        .trim()
        .to_owned()
}

/// [`tidy`] on one line: every run of white space is one blank.
pub fn tidy_line(text: &str) -> String {
    tidy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
