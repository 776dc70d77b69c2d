//! While the store is being opened, visitors are told so at once.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use motcua::web::gate::Gate;
use std::net::{Ipv4Addr, SocketAddr};
use tower::ServiceExt;

use crate::support::TestApp;

struct Answer {
    status: u16,
    refresh: Option<String>,
    kind: String,
    text: String,
}

async fn ask(service: &Router, path: &str) -> Answer {
    let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 40_000));
    let request = Request::builder()
        .uri(path)
        .extension(ConnectInfo(peer))
        .body(Body::empty())
        .unwrap();
    let response = service.clone().oneshot(request).await.unwrap();
    let header = |name: &str| {
        let value = response.headers().get(name);
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    let (refresh, kind) = (header("refresh"), header("content-type").unwrap());
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    Answer {
        status,
        refresh,
        kind,
        text: String::from_utf8(bytes.unwrap().to_vec()).unwrap(),
    }
}

#[tokio::test]
async fn a_closed_gate_says_how_far_it_is_and_opens_by_itself() {
    let app = TestApp::new().await;
    let gate = Gate::default();
    let service = gate.service();
    gate.say("Đang khôi phục kho dữ liệu: 40 %");
    for path in ["/", "/thu-tuc", "/can-bo"] {
        let page = ask(&service, path).await;
        assert_eq!(page.status, 503, "{path}");
        assert_eq!(page.refresh.as_deref(), Some("2"));
        assert!(page.text.contains("đang khôi phục") && page.text.contains("40 %"));
    }
    let call = ask(&service, "/api/v1/procedures").await;
    assert_eq!(
        (call.status, call.kind.as_str()),
        (503, "application/problem+json")
    );
    assert!(call.text.contains("40 %"));
    assert_eq!(ask(&service, "/healthz").await.status, 200);
    let ready = ask(&service, "/readyz").await;
    assert!(ready.status == 503 && ready.text.contains("40 %"));
    let page = ask(&service, "/").await.text;
    let style = page
        .split("href=\"")
        .find(|part| part.contains(".css"))
        .unwrap();
    let style = style.split('"').next().unwrap();
    assert_eq!(
        ask(&service, style).await.status,
        200,
        "the page has its style"
    );

    gate.open(app.web());
    assert_eq!(ask(&service, "/").await.status, 200);
    assert_eq!(ask(&service, "/readyz").await.status, 200);
    gate.close();
    assert_eq!(ask(&service, "/").await.status, 503);
}
