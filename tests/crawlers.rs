//! What programs ask of the server: crawlers, phones, monitors, and whoever found a weakness.

use axum::http::Method;

use crate::support::{CITIZEN, TestApp};

#[tokio::test]
async fn a_sitemap_names_every_public_procedure_and_no_internal_one() {
    let app = TestApp::on_memory().await;
    let map = app.call(Method::GET, "/sitemap.xml").send().await.text();
    let mut public = 0;
    app.office
        .each_procedure(&mut |procedure| {
            let named = map.contains(&format!("/thu-tuc/{}</loc>", procedure.code));
            assert_eq!(named, !procedure.internal, "{}", procedure.code);
            public += usize::from(named);
            Ok(())
        })
        .unwrap();
    assert!(public > 0);
    assert_eq!(map.matches("<loc>").count(), 6 + public);
    let robots = app.call(Method::GET, "/robots.txt").send().await.text();
    assert!(robots.contains("Disallow: /can-bo"), "{robots}");
    assert!(robots.contains("/sitemap.xml"), "{robots}");
}

#[tokio::test]
async fn an_address_comes_from_the_request_only_when_it_is_one() {
    let app = TestApp::on_memory().await;
    for (host, base) in [
        ("mot-cua.example:8080", "http://mot-cua.example:8080/"),
        ("[::1]:8080", "http://[::1]:8080/"),
        ("a<b", "http://localhost/"),
    ] {
        let call = app.call(Method::GET, "/sitemap.xml").header("host", host);
        let map = call.send().await.text();
        assert!(map.contains(&format!("<loc>{base}</loc>")), "{map:.300}");
    }
}

#[tokio::test]
async fn whoever_finds_a_weakness_learns_whom_to_tell() {
    let app = TestApp::on_memory().await;
    let path = "/.well-known/security.txt";
    let text = app.call(Method::GET, path).send().await.text();
    assert!(text.contains("Contact: "), "{text}");
    assert!(
        text.contains("Expires: 2026-09-06T09:00:00+07:00"),
        "{text}"
    );
}

#[tokio::test]
async fn a_phone_can_keep_the_portal() {
    let app = TestApp::on_memory().await;
    let reply = app.call(Method::GET, "/manifest.webmanifest").send().await;
    let manifest = reply.json();
    assert_eq!(manifest["lang"], "vi");
    let icon = manifest["icons"][0]["src"].as_str().unwrap();
    assert_eq!(app.call(Method::GET, icon).send().await.status, 200);
    let home = app.call(Method::GET, "/").send().await.text();
    assert!(home.contains("href=\"/manifest.webmanifest\""));
}

#[tokio::test]
async fn the_counts_are_for_this_machine_alone_and_tell_nothing_of_people() {
    let app = TestApp::on_memory().await;
    app.get(CITIZEN, "/api/v1/dossiers/H41.152-260310-0001")
        .await;
    app.call(Method::GET, "/khong-co/090123456789").send().await;
    let counts = app.call(Method::GET, "/metrics").send().await.text();
    let line =
        r#"motcua_requests_total{method="GET",route="/api/v1/dossiers/{code}",status="404"} 1"#;
    assert!(counts.contains(line), "{counts}");
    assert!(
        counts.contains("motcua_request_duration_seconds_bucket"),
        "{counts}"
    );
    assert!(!counts.contains("0123456789"), "{counts}");
    let stranger = app.call(Method::GET, "/metrics").from("192.0.2.7");
    assert_eq!(stranger.send().await.status, 404);
}
