//! Codes of agencies, dossiers and procedures, and the text of identity cards.

mod cards;
mod codes;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        rng_seed: RngSeed::Fixed(1_004_222),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
