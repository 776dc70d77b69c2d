//! Many counters at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::support::stages::{at_the_counter, code};
use crate::support::{CITIZEN, RECEPTION, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_parallel_receptions_get_a_thousand_codes_without_a_gap() {
    let app = Arc::new(TestApp::new().await);
    app.get(RECEPTION, "/api/v1/dossiers").await.expect(200);
    let new = Arc::new(at_the_counter());
    let mut receptions = tokio::task::JoinSet::new();
    for at in 0..1_000 {
        let (app, new) = (app.clone(), new.clone());
        receptions.spawn(async move {
            if at % 10 == 0 {
                // Refusals in between leave no gap.
                app.post(CITIZEN, "/api/v1/dossiers", &new)
                    .await
                    .expect(422);
            }
            let dossier = app
                .post(RECEPTION, "/api/v1/dossiers", &new)
                .await
                .expect(201);
            assert_eq!(dossier["status"]["code"], 2);
            code(&dossier)
        });
    }
    let codes: BTreeSet<String> = receptions.join_all().await.into_iter().collect();
    let expected: BTreeSet<String> = (1..=1_000)
        .map(|number| format!("H26.18.1-260310-{number:04}"))
        .collect();
    assert_eq!(codes, expected);
}
