//! The shipped templates by name.

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
