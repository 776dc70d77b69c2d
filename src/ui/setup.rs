//! First run (thiết lập ban đầu): who the office is and who administers it. Nothing else can be opened before.

use maud::{Markup, html};

use crate::ui::admin::OnlineChoice;
use crate::ui::parts::{
    Button, ButtonKind, Choice, Radios, Select, TextField, Width, error_summary, field_id,
};
use crate::ui::{Entries, Frame, Head};

/// A province or commune to choose: code and name.
pub type Unit = (String, String);

/// The form as it stands.
#[derive(Debug, Clone, Copy)]
pub struct SetupPage<'a> {
    /// What was typed.
    pub entries: &'a Entries,
    /// All provinces.
    pub provinces: &'a [Unit],
    /// Communes of the province that was chosen.
    pub communes: &'a [Unit],
    /// Whether the one-time code of the console is asked for.
    pub asks_code: bool,
}

/// The page.
pub fn setup_page(frame: &Frame<'_>, page: &SetupPage<'_>) -> Markup {
    let entries = page.entries;
    let body = html! {
        div class="stack measure" {
            h1 { "Thiết lập ban đầu" }
            p class="lead" { "Khai báo cơ quan và người quản trị đầu tiên. Các thông tin này sửa lại được sau." }
            p { "Đã có bản sao lưu từ máy cũ? " a href="/thiet-lap/khoi-phuc" { "Khôi phục từ bản sao lưu" } "." }
            (error_summary(entries))
            form method="post" action="/thiet-lap" {
                (frame.seal)
                @if page.asks_code {
                    (TextField::new("setup_code", "Mã dùng một lần").hint("Hiện trên màn hình của máy chủ khi khởi động lần đầu.").of(entries).width(Width::Short).autocomplete("off"))
                }
                (place(page))
                (office(entries))
                (administrator(entries))
                div class="actions" { (Button::new("Hoàn thành thiết lập").icon("check").sends("_do", "found")) }
            }
        }
    };
    frame.page(
        &Head::new("Thiết lập ban đầu").faulty(entries.is_faulty()),
        &body,
    )
}

fn choices(units: &[Unit]) -> Vec<Choice> {
    units
        .iter()
        .map(|(code, name)| Choice::new(code.as_str(), name.as_str()))
        .collect()
}

/// The first button of the form only fills the second list, so that Enter never founds by mistake.
fn place(page: &SetupPage<'_>) -> Markup {
    let entries = page.entries;
    let provinces = choices(page.provinces);
    let communes = choices(page.communes);
    html! {
        fieldset class="group" {
            legend { "Địa bàn" }
            (Select::new("province", "Tỉnh, thành phố", &provinces).of(entries).blank("Chọn tỉnh, thành phố").width(Width::Middle))
            div class="actions" {
                (Button::new("Hiện các xã, phường").kind(ButtonKind::Second).icon("list").sends("_do", "province").unchecked())
            }
            @if communes.is_empty() {
                (TextField::new("ward_code", "Mã xã, phường, đặc khu").hint("Chọn tỉnh rồi bấm nút trên để chọn trong danh sách, hoặc nhập mã 5 chữ số.").of(entries).width(Width::Short).inputmode("numeric").maxlength(5))
            } @else {
                (Select::new("ward_code", "Xã, phường, đặc khu", &communes).of(entries).blank("Chọn xã, phường, đặc khu").width(Width::Middle))
            }
        }
    }
}

fn office(entries: &Entries) -> Markup {
    let online = OnlineChoice::choices();
    let chosen = match entries.value("online_filing") {
        "" => OnlineChoice::Link.key(),
        sent => sent,
    };
    html! {
        fieldset class="group" {
            legend { "Cơ quan" }
            (TextField::new("agency_code", "Mã định danh cơ quan").hint("Theo Quyết định 20/2020/QĐ-TTg, ví dụ H26.12.3. Mã này đứng đầu mọi mã hồ sơ.").of(entries).width(Width::Middle).maxlength(35))
            (TextField::new("agency_name", "Tên cơ quan").hint("Để trống thì lấy theo xã, phường đã chọn.").of(entries).maxlength(300).optional())
            (TextField::new("centre_name", "Tên bộ phận một cửa").of(entries).maxlength(300))
            (TextField::new("place", "Địa danh trên phiếu").hint("Để trống thì lấy theo xã, phường đã chọn.").of(entries).width(Width::Middle).maxlength(100).optional())
            (TextField::new("address", "Địa chỉ quầy tiếp nhận").of(entries).maxlength(300))
            (TextField::new("hotline", "Điện thoại hỏi đáp").of(entries).kind("tel").width(Width::Short).maxlength(30))
            (Radios::new("online_filing", "Nộp hồ sơ trực tuyến", &online).of(entries).value(chosen).boxed())
        }
    }
}

fn administrator(entries: &Entries) -> Markup {
    html! {
        fieldset class="group" id=(field_id("admin")) tabindex="-1" {
            legend { "Người quản trị đầu tiên" }
            (TextField::new("admin.name", "Họ và tên").of(entries).maxlength(300).autocomplete("name"))
            (TextField::new("admin.username", "Tên đăng nhập").hint("Chữ thường không dấu, chữ số, dấu chấm; 3–40 ký tự.").of(entries).width(Width::Middle).maxlength(40).autocomplete("username"))
            div class="pair" {
                (TextField::new("admin.password", "Mật khẩu").hint("Ít nhất 8 ký tự, có 3 trong 4 loại: chữ thường, chữ hoa, chữ số, ký hiệu.").of(entries).kind("password").maxlength(200).autocomplete("new-password"))
                (TextField::new("admin.password_again", "Nhập lại mật khẩu").of(entries).kind("password").maxlength(200).autocomplete("new-password"))
            }
        }
    }
}
