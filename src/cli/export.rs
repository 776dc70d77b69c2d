//! `motcua export`: the catalogue as JSON lines.

use std::path::PathBuf;

use super::desk::Desk;
use super::failure::{Failure, machine};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Loại dữ liệu: procedures (thủ tục đang hiển thị)
    #[arg(value_enum)]
    what: What,
    /// Tệp ghi ra; mặc định in ra màn hình
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    /// Thủ tục hành chính đang hiển thị
    Procedures,
}

impl Args {
    pub fn target(&self) -> PathBuf {
        self.to.clone().unwrap_or_else(|| "-".into())
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    match args.what {
        What::Procedures => {
            let mut all = Vec::new();
            desk.office.each_procedure(&mut |procedure| {
                all.push(procedure);
                Ok(())
            })?;
            let mut lines = Vec::new();
            for procedure in &all {
                serde_json::to_writer(&mut lines, procedure)
                    .map_err(|error| machine("ghi danh mục", error))?;
                lines.push(b'\n');
            }
            desk.out.give(&lines)
        }
    }
}
