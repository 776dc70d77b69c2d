//! What a digital signature shows on the page: a small PDF of its own, to be put where the signature goes.

use serde_json::json;
use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::{Datetime, Smart};
use typst_as_lib::TypstEngine;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use super::{PrintError, fonts, text};
use crate::domain::time::Moment;

const MAIN: &str = "mark.typ";

/// The mark of a digital signature (hình ảnh chữ ký số), sizes in millimetres.
#[derive(Debug, Clone, Copy)]
pub struct Mark<'a> {
    /// Who signs: the office.
    pub agency: &'a str,
    /// When.
    pub at: Moment,
    /// PNG of the signature of whoever decides.
    pub signature: Option<&'a [u8]>,
    /// PNG of the office's seal, and how far across it really is.
    pub seal: Option<(&'a [u8], f32)>,
}

impl Mark<'_> {
    /// How wide the mark is.
    pub const WIDTH: f32 = 86.0;
    /// How wide the signature of a person is drawn, at most.
    const SIGNATURE: f32 = 44.0;
    /// Below the images: who signed when.
    const WORDS: f32 = 7.5;
    /// How high a mark without a seal is, without the words.
    const LOWEST: f32 = 22.0;

    /// How high the mark is.
    pub fn height(&self) -> f32 {
        match (self.seal, self.signature) {
            (Some((_, across)), _) => across.max(Self::LOWEST) + Self::WORDS,
            (None, Some(_)) => Self::LOWEST + Self::WORDS,
            (None, None) => Self::WORDS + 7.5,
        }
    }

    /// Draws it as a PDF of one page, as large as the mark, without tags: it becomes part of another document. Blocking.
    ///
    /// # Errors
    /// When an image is none that can be drawn, or the name of the office holds control characters.
    pub fn draw(&self) -> Result<Vec<u8>, PrintError> {
        let mut data = json!({
            "width": Self::WIDTH,
            "height": self.height(),
            "signature_width": Self::SIGNATURE,
            "signature": self.signature.is_some(),
            "seal": self.seal.is_some(),
            "seal_across": self.seal.map_or(0.0, |(_, across)| across),
            "agency": self.agency,
            "at": self.at.to_string(),
        });
        text::clean(&mut data, &mut String::new())?;
        let data = serde_json::to_vec(&data).map_err(fault)?;
        let mut files = vec![("mark.json", data)];
        files.extend(self.signature.map(|png| ("signature.png", png.to_vec())));
        files.extend(self.seal.map(|(png, _)| ("seal.png", png.to_vec())));
        let typst = TypstEngine::builder()
            .fonts(fonts::ALL.iter().cloned())
            .with_static_source_file_resolver([(MAIN, include_str!("../../assets/print/mark.typ"))])
            .with_static_file_resolver(files)
            .comemo_evict_max_age(Some(0))
            .build();
        let options = PdfOptions {
            ident: Smart::Custom(format!("mark {} {}", self.agency, self.at)),
            creator: Smart::Custom(Some("motcua".into())),
            timestamp: timestamp(self.at),
            tagged: false,
            ..PdfOptions::default()
        };
        typst
            .with_world(MAIN, |world| {
                let document = typst::compile::<PagedDocument>(world).output;
                let document = document.map_err(|errors| reasons(&errors))?;
                typst_pdf::pdf(&document, &options).map_err(|errors| reasons(&errors))
            })
            .map_err(fault)?
    }
}

/// The day is enough: the moment itself is written on the mark.
fn timestamp(at: Moment) -> Option<Timestamp> {
    let clock = at.civil();
    let part = |number: i8| u8::try_from(number).ok();
    let (month, day) = (part(clock.month())?, part(clock.day())?);
    let moment = Datetime::from_ymd_hms(clock.year().into(), month, day, 0, 0, 0)?;
    Timestamp::new_local(moment, 7 * 60)
}

fn fault(error: impl std::fmt::Display) -> PrintError {
    PrintError::Template(error.to_string())
}

fn reasons(errors: &EcoVec<SourceDiagnostic>) -> PrintError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PrintError::Template(messages.join("; "))
}
