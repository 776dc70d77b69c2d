//! A new day off: what it would do is shown first; only on confirmation open due dates move, each in its history.

use serde_json::json;

use crate::support::{ADMIN, CITIZEN, LEADER, RECEPTION, SPECIALIST, TestApp};
use crate::table::fields;

const PATH: &str = "/quan-tri/lich";

/// What the page's form holds, with one more day off.
fn with_a_day_off(page: &str, day: &str, deed: &str) -> Vec<(String, String)> {
    let area = |name: &str| {
        let rest = page.split(&format!("name=\"{name}\"")).nth(1).unwrap();
        let rest = rest.split_once('>').unwrap().1;
        rest.split_once("</textarea>").unwrap().0.trim().to_owned()
    };
    let mut form = vec![
        (
            "days_off".to_owned(),
            format!("{}\n{day}", area("days_off")),
        ),
        ("make_up".to_owned(), area("make_up")),
        ("cutoff".to_owned(), "15:00".to_owned()),
        ("_do".to_owned(), deed.to_owned()),
    ];
    for weekday in 0..5 {
        let hours = "07:30-11:30, 13:00-17:00".to_owned();
        form.push((format!("weekly.{weekday}"), hours));
    }
    form
}

#[tokio::test]
async fn open_due_dates_move_on_confirmation_only_and_promises_stay() {
    let app = TestApp::new().await;
    let counted = app.accepted().await;
    let waiting = app.in_status(5).await;
    let promised = app.accepted().await;
    app.done(SPECIALIST, &promised, "apologise", fields("apologise"))
        .await;
    let finished = app.in_status(9).await;
    let due = async |code: &str| app.dossier(RECEPTION, code).await["due_at"].clone();
    assert_eq!(due(&counted).await, "2026-03-13T17:00:00+07:00");
    let before = [due(&promised).await, due(&finished).await];

    let page = app.visit(ADMIN, PATH).await.text();
    let form = with_a_day_off(&page, "2026-03-12, Nghỉ bù bão", "preview");
    let preview = app.send_form(ADMIN, PATH, &form).await;
    assert_eq!(preview.status, 200);
    let preview = preview.text();
    assert!(
        preview.contains(&counted) && preview.contains(&waiting),
        "{preview}"
    );
    assert!(!preview.contains(&promised) && !preview.contains(&finished));
    assert!(preview.contains("16/03/2026") && preview.contains("Nghỉ bù bão"));
    assert_eq!(due(&counted).await, "2026-03-13T17:00:00+07:00");

    let form = with_a_day_off(&page, "2026-03-12, Nghỉ bù bão", "confirm");
    assert_eq!(app.send_form(ADMIN, PATH, &form).await.status, 303);
    for code in [&counted, &waiting] {
        assert_eq!(due(code).await, "2026-03-16T17:00:00+07:00");
    }
    assert_eq!(before, [due(&promised).await, due(&finished).await]);
    let history = app.history(CITIZEN, &counted).await;
    let line = history.last().unwrap();
    assert_eq!(line["due_before"], "2026-03-13T17:00:00+07:00");
    assert_eq!(line["due_after"], "2026-03-16T17:00:00+07:00");

    // Counting goes on from there: eight office hours of waiting move it by a day.
    app.set("2026-03-11T09:00:00+07:00");
    app.done(CITIZEN, &waiting, "supply", fields("supply"))
        .await;
    assert_eq!(due(&waiting).await, "2026-03-17T17:00:00+07:00");
    // Sent once more, nothing is left to move.
    let page = app.visit(ADMIN, PATH).await.text();
    let again = with_a_day_off(&page, "", "preview");
    let again = app.send_form(ADMIN, PATH, &again).await.text();
    assert!(again.contains("<strong>0</strong>"), "{again}");
}

#[tokio::test]
async fn a_calendar_that_cannot_be_read_is_named_and_nobody_else_changes_it() {
    let app = TestApp::new().await;
    let page = app.visit(ADMIN, PATH).await.text();
    let mut form = with_a_day_off(&page, "ngày mai, Nghỉ", "confirm");
    form.push(("weekly.5".to_owned(), "sáng".to_owned()));
    let reply = app.send_form(ADMIN, PATH, &form).await;
    assert_eq!(reply.status, 422);
    assert!(reply.text().contains("ngày mai") && reply.text().contains("Thứ Bảy"));
    let mut never = with_a_day_off(&page, "", "confirm");
    never.retain(|(name, _)| !name.starts_with("weekly"));
    assert_eq!(app.send_form(ADMIN, PATH, &never).await.status, 422);
    for who in [RECEPTION, LEADER] {
        assert_eq!(app.visit(who, PATH).await.status, 403);
        assert_eq!(app.send_form(who, PATH, &form).await.status, 403);
    }
    assert_eq!(
        app.dossier(RECEPTION, &app.accepted().await).await["due_at"],
        json!("2026-03-13T17:00:00+07:00")
    );
}
