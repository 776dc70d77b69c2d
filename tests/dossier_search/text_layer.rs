//! The text layer of PDFs: read where there is one, and never a fault where there is not.

use motcua::search::dossiers::pdf;

use crate::crash::dice::Dice;
use crate::support::founding;
use crate::support::{RECEPTION, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn vietnamese_is_read_and_no_broken_file_is_a_fault() {
    let app = TestApp::on_memory().await;
    let code = app.accepted().await;
    let whole = app
        .get(
            RECEPTION,
            format!("/api/v1/dossiers/{code}/slips/receipt.pdf"),
        )
        .await
        .bytes;
    let text = pdf::text(whole.clone());
    assert!(text.contains("Nguyễn Thị Hồng Ánh"), "{text}");
    assert!(text.contains(&code), "{text}");
    assert_eq!(pdf::text(founding::pdf("nothing")), "");
    assert_eq!(pdf::text(Vec::new()), "");
    let mut dice = Dice(7);
    for _ in 0..150 {
        let mut broken = whole.clone();
        let size = u64::try_from(broken.len()).unwrap();
        for _ in 0..=dice.below(40) {
            let at = usize::try_from(dice.below(size)).unwrap();
            broken[at] = u8::try_from(dice.below(256)).unwrap();
        }
        if dice.below(3) == 0 {
            broken.truncate(usize::try_from(dice.below(size)).unwrap());
        }
        pdf::text(broken);
    }
    let nested = format!("%PDF-1.4\n1 0 obj\n{}\nendobj\n", "[".repeat(200_000));
    assert_eq!(pdf::text(nested.into_bytes()), "");
}
