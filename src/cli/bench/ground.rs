//! The office that is measured: its own directory, its people, and how it is founded, opened and reused.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hyper::header::HeaderValue;
use serde::{Deserialize, Serialize};

use super::super::clock;
use super::super::data_dir::{self, DataDir};
use super::super::failure::{Failure, machine};
use super::super::settings::Settings;
use super::people::Asked;
use crate::domain::dossier::Channel;
use crate::domain::officer::{Role, User, Username};
use crate::domain::text::Line;
use crate::office::accounts::NewAccount;
use crate::office::{Office, Viewer, random, shipped};
use crate::store::settings::{OnlineFiling, Profile};
use crate::web::session::COOKIE_NAME;

/// Says that a directory belongs to the bench and what is in it; written when the preparation is complete.
const MARK: &str = "bench.json";

/// The copy of the records for bare redb, among the yardsticks.
pub(super) const BARE: &str = "bare.redb";

/// Citizens with an account.
const CITIZENS: usize = 16;
/// Specialists who share the work.
const SPECIALISTS: usize = 4;
/// Procedures that are asked for.
const ASKED_FOR: usize = 48;

const COUNTER: &str = "Trung tâm Phục vụ hành chính công";
const DEPARTMENT: &str = "Phòng Văn hóa - Xã hội";

/// What the mark says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Mark {
    /// Dossiers that were prepared.
    pub dossiers: u64,
    /// How long that took, in seconds.
    pub seconds: f64,
    /// Password of every account.
    pub password: String,
}

/// The place of one measurement: a directory that the bench alone uses.
pub(super) struct Ground {
    /// The directory, locked.
    pub dir: DataDir,
    /// The open office.
    pub office: Office,
    /// What an earlier run left.
    pub mark: Option<Mark>,
}

impl Ground {
    /// Opens the directory, or makes it. One that holds an office of somebody else is refused, and one whose
    /// preparation broke off is begun again.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let kept = path.join(data_dir::RECORDS).exists();
        let mark = fs::read(path.join(MARK))
            .ok()
            .and_then(|json| serde_json::from_slice::<Mark>(&json).ok());
        if kept && mark.is_none() {
            let ours = path.join(format!("{MARK}.begun")).exists();
            if !ours {
                return Err(Failure::usage(format!(
                    "{} chứa dữ liệu không phải của bench; hãy chọn thư mục khác bằng --data-dir.",
                    path.display()
                )));
            }
            remove(path)?;
        }
        data_dir::create_private(path).map_err(|error| Failure::at(path, "tạo", &error))?;
        if mark.is_none() {
            write(path, &format!("{MARK}.begun"), b"{}\n")?;
        }
        let dir = DataDir::take_alone(path)?;
        let office = dir.open(&Settings::default())?;
        Ok(Self { dir, office, mark })
    }

    /// Closes the office, copies its file of records to where the yardsticks are, and opens it again: measuring begins
    /// as after a start of the server, and bare redb beside it with the very same tree.
    pub fn reopen(self) -> Result<Self, Failure> {
        let path = self.dir.path().to_owned();
        self.close();
        let scratch = scratch(&path);
        drop(fs::remove_dir_all(&scratch));
        data_dir::create_private(&scratch)
            .and_then(|()| fs::copy(path.join(data_dir::RECORDS), scratch.join(BARE)))
            // Or the disk would still be busy with the copy while others are measured.
            .and_then(|_| fs::File::open(scratch.join(BARE))?.sync_all())
            .map_err(|error| Failure::at(&scratch, "ghi", &error))?;
        Self::open(&path)
    }

    /// Says that the preparation is complete.
    pub fn sign(&self, mark: &Mark) -> Result<(), Failure> {
        let json = serde_json::to_vec(mark).map_err(|error| machine("ghi dấu bench", error))?;
        write(self.dir.path(), MARK, &json)
    }

    /// Closes the office.
    pub fn close(self) {
        self.office.kv.close();
        drop(self.dir);
    }
}

fn write(path: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let file = path.join(name);
    data_dir::write_private(&file, bytes).map_err(|error| Failure::at(&file, "ghi", &error))
}

/// Where the files of the yardsticks lie.
pub(super) fn scratch(path: &Path) -> PathBuf {
    path.join("yardsticks")
}

/// Removes a directory of the bench.
pub(super) fn remove(path: &Path) -> Result<(), Failure> {
    fs::remove_dir_all(path).map_err(|error| Failure::at(path, "xóa", &error))
}

/// Bytes of all files under `path`.
pub(super) fn size(path: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(path) else {
        return 0;
    };
    entries
        .filter_map(Result::ok)
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => size(&entry.path()),
            Ok(data) => data.len(),
            Err(_) => 0,
        })
        .sum()
}

/// Where the dossiers of a size lie.
pub(super) fn place(base: &Path, dossiers: u64) -> PathBuf {
    base.join(dossiers.to_string())
}

/// The people of the office.
#[derive(Debug, Clone)]
pub(super) struct People {
    pub citizens: Vec<Viewer>,
    pub reception: Viewer,
    pub specialists: Vec<Viewer>,
    pub leader: Viewer,
}

impl People {
    /// Founds the office with the shipped catalogue and an account for everybody.
    pub async fn found(office: &Office, password: &str) -> Result<(), Failure> {
        office
            .found(profile()?, shipped::calendar(), clock::now())
            .await?;
        for (username, name, role, unit) in accounts() {
            let account = NewAccount {
                username: named(&username)?,
                name: Line::new(&name).map_err(|_| Failure::bug())?,
                roles: vec![role],
                unit: unit.map(ToOwned::to_owned),
                password: password.to_owned(),
                fields: Vec::new(),
                phone: None,
                id_number: None,
            };
            office.create_account(account, clock::now()).await?;
        }
        let office = office.clone();
        tokio::task::spawn_blocking(move || {
            office.import_procedures(shipped::procedures(), clock::now(), &mut |_| ())?;
            Ok::<_, Failure>(())
        })
        .await
        .map_err(|_| Failure::bug())?
    }

    /// The people of an office that the bench founded.
    pub fn of(office: &Office) -> Result<Self, Failure> {
        let mut all = Vec::new();
        for (username, ..) in accounts() {
            let user: User = office.account(&username)?.ok_or_else(Failure::bug)?;
            all.push(Viewer::trusted(user));
        }
        let with = |role: Role| all.iter().filter(move |viewer| viewer.has(role)).cloned();
        let one = |role: Role| with(role).next().ok_or_else(Failure::bug);
        Ok(Self {
            citizens: with(Role::Citizen).collect(),
            reception: one(Role::Reception)?,
            specialists: with(Role::Specialist).collect(),
            leader: one(Role::Leader)?,
        })
    }

    /// Signs somebody in.
    pub async fn sign_in(office: &Office, who: &Viewer, password: &str) -> Result<SignIn, Failure> {
        let signed = office
            .sign_in(who.username(), password, clock::now())
            .await?;
        let viewer = office.viewer(&signed.token, clock::now())?;
        let viewer = viewer.ok_or_else(Failure::bug)?;
        let header = |text: String| HeaderValue::from_str(&text).map_err(|_| Failure::bug());
        Ok(SignIn {
            bearer: header(format!("Bearer {}", signed.token))?,
            cookie: header(format!("{COOKIE_NAME}={}", signed.token))?,
            form_token: viewer.form_token().to_owned(),
        })
    }
}

/// What the requests of somebody signed in carry.
#[derive(Debug, Clone)]
pub(super) struct SignIn {
    /// On the API.
    pub bearer: HeaderValue,
    /// On pages.
    pub cookie: HeaderValue,
    /// In forms.
    pub form_token: String,
}

/// A password for every account of one bench.
pub(super) fn password() -> String {
    random::password()
}

/// Procedures with a numeric term on both channels, so that reception can receive them without setting a date.
pub(super) fn procedures(office: &Office) -> Result<Arc<Vec<Asked>>, Failure> {
    let mut found = Vec::new();
    office.each_procedure(&mut |procedure| {
        let told = [Channel::Online, Channel::Counter]
            .iter()
            .all(|channel| procedure.term(0, *channel).is_some());
        if told && !procedure.internal && found.len() < ASKED_FOR {
            found.push(Asked::of(&procedure));
        }
        Ok(())
    })?;
    if found.is_empty() {
        return Err(Failure::bug());
    }
    Ok(Arc::new(found))
}

fn accounts() -> Vec<(String, String, Role, Option<&'static str>)> {
    let mut all = vec![
        (
            "tiep-nhan".to_owned(),
            "Cán bộ tiếp nhận".to_owned(),
            Role::Reception,
            Some(COUNTER),
        ),
        (
            "lanh-dao".to_owned(),
            "Lãnh đạo".to_owned(),
            Role::Leader,
            Some("Lãnh đạo UBND"),
        ),
    ];
    all.extend((1..=SPECIALISTS).map(|number| {
        let name = format!("Chuyên viên {number}");
        (
            format!("chuyen-vien-{number}"),
            name,
            Role::Specialist,
            Some(DEPARTMENT),
        )
    }));
    all.extend((1..=CITIZENS).map(|number| {
        let name = format!("Công dân {number}");
        (format!("cong-dan-{number}"), name, Role::Citizen, None)
    }));
    all
}

fn named(username: &str) -> Result<Username, Failure> {
    Username::new(username).map_err(|_| Failure::bug())
}

fn profile() -> Result<Profile, Failure> {
    Ok(Profile {
        agency_code: "H41.152".parse().map_err(|_| Failure::bug())?,
        agency_name: "UBND xã Hưng Nguyên".to_owned(),
        centre_name: COUNTER.to_owned(),
        parent_name: "UBND tỉnh Nghệ An".to_owned(),
        place: "Hưng Nguyên".to_owned(),
        ward_code: None,
        address: String::new(),
        hotline: String::new(),
        reception_unit: COUNTER.to_owned(),
        online_filing: OnlineFiling::On,
        base_url: String::new(),
        demo: true,
    })
}
