//! Random officers and random dossiers: what the index answers is exactly what the law lets each of them know of.

use std::collections::BTreeSet;

use motcua::domain::authority::{Reach, Sight};
use motcua::domain::codes::DossierCode;
use motcua::domain::dossier::Dossier;
use motcua::domain::officer::{Role, User, Username};
use motcua::domain::status::Status;
use motcua::domain::text::Line;
use motcua::domain::workflow::Step;
use motcua::search::dossiers::{Asked, Attached, DossierSearch, Entry, Find, Mark};

use crate::crash::dice::Dice;
use crate::moves::people::{Around, holder};
use crate::support::at;

const UNITS: [&str; 4] = [
    "Một cửa",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Lãnh đạo",
];
const FIELDS: [&str; 3] = ["Hộ tịch", "Đất đai", "Người có công"];
const PEOPLE: [&str; 6] = [
    "nguyenan", "tranbinh", "lechi", "phamdung", "vugiang", "hoangha",
];
const NAMES: [&str; 4] = [
    "Nguyễn Văn An",
    "Trần Thị Bình",
    "Lê An",
    "Phạm Nguyên Giáp",
];
const STEPS: [Step; 4] = [
    Step::RECEPTION,
    Step::EXAMINATION,
    Step::APPROVAL,
    Step::RETURN,
];

fn one_of<'a>(dice: &mut Dice, all: &[&'a str]) -> &'a str {
    let at = usize::try_from(dice.below(u64::try_from(all.len()).unwrap())).unwrap();
    all[at]
}

fn some_of(dice: &mut Dice, all: &[&str]) -> Vec<String> {
    let mut some = Vec::new();
    for one in all {
        if dice.below(3) == 0 {
            some.push((*one).to_owned());
        }
    }
    some
}

fn dossier(dice: &mut Dice, like: &Dossier, number: usize) -> Dossier {
    let mut dossier = like.clone();
    dossier.code = format!("H26.18.1-260310-{number:04}")
        .parse::<DossierCode>()
        .unwrap();
    dossier.applicant.name = Line::new(one_of(dice, &NAMES)).unwrap();
    one_of(dice, &FIELDS).clone_into(&mut dossier.procedure.field);
    dossier.status = Status::ALL[usize::try_from(dice.below(10)).unwrap()];
    dossier.owner = (dice.below(2) == 0).then(|| Username::new(one_of(dice, &PEOPLE)).unwrap());
    let mut place = dossier.place.clone();
    one_of(dice, &UNITS).clone_into(&mut place.unit);
    place.step = STEPS[usize::try_from(dice.below(4)).unwrap()].clone();
    place.holder = (dice.below(2) == 0).then(|| holder(one_of(dice, &PEOPLE)));
    dossier.trail = if dice.below(2) == 0 {
        vec![place.clone()]
    } else {
        Vec::new()
    };
    one_of(dice, &UNITS).clone_into(&mut place.unit);
    dossier.place = place;
    dossier.hands = some_of(dice, &PEOPLE[..3])
        .iter()
        .map(|name| Username::new(name).unwrap())
        .collect();
    dossier
}

fn officer(dice: &mut Dice) -> Sight {
    let role = [
        Role::Reception,
        Role::Specialist,
        Role::Leader,
        Role::Admin,
        Role::Citizen,
    ][usize::try_from(dice.below(5)).unwrap()];
    let mut user = |roles: Vec<Role>, reach: Reach| User {
        username: Username::new(one_of(dice, &PEOPLE)).unwrap(),
        name: Line::new("Cán bộ").unwrap(),
        roles,
        unit: None,
        password: String::new(),
        enabled: true,
        fields: some_of(dice, &FIELDS),
        reach,
        phone: None,
        id_number: None,
        confirmed: None,
        created_at: at("2026-03-01T08:00:00+07:00"),
    };
    let absent = user(vec![Role::Specialist], Reach::default());
    let mut user = user(vec![role], Reach::default());
    user.reach = Reach {
        unit_only: dice.below(2) == 0,
        field_only: dice.below(2) == 0,
        own_only: dice.below(3) == 0,
    };
    let absent = if dice.below(3) == 0 {
        vec![absent]
    } else {
        Vec::new()
    };
    Sight::of(&user, &absent, some_of(dice, &UNITS))
}

#[test]
fn an_officer_finds_what_the_law_allows_and_nothing_else() {
    let mut dice = Dice(20_260_310);
    let around = Around::new(at("2026-03-10T09:00:00+07:00"));
    let (like, _) = around.filed();
    let dossiers: Vec<Dossier> = (1..=300).map(|at| dossier(&mut dice, &like, at)).collect();
    let search = DossierSearch::in_ram();
    let (_, index) = search.begin().unwrap();
    let attached = Attached::default();
    let texts = ["Cải chính hộ tịch".to_owned()];
    let entries = dossiers.iter().map(|dossier| Entry {
        dossier,
        texts: &texts,
        attached: &attached,
    });
    index.put(entries, Mark { seq: 1, entry: 1 }).unwrap();
    let (mut asked_times, mut shown, mut hidden) = (0, 0, 0);
    for _ in 0..400 {
        let sight = officer(&mut dice);
        for (text, name) in [
            ("cải chính", ""),
            ("an", "An"),
            ("Bình", "Bình"),
            ("giap nguyen", "Giáp"),
        ] {
            let asked = Asked::new(text);
            let says = |dossier: &&Dossier| {
                let mut words = dossier.applicant.name.as_str().split(' ');
                name.is_empty() || words.any(|word| word == name)
            };
            let expected: BTreeSet<&str> = dossiers
                .iter()
                .filter(says)
                .filter(|dossier| sight.sees(&dossier.concern()))
                .map(|dossier| dossier.code.as_str())
                .collect();
            let mut found = BTreeSet::new();
            let mut after = None;
            loop {
                let page = index
                    .find(&Find {
                        asked: &asked,
                        rule: sight.rule(),
                        status: None,
                        holder: None,
                        due_before: None,
                        filed_from: None,
                        filed_before: None,
                        after,
                        limit: 7,
                    })
                    .unwrap();
                // A page that says there is more has more: nothing forbidden is counted either.
                assert!(!page.more || page.hits.len() == 7);
                for (_, code) in &page.hits {
                    assert!(found.insert(code.clone()), "{code} comes twice");
                }
                after = page.hits.last().map(|(place, _)| *place);
                if !page.more {
                    break;
                }
            }
            let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
            assert_eq!(found, expected, "{text} for {sight:?}");
            asked_times += 1;
            shown += found.len();
            hidden += dossiers.len() - found.len();
        }
    }
    println!("{asked_times} questions, {shown} dossiers shown, {hidden} not");
    assert!(shown > 10_000 && hidden > 10_000);
}
