//! `motcua version`: which program this is.

use serde_json::json;

use crate::store::migrations::MIGRATIONS;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// In dạng JSON
    #[arg(long)]
    json: bool,
}

/// The version of the program.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The schema version that this program writes.
pub(super) fn schema() -> u32 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

pub(super) fn run(args: &Args) {
    if args.json {
        let json = json!({
            "name": "motcua",
            "version": VERSION,
            "schema": schema(),
            "os": std::env::consts::OS,
            "arch": std::env::consts::ARCH,
        });
        println!("{json}");
    } else {
        println!("motcua {VERSION}");
    }
}
