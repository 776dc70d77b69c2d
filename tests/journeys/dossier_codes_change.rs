//! The pattern of dossier codes: looked at, changed, refused when the next code is taken; the numbers go on without a gap.

use std::num::NonZeroU64;

use motcua::domain::codes::DossierCode;
use motcua::domain::dossier::Dossier;
use motcua::kv::{Tx, WriteError};
use motcua::office::Declined;
use motcua::store::Save;

use crate::support::{ADMIN, LEADER, TestApp};

const PATH: &str = "/quan-tri/ma-ho-so";

fn form(year: &str, width: &str, deed: &str) -> Vec<(String, String)> {
    [("year", year), ("width", width), ("_do", deed)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

fn parts(code: &str) -> (String, NonZeroU64) {
    let read: DossierCode = code.parse().unwrap();
    (code.split('-').nth(1).unwrap().to_owned(), read.sequence())
}

#[tokio::test(flavor = "multi_thread")]
async fn another_pattern_goes_on_with_the_numbers_of_the_day() {
    let app = TestApp::new().await;
    let first = app.filed().await;
    let looked = app
        .send_form(ADMIN, PATH, &form("yyyymmdd", "6", "preview"))
        .await;
    assert_eq!(looked.status, 200);
    assert!(looked.text().contains("-000002"), "{}", looked.text());
    assert_eq!(
        app.send_form(ADMIN, PATH, &form("yyyymmdd", "6", "save"))
            .await
            .status,
        303
    );
    let second = app.filed().await;
    let ((day, one), (long, two)) = (parts(&first), parts(&second));
    assert_eq!((day.len(), long.len()), (6, 8));
    assert_eq!((one.get(), two.get()), (1, 2));
    assert!(second.ends_with("-000002") && long.ends_with(&day));
    let page = app.page(ADMIN, PATH).await;
    assert!(page.contains("-000003"), "{page}");
    let audit = app.page(ADMIN, "/quan-tri/nhat-ky").await;
    assert!(audit.contains("Mẫu mã hồ sơ"), "{audit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pattern_whose_next_code_is_taken_is_refused() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    // A dossier that came from elsewhere under the number that is next here.
    let mut foreign = app.kept(&code);
    let taken = code.replace("-0001", "-00002");
    foreign.code = taken.parse().unwrap();
    app.office
        .kv
        .write(move |tx: &mut Tx| -> Result<(), Declined> {
            tx.save(&foreign).map_err(WriteError::Store)
        })
        .await
        .unwrap();
    let refused = app
        .send_form(ADMIN, PATH, &form("yymmdd", "5", "save"))
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("đã có hồ sơ dùng"),
        "{}",
        refused.text()
    );
    for (year, width) in [("yymmdd", "3"), ("yymmdd", "99"), ("dd", "4"), ("", "")] {
        let reply = app.send_form(ADMIN, PATH, &form(year, width, "save")).await;
        assert_eq!(reply.status, 422, "{year} {width}");
    }
    assert_eq!(
        app.send_form(LEADER, PATH, &form("yymmdd", "6", "save"))
            .await
            .status,
        403
    );
    app.office
        .kv
        .write(move |tx: &mut Tx| -> Result<(), Declined> {
            let removed = tx.remove::<Dossier>(&taken).map_err(WriteError::Store)?;
            assert!(removed);
            Ok(())
        })
        .await
        .unwrap();
    assert!(app.filed().await.ends_with("-0002"));
}
