//! Texts that are longer than their place: the longest name of a procedure has 1,192 letters, of a paper 4,000.

use maud::{Markup, html};

use crate::ui::language::{say, vietnamese};

/// Up to so many letters a text of the catalogue is shown whole.
const WHOLE: usize = 260;

/// Of a longer one so many are shown before it is opened.
const BEGINNING: usize = 150;

/// Text cut at a word so that it has at most `most` characters.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{whole}…")
}

/// A text of the catalogue; of a long one the beginning, and the whole on demand. No part of a sentence: it may be a block.
pub fn long_text(text: &str) -> Markup {
    let lang = vietnamese();
    if text.chars().count() <= WHOLE {
        return html! { span class="prose" lang=[lang] { (text) } };
    }
    html! {
        details class="long-text" {
            summary {
                span class="beginning" lang=[lang] { (shortened(text, BEGINNING)) }
                " " span class="more" { (say!("xem đủ")) } span class="less" { (say!("thu gọn")) }
            }
            div class="prose" lang=[lang] { (text) }
        }
    }
}
