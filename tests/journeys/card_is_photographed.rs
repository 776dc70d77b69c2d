//! A photograph of the identity card fills the applicant in, at the counter and at home, and is not kept.

use std::io::Cursor;

use fast_qr::QRBuilder;
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use motcua::kv::{NEXT, Span};
use motcua::store::Load;
use motcua::store::papers::Upload;

use crate::support::{CITIZEN, RECEPTION, TestApp};

const CARD: &str = "001190012345|012345678|Nguyễn Thị Hồng Ánh|15061990|Nữ|Thôn Đông, xã Bình Minh, Hà Nội|01052021";
const INTAKE: &str = "/can-bo/tiep-nhan";
const FILING: &str = "/thu-tuc/1.004859/nop";

/// A card on a table: its QR code in a corner, somewhat turned, in uneven light.
fn photograph(content: &str, kind: ImageFormat) -> Vec<u8> {
    let code = QRBuilder::new(content).build().unwrap();
    let (cos, sin) = (0.09_f32.cos(), 0.09_f32.sin());
    let photo = GrayImage::from_fn(2400, 1800, |x, y| {
        let light = 150 + u8::try_from(x * 80 / 2400).unwrap();
        let (x, y) = (f32_of(x) - 1500.0, f32_of(y) - 400.0);
        let (x, y) = ((x * cos + y * sin) / 7.0, (y * cos - x * sin) / 7.0);
        let side = f32_of(u32::try_from(code.size).unwrap());
        let inside = (0.0..side).contains(&x) && (0.0..side).contains(&y);
        let dark = inside && code[whole(y)][whole(x)].value();
        Luma([if dark { light / 6 } else { light }])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(photo)
        .write_to(&mut bytes, kind)
        .unwrap();
    bytes.into_inner()
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
fn f32_of(pixels: u32) -> f32 {
    pixels as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place within the code"
)]
fn whole(place: f32) -> usize {
    place as usize
}

fn uploads(app: &TestApp) -> usize {
    let mut count = 0;
    let counted = app.office.kv.read(|view| {
        view.each::<Upload>(&Span::all(), &mut |_| {
            count += 1;
            Ok(NEXT)
        })
    });
    counted.unwrap();
    count
}

#[tokio::test]
async fn a_photograph_of_the_card_fills_the_applicant_in() {
    let app = TestApp::new().await;
    for kind in [ImageFormat::Jpeg, ImageFormat::Png] {
        let photo = photograph(CARD, kind);
        let parts = [
            ("_do", None, "card".as_bytes()),
            ("card", None, b"".as_slice()),
            ("_stage", None, "nguoi-nop".as_bytes()),
            ("card_photo", Some("thẻ.jpg"), photo.as_slice()),
        ];
        let at_the_counter = app.send_files(RECEPTION, INTAKE, &parts).await;
        assert_eq!(at_the_counter.status, 200);
        let reply = app.send_files(CITIZEN, FILING, &parts).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let at_home = app.page(CITIZEN, reply.header("location")).await;
        for page in [at_the_counter.text(), at_home] {
            for told in [
                "001190012345",
                "Nguyễn Thị Hồng Ánh",
                "1990-06-15",
                "Thôn Đông, xã Bình Minh, Hà Nội",
            ] {
                assert!(page.contains(told), "{told}: {page}");
            }
            assert!(!page.contains("|Nguyễn"), "{page}");
        }
    }
    assert_eq!(uploads(&app), 0);
}

#[tokio::test]
async fn a_photograph_that_cannot_be_read_is_told_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let other = photograph("https://dichvucong.gov.vn", ImageFormat::Png);
    let blank = photograph("", ImageFormat::Png);
    for (photo, told) in [
        (b"no picture at all".as_slice(), "chưa đọc được mã QR"),
        (&blank[..blank.len() / 2], "chưa đọc được mã QR"),
        (&[], "chưa đọc được mã QR"),
        (&other, "không phải mã của thẻ căn cước"),
    ] {
        let parts = [
            ("_do", None, "card".as_bytes()),
            ("_stage", None, "nguoi-nop".as_bytes()),
            ("applicant.phone", None, b"0912345678".as_slice()),
            ("card_photo", Some("thẻ.jpg"), photo),
        ];
        for (who, path) in [(RECEPTION, INTAKE), (CITIZEN, FILING)] {
            let reply = app.send_files(who, path, &parts).await;
            let page = reply.text();
            assert_eq!(reply.status, 422, "{page}");
            for words in [told, "0912345678", "href=\"#f-card-photo\""] {
                assert!(page.contains(words), "{words}: {page}");
            }
        }
    }
    assert_eq!(uploads(&app), 0);
}
