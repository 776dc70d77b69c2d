//! The search box: an ordinary form, with suggestions where scripts run.

use maud::{Markup, Render, html};

use super::{Button, field_id};
use crate::ui::language::say;

/// A search box for procedures; sends `q`.
#[derive(Debug, Clone, Copy)]
pub struct SearchBox<'a> {
    /// Where the form goes.
    pub action: &'a str,
    /// What is asked for; a label, always seen.
    pub label: &'a str,
    /// An example.
    pub hint: Option<&'a str>,
    /// What was searched for.
    pub value: &'a str,
    /// Tells several boxes of one page apart; part of the ids.
    pub key: &'a str,
    /// Whether procedures are suggested while typing.
    pub suggest: bool,
}

impl Render for SearchBox<'_> {
    fn render(&self) -> Markup {
        let id = field_id(&format!("q-{}", self.key));
        html! {
            form class="search" role="search" method="get" action=(self.action) data-suggest=[self.suggest.then_some("yes")] {
                label class="label" for=(id) { (self.label) }
                @if let Some(hint) = self.hint { p class="hint" id={ (id) "-goi-y" } { (hint) } }
                div class="search-line" {
                    input class="control" type="search" id=(id) name="q" value=(self.value) maxlength="200" autocomplete="off"
                        aria-describedby=[self.hint.map(|_| format!("{id}-goi-y"))];
                    (Button::new(say!("Tìm")).icon("search"))
                }
            }
        }
    }
}
