//! Work lists and what stands beside each tray, held against a recount that walks through the dossiers and knows
//! nothing of tallies and indices; and the same deed on many at once.

use motcua::domain::authority::Reach;
use motcua::domain::dossier::Dossier;
use motcua::domain::officer::User;
use motcua::domain::status::Status;
use motcua::domain::time::Moment;
use motcua::domain::tray::Tray;
use motcua::domain::workflow::StepKind;
use motcua::kv::{NEXT, Span, Tx};
use motcua::office::Declined;
use motcua::office::work_lists::Sieve;
use motcua::store::{Load, Save};
use serde_json::json;

use crate::support::{
    ADMIN, CITIZEN, LEADER, LEADER2, RECEPTION, RECEPTION2, SPECIALIST, SPECIALIST2, TestApp,
};
use crate::table::{TABLE, fields};

/// How far each of them sees in this office.
const REACHES: [(&str, Reach); 6] = [
    (RECEPTION, reach(false, false, false)),
    (RECEPTION2, reach(false, false, true)),
    (SPECIALIST, reach(true, false, false)),
    (SPECIALIST2, reach(false, false, true)),
    (LEADER, reach(false, true, false)),
    (LEADER2, reach(true, true, false)),
];

const fn reach(unit_only: bool, field_only: bool, own_only: bool) -> Reach {
    Reach {
        unit_only,
        field_only,
        own_only,
    }
}

async fn narrow(app: &TestApp) {
    app.office
        .kv
        .write(|tx: &mut Tx| -> Result<(), Declined> {
            for (name, reach) in REACHES {
                let mut user = tx.load::<User>(&name.to_owned())?.unwrap();
                user.reach = reach;
                if reach.field_only {
                    user.fields = vec!["Hộ tịch".to_owned()];
                }
                tx.save(&user)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

fn every_dossier(app: &TestApp) -> Vec<Dossier> {
    let mut all = Vec::new();
    app.office
        .kv
        .read(|view| {
            view.each::<Dossier>(&Span::all(), &mut |dossier| {
                all.push(dossier);
                Ok(NEXT)
            })
        })
        .unwrap();
    all
}

fn open(dossier: &Dossier) -> bool {
    [1, 2, 4, 5, 6, 8, 9].contains(&dossier.status.code())
}

fn at_the_counter(user: &User, dossier: &Dossier) -> bool {
    let step = dossier.place.step.kind();
    user.username.as_str().starts_with("tiepnhan")
        && user.unit.as_deref() == Some(dossier.place.unit.as_str())
        && matches!(step, StepKind::Reception | StepKind::Return)
}

/// Whether the dossier belongs to what this officer's lists are made of.
fn within(user: &User, dossier: &Dossier) -> bool {
    let own_unit = user.unit.as_deref() == Some(dossier.place.unit.as_str());
    let own_field = user.fields.contains(&dossier.procedure.field);
    let hand = dossier.everybody().contains(&&user.username);
    let counter = user.username.as_str().starts_with("tiepnhan");
    let reach = user.reach;
    if reach.own_only {
        return if counter && [1, 2, 9].contains(&dossier.status.code()) {
            own_unit
        } else {
            hand
        };
    }
    (!reach.unit_only || own_unit) && (!reach.field_only || own_field)
}

/// Midnight at the end of the `days`-th working day after today, by looking at the calendar day by day.
fn end_of_day(now: Moment, days: usize) -> Moment {
    let calendar = crate::support::founding::calendar();
    let mut day = now.day();
    for _ in 0..days {
        day = day.tomorrow().unwrap();
        while !calendar.is_working(day) {
            day = day.tomorrow().unwrap();
        }
    }
    let next = day.tomorrow().unwrap();
    format!("{next}T00:00:00+07:00").parse().unwrap()
}

fn lies_in(tray: Tray, user: &User, dossier: &Dossier, now: Moment) -> bool {
    let name = user.username.as_str();
    let code = dossier.status.code();
    let due = match code {
        1 => dossier.answer_due_at,
        2 | 4 => dossier.due_at,
        _ => None,
    };
    let between = |from: Option<Moment>, to: Moment| {
        due.is_some_and(|due| from.is_none_or(|from| from <= due) && due < to)
    };
    let seen = within(user, dossier);
    match tray {
        Tray::Mine => {
            let holder = dossier.place.holder.as_ref();
            open(dossier) && holder.is_some_and(|holder| holder.username.as_str() == name)
        }
        Tray::In(status) => seen && dossier.status == status,
        Tray::Late => seen && between(None, now),
        Tray::Today => seen && between(Some(now), end_of_day(now, 0)),
        Tray::Soon => seen && between(Some(end_of_day(now, 0)), end_of_day(now, 2)),
        Tray::Approval => seen && code == 4 && dossier.place.step.kind() == StepKind::Approval,
        Tray::Withdrawal => {
            let here = user.reach.own_only && at_the_counter(user, dossier);
            (seen || here) && open(dossier) && dossier.withdrawal_asked.is_some()
        }
        Tray::Opinion => {
            let mut asked = dossier.opinions.iter();
            open(dossier)
                && asked.any(|one| one.of.username.as_str() == name && one.answer.is_none())
        }
        Tray::All => seen && (user.reach.is_whole() || open(dossier)),
    }
}

/// Every page of a tray, seven at a time.
fn listed(app: &TestApp, who: &str, tray: Tray) -> Vec<String> {
    let now = app.now();
    let viewer = app.office.viewer_of(who, now).unwrap().unwrap();
    let sieve = Sieve {
        tray,
        ..Sieve::default()
    };
    let (mut codes, mut after) = (Vec::new(), None::<Vec<u8>>);
    loop {
        let page = app
            .office
            .work_list(&viewer, &sieve, after.as_deref(), 7, now)
            .unwrap();
        assert!(page.items.len() <= 7);
        codes.extend(page.items.into_iter().map(|row| row.code));
        match page.next {
            Some(next) => after = Some(next),
            None => return codes,
        }
    }
}

fn agree(app: &TestApp) -> u64 {
    let now = app.now();
    let dossiers = every_dossier(app);
    let mut compared = 0;
    for (name, _) in REACHES {
        let viewer = app.office.viewer_of(name, now).unwrap().unwrap();
        for (tray, counted) in app.office.tray_counts(&viewer, now).unwrap() {
            let mut expected: Vec<String> = dossiers
                .iter()
                .filter(|dossier| lies_in(tray, viewer.user(), dossier, now))
                .map(|dossier| dossier.code.to_string())
                .collect();
            assert_eq!(
                counted,
                u64::try_from(expected.len()).unwrap(),
                "{name} {tray:?} at {now:?}"
            );
            let mut found = listed(app, name, tray);
            let whole = found.len();
            found.sort();
            found.dedup();
            assert_eq!(found.len(), whole, "{name} {tray:?} lists something twice");
            expected.sort();
            assert_eq!(found, expected, "{name} {tray:?}");
            compared += counted;
        }
    }
    compared
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[tokio::test]
async fn counts_and_lists_are_what_a_recount_finds_after_any_deeds() {
    let app = TestApp::on_memory().await;
    narrow(&app).await;
    let people = [
        ("citizen", CITIZEN),
        ("reception", RECEPTION),
        ("reception", RECEPTION2),
        ("specialist", SPECIALIST),
        ("specialist", SPECIALIST2),
        ("leader", LEADER),
        ("leader", LEADER2),
    ];
    let mut dice = Dice(20_260_310);
    let mut codes = Vec::new();
    let (mut done, mut compared) = (0, 0);
    for round in 0..1_200 {
        if codes.len() < 45 && round % 8 == 0 {
            codes.push(match dice.below(3) {
                0 => app.filed().await,
                1 => app.accepted().await,
                _ => app.forwarded().await,
            });
        }
        let code = codes[dice.below(codes.len())].clone();
        let (verb, roles) = TABLE[dice.below(TABLE.len())];
        let (role, _) = roles[dice.below(roles.len())];
        let of_role: Vec<&str> = people
            .into_iter()
            .filter(|(known, _)| *known == role)
            .map(|(_, who)| who)
            .collect();
        let who = of_role[dice.below(of_role.len())];
        done += usize::from(app.act(who, &code, verb, fields(verb)).await.status == 200);
        app.later(i64::try_from(dice.below(5_000)).unwrap());
        if round % 60 == 59 {
            compared += agree(&app);
        }
    }
    assert!(done > 150, "only {done} deeds were done");
    assert!(compared > 1_000, "only {compared} rows were compared");
}

#[tokio::test]
async fn the_same_deed_on_many_tells_what_became_of_each() {
    let app = TestApp::new().await;
    let mut codes = Vec::new();
    for _ in 0..12 {
        codes.push(app.filed().await);
    }
    let seen: Vec<(String, u64)> = codes.iter().map(|code| (code.clone(), 1)).collect();
    // Somebody else is faster with one of them.
    app.done(
        RECEPTION2,
        &codes[3],
        "note",
        json!({"text": "Đã gọi điện"}),
    )
    .await;
    let viewer = app.office.viewer_of(RECEPTION, app.now()).unwrap().unwrap();
    let mut chosen: Vec<(String, Option<u64>)> = seen
        .into_iter()
        .map(|(code, version)| (code, Some(version)))
        .collect();
    chosen.push(("H26.18.1-260310-9999".to_owned(), None));
    let verb = motcua::domain::action::Verb::Accept;
    let tried = app
        .office
        .act_on_many(
            &viewer,
            chosen.clone(),
            verb,
            serde_json::Map::new(),
            app.now(),
        )
        .await
        .unwrap();
    let told: Vec<(&str, bool)> = tried
        .iter()
        .map(|one| (one.code.as_str(), one.outcome.is_ok()))
        .collect();
    let expected: Vec<(&str, bool)> = chosen
        .iter()
        .enumerate()
        .map(|(at, (code, _))| (code.as_str(), at != 3 && at != 12))
        .collect();
    assert_eq!(told, expected);
    for (at, code) in codes.iter().enumerate() {
        let status = app.dossier(RECEPTION, code).await["status"]["code"].clone();
        assert_eq!(status, if at == 3 { 1 } else { 2 });
    }
    // What a role may not do is said for each, and nothing is done.
    let viewer = app
        .office
        .viewer_of(SPECIALIST, app.now())
        .unwrap()
        .unwrap();
    let tried = app
        .office
        .act_on_many(&viewer, chosen, verb, serde_json::Map::new(), app.now())
        .await
        .unwrap();
    assert!(tried.iter().all(|one| one.outcome.is_err()));
}

#[tokio::test]
async fn who_keeps_the_machine_has_no_work_list() {
    let app = TestApp::new().await;
    app.filed().await;
    let viewer = app.office.viewer_of(ADMIN, app.now()).unwrap().unwrap();
    for tray in [Tray::All, Tray::In(Status::Registered)] {
        let sieve = Sieve {
            tray,
            ..Sieve::default()
        };
        let page = app
            .office
            .work_list(&viewer, &sieve, None, 10, app.now())
            .unwrap();
        assert!(page.items.is_empty());
    }
}

#[tokio::test]
async fn the_leader_approves_several_at_once_and_counts_lead_to_their_lists() {
    let app = TestApp::new().await;
    let proposed = [app.proposed().await, app.proposed().await];
    let late = app.forwarded().await;
    // Three working days later everything that is not finished is late.
    app.set("2026-03-16T09:00:00+07:00");
    let page = app.visit(LEADER, "/lanh-dao").await.text();
    for code in &proposed {
        assert!(page.contains(&format!("value=\"{code}|")), "{page}");
    }
    let list = page
        .split("href=\"")
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .find(|href| href.contains("nguoi-giu=chuyenvien") && href.contains("qua-han"))
        .unwrap();
    let behind = app.visit(LEADER, list).await.text();
    assert!(behind.contains(&late) && !behind.contains(&proposed[0]));
    let version = |code: &str| {
        let start = page.split(&format!("value=\"{code}|")).nth(1).unwrap();
        start.split('"').next().unwrap().to_owned()
    };
    let mut form = vec![
        ("verb".to_owned(), "approve".to_owned()),
        ("_back".to_owned(), "/lanh-dao".to_owned()),
        ("_do".to_owned(), "go".to_owned()),
    ];
    for code in &proposed {
        form.push(("code".to_owned(), format!("{code}|{}", version(code))));
    }
    let done = app.send_form(LEADER, "/can-bo/hang-loat", &form).await;
    assert_eq!(done.status, 200, "{}", done.text());
    for code in &proposed {
        assert_eq!(app.dossier(LEADER, code).await["status"]["code"], 9);
    }
}
