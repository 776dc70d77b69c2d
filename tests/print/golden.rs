//! Every paper as it looked when somebody last looked at it, and as it was to the byte.
//!
//! `MOTCUA_GOLDEN=1 cargo test --release --test all golden` writes the images and the sums anew; look at every image that
//! changed before it is committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::process::Command;

use motcua::domain::slip::{Print, SlipKind, facts};
use motcua::print::{EDITION, Printer};
use sha2::{Digest, Sha256};

use super::others::{Much, every};
use super::reader::{Printed, said};

/// Dots per inch: enough to see a line that moved, small enough to keep.
const DPI: &str = "40";
/// Sides of the squares that are compared, in dots.
const SQUARE: usize = 16;
/// By how much the mean of a square may differ, of 255: another release of the renderer smooths letters otherwise.
const TOLERANCE: f64 = 12.0;

fn folder() -> PathBuf {
    Path::new("tests/print/golden").to_owned()
}

fn is_writing() -> bool {
    std::env::var_os("MOTCUA_GOLDEN").is_some()
}

/// A page in grey.
#[derive(PartialEq)]
struct Grey {
    width: usize,
    height: usize,
    dots: Vec<u8>,
}

impl Grey {
    fn of(printed: &Printed, page: usize) -> Self {
        let page = page.to_string();
        let image = printed.path().with_extension("");
        said(
            Command::new("pdftoppm")
                .args(["-gray", "-singlefile", "-r", DPI, "-f", &page])
                .arg(printed.path())
                .arg(&image),
        );
        Self::drawn(&fs::read(image.with_extension("pgm")).unwrap())
    }

    /// Reads what the renderer wrote (PGM): `P5`, width, height and the whitest grey, then the dots.
    fn drawn(bytes: &[u8]) -> Self {
        let mut rest = bytes;
        let mut word = || {
            let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
            let (word, after) = rest.split_at(end);
            rest = &after[1..];
            std::str::from_utf8(word).unwrap().to_owned()
        };
        assert_eq!(word(), "P5");
        let (width, height) = (word().parse().unwrap(), word().parse().unwrap());
        assert_eq!(word(), "255");
        let dots = rest.to_vec();
        assert_eq!(dots.len(), width * height);
        Self {
            width,
            height,
            dots,
        }
    }

    fn read(bytes: &[u8]) -> Self {
        let mut reader = png::Decoder::new(BufReader::new(Cursor::new(bytes)))
            .read_info()
            .unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut dots).unwrap();
        assert_eq!(info.color_type, png::ColorType::Grayscale);
        Self {
            width: info.width as usize,
            height: info.height as usize,
            dots,
        }
    }

    fn written(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let (width, height) = (
            u32::try_from(self.width).unwrap(),
            u32::try_from(self.height).unwrap(),
        );
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.dots).unwrap();
        writer.finish().unwrap();
        bytes
    }

    /// The mean of each square, row by row.
    #[expect(clippy::cast_precision_loss, reason = "sums of some hundred dots")]
    fn squares(&self) -> Vec<f64> {
        let mut means = Vec::new();
        for top in (0..self.height).step_by(SQUARE) {
            for left in (0..self.width).step_by(SQUARE) {
                let rows = top..(top + SQUARE).min(self.height);
                let columns = left..(left + SQUARE).min(self.width);
                let count = rows.len() * columns.len();
                let sum: u64 = rows
                    .flat_map(|y| &self.dots[y * self.width..][columns.clone()])
                    .map(|dot| u64::from(*dot))
                    .sum();
                means.push(sum as f64 / count as f64);
            }
        }
        means
    }

    /// The largest difference of two squares; endless when the pages are not of one size.
    fn difference(&self, other: &Self) -> f64 {
        if (self.width, self.height) != (other.width, other.height) {
            return f64::INFINITY;
        }
        let squares = self.squares().into_iter().zip(other.squares());
        squares
            .map(|(one, two)| (one - two).abs())
            .fold(0.0, f64::max)
    }
}

/// The same paper with nothing in it that its facts may do without.
fn without_optionals(print: &Print) -> Print {
    let mut bare = print.clone();
    for sheet in &mut bare.sheets {
        sheet.facts = facts::bare(sheet.kind, &sheet.facts);
        assert!(facts::complete(sheet.kind, &sheet.facts).is_ok());
    }
    bare
}

/// The papers that are kept as images, by name.
fn kept() -> Vec<(String, Print)> {
    let mut kept = Vec::new();
    for (name, much) in [
        ("little", Much::Little),
        ("usual", Much::Usual),
        ("longest", Much::Longest),
    ] {
        for print in every(much) {
            let kind = print.sheets[0].kind;
            let print = sealed(print);
            if much == Much::Usual {
                let bare = without_optionals(&print);
                kept.push((format!("{}-gaps", kind.key()), bare));
            }
            kept.push((format!("{}-{name}", kind.key()), print));
        }
    }
    kept
}

/// With a token as long as those that an office signs, so that the code is as dense as theirs.
fn sealed(mut print: Print) -> Print {
    for sheet in &mut print.sheets {
        if sheet.kind.is_sealed() {
            sheet.token = Some("AQEAAAAAAAAAgAAAAABq7AAM".repeat(7));
        }
    }
    print
}

#[test]
fn golden_every_paper_looks_as_it_did_when_somebody_looked_at_it() {
    let folder = folder();
    fs::create_dir_all(&folder).unwrap();
    let mut known: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "png"))
        .collect();
    let mut wrong = String::new();
    for (name, print) in kept() {
        let printed = Printed::of(&print);
        let pages = printed.pages();
        // The second page of a receipt is its twin.
        let last = (pages > 2).then_some(pages);
        for page in [Some(1), last].into_iter().flatten() {
            let path = folder.join(format!("{name}-{page}-of-{pages}.png"));
            let got = Grey::of(&printed, page);
            known.retain(|one| *one != path);
            let difference =
                fs::read(&path).map_or(f64::INFINITY, |bytes| got.difference(&Grey::read(&bytes)));
            if difference <= TOLERANCE {
                continue;
            }
            if is_writing() {
                fs::write(&path, got.written()).unwrap();
            } else {
                let seen = Path::new(env!("CARGO_TARGET_TMPDIR")).join(path.file_name().unwrap());
                fs::write(&seen, got.written()).unwrap();
                let (path, seen) = (path.display(), seen.display());
                writeln!(wrong, "{path} differs by {difference:.0}: look at {seen}").unwrap();
            }
        }
    }
    for gone in known {
        if is_writing() {
            fs::remove_file(gone).unwrap();
        } else {
            writeln!(wrong, "no paper has this page: {}", gone.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn golden_a_line_that_moved_or_a_word_that_is_gone_is_noticed() {
    let grey = |number: &str| {
        let mut print = every(Much::Usual).remove(0);
        print.sheets[0].facts["applicant"]["name"] = number.into();
        Grey::of(&Printed::of(&print), 1)
    };
    let one = grey("Nguyễn Thị Minh Nguyệt");
    assert!(one.difference(&grey("Nguyễn Thị Minh Nguyệt")) < 0.01);
    assert!(one.difference(&grey("Nguyễn Thị")) > TOLERANCE);
}

/// Whoever changes a template, a font or Typst itself sees the sums change, and is to raise [`EDITION`]: papers that were
/// drawn before can then not be compared, and `motcua verify` says so instead of calling them altered.
#[test]
fn golden_the_same_paper_is_the_same_bytes_until_the_edition_is_raised() {
    let path = folder().join("bytes.txt");
    let printer = Printer::new();
    let mut sums: BTreeMap<&str, String> = every(Much::Usual)
        .into_iter()
        .map(|print| {
            let kind: SlipKind = print.sheets[0].kind;
            (kind.key(), sum(&printer, &sealed(print)))
        })
        .collect();
    // Several papers in one PDF.
    let mut stack = sealed(every(Much::Usual).remove(1));
    stack.sheets.extend(every(Much::Usual).remove(0).sheets);
    stack.sheets.extend(stack.sheets.clone());
    sums.insert("stack", sum(&printer, &stack));
    let mut now = format!("edition {EDITION}\n");
    for (name, sum) in sums {
        writeln!(now, "{name} {sum}").unwrap();
    }
    let before = fs::read_to_string(&path).unwrap_or_default();
    if is_writing() && before.lines().next() != now.lines().next() {
        fs::write(&path, &now).unwrap();
    } else {
        assert_eq!(
            before, now,
            "raise print::EDITION, then write the sums anew"
        );
    }
}

fn sum(printer: &Printer, print: &Print) -> String {
    let pdf = printer.draw(print).unwrap();
    let mut hex = String::new();
    for byte in Sha256::digest(&pdf) {
        write!(hex, "{byte:02x}").unwrap();
    }
    hex
}
