//! Where the mark of a signature goes: above the printed name of whoever signs (NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II,
//! khoản 7: between their position and their name), or in the right half of a page, so far above its lower edge.

use lopdf::{Document, Object, ObjectId};

use super::append::SignError;
use super::inspect::read;
use super::object::followed;
use super::words::{Line, lines};

/// Points in a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// The middle of the right column of an administrative paper, as a part of the page's width.
const RIGHT_COLUMN: f32 = 150.0 / 210.0;
/// Least distance of the mark from the edges of the page, in millimetres.
const EDGE: f32 = 5.0;
/// Between the mark and the name below it, in millimetres.
const ABOVE: f32 = 1.5;

/// Where the mark is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wanted<'a> {
    /// Above this name, where it is printed last; without it as by [`Wanted::At`] on the last page, 60 mm up.
    Above(&'a str),
    /// On this page, the last one without a number, with its lower edge so many millimetres up.
    At(Option<u32>, f32),
}

/// A place on a page as it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Number of the page, from 1.
    pub page: u32,
    /// Left, bottom, right, top in points of the page as it is stored.
    pub rect: [f32; 4],
    /// By how many degrees clockwise the page is turned when it is shown.
    pub turned: i64,
}

/// The place for a mark of this size, in millimetres. Blocking.
pub fn place(pdf: &[u8], size: (f32, f32), wanted: Wanted<'_>) -> Result<Place, SignError> {
    let document = read(pdf).ok_or(SignError::NotPdf)?;
    let pages = document.get_pages();
    let (last, _) = pages.last_key_value().ok_or(SignError::NotPdf)?;
    let (number, middle, bottom) = match wanted {
        Wanted::Above(name) => match named(&document, name) {
            Some((page, line)) => (page, Some(line.middle), line.top / POINTS + ABOVE),
            None => (*last, None, 60.0),
        },
        Wanted::At(page, bottom) => (page.unwrap_or(*last), None, bottom),
    };
    let page = *pages.get(&number).ok_or(SignError::NoPage)?;
    let sheet = Sheet::of(&document, page);
    let (across, up) = sheet.shown();
    let (width, height, edge) = (size.0 * POINTS, size.1 * POINTS, EDGE * POINTS);
    let middle = middle.unwrap_or(across * RIGHT_COLUMN);
    let left = (middle - width / 2.0).min(across - edge - width).max(0.0);
    let bottom = (bottom * POINTS).min(up - edge - height).max(0.0);
    Ok(Place {
        page: number,
        rect: sheet.stored([left, bottom, left + width, bottom + height]),
        turned: sheet.turned,
    })
}

/// The last line that is this name, on the last page that has it. Pages that are shown turned are passed over: the place of
/// a line is known as it is stored.
fn named(document: &Document, name: &str) -> Option<(u32, Line)> {
    let pages = document.get_pages();
    pages.iter().rev().find_map(|(number, page)| {
        let sheet = Sheet::of(document, *page);
        if sheet.turned != 0 || (sheet.left, sheet.bottom) != (0.0, 0.0) {
            return None;
        }
        let found = lines(document, *page, name).into_iter().next_back()?;
        Some((*number, found))
    })
}

/// A page as it is stored.
struct Sheet {
    left: f32,
    bottom: f32,
    width: f32,
    height: f32,
    turned: i64,
}

impl Sheet {
    fn of(document: &Document, page: ObjectId) -> Self {
        let edges = inherited(document, page, b"CropBox")
            .or_else(|| inherited(document, page, b"MediaBox"))
            .and_then(|found| {
                let numbers = found.as_array().ok()?.iter();
                let numbers = numbers.map(|it| followed(document, it).as_float().ok());
                <[f32; 4]>::try_from(numbers.collect::<Option<Vec<f32>>>()?).ok()
            })
            .unwrap_or([0.0, 0.0, 595.0, 842.0]);
        let turned = inherited(document, page, b"Rotate").and_then(|it| it.as_i64().ok());
        Self {
            left: edges[0].min(edges[2]),
            bottom: edges[1].min(edges[3]),
            width: (edges[2] - edges[0]).abs(),
            height: (edges[3] - edges[1]).abs(),
            turned: turned.unwrap_or(0).rem_euclid(360),
        }
    }

    /// Width and height as it is shown.
    const fn shown(&self) -> (f32, f32) {
        match self.turned {
            90 | 270 => (self.height, self.width),
            _ => (self.width, self.height),
        }
    }

    /// A rectangle of the page as it is shown, on the page as it is stored.
    fn stored(&self, [left, bottom, right, top]: [f32; 4]) -> [f32; 4] {
        let (width, height) = (self.width, self.height);
        let [x, y, x2, y2] = match self.turned {
            90 => [width - top, left, width - bottom, right],
            180 => [width - right, height - top, width - left, height - bottom],
            270 => [bottom, height - right, top, height - left],
            _ => [left, bottom, right, top],
        };
        [
            x + self.left,
            y + self.bottom,
            x2 + self.left,
            y2 + self.bottom,
        ]
    }
}

/// An entry of a page, or of the folders above it.
fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut dict = document.get_dictionary(page).ok()?;
    for _ in 0..32 {
        if let Ok(found) = dict.get(key) {
            return Some(followed(document, found));
        }
        let parent = dict.get(b"Parent").and_then(Object::as_reference).ok()?;
        dict = document.get_dictionary(parent).ok()?;
    }
    None
}
