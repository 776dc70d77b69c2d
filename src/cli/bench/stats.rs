//! Figures from many measured times.

use std::time::Duration;

use serde::Serialize;

/// What one client, or all of them together, saw.
#[derive(Debug, Default, Clone)]
pub(super) struct Tally {
    /// Time of each call that was answered rightly, in microseconds.
    pub micros: Vec<u32>,
    /// Calls that were not.
    pub errors: u64,
    /// The first thing that went wrong.
    pub complaint: Option<String>,
}

impl Tally {
    /// Counts a call that was answered rightly.
    pub fn took(&mut self, time: Duration) {
        self.micros
            .push(u32::try_from(time.as_micros()).unwrap_or(u32::MAX));
    }

    /// Counts a call that was not.
    pub fn failed(&mut self, complaint: impl Into<String>) {
        self.errors += 1;
        if self.complaint.is_none() {
            self.complaint = Some(complaint.into());
        }
    }

    /// Adds what another client saw.
    pub fn add(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.errors += other.errors;
        self.complaint = self.complaint.take().or(other.complaint);
    }

    /// The figures of a measurement that ran for `elapsed`.
    pub fn figures(mut self, elapsed: Duration) -> Figures {
        self.micros.sort_unstable();
        let at = |share: f64| {
            let last = self.micros.len().saturating_sub(1);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a share of a length is a length"
            )]
            let place = (share * last as f64).round() as usize;
            self.micros
                .get(place)
                .map_or(0.0, |micros| f64::from(*micros) / 1000.0)
        };
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let rate = self.micros.len() as f64 / elapsed.as_secs_f64().max(1e-9);
        Figures {
            count: self.micros.len(),
            rate,
            p50: at(0.5),
            p95: at(0.95),
            p99: at(0.99),
            max: at(1.0),
            errors: self.errors,
            complaint: self.complaint,
        }
    }
}

/// The figures of one measurement; times in milliseconds.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Figures {
    /// Calls answered rightly.
    pub count: usize,
    /// Of those, how many a second.
    pub rate: f64,
    /// Half of the calls took no longer.
    pub p50: f64,
    /// 95 of 100 took no longer.
    pub p95: f64,
    /// 99 of 100 took no longer.
    pub p99: f64,
    /// None took longer.
    pub max: f64,
    /// Calls that failed.
    pub errors: u64,
    /// The first failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint: Option<String>,
}
