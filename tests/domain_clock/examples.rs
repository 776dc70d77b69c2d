//! Worked examples of terms. Every reasoning was done by hand on the calendar of that year, not by the program.

use motcua::domain::clock::{ANSWER_ONLINE_WITHIN, ClockLine, due};

use super::*;

#[test]
fn tet_2026_is_not_counted() {
    // Received Thursday 12/02. Fri 13 = 1; weekend 14–15; Tết Mon 16–Fri 20; weekend 21–22; Mon 23 = 2, 24 = 3, 25 = 4,
    // Thu 26 = 5.
    assert_due(
        Term::WorkingDays(5),
        "2026-02-12 09:15",
        "2026-02-26 17:00",
        &[
            "Nhận lúc 09:15 ngày 12/02/2026",
            "Thời hạn giải quyết: 5 ngày làm việc",
            "Không tính ngày nhận 12/02/2026",
            "Không tính 4 ngày nghỉ hằng tuần (14/02–22/02/2026)",
            "Nghỉ Tết Nguyên đán 16/02–20/02/2026 (5 ngày làm việc)",
            "Hạn trả kết quả: 17:00 ngày 26/02/2026, thứ Năm",
        ],
    );
}

#[test]
fn the_make_up_saturday_of_january_2026_is_counted() {
    // Received Thursday 08/01. Fri 09 = 1; Sat 10/01 is worked for Fri 02/01 = 2.
    assert_due(
        Term::WorkingDays(2),
        "2026-01-08 14:00",
        "2026-01-10 17:00",
        &["Có tính thứ Bảy 10/01/2026 (làm bù cho ngày 02/01/2026)"],
    );
}

#[test]
fn the_make_up_saturday_of_april_2025_is_counted() {
    // Received Friday 25/04. Sat 26/04 is worked for Fri 02/05 = 1; Sun 27; Mon 28 = 2; Tue 29 = 3.
    assert_due(
        Term::WorkingDays(3),
        "2025-04-25 10:00",
        "2025-04-29 17:00",
        &[
            "Không tính 1 ngày nghỉ hằng tuần (27/04/2025)",
            "Có tính thứ Bảy 26/04/2025 (làm bù cho ngày 02/05/2025)",
        ],
    );
}

#[test]
fn the_swapped_friday_of_may_2025_is_off() {
    // Received Tuesday 29/04. Wed 30/04, Thu 01/05 holidays, Fri 02/05 swapped, weekend 03–04; Mon 05/05 = 1.
    assert_due(
        Term::WorkingDays(1),
        "2025-04-29 08:00",
        "2025-05-05 17:00",
        &["Nghỉ ngày Chiến thắng, ngày Quốc tế Lao động 30/04–02/05/2025 (3 ngày làm việc)"],
    );
}

#[test]
fn the_swapped_friday_of_new_year_2026_is_off() {
    // Received Wednesday 31/12/2025 16:30. Thu 01/01 holiday, Fri 02/01 swapped, weekend; Mon 05/01 = 1.
    assert_due(
        Term::WorkingDays(1),
        "2025-12-31 16:30",
        "2026-01-05 17:00",
        &["Nghỉ Tết Dương lịch 01/01–02/01/2026 (2 ngày làm việc)"],
    );
}

#[test]
fn national_day_2026_takes_three_working_days() {
    // Received Friday 28/08. Weekend 29–30; Mon 31/08 swapped, Tue 01/09 and Wed 02/09 holidays; Thu 03/09 = 1.
    assert_due(
        Term::WorkingDays(1),
        "2026-08-28 08:00",
        "2026-09-03 17:00",
        &["Nghỉ Quốc khánh 31/08–02/09/2026 (3 ngày làm việc)"],
    );
    // And Saturday 22/08 is worked for it.
    assert_due(
        Term::WorkingDays(1),
        "2026-08-21 16:59",
        "2026-08-22 17:00",
        &["Có tính thứ Bảy 22/08/2026 (làm bù cho ngày 31/08/2026)"],
    );
}

#[test]
fn two_holidays_with_working_days_between_are_told_apart() {
    // Received Friday 24/04/2026. Weekend 25–26 (Giỗ Tổ on Sunday); Mon 27 off in lieu; Tue 28 = 1; Wed 29 = 2;
    // Thu 30/04 and Fri 01/05 off; weekend 02–03; Mon 04/05 = 3.
    assert_due(
        Term::WorkingDays(3),
        "2026-04-24 09:00",
        "2026-05-04 17:00",
        &[
            "Không tính 4 ngày nghỉ hằng tuần (25/04–03/05/2026)",
            "Nghỉ ngày Giỗ Tổ Hùng Vương 27/04/2026 (1 ngày làm việc)",
            "Nghỉ ngày Chiến thắng, ngày Quốc tế Lao động 30/04–01/05/2026 (2 ngày làm việc)",
        ],
    );
}

#[test]
fn a_run_of_holidays_goes_on_over_the_weekend() {
    // Tết 2027 (predicted): Thu 04, Fri 05, weekend 06–07, Mon 08, Tue 09, Wed 10 off. Received Wed 03/02: Thu 11 = 1.
    assert_due(
        Term::WorkingDays(1),
        "2027-02-03 09:00",
        "2027-02-11 17:00",
        &["Nghỉ Tết Nguyên đán 04/02–10/02/2027 (5 ngày làm việc, lịch tạm tính)"],
    );
}

#[test]
fn a_same_day_procedure_received_until_three_o_clock_is_due_that_day() {
    // Wednesday 11/03/2026. "Sau 15 giờ" begins after 15:00:00.
    for time in ["06:00", "07:30", "12:15", "14:59", "15:00"] {
        assert_due(
            Term::SameDay,
            &format!("2026-03-11 {time}"),
            "2026-03-11 17:00",
            &[],
        );
    }
}

#[test]
fn a_same_day_procedure_received_after_three_o_clock_is_due_the_next_working_day() {
    let line = "Nhận sau 15:00 nên tính sang ngày làm việc tiếp theo";
    assert_due(
        Term::SameDay,
        "2026-03-11 15:00:01",
        "2026-03-12 17:00",
        &[line],
    );
    assert_due(
        Term::SameDay,
        "2026-03-11 15:01",
        "2026-03-12 17:00",
        &[line],
    );
    assert_due(
        Term::SameDay,
        "2026-03-11 20:00",
        "2026-03-12 17:00",
        &[line],
    );
    // Friday 13/02/2026 is the last day before Tết: the next working day is Monday 23/02.
    let tet = "Nghỉ Tết Nguyên đán 16/02–20/02/2026 (5 ngày làm việc)";
    assert_due(
        Term::SameDay,
        "2026-02-13 16:00",
        "2026-02-23 17:00",
        &[line, tet],
    );
}

#[test]
fn a_same_day_procedure_received_on_a_sunday_is_due_on_monday() {
    let lines = [
        "Thời hạn giải quyết: trong ngày làm việc",
        "Không tính 1 ngày nghỉ hằng tuần (15/03/2026)",
    ];
    assert_due(
        Term::SameDay,
        "2026-03-15 09:00",
        "2026-03-16 17:00",
        &lines,
    );
}

#[test]
fn eight_hours_run_into_the_next_morning() {
    // Monday 09/03/2026 10:00: 1.5 h to 11:30, 4 h in the afternoon; 2.5 h remain: Tuesday 07:30 to 10:00.
    assert_due(
        ANSWER_ONLINE_WITHIN,
        "2026-03-09 10:00",
        "2026-03-10 10:00",
        &["Thời hạn giải quyết: 8 giờ làm việc"],
    );
}

#[test]
fn hours_that_fill_the_morning_end_at_its_end() {
    // 07:30 and four hours is 11:30, not 13:00.
    assert_due(Term::Hours(4), "2026-03-09 07:30", "2026-03-09 11:30", &[]);
}

#[test]
fn hours_of_what_comes_at_noon_start_after_the_break() {
    let line = "Nhận ngoài giờ làm việc nên bắt đầu tính từ 13:00 ngày 09/03/2026";
    assert_due(
        Term::Hours(4),
        "2026-03-09 12:00",
        "2026-03-09 17:00",
        &[line],
    );
}

#[test]
fn hours_of_what_comes_at_closing_time_start_when_the_office_opens() {
    let noon = "Nhận ngoài giờ làm việc nên bắt đầu tính từ 13:00 ngày 09/03/2026";
    assert_due(
        Term::Hours(1),
        "2026-03-09 11:30",
        "2026-03-09 14:00",
        &[noon],
    );
    let morning = "Nhận ngoài giờ làm việc nên bắt đầu tính từ 07:30 ngày 10/03/2026";
    assert_due(
        Term::Hours(1),
        "2026-03-09 17:00",
        "2026-03-10 08:30",
        &[morning],
    );
}

#[test]
fn hours_leave_the_weekend_out() {
    // Friday 13/03/2026 15:30: 1.5 h; Monday 16/03: 2.5 h from 07:30 to 10:00.
    assert_due(
        Term::Hours(4),
        "2026-03-13 15:30",
        "2026-03-16 10:00",
        &["Không tính 2 ngày nghỉ hằng tuần (14/03–15/03/2026)"],
    );
    // Received online on Saturday: the eight hours are Monday's.
    assert_due(
        Term::Hours(8),
        "2026-03-14 21:07",
        "2026-03-16 17:00",
        &["Nhận ngoài giờ làm việc nên bắt đầu tính từ 07:30 ngày 16/03/2026"],
    );
}

#[test]
fn calendar_days_that_end_on_a_sunday_end_on_monday() {
    // Friday 06/03/2026 + 9 days = Sunday 15/03.
    assert_due(
        Term::CalendarDays(9),
        "2026-03-06 10:00",
        "2026-03-16 17:00",
        &[
            "Không tính ngày nhận 06/03/2026",
            "Thời hạn kết thúc vào Chủ nhật 15/03/2026 là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo: thứ Hai 16/03/2026",
        ],
    );
}

#[test]
fn calendar_days_that_end_in_tet_end_after_it() {
    // Tuesday 03/02/2026 + 15 days = Wednesday 18/02 (mùng hai); Wed 18–Fri 20 off, weekend; Monday 23/02.
    assert_due(
        Term::CalendarDays(15),
        "2026-02-03 10:00",
        "2026-02-23 17:00",
        &[
            "Thời hạn kết thúc vào thứ Tư 18/02/2026 là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo: thứ Hai 23/02/2026",
            "Nghỉ Tết Nguyên đán 18/02–20/02/2026 (3 ngày làm việc)",
        ],
    );
}

#[test]
fn calendar_days_count_every_day_in_between() {
    // Wednesday 31/12/2025 + 10 days = Saturday 10/01/2026, which is worked: nothing moves.
    let due = due(Term::CalendarDays(10), at("2025-12-31 09:00"), &calendar());
    assert_told(
        &due,
        "2026-01-10 17:00",
        &["Có tính thứ Bảy 10/01/2026 (làm bù cho ngày 02/01/2026)"],
    );
    assert!(
        !due.lines
            .iter()
            .any(|line| matches!(line, ClockLine::TermEndMoved { .. }))
    );
    assert!(
        !due.lines
            .iter()
            .any(|line| matches!(line, ClockLine::WeekendsSkipped { .. }))
    );
}

#[test]
fn a_month_ends_on_the_day_of_the_same_number_or_the_last() {
    // Friday 31/01/2025 + 1 month: February has no 31st; its last day is Friday 28/02.
    assert_due(
        Term::Months(1),
        "2025-01-31 09:00",
        "2025-02-28 17:00",
        &["Thời hạn giải quyết: 1 tháng"],
    );
    // Monday 30/03/2026 + 1 month = Thursday 30/04, a holiday; Fri 01/05 too; Monday 04/05.
    assert_due(
        Term::Months(1),
        "2026-03-30 09:00",
        "2026-05-04 17:00",
        &[
            "Thời hạn kết thúc vào thứ Năm 30/04/2026 là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo: thứ Hai 04/05/2026",
        ],
    );
}

#[test]
fn a_year_from_a_leap_day_ends_on_the_last_of_february() {
    // Thursday 29/02/2024 + 1 year = Friday 28/02/2025.
    assert_due(Term::Years(1), "2024-02-29 09:00", "2025-02-28 17:00", &[]);
}

#[test]
fn what_comes_on_a_saturday_counts_from_monday() {
    // Saturday 07/03/2026 is the day of receipt and not counted; Monday 09/03 = 1.
    assert_due(
        Term::WorkingDays(1),
        "2026-03-07 10:00",
        "2026-03-09 17:00",
        &[],
    );
    // Monday 02/03 at 20:00: Tue 03 = 1, Wed 04 = 2.
    assert_due(
        Term::WorkingDays(2),
        "2026-03-02 20:00",
        "2026-03-04 17:00",
        &[],
    );
}

#[test]
fn half_a_working_day_is_four_hours_after_the_last_whole_one() {
    // Monday 02/03/2026: Tue 3 = 1, Wed 4 = 2, Thu 5 = 3; then Friday 06/03 07:30 to 11:30. Never before the third day's end.
    let term = Term::from_catalogue(3.5, "ngay_lam_viec").unwrap();
    assert_due(
        term,
        "2026-03-02 15:30",
        "2026-03-06 11:30",
        &["Thời hạn giải quyết: 3 ngày 4 giờ làm việc"],
    );
}
