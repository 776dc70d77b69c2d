//! What every office under test has: a profile, the real calendar, procedures, an account of every role and a second one.

use std::sync::OnceLock;

use motcua::domain::authority::Reach;
use motcua::domain::calendar::OfficeCalendar;
use motcua::domain::dossier::Channel;
use motcua::domain::officer::{Role, User, Username};
use motcua::domain::procedure::component::{Listed, identify};
use motcua::domain::procedure::{Case, Fee, Method, Named, Procedure, TimeUnit};
use motcua::domain::text::Line;
use motcua::domain::time::Moment;
use motcua::kv::{Tx, WriteError};
use motcua::office::accounts::NewAccount;
use motcua::office::{Declined, Office};
use motcua::search::CatalogueIndex;
use motcua::store::Save;
use motcua::store::settings::{OnlineFiling, Profile};

use super::{
    ADMIN, CITIZEN, LEADER, LEADER2, PASSWORD, RECEPTION, RECEPTION2, SPECIALIST, SPECIALIST2,
    STRANGER,
};

const HOLIDAYS: &str = include_str!("../../data-samples/calendar/holidays_vn_2020_2030.csv");
const SWAPS: &str = include_str!("../../data-samples/calendar/swap_working_days.csv");

/// Three working days, two papers and a remark, one fee at the counter.
pub const PROCEDURE: &str = "1.004859";
/// Time limit in prose only.
pub const WITHOUT_TIME: &str = "2.000528";
/// Another one with another time limit, five working days, and a second case of eight.
pub const OTHER: &str = "1.004873";

/// Unit of the counter.
pub const COUNTER: &str = "Trung tâm Phục vụ hành chính công";
/// Unit of the specialists.
pub const UNIT: &str = "Phòng Văn hóa - Xã hội";

/// An empty full-text index.
pub fn index() -> CatalogueIndex {
    CatalogueIndex::in_ram().unwrap()
}

pub fn calendar() -> OfficeCalendar {
    OfficeCalendar::from_csv(HOLIDAYS, SWAPS).unwrap()
}

pub fn profile() -> Profile {
    Profile {
        agency_code: "H26.18.1".parse().unwrap(),
        agency_name: "UBND xã Đông Anh".to_owned(),
        centre_name: "Trung tâm Phục vụ hành chính công xã Đông Anh".to_owned(),
        parent_name: "Thành phố Hà Nội".to_owned(),
        place: "Đông Anh".to_owned(),
        ward_code: None,
        address: "Số 68 đường Cao Lỗ".to_owned(),
        hotline: "024 3883 2222".to_owned(),
        reception_unit: COUNTER.to_owned(),
        online_filing: OnlineFiling::On,
        base_url: String::new(),
        demo: false,
    }
}

/// Founds the office, imports the procedures and makes the accounts.
pub async fn found(office: &Office, now: Moment) {
    office
        .found(profile(), calendar().rows().clone(), now)
        .await
        .unwrap();
    let importing = office.clone();
    let import = move || importing.import_procedures(procedures(), now, &mut |_| {});
    tokio::task::spawn_blocking(import).await.unwrap().unwrap();
    let password = password_hash(office, now).await;
    let accounts = accounts();
    office
        .kv
        .write(move |tx: &mut Tx| -> Result<(), Declined> {
            for (at, (username, name, role)) in accounts.iter().enumerate() {
                let after = i64::try_from(at).unwrap();
                tx.save(&User {
                    username: Username::new(username).unwrap(),
                    name: Line::new(name).unwrap(),
                    roles: vec![*role],
                    unit: unit(*role),
                    password: password.clone(),
                    enabled: true,
                    fields: Vec::new(),
                    reach: Reach::default(),
                    phone: None,
                    id_number: None,
                    confirmed: None,
                    created_at: now.plus_seconds(after),
                })
                .map_err(WriteError::Store)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

fn accounts() -> [(&'static str, &'static str, Role); 9] {
    [
        (CITIZEN, "Nguyễn Văn An", Role::Citizen),
        (STRANGER, "Trần Thị Bích", Role::Citizen),
        (RECEPTION, "Lê Thu Hà", Role::Reception),
        (RECEPTION2, "Ngô Quang Huy", Role::Reception),
        (SPECIALIST, "Phạm Minh Đức", Role::Specialist),
        (SPECIALIST2, "Vũ Hồng Nhung", Role::Specialist),
        (LEADER, "Hoàng Quốc Việt", Role::Leader),
        (LEADER2, "Đặng Thị Mai", Role::Leader),
        (ADMIN, "Bùi Anh Tuấn", Role::Admin),
    ]
}

fn unit(role: Role) -> Option<String> {
    match role {
        Role::Citizen => None,
        Role::Reception => Some(COUNTER.to_owned()),
        Role::Specialist => Some(UNIT.to_owned()),
        Role::Leader | Role::Admin => Some("Lãnh đạo UBND xã".to_owned()),
    }
}

/// Hashing costs; everybody's password is the same, so one hash by the office's own deed does for all.
async fn password_hash(office: &Office, now: Moment) -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return hash.clone();
    }
    let user = office
        .create_account(
            NewAccount {
                username: Username::new(CITIZEN).unwrap(),
                name: Line::new("Nguyễn Văn An").unwrap(),
                roles: vec![Role::Citizen],
                unit: None,
                password: PASSWORD.to_owned(),
                fields: Vec::new(),
                phone: None,
                id_number: None,
            },
            now,
        )
        .await
        .unwrap();
    HASH.get_or_init(|| user.password).clone()
}

fn paper(code: &str, name: &str, original: u32, copy: u32) -> Listed {
    Listed {
        code: code.to_owned(),
        group: "Giấy tờ phải nộp".to_owned(),
        name: name.to_owned(),
        original,
        copy,
        ..Listed::default()
    }
}

fn case(name: &str, days: Option<f64>) -> Case {
    Case {
        name: name.to_owned(),
        time: days,
        unit: days.map_or(TimeUnit::Other, |_| TimeUnit::WorkingDay),
        ..Case::default()
    }
}

fn procedure(code: &str, name: &str, cases: Vec<Case>) -> Procedure {
    let mut procedure = Procedure::bare(code.parse().unwrap(), name.to_owned());
    procedure.fields = vec![Named {
        code: "G15-TP07".to_owned(),
        name: "Hộ tịch".to_owned(),
    }];
    procedure.cases = cases;
    procedure.components = identify(vec![
        paper("KQ.01", "- Tờ khai theo mẫu", 1, 0),
        paper("KQ.02", "- Giấy tờ chứng minh nội dung", 0, 1),
        paper(
            "",
            "* Lưu ý: người nộp xuất trình căn cước để đối chiếu.",
            0,
            0,
        ),
    ]);
    procedure.complete()
}

/// The catalogue under test.
pub fn procedures() -> Vec<Procedure> {
    let mut first = procedure(
        PROCEDURE,
        "Thủ tục thay đổi, cải chính, bổ sung thông tin hộ tịch",
        vec![case("Thay đổi, cải chính", Some(3.0))],
    );
    first.methods = vec![Method {
        channels: vec![Channel::Counter],
        time: Some(3.0),
        unit: TimeUnit::WorkingDay,
        fees: vec![Fee {
            value: Some(28_000),
            currency: "VND".to_owned(),
            ..Fee::default()
        }],
        ..Method::default()
    }];
    let other = procedure(
        OTHER,
        "Cấp giấy xác nhận tình trạng hôn nhân",
        vec![
            case("Trường hợp thường", Some(5.0)),
            case("Phải xác minh", Some(8.0)),
        ],
    );
    let prose = procedure(
        WITHOUT_TIME,
        "Thủ tục đăng ký khai sinh có yếu tố nước ngoài",
        vec![case("Trường hợp chung", None)],
    );
    vec![first, other, prose]
}

/// Ids of the two papers that can be handed in.
pub fn papers() -> [String; 2] {
    let all = &procedures()[0].components;
    let papers: Vec<String> = all
        .iter()
        .filter(|paper| !paper.note)
        .map(|paper| paper.id.clone())
        .collect();
    papers.try_into().unwrap()
}

/// The id of the remark, which is not a paper.
pub fn remark() -> String {
    let all = &procedures()[0].components;
    all.iter().find(|paper| paper.note).unwrap().id.clone()
}

/// A file that any reader takes for a PDF; `about` makes its content different from others.
pub fn pdf(about: &str) -> Vec<u8> {
    let text = format!(
        "%PDF-1.4\n% {about}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
         trailer<</Root 1 0 R>>\n%%EOF\n"
    );
    text.into_bytes()
}
