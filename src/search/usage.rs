//! What the office really receives raises a result.

use std::collections::HashMap;

/// What the procedure that is asked for most often is worth, in the measure of the closer look: less than the office's level.
const MOST: f32 = 0.2;

/// A procedure that was asked for as often as this is really common; what a young office has received says little.
const COMMON: u64 = 100;

/// How often procedures were asked for at this office.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Usage {
    worth: HashMap<Box<str>, f32>,
}

impl Usage {
    /// From how many dossiers each procedure has, by the logarithm: the tenth counts for more than the hundredth.
    pub fn of<'a>(counts: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a weight")]
        let weigh = |count: u64| (count as f32).ln_1p();
        let weights: Vec<(&str, f32)> = counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(code, count)| (code, weigh(count)))
            .collect();
        let top = weights
            .iter()
            .map(|(_, weight)| *weight)
            .fold(weigh(COMMON), f32::max);
        let worth = weights
            .into_iter()
            .map(|(code, weight)| (code.into(), MOST * weight / top))
            .collect();
        Self { worth }
    }

    /// What it adds to a procedure's score.
    pub(super) fn worth(&self, code: &str) -> f32 {
        self.worth.get(code).copied().unwrap_or_default()
    }

    /// Whether nothing is known.
    pub(super) fn is_empty(&self) -> bool {
        self.worth.is_empty()
    }
}
