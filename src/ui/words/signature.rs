//! Digital signatures in words.

use super::moment;
use crate::domain::signature::{
    Addition, Finding, Inspected, Obstacle, SignedAt, Soundness, Trust, Verdict,
};
use crate::ui::language::{message, say};

/// A verdict in two or three words.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => say!("Chữ ký số hợp lệ"),
        Verdict::Unconfirmed => say!("Chưa xác nhận được người ký"),
        Verdict::Changed => say!("Đã thay đổi sau khi ký"),
        Verdict::Unchecked => say!("Không kiểm tra được"),
        Verdict::Broken => say!("Chữ ký số không hợp lệ"),
    }
}

/// The file as a whole, in one line.
pub fn file(inspected: &Inspected) -> String {
    match inspected {
        Inspected::Unsigned => say!("Không có chữ ký số").to_owned(),
        Inspected::Unreadable => say!("Không đọc được để kiểm tra chữ ký số").to_owned(),
        Inspected::Signed(findings) => {
            let signers: Vec<&str> = findings
                .iter()
                .filter_map(|finding| Some(finding.signer.as_ref()?.name.as_str()))
                .collect();
            let worst = inspected.verdict().unwrap_or(Verdict::Unchecked);
            if signers.is_empty() {
                verdict(worst).to_owned()
            } else {
                format!("{}: {}", verdict(worst), signers.join(", "))
            }
        }
    }
}

/// Whether the content is as it was signed.
pub fn soundness(soundness: &Soundness) -> String {
    match soundness {
        Soundness::Sound => say!("Nội dung còn nguyên như lúc ký.").to_owned(),
        Soundness::Altered => say!("Nội dung đã bị sửa sau khi ký. Không dùng tệp này.").to_owned(),
        Soundness::Forged => {
            say!("Chữ ký không khớp với chứng thư đi kèm. Không dùng tệp này.").to_owned()
        }
        Soundness::Gap => {
            say!("Chữ ký không bao trùm cả tệp, phần còn lại có thể bị thay. Không dùng tệp này.")
                .to_owned()
        }
        Soundness::Unsupported(name) => {
            say!(
                "Chữ ký dùng cách ký chưa kiểm tra được ở đây ({name}).",
                name = name
            )
        }
        Soundness::Unreadable => say!("Không đọc được chữ ký.").to_owned(),
    }
}

/// Whether the office trusts the certificate.
pub fn trust(trust: &Trust) -> String {
    match trust {
        Trust::Root(name) => {
            say!("Chứng thư do tổ chức được cơ quan tin cậy cấp: {name}.", name = name)
        }
        Trust::NoRoots => {
            say!("Cơ quan chưa khai tổ chức chứng thực nào được tin cậy, nên chưa xác nhận được người ký.")
                .to_owned()
        }
        Trust::Unknown => {
            say!("Chứng thư không do tổ chức nào mà cơ quan đã khai là tin cậy cấp.").to_owned()
        }
        Trust::Expired(certified) => say!(
            "Lúc ký, chứng thư của {name} không còn hoặc chưa có hiệu lực (từ {from} đến {until}).",
            from = moment(certified.from),
            until = moment(certified.until),
            name = certified.name
        ),
        Trust::Unfit(name) => {
            say!("Chứng thư của {name} không được dùng vào việc này.", name = name)
        }
    }
}

/// When it was signed, and who says so.
pub fn signed_at(at: Option<&SignedAt>) -> String {
    match at {
        None => say!("Không ghi thời điểm ký.").to_owned(),
        Some(SignedAt::Claimed(at)) => {
            say!(
                "{at}, theo đồng hồ của máy người ký; không có dấu thời gian.",
                at = moment(*at)
            )
        }
        Some(SignedAt::Stamped(at, by, true)) => {
            say!(
                "{at}, theo dấu thời gian của {by}.",
                at = moment(*at),
                by = by
            )
        }
        Some(SignedAt::Stamped(at, by, false)) => say!(
            "{at}, theo dấu thời gian của {by}; cơ quan chưa khai là tin cậy tổ chức này.",
            at = moment(*at),
            by = by
        ),
    }
}

/// What was added after the signature.
pub fn addition(addition: Addition) -> &'static str {
    match addition {
        Addition::Signature => say!("thêm chữ ký khác"),
        Addition::Evidence => say!("thêm dữ liệu để kiểm tra chữ ký về sau"),
        Addition::Metadata => say!("ghi thêm thông tin về tệp (không hiện trên trang)"),
        Addition::Field => say!("điền hoặc sửa ô của biểu mẫu"),
        Addition::Note => say!("thêm, sửa hoặc bỏ ghi chú, hình vẽ trên trang"),
        Addition::Page => say!("sửa nội dung trang"),
        Addition::Pages => say!("thêm, bớt hoặc đổi thứ tự trang"),
        Addition::Other => say!("thay đổi khác"),
    }
}

/// All of what was added, as a sentence.
pub fn added(finding: &Finding) -> String {
    if finding.added.is_empty() {
        return say!("Không có gì thêm vào tệp sau chữ ký này.").to_owned();
    }
    let told: Vec<&str> = finding.added.iter().map(|one| addition(*one)).collect();
    let harmless = finding.added.iter().all(|one| one.is_harmless());
    let end = if harmless {
        say!("Phần đã ký vẫn hiện như lúc ký.")
    } else {
        say!("Trang đang hiện khác với bản đã ký; hãy yêu cầu bản gốc.")
    };
    let told = say!(
        "Sau chữ ký này tệp đã được: {what}.",
        what = told.join("; ")
    );
    format!("{told} {end}")
}

/// Nothing here asks the network.
pub const REVOCATION: &str =
    message!("Chưa kiểm tra: hệ thống không hỏi qua mạng xem chứng thư có bị thu hồi hay không.");

/// What stands in the way, and what to do.
pub fn obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::NotAKeyFile => {
            say!(
                "Tệp không phải là tệp chứng thư PKCS#12 (.p12, .pfx). Hãy chọn đúng tệp do tổ chức chứng thực cấp."
            )
        }
        Obstacle::WrongPassphrase => say!("Mật khẩu của chứng thư không đúng. Hãy nhập lại."),
        Obstacle::NotOneKey => {
            say!(
                "Tệp phải có đúng một khóa bí mật cùng chứng thư của khóa đó. Hãy xuất lại tệp từ nơi cấp."
            )
        }
        Obstacle::UnknownKey => {
            say!(
                "Khóa quá ngắn hoặc thuộc loại chưa dùng được ở đây. Cần khóa RSA từ 2048 bit, hoặc ECDSA P-256, P-384."
            )
        }
        Obstacle::NotForSigning => {
            say!(
                "Chứng thư này không được cấp để ký văn bản. Hãy dùng chứng thư chữ ký số của cơ quan."
            )
        }
        Obstacle::CertificateEnded => {
            say!(
                "Chứng thư đã hết hạn hoặc chưa có hiệu lực. Quản trị viên hãy thay bằng chứng thư còn hạn."
            )
        }
        Obstacle::NoCertificate => {
            say!("Cơ quan chưa có chứng thư chữ ký số. Quản trị viên hãy nạp ở trang «Chữ ký số».")
        }
        Obstacle::NotAnAuthority => {
            say!(
                "Tệp không phải là chứng thư của một tổ chức chứng thực (.cer, .crt, .pem). Hãy chọn tệp khác."
            )
        }
        Obstacle::TooManyAuthorities => {
            say!("Đã khai đủ 20 tổ chức chứng thực. Hãy bỏ tổ chức không dùng nữa trước khi thêm.")
        }
        Obstacle::NotAnImage => {
            say!("Tệp không phải là ảnh PNG đọc được. Hãy chọn ảnh PNG nền trong suốt.")
        }
        Obstacle::TooLarge => say!("Tệp lớn quá mức cho phép. Hãy chọn tệp nhỏ hơn."),
        Obstacle::NotPdf => {
            say!(
                "Kết quả không có tệp PDF ký được. Hãy in kết quả ra PDF, đính kèm lại rồi trình lại."
            )
        }
        Obstacle::LockedPdf => {
            say!("Tệp PDF có mật khẩu nên không ký được. Hãy bỏ mật khẩu rồi trình lại.")
        }
        Obstacle::ClosedPdf => {
            say!(
                "Chữ ký đã có trong tệp không cho thêm chữ ký nào nữa. Hãy dùng tệp trước khi khóa."
            )
        }
        Obstacle::NoPage => say!("Tệp không có trang này. Hãy nhập số trang nhỏ hơn."),
        Obstacle::NotNow => {
            say!(
                "Bây giờ không ký được: chỉ ký kết quả đang trình bạn phê duyệt, hoặc đã phê duyệt mà chưa trả."
            )
        }
    }
}
