//! Fields of forms: label, hint, fault and control, wired together by ids.

use maud::{Markup, Render, html};

use super::icon;
use crate::ui::entries::Entries;
use crate::ui::language::say;

/// The id of the control that a form field is typed into, e.g. `f-applicant-phone`.
///
/// The summary of faults links to it.
pub fn field_id(name: &str) -> String {
    let mut id = String::from("f");
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !part.is_empty() {
            id.push('-');
            id.push_str(part);
        }
    }
    id
}

/// How wide a control is drawn: a hint of how much is expected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Width {
    /// A code, a date.
    Short,
    /// A name, a number.
    Middle,
    /// A sentence.
    #[default]
    Full,
}

impl Width {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Short => "control w-s",
            Self::Middle => "control w-m",
            Self::Full => "control",
        }
    }
}

/// What every field has; the parts below add the control.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) hint: Option<&'a str>,
    pub(super) fault: Option<&'a str>,
    pub(super) source: Option<&'a str>,
    pub(super) optional: bool,
}

impl<'a> Frame<'a> {
    pub(super) const fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            label,
            hint: None,
            fault: None,
            source: None,
            optional: false,
        }
    }

    /// What is wrong with it, and where its value comes from.
    pub(super) fn take(&mut self, entries: &'a Entries) {
        self.fault = entries.fault(self.name);
        self.source = entries.source(self.name);
    }

    pub(super) fn id(&self) -> String {
        field_id(self.name)
    }

    /// For `aria-describedby`: the hint, the source, then the fault.
    pub(super) fn described(&self) -> Option<String> {
        let id = self.id();
        let notes = [
            (self.hint.is_some(), "goi-y"),
            (self.source.is_some(), "nguon"),
            (self.fault.is_some(), "loi"),
        ];
        let there = notes.iter().filter(|(there, _)| *there);
        let ids: Vec<String> = there.map(|(_, note)| format!("{id}-{note}")).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    pub(super) fn class(&self) -> &'static str {
        if self.fault.is_some() {
            "field faulty"
        } else {
            "field"
        }
    }

    pub(super) fn label_words(&self) -> Markup {
        html! {
            (self.label)
            @if self.optional { span class="optional" { (say!(" (không bắt buộc)")) } }
        }
    }

    pub(super) fn notes(&self) -> Markup {
        let id = self.id();
        html! {
            @if let Some(hint) = self.hint { p class="hint" id={ (id) "-goi-y" } { (hint) } }
            @if let Some(source) = self.source { p class="source" id={ (id) "-nguon" } { (source) } }
            @if let Some(fault) = self.fault {
                p class="fault" id={ (id) "-loi" } { (icon("alert")) span { span class="sr" { (say!("Lỗi: ")) } (self.bare(fault)) } }
            }
        }
    }

    /// The fault without the label that the summary needs and the field already shows.
    fn bare(&self, fault: &str) -> String {
        let rest = fault
            .strip_prefix(self.label)
            .and_then(|rest| rest.strip_prefix(": "))
            .unwrap_or(fault);
        let mut letters = rest.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    }

    pub(super) fn wrap(&self, control: &Markup) -> Markup {
        html! {
            div class=(self.class()) {
                label class="label" for=(self.id()) { (self.label_words()) }
                (self.notes())
                (control)
            }
        }
    }
}

macro_rules! frame_setters {
    () => {
        /// Says what is expected, before anything is typed.
        #[must_use]
        pub fn hint(mut self, hint: &'a str) -> Self {
            self.frame.hint = Some(hint);
            self
        }

        /// Says that the field may stay empty.
        #[must_use]
        pub fn optional(mut self) -> Self {
            self.frame.optional = true;
            self
        }

        /// Says what is wrong with it.
        #[must_use]
        pub fn fault(mut self, fault: Option<&'a str>) -> Self {
            self.frame.fault = fault;
            self
        }
    };
}
pub(super) use frame_setters;

/// One line of text.
#[derive(Debug, Clone, Copy)]
pub struct TextField<'a> {
    frame: Frame<'a>,
    value: &'a str,
    kind: &'a str,
    width: Width,
    autocomplete: Option<&'a str>,
    inputmode: Option<&'a str>,
    list: Option<&'a str>,
    maxlength: Option<u32>,
    readonly: bool,
    autofocus: bool,
}

impl<'a> TextField<'a> {
    /// A field with this name in the form and this label.
    pub const fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            frame: Frame::new(name, label),
            value: "",
            kind: "text",
            width: Width::Full,
            autocomplete: None,
            inputmode: None,
            list: None,
            maxlength: None,
            readonly: false,
            autofocus: false,
        }
    }

    frame_setters!();

    /// Takes value and fault from what was sent. A password is never shown again.
    #[must_use]
    pub fn of(mut self, entries: &'a Entries) -> Self {
        self.value = entries.value(self.frame.name);
        self.frame.take(entries);
        self
    }

    /// What it holds.
    #[must_use]
    pub const fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    /// `tel`, `email`, `password`, `number` …
    #[must_use]
    pub const fn kind(mut self, kind: &'a str) -> Self {
        self.kind = kind;
        self
    }

    /// How wide.
    #[must_use]
    pub const fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// What the browser may fill in.
    #[must_use]
    pub const fn autocomplete(mut self, purpose: &'a str) -> Self {
        self.autocomplete = Some(purpose);
        self
    }

    /// Which keyboard a phone shows.
    #[must_use]
    pub const fn inputmode(mut self, mode: &'a str) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// The id of a `datalist` with words to choose from; others may be typed.
    #[must_use]
    pub const fn list(mut self, id: Option<&'a str>) -> Self {
        self.list = id;
        self
    }

    /// No longer than this.
    #[must_use]
    pub const fn maxlength(mut self, letters: u32) -> Self {
        self.maxlength = Some(letters);
        self
    }

    /// Shown, not to be changed.
    #[must_use]
    pub const fn readonly(mut self) -> Self {
        self.readonly = true;
        self
    }

    /// Where typing begins; only where the field is the page's whole purpose.
    #[must_use]
    pub const fn autofocus(mut self, yes: bool) -> Self {
        self.autofocus = yes;
        self
    }
}

impl Render for TextField<'_> {
    fn render(&self) -> Markup {
        let value = if self.kind == "password" {
            ""
        } else {
            self.value
        };
        self.frame.wrap(&html! {
            input class=(self.width.class()) type=(self.kind) id=(self.frame.id()) name=(self.frame.name)
                value=(value) autocomplete=[self.autocomplete] inputmode=[self.inputmode] list=[self.list] maxlength=[self.maxlength]
                aria-describedby=[self.frame.described()] aria-invalid=[self.frame.fault.map(|_| "true")]
                aria-required=[(!self.frame.optional).then_some("true")]
                readonly[self.readonly] autofocus[self.autofocus];
        })
    }
}

/// A date; browsers send it as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy)]
pub struct DateField<'a> {
    frame: Frame<'a>,
    value: &'a str,
    min: Option<&'a str>,
    max: Option<&'a str>,
    time: bool,
}

impl<'a> DateField<'a> {
    /// A field with this name in the form and this label.
    pub const fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            frame: Frame::new(name, label),
            value: "",
            min: None,
            max: None,
            time: false,
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

    /// With a time of day; browsers send `YYYY-MM-DDTHH:MM`.
    #[must_use]
    pub const fn with_time(mut self) -> Self {
        self.time = true;
        self
    }

    /// The first and the last day that make sense, as `YYYY-MM-DD`.
    #[must_use]
    pub const fn between(mut self, min: Option<&'a str>, max: Option<&'a str>) -> Self {
        self.min = min;
        self.max = max;
        self
    }
}

impl Render for DateField<'_> {
    fn render(&self) -> Markup {
        self.frame.wrap(&html! {
            input class=(if self.time { Width::Middle.class() } else { Width::Short.class() })
                type=(if self.time { "datetime-local" } else { "date" }) id=(self.frame.id())
                name=(self.frame.name) value=(self.value) min=[self.min] max=[self.max]
                aria-describedby=[self.frame.described()] aria-invalid=[self.frame.fault.map(|_| "true")]
                aria-required=[(!self.frame.optional).then_some("true")];
        })
    }
}

/// Several lines of text.
#[derive(Debug, Clone, Copy)]
pub struct TextArea<'a> {
    frame: Frame<'a>,
    value: &'a str,
    rows: u8,
}

impl<'a> TextArea<'a> {
    /// A field with this name in the form and this label.
    pub const fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            frame: Frame::new(name, label),
            value: "",
            rows: 4,
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

    /// How many lines are seen at once.
    #[must_use]
    pub const fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }
}

impl Render for TextArea<'_> {
    fn render(&self) -> Markup {
        self.frame.wrap(&html! {
            textarea class="control" id=(self.frame.id()) name=(self.frame.name) rows=(self.rows)
                aria-describedby=[self.frame.described()] aria-invalid=[self.frame.fault.map(|_| "true")]
                aria-required=[(!self.frame.optional).then_some("true")] { (self.value) }
        })
    }
}

/// A file to send along; the form must be `multipart/form-data`.
#[derive(Debug, Clone, Copy)]
pub struct FileField<'a> {
    frame: Frame<'a>,
    accept: Option<&'a str>,
    several: bool,
}

impl<'a> FileField<'a> {
    /// A field with this name in the form and this label.
    pub const fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            frame: Frame::new(name, label),
            accept: Some("application/pdf,image/jpeg,image/png,image/heic,.doc,.docx"),
            several: false,
        }
    }

    frame_setters!();

    /// Takes the fault from what was sent; a browser never shows a chosen file again.
    #[must_use]
    pub fn of(mut self, entries: &'a Entries) -> Self {
        self.frame.take(entries);
        self
    }

    /// Which files the dialogue offers.
    #[must_use]
    pub const fn accept(mut self, kinds: &'a str) -> Self {
        self.accept = Some(kinds);
        self
    }

    /// More than one at once.
    #[must_use]
    pub const fn several(mut self) -> Self {
        self.several = true;
        self
    }
}

impl Render for FileField<'_> {
    fn render(&self) -> Markup {
        self.frame.wrap(&html! {
            input class="control" type="file" id=(self.frame.id()) name=(self.frame.name)
                accept=[self.accept] multiple[self.several]
                aria-describedby=[self.frame.described()] aria-invalid=[self.frame.fault.map(|_| "true")];
        })
    }
}
