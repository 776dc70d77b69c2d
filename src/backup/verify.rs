//! Checking the whole directory (kiểm tra dữ liệu): every index row owed and found, every file named and whole.

use std::collections::HashSet;

use super::words;
use crate::domain::{calendar::CalendarRows, dossier::Dossier, event::Event};
use crate::files::Files;
use crate::kv::{Kv, KvError, NEXT, Span};
use crate::store::{
    self, Finding, Load, Subject,
    papers::Upload,
    registry,
    settings::{Profile, Visible, setting},
};

/// What the check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Dossiers looked at.
    pub dossiers: u64,
    /// Files looked at.
    pub files: u64,
    /// Procedures that are visible.
    pub procedures: u32,
    /// What is wrong, one line each, in Vietnamese; empty when all is well.
    pub faults: Vec<String>,
}

/// Reads everything once. Blocking, and long on a large office.
pub fn verify(kv: &Kv, files: &Files, progress: &mut dyn FnMut(u64)) -> Result<Report, KvError> {
    let mut report = Report::default();
    let mut faults = Vec::new();
    kv.read(|view| {
        store::check(view, &registry(), &mut |finding: Finding| {
            faults.push(format!("Chỉ mục hoặc bản ghi sai: {finding:?}"));
        })?;
        report.procedures = setting::<Visible>(view)?.unwrap_or_default().count;
        // A setting that cannot be read fails here, by name.
        setting::<Profile>(view)?;
        setting::<CalendarRows>(view)?;
        Ok(())
    })?;
    let mut named = HashSet::new();
    let mut sequences = Sequences::default();
    kv.read(|view| {
        view.each::<Dossier>(&Span::all(), &mut |dossier| {
            report.dossiers += 1;
            if report.dossiers.is_multiple_of(1000) {
                progress(report.dossiers);
            }
            check_dossier(view, &dossier, &mut faults)?;
            sequences.saw(dossier.code.as_str());
            Ok(NEXT)
        })?;
        view.each::<Upload>(&Span::all(), &mut |upload| {
            named.insert((upload.file.sha256.clone(), upload.file.name.clone()));
            Ok(NEXT)
        })
    })?;
    sequences.finish(&mut faults);
    for (sha256, name) in &named {
        report.files += 1;
        if let Some(harm) = files.harm(sha256) {
            let found = words::harm(harm);
            faults.push(format!("Tệp «{name}» ({sha256}) {found}"));
        }
    }
    report.faults = faults;
    Ok(report)
}

/// Each version of a dossier has its line, and each file its record.
fn check_dossier(
    view: &dyn crate::kv::View,
    dossier: &Dossier,
    faults: &mut Vec<String>,
) -> Result<(), KvError> {
    let code = &dossier.code;
    let lines = store::history(view, &Subject::record(dossier), 0, usize::MAX)?;
    let last = lines.last().map(store::Entry::event::<Event>).transpose()?;
    match last {
        None => faults.push(format!("Hồ sơ {code} không có lịch sử xử lý")),
        Some(event) if event.to != dossier.status => {
            faults.push(format!(
                "Trạng thái của hồ sơ {code} khác dòng lịch sử cuối cùng"
            ));
        }
        Some(_) => {}
    }
    for file in dossier.files() {
        let upload = view.load::<Upload>(&file.id)?;
        let used =
            upload.is_some_and(|upload| upload.used_by.iter().any(|used| used == code.as_str()));
        if !used {
            faults.push(format!(
                "Hồ sơ {code} thiếu bản ghi của tệp «{}»",
                file.name
            ));
        }
    }
    Ok(())
}

/// Codes of a day come without gaps; they are read in order.
#[derive(Default)]
struct Sequences {
    day: String,
    seen: Vec<u64>,
    faults: Vec<String>,
}

impl Sequences {
    fn saw(&mut self, code: &str) {
        let Some((day, number)) = code.rsplit_once('-') else {
            return;
        };
        if day != self.day {
            self.close();
            day.clone_into(&mut self.day);
        }
        self.seen.extend(number.parse::<u64>());
    }

    fn close(&mut self) {
        self.seen.sort_unstable();
        let gap = (1..)
            .zip(&self.seen)
            .find(|(expected, number)| expected != *number);
        if let Some((expected, _)) = gap {
            self.faults
                .push(format!("Mã hồ sơ {}-{expected:04} bị thiếu", self.day));
        }
        self.seen.clear();
    }

    fn finish(mut self, faults: &mut Vec<String>) {
        self.close();
        faults.append(&mut self.faults);
    }
}
