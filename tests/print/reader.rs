//! Reads a printed slip back with tools that know nothing of how it was drawn.

use std::path::PathBuf;
use std::process::Command;

use motcua::domain::slip::Print;
use motcua::print::Printer;

use super::samples::{Facts, printed};

/// A printed slip in a directory of its own, for the tools that read it back.
pub(super) struct Printed {
    dir: tempfile::TempDir,
}

impl Printed {
    pub(super) fn new(facts: &impl Facts) -> Self {
        Self::of(&printed(facts))
    }

    pub(super) fn of(print: &Print) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pdf = Printer::new().draw(print).unwrap();
        std::fs::write(dir.path().join("slip.pdf"), pdf).unwrap();
        Self { dir }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.dir.path().join("slip.pdf")
    }

    pub(super) fn text(&self, page: Option<usize>) -> String {
        let page = page.map(|page| page.to_string());
        let mut command = Command::new("pdftotext");
        if let Some(page) = &page {
            command.args(["-f", page, "-l", page]);
        }
        said(command.arg("-raw").arg(self.path()).arg("-"))
    }

    pub(super) fn pages(&self) -> usize {
        said(Command::new("pdfinfo").arg(self.path()))
            .lines()
            .find_map(|line| line.strip_prefix("Pages:"))
            .unwrap()
            .trim()
            .parse()
            .unwrap()
    }

    /// What a scanner finds on the page, sorted.
    pub(super) fn scan(&self, page: usize, dpi: usize) -> Vec<String> {
        let image = self.dir.path().join("page");
        said(
            Command::new("pdftoppm")
                .args(["-png", "-singlefile", "-gray", "-r", &dpi.to_string()])
                .args(["-f", &page.to_string()])
                .arg(self.path())
                .arg(&image),
        );
        let mut marks: Vec<String> = said(
            Command::new("zbarimg")
                .args(["-q", "--nodbus"])
                .arg(image.with_extension("png")),
        )
        .lines()
        .map(str::to_owned)
        .collect();
        marks.sort();
        marks
    }
}

pub(super) fn said(command: &mut Command) -> String {
    let output = command
        .output()
        .expect("the tool is installed by tests/run");
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Without white space and direction marks, which belong to the layout.
pub(super) fn ink(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{202A}'..='\u{202E}'))
        .collect()
}

#[track_caller]
pub(super) fn assert_says(page: &str, words: &str) {
    assert!(
        ink(page).contains(&ink(words)),
        "{words:?} is missing from:\n{page}"
    );
}
