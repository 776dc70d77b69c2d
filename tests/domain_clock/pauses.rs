//! Worked examples of pauses, reasoned by hand.

use motcua::domain::clock::{OfficeTime, PauseGround, due_with_pauses, shift};

use super::*;

#[test]
fn a_pause_moves_the_due_moment_by_the_office_time_it_covered() {
    // Monday 02/03/2026: Tue 3 – Fri 6 = 4, Mon 09 = 5: due Mon 09/03 17:00. Pause Wed 04/03 10:00 – Thu 05/03 15:00:
    // 1.5 + 4 + 4 + 2 = 11.5 h. Tue 10/03 8 h, Wed 11/03 3.5 h from 07:30: 11:00.
    let pauses = [pause("2026-03-04 10:00", "2026-03-05 15:00")];
    let due = due_with_pauses(
        Term::WorkingDays(5),
        at("2026-03-02 09:00"),
        &pauses,
        &calendar(),
    );
    let line = "Tạm dừng chờ bổ sung giấy tờ từ 10:00 ngày 04/03/2026 đến 15:00 ngày 05/03/2026 \
                (1 ngày 3 giờ làm việc): hạn chuyển từ 17:00 ngày 09/03/2026 sang 11:00 ngày 11/03/2026";
    assert_told(&due, "2026-03-11 11:00", &[line]);
}

#[test]
fn a_pause_over_tet_counts_only_the_hours_the_office_was_open() {
    // Monday 09/02/2026: Tue 10 – Fri 13 = 4; Tết; Mon 23 = 5: due 23/02 17:00. Pause Thu 12/02 15:00 – Tue 24/02 09:00:
    // Thu 2 h, Fri 8 h, Mon 23 8 h, Tue 1.5 h = 19.5 h. From Mon 23 17:00: Tue 8, Wed 8, Thu 26/02 3.5 h: 11:00.
    let pauses = [pause("2026-02-12 15:00", "2026-02-24 09:00")];
    let due = due_with_pauses(
        Term::WorkingDays(5),
        at("2026-02-09 08:00"),
        &pauses,
        &calendar(),
    );
    assert_told(
        &due,
        "2026-02-26 11:00",
        &["Nghỉ Tết Nguyên đán 16/02–20/02/2026 (5 ngày làm việc)"],
    );
}

#[test]
fn a_due_moment_moved_over_tet_says_what_it_passed() {
    // Tuesday 10/02/2026, 2 days: due Thu 12/02 17:00. Pause of 16 h: Tue 10/02 15:00 – Thu 12/02 15:00 (2 + 8 + 6).
    // Fri 13/02 8 h, then Tết, Mon 23/02 8 h: 17:00.
    let pauses = [pause("2026-02-10 15:00", "2026-02-12 15:00")];
    let due = due_with_pauses(
        Term::WorkingDays(2),
        at("2026-02-10 08:00"),
        &pauses,
        &calendar(),
    );
    assert_told(
        &due,
        "2026-02-23 17:00",
        &["Nghỉ Tết Nguyên đán 16/02–20/02/2026 (5 ngày làm việc)"],
    );
}

#[test]
fn a_pause_of_one_working_day_moves_five_o_clock_to_five_o_clock() {
    let moved = shift(
        at("2026-03-11 17:00"),
        OfficeTime::from_hours(8),
        &calendar(),
    );
    assert_eq!(moved, at("2026-03-12 17:00"));
    let moved = shift(
        at("2026-03-13 17:00"),
        OfficeTime::from_days(1),
        &calendar(),
    );
    assert_eq!(moved, at("2026-03-16 17:00"), "over the weekend");
}

#[test]
fn a_pause_on_a_weekend_moves_nothing_and_says_so() {
    let pauses = [pause("2026-03-07 08:00", "2026-03-08 20:00")];
    let due = due_with_pauses(
        Term::WorkingDays(5),
        at("2026-03-02 09:00"),
        &pauses,
        &calendar(),
    );
    let line = "Tạm dừng chờ bổ sung giấy tờ từ 08:00 ngày 07/03/2026 đến 20:00 ngày 08/03/2026, \
                không trùng giờ làm việc nào: hạn giữ nguyên";
    assert_told(&due, "2026-03-09 17:00", &[line]);
}

#[test]
fn an_open_pause_leaves_the_due_moment_and_says_that_it_will_move() {
    let pauses = [Pause {
        from: at("2026-03-04 10:00"),
        to: None,
        ground: PauseGround::Payment,
    }];
    let due = due_with_pauses(
        Term::WorkingDays(5),
        at("2026-03-02 09:00"),
        &pauses,
        &calendar(),
    );
    let line = "Đang tạm dừng chờ thực hiện nghĩa vụ tài chính từ 10:00 ngày 04/03/2026: \
                hạn sẽ lùi theo thời gian tạm dừng";
    assert_told(&due, "2026-03-09 17:00", &[line]);
}

#[test]
fn overlapping_pauses_and_time_before_receipt_count_once_or_not_at_all() {
    // 04/03 07:30–17:00 whole day, again its afternoon, and a pause that began before the receipt: 8 h + 1 h (08:00–09:00
    // is before the receipt at 09:00; 09:00–10:00 counts). Due Mon 09/03 17:00 + 9 h = Wed 11/03 08:30.
    let pauses = [
        pause("2026-03-04 13:00", "2026-03-04 17:00"),
        pause("2026-03-04 07:30", "2026-03-04 17:00"),
        pause("2026-03-02 08:00", "2026-03-02 10:00"),
    ];
    let due = due_with_pauses(
        Term::WorkingDays(5),
        at("2026-03-02 09:00"),
        &pauses,
        &calendar(),
    );
    assert_eq!(due.at, at("2026-03-11 08:30"));
}
