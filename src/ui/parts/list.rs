//! Lists of what is known: facts, answers, tasks.

use maud::{Markup, html};

use crate::ui::language::say;

/// A fact: what, and how it is.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What.
    pub term: String,
    /// How it is.
    pub value: Markup,
}

impl Fact {
    /// A fact.
    pub fn new(term: impl Into<String>, value: Markup) -> Self {
        Self {
            term: term.into(),
            value,
        }
    }
}

/// The few facts that matter most; `across` sets them beside each other where there is room.
pub fn facts(across: bool, facts: &[Fact]) -> Markup {
    html! {
        dl class={ "facts" @if across { " across" } } {
            @for fact in facts {
                div { dt { (fact.term) } dd { (fact.value) } }
            }
        }
    }
}

/// An answer in "check your answers".
#[derive(Debug, Clone)]
pub struct SummaryRow {
    /// What was asked.
    pub term: String,
    /// What was answered.
    pub value: Markup,
    /// Where to change it.
    pub change: Option<String>,
}

impl SummaryRow {
    /// An answer that stands.
    pub fn new(term: impl Into<String>, value: Markup) -> Self {
        Self {
            term: term.into(),
            value,
            change: None,
        }
    }

    /// With a way to change it.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// Question and answer, line by line.
pub fn summary(rows: &[SummaryRow]) -> Markup {
    html! {
        dl class="summary" {
            @for row in rows {
                div {
                    dt { (row.term) }
                    dd { (row.value) }
                    @if let Some(href) = &row.change {
                        dd class="change" { a href=(href) { (say!("Sửa")) span class="sr" { " " (row.term) } } }
                    }
                }
            }
        }
    }
}

/// Something to be done, and how far it is.
#[derive(Debug, Clone)]
pub struct Task {
    /// What.
    pub name: Markup,
    /// More about it.
    pub hint: Option<String>,
    /// How far: a tag or a button.
    pub state: Markup,
}

/// Things to be done, in order.
pub fn tasks(tasks: &[Task]) -> Markup {
    html! {
        ul class="tasks" role="list" {
            @for task in tasks {
                li {
                    div {
                        (task.name)
                        @if let Some(hint) = &task.hint { p class="hint" { (hint) } }
                    }
                    (task.state)
                }
            }
        }
    }
}
