//! Slowing down whoever guesses: counted for each account or dossier *and* address, so that
//! strangers cannot lock out the owner. Only failures count.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::domain::time::Moment;

/// Failures allowed before waiting.
const ALLOWED: u32 = 5;
/// Seconds after which failures are forgotten.
const FORGET: i64 = 15 * 60;
/// Keys remembered at most; beyond that the stale ones are dropped.
const REMEMBERED: usize = 10_000;

/// Failed attempts in memory; a restart forgets them.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<(String, IpAddr), Failures>>);

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    first: Moment,
}

impl Throttle {
    /// Seconds to wait before `what` may be tried again from `address`; `None` when it may.
    pub fn wait(&self, what: &str, address: IpAddr, now: Moment) -> Option<u64> {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = failures.get(&key(what, address))?;
        let left = failed.first.unix() + FORGET - now.unix();
        (failed.count >= ALLOWED && left > 0).then(|| left.unsigned_abs())
    }

    /// Counts a failure.
    pub fn failed(&self, what: &str, address: IpAddr, now: Moment) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED {
            failures.retain(|_, failed| failed.first.unix() + FORGET > now.unix());
        }
        let fresh = Failures {
            count: 0,
            first: now,
        };
        let failed = failures.entry(key(what, address)).or_insert(fresh);
        if failed.first.unix() + FORGET <= now.unix() {
            *failed = fresh;
        }
        failed.count += 1;
    }

    /// A right answer wipes the slate.
    pub fn succeeded(&self, what: &str, address: IpAddr) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&key(what, address));
    }
}

/// One IPv6 subscriber has a whole /64.
fn key(what: &str, address: IpAddr) -> (String, IpAddr) {
    let address = match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 @ IpAddr::V4(_) => v4,
    };
    (what.trim().to_lowercase(), address)
}
