//! What is shipped: processes of common procedures within the law's terms, and a default that fits every other one.

use std::collections::{BTreeMap, BTreeSet};

use motcua::domain::clock::Term;
use motcua::domain::dossier::Channel;
use motcua::domain::procedure::Procedure;
use motcua::domain::workflow::{Grounds, StepKind, check, standard};
use motcua::office::shipped;

use super::validator::office;

/// Every numeric term that a dossier under the procedure can get.
fn terms(procedure: &Procedure) -> Vec<Term> {
    let cases = 0..procedure.cases.len();
    cases
        .flat_map(|case| Channel::ALL.map(|way| procedure.term(case, way)))
        .flatten()
        .collect()
}

#[test]
fn shipped_processes_fit_their_procedures_and_the_default_fits_all() {
    let procedures: BTreeMap<String, Procedure> = shipped::procedures()
        .into_iter()
        .map(|one| (one.code.to_string(), one))
        .collect();
    let (officers, units) = office();
    let mut served = BTreeSet::new();
    for (process, codes) in shipped::processes() {
        let terms: Vec<Term> = codes
            .iter()
            .flat_map(|code| terms(&procedures[code]))
            .collect();
        let grounds = Grounds {
            officers: &officers,
            units: &units,
            terms: &terms,
        };
        assert_eq!(check(&process, &grounds), [], "{}", process.id);
        let work = process.steps.iter();
        let work = work.filter(|step| step.kind == StepKind::Work).count();
        assert!(work >= 2, "{} leaves nothing to advance to", process.id);
        for code in codes {
            assert!(served.insert(code.clone()), "{code} has two processes");
        }
    }
    assert!(served.len() >= 30, "only {} procedures", served.len());
    let mut with_a_term = 0;
    for procedure in procedures.values() {
        let terms = terms(procedure);
        with_a_term += usize::from(!terms.is_empty());
        let grounds = Grounds {
            officers: &officers,
            units: &units,
            terms: &terms,
        };
        assert_eq!(check(standard(), &grounds), [], "{}", procedure.code);
    }
    println!(
        "{} shipped processes serve {} procedures; the standard fits all {}, {with_a_term} of them with a numeric term",
        shipped::processes().len(),
        served.len(),
        procedures.len()
    );
}
