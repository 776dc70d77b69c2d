//! Fields in the cells of a table that is filled in: a row each, with the label above and the fault beside.

use maud::{Markup, html};

use crate::ui::Entries;
use crate::ui::parts::{field_id, icon};

/// The fields of one row: their names begin with `of`, and whoever does not see the table hears `row` with each label.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    entries: &'a Entries,
    of: &'a str,
    row: &'a str,
}

impl<'a> Cells<'a> {
    /// The row whose fields are named `of.part`.
    pub const fn new(entries: &'a Entries, of: &'a str, row: &'a str) -> Self {
        Self { entries, of, row }
    }

    /// The name of a field of this row.
    pub fn name(&self, part: &str) -> String {
        format!("{}.{part}", self.of)
    }

    /// What a field of this row holds.
    pub fn value(&self, part: &str) -> &'a str {
        self.entries.value(&self.name(part))
    }

    fn field(&self, name: &str, label: &str, control: &Markup) -> Markup {
        let fault = self.entries.fault(name);
        html! {
            label class={ "cell-field" @if fault.is_some() { " faulty" } } {
                span class="small soft" { (label) span class="sr" { " " (self.row) } }
                @if let Some(fault) = fault {
                    span class="fault small" { (icon("alert")) span { span class="sr" { "Lỗi: " } (fault) } }
                }
                (control)
            }
        }
    }

    /// One line of text; `list` is the id of a `datalist`.
    pub fn line(&self, part: &str, label: &str, list: Option<&str>) -> Markup {
        let name = self.name(part);
        let wrong = self.entries.fault(&name).map(|_| "true");
        self.field(&name, label, &html! {
            input class="control" id=(field_id(&name)) name=(name) value=(self.entries.value(&name)) list=[list] maxlength="300" aria-invalid=[wrong];
        })
    }

    /// A number, with the keyboard for numbers on a phone.
    pub fn number(&self, part: &str, label: &str) -> Markup {
        let name = self.name(part);
        let wrong = self.entries.fault(&name).map(|_| "true");
        self.field(&name, label, &html! {
            input class="control" id=(field_id(&name)) name=(name) value=(self.entries.value(&name)) inputmode="decimal" maxlength="20" aria-invalid=[wrong];
        })
    }

    /// Several lines of text.
    pub fn lines(&self, part: &str, label: &str, rows: u8) -> Markup {
        let name = self.name(part);
        let wrong = self.entries.fault(&name).map(|_| "true");
        self.field(&name, label, &html! {
            textarea class="control" id=(field_id(&name)) name=(name) rows=(rows) aria-invalid=[wrong] { (self.entries.value(&name)) }
        })
    }

    /// One of a few: what is sent, what is read.
    pub fn choice(&self, part: &str, label: &str, choices: &[(&str, &str)]) -> Markup {
        let name = self.name(part);
        let chosen = self.entries.value(&name);
        self.field(
            &name,
            label,
            &html! {
                select class="control" id=(field_id(&name)) name=(name) {
                    @for (key, words) in choices {
                        option value=(key) selected[chosen == *key] { (words) }
                    }
                }
            },
        )
    }

    /// A box to tick; several may share a name.
    pub fn tick(&self, part: &str, value: &str, label: &str) -> Markup {
        let name = self.name(part);
        html! {
            label class="choice small" {
                input type="checkbox" id=(field_id(&format!("{name}-{value}"))) name=(name) value=(value) checked[self.entries.has(&name, value)];
                span { (label) span class="sr" { " " (self.row) } }
            }
        }
    }

    /// What is wrong with a group of boxes.
    pub fn fault(&self, part: &str) -> Markup {
        let name = self.name(part);
        html! {
            @if let Some(fault) = self.entries.fault(&name) {
                p class="fault small" id=(field_id(&name)) tabindex="-1" { (icon("alert")) span { span class="sr" { "Lỗi: " } (fault) } }
            }
        }
    }
}
