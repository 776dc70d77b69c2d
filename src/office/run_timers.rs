//! The clock's own deeds (mốc tự động): reminders, and what follows a citizen's silence.
//!
//! Each is a transaction of its own, in which the dossier is asked once more; whatever was done meanwhile counts.

use std::collections::HashSet;

use super::slips::{Issuer, Occasion};
use super::{Decline, Declined, Facts, Office};
use crate::domain::action::{Action, Because, Verb};
use crate::domain::audit::{By, Deed, Trace};
use crate::domain::dossier::Dossier;
use crate::domain::event::Actor;
use crate::domain::moves::{Circumstances, Routes};
use crate::domain::time::Moment;
use crate::domain::timer::{Timer, silence_reason};
use crate::domain::workflow::Process;
use crate::kv::{KvError, Span, Tx, keys};
use crate::store::{self, Load, Save, Subject, audit, spaces};

/// Timers looked at in one go.
const PIECE: usize = 200;

/// What the clock did in one round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fired {
    /// Reminders given.
    pub reminders: usize,
    /// Dossiers ended after silence.
    pub silences: usize,
    /// Timers whose deed the law declined; they are logged and tried again in the next round.
    pub declined: usize,
}

impl Office {
    /// Does whatever is due by itself at `now`. Blocking.
    pub fn run_timers(&self, now: Moment) -> Result<Fired, Declined> {
        let Some(facts) = self.facts() else {
            return Ok(Fired::default());
        };
        // A rename that was interrupted is finished here.
        self.rehouse_dossiers(now)?;
        let mut fired = Fired::default();
        // What was tried in this round and is still there: nothing is tried twice.
        let mut tried: HashSet<String> = HashSet::new();
        loop {
            let due = self.timers_until(now, PIECE + tried.len())?;
            let left: Vec<String> = due
                .into_iter()
                .filter(|code| !tried.contains(code))
                .collect();
            if left.is_empty() {
                return Ok(fired);
            }
            for code in left {
                match self.fire(&facts, &code, now) {
                    Ok(Some(Timer::Remind)) => fired.reminders += 1,
                    Ok(Some(Timer::Silence)) => fired.silences += 1,
                    Ok(None) => drop(tried.insert(code)),
                    Err(Declined::Declined(decline)) => {
                        tracing::error!(%code, ?decline, "mốc tự động không thực hiện được");
                        fired.declined += 1;
                        tried.insert(code);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
    }

    fn timers_until(&self, now: Moment, limit: usize) -> Result<Vec<String>, KvError> {
        let end = keys::encode(&now.plus_seconds(1).unix());
        let span = Span::range(keys::encode(&i64::MIN), end).limit(limit);
        let rows = self.kv.read(|view| view.rows(spaces::TIMERS, &span))?;
        rows.into_iter()
            .map(|(key, _)| {
                keys::decode::<(i64, String)>(&key)
                    .map(|(_, code)| code)
                    .map_err(|cause| KvError::unreadable(spaces::TIMERS, &key, cause))
            })
            .collect()
    }

    fn fire(&self, facts: &Facts, code: &str, now: Moment) -> Result<Option<Timer>, Declined> {
        let known = self
            .kv
            .read(|view| view.load::<Dossier>(&code.to_owned()))?;
        let Some(known) = known else {
            return Ok(None);
        };
        let process = self.process(&known.process)?;
        let procedure = self.procedure_version(&known.procedure.code, known.procedure.version)?;
        let issuer = Issuer::new(facts, &self.seal);
        let (facts, code) = (facts.clone(), code.to_owned());
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<Option<Timer>, Declined> {
                let Some(dossier) = tx.load::<Dossier>(&code)? else {
                    return Ok(None);
                };
                let Some((at, timer)) = dossier.timer().filter(|(at, _)| *at <= now) else {
                    return Ok(None);
                };
                let done = match timer {
                    Timer::Remind => dossier.remind(now),
                    Timer::Silence => Some(after_silence(&dossier, &facts, &process, now)?),
                };
                let Some((next, event)) = done else {
                    tracing::error!(%code, %at, "mốc tự động đến hạn mà không có gì để làm");
                    return Ok(None);
                };
                tx.save(&next)?;
                store::journal(tx, &Subject::record(&next), &event)?;
                issuer.issue_for(
                    tx,
                    &Occasion {
                        event: &event,
                        dossier: &next,
                        actor: &event.actor,
                        procedure: procedure.as_deref(),
                        now,
                    },
                )?;
                if timer == Timer::Silence {
                    let trace = Trace::new(&By::CLOCK, Deed::DossierActed, now);
                    audit::write(tx, &trace.on(&*code).detail("silence"))?;
                }
                Ok(Some(timer))
            })
    }
}

/// Stops the dossier, or refuses it where the silence was before reception.
fn after_silence(
    dossier: &Dossier,
    facts: &Facts,
    process: &Process,
    now: Moment,
) -> Result<(Dossier, crate::domain::event::Event), Declined> {
    let because = Because {
        reason: silence_reason(),
    };
    let action = if dossier.waits_before_reception() {
        Action::Refuse(because)
    } else {
        Action::Stop(because)
    };
    debug_assert!(matches!(action.verb(), Verb::Refuse | Verb::Stop));
    let around = Circumstances {
        now,
        calendar: &facts.calendar,
        process,
        routes: Routes {
            reception_unit: facts.profile.reception_unit.clone(),
            ..Routes::default()
        },
        assignee: None,
        advisers: std::collections::BTreeMap::new(),
        files: Vec::new(),
        components: std::collections::BTreeMap::new(),
        reusable: Vec::new(),
        corrected: None,
    };
    dossier
        .act(&Actor::Clock, &action, &around)
        .map_err(|refusal| Decline::from(refusal).into())
}
