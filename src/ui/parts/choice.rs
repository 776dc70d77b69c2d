//! Fields that offer choices.

use maud::{Markup, Render, html};

use super::field::{Frame, frame_setters};
use super::{Width, field_id, icon};
use crate::ui::entries::Entries;
use crate::ui::language::{say, vietnamese};

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What it means.
    pub hint: Option<String>,
    /// Whether the label is a text of the catalogue, Vietnamese in every language of the page.
    pub catalogue: bool,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            catalogue: false,
        }
    }

    /// A choice that the catalogue names.
    pub fn of_catalogue(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            catalogue: true,
            ..Self::new(value, label)
        }
    }

    /// `lang` of the label, where it is not that of the page.
    fn lang(&self) -> Option<&'static str> {
        vietnamese().filter(|_| self.catalogue)
    }

    /// With an explanation below.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A list that opens: for more than six choices.
#[derive(Debug, Clone, Copy)]
pub struct Select<'a> {
    frame: Frame<'a>,
    choices: &'a [Choice],
    value: &'a str,
    blank: Option<&'a str>,
    width: Width,
}

impl<'a> Select<'a> {
    /// A field with this name in the form and this label.
    pub const fn new(name: &'a str, label: &'a str, choices: &'a [Choice]) -> Self {
        Self {
            frame: Frame::new(name, label),
            choices,
            value: "",
            blank: None,
            width: Width::Full,
        }
    }

    frame_setters!();

    /// Takes value and fault from what was sent.
    #[must_use]
    pub fn of(mut self, entries: &'a Entries) -> Self {
        self.value = entries.value(self.frame.name);
        self.frame.take(entries);
        self
    }

    /// What is chosen.
    #[must_use]
    pub const fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    /// What stands there while nothing is chosen, e.g. "Tất cả".
    #[must_use]
    pub const fn blank(mut self, words: &'a str) -> Self {
        self.blank = Some(words);
        self
    }

    /// How wide.
    #[must_use]
    pub const fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }
}

impl Render for Select<'_> {
    fn render(&self) -> Markup {
        self.frame.wrap(&html! {
            select class=(self.width.class()) id=(self.frame.id()) name=(self.frame.name)
                aria-describedby=[self.frame.described()] aria-invalid=[self.frame.fault.map(|_| "true")]
            {
                @if let Some(words) = self.blank { option value="" { (words) } }
                @for choice in self.choices {
                    option value=(choice.value) lang=[choice.lang()] selected[choice.value == self.value] { (choice.label) }
                }
            }
        })
    }
}

/// All choices in sight; one can be taken.
#[derive(Debug, Clone, Copy)]
pub struct Radios<'a> {
    frame: Frame<'a>,
    choices: &'a [Choice],
    value: &'a str,
    class: &'static str,
}

impl<'a> Radios<'a> {
    /// A group with this name in the form and this question.
    pub const fn new(name: &'a str, question: &'a str, choices: &'a [Choice]) -> Self {
        Self {
            frame: Frame::new(name, question),
            choices,
            value: "",
            class: "choices",
        }
    }

    frame_setters!();

    /// Takes value and fault from what was sent.
    #[must_use]
    pub fn of(mut self, entries: &'a Entries) -> Self {
        self.value = entries.value(self.frame.name);
        self.frame.take(entries);
        self
    }

    /// What is chosen.
    #[must_use]
    pub const fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    /// Beside each other, for short words.
    #[must_use]
    pub const fn inline(mut self) -> Self {
        self.class = "choices inline";
        self
    }

    /// Each in a box of its own, for choices with explanations.
    #[must_use]
    pub const fn boxed(mut self) -> Self {
        self.class = "choices boxed";
        self
    }
}

impl Render for Radios<'_> {
    fn render(&self) -> Markup {
        let id = self.frame.id();
        html! {
            fieldset class=(self.frame.class()) aria-describedby=[self.frame.described()] {
                legend class="label" { (self.frame.label_words()) }
                (self.frame.notes())
                div class=(self.class) {
                    @for (i, choice) in self.choices.iter().enumerate() {
                        label class="choice" {
                            input type="radio" name=(self.frame.name) value=(choice.value)
                                id=(if i == 0 { id.clone() } else { format!("{id}-{}", i + 1) })
                                checked[choice.value == self.value];
                            span {
                                @if let Some(lang) = choice.lang() { span lang=(lang) { (choice.label) } } @else { (choice.label) }
                                @if let Some(hint) = &choice.hint { span class="hint" { (hint) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A box to tick.
#[derive(Debug, Clone, Copy)]
pub struct Checkbox<'a> {
    name: &'a str,
    value: &'a str,
    label: &'a str,
    hint: Option<&'a str>,
    fault: Option<&'a str>,
    checked: bool,
}

impl<'a> Checkbox<'a> {
    /// A box with this name; sends `yes` when ticked.
    pub const fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            value: "yes",
            label,
            hint: None,
            fault: None,
            checked: false,
        }
    }

    /// Sends another value: several boxes may share a name. Call before [`Self::of`].
    #[must_use]
    pub const fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    /// An explanation below.
    #[must_use]
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Ticked.
    #[must_use]
    pub const fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }

    /// Takes state and fault from what was sent.
    #[must_use]
    pub fn of(mut self, entries: &'a Entries) -> Self {
        self.checked = entries.has(self.name, self.value);
        self.fault = entries.fault(self.name);
        self
    }
}

impl Render for Checkbox<'_> {
    fn render(&self) -> Markup {
        let id = if self.value == "yes" {
            field_id(self.name)
        } else {
            field_id(&format!("{}-{}", self.name, self.value))
        };
        html! {
            div class=(if self.fault.is_some() { "field faulty" } else { "field" }) {
                @if let Some(fault) = self.fault {
                    p class="fault" id={ (id) "-loi" } { (icon("alert")) span { span class="sr" { (say!("Lỗi: ")) } (fault) } }
                }
                label class="choice" {
                    input type="checkbox" id=(id) name=(self.name) value=(self.value) checked[self.checked]
                        aria-describedby=[self.fault.map(|_| format!("{id}-loi"))]
                        aria-invalid=[self.fault.map(|_| "true")];
                    span {
                        (self.label)
                        @if let Some(hint) = self.hint { span class="hint" { (hint) } }
                    }
                }
            }
        }
    }
}
