//! Tables of real and broken codes, and round trips.

use std::num::NonZeroU64;

use motcua::domain::codes::{
    AgencyCode, AgencyCodeError, DossierCode, DossierCodeError, DossierCodeTemplate, ProcedureCode,
    ProcedureCodeError, TemplateError, YearDigits,
};
use motcua::domain::money::Dong;
use motcua::domain::time::{Day, Moment, MomentError};
use proptest::prelude::*;

use super::cases;

fn agency(text: &str) -> AgencyCode {
    text.parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn agencies_are_read_in_both_styles() {
    for (text, unit, bottom_up) in [
        ("H26.18.1", "H26", false),
        ("H26", "H26", false),
        ("G09.20", "G09", false),
        (" h26.18.01 ", "H26", false),
        ("000.00.01.H26", "H26", true),
        ("000.01.18.H26", "H26", true),
        ("000.00.00.G22", "G22", true),
    ] {
        let code = agency(text);
        assert_eq!(
            (code.unit(), code.is_bottom_up()),
            (unit, bottom_up),
            "{text}"
        );
        assert_eq!(code.as_str(), text.trim().to_uppercase());
    }
}

#[test]
fn what_is_not_an_agency_is_refused() {
    use AgencyCodeError::*;
    for (text, why) in [
        ("", Empty),
        ("  ", Empty),
        ("H26..1", BadLevel),
        ("H26.", BadLevel),
        ("H26.Đ1", BadLevel),
        ("H26.1-2", BadLevel),
        ("26.18.1", NoUnit),
        ("HANOI.18", NoUnit),
        ("00.00.01.H26", NoUnit),
        ("000.00.01.02.H26", NoUnit),
        ("H26.1234567890.1234567890.1234567890", TooLong),
    ] {
        assert_eq!(text.parse::<AgencyCode>(), Err(why), "{text}");
    }
    assert!(
        "H26.1234567890.1234567890.123456789"
            .parse::<AgencyCode>()
            .is_ok(),
        "35 characters"
    );
}

#[test]
fn dossier_codes_follow_the_pattern() {
    let number = |n| NonZeroU64::new(n).unwrap();
    let default = DossierCodeTemplate::default();
    let long = DossierCodeTemplate::new(YearDigits::Four, 7).unwrap();
    let (old, new) = (agency("000.00.01.H26"), agency("G09.20"));
    for (template, agency, on, sequence, code) in [
        (default, &old, "2020-11-06", 1, "000.00.01.H26-201106-0001"),
        (default, &new, "2026-06-09", 9999, "G09.20-260609-9999"),
        (default, &new, "2026-06-09", 10_000, "G09.20-260609-10000"),
        (long, &new, "2026-06-09", 92_637, "G09.20-20260609-0092637"),
        (
            long,
            &new,
            "2026-06-09",
            12_345_678,
            "G09.20-20260609-12345678",
        ),
        // Two digits would read back as 2015.
        (default, &new, "2115-06-09", 1, "G09.20-21150609-0001"),
    ] {
        let made = template.code(agency, day(on), number(sequence));
        assert_eq!(made.as_str(), code);
        assert_eq!(made.as_str().parse(), Ok(made.clone()));
        assert_eq!(
            (made.agency(), made.day(), made.sequence().get()),
            (agency.clone(), day(on), sequence)
        );
    }
}

#[test]
fn dossier_codes_are_read_as_people_type_them() {
    let code: DossierCode = " h26.18.1–260212–0007\r\n".parse().unwrap();
    assert_eq!(code.as_str(), "H26.18.1-260212-0007");
    assert_eq!(code.day(), day("2026-02-12"));
    assert_eq!(format!("{code:>22}"), "  H26.18.1-260212-0007");
}

#[test]
fn what_is_not_a_dossier_code_is_refused() {
    use DossierCodeError::*;
    for (text, why) in [
        ("", NotThreeParts),
        ("H26.18.1", NotThreeParts),
        ("H26.18.1-260212", NotThreeParts),
        ("H26.18.1-260212-0007-1", NotThreeParts),
        ("-260212-0007", BadAgency),
        ("26.18-260212-0007", BadAgency),
        ("H26 -260212-0007", BadAgency),
        ("H26.18.1-261302-0007", BadDay),
        ("H26.18.1-260230-0007", BadDay),
        ("H26.18.1-2602012-0007", BadDay),
        ("H26.18.1-+60212-0007", BadDay),
        ("H26.18.1-260212-", BadSequence),
        ("H26.18.1-260212-0000", BadSequence),
        ("H26.18.1-260212-00a7", BadSequence),
        ("H26.18.1-260212-٣", BadSequence),
        ("H26.18.1-260212-99999999999999999999", BadSequence),
    ] {
        assert_eq!(text.parse::<DossierCode>(), Err(why), "{text}");
    }
    assert!(serde_json::from_str::<DossierCode>("\"x\"").is_err());
}

#[test]
fn patterns_are_read_and_written() {
    assert_eq!(
        DossierCodeTemplate::default().to_string(),
        "{agency}-{yymmdd}-{seq:04}"
    );
    for text in [
        "{agency}-{yymmdd}-{seq:04}",
        "{agency}-{yyyymmdd}-{seq:07}",
        "{agency}-{yymmdd}-{seq:012}",
    ] {
        let template: DossierCodeTemplate = text.parse().unwrap();
        assert_eq!(template.to_string(), text);
    }
    for (text, why) in [
        ("", TemplateError::NotAPattern),
        ("{agency}-{seq:04}", TemplateError::NotAPattern),
        ("{agency}-{ddmmyy}-{seq:04}", TemplateError::NotAPattern),
        ("{yymmdd}-{agency}-{seq:04}", TemplateError::NotAPattern),
        ("{agency}-{yymmdd}-{seq}", TemplateError::NotAPattern),
        ("{agency}-{yymmdd}-{seq:00}", TemplateError::BadWidth),
        ("{agency}-{yymmdd}-{seq:013}", TemplateError::BadWidth),
        ("{agency}-{yymmdd}-{seq:09999}", TemplateError::BadWidth),
    ] {
        assert_eq!(text.parse::<DossierCodeTemplate>(), Err(why), "{text}");
    }
}

#[test]
fn procedure_codes_of_the_catalogue_are_accepted() {
    for (text, bare) in [
        ("1.004222", "1.004222"),
        (" 1.014325", "1.014325"),
        ("\u{feff}2.000908\u{a0}", "2.000908"),
        ("1.0133611", "1.0133611"),
        ("2.009182739", "2.009182739"),
        ("1.014325-H60", "1.014325-H60"),
        ("1.014955-Xoa", "1.014955-Xoa"),
        ("5.000123", "5.000123"),
        ("1.000948.H38", "1.000948"),
        ("1.000948.h38", "1.000948"),
        ("1.004222.000.00.00.H26", "1.004222"),
        ("1.004222.01", "1.004222.01"),
        ("1.004222.H26.18", "1.004222"),
        ("T-BGD-123", "T-BGD-123"),
        ("A.b.H26", "A.b.H26"),
    ] {
        let code: ProcedureCode = text.parse().unwrap();
        assert_eq!(code.bare().as_str(), bare, "{text}");
    }
}

#[test]
fn what_is_not_a_procedure_code_is_refused() {
    use ProcedureCodeError::*;
    let longest = "1".repeat(41);
    assert!(longest.parse::<ProcedureCode>().is_ok());
    for (text, why) in [
        ("", BadLength),
        ("1.", BadLength),
        (&format!("{longest}1"), BadLength),
        (".004222", BadStart),
        ("-04222", BadStart),
        ("1.004 222", BadCharacter),
        ("1.00422đ", BadCharacter),
        ("1_004222", BadCharacter),
        ("../../etc", BadCharacter),
        ("1.004222\n1.004223", BadCharacter),
    ] {
        assert_eq!(text.parse::<ProcedureCode>(), Err(why), "{text}");
    }
}

#[test]
fn moments_are_written_with_the_offset_of_vietnam() {
    let moment: Moment = "2026-02-12T02:15:30.999Z".parse().unwrap();
    assert_eq!(moment.to_string(), "2026-02-12T09:15:30+07:00");
    assert_eq!(
        serde_json::to_string(&moment).unwrap(),
        "\"2026-02-12T09:15:30+07:00\""
    );
    assert_eq!(moment.day(), day("2026-02-12"));
    assert_eq!(Moment::from_civil(moment.civil()), moment);
    let night: Moment = "2026-02-12T18:00:00Z".parse().unwrap();
    assert_eq!(
        night.day(),
        day("2026-02-13"),
        "one o'clock in the morning in Vietnam"
    );
    assert_eq!("12/02/2026".parse::<Moment>(), Err(MomentError::NotRfc3339));
    assert_eq!(
        "9999-12-30T20:00:00Z".parse::<Moment>(),
        Err(MomentError::OutOfRange)
    );
    assert_eq!(Moment::MAX.plus_seconds(i64::MAX), Moment::MAX);
    assert_eq!(Moment::MIN.plus_seconds(i64::MIN), Moment::MIN);
    assert_eq!(Moment::MIN.to_string(), "0001-01-01T00:00:00+07:00");
    assert_eq!(Moment::MAX.to_string(), "9999-12-30T23:59:59+07:00");
    assert_eq!(Moment::from_civil(Day::MAX.at(23, 59, 59, 0)), Moment::MAX);
    assert_eq!(Moment::from_civil(Day::MIN.at(0, 0, 0, 0)), Moment::MIN);
}

#[test]
fn money_adds_up_without_wrapping() {
    assert_eq!(
        [Dong(8_000), Dong(2_000)].iter().sum::<Dong>(),
        Dong(10_000)
    );
    assert_eq!(
        [Dong(i64::MAX), Dong(1)].into_iter().sum::<Dong>(),
        Dong(i64::MAX)
    );
    assert_eq!(Dong(i64::MAX).checked_add(Dong(1)), None);
    assert_eq!(Dong(5_000).checked_sub(Dong(6_000)), Some(Dong(-1_000)));
    assert_eq!(Dong(2_000).checked_times(3), Some(Dong(6_000)));
    assert_eq!(Dong(i64::MAX).checked_times(2), None);
    assert_eq!(serde_json::to_string(&Dong(8_000)).unwrap(), "8000");
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn no_text_upsets_the_readers(text in prop_oneof![".*", "[0-9A-Za-z.{}:-]{0,60}", "[GH][0-9]{2}(\\.[0-9]{1,3}){0,3}-[0-9]{5,8}-[0-9]{0,22}"]) {
        if let Ok(code) = text.parse::<AgencyCode>() {
            prop_assert_eq!(code.as_str().parse(), Ok(code.clone()));
            prop_assert!(!code.unit().is_empty());
        }
        if let Ok(code) = text.parse::<DossierCode>() {
            prop_assert_eq!(code.as_str().parse(), Ok(code.clone()));
            let _ = (code.agency(), code.day(), code.sequence());
            let json = serde_json::to_string(&code).unwrap();
            prop_assert_eq!(serde_json::from_str::<DossierCode>(&json).unwrap(), code);
        }
        if let Ok(code) = text.parse::<ProcedureCode>() {
            prop_assert_eq!(code.as_str().parse(), Ok(code.clone()));
            prop_assert_eq!(code.bare().bare(), code.bare());
        }
        if let Ok(template) = text.parse::<DossierCodeTemplate>() {
            prop_assert_eq!(template.to_string().parse(), Ok(template));
        }
        let _ = text.parse::<Moment>();
    }

    #[test]
    fn every_code_a_pattern_gives_reads_back(
        agency in "[A-Z][0-9]{2}(\\.[0-9]{1,4}){0,3}|[0-9]{3}\\.[0-9]{2}\\.[0-9]{2}\\.[A-Z][0-9]{2}",
        days in -1_000_000..2_900_000_i64, sequence in 1..u64::MAX, four in any::<bool>(), width in 1..13_u8,
    ) {
        let agency = super::codes::agency(&agency);
        let on = Moment::from_unix(days * 86_400).day();
        let year = if four { YearDigits::Four } else { YearDigits::Two };
        let template = DossierCodeTemplate::new(year, width).unwrap();
        let sequence = NonZeroU64::new(sequence % 1_000_000_000_000_000_000 + 1).unwrap();
        let code = template.code(&agency, on, sequence);
        prop_assert_eq!(code.as_str().parse(), Ok(code.clone()));
        prop_assert_eq!((code.agency(), code.day(), code.sequence()), (agency, on, sequence));
    }

    #[test]
    fn moments_survive_text_and_civil_time(seconds in -62_135_622_000..253_402_189_200_i64) {
        let moment = Moment::from_unix(seconds);
        prop_assert_eq!(moment.unix(), seconds);
        prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        prop_assert_eq!(Moment::from_civil(moment.civil()), moment);
        prop_assert_eq!(Moment::on(moment.day(), moment.time()), moment);
    }
}
