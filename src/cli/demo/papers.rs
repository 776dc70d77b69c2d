//! Small real files to attach: one-page PDFs and grey "scans" as PNG.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};

use super::dice::Dice;

/// How many different PDFs and scans there are; attachments with equal content share one stored file.
const PDFS: usize = 6;
const SCANS: usize = 4;

/// A file as somebody would upload it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    pub name: &'static str,
    content: Content,
}

#[derive(Debug, Clone, Copy)]
enum Content {
    Pdf(usize),
    Scan(usize),
}

const PDF_NAMES: [&str; PDFS] = [
    "to-khai.pdf",
    "don-de-nghi.pdf",
    "giay-chung-sinh.pdf",
    "giay-uy-quyen.pdf",
    "so-ho-khau-cu.pdf",
    "hop-dong.pdf",
];
const SCAN_NAMES: [&str; SCANS] = [
    "can-cuoc-mat-truoc.png",
    "can-cuoc-mat-sau.png",
    "anh-chup-giay-to.png",
    "giay-chung-nhan.png",
];

impl Sheet {
    /// Some paper of a citizen.
    pub fn any(dice: &mut Dice) -> Self {
        if dice.percent(60) {
            let at = dice.index(PDFS);
            Self {
                name: PDF_NAMES[at],
                content: Content::Pdf(at),
            }
        } else {
            let at = dice.index(SCANS);
            Self {
                name: SCAN_NAMES[at],
                content: Content::Scan(at),
            }
        }
    }

    /// The paper that the office issues.
    pub fn result() -> Self {
        Self {
            name: "ket-qua.pdf",
            content: Content::Pdf(PDFS),
        }
    }

    /// Its bytes.
    pub fn bytes(self) -> Vec<u8> {
        match self.content {
            Content::Pdf(at) => pdf(PDF_NAMES.get(at).copied().unwrap_or(self.name)),
            Content::Scan(at) => scan(at),
        }
    }
}

/// One page A4 with a heading, in a font that every reader has.
fn pdf(title: &str) -> Vec<u8> {
    let text = format!(
        "BT /F1 18 Tf 72 760 Td (DU LIEU MINH HOA - MOTCUA DEMO) Tj /F1 13 Tf 0 -34 Td ({title}) Tj 0 -24 Td (Tai lieu nay khong co gia tri phap ly.) Tj ET"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let count = objects.len() + 1;
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {count}\n0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        table.extend([format!("{:010} 00000 n \n", pdf.len())]);
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let start = pdf.len();
    let trailer = format!("trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    pdf.extend(table.bytes().chain(trailer.bytes()));
    pdf
}

/// Width and height of a scan, in pixels.
const WIDTH: u32 = 420;
const HEIGHT: u32 = 594;

/// Grey lines on paper, like a page seen from afar.
fn scan(seed: usize) -> Vec<u8> {
    let mut dice = Dice::new(seed as u64 + 7);
    let mut rows = Vec::new();
    let mut ink = 0;
    for y in 0..HEIGHT {
        if y % 22 == 0 {
            ink = dice.between(120, 340);
        }
        let line = y > 60 && y + 60 < HEIGHT && y % 22 < 7;
        // Each row of a PNG begins with its filter; none here.
        rows.push(0);
        for x in 0..WIDTH {
            let dark = line && x > 40 && u64::from(x) < 40 + ink && !x.is_multiple_of(9);
            rows.push(if dark { 70 } else { 244 });
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = packed
        .write_all(&rows)
        .and_then(|()| packed.finish())
        .expect("writing to memory cannot fail");
    let mut header = Vec::new();
    header.extend(WIDTH.to_be_bytes());
    header.extend(HEIGHT.to_be_bytes());
    header.extend([8, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &packed);
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).expect("a scan is small");
    png.extend(length.to_be_bytes());
    png.extend(kind);
    png.extend(data);
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(data);
    png.extend(crc.sum().to_be_bytes());
}
