//! `motcua bench print`: how fast papers are drawn, one by one and as a stack, and what memory that takes.

use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::Serialize;
use serde_json::Value;

use super::super::failure::{Failure, machine};
use super::machine::{Machine, peak_bytes, resident_bytes};
use super::stats::{Figures, Tally};
use crate::domain::slip::{FormName, PaperSize, Print, Sheet, SlipKind};
use crate::domain::time::Moment;
use crate::office::shipped::slip_facts;
use crate::print::{PrintError, Printer};

/// Drawn before anything is measured.
const WARM_UP: usize = 20;
/// Receipts whose times are measured; memory is compared with what it was after them.
const WARM: usize = 500;
/// Processes started to their first PDF.
const STARTS: usize = 20;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Số giấy trong một tệp PDF
    #[arg(long, value_name = "N", default_value_t = 500,
        value_parser = clap::value_parser!(u64).range(1..=500))]
    slips: u64,
    /// Số giấy in lần lượt để xem bộ nhớ
    #[arg(long, value_name = "N", default_value_t = 10_000,
        value_parser = clap::value_parser!(u64).range(500..=1_000_000))]
    renders: u64,
    /// In dạng JSON
    #[arg(long)]
    json: bool,
    /// Chỉ in một giấy ra đầu ra chuẩn rồi thôi
    #[arg(long, hide = true)]
    once: bool,
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Report {
    machine: Machine,
    /// From the start of a process to the end of it, with one receipt drawn between; milliseconds.
    start: Figures,
    /// A receipt on a warm engine; milliseconds.
    warm: Figures,
    /// Papers in the stack.
    stack_slips: u64,
    /// Seconds for the stack, the first and the second time.
    stack_seconds: [f64; 2],
    /// Bytes of its PDF.
    stack_bytes: usize,
    /// Receipts drawn one after the other.
    renders: u64,
    /// Memory of the process after 500 receipts, after all of them, after the stacks, and at its highest.
    after_500_bytes: u64,
    after_all_bytes: u64,
    after_stack_bytes: u64,
    peak_bytes: u64,
}

pub(super) fn run(base: &Path, args: &Args) -> Result<(), Failure> {
    if args.once {
        let pdf = Printer::with_engines(1)
            .draw(&receipts(1..=1))
            .map_err(broken)?;
        return std::io::stdout()
            .write_all(&pdf)
            .map_err(|error| machine("ghi", error));
    }
    let report = measure(base, args)?;
    if args.json {
        let json = serde_json::to_string_pretty(&report).map_err(|_| Failure::bug())?;
        println!("{json}");
    } else {
        print!("{report}");
    }
    Ok(())
}

fn broken(error: PrintError) -> Failure {
    machine("in", error)
}

fn measure(base: &Path, args: &Args) -> Result<Report, Failure> {
    let start = starts()?;
    let printer = Printer::new();
    let draw = |place: u64| printer.draw(&receipts(place..=place)).map_err(broken);
    for place in 0..WARM_UP {
        draw(place as u64)?;
    }
    let (began, mut times) = (Instant::now(), Tally::default());
    for place in 0..WARM {
        let asked = Instant::now();
        draw(place as u64)?;
        times.took(asked.elapsed());
    }
    let warm = times.figures(began.elapsed());
    let after_500_bytes = resident_bytes();
    for place in WARM as u64..args.renders {
        draw(place)?;
    }
    let after_all_bytes = resident_bytes();
    let stack = receipts(1..=args.slips);
    let mut stack_seconds = [0.0; 2];
    let mut stack_bytes = 0;
    for seconds in &mut stack_seconds {
        let began = Instant::now();
        stack_bytes = printer.draw(&stack).map_err(broken)?.len();
        *seconds = began.elapsed().as_secs_f64();
    }
    // One more, so that what the stack left behind is tidied as in everyday work.
    draw(0)?;
    Ok(Report {
        machine: Machine::here(base),
        start,
        warm,
        stack_slips: args.slips,
        stack_seconds,
        stack_bytes,
        renders: args.renders,
        after_500_bytes,
        after_all_bytes,
        after_stack_bytes: resident_bytes(),
        peak_bytes: peak_bytes(),
    })
}

/// Starts this program anew and waits for its first PDF.
fn starts() -> Result<Figures, Failure> {
    let program = std::env::current_exe().map_err(|error| machine("tìm chương trình", error))?;
    let (began, mut times) = (Instant::now(), Tally::default());
    for _ in 0..STARTS {
        let asked = Instant::now();
        let output = Command::new(&program)
            .args(["bench", "print", "--once"])
            .stdin(Stdio::null())
            .output()
            .map_err(|error| machine("chạy", error))?;
        let took = asked.elapsed();
        if output.status.success() && output.stdout.starts_with(b"%PDF-") {
            times.took(took);
        } else {
            times.failed(String::from_utf8_lossy(&output.stderr));
        }
    }
    Ok(times.figures(began.elapsed()))
}

/// Receipts as an office gives them out, each of another dossier, as one print.
fn receipts(places: std::ops::RangeInclusive<u64>) -> Print {
    let at = Moment::from_unix(1_793_844_300);
    let sheets = places.map(sheet).collect();
    Print {
        sheets,
        size: PaperSize::A4,
        at,
    }
}

/// The shipped sample under another code, name and address.
fn sheet(place: u64) -> Sheet {
    const FAMILY: [&str; 5] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"];
    const GIVEN: [&str; 7] = [
        "Minh Nguyệt",
        "Thị Hà",
        "Văn Hùng",
        "Đức Anh",
        "Thu Trang",
        "Quốc Khánh",
        "Thị Ngọc Ánh",
    ];
    let pick = |from: &[&'static str], step: u64| {
        let at = usize::try_from(place / step).unwrap_or(0) % from.len();
        from.get(at).copied().unwrap_or_default()
    };
    let name = format!("{} {}", pick(&FAMILY, 1), pick(&GIVEN, 3));
    let code = format!("H26.18.1-261105-{place:04}");
    let mut facts = slip_facts(SlipKind::Receipt);
    facts["replaces"] = Value::Null;
    facts["number"] = format!("{place:04}/TNHS").into();
    facts["book_number"] = place.to_string().into();
    facts["track_url"] = format!("https://dichvucong.example.vn/tra-cuu/{code}").into();
    facts["lookup"]["secret"] = format!("K7QX{place:04}").into();
    facts["submitter"] = name.clone().into();
    facts["applicant"]["name"] = name.into();
    facts["applicant"]["address"] =
        format!("Số {place}, thôn Đản Dị, xã Đông Anh, thành phố Hà Nội").into();
    facts["applicant"]["phone"] = format!("0912 34{place:04}").into();
    facts["applicant"]["email"] = format!("congdan{place}@example.vn").into();
    facts["dossier"] = code.into();
    Sheet {
        kind: SlipKind::Receipt,
        form: FormName {
            number: Some("Mẫu số 01".to_owned()),
            circular: Some("Thông tư số 03/2025/TT-VPCP".to_owned()),
            ..FormName::plain(SlipKind::Receipt)
        },
        facts,
        token: None,
        void: None,
        own_template: None,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |words: &str, value: f64, unit: &str, promised: f64| {
            let kept = if value <= promised {
                "đạt"
            } else {
                "KHÔNG ĐẠT"
            };
            writeln!(
                f,
                "{words:<58}{value:>9.1} {unit:<5} hứa ≤ {promised:<5} {kept}"
            )
        };
        #[expect(
            clippy::cast_precision_loss,
            reason = "bytes of memory stay far below 2^52"
        )]
        let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        let grown = mib(self.after_all_bytes) - mib(self.after_500_bytes);
        line(
            "giấy tiếp nhận trên máy đã chạy, p50",
            self.warm.p50,
            "ms",
            12.0,
        )?;
        line(
            "giấy tiếp nhận trên máy đã chạy, p99",
            self.warm.p99,
            "ms",
            25.0,
        )?;
        line(
            "tiến trình mới đến hết tệp PDF đầu tiên, p50",
            self.start.p50,
            "ms",
            25.0,
        )?;
        let stack = format!("{} giấy trong một tệp PDF, lần sau", self.stack_slips);
        line(&stack, self.stack_seconds[1], "s", 4.0)?;
        let more = format!("bộ nhớ sau {} giấy so với sau {WARM} giấy", self.renders);
        line(&more, grown, "MiB", 10.0)?;
        let mut rest = String::new();
        writeln!(
            rest,
            "{} giấy trong một tệp PDF, lần đầu: {:.2} s, {} KiB",
            self.stack_slips,
            self.stack_seconds[0],
            self.stack_bytes >> 10
        )?;
        writeln!(
            rest,
            "bộ nhớ: {:.0} MiB sau {WARM} giấy, {:.0} MiB sau {} giấy, {:.0} MiB sau hai chồng, cao nhất {:.0} MiB",
            mib(self.after_500_bytes),
            mib(self.after_all_bytes),
            self.renders,
            mib(self.after_stack_bytes),
            mib(self.peak_bytes)
        )?;
        writeln!(
            rest,
            "p95 {:.1} ms, lâu nhất {:.1} ms; tiến trình mới p95 {:.1} ms, lỗi {}",
            self.warm.p95, self.warm.max, self.start.p95, self.start.errors
        )?;
        writeln!(f, "{rest}{}", self.machine)
    }
}
