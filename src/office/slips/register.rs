//! Sổ theo dõi hồ sơ: every dossier that was received in a period, in the order of the register's numbers.

use super::super::Office;
use super::as_of_now::agency;
use super::issue::Issuer;
use super::statutory::written;
use super::wording;
use crate::domain::dossier::Dossier;
use crate::domain::event::{Event, Happening};
use crate::domain::slip::facts::{Entry, Register};
use crate::domain::slip::{PaperSize, Period, Print, SlipKind};
use crate::domain::status::Status;
use crate::domain::time::{Day, Moment};
use crate::kv::{KvError, NEXT, STOP, Span, View, keys};
use crate::store::{self, Load, Subject, spaces};

/// Lines of one volume (quyển): a longer period fills several, each a PDF with page numbers of its own, so that a year of
/// 100,000 dossiers is never in memory at once.
pub const VOLUME: usize = 500;

impl Office {
    /// How many lines the register of a period has.
    pub fn register_total(&self, period: Period) -> Result<usize, KvError> {
        self.kv.read(|view| {
            let mut total = 0;
            view.scan(spaces::SLIPS_BY_TIME, &span(period), &mut |key, _| {
                total += usize::from(is_first(key));
                Ok(NEXT)
            })?;
            Ok(total)
        })
    }

    /// At most `limit` lines of the register of a period, without the first `skipped`.
    pub fn register(
        &self,
        period: Period,
        skipped: usize,
        limit: usize,
    ) -> Result<Vec<Entry>, KvError> {
        let facts = self.facts();
        let office = facts.map_or_else(String::new, |facts| facts.profile.agency_name.clone());
        self.kv.read(|view| {
            let mut keys = Vec::with_capacity(limit);
            let mut seen = 0;
            view.scan(spaces::SLIPS_BY_TIME, &span(period), &mut |key, _| {
                if !is_first(key) {
                    return Ok(NEXT);
                }
                seen += 1;
                if seen > skipped {
                    keys.push(key.to_vec());
                }
                Ok(if keys.len() < limit { NEXT } else { STOP })
            })?;
            let mut entries = Vec::with_capacity(keys.len());
            for key in &keys {
                let (_, _, number, code, _) = read_key(key)?;
                if let Some(dossier) = view.load::<Dossier>(&code)? {
                    entries.push(entry(view, number, &dossier, &office)?);
                }
            }
            Ok(entries)
        })
    }

    /// One volume of the register as a paper, the first is 1; `None` when there is no such volume.
    pub fn register_volume(
        &self,
        period: Period,
        volume: usize,
        now: Moment,
    ) -> Result<Option<Print>, KvError> {
        let Some(facts) = self.facts() else {
            return Ok(None);
        };
        let total = self.register_total(period)?;
        let volumes = total.div_ceil(VOLUME).max(1);
        if !(1..=volumes).contains(&volume) {
            return Ok(None);
        }
        let issuer = Issuer::new(&facts, &self.seal);
        let register = Register {
            head: issuer.head(None, now),
            volume: if volumes == 1 {
                period.volume()
            } else {
                format!("{} ({volume}/{volumes})", period.volume())
            },
            from: period.from,
            to: period.to,
            first_page: 1,
            last: true,
            total: total as u64,
            entries: self.register(period, (volume - 1) * VOLUME, VOLUME)?,
        };
        let sheet = issuer.sheet_now(SlipKind::Register, written(&register), &period.key(), now);
        Ok(Some(Print::one(sheet, PaperSize::A4, now)))
    }
}

/// The rows of the index of slips that fall into the period.
fn span(period: Period) -> Span {
    let (from, to) = period.bounds();
    let kind = SlipKind::Receipt.key();
    Span::range(
        keys::encode(&(kind, from.unix())),
        keys::encode(&(kind, to.unix())),
    )
}

type Key = (String, i64, u64, String, u32);

fn read_key(key: &[u8]) -> Result<Key, KvError> {
    keys::decode(key).map_err(|error| KvError::unreadable(spaces::SLIPS_BY_TIME, key, error))
}

/// A correction issues another receipt and makes no second line.
fn is_first(key: &[u8]) -> bool {
    read_key(key).is_ok_and(|(_, _, _, _, edition)| edition == 1)
}

fn entry(view: &dyn View, number: u64, dossier: &Dossier, office: &str) -> Result<Entry, KvError> {
    let applicant = &dossier.applicant;
    let handover = dossier.handover.as_ref();
    let closed = dossier.status.is_closed() && handover.is_none();
    Ok(Entry {
        number,
        dossier: dossier.code.to_string(),
        procedure: dossier.procedure.name.clone(),
        sets: 1,
        applicant: applicant.name.to_string(),
        contact: format!("{}; {}", applicant.address, applicant.phone),
        agency: agency(dossier, office),
        received: dossier.received_at.map(Moment::day),
        due: dossier.due_at.map(Moment::day),
        forwarded: forwarded(view, dossier)?,
        finished: dossier.finished_at.map(Moment::day),
        returned: handover.map(|handover| handover.at.day()),
        method: Some(
            wording::short_method(handover.map_or(dossier.delivery.method, |it| it.method))
                .to_owned(),
        ),
        signed_by: handover.map(|handover| handover.received_by.clone()),
        note: (closed || dossier.status == Status::Stopped)
            .then(|| dossier.status.official_name().to_owned()),
    })
}

/// When the dossier first went to the unit that decides.
fn forwarded(view: &dyn View, dossier: &Dossier) -> Result<Option<Day>, KvError> {
    if matches!(dossier.status, Status::Registered | Status::Received) && dossier.trail.is_empty() {
        return Ok(None);
    }
    let subject = Subject::record(dossier);
    let mut after = 0;
    loop {
        let lines = store::history(view, &subject, after, 8)?;
        for line in &lines {
            after = line.seq;
            let event = line.event::<Event>()?;
            let moved = matches!(
                event.happening,
                Happening::Forwarded { .. } | Happening::Advanced { .. }
            );
            if moved {
                return Ok(Some(event.at.day()));
            }
        }
        if lines.len() < 8 {
            return Ok(None);
        }
    }
}
