//! Free text of the catalogue, which is mostly one blob with dashes and «Bước n:», set as paragraphs and lists.

use maud::{Markup, html};

use crate::ui::language::vietnamese;

/// Sets text in paragraphs and lists: lines that begin with a dash, plus or star become items.
pub fn prose(text: &str) -> Markup {
    let mut groups: Vec<(bool, Vec<&str>)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let item = line
            .strip_prefix(['-', '–', '+', '•', '*'])
            .map(str::trim_start);
        let (listed, line) = (item.is_some(), item.unwrap_or(line));
        match groups.last_mut() {
            Some((true, lines)) if listed => lines.push(line),
            _ => groups.push((listed, vec![line])),
        }
    }
    html! {
        div class="stack" lang=[vietnamese()] {
            @for (listed, lines) in &groups {
                @if *listed {
                    ul { @for line in lines { li { (step_marked(line)) } } }
                } @else {
                    @for line in lines { p { (step_marked(line)) } }
                }
            }
        }
    }
}

/// «Bước 2: …» with its number set off.
fn step_marked(line: &str) -> Markup {
    let numbered = line
        .strip_prefix("Bước ")
        .and_then(|rest| rest.split_once([':', '.']))
        .filter(|(number, _)| {
            number.trim().chars().all(|c| c.is_ascii_digit()) && !number.trim().is_empty()
        });
    html! {
        @match numbered {
            Some((number, rest)) => { strong { "Bước " (number.trim()) ":" } (rest) }
            None => (line),
        }
    }
}
