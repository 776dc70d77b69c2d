//! `motcua config show|check`: what is set, and whether it makes sense.

use std::path::PathBuf;

use serde_json::json;

use super::data_dir;
use super::failure::Failure;
use super::settings::{ALL, Settings};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// In mọi thiết đặt và nguồn của chúng
    Show {
        /// In dạng JSON
        #[arg(long)]
        json: bool,
    },
    /// Kiểm tra config.toml và biến môi trường
    Check,
}

pub(super) fn run(data_dir: Option<PathBuf>, args: &Args) -> Result<(), Failure> {
    let data_dir = data_dir.unwrap_or_else(|| data_dir::DEFAULT.into());
    let settings = Settings::read(&data_dir)?;
    settings.check()?;
    match args.what {
        What::Check => println!("Cấu hình hợp lệ."),
        What::Show { json: true } => {
            let all: serde_json::Map<_, _> = ALL
                .iter()
                .map(|key| (key.name.to_owned(), json!(shown(&settings, key).0)))
                .collect();
            println!("{:#}", serde_json::Value::Object(all));
        }
        What::Show { json: false } => {
            for key in &ALL {
                let (value, origin) = shown(&settings, key);
                println!("{} = {value:?}  # {} ({origin})", key.name, key.what);
            }
        }
    }
    Ok(())
}

fn shown(settings: &Settings, key: &super::settings::Key) -> (String, &'static str) {
    let (value, origin) = settings.origin(key, None);
    let value = if key.secret && !value.is_empty() {
        "***".to_owned()
    } else {
        value
    };
    (value, origin.name())
}
