//! The text of a QR code (mã QR) on a photograph.

use std::io::Cursor;

use image::imageops::{FilterType, resize};
use image::{GrayImage, ImageReader, Limits};
use rqrr::PreparedImage;

/// Longest sides, in pixels, with which a photograph is looked through one after the other: a code that fills the picture is
/// found soonest in a small one, that of a card held far away only in a large one.
const SIDES: [u32; 3] = [1600, LARGE, 900];

/// A code on a photograph larger than this is looked for in one made smaller.
const LARGE: u32 = 2800;

/// Longest side of a photograph that is opened, in pixels.
const LONGEST: u32 = 12_000;

/// Memory that opening a photograph may take, in bytes.
const MEMORY: u64 = 256 * 1024 * 1024;

/// What the first readable QR code on a photograph (JPEG, PNG) says; `None` when it shows none or is no photograph.
pub fn text_on(photo: &[u8]) -> Option<String> {
    let mut reader = ImageReader::new(Cursor::new(photo))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let grey = reader.decode().ok()?.into_luma8();
    let longest = grey.width().max(grey.height());
    let mut smaller = SIDES.into_iter().filter(|side| *side < longest);
    let found = smaller.find_map(|side| read(&scaled(&grey, side)));
    // One that is not large is looked through as it is, too.
    match found {
        None if longest <= LARGE => read(&grey),
        found => found,
    }
}

/// The picture with this longest side.
fn scaled(grey: &GrayImage, side: u32) -> GrayImage {
    let (width, height) = grey.dimensions();
    let longest = width.max(height);
    let scaled = |length: u32| {
        let length = u64::from(length) * u64::from(side) / u64::from(longest);
        u32::try_from(length.max(1)).unwrap_or(side)
    };
    resize(grey, scaled(width), scaled(height), FilterType::Triangle)
}

fn read(grey: &GrayImage) -> Option<String> {
    let (width, height) = grey.dimensions();
    let pixels = grey.as_raw();
    let width = width as usize;
    let mut prepared =
        PreparedImage::prepare_from_greyscale(width, height as usize, |x, y| pixels[y * width + x]);
    let codes = prepared.detect_grids();
    codes
        .iter()
        .find_map(|code| code.decode().ok())
        .map(|(_, text)| text)
}
