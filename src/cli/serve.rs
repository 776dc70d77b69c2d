//! `motcua serve`, and `motcua` alone: the portal and the one-stop shop of one office.

use std::path::PathBuf;

use super::data_dir::{self, DataDir};
use super::failure::Failure;
use super::server::{self, Ended, Front};
use super::settings::{self, Settings};
use super::{clock, journal, listen, tls};
use crate::office::{Office, random};
use crate::web::WebSettings;

#[derive(Debug, Default, clap::Args)]
pub(super) struct Args {
    /// Địa chỉ nghe; cổng 0 là cổng trống bất kỳ [mặc định: [::]:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Địa chỉ công khai của cổng, in trên giấy tiếp nhận
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    #[command(flatten)]
    tls: tls::Args,
}

impl Args {
    /// What somebody gets who only starts the program: this machine alone.
    pub fn at_home() -> Self {
        Self {
            listen: Some("127.0.0.1:8080".to_owned()),
            base_url: None,
            tls: tls::Args::default(),
        }
    }
}

pub(super) fn run(data_dir: Option<PathBuf>, args: &Args, browse: bool) -> Result<(), Failure> {
    let path = data_dir.unwrap_or_else(|| data_dir::DEFAULT.into());
    let settings = Settings::read(&path)?;
    settings.check()?;
    journal::open(&settings.value(&settings::LOG, None));
    let address = settings::address(&settings.value(&settings::LISTEN, args.listen.as_deref()))?;
    let base_url = settings.base_url(args.base_url.as_deref())?;
    let open_metrics = settings.open_metrics()?;
    let wanted = args.tls.wanted(&settings)?;
    let plan = settings.plan(&path)?;
    let dir = DataDir::take_alone(&path)?;
    let listener = listen::bind(address)?;
    server::until_done(async move {
        let tls = tls::Tls::open(&wanted, &path, base_url.as_deref())?;
        let mut front = Front::open(listener, tls)?;
        let mut taken = (dir, settings);
        let mut browse = browse;
        loop {
            let (dir, _, office) = front.open_store(taken.0, taken.1).await?;
            if let Some(url) = base_url.clone() {
                keep_base_url(&office, url).await?;
            }
            let setup_code = office.facts().is_none().then(|| random::clear(8));
            let web = WebSettings {
                setup_code: setup_code.clone(),
                open_metrics,
                authority: front.authority(),
                ..WebSettings::default()
            };
            let shows = std::mem::take(&mut browse);
            let own = front.own_url();
            let ready = move |url: &str| {
                say(url, &own, setup_code.as_deref());
                if shows {
                    open_browser(&own);
                }
                Ok(())
            };
            match server::run(&mut front, dir, office, web, Some(plan.clone()), ready).await? {
                Ended::Stopped => return Ok(()),
                // What was restored brings settings of its own.
                Ended::Restored => {
                    taken = (DataDir::take_alone(&path)?, Settings::read(&path)?);
                }
            }
        }
    })
}

fn say(url: &str, own: &str, setup_code: Option<&str>) {
    println!("motcua đang phục vụ tại {url}");
    if let Some(host) = url.strip_prefix("https://") {
        println!("Máy khác mở lần đầu: http://{host}/cai-chung-thu để cài chứng thư.");
        println!("Trên máy này: {own}");
    }
    if let Some(code) = setup_code {
        println!("Cơ quan chưa được thiết lập. Hãy mở {own} trên máy này để thiết lập;");
        println!("từ máy khác, nhập mã dùng một lần: {code}");
    }
}

/// The public address goes into the office's own facts, from where slips take it.
async fn keep_base_url(office: &Office, url: String) -> Result<(), Failure> {
    let Some(facts) = office.facts() else {
        return Ok(());
    };
    if facts.profile.base_url == url {
        return Ok(());
    }
    let profile = crate::store::settings::Profile {
        base_url: url,
        ..facts.profile.as_ref().clone()
    };
    Ok(office.change_profile(profile, clock::now()).await?)
}

/// Shows the page to whoever double-clicked the program; without a browser the printed address is enough.
fn open_browser(url: &str) {
    let mut command = if cfg!(windows) {
        let mut command = std::process::Command::new("cmd");
        command.args(["/C", "start", "", url]);
        command
    } else {
        let opener = if cfg!(target_os = "macos") {
            "open"
        } else {
            "xdg-open"
        };
        let mut command = std::process::Command::new(opener);
        command.arg(url);
        command
    };
    let quiet = std::process::Stdio::null;
    command.stdin(quiet()).stdout(quiet()).stderr(quiet());
    drop(command.spawn());
}
