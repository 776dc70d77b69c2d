//! The languages of citizens' pages (ngôn ngữ).
//!
//! The Vietnamese sentence stands in the code and is the message; `assets/words/en.json` says each in English, and
//! `tests/language.rs` fails when one is missing. A page is drawn in the language that its request is answered in.

use std::collections::HashMap;
use std::fmt::Display;
use std::future::Future;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

/// A language that citizens' pages are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vietnamese,
    /// Tiếng Anh.
    English,
}

impl Language {
    /// Every language, the official one first.
    pub const ALL: [Self; 2] = [Self::Vietnamese, Self::English];

    /// For `lang` and for the cookie that remembers the choice (BCP 47).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// In its own words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vietnamese => "Tiếng Việt",
            Self::English => "English",
        }
    }

    /// The language of this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }
}

#[derive(RustEmbed)]
#[folder = "assets/words/"]
struct Words;

/// Vietnamese message → English.
static ENGLISH: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let file = Words::get("en.json").map(|file| file.data);
    serde_json::from_slice(file.as_deref().unwrap_or(b"{}")).unwrap_or_default()
});

tokio::task_local! {
    static SPOKEN: Language;
}

/// Answers in this language: every message drawn meanwhile is said in it.
pub async fn speaking<F: Future>(language: Language, answer: F) -> F::Output {
    SPOKEN.scope(language, answer).await
}

/// Does `work` in this language, on this thread.
pub fn in_language<T>(language: Language, work: impl FnOnce() -> T) -> T {
    SPOKEN.sync_scope(language, work)
}

/// The language of what is being drawn; Vietnamese where nobody chose.
pub fn spoken() -> Language {
    SPOKEN.try_with(|language| *language).unwrap_or_default()
}

/// `lang` for what is Vietnamese whatever the page speaks: names of procedures, what people wrote.
pub fn vietnamese() -> Option<&'static str> {
    (spoken() != Language::Vietnamese).then_some(Language::Vietnamese.code())
}

/// A message in the language of what is being drawn. One that has no translation, such as the label of an office's own
/// form, is said as it stands.
pub fn said(message: &str) -> &str {
    match spoken() {
        Language::Vietnamese => message,
        Language::English => ENGLISH.get(message).map_or(message, String::as_str),
    }
}

/// A message with places `{name}` to fill. What is filled in stands as it is, braces and all.
pub fn said_with(message: &str, parts: &[(&str, &dyn Display)]) -> String {
    let mut rest = said(message);
    let mut filled = String::with_capacity(rest.len() + 16);
    while let Some(place) = rest.find('{') {
        let (before, from) = rest.split_at(place);
        filled.push_str(before);
        let value = parts.iter().find_map(|(name, value)| {
            let after = from[1..].strip_prefix(name)?.strip_prefix('}')?;
            Some((value, after))
        });
        if let Some((value, after)) = value {
            filled.push_str(&value.to_string());
            rest = after;
        } else {
            filled.push('{');
            rest = &from[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// Every message that scripts show, for pages that are not Vietnamese: JSON from Vietnamese message to translation.
pub fn of_scripts() -> Option<&'static str> {
    static SCRIPTS: LazyLock<String> = LazyLock::new(|| {
        let file = Words::get("en-scripts.json").map(|file| file.data);
        // Whitespace out, and nothing that could end the element it stands in.
        let words: serde_json::Value =
            serde_json::from_slice(file.as_deref().unwrap_or(b"{}")).unwrap_or_default();
        words.to_string().replace('<', "\\u003c")
    });
    (spoken() == Language::English).then_some(SCRIPTS.as_str())
}

/// Says a message in the language of what is being drawn: `say!("Tra cứu")` is a `&'static str`,
/// `say!("Tất cả {total} thủ tục", total = view.total)` a `String`.
macro_rules! say {
    ($message:literal) => {
        $crate::ui::language::said($message)
    };
    ($message:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::ui::language::said_with($message, &[$((stringify!($name), &$value)),+])
    };
}

/// A message that is said later, by `said(…)`: for tables of constants.
macro_rules! message {
    ($message:literal) => {
        $message
    };
}

pub(crate) use {message, say};
