//! `motcua bench find`: how fast officers find dossiers, how soon a new one is found, and what the index costs.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::super::clock;
use super::super::failure::{Failure, machine};
use super::ground::{self, Ground, People};
use super::machine::{Machine, own_bytes};
use super::people::{Dice, application, filing, name};
use super::prepare;
use super::stats::{Figures, Tally};
use crate::domain::authority::{Reach, Sight};
use crate::domain::officer::User;
use crate::office::find_dossiers::Sought;
use crate::office::submit_dossier::{Filer, Once};
use crate::office::{Office, Viewer};
use crate::search::dossiers::{Asked, Find};
use crate::work::follow;

/// Questions of each kind.
const QUESTIONS: u64 = 400;
/// Dossiers on a page of results.
const PAGE: usize = 20;
/// Writes in a second while it is measured how soon they are found.
const WRITES: u32 = 50;
/// Whoever is not found within this time is lost.
const LOST: Duration = Duration::from_secs(30);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Số hồ sơ được chuẩn bị
    #[arg(long, value_name = "N", default_value_t = 10_000,
        value_parser = clap::value_parser!(u64).range(100..=10_000_000))]
    dossiers: u64,
    /// Số giây ghi liên tục khi đo bao lâu thì hồ sơ mới được tìm thấy
    #[arg(long, value_name = "S", default_value_t = 20,
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
    /// In dạng JSON
    #[arg(long)]
    json: bool,
    /// Giữ lại dữ liệu đã chuẩn bị cho lần sau
    #[arg(long)]
    keep: bool,
}

/// Everything that was measured.
#[derive(Debug, Serialize)]
struct Report {
    machine: Machine,
    dossiers: u64,
    /// Seconds to make the index from the records; `None` when it was there.
    index_seconds: Option<f64>,
    /// Bytes of the index on disk.
    index_bytes: u64,
    /// Bytes of memory of its own that the process took for opening the index and asking it, at most; mapped files not
    /// counted. Right after the index was made it says too little: what making it took is asked from again.
    memory_bytes: u64,
    /// Questions by kind: in the index alone, and with the dossiers and passages of a page; milliseconds.
    kinds: Vec<Kind>,
    /// From the answer to a filing until the dossier is found, under steady writing.
    visible: Figures,
}

#[derive(Debug, Serialize)]
struct Kind {
    name: &'static str,
    index: Figures,
    page: Figures,
    /// Questions that found something.
    found: u64,
}

pub(super) fn run(base: &Path, args: &Args) -> Result<(), Failure> {
    let path = ground::place(base, args.dossiers);
    let there = path.exists();
    let runtime = super::server::runtime()?;
    let report = runtime.block_on(measure(&path, args));
    if !args.keep && !there {
        drop(ground::remove(&path));
        // Goes only when nothing else is in it.
        drop(std::fs::remove_dir(base));
    }
    let report = report?;
    if args.json {
        let json = serde_json::to_string_pretty(&report).map_err(|_| Failure::bug())?;
        println!("{json}");
    } else {
        print!("{}", text(&report));
    }
    Ok(())
}

async fn measure(path: &Path, args: &Args) -> Result<Report, Failure> {
    let ground = Ground::open(path)?;
    if ground.mark.is_none() {
        let mark = prepare::fill(&ground, args.dossiers, &mut |text| eprintln!("{text}")).await?;
        ground.sign(&mark)?;
    }
    let office = ground.office.clone();
    let index_seconds = index(&office).await?;
    // Opened anew, so that what making the index took does not count for asking it.
    ground.close();
    drop(office);
    let ground = Ground::open(path)?;
    let office = ground.office.clone();
    let before = own_bytes();
    index(&office).await?;
    let people = People::of(&office)?;
    let mut kinds = Vec::new();
    let mut memory_bytes = 0;
    for (name, ask) in KINDS {
        let measured = kind(&office, &people, args.dossiers, name, ask)?;
        kinds.push(measured);
        memory_bytes = memory_bytes.max(own_bytes().saturating_sub(before));
    }
    let visible = visible(&office, &people, args.seconds).await?;
    let report = Report {
        machine: Machine::here(path),
        dossiers: args.dossiers,
        index_seconds,
        index_bytes: ground::size(&path.join("index")),
        memory_bytes,
        kinds,
        visible,
    };
    ground.close();
    Ok(report)
}

/// Brings the index up to date; how long it took to make one where there was none.
async fn index(office: &Office) -> Result<Option<f64>, Failure> {
    let there = office.dossier_search.newest().is_some();
    let following = office.clone();
    let began = Instant::now();
    tokio::task::spawn_blocking(move || following.follow_dossiers())
        .await
        .map_err(|_| Failure::bug())??;
    Ok((!there).then(|| began.elapsed().as_secs_f64()))
}

/// Makes a question from the number of a dossier.
type Ask = fn(u64) -> String;

/// What officers remember.
const KINDS: [(&str, Ask); 7] = [
    ("đủ họ tên", |number| name(&mut Dice::of(number))),
    ("họ tên không dấu, đảo thứ tự", |number| {
        let name = crate::domain::fold::fold(&name(&mut Dice::of(number)));
        let words: Vec<&str> = name.split(' ').rev().collect();
        words.join(" ")
    }),
    ("nửa họ tên và tháng", |number| {
        let name = name(&mut Dice::of(number));
        let (_, rest) = name.split_once(' ').unwrap_or_default();
        format!("{rest} tháng {}", 1 + number % 12)
    }),
    ("một họ", |number| {
        let name = name(&mut Dice::of(number));
        name.split(' ').next().unwrap_or_default().to_owned()
    }),
    ("điện thoại", |number| field(number, "phone")),
    ("số giấy tờ", |number| field(number, "id_number")),
    ("tên và thủ tục", |number| {
        let name = name(&mut Dice::of(number));
        let given = name.rsplit(' ').next().unwrap_or_default();
        format!("{given} khai sinh")
    }),
];

/// A field of what the applicant of this number declares.
fn field(number: u64, field: &str) -> String {
    let asked = super::people::Asked::nothing();
    let application = application(number, &asked, "counter");
    let json: serde_json::Value = serde_json::from_str(&application).unwrap_or_default();
    let value = json["applicant"][field].as_str();
    value.unwrap_or_default().to_owned()
}

fn kind(
    office: &Office,
    people: &People,
    dossiers: u64,
    name: &'static str,
    ask: Ask,
) -> Result<Kind, Failure> {
    let index = office.dossier_search.serving().ok_or_else(Failure::bug)?;
    let (mut alone, mut pages, mut found) = (Tally::default(), Tally::default(), 0);
    // Every other question by somebody who sees their own unit only.
    let narrow = within_unit(people.specialists.first().ok_or_else(Failure::bug)?.user());
    let whole = people.reception.sight().clone();
    let began = Instant::now();
    for question in 0..QUESTIONS {
        let number = Dice::of(question ^ 0xF1).roll() % dossiers.max(1);
        let text = ask(number);
        let sight = if question % 2 == 0 { &whole } else { &narrow };
        let since = Instant::now();
        let asked = Asked::new(&text);
        let answer = index
            .find(&find(&asked, sight))
            .map_err(|error| machine("tìm", error))?;
        alone.took(since.elapsed());
        found += u64::from(!answer.hits.is_empty());
        let sought = Sought {
            text,
            ..Sought::default()
        };
        let since = Instant::now();
        office.find_dossiers(&people.reception, &sought, None, PAGE)?;
        pages.took(since.elapsed());
    }
    let elapsed = began.elapsed();
    Ok(Kind {
        name,
        index: alone.figures(elapsed),
        page: pages.figures(elapsed),
        found,
    })
}

fn find<'a>(asked: &'a Asked, sight: &'a Sight) -> Find<'a> {
    Find {
        asked,
        rule: sight.rule(),
        status: None,
        holder: None,
        due_before: None,
        filed_from: None,
        filed_before: None,
        after: None,
        limit: PAGE,
    }
}

fn within_unit(user: &User) -> Sight {
    let mut user = user.clone();
    user.reach = Reach {
        unit_only: true,
        ..Reach::default()
    };
    let units = user.unit.iter().cloned().collect();
    Sight::of(&user, &[], units)
}

/// Files steadily while the index follows, and looks for each dossier until it is found.
async fn visible(office: &Office, people: &People, seconds: u64) -> Result<Figures, Failure> {
    let follower = follow(office.clone());
    let procedures = ground::procedures(office)?;
    let began = Instant::now();
    let mut looking = tokio::task::JoinSet::new();
    let mut beat = tokio::time::interval(Duration::from_secs(1) / WRITES);
    let count = seconds * u64::from(WRITES);
    for number in 0..count {
        beat.tick().await;
        let procedure = procedures.first().ok_or_else(Failure::bug)?;
        let application = filing(number + 3_000_000_000, procedure, "counter");
        let application = application.map_err(|_| Failure::bug())?;
        let (office, reception) = (office.clone(), people.reception.clone());
        looking.spawn(async move {
            let who = Filer::Viewer(reception.clone());
            let filed = office.submit_dossier(who, application, Once::default(), clock::now());
            let code = filed.await.ok()?.code.to_string();
            let since = Instant::now();
            until_found(&office, &reception, &code, since).await
        });
    }
    let mut times = Tally::default();
    while let Some(found) = looking.join_next().await {
        match found.map_err(|_| Failure::bug())? {
            Some(time) => times.took(time),
            None => times.failed("không tìm thấy"),
        }
    }
    drop(follower);
    Ok(times.figures(began.elapsed()))
}

async fn until_found(
    office: &Office,
    viewer: &Viewer,
    code: &str,
    since: Instant,
) -> Option<Duration> {
    let (asked, sight) = (Asked::new(code), viewer.sight());
    while since.elapsed() < LOST {
        let index = office.dossier_search.serving()?;
        if index.find(&find(&asked, sight)).ok()?.hits.len() == 1 {
            return Some(since.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    None
}

fn text(report: &Report) -> String {
    let mut out = format!("{}\n{} hồ sơ", report.machine, report.dossiers);
    if let Some(seconds) = report.index_seconds {
        let _ = write!(out, ", dựng chỉ mục {seconds:.1} giây");
    }
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let _ = writeln!(
        out,
        ", {} MB trên đĩa, {} MB bộ nhớ riêng",
        megabytes(report.index_bytes),
        megabytes(report.memory_bytes)
    );
    let _ = writeln!(
        out,
        "{:<32}{:>10}{:>10}{:>10}{:>12}{:>10}",
        "câu hỏi (ms)", "p50", "p95", "p99", "trang p95", "tìm thấy"
    );
    for kind in &report.kinds {
        let padding = " ".repeat(32_usize.saturating_sub(kind.name.chars().count()));
        let _ = writeln!(
            out,
            "{}{padding}{:>10.2}{:>10.2}{:>10.2}{:>12.2}{:>9}%",
            kind.name,
            kind.index.p50,
            kind.index.p95,
            kind.index.p99,
            kind.page.p95,
            kind.found * 100 / QUESTIONS
        );
    }
    let visible = &report.visible;
    let _ = writeln!(
        out,
        "hồ sơ mới được tìm thấy sau ({WRITES} lần ghi/giây, {} hồ sơ): p50 {:.0} ms, p95 {:.0} ms, lâu nhất {:.0} ms, không thấy {}",
        visible.count, visible.p50, visible.p95, visible.max, visible.errors
    );
    out
}
