//! The text layer of a PDF: what a program wrote, not what a scanner saw. Bounded in size and time, whatever the file is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use lopdf::{Document, LoadOptions};

/// Larger files are scans.
pub const LARGEST: u64 = 20 * 1024 * 1024;
/// Bytes that one stream of the file may unpack to.
const UNPACKED: usize = 16 * 1024 * 1024;
/// Pages that are read.
const PAGES: usize = 40;
/// Bytes of text that are kept: the sense of a paper lies in its beginning.
const LONGEST: usize = 24 * 1024;
/// After so long a file is left unread.
const PATIENCE: Duration = Duration::from_secs(10);
/// Files may nest deeply.
const STACK: usize = 16 * 1024 * 1024;

/// The text of a PDF; empty when it has none or cannot be read. Blocking.
pub fn text(bytes: Vec<u8>) -> String {
    let (give, take) = mpsc::channel();
    let given_up = Arc::new(AtomicBool::new(false));
    let seen = given_up.clone();
    let reading = thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            // Nobody may be listening any more.
            drop(give.send(read(&bytes, &seen)));
        });
    let text = match reading {
        // A reader that panics hangs up.
        Ok(_) => take.recv_timeout(PATIENCE).unwrap_or_default(),
        Err(_) => String::new(),
    };
    given_up.store(true, Ordering::Relaxed);
    text
}

fn read(bytes: &[u8], given_up: &AtomicBool) -> String {
    let options = LoadOptions::with_max_decompressed_size(UNPACKED);
    let Ok(document) = Document::load_mem_with_options(bytes, options) else {
        return String::new();
    };
    let mut text = String::new();
    for page in document.get_pages().into_keys().take(PAGES) {
        if given_up.load(Ordering::Relaxed) || text.len() >= LONGEST {
            break;
        }
        for piece in document.extract_text_chunks_with_limit(&[page], UNPACKED) {
            text.push_str(&piece.unwrap_or_default());
        }
        text.push('\n');
    }
    tidy(&text)
}

/// Blanks as blanks, without what no one can read.
fn tidy(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !c.is_control() || c.is_whitespace())
        .collect();
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.truncate(text.floor_char_boundary(LONGEST));
    text
}
