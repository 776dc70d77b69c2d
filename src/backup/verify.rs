//! Checking the whole directory (kiểm tra dữ liệu): every index row owed and found, every file named and whole.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use super::archive::{self, Trusted};
use super::head::LeftOut;
use super::{Holdings, words};
use crate::domain::{
    calendar::CalendarRows,
    codes::{AgencyCode, DossierCode, DossierCodeTemplate},
    dossier::Dossier,
    event::Event,
    time::Day,
};
use crate::kv::{KvError, NEXT, STOP, Span, View};
use crate::store::{
    self, Finding, Load, Subject,
    audit::{self, Broken, Checkpoint, Head, Segment},
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
    /// Entries that the audit record ever had.
    pub entries: u64,
    /// Procedures that are visible.
    pub procedures: u32,
    /// What is wrong, one line each, in Vietnamese; empty when all is well.
    pub faults: Vec<String>,
    /// How many of those are index rows, which can be made anew from the records.
    pub index_faults: u64,
    /// Which of those are attachments.
    pub harmed: Vec<LeftOut>,
}

/// Reads everything once. Blocking, and long on a large office.
pub fn verify(holdings: &Holdings<'_>, progress: &mut dyn FnMut(u64)) -> Result<Report, KvError> {
    let (mut report, named) = verify_records(holdings, progress)?;
    for (sha256, name) in named {
        report.files += 1;
        if let Some(harm) = holdings.files.harm(&sha256) {
            let found = words::harm(harm);
            let fault = format!("Tệp «{name}» ({sha256}) {found}");
            report.faults.push(fault);
            report.harmed.push(LeftOut { sha256, name, harm });
        }
    }
    Ok(report)
}

/// Contents that records name: what people call them, by SHA-256.
type Named = BTreeMap<String, String>;

/// The same without reading the attachments; answers those that the records name.
pub(super) fn verify_records(
    holdings: &Holdings<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<(Report, Named), KvError> {
    let mut report = Report::default();
    let mut faults = Vec::new();
    let mut named = BTreeMap::new();
    let mut sequences = Sequences::default();
    // One state for everything, so that whoever works meanwhile is no fault.
    holdings.kv.read(|view| {
        store::check(view, &registry(), &mut |finding: Finding| {
            report.index_faults += u64::from(finding.flaw.is_in_an_index());
            faults.push(words::finding(&finding));
        })?;
        let visible = readable(setting::<Visible>(view), &mut faults)?;
        report.procedures = visible.flatten().unwrap_or_default().count;
        readable(setting::<Profile>(view), &mut faults)?;
        readable(setting::<CalendarRows>(view), &mut faults)?;
        // What cannot be read was told above; the rest is looked at all the same.
        view.each_readable::<Dossier>(&Span::all(), &mut |dossier| {
            report.dossiers += 1;
            if report.dossiers.is_multiple_of(1000) {
                progress(report.dossiers);
            }
            check_dossier(view, &dossier, &mut faults)?;
            sequences.saw(&dossier.code);
            Ok(NEXT)
        })?;
        view.each_readable::<Upload>(&Span::all(), &mut |upload| {
            named.insert(upload.file.sha256, upload.file.name);
            Ok(NEXT)
        })?;
        report.entries = audit::head(view)?.seq;
        faults.extend(check_audit(view, holdings)?);
        Ok(())
    })?;
    sequences.finish(&mut faults);
    report.faults = faults;
    Ok((report, named))
}

/// A setting, unless it cannot be read, which is a fault like others.
fn readable<T>(read: Result<T, KvError>, faults: &mut Vec<String>) -> Result<Option<T>, KvError> {
    match read {
        Ok(setting) => Ok(Some(setting)),
        Err(error @ KvError::Unreadable { .. }) => {
            faults.push(format!("Cài đặt không đọc được: {error}"));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What is wrong when the record does not hold what was its end once; it may lie in an archived file by now.
pub fn missing(holdings: &Holdings<'_>, end: &Head) -> Result<Option<String>, KvError> {
    let broken = words::broken(&Broken::Checkpoint(end.seq));
    let mut found = None;
    holdings.kv.read(|view| {
        if let Some(link) = audit::link_of(view, end.seq)? {
            found = Some(link == end.link);
            return Ok(());
        }
        view.each::<Segment>(&Span::all(), &mut |segment| {
            if segment.first <= end.seq && end.seq <= segment.end.seq {
                found = Some(archive::holds(&holdings.backups(), &segment, end));
                return Ok(STOP);
            }
            Ok(NEXT)
        })
    })?;
    Ok((found != Some(true)).then_some(broken))
}

/// The audit record holds from its first entry to its last, archived ones included, and every checkpoint fits it.
fn check_audit(view: &dyn View, holdings: &Holdings<'_>) -> Result<Option<String>, KvError> {
    let mut start = Head::default();
    let mut wrong = None;
    view.each::<Segment>(&Span::all(), &mut |segment| {
        if segment.first != start.seq + 1 {
            wrong = Some(words::broken(&Broken::Gap(start.seq + 1)));
            return Ok(STOP);
        }
        if let Some(found) = archive::harm(&holdings.backups(), &segment, start) {
            wrong = Some(found);
            return Ok(STOP);
        }
        start = segment.end;
        Ok(NEXT)
    })?;
    if wrong.is_some() {
        return Ok(wrong);
    }
    if let Some(broken) = audit::check(view, start)? {
        return Ok(Some(words::broken(&broken)));
    }
    view.each::<Checkpoint>(&Span::all(), &mut |checkpoint| {
        let seq = checkpoint.head.seq;
        let fits = match audit::link_of(view, seq)? {
            Some(link) => link == checkpoint.head.link,
            // Its entry lies in an archived segment, which was looked at above.
            None => seq <= start.seq,
        };
        if fits && Trusted::Seal(holdings.seal).signed(&checkpoint) {
            return Ok(NEXT);
        }
        wrong = Some(words::broken(&Broken::Checkpoint(seq)));
        Ok(STOP)
    })?;
    Ok(wrong)
}

/// Each version of a dossier has its line, and each file its record.
fn check_dossier(
    view: &dyn crate::kv::View,
    dossier: &Dossier,
    faults: &mut Vec<String>,
) -> Result<(), KvError> {
    let code = &dossier.code;
    let lines = match store::history(view, &Subject::record(dossier), 0, usize::MAX) {
        Ok(lines) => lines,
        // The self-check has told it.
        Err(KvError::Unreadable { .. }) => return Ok(()),
        Err(error) => return Err(error),
    };
    let last = lines.last().map(store::Entry::event::<Event>);
    let Ok(last) = last.transpose() else {
        faults.push(format!(
            "Dòng lịch sử cuối cùng của hồ sơ {code} không đọc được"
        ));
        return Ok(());
    };
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
        let upload = match view.load::<Upload>(&file.id) {
            Err(KvError::Unreadable { .. }) => None,
            loaded => loaded?,
        };
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

/// Codes of a day come without gaps, whatever the pattern was by which each was given.
#[derive(Default)]
struct Sequences(BTreeMap<(AgencyCode, Day), Vec<NonZeroU64>>);

impl Sequences {
    fn saw(&mut self, code: &DossierCode) {
        let seen = self.0.entry((code.agency(), code.day())).or_default();
        seen.push(code.sequence());
    }

    fn finish(self, faults: &mut Vec<String>) {
        for ((agency, day), mut seen) in self.0 {
            seen.sort_unstable();
            let expected = (1..).filter_map(NonZeroU64::new);
            let gap = expected
                .zip(&seen)
                .find(|(expected, number)| expected != *number);
            if let Some((expected, _)) = gap {
                let code = DossierCodeTemplate::default().code(&agency, day, expected);
                faults.push(format!("Mã hồ sơ {code} bị thiếu"));
            }
        }
    }
}
