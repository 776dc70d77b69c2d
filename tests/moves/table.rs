//! Every verb in every status by everybody, against the table copied from the contract.

use motcua::domain::action::Verb;
use motcua::domain::dossier::Dossier;
use motcua::domain::moves::available;
use motcua::domain::officer::Role;
use motcua::domain::refusal::{Refusal, RefusalKind};
use motcua::domain::workflow::standard;

use super::people::{Around, citizen, everybody, officer};
use crate::support::{BEGIN, at};
use crate::table::{ROLES, TABLE, anybody_may, fields, has_role, leads_to, may};

/// Brought to a status by those who would, all of it by the first officer of each role.
fn in_status(around: &Around, status: u64) -> Dossier {
    let steps: &[(&str, &str)] = match status {
        1 => &[],
        2 => &[("reception", "accept")],
        3 => &[("reception", "refuse")],
        4 => &[("reception", "accept"), ("reception", "forward")],
        5 => &[
            ("reception", "accept"),
            ("reception", "forward"),
            ("specialist", "request_supplement"),
        ],
        6 => &[
            ("reception", "accept"),
            ("reception", "forward"),
            ("specialist", "request_payment"),
        ],
        7 => &[("citizen", "withdraw")],
        8 => &[
            ("reception", "accept"),
            ("reception", "forward"),
            ("leader", "stop"),
        ],
        9 => &[
            ("reception", "accept"),
            ("reception", "forward"),
            ("specialist", "propose"),
            ("leader", "approve"),
        ],
        _ => &[
            ("reception", "accept"),
            ("reception", "forward"),
            ("specialist", "propose"),
            ("leader", "approve"),
            ("reception", "return_result"),
        ],
    };
    let mut dossier = around.filed().0;
    for (role, verb) in steps {
        dossier = step(around, &dossier, role, verb);
    }
    assert_eq!(u64::from(dossier.status.code()), status);
    dossier
}

fn step(around: &Around, dossier: &Dossier, role: &str, verb: &str) -> Dossier {
    let (_, actor) = everybody()
        .into_iter()
        .find(|(known, _)| *known == role)
        .unwrap();
    around.act(dossier, &actor, verb, fields(verb)).unwrap().0
}

#[test]
fn every_verb_of_the_contract_is_one_of_ours_and_no_other() {
    let ours: Vec<&str> = Verb::ALL.iter().map(|verb| verb.key()).collect();
    let theirs: Vec<&str> = TABLE.iter().map(|(verb, _)| *verb).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn everybody_tries_everything_everywhere() {
    let around = Around::new(at(BEGIN));
    for status in 1..=10 {
        let dossier = in_status(&around, status);
        for (verb, _) in TABLE {
            for (role, actor) in everybody() {
                let place = format!("{role} {verb} in {status}");
                let done = around.act(&dossier, &actor, verb, fields(verb));
                if !has_role(verb, role) {
                    let refusal = done.unwrap_err();
                    assert_eq!(
                        refusal.kind(),
                        RefusalKind::Forbidden,
                        "{place}: {refusal:?}"
                    );
                } else if !anybody_may(verb, status) {
                    let refusal = done.unwrap_err();
                    assert_eq!(
                        refusal.kind(),
                        RefusalKind::Conflict,
                        "{place}: {refusal:?}"
                    );
                } else if let Ok((next, event)) = done {
                    assert!(may(verb, role, status), "{place} was allowed");
                    assert_eq!(
                        u64::from(next.status.code()),
                        leads_to(verb, status),
                        "{place}"
                    );
                    assert_eq!(event.from, Some(dossier.status), "{place}");
                    assert_eq!(event.to, next.status, "{place}");
                }
            }
        }
    }
}

#[test]
fn pages_offer_what_would_not_be_refused() {
    let around = Around::new(at(BEGIN));
    let roles = [
        Role::Citizen,
        Role::Reception,
        Role::Specialist,
        Role::Leader,
        Role::Admin,
    ];
    for status in 1..=10 {
        let dossier = in_status(&around, status);
        for (role, key) in roles.into_iter().zip(ROLES) {
            let name = ["congdan", "tiepnhan", "chuyenvien", "lanhdao", "quantri"]
                [ROLES.iter().position(|known| *known == key).unwrap()];
            let actor = if role == Role::Citizen {
                citizen()
            } else {
                officer(name, role)
            };
            let offered = available(&dossier, &actor, standard());
            for verb in Verb::ALL {
                let done = around.act(&dossier, &actor, verb.key(), fields(verb.key()));
                let refused = matches!(
                    done.as_ref().err().map(Refusal::kind),
                    Some(RefusalKind::Forbidden | RefusalKind::Conflict)
                );
                let place = format!("{key} {} in {status}: {done:?}", verb.key());
                assert_eq!(offered.contains(verb), !refused, "{place}");
            }
        }
    }
}

#[test]
fn whoever_has_two_roles_still_cannot_approve_what_waits_by_proposing_it_again() {
    let around = Around::new(at(BEGIN));
    let both = motcua::domain::event::Actor::Officer {
        officer: super::people::holder("lanhdao"),
        roles: vec![Role::Leader, Role::Specialist, Role::Reception],
        stands_for: Vec::new(),
    };
    let forwarded = in_status(&around, 4);
    let proposed = step(&around, &forwarded, "specialist", "propose");
    for verb in ["propose", "send_back", "advance"] {
        let refusal = around
            .act(&proposed, &both, verb, fields(verb))
            .unwrap_err();
        assert_eq!(refusal.kind(), RefusalKind::Conflict, "{verb}: {refusal:?}");
    }
    // At the counter there is nothing to propose yet.
    let (recalled, _) = around
        .act(
            &forwarded,
            &officer("tiepnhan", Role::Reception),
            "recall",
            fields("recall"),
        )
        .unwrap();
    around
        .act(&recalled, &both, "propose", fields("propose"))
        .unwrap_err();
}

#[test]
fn the_clock_itself_stops_and_before_reception_refuses() {
    use motcua::domain::event::Actor;
    let around = Around::new(at(BEGIN));
    let silent = step(
        &around,
        &in_status(&around, 4),
        "specialist",
        "request_supplement",
    );
    let (stopped, _) = around
        .act(&silent, &Actor::Clock, "stop", fields("stop"))
        .unwrap();
    assert_eq!(stopped.status.code(), 8);
    around
        .act(&silent, &Actor::Clock, "refuse", fields("refuse"))
        .unwrap_err();
    let early = step(
        &around,
        &in_status(&around, 1),
        "reception",
        "request_supplement",
    );
    let (refused, event) = around
        .act(&early, &Actor::Clock, "refuse", fields("refuse"))
        .unwrap();
    assert_eq!((refused.status.code(), event.actor), (3, Actor::Clock));
    for (verb, _) in TABLE {
        if !["stop", "refuse"].contains(&verb) {
            around
                .act(&early, &Actor::Clock, verb, fields(verb))
                .unwrap_err();
        }
    }
}
