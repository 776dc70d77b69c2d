//! What is measured: everyday requests through the real server on a loopback port, beside the bare yardsticks.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::serve::ListenerExt;

use super::super::clock;
use super::super::failure::{Failure, machine};
use super::ground::{self, Ground, Mark, People, SignIn};
use super::load::{self, Call, Script};
use super::people::Asked;
use super::report::{Line, Size};
use super::rows::Rows;
use super::stats::Figures;
use crate::domain::status::Status;
use crate::office::read_dossiers::Filter;
use crate::office::{Clock, Office};
use crate::print::Printer;
use crate::web::{self, App, WebSettings};

/// Connections of the reading measures: an office's counters and some citizens at once.
const READERS: usize = 4;
/// Row sets in the yardsticks' own files beforehand, at most; bare redb has a copy of the office's file.
const BEFORE: usize = 10_000;
/// Row sets that they commit one by one, at most.
const ALONE: usize = 8_000;
/// Row sets that they commit together, at most.
const TOGETHER: usize = 24_000;
/// Dossiers whose receipts are drawn and that are followed, at most.
const TARGETS: usize = 2_000;

/// What people type.
pub(super) const QUERIES: [&str; 16] = [
    "khai sinh",
    "đăng ký kết hôn",
    "xac nhan tinh trang hon nhan",
    "khai tử",
    "chứng thực bản sao",
    "chứng thực chữ ký",
    "trợ cấp xã hội",
    "hộ kinh doanh",
    "đăng ký lại khai sinh",
    "người có công",
    "giay chung nhan quyen su dung dat",
    "bảo hiểm y tế",
    "nuôi con nuôi",
    "thay đổi họ tên",
    "hỗ trợ mai táng",
    "đăng ký giám hộ",
];

/// One size under measurement.
pub(super) struct Measures<'a> {
    pub office: Office,
    pub people: People,
    pub procedures: Arc<Vec<Asked>>,
    pub address: SocketAddr,
    pub citizens: Vec<SignIn>,
    pub reception: SignIn,
    pub specialist: SignIn,
    pub span: Duration,
    pub next: Arc<AtomicU64>,
    pub only: Vec<String>,
    pub lines: Vec<Line>,
    pub tell: &'a mut (dyn FnMut(&str) + Send),
}

/// Measures everything at one size.
pub(super) async fn run(
    ground: &Ground,
    mark: &Mark,
    span: Duration,
    only: &[String],
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Size, Failure> {
    let office = ground.office.clone();
    let people = People::of(&office)?;
    let scratch = ground::scratch(ground.dir.path());
    let bytes = ground::size(ground.dir.path()) - ground::size(&scratch);
    tell("đang ghi lại các dòng của một lần nộp");
    let before = usize::try_from(mark.dossiers).unwrap_or(BEFORE).min(BEFORE);
    let rows = Rows::take_down(&scratch, before, ALONE, TOGETHER).await?;

    let mut citizens = Vec::new();
    for citizen in &people.citizens {
        citizens.push(People::sign_in(&office, citizen, &mark.password).await?);
    }
    let specialist = people.specialists.first().ok_or_else(Failure::bug)?;
    let mut measures = Measures {
        reception: People::sign_in(&office, &people.reception, &mark.password).await?,
        specialist: People::sign_in(&office, specialist, &mark.password).await?,
        procedures: ground::procedures(&office)?,
        address: serve(&office).await?,
        citizens,
        people,
        office,
        span,
        next: Arc::new(AtomicU64::new(mark.dossiers + 1_000_000_000)),
        only: only.to_vec(),
        lines: Vec::new(),
        tell,
    };
    measures.reading().await;
    measures.following().await?;
    measures.submitting(&scratch, &rows).await?;
    measures.taking_in().await;
    measures.acting().await?;
    let size = Size {
        dossiers: mark.dossiers,
        prepared_seconds: mark.seconds,
        bytes,
        submission_rows: rows.rows(),
        submission_bytes: rows.bytes(),
        yardstick_dossiers: rows.before.len(),
        lines: measures.lines,
    };
    drop(std::fs::remove_dir_all(&scratch));
    Ok(size)
}

/// The server that people get, on a free port of this machine.
async fn serve(office: &Office) -> Result<SocketAddr, Failure> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .map_err(|error| machine("mở cổng", error))?;
    let address = listener
        .local_addr()
        .map_err(|error| machine("mở cổng", error))?;
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let clock: Clock = Arc::new(clock::now);
    let app = App::new(
        office.clone(),
        Printer::new(),
        clock,
        WebSettings::default(),
    );
    let service = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(axum::serve(listener, service).into_future());
    Ok(address)
}

impl Measures<'_> {
    pub async fn http(
        &mut self,
        key: &'static str,
        label: &'static str,
        clients: usize,
        script: Script,
    ) {
        if !self.wanted(key) {
            return;
        }
        self.say(label);
        let figures = load::http(self.address, clients, self.span, script).await;
        self.push(key, label, clients, figures);
    }

    /// Whether a line was asked for.
    pub fn wanted(&self, key: &str) -> bool {
        self.only.is_empty()
            || self
                .only
                .iter()
                .any(|begin| key.starts_with(begin.as_str()))
    }

    /// Says what is being measured.
    pub fn say(&mut self, label: &str) {
        (self.tell)(&format!("đang đo: {}", label.trim()));
    }

    pub fn push(
        &mut self,
        key: &'static str,
        label: &'static str,
        clients: usize,
        figures: Figures,
    ) {
        self.lines.push(Line {
            key,
            label,
            clients,
            figures,
        });
    }

    /// A GET that differs from call to call.
    pub fn cycle(
        paths: Vec<String>,
        dress: impl Fn(Call) -> Call + Send + Sync + 'static,
    ) -> Script {
        Arc::new(move |client, nth| {
            let nth = usize::try_from(nth).unwrap_or(0) + client * 7;
            let path = paths.get(nth % paths.len().max(1))?;
            Some(dress(Call::get(path.clone())))
        })
    }

    async fn reading(&mut self) {
        let queries = QUERIES
            .iter()
            .map(|query| format!("/api/v1/procedures?q={}", escaped(query)))
            .collect();
        self.http(
            "search",
            "tìm thủ tục",
            READERS,
            Self::cycle(queries, |call| call),
        )
        .await;
        let sheets = |base: &str| {
            let codes = self.procedures.iter().map(Asked::code);
            codes
                .map(|code| format!("{base}/{code}"))
                .collect::<Vec<_>>()
        };
        let (pages, api) = (sheets("/thu-tuc"), sheets("/api/v1/procedures"));
        self.http(
            "zipped_home",
            "trang chủ, gzip",
            READERS,
            Self::cycle(vec!["/".to_owned()], Call::zipped),
        )
        .await;
        self.http(
            "zipped_sheet_page",
            "thủ tục, trang, gzip",
            READERS,
            Self::cycle(pages.clone(), Call::zipped),
        )
        .await;
        self.http(
            "sheet_page",
            "thủ tục, trang",
            READERS,
            Self::cycle(pages, |call| call),
        )
        .await;
        self.http(
            "sheet_api",
            "thủ tục, API",
            READERS,
            Self::cycle(api, |call| call),
        )
        .await;
        let list = vec!["/api/v1/dossiers?status=4&limit=50".to_owned()];
        let bearer = self.specialist.bearer.clone();
        let script = Self::cycle(list, move |call| call.by(&bearer));
        self.http("work_list_api", "danh sách việc, API", READERS, script)
            .await;
        let list = vec!["/can-bo".to_owned()];
        let cookie = self.specialist.cookie.clone();
        let script = Self::cycle(list, move |call| call.with_cookie(&cookie));
        self.http("work_list_page", "danh sách việc, trang", READERS, script)
            .await;
    }

    async fn following(&mut self) -> Result<(), Failure> {
        let received = self.targets(Status::Received, TARGETS)?;
        let mut tracked = Vec::new();
        for code in received.iter().take(500) {
            if let Some(dossier) = self.office.dossier(&self.people.reception, code)? {
                tracked.push(format!(
                    "/api/v1/track?code={code}&secret={}",
                    escaped(&dossier.lookup_secret)
                ));
            }
        }
        self.http(
            "track",
            "tra cứu hồ sơ",
            READERS,
            Self::cycle(tracked, |call| call),
        )
        .await;
        let slips: Vec<String> = received
            .iter()
            .map(|code| format!("/api/v1/dossiers/{code}/slips/receipt.pdf"))
            .collect();
        let bearer = self.reception.bearer.clone();
        let alone = Self::cycle(slips.clone(), move |call| call.by(&bearer));
        self.http("receipt", "giấy tiếp nhận, PDF", 1, alone).await;
        let bearer = self.reception.bearer.clone();
        let script = Self::cycle(slips, move |call| call.by(&bearer));
        self.http("receipt_many", "giấy tiếp nhận, PDF", READERS, script)
            .await;
        Ok(())
    }

    /// Codes of dossiers in a status.
    pub fn targets(&self, status: Status, most: usize) -> Result<Vec<String>, Failure> {
        let filter = Filter {
            status: Some(status),
            ..Filter::default()
        };
        let (mut codes, mut after) = (Vec::new(), None);
        while codes.len() < most {
            let page =
                self.office
                    .dossiers(&self.people.reception, &filter, after.as_deref(), 500)?;
            codes.extend(page.items.into_iter().map(|row| row.code));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        codes.truncate(most);
        Ok(codes)
    }
}

/// Text as part of a query string.
fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
