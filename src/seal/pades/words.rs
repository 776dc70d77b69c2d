//! Where words stand on a page: as much of the drawing of text as it takes to find a name.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Encoding, Object, ObjectId};
use unicode_normalization::UnicodeNormalization;

/// Largest content of a page that is looked through, in bytes.
const LARGEST: usize = 16 * 1024 * 1024;
/// Letters of a name are about half as wide as they are high.
const WIDE: f32 = 0.5;

/// A line of text that was found, in points of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    /// Half-way between its ends.
    pub middle: f32,
    /// Above its letters.
    pub top: f32,
}

/// A matrix of PDF: `[a b c d e f]`.
#[derive(Debug, Clone, Copy)]
struct Matrix([f32; 6]);

impl Matrix {
    const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(operands: &[Object]) -> Option<Self> {
        let numbers: Option<Vec<f32>> = operands.iter().map(|it| it.as_float().ok()).collect();
        Some(Self(numbers?.try_into().ok()?))
    }

    /// First this one, then `next`.
    fn then(self, next: Self) -> Self {
        let (m, n) = (self.0, next.0);
        Self([
            m[0] * n[0] + m[1] * n[2],
            m[0] * n[1] + m[1] * n[3],
            m[2] * n[0] + m[3] * n[2],
            m[2] * n[1] + m[3] * n[3],
            m[4] * n[0] + m[5] * n[2] + n[4],
            m[4] * n[1] + m[5] * n[3] + n[5],
        ])
    }

    fn moved(self, x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }
}

/// A piece of text that was drawn at once.
struct Piece {
    x: f32,
    y: f32,
    size: f32,
    text: String,
}

/// Every line of the page that has this name in it, from the top downwards.
pub(super) fn lines(document: &Document, page: ObjectId, name: &str) -> Vec<Line> {
    let wanted = squeezed(name);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut rows: BTreeMap<i64, Vec<Piece>> = BTreeMap::new();
    for piece in pieces(document, page).unwrap_or_default() {
        // Pieces of one line stand within a point of one another.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a page is some thousand points high"
        )]
        let row = -piece.y.round() as i64;
        rows.entry(row).or_default().push(piece);
    }
    rows.into_values()
        .filter_map(|mut row| {
            row.sort_by(|a, b| a.x.total_cmp(&b.x));
            found_in(&row, &wanted)
        })
        .collect()
}

/// The place of the name in a row of pieces.
fn found_in(row: &[Piece], wanted: &str) -> Option<Line> {
    let text: String = row.iter().map(|piece| squeezed(&piece.text)).collect();
    let begin = text.find(wanted)?;
    let end = begin + wanted.len();
    let (mut at, mut left, mut right, mut top) = (0, f32::MAX, f32::MIN, f32::MIN);
    for piece in row {
        let own = squeezed(&piece.text);
        let letter = piece.size * WIDE;
        let width = |part: &str| letter * count(part);
        let range = at..at + own.len();
        at = range.end;
        if range.end <= begin || range.start >= end {
            continue;
        }
        // Within a piece the letters are taken to be equally wide; blanks count as letters.
        let before = own
            .get(..begin.saturating_sub(range.start))
            .unwrap_or_default();
        let inside = own
            .get(..(end - range.start).min(own.len()))
            .unwrap_or(&own);
        let stretch = width(&piece.text) / width(&own).max(letter);
        left = left.min(piece.x + width(before) * stretch);
        right = right.max(piece.x + width(inside) * stretch);
        top = top.max(piece.y + piece.size);
    }
    (left < right).then_some(Line {
        middle: f32::midpoint(left, right),
        top,
    })
}

fn count(text: &str) -> f32 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a line has some hundred letters"
    )]
    let count = text.chars().count() as f32;
    count
}

/// Without blanks, in small letters, composed: how one writes the same name twice.
fn squeezed(text: &str) -> String {
    text.nfc()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The state of drawing.
#[derive(Clone, Copy)]
struct State<'a> {
    page: Matrix,
    size: f32,
    leading: f32,
    font: Option<&'a Encoding<'a>>,
}

fn pieces(document: &Document, page: ObjectId) -> Option<Vec<Piece>> {
    let content = document.get_page_content_with_limit(page, LARGEST).ok()?;
    let content = Content::decode(&content).ok()?;
    let fonts: BTreeMap<Vec<u8>, Encoding<'_>> = document
        .get_page_fonts(page)
        .ok()?
        .into_iter()
        .filter_map(|(name, font)| Some((name, font.get_font_encoding(document).ok()?)))
        .collect();
    let mut state = State {
        page: Matrix::ONE,
        size: 0.0,
        leading: 0.0,
        font: None,
    };
    let mut kept = Vec::new();
    let (mut text, mut line) = (Matrix::ONE, Matrix::ONE);
    let mut pieces = Vec::new();
    for operation in &content.operations {
        let operands = operation.operands.as_slice();
        let number = |at: usize| {
            operands
                .get(at)
                .and_then(|it| it.as_float().ok())
                .unwrap_or(0.0)
        };
        match operation.operator.as_str() {
            "q" => kept.push(state),
            "Q" => state = kept.pop().unwrap_or(state),
            "cm" => state.page = Matrix::of(operands)?.then(state.page),
            "BT" => (text, line) = (Matrix::ONE, Matrix::ONE),
            "Tf" => {
                state.font = operands
                    .first()
                    .and_then(|name| fonts.get(name.as_name().ok()?));
                state.size = number(1);
            }
            "TL" => state.leading = number(0),
            "Tm" => {
                line = Matrix::of(operands)?;
                text = line;
            }
            "Td" | "TD" => {
                if operation.operator == "TD" {
                    state.leading = -number(1);
                }
                line = line.moved(number(0), number(1));
                text = line;
            }
            "T*" | "'" | "\"" => {
                line = line.moved(0.0, -state.leading);
                text = line;
                draw(&state, &mut text, operands.last(), &mut pieces);
            }
            "Tj" | "TJ" => draw(&state, &mut text, operands.first(), &mut pieces),
            _ => {}
        }
    }
    Some(pieces)
}

/// Notes down a piece, and moves on by about its width.
fn draw(state: &State<'_>, text: &mut Matrix, shown: Option<&Object>, pieces: &mut Vec<Piece>) {
    let (Some(font), Some(shown)) = (state.font, shown) else {
        return;
    };
    let strings = match shown {
        Object::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let said: String = strings
        .iter()
        .filter_map(|item| Document::decode_text(font, item.as_str().ok()?).ok())
        .collect();
    let at = text.then(state.page);
    pieces.push(Piece {
        x: at.0[4],
        y: at.0[5],
        size: state.size * at.0[3].abs().max(at.0[1].abs()),
        text: said.clone(),
    });
    *text = text.moved(count(&said) * state.size * WIDE, 0.0);
}
