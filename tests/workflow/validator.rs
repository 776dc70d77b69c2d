//! Bad processes, each refused by the name of its fault.

use motcua::domain::authority::Reach;
use motcua::domain::clock::Term;
use motcua::domain::officer::{Role, User, Username};
use motcua::domain::text::Line;
use motcua::domain::workflow::{
    Allotted, Branch, Grounds, OpinionWanted, Process, ProcessFault, StepKind, When, check,
    standard,
};
use motcua::ui::words;

use crate::support::{BEGIN, at};

pub fn officer(username: &str, role: Role, unit: &str, enabled: bool) -> User {
    User {
        username: Username::new(username).unwrap(),
        name: Line::new("Cán bộ").unwrap(),
        roles: vec![role],
        unit: Some(unit.to_owned()),
        password: String::new(),
        enabled,
        fields: Vec::new(),
        reach: Reach::default(),
        phone: None,
        id_number: None,
        confirmed: None,
        created_at: at(BEGIN),
    }
}

/// One officer of each role, and one who has left.
pub fn office() -> (Vec<User>, Vec<String>) {
    let officers = vec![
        officer("quay", Role::Reception, "Một cửa", true),
        officer("chuyenvien", Role::Specialist, "Văn phòng", true),
        officer("lanhdao", Role::Leader, "Lãnh đạo", true),
        officer("nghiviec", Role::Specialist, "Văn phòng", false),
    ];
    let units = ["Một cửa", "Văn phòng", "Lãnh đạo"].map(str::to_owned);
    (officers, units.to_vec())
}

/// What is wrong with the standard process after `change`.
fn faults(change: impl FnOnce(&mut Process)) -> (Process, Vec<ProcessFault>) {
    let mut process = standard().clone();
    change(&mut process);
    let (officers, units) = office();
    let found = check(
        &process,
        &Grounds {
            officers: &officers,
            units: &units,
            terms: &[Term::WorkingDays(5)],
        },
    );
    (process, found)
}

fn step<'a>(process: &'a mut Process, key: &str) -> &'a mut motcua::domain::workflow::ProcessStep {
    process
        .steps
        .iter_mut()
        .find(|step| step.key == key)
        .unwrap()
}

/// Exactly this is found, and it is said in Vietnamese with the name of the step.
#[track_caller]
fn refused(change: impl FnOnce(&mut Process), expected: &[ProcessFault]) {
    let (process, found) = faults(change);
    assert_eq!(found, expected);
    for fault in &found {
        let said = words::process::fault(fault, &process);
        assert!(crate::support::reply::is_vietnamese(&said), "{said}");
    }
}

#[test]
fn the_standard_process_has_no_fault() {
    refused(|_| {}, &[]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one list of cases")]
fn bad_processes_are_refused_each_by_the_name_of_its_fault() {
    let key = |key: &str| key.to_owned();
    // 1 A dead end, from which nothing leads on.
    refused(
        |process| step(process, "drafting").next.clear(),
        &[ProcessFault::DeadEnd(key("drafting"))],
    );
    // 2 A step that no way leads to.
    refused(
        |process| step(process, "examination").next = vec![Branch::to("approval")],
        &[ProcessFault::Unreachable(key("drafting"))],
    );
    // 3 A step for whose unit nobody works.
    refused(
        |process| step(process, "drafting").unit = Some("Một cửa".to_owned()),
        &[ProcessFault::Nobody(key("drafting"))],
    );
    // 4 A unit that does not exist.
    refused(
        |process| step(process, "drafting").unit = Some("Phòng cũ".to_owned()),
        &[
            ProcessFault::Nobody(key("drafting")),
            ProcessFault::NoSuchUnit {
                step: key("drafting"),
                unit: "Phòng cũ".to_owned(),
            },
        ],
    );
    // 5 More hours than the law gives.
    refused(
        |process| step(process, "drafting").time = Allotted::Hours(39),
        &[ProcessFault::BeyondTheTerm {
            hours: 2 + 16 + 39 + 8 + 2,
            term: 40,
        }],
    );
    // 6 Shares of more than the whole.
    refused(
        |process| step(process, "approval").time = Allotted::Share(40),
        &[
            ProcessFault::BeyondTheTerm {
                hours: 2 + 16 + 12 + 16 + 2,
                term: 40,
            },
            ProcessFault::BeyondTheWhole { share: 120 },
        ],
    );
    // 7 A circle.
    refused(
        |process| {
            let drafting = step(process, "drafting");
            drafting.next.push(Branch::to("examination"));
        },
        &[
            ProcessFault::Circle(key("drafting")),
            ProcessFault::Circle(key("examination")),
        ],
    );
    // 8 A way to a step that is not there.
    refused(
        |process| step(process, "drafting").next.push(Branch::to("x")),
        &[ProcessFault::NoSuchStep {
            from: key("drafting"),
            to: key("x"),
        }],
    );
    // 9 A way past the leader.
    refused(
        |process| step(process, "drafting").next.push(Branch::to("return")),
        &[ProcessFault::NoSuchWay {
            from: key("drafting"),
            to: key("return"),
        }],
    );
    // 10 Only conditional ways on.
    refused(
        |process| {
            for branch in &mut step(process, "examination").next {
                branch.when = Some(When::Case(1));
            }
        },
        &[ProcessFault::OnlyConditions(key("examination"))],
    );
    // 11 Somebody who has left, by name; then there is nobody.
    refused(
        |process| step(process, "drafting").people = vec![Username::new("nghiviec").unwrap()],
        &[
            ProcessFault::Nobody(key("drafting")),
            ProcessFault::NotForThem {
                step: key("drafting"),
                username: Username::new("nghiviec").unwrap(),
            },
        ],
    );
    // 12 An opinion of nobody.
    refused(
        |process| {
            step(process, "drafting").opinions = vec![OpinionWanted {
                of: Username::new("khongco").unwrap(),
                question: "Có ý kiến gì không?".to_owned(),
                required: true,
            }];
        },
        &[ProcessFault::NotForThem {
            step: key("drafting"),
            username: Username::new("khongco").unwrap(),
        }],
    );
    // 13 No leader at all, so that nothing leads to the return any more.
    let (_, found) = faults(|process| process.steps.retain(|step| step.key != "approval"));
    assert!(found.contains(&ProcessFault::NoStep(StepKind::Approval)));
    assert!(found.contains(&ProcessFault::DeadEnd(key("drafting"))));
    // 14 Two counters.
    let (_, found) = faults(|process| {
        let mut second = process.steps[0].clone();
        "reception-2".clone_into(&mut second.key);
        process.steps.push(second);
    });
    assert_eq!(found, [ProcessFault::TwoCounters(StepKind::Reception)]);
    // 15 A step without a time, one without a name, two of one key.
    refused(
        |process| step(process, "drafting").time = Allotted::Hours(0),
        &[ProcessFault::NoTime(key("drafting"))],
    );
    refused(
        |process| step(process, "drafting").name = " ".to_owned(),
        &[ProcessFault::NoName(key("drafting"))],
    );
    let (_, found) = faults(|process| {
        let again = process.steps[2].clone();
        process.steps.push(again);
    });
    assert_eq!(found, [ProcessFault::SameKey(key("drafting"))]);
}
