//! Icons, buttons, cards and the way here.

use maud::{Markup, Render, html};

use super::shortened;
use crate::ui::assets::asset;
use crate::ui::frame::Crumb;
use crate::ui::language::say;

/// A sign from the sprite; decoration only, so words always stand beside it.
pub fn icon(name: &str) -> Markup {
    html! {
        svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            use href={ (asset("icons.svg")) "#" (name) } {}
        }
    }
}

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do on this page.
    #[default]
    Main,
    /// Something else that can be done.
    Second,
    /// Something that cannot be undone.
    Danger,
    /// Looks like a link.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "button",
            Self::Second => "button second",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet",
        }
    }
}

/// A button that sends its form.
#[derive(Debug, Clone, Copy)]
pub struct Button<'a> {
    text: &'a str,
    kind: ButtonKind,
    icon: Option<&'a str>,
    sends: Option<(&'a str, &'a str)>,
    checks: bool,
    small: bool,
    access_key: Option<&'a str>,
}

impl<'a> Button<'a> {
    /// The main button of a form.
    pub const fn new(text: &'a str) -> Self {
        Self {
            text,
            kind: ButtonKind::Main,
            icon: None,
            sends: None,
            checks: true,
            small: false,
            access_key: None,
        }
    }

    /// Another kind.
    #[must_use]
    pub const fn kind(mut self, kind: ButtonKind) -> Self {
        self.kind = kind;
        self
    }

    /// With a sign before the words.
    #[must_use]
    pub const fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Which name and value the form sends when this button is pressed.
    #[must_use]
    pub const fn sends(mut self, name: &'a str, value: &'a str) -> Self {
        self.sends = Some((name, value));
        self
    }

    /// Sends the form as it is, e.g. to go back a step.
    #[must_use]
    pub const fn unchecked(mut self) -> Self {
        self.checks = false;
        self
    }

    /// Pressed by Alt and this key; the words beside it say so.
    #[must_use]
    pub const fn access_key(mut self, key: &'a str) -> Self {
        self.access_key = Some(key);
        self
    }

    /// Smaller, for rows of a table.
    #[must_use]
    pub const fn small(mut self) -> Self {
        self.small = true;
        self
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        html! {
            button type="submit" class={ (self.kind.class()) @if self.small { " small" } }
                name=[self.sends.map(|(name, _)| name)] value=[self.sends.map(|(_, value)| value)]
                formnovalidate[!self.checks] accesskey=[self.access_key]
            {
                @if let Some(name) = self.icon { (icon(name)) }
                (self.text)
            }
        }
    }
}

/// A link that looks like a button: for going somewhere, never for changing something.
pub fn link_button(href: &str, text: &str, kind: ButtonKind, sign: Option<&str>) -> Markup {
    html! {
        a class=(kind.class()) href=(href) {
            @if let Some(name) = sign { (icon(name)) }
            (text)
        }
    }
}

/// Copies `text` where scripts run; hidden elsewhere.
pub fn copy_button(text: &str, label: &str) -> Markup {
    html! {
        button type="button" class="button second small no-print" data-copy=(text) hidden {
            (icon("copy")) span { (label) }
        }
    }
}

/// Opens the browser's print dialogue where scripts run; hidden elsewhere.
pub fn print_button(label: &str) -> Markup {
    html! {
        button type="button" class="button second no-print" data-print="yes" hidden {
            (icon("print")) span { (label) }
        }
    }
}

/// A box of things that belong together.
pub fn card(body: &Markup) -> Markup {
    html! { div class="card" { (body) } }
}

/// Something that opens on demand, without scripts.
pub fn fold(summary: &str, open: bool, body: &Markup) -> Markup {
    html! {
        details class="fold" open[open] {
            summary { (summary) }
            div class="stack" { (body) }
        }
    }
}

/// The way from the home page to here.
pub fn breadcrumb(crumbs: &[Crumb], here: &str) -> Markup {
    html! {
        nav class="crumbs" aria-label=(say!("Đường dẫn")) {
            div class="wrap" {
                ol role="list" {
                    li { a href="/" { (say!("Trang chủ")) } (icon("next")) }
                    @for crumb in crumbs {
                        li { a href=(crumb.href) { (crumb.name) } (icon("next")) }
                    }
                    li aria-current="page" { (shortened(here, 60)) }
                }
            }
        }
    }
}

/// Where a wizard stands; `at` counts from 0.
pub fn steps(names: &[&str], at: usize) -> Markup {
    html! {
        nav aria-label=(say!("Các bước")) {
            ol class="steps" role="list" {
                @for (i, name) in names.iter().enumerate() {
                    li class=[(i < at).then_some("done")] aria-current=[(i == at).then_some("step")] {
                        span class="steps-name" {
                            (name)
                            @if i < at { span class="sr" { (say!(" (đã xong)")) } }
                        }
                    }
                }
            }
        }
    }
}

/// A QR code as an SVG image that takes the width it is given; black on white in every theme, as cameras want it.
pub fn qr_image(text: &str) -> String {
    use fast_qr::convert::{Builder as _, svg::SvgBuilder};
    fast_qr::QRBuilder::new(text)
        .ecl(fast_qr::ECL::M)
        .build()
        .map_or_else(
            |_| String::new(),
            |code| SvgBuilder::default().margin(4).to_str(&code),
        )
}
