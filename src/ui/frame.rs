//! The frame of every page: head, office, navigation, notice, footer.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use crate::ui::assets::{SCRIPTS, asset};
use crate::ui::language::{Language, message, of_scripts, said, say, spoken, vietnamese};
use crate::ui::parts::{breadcrumb, icon};

/// Where the office works: dense pages.
const WORKPLACES: [&str; 3] = ["/can-bo", "/lanh-dao", "/quan-tri"];

/// Where pages speak to the office, hence Vietnamese only: its work, its founding, its restoring.
pub fn for_office(path: &str) -> bool {
    let founding = "/thiet-lap";
    WORKPLACES
        .iter()
        .chain([&founding])
        .any(|area| path.starts_with(area))
}

/// Who looks at the page; decides which ways lead on from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anybody, not signed in.
    Public,
    /// A citizen (công dân) with an account.
    Citizen,
    /// An officer (cán bộ); `receives` when at the reception counter.
    Officer {
        /// Works at reception (bộ phận một cửa).
        receives: bool,
    },
    /// A leader (lãnh đạo), who approves.
    Leader,
    /// The administrator (quản trị).
    Admin,
}

/// The visitor as the head of the page shows them.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// What they may see in the navigation.
    pub audience: Audience,
    /// Their name; `None` when not signed in.
    pub name: Option<&'a str>,
}

impl Visitor<'_> {
    /// Somebody who is not signed in.
    pub const ANYBODY: Visitor<'static> = Visitor {
        audience: Audience::Public,
        name: None,
    };
}

/// How citizens may file online.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Filing {
    /// Here.
    #[default]
    On,
    /// Not at all: at the counter or by post.
    Off,
    /// At the National Portal, whose address this is.
    Link(String),
}

/// The office's face to the world.
#[derive(Debug, Clone, Default)]
pub struct OfficeFace {
    /// Full name, e.g. "Ủy ban nhân dân phường Ba Đình".
    pub name: String,
    /// What it belongs to, e.g. "Thành phố Hà Nội".
    pub parent: Option<String>,
    /// Where the counter is.
    pub address: Option<String>,
    /// Telephone for questions.
    pub phone: Option<String>,
    /// E-mail for questions.
    pub email: Option<String>,
    /// Office hours: days and times, e.g. ("Thứ Hai – thứ Sáu", "07:30–11:30, 13:30–17:00").
    pub hours: Vec<(String, String)>,
    /// Whether this is a demonstration with invented people.
    pub demo: bool,
    /// How online filing works here.
    pub filing: Filing,
}

/// Hidden fields of every form: the token of this sign-in and the number that makes sending twice harmless.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seal<'a> {
    /// Token of the session, against forms on other sites.
    pub token: &'a str,
    /// Number of this form, against double sending.
    pub nonce: &'a str,
}

impl Render for Seal<'_> {
    fn render(&self) -> Markup {
        html! {
            input type="hidden" name="_token" value=(self.token);
            input type="hidden" name="_nonce" value=(self.nonce);
        }
    }
}

/// The colour of a message; its sign and words say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Info,
    /// Something went well.
    Good,
    /// Something to heed.
    Warn,
    /// Something went wrong.
    Bad,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "done",
            Self::Warn | Self::Bad => "alert",
        }
    }
}

/// What the deed before this page did, said once.
#[derive(Debug, Clone)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// In one sentence.
    pub words: String,
}

/// A step on the way from the home page to this one.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub name: String,
}

impl Crumb {
    /// A step.
    pub fn new(href: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            name: name.into(),
        }
    }
}

/// What a page says of itself to the frame.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// Title without the office's name.
    pub title: String,
    /// The way here; the page itself is not part of it.
    pub crumbs: Vec<Crumb>,
    /// A form came back with faults: the title says so, for those who hear it first.
    pub faulty: bool,
    /// Begins with a full-width part that brings its own room.
    pub bleed: bool,
}

impl Head {
    /// A page with this title.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a step on the way here.
    #[must_use]
    pub fn under(mut self, href: impl Into<String>, name: impl Into<String>) -> Self {
        self.crumbs.push(Crumb::new(href, name));
        self
    }

    /// Marks a form that came back with faults.
    #[must_use]
    pub fn faulty(mut self, faulty: bool) -> Self {
        self.faulty = faulty;
        self
    }
}

/// What every page needs to know of the request; made once by the web room.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// The office.
    pub office: &'a OfficeFace,
    /// Who looks.
    pub visitor: Visitor<'a>,
    /// The path of this page, to mark its place in the navigation.
    pub path: &'a str,
    /// What just happened.
    pub flash: Option<&'a Flash>,
    /// For the forms of this page.
    pub seal: Seal<'a>,
}

impl Frame<'_> {
    /// The whole document around `body`. The body brings the page's one `h1`.
    pub fn page(&self, head: &Head, body: &Markup) -> Markup {
        let dense = WORKPLACES.iter().any(|area| self.path.starts_with(area));
        html! {
            (DOCTYPE)
            html lang=(spoken().code()) class=[dense.then_some("dense")] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="theme-color" content="#0b4744";
                    title {
                        @if head.faulty { (say!("Lỗi: ")) }
                        (head.title) " – " (self.office.name)
                    }
                    link rel="icon" type="image/svg+xml" href=(asset("favicon.svg"));
                    link rel="manifest" href="/manifest.webmanifest";
                    link rel="stylesheet" href=(asset("motcua.css"));
                    @if let Some(words) = of_scripts() { script type="application/json" id="loi" { (PreEscaped(words)) } }
                    @for script in SCRIPTS { script type="module" src=(asset(script)) {} }
                }
                body {
                    a class="skip" href="#noi-dung" { (say!("Đến nội dung chính")) }
                    (self.band())
                    @if !head.crumbs.is_empty() { (breadcrumb(&head.crumbs, &head.title)) }
                    @if let Some(flash) = self.flash {
                        div class="wrap" {
                            div class={ "notice flash " (flash.tone.class()) } role="status" {
                                (icon(flash.tone.icon()))
                                div { p { (flash.words) } }
                            }
                        }
                    }
                    main id="noi-dung" tabindex="-1" {
                        @if head.bleed { (body) } @else { div class="wrap" { (body) } }
                    }
                    (self.foot())
                }
            }
        }
    }

    fn band(&self) -> Markup {
        html! {
            header class="band" {
                @if self.office.demo {
                    p class="demo-strip" { (say!("Bản chạy thử – dữ liệu giả định.")) }
                }
                div class="wrap band-top" {
                    a class="brand" href="/" {
                        svg viewBox="0 0 64 64" aria-hidden="true" focusable="false" {
                            use href={ (asset("icons.svg")) "#mark" } {}
                        }
                        div {
                            span { (say!("Một cửa điện tử")) @if let Some(parent) = &self.office.parent { " · " span lang=[vietnamese()] { (parent) } } }
                            b lang=[vietnamese()] { (self.office.name) }
                        }
                    }
                    @if matches!(self.visitor.audience, Audience::Officer { .. } | Audience::Leader) { (find_box()) }
                    (self.who())
                }
                nav class="nav" aria-label=(say!("Chính")) {
                    div class="wrap" {
                        ul role="list" {
                            @for (href, name) in ways(self.visitor.audience) {
                                li { a href=(href) aria-current=[self.place(href)] { (said(name)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// `page` on the very page, `true` inside its area.
    fn place(&self, href: &str) -> Option<&'static str> {
        let inside = self
            .path
            .strip_prefix(href)
            .is_some_and(|rest| rest.starts_with('/'));
        let taken = || {
            ways(self.visitor.audience)
                .iter()
                .any(|(other, _)| other.len() > href.len() && self.path.starts_with(other))
        };
        if self.path == href {
            Some("page")
        } else if inside && !taken() {
            Some("true")
        } else {
            None
        }
    }

    fn who(&self) -> Markup {
        html! {
            div class="who" {
                (self.languages())
                @if let Some(name) = self.visitor.name {
                    @if self.visitor.audience == Audience::Citizen {
                        a href="/tai-khoan" { (icon("user")) span class="name" { (name) } }
                    } @else {
                        span class="row" { (icon("user")) span class="name" { (name) } }
                    }
                    form method="post" action="/dang-xuat" {
                        (self.seal)
                        button type="submit" { (say!("Đăng xuất")) }
                    }
                } @else {
                    a href="/dang-ky" { (say!("Đăng ký")) }
                    a class="ghost" href="/dang-nhap" { (icon("user")) (say!("Đăng nhập")) }
                }
            }
        }
    }

    /// The other language, on citizens' pages: a button, so that nothing which follows links changes it.
    fn languages(&self) -> Markup {
        html! {
            @if !for_office(self.path) {
                form method="post" action="/ngon-ngu" {
                    (self.seal)
                    input type="hidden" name="tiep" value=(self.path);
                    @for other in Language::ALL.into_iter().filter(|other| *other != spoken()) {
                        button type="submit" name="ngon-ngu" value=(other.code()) lang=(other.code()) { (other.name()) }
                    }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let office = self.office;
        html! {
            footer class="foot" {
                div class="wrap" {
                    div class="foot-cols" {
                        section aria-labelledby="chan-lien-he" {
                            h2 id="chan-lien-he" lang=[vietnamese()] { (office.name) }
                            ul role="list" {
                                @if let Some(address) = &office.address { li { (icon("place")) span lang=[vietnamese()] { (address) } } }
                                @if let Some(phone) = &office.phone {
                                    li { (icon("phone")) a href={ "tel:" (digits(phone)) } { (phone) } }
                                }
                                @if let Some(email) = &office.email {
                                    li { (icon("mail")) a href={ "mailto:" (email) } { (email) } }
                                }
                            }
                        }
                        @if !office.hours.is_empty() {
                            section aria-labelledby="chan-gio" {
                                h2 id="chan-gio" { (say!("Giờ làm việc")) }
                                ul role="list" {
                                    @for (days, times) in &office.hours {
                                        li { (icon("clock")) span { (days) ": " (times) } }
                                    }
                                }
                            }
                        }
                        section aria-labelledby="chan-loi-di" {
                            h2 id="chan-loi-di" { (say!("Lối đi nhanh")) }
                            ul role="list" {
                                li { a href="/thu-tuc" { (say!("Tất cả thủ tục")) } }
                                li { a href="/tra-cuu" { (say!("Tra cứu hồ sơ")) } }
                                li { a href="/tiep-tuc" { (say!("Khai tiếp hồ sơ đang dở")) } }
                                li { a href="/hoi-dap" { (say!("Hỏi đáp")) } }
                                li { a href="/phan-anh" { (say!("Gửi câu hỏi, phản ánh")) } }
                                li { a href="/huong-dan" { (say!("Hướng dẫn sử dụng")) } }
                            }
                        }
                    }
                    p class="foot-end" {
                        (say!("Nguồn dữ liệu thủ tục: Cổng Dịch vụ công quốc gia – Văn phòng Chính phủ."))
                    }
                }
            }
        }
    }
}

/// Where officers look for a dossier, on every page of theirs.
fn find_box() -> Markup {
    html! {
        form class="find-box" method="get" action="/can-bo/tim" role="search" aria-label=(say!("Tìm hồ sơ nhanh")) {
            label class="sr" for="tim-nhanh" { (say!("Tìm hồ sơ: họ tên, mã, điện thoại, số giấy tờ")) }
            input class="control" type="search" id="tim-nhanh" name="q" maxlength="200" autocomplete="off" accesskey="t"
                aria-keyshortcuts="/ Alt+T" placeholder=(say!("Tìm hồ sơ (phím /)"));
            button type="submit" { (icon("search")) span class="sr" { (say!("Tìm")) } }
        }
        script type="module" src=(asset("find.js")) {}
    }
}

fn digits(phone: &str) -> String {
    phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect()
}

const fn ways(audience: Audience) -> &'static [(&'static str, &'static str)] {
    match audience {
        Audience::Public => &[
            ("/thu-tuc", message!("Thủ tục")),
            ("/tra-cuu", message!("Tra cứu hồ sơ")),
            ("/huong-dan", message!("Hướng dẫn")),
        ],
        Audience::Citizen => &[
            ("/thu-tuc", message!("Thủ tục")),
            ("/ho-so", message!("Hồ sơ của tôi")),
            ("/kho-giay-to", message!("Kho giấy tờ")),
            ("/tra-cuu", message!("Tra cứu hồ sơ")),
            ("/huong-dan", message!("Hướng dẫn")),
        ],
        Audience::Officer { receives: true } => &[
            ("/can-bo", message!("Việc cần làm")),
            ("/can-bo/tiep-nhan", message!("Tiếp nhận hồ sơ")),
            ("/can-bo/so-theo-doi", message!("Sổ theo dõi")),
            ("/can-bo/phan-anh", message!("Phản ánh, hỏi đáp")),
            ("/thu-tuc", message!("Thủ tục")),
            ("/huong-dan", message!("Hướng dẫn")),
        ],
        Audience::Officer { receives: false } => &[
            ("/can-bo", message!("Việc cần làm")),
            ("/can-bo/so-theo-doi", message!("Sổ theo dõi")),
            ("/can-bo/phan-anh", message!("Phản ánh, hỏi đáp")),
            ("/thu-tuc", message!("Thủ tục")),
            ("/huong-dan", message!("Hướng dẫn")),
        ],
        Audience::Leader => &[
            ("/lanh-dao", message!("Chờ phê duyệt")),
            ("/can-bo", message!("Hồ sơ của đơn vị")),
            ("/can-bo/so-theo-doi", message!("Sổ theo dõi")),
            ("/can-bo/phan-anh", message!("Phản ánh, hỏi đáp")),
            ("/thu-tuc", message!("Thủ tục")),
            ("/huong-dan", message!("Hướng dẫn")),
        ],
        Audience::Admin => &[
            ("/quan-tri", message!("Quản trị")),
            ("/quan-tri/tai-khoan", message!("Tài khoản cán bộ")),
            ("/quan-tri/bieu-mau", message!("Biểu mẫu")),
            ("/thu-tuc", message!("Thủ tục")),
            ("/huong-dan", message!("Hướng dẫn")),
        ],
    }
}
