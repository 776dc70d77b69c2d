//! The shipped templates by name.

use typst::syntax::{SyntaxNode, parse};

/// Every shipped file by its virtual path. The list is fixed: Typst keeps each path it ever saw until the process ends.
pub(super) const FILES: [(&str, &str); 15] = [
    ("nd30.typ", include_str!("../../assets/print/nd30.typ")),
    ("print.typ", include_str!("../../assets/print/print.typ")),
    (
        "receipt.typ",
        include_str!("../../assets/print/receipt.typ"),
    ),
    (
        "supplement.typ",
        include_str!("../../assets/print/supplement.typ"),
    ),
    (
        "refusal.typ",
        include_str!("../../assets/print/refusal.typ"),
    ),
    (
        "apology.typ",
        include_str!("../../assets/print/apology.typ"),
    ),
    (
        "apology-2018.typ",
        include_str!("../../assets/print/apology-2018.typ"),
    ),
    ("stop.typ", include_str!("../../assets/print/stop.typ")),
    (
        "control.typ",
        include_str!("../../assets/print/control.typ"),
    ),
    (
        "register.typ",
        include_str!("../../assets/print/register.typ"),
    ),
    ("cover.typ", include_str!("../../assets/print/cover.typ")),
    (
        "envelope.typ",
        include_str!("../../assets/print/envelope.typ"),
    ),
    ("label.typ", include_str!("../../assets/print/label.typ")),
    (
        "checklist.typ",
        include_str!("../../assets/print/checklist.typ"),
    ),
    ("form.typ", include_str!("../../assets/print/form.typ")),
];

/// The source of a shipped template, from which an office may make its own.
pub fn shipped_template(name: &str) -> Option<&'static str> {
    template_names().find(|known| *known == name)?;
    let found = FILES
        .iter()
        .find(|(path, _)| path.strip_suffix(".typ") == Some(name));
    found.map(|(_, source)| *source)
}

/// Whether a template asks what day it is. A paper is the same bytes for ever, so it may not.
pub(super) fn asks_the_clock(source: &str) -> bool {
    fn asks(node: &SyntaxNode) -> bool {
        node.leaf_text().as_str() == "today" || node.children().any(asks)
    }
    asks(&parse(source))
}

/// The templates that draw a paper, without those that they share.
pub fn template_names() -> impl Iterator<Item = &'static str> {
    let names = FILES
        .iter()
        .filter_map(|(path, _)| path.strip_suffix(".typ"));
    names.filter(|name| !matches!(*name, "nd30" | "print"))
}
