//! People who do not exist, with names, numbers and addresses as people in the commune have them.

use serde_json::{Value, json};

use super::cast::{PROVINCE_DIGITS, WARD_CODE, WARD_NAME};
use super::dice::Dice;
use crate::domain::time::Day;

const FAMILIES: &[(u64, &str)] = &[
    (36, "Nguyễn"),
    (11, "Trần"),
    (9, "Lê"),
    (7, "Phạm"),
    (6, "Hoàng"),
    (6, "Phan"),
    (5, "Võ"),
    (4, "Đặng"),
    (4, "Bùi"),
    (3, "Hồ"),
    (3, "Đinh"),
    (3, "Cao"),
    (2, "Thái"),
    (2, "Đậu"),
    (2, "Ngô"),
];

const MEN_MIDDLE: &[&str] = &[
    "Văn", "Hữu", "Đức", "Quốc", "Minh", "Xuân", "Bá", "Đình", "Công", "Ngọc",
];
const MEN_GIVEN: &[&str] = &[
    "An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hiếu", "Hùng", "Khánh", "Lâm", "Long", "Mạnh",
    "Nam", "Phúc", "Quân", "Sơn", "Thắng", "Thành", "Tuấn", "Vinh",
];
const WOMEN_MIDDLE: &[&str] = &[
    "Thị",
    "Thị Thu",
    "Thị Ngọc",
    "Thị Thanh",
    "Thu",
    "Ngọc",
    "Phương",
    "Thị Mai",
];
const WOMEN_GIVEN: &[&str] = &[
    "Anh", "Châu", "Dung", "Hà", "Hạnh", "Hiền", "Hoa", "Hương", "Lan", "Liên", "Linh", "Mai",
    "Nga", "Nhung", "Oanh", "Phương", "Thảo", "Thủy", "Trang", "Yến",
];
const TRADES: &[&str] = &[
    "Hộ kinh doanh tạp hóa",
    "Hộ kinh doanh vật liệu xây dựng",
    "Hộ kinh doanh ăn uống",
    "Công ty TNHH Thương mại",
    "Hợp tác xã nông nghiệp",
];

/// Telephone prefixes in use.
const PREFIXES: &[&str] = &[
    "091", "094", "096", "097", "098", "086", "032", "035", "037", "083",
];

/// Somebody who asks for something.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub name: String,
    pub id_number: String,
    pub birth_date: Day,
    pub female: bool,
    pub address: String,
    pub phone: String,
    pub organisation: bool,
}

impl Person {
    /// A grown-up as of `year`.
    pub fn new(dice: &mut Dice, year: i16) -> Self {
        let female = dice.percent(50);
        let family = dice.weighted(FAMILIES);
        let (middle, given) = if female {
            (dice.pick(WOMEN_MIDDLE), dice.pick(WOMEN_GIVEN))
        } else {
            (dice.pick(MEN_MIDDLE), dice.pick(MEN_GIVEN))
        };
        let age = i16::try_from(dice.between(19, 78)).unwrap_or(40);
        let birth_date = birthday(dice, year - age);
        Self {
            name: format!("{family} {middle} {given}"),
            id_number: citizen_number(dice, birth_date, female),
            birth_date,
            female,
            address: format!("Xóm {}, {WARD_NAME}, tỉnh Nghệ An", dice.between(1, 24)),
            phone: format!("{}{:07}", dice.pick(PREFIXES), dice.between(0, 9_999_999)),
            organisation: false,
        }
    }

    /// As [`Self::new`], for somebody whose name is known; the middle name `Thị` tells women.
    pub fn named(dice: &mut Dice, year: i16, name: &str) -> Self {
        let female = name.contains(" Thị ");
        let mut person = Self::new(dice, year);
        person.id_number = citizen_number(dice, person.birth_date, female);
        Self {
            name: name.to_owned(),
            female,
            ..person
        }
    }

    /// A shop or cooperative of this person's.
    pub fn into_organisation(mut self, dice: &mut Dice) -> Self {
        let given = self.name.rsplit(' ').next().unwrap_or_default().to_owned();
        self.name = format!("{} {given}", dice.pick(TRADES));
        self.id_number = format!("29{:08}", dice.between(1_000_000, 99_999_999));
        self.organisation = true;
        self
    }

    /// As the forms and the API take it.
    pub fn applicant(&self) -> Value {
        if self.organisation {
            return json!({
                "kind": "organisation",
                "name": self.name,
                "id_number": self.id_number,
                "address": self.address,
                "ward_code": WARD_CODE,
                "phone": self.phone,
            });
        }
        json!({
            "kind": "person",
            "name": self.name,
            "id_number": self.id_number,
            "birth_date": self.birth_date,
            "sex": if self.female { "female" } else { "male" },
            "address": self.address,
            "ward_code": WARD_CODE,
            "phone": self.phone,
        })
    }
}

fn birthday(dice: &mut Dice, year: i16) -> Day {
    let month = i8::try_from(dice.between(1, 12)).unwrap_or(1);
    let day = i8::try_from(dice.between(1, 28)).unwrap_or(1);
    Day::new(year, month, day).unwrap_or(Day::ZERO)
}

/// Province of registration, century and sex in one digit, two digits of the year, six of chance
/// (NĐ 137/2015/NĐ-CP Điều 13).
fn citizen_number(dice: &mut Dice, birth: Day, female: bool) -> String {
    let century = (birth.year() - 1900) / 100 * 2 + i16::from(female);
    let year = birth.year() % 100;
    format!(
        "{PROVINCE_DIGITS}{century}{year:02}{:06}",
        dice.between(1_000, 999_999)
    )
}
