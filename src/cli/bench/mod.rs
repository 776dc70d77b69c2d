//! `motcua bench`: how fast this machine serves an office, in figures that can be compared with bare storage.
//!
//! It founds an office in a directory of its own, fills it through the real deeds, and measures everyday requests
//! through the real server with a load generator of its own.

mod finding;
mod ground;
mod intake;
mod load;
mod machine;
mod measures;
mod paper;
mod people;
mod prepare;
mod quality;
mod report;
mod rows;
mod stats;
mod writing;
mod yardsticks;

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::failure::Failure;
use super::server;
use ground::Ground;
use machine::Machine;
use report::{Report, Size};

/// Where the bench works unless somebody says otherwise.
const DEFAULT: &str = "./motcua-bench";

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// Số hồ sơ được chuẩn bị; nhiều cỡ cách nhau bằng dấu phẩy
    #[arg(long, value_name = "N", value_delimiter = ',', default_value = "10000",
        value_parser = clap::value_parser!(u64).range(100..=10_000_000))]
    dossiers: Vec<u64>,
    /// Số giây của mỗi phép đo
    #[arg(long, value_name = "S", default_value_t = 5,
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
    /// Chỉ đo những việc có tên bắt đầu như vậy, ví dụ submit,redb; xem tên bằng --json
    #[arg(long, value_name = "KEY", value_delimiter = ',')]
    only: Vec<String>,
    /// In dạng JSON
    #[arg(long)]
    json: bool,
    /// Giữ lại dữ liệu đã chuẩn bị cho lần sau
    #[arg(long)]
    keep: bool,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Đo chất lượng tìm kiếm bằng các câu hỏi có nhãn
    Search(quality::Args),
    /// Đo tốc độ và bộ nhớ khi in giấy
    Print(paper::Args),
    /// Đo tìm hồ sơ: nhanh chậm, bao lâu thì thấy hồ sơ mới, chỉ mục tốn bao nhiêu
    Find(finding::Args),
}

pub(super) fn run(data_dir: Option<PathBuf>, args: &Args) -> Result<(), Failure> {
    let base = data_dir.unwrap_or_else(|| DEFAULT.into());
    match &args.what {
        Some(What::Search(args)) => return quality::run(&base, args),
        Some(What::Print(args)) => return paper::run(&base, args),
        Some(What::Find(args)) => return finding::run(&base, args),
        None => {}
    }
    let runtime = server::runtime()?;
    log_nowhere();
    let mut sizes = Vec::new();
    let mut dossiers = args.dossiers.clone();
    dossiers.sort_unstable();
    dossiers.dedup();
    let mut machine = None;
    for dossiers in dossiers {
        let path = ground::place(&base, dossiers);
        let there = path.exists();
        let measured = runtime.block_on(size(&path, dossiers, args));
        machine = Some(Machine::here(&path));
        if !args.keep && !there {
            drop(ground::remove(&path));
            // Goes only when nothing else is in it.
            drop(std::fs::remove_dir(&base));
        }
        sizes.push(measured?);
    }
    let machine = machine.unwrap_or_else(|| Machine::here(&base));
    let report = Report::new(machine, args.seconds, sizes);
    if args.json {
        let json = serde_json::to_string_pretty(&report).map_err(|_| Failure::bug())?;
        println!("{json}");
    } else {
        print!("{}", report.text());
    }
    Ok(())
}

async fn size(path: &Path, dossiers: u64, args: &Args) -> Result<Size, Failure> {
    let span = Duration::from_secs(args.seconds);
    let mut tell = |text: &str| eprintln!("{text}");
    let mut ground = Ground::open(path)?;
    if ground.mark.is_none() {
        let mark = prepare::fill(&ground, dossiers, &mut tell).await?;
        ground.sign(&mark)?;
    }
    tell("đang chép tệp dữ liệu cho redb trần");
    ground = ground.reopen()?;
    let mark = ground.mark.take().ok_or_else(Failure::bug)?;
    let size = measures::run(&ground, &mark, span, &args.only, &mut tell).await;
    ground.close();
    size
}

/// The server writes a line for each request; here the line is made as in service and then dropped, so that the figures
/// include what it costs and the screen stays readable.
fn log_nowhere() {
    let quiet = tracing_subscriber::fmt()
        .with_env_filter(super::journal::DEFAULT)
        .with_writer(std::io::sink);
    drop(quiet.try_init());
}
