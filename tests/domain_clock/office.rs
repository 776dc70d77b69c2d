//! The office's calendar and what is asked of the clock beside the due moment.

use motcua::domain::calendar::csv::RowFault;
use motcua::domain::calendar::{CalendarError, DayOffStatus};
use motcua::domain::clock::{
    CalendarRows, OfficeTime, Verdict, due, hand_over_by, is_office_time, office_time_between,
    verdict,
};

use super::*;

#[test]
fn a_holiday_that_awaits_confirmation_says_so_and_can_be_switched_off() {
    // Received Friday 20/11/2026. Mon 23 = 1; Tue 24 Ngày Văn hóa Việt Nam; Wed 25 = 2.
    let line = "Nghỉ ngày Văn hóa Việt Nam 24/11/2026 (1 ngày làm việc, chờ xác nhận)";
    assert_due(
        Term::WorkingDays(2),
        "2026-11-20 09:00",
        "2026-11-25 17:00",
        &[line],
    );

    let mut rows = calendar().rows().clone();
    let row = rows
        .days_off
        .get_mut(&at("2026-11-24 00:00").day())
        .unwrap();
    assert_eq!(row.status, DayOffStatus::ToVerify);
    row.suspended = true;
    let without = OfficeCalendar::new(rows).unwrap();
    let due = due(Term::WorkingDays(2), at("2026-11-20 09:00"), &without);
    assert_told(&due, "2026-11-24 17:00", &[]);
    assert!(!told(&due).iter().any(|told| told.contains("Văn hóa")));
}

#[test]
fn a_year_without_known_holidays_says_so() {
    let line = "Chưa có lịch nghỉ lễ năm 2031: mới chỉ trừ ngày nghỉ hằng tuần";
    // Tuesday 31/12/2030: Wed 01/01/2031 is counted although it will surely be off.
    assert_due(
        Term::WorkingDays(1),
        "2030-12-31 09:00",
        "2031-01-01 17:00",
        &[line],
    );
}

#[test]
fn reception_hands_over_the_same_day_or_first_thing_in_the_morning() {
    let by = |received| hand_over_by(at(received), &calendar());
    assert_eq!(by("2026-03-11 08:00"), at("2026-03-11 17:00"));
    assert_eq!(by("2026-03-11 15:00"), at("2026-03-11 17:00"));
    assert_eq!(by("2026-03-11 15:00:01"), at("2026-03-12 07:30"));
    assert_eq!(
        by("2026-03-13 16:30"),
        at("2026-03-16 07:30"),
        "Friday to Monday"
    );
    assert_eq!(by("2026-03-15 10:00"), at("2026-03-16 07:30"), "Sunday");
    assert_eq!(
        by("2026-01-10 10:00"),
        at("2026-01-10 17:00"),
        "make-up Saturday"
    );
}

#[test]
fn what_is_left_is_told_in_working_days_and_hours() {
    // Due Monday 09/03/2026 17:00. From Thu 05/03 14:00: 3 + 8 + 8 = 19 h = 2 days 3 hours.
    assert_eq!(
        left("2026-03-05 14:00", "2026-03-09 17:00"),
        "còn 2 ngày 3 giờ làm việc"
    );
    assert_eq!(
        left("2026-03-09 16:35", "2026-03-09 17:00"),
        "còn 25 phút làm việc"
    );
    assert_eq!(
        left("2026-03-09 14:30", "2026-03-09 17:00"),
        "còn 2 giờ 30 phút làm việc"
    );
    assert_eq!(left("2026-03-09 17:00", "2026-03-09 17:00"), "đến hạn");
    assert_eq!(left("2026-03-09 21:00", "2026-03-09 17:00"), "vừa quá hạn");
    // Tuesday 8 h and Wednesday 4 h are over.
    assert_eq!(
        left("2026-03-11 12:00", "2026-03-09 17:00"),
        "quá hạn 1 ngày 4 giờ"
    );
    let over = remaining(at("2026-03-11 12:00"), at("2026-03-09 17:00"), &calendar());
    assert_eq!((over.is_over(), over.signed_seconds()), (true, -12 * 3600));
    assert_eq!(
        Remaining::Left(OfficeTime::from_hours(1)).signed_seconds(),
        3600
    );
}

#[test]
fn a_result_is_early_on_time_or_late() {
    let due = at("2026-03-09 17:00");
    assert_eq!(verdict(due, at("2026-03-08 23:59")), Verdict::Early);
    assert_eq!(verdict(due, at("2026-03-09 07:30")), Verdict::OnTime);
    assert_eq!(verdict(due, at("2026-03-09 17:00")), Verdict::OnTime);
    assert_eq!(verdict(due, at("2026-03-09 17:00:01")), Verdict::Late);
    assert_eq!(verdict(due, at("2026-03-10 08:00")), Verdict::Late);
}

#[test]
fn both_ends_of_office_hours_are_office_time() {
    for (time, open) in [
        ("07:29:59", false),
        ("07:30", true),
        ("11:30", true),
        ("11:30:01", false),
        ("12:59:59", false),
        ("13:00", true),
        ("17:00", true),
        ("17:00:01", false),
    ] {
        assert_eq!(
            is_office_time(at(&format!("2026-03-11 {time}")), &calendar()),
            open,
            "{time}"
        );
        assert!(
            !is_office_time(at(&format!("2026-03-15 {time}")), &calendar()),
            "Sunday {time}"
        );
    }
}

#[test]
fn terms_are_read_as_the_catalogue_writes_them() {
    let hours = |days, hours| Some(Term::WorkingDaysAndHours { days, hours });
    for (time, unit, term) in [
        (5.0, "ngay_lam_viec", Some(Term::WorkingDays(5))),
        (12.5, "ngay_lam_viec", hours(12, 4)),
        (6.25, "ngay_lam_viec", hours(6, 2)),
        (4.75, "ngay_lam_viec", hours(4, 6)),
        (0.5, "ngay_lam_viec", Some(Term::Hours(4))),
        (0.1, "ngay_lam_viec", Some(Term::Hours(1))),
        (2.1, "ngay_lam_viec", hours(2, 1)),
        (2.99, "ngay_lam_viec", Some(Term::WorkingDays(3))),
        (30.0, "ngay", Some(Term::CalendarDays(30))),
        (7.5, "ngay", Some(Term::CalendarDays(8))),
        (8.0, "gio", Some(Term::Hours(8))),
        (0.5, "gio", Some(Term::Hours(1))),
        (1.0, "thang", Some(Term::Months(1))),
        (0.5, "thang", Some(Term::CalendarDays(15))),
        (1.5, "thang", Some(Term::CalendarDays(45))),
        (1.2, "thang", None),
        (1.0, "nam", Some(Term::Years(1))),
        (0.5, "nam", Some(Term::Months(6))),
        (0.3, "nam", None),
        (1.0, "khac", None),
        (1.0, "", None),
        (0.0, "ngay", None),
        (-3.0, "ngay_lam_viec", None),
        (f64::NAN, "ngay", None),
        (f64::INFINITY, "gio", None),
        (1e12, "ngay_lam_viec", None),
        (5e9, "nam", None),
    ] {
        assert_eq!(Term::from_catalogue(time, unit), term, "{time} {unit}");
    }
}

#[test]
fn a_calendar_survives_json_and_bad_ones_are_refused() {
    let json = serde_json::to_string(&calendar()).unwrap();
    assert_eq!(
        serde_json::from_str::<OfficeCalendar>(&json).unwrap(),
        calendar()
    );

    let closed = CalendarRows {
        weekly: Default::default(),
        ..CalendarRows::default()
    };
    assert_eq!(OfficeCalendar::new(closed), Err(CalendarError::NeverOpen));
    let mut backwards = CalendarRows::default();
    backwards.weekly[2].reverse();
    let error = OfficeCalendar::new(backwards).unwrap_err();
    assert_eq!(
        error,
        CalendarError::BadHours(jiff::civil::Weekday::Wednesday)
    );
}

#[test]
fn every_bad_row_of_a_calendar_is_named() {
    let holidays = "\u{feff}date,name,status\r\n2026-01-01,Tết,observed\r\n2026-13-01,x,\r\n20260102,x,\r\n2026-01-01,again,\r\n\r\n2026-01-03,y,maybe\r\n";
    let bad = OfficeCalendar::from_csv(holidays, "makeup_working_day\n2026-01-10\n").unwrap_err();
    let faults: Vec<_> = bad.iter().map(|row| (row.line, row.why.clone())).collect();
    assert_eq!(
        faults,
        [
            (3, RowFault::BadDate("2026-13-01".into())),
            (4, RowFault::BadDate("20260102".into())),
            (5, RowFault::Twice(at("2026-01-01 00:00").day())),
            (7, RowFault::BadStatus("maybe".into())),
            (1, RowFault::NoColumn("day_off")),
        ]
    );
}

#[test]
fn an_office_open_on_saturday_mornings_counts_them() {
    let mut rows = calendar().rows().clone();
    rows.weekly[5] = vec![rows.weekly[0][0]];
    let calendar = OfficeCalendar::new(rows).unwrap();
    // Friday 13/03/2026, one day: Saturday 14/03 until 11:30.
    assert_eq!(
        due(Term::WorkingDays(1), at("2026-03-13 09:00"), &calendar).at,
        at("2026-03-14 11:30")
    );
    // Received there at 14:00, before the cutoff but after closing: Monday.
    assert_eq!(
        due(Term::SameDay, at("2026-03-14 14:00"), &calendar).at,
        at("2026-03-16 17:00")
    );
    let week = office_time_between(at("2026-03-09 00:00"), at("2026-03-16 00:00"), &calendar);
    assert_eq!(week, OfficeTime::from_hours(44));
}

#[test]
fn an_order_to_work_beats_a_day_off_on_the_same_day() {
    // Giỗ Tổ's day in lieu, Monday 27/04/2026, worked for Thursday 12/03/2026: the week from 27/04 to 03/05 has Mon, Tue,
    // Wed (30/04 and 01/05 are off), the week from 09/03 has four days.
    let mut rows = calendar().rows().clone();
    rows.make_up
        .insert(at("2026-04-27 00:00").day(), at("2026-03-12 00:00").day());
    let calendar = OfficeCalendar::new(rows).unwrap();
    let hours = |from, to| office_time_between(at(from), at(to), &calendar);
    assert_eq!(
        hours("2026-04-26 09:00", "2026-05-03 09:00"),
        OfficeTime::from_hours(24)
    );
    assert_eq!(
        hours("2026-03-08 09:00", "2026-03-15 09:00"),
        OfficeTime::from_hours(32)
    );
    assert_eq!(
        due(Term::WorkingDays(1), at("2026-04-24 09:00"), &calendar).at,
        at("2026-04-27 17:00")
    );
}

#[test]
fn terms_beyond_the_end_of_time_end_with_it() {
    for term in [
        Term::WorkingDays(u32::MAX),
        Term::CalendarDays(u32::MAX),
        Term::Years(u32::MAX),
        Term::Hours(u32::MAX),
    ] {
        let due = due(term, at("9998-03-13 09:00"), &calendar());
        assert_eq!(due.at, Moment::MAX, "{term:?}");
    }
}
