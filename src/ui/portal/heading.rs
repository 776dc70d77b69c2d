//! Headings of the catalogue, which decorates them with stars and colons.

/// A group's heading without the source's leading stars and dashes and its closing colon.
pub fn heading(group: &str) -> &str {
    group
        .trim()
        .trim_start_matches(['*', '-', '+', '–', ' '])
        .trim_end_matches([':', ' '])
}
