//! Identity cards as scanners type them. All persons are invented.

use motcua::domain::cccd::{
    CardError, CardPerson, CardWarning, IdNumber, IdNumberError, Sex, parse,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::cases;

const CARD: &str = "001190012345|012345678|Nguyễn Thị Ánh|17051990|Nữ|Số 1, Tràng Tiền, Hoàn Kiếm, Hà Nội|01072021";

fn read(text: &str) -> CardPerson {
    parse(text).unwrap()
}

#[test]
fn a_card_is_read() {
    let person = read(CARD);
    assert_eq!(person.number.as_str(), "001190012345");
    assert_eq!(
        person.old_number.as_ref().map(IdNumber::as_str),
        Some("012345678")
    );
    assert_eq!(person.name, "Nguyễn Thị Ánh");
    assert_eq!(person.birth_date.unwrap().to_string(), "1990-05-17");
    assert_eq!(person.birth_year, 1990);
    assert_eq!(person.sex, Sex::Female);
    assert_eq!(person.address, "Số 1, Tràng Tiền, Hoàn Kiếm, Hà Nội");
    assert_eq!(person.issued_on.unwrap().to_string(), "2021-07-01");
    assert_eq!(person.warnings, []);
}

#[test]
fn what_scanners_and_keyboards_do_to_a_card_is_undone() {
    let clean = read(CARD);
    for (what, text) in [
        ("line end", format!("{CARD}\r\n")),
        ("tab", format!("{CARD}\t")),
        ("start and end of text", format!("\u{2}{CARD}\u{3}")),
        ("byte order mark", format!("\u{feff}{CARD}")),
        ("decomposed letters", CARD.nfd().collect()),
        ("full-width bars", CARD.replace('|', "｜")),
        ("broken bars", CARD.replace('|', "¦")),
        ("box bars", CARD.replace('|', "│")),
        ("blanks around bars", CARD.replace('|', " | ")),
        ("double blanks", CARD.replace(' ', "  ")),
        (
            "slashes",
            CARD.replace("17051990", "17/05/1990")
                .replace("01072021", "1/7/2021"),
        ),
        (
            "dashes",
            CARD.replace("17051990", "17-05-1990")
                .replace("01072021", "2021-07-01"),
        ),
        (
            "grouped number",
            CARD.replace("001190012345", "001 190 012 345"),
        ),
        (
            "full-width digits",
            CARD.replace("001190012345", "００１１９００１２３４５")
                .replace("17051990", "１７０５１９９０"),
        ),
        ("sex without marks", CARD.replace("Nữ", "Nu")),
        ("sex in Telex keys", CARD.replace("Nữ", "Nuwx")),
        ("sex in capitals", CARD.replace("Nữ", "NỮ")),
        (
            "card of 2024",
            format!("{CARD}||Nguyễn Văn Bình|Trần Thị Cúc|"),
        ),
    ] {
        assert_eq!(read(&text), clean, "{what}: {text:?}");
    }
}

#[test]
fn a_card_without_old_number_address_or_day_of_issue_is_read() {
    let person = read("079203000001||TRẦN VĂN B|02092003|Nam||");
    assert_eq!((person.old_number, person.issued_on), (None, None));
    assert_eq!(
        (person.sex, person.birth_year, person.address.as_str()),
        (Sex::Male, 2003, "")
    );
    assert_eq!(person.warnings, []);
}

#[test]
fn contradictions_are_warnings() {
    for (from, to, warning) in [
        (
            "17051990",
            "17051991",
            CardWarning::BirthYearMismatch {
                number: 1990,
                card: 1991,
            },
        ),
        (
            "Nữ",
            "Nam",
            CardWarning::SexMismatch {
                number: Sex::Female,
                card: Sex::Male,
            },
        ),
        (
            "001190",
            "003190",
            CardWarning::UnknownBirthplace { code: "003".into() },
        ),
        ("17051990", "00001990", CardWarning::OnlyBirthYear),
        ("17051990", "1990", CardWarning::OnlyBirthYear),
        ("Nữ", "N?", CardWarning::SexFromNumber),
        ("012345678", "12345", CardWarning::OldNumberUnreadable),
        ("01072021", "31022021", CardWarning::IssueDayUnreadable),
    ] {
        let person = read(&CARD.replace(from, to));
        assert_eq!(person.warnings, [warning], "{to}");
    }
    assert_eq!(
        read(&CARD.replace("001190", "101190")).warnings,
        [],
        "born abroad"
    );
}

#[test]
fn what_is_not_a_card_is_refused() {
    for (text, why) in [
        (String::new(), CardError::Empty),
        (" \r\n\t".into(), CardError::Empty),
        ("001190012345".into(), CardError::TooFewFields { found: 1 }),
        (
            "001190012345|012345678|Nguyễn Thị Ánh|17051990|Nữ|Hà Nội".into(),
            CardError::TooFewFields { found: 6 },
        ),
        (
            CARD.replace("001190012345", "00119001234"),
            CardError::BadNumber,
        ),
        (
            CARD.replace("001190012345", "012345678"),
            CardError::BadNumber,
        ),
        (
            CARD.replace("001190012345", "00119001234x"),
            CardError::BadNumber,
        ),
        (CARD.replace("Nguyễn Thị Ánh", " "), CardError::BadName),
        (CARD.replace("Nguyễn Thị Ánh", "123"), CardError::BadName),
        (CARD.replace("Ánh", "Á\u{7}nh"), CardError::BadName),
        (CARD.replace("17051990", ""), CardError::BadBirthDate),
        (
            CARD.replace("17051990", "31021990"),
            CardError::BadBirthDate,
        ),
        (CARD.replace("17051990", "17059"), CardError::BadBirthDate),
        (
            CARD.replace("17051990", "17050190"),
            CardError::BadBirthDate,
        ),
        (CARD.repeat(100), CardError::TooLong),
    ] {
        assert_eq!(parse(&text), Err(why), "{text}");
    }
}

#[test]
fn numbers_tell_birth_and_sex_and_hide_their_middle() {
    for (text, sex, year, known) in [
        ("001090000001", Some(Sex::Male), Some(1990), true),
        ("096199000001", Some(Sex::Female), Some(1999), true),
        ("038200000001", Some(Sex::Male), Some(2000), true),
        ("038325000001", Some(Sex::Female), Some(2025), true),
        ("097325000001", Some(Sex::Female), Some(2025), false),
        ("012345678", None, None, true),
    ] {
        let number: IdNumber = text.parse().unwrap();
        assert_eq!(
            (
                number.sex(),
                number.birth_year(),
                number.has_known_birthplace()
            ),
            (sex, year, known),
            "{text}"
        );
    }
    let number: IdNumber = "001190012345".parse().unwrap();
    assert_eq!(number.masked(), "001******345");
    assert_eq!(format!("{number:?}"), "IdNumber(001******345)");
    assert_eq!(
        "012345678".parse::<IdNumber>().unwrap().masked(),
        "012***678"
    );
    assert_eq!("".parse::<IdNumber>(), Err(IdNumberError::BadLength));
    assert_eq!(
        "0123456789".parse::<IdNumber>(),
        Err(IdNumberError::BadLength)
    );
    assert_eq!(
        "01234567é".parse::<IdNumber>(),
        Err(IdNumberError::NotDigits)
    );
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn no_text_upsets_the_reader(text in prop_oneof![
        ".*",
        "(.{0,12}\\|){6,11}.{0,12}",
        "[0-9]{12}\\|[0-9]{0,9}\\|\\PC{1,20}\\|[0-9/.-]{4,10}\\|\\PC{0,4}\\|\\PC{0,30}\\|.{0,10}",
    ]) {
        if let Ok(person) = parse(&text) {
            prop_assert!(person.number.is_personal());
            prop_assert!(!person.name.is_empty() && !person.name.chars().any(char::is_control));
            let json = serde_json::to_string(&person).unwrap();
            prop_assert_eq!(serde_json::from_str::<CardPerson>(&json).unwrap(), person);
        }
        let _ = text.parse::<IdNumber>();
    }

    #[test]
    fn a_written_card_reads_back(
        place in proptest::sample::select(vec!["001", "038", "048", "079", "096"]), woman in any::<bool>(),
        year in 1900..2100_i16, month in 1..13_i8, day in 1..29_i8, serial in 0..1_000_000_u32,
        name in "[A-ZĐÁÀẢÃẠƯƠ][a-zđáàảãạươế]{1,7}( [A-ZĐÂÊÔ][a-zđâêôộ]{1,7}){1,4}", extra in "(\\|[a-z]{0,5}){0,4}",
    ) {
        let century_and_sex = (year - 1900) / 100 * 2 + i16::from(woman);
        let number = format!("{place}{century_and_sex}{:02}{serial:06}", year % 100);
        let sex = if woman { "Nữ" } else { "Nam" };
        let card = format!("{number}||{name}|{day:02}{month:02}{year}|{sex}|Hà Nội|01072021{extra}");
        let person = parse(&card).unwrap();
        prop_assert_eq!(person.number.as_str(), number.as_str());
        prop_assert_eq!(person.name, name);
        prop_assert_eq!(person.birth_date, jiff::civil::Date::new(year, month, day).ok());
        prop_assert_eq!(person.sex, if woman { Sex::Female } else { Sex::Male });
        prop_assert_eq!(person.warnings, vec![]);
    }
}
