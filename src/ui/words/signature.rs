//! Digital signatures in words.

use super::moment;
use crate::domain::signature::{
    Addition, Finding, Inspected, Obstacle, SignedAt, Soundness, Trust, Verdict,
};

/// A verdict in two or three words.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "Chữ ký số hợp lệ",
        Verdict::Unconfirmed => "Chưa xác nhận được người ký",
        Verdict::Changed => "Đã thay đổi sau khi ký",
        Verdict::Unchecked => "Không kiểm tra được",
        Verdict::Broken => "Chữ ký số không hợp lệ",
    }
}

/// The file as a whole, in one line.
pub fn file(inspected: &Inspected) -> String {
    match inspected {
        Inspected::Unsigned => "Không có chữ ký số".to_owned(),
        Inspected::Unreadable => "Không đọc được để kiểm tra chữ ký số".to_owned(),
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
        Soundness::Sound => "Nội dung còn nguyên như lúc ký.".to_owned(),
        Soundness::Altered => "Nội dung đã bị sửa sau khi ký. Không dùng tệp này.".to_owned(),
        Soundness::Forged => {
            "Chữ ký không khớp với chứng thư đi kèm. Không dùng tệp này.".to_owned()
        }
        Soundness::Gap => {
            "Chữ ký không bao trùm cả tệp, phần còn lại có thể bị thay. Không dùng tệp này."
                .to_owned()
        }
        Soundness::Unsupported(name) => {
            format!("Chữ ký dùng cách ký chưa kiểm tra được ở đây ({name}).")
        }
        Soundness::Unreadable => "Không đọc được chữ ký.".to_owned(),
    }
}

/// Whether the office trusts the certificate.
pub fn trust(trust: &Trust) -> String {
    match trust {
        Trust::Root(name) => format!("Chứng thư do tổ chức được cơ quan tin cậy cấp: {name}."),
        Trust::NoRoots => {
            "Cơ quan chưa khai tổ chức chứng thực nào được tin cậy, nên chưa xác nhận được người ký."
                .to_owned()
        }
        Trust::Unknown => {
            "Chứng thư không do tổ chức nào mà cơ quan đã khai là tin cậy cấp.".to_owned()
        }
        Trust::Expired(certified) => format!(
            "Lúc ký, chứng thư của {} không còn hoặc chưa có hiệu lực (từ {} đến {}).",
            certified.name,
            moment(certified.from),
            moment(certified.until)
        ),
        Trust::Unfit(name) => format!("Chứng thư của {name} không được dùng vào việc này."),
    }
}

/// When it was signed, and who says so.
pub fn signed_at(at: Option<&SignedAt>) -> String {
    match at {
        None => "Không ghi thời điểm ký.".to_owned(),
        Some(SignedAt::Claimed(at)) => {
            format!(
                "{}, theo đồng hồ của máy người ký; không có dấu thời gian.",
                moment(*at)
            )
        }
        Some(SignedAt::Stamped(at, by, true)) => {
            format!("{}, theo dấu thời gian của {by}.", moment(*at))
        }
        Some(SignedAt::Stamped(at, by, false)) => format!(
            "{}, theo dấu thời gian của {by}; cơ quan chưa khai là tin cậy tổ chức này.",
            moment(*at)
        ),
    }
}

/// What was added after the signature.
pub const fn addition(addition: Addition) -> &'static str {
    match addition {
        Addition::Signature => "thêm chữ ký khác",
        Addition::Evidence => "thêm dữ liệu để kiểm tra chữ ký về sau",
        Addition::Metadata => "ghi thêm thông tin về tệp (không hiện trên trang)",
        Addition::Field => "điền hoặc sửa ô của biểu mẫu",
        Addition::Note => "thêm, sửa hoặc bỏ ghi chú, hình vẽ trên trang",
        Addition::Page => "sửa nội dung trang",
        Addition::Pages => "thêm, bớt hoặc đổi thứ tự trang",
        Addition::Other => "thay đổi khác",
    }
}

/// All of what was added, as a sentence.
pub fn added(finding: &Finding) -> String {
    if finding.added.is_empty() {
        return "Không có gì thêm vào tệp sau chữ ký này.".to_owned();
    }
    let said: Vec<&str> = finding.added.iter().map(|one| addition(*one)).collect();
    let harmless = finding.added.iter().all(|one| one.is_harmless());
    let end = if harmless {
        "Phần đã ký vẫn hiện như lúc ký."
    } else {
        "Trang đang hiện khác với bản đã ký; hãy yêu cầu bản gốc."
    };
    format!("Sau chữ ký này tệp đã được: {}. {end}", said.join("; "))
}

/// Nothing here asks the network.
pub const REVOCATION: &str =
    "Chưa kiểm tra: hệ thống không hỏi qua mạng xem chứng thư có bị thu hồi hay không.";

/// What stands in the way, and what to do.
pub const fn obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::NotAKeyFile => {
            "Tệp không phải là tệp chứng thư PKCS#12 (.p12, .pfx). Hãy chọn đúng tệp do tổ chức chứng thực cấp."
        }
        Obstacle::WrongPassphrase => "Mật khẩu của chứng thư không đúng. Hãy nhập lại.",
        Obstacle::NotOneKey => {
            "Tệp phải có đúng một khóa bí mật cùng chứng thư của khóa đó. Hãy xuất lại tệp từ nơi cấp."
        }
        Obstacle::UnknownKey => {
            "Khóa quá ngắn hoặc thuộc loại chưa dùng được ở đây. Cần khóa RSA từ 2048 bit, hoặc ECDSA P-256, P-384."
        }
        Obstacle::NotForSigning => {
            "Chứng thư này không được cấp để ký văn bản. Hãy dùng chứng thư chữ ký số của cơ quan."
        }
        Obstacle::CertificateEnded => {
            "Chứng thư đã hết hạn hoặc chưa có hiệu lực. Quản trị viên hãy thay bằng chứng thư còn hạn."
        }
        Obstacle::NoCertificate => {
            "Cơ quan chưa có chứng thư chữ ký số. Quản trị viên hãy nạp ở trang «Chữ ký số»."
        }
        Obstacle::NotAnAuthority => {
            "Tệp không phải là chứng thư của một tổ chức chứng thực (.cer, .crt, .pem). Hãy chọn tệp khác."
        }
        Obstacle::TooManyAuthorities => {
            "Đã khai đủ 20 tổ chức chứng thực. Hãy bỏ tổ chức không dùng nữa trước khi thêm."
        }
        Obstacle::NotAnImage => {
            "Tệp không phải là ảnh PNG đọc được. Hãy chọn ảnh PNG nền trong suốt."
        }
        Obstacle::TooLarge => "Tệp lớn quá mức cho phép. Hãy chọn tệp nhỏ hơn.",
        Obstacle::NotPdf => {
            "Kết quả không có tệp PDF ký được. Hãy in kết quả ra PDF, đính kèm lại rồi trình lại."
        }
        Obstacle::LockedPdf => {
            "Tệp PDF có mật khẩu nên không ký được. Hãy bỏ mật khẩu rồi trình lại."
        }
        Obstacle::ClosedPdf => {
            "Chữ ký đã có trong tệp không cho thêm chữ ký nào nữa. Hãy dùng tệp trước khi khóa."
        }
        Obstacle::NoPage => "Tệp không có trang này. Hãy nhập số trang nhỏ hơn.",
        Obstacle::NotNow => {
            "Bây giờ không ký được: chỉ ký kết quả đang trình bạn phê duyệt, hoặc đã phê duyệt mà chưa trả."
        }
    }
}
