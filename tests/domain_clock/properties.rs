//! Random dossiers: the clock against the oracle, and what must hold of every clock.

use std::sync::LazyLock;

use motcua::domain::clock::{
    ClockLine, OfficeTime, due, due_with_pauses, is_office_time, office_time_between, shift,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::oracle::{Length, Minute, Oracle};
use super::*;

static ORACLE: LazyLock<Oracle> = LazyLock::new(Oracle::new);
static CALENDAR: LazyLock<OfficeCalendar> = LazyLock::new(calendar);

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        rng_seed: RngSeed::Fixed(20_260_212),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn moment(minute: Minute) -> Moment {
    ORACLE.text(minute).parse().unwrap()
}

/// Any minute of 2020–2030; half of them within weeks that hold a swap or Tết, where the rules meet.
fn minutes() -> impl Strategy<Value = Minute> {
    let all = ORACLE.minute("2020-01-01", 0, 0)..ORACLE.minute("2030-12-31", 23, 59);
    let hard: Vec<Minute> = [
        "2026-01-01",
        "2026-02-10",
        "2025-04-24",
        "2024-04-25",
        "2026-08-20",
        "2027-01-31",
        "2030-12-20",
    ]
    .map(|date| ORACLE.minute(date, 0, 0))
    .to_vec();
    // The edges of office hours and of the day, and any minute.
    let clock = prop_oneof![
        proptest::sample::select(vec![0, 449, 450, 690, 779, 780, 900, 901, 1019, 1020, 1439]),
        0..1440_usize,
    ];
    prop_oneof![
        all,
        (proptest::sample::select(hard), 0..14_usize, clock)
            .prop_map(|(start, days, clock)| start + days * 1440 + clock),
    ]
}

fn lengths() -> impl Strategy<Value = Length> {
    prop_oneof![
        4 => (1..46_usize).prop_map(Length::WorkingDays),
        1 => (1..31_usize, 1..8_usize).prop_map(|(days, hours)| Length::DaysAndHours(days, hours)),
        2 => (1..91_usize).prop_map(Length::Days),
        2 => (1..60_usize).prop_map(Length::Hours),
        1 => (1..13_usize).prop_map(Length::Months),
        1 => (1..3_usize).prop_map(Length::Years),
        1 => Just(Length::SameDay),
    ]
}

fn number(count: usize) -> u32 {
    count.try_into().unwrap()
}

fn term(length: Length) -> Term {
    match length {
        Length::WorkingDays(days) => Term::WorkingDays(number(days)),
        Length::DaysAndHours(days, hours) => Term::WorkingDaysAndHours {
            days: number(days),
            hours: number(hours),
        },
        Length::Days(days) => Term::CalendarDays(number(days)),
        Length::Hours(hours) => Term::Hours(number(hours)),
        Length::Months(months) => Term::Months(number(months)),
        Length::Years(years) => Term::Years(number(years)),
        Length::SameDay => Term::SameDay,
    }
}

/// Up to three pauses after the receipt, one after the other: gaps and lengths in minutes.
fn gaps() -> impl Strategy<Value = Vec<(usize, usize)>> {
    proptest::collection::vec((0..20_000_usize, 0..15_000_usize), 0..4)
}

fn pauses_after(received: Minute, gaps: &[(usize, usize)]) -> Vec<(Minute, Minute)> {
    let mut now = received;
    let mut pauses = Vec::new();
    for (gap, length) in gaps {
        let from = now + gap;
        now = from + length;
        pauses.push((from, now));
    }
    pauses
}

fn as_pauses(pauses: &[(Minute, Minute)]) -> Vec<Pause> {
    let pause = |(from, to): &(Minute, Minute)| Pause {
        from: moment(*from),
        to: Some(moment(*to)),
        ground: PauseGround::Stop,
    };
    pauses.iter().map(pause).collect()
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn the_clock_agrees_with_the_oracle(received in minutes(), length in lengths(), gaps in gaps()) {
        let pauses = pauses_after(received, &gaps);
        let due = due_with_pauses(term(length), moment(received), &as_pauses(&pauses), &CALENDAR);
        let expected = ORACLE.due(length, received, &pauses);
        prop_assert_eq!(due.at.to_string(), ORACLE.text(expected), "{:#?}", told(&due));
    }

    #[test]
    fn office_time_agrees_with_the_oracle(from in minutes(), length in 0..60_000_usize) {
        let expected = u64::try_from(ORACLE.open_minutes(from, from + length)).unwrap();
        let counted = office_time_between(moment(from), moment(from + length), &CALENDAR);
        prop_assert_eq!(counted.seconds(), expected * 60);
    }

    #[test]
    fn a_later_receipt_is_never_due_earlier(first in minutes(), later in 0..20_000_usize, length in lengths()) {
        let due = |received| due(term(length), moment(received), &CALENDAR).at;
        prop_assert!(due(first) <= due(first + later));
    }

    #[test]
    fn a_longer_term_is_never_due_earlier(received in minutes(), quarters in 4..100_u32, unit in 0..3_usize) {
        let unit = ["ngay_lam_viec", "ngay", "gio"][unit];
        let due = |quarters| {
            let term = Term::from_catalogue(f64::from(quarters) / 4.0, unit).unwrap();
            due(term, moment(received), &CALENDAR).at
        };
        prop_assert!(due(quarters) <= due(quarters + 1));
    }

    #[test]
    fn a_due_moment_is_after_the_receipt_and_in_office_time(received in minutes(), length in lengths(), gaps in gaps()) {
        let pauses = as_pauses(&pauses_after(received, &gaps));
        let due = due_with_pauses(term(length), moment(received), &pauses, &CALENDAR);
        prop_assert!(due.at > moment(received));
        prop_assert!(is_office_time(due.at, &CALENDAR));
    }

    #[test]
    fn pauses_without_length_are_nothing(received in minutes(), length in lengths(), gap in 0..20_000_usize) {
        let nothing = as_pauses(&[(received + gap, received + gap)]);
        let received = moment(received);
        let without = due(term(length), received, &CALENDAR);
        prop_assert_eq!(due_with_pauses(term(length), received, &nothing, &CALENDAR), without);
    }

    #[test]
    fn the_order_of_pauses_does_not_matter(received in minutes(), length in lengths(), gaps in gaps()) {
        let mut pauses = as_pauses(&pauses_after(received, &gaps));
        let received = moment(received);
        let forward = due_with_pauses(term(length), received, &pauses, &CALENDAR);
        pauses.reverse();
        prop_assert_eq!(due_with_pauses(term(length), received, &pauses, &CALENDAR).at, forward.at);
    }

    #[test]
    fn an_explanation_begins_with_the_receipt_and_ends_with_the_due_moment(
        received in minutes(), length in lengths(), gaps in gaps(),
    ) {
        let pauses = as_pauses(&pauses_after(received, &gaps));
        let due = due_with_pauses(term(length), moment(received), &pauses, &CALENDAR);
        prop_assert_eq!(due.lines.first(), Some(&ClockLine::Received { at: moment(received) }));
        prop_assert_eq!(due.lines.last(), Some(&ClockLine::Due { at: due.at }));
        let told = told(&due);
        prop_assert!(told.iter().all(|line| !line.trim().is_empty() && !line.contains("  ")), "{:#?}", told);
        let json = serde_json::to_string(&due).unwrap();
        prop_assert_eq!(serde_json::from_str::<Due>(&json).unwrap(), due);
    }

    #[test]
    fn an_explanation_accounts_for_every_day(received in minutes(), days in 1..46_u32) {
        let due = due(Term::WorkingDays(days), moment(received), &CALENDAR);
        let mut left_out = 0;
        for line in &due.lines {
            match line {
                ClockLine::WeekendsSkipped { days, .. } => left_out += days,
                ClockLine::HolidaySkipped { working_days, .. } => left_out += working_days,
                _ => {}
            }
        }
        let all = moment(received).day().duration_until(due.at.day()).as_hours() / 24;
        prop_assert_eq!(i64::from(days + left_out), all, "{:#?}", told(&due));
    }

    #[test]
    fn moving_by_the_time_between_two_moments_leads_from_one_to_the_other(from in minutes(), to in minutes(), second in 0..60_i64) {
        let (from, to) = (moment(from.min(to)), moment(from.max(to)).plus_seconds(second));
        let between = office_time_between(from, to, &CALENDAR);
        let reached = shift(from, between, &CALENDAR);
        prop_assert!(reached <= to);
        prop_assert_eq!(office_time_between(from, reached, &CALENDAR), between);
        // Opening time is office time too, but the same amount was reached at the last closing.
        let just_before = is_office_time(to.plus_seconds(-1), &CALENDAR);
        if from < to && just_before && is_office_time(to, &CALENDAR) {
            prop_assert_eq!(reached, to);
        }
    }

    #[test]
    fn two_moves_are_one(from in minutes(), first in 0..200_000_u64, second in 0..200_000_u64) {
        let (first, second) = (OfficeTime::from_seconds(first), OfficeTime::from_seconds(second));
        let twice = shift(shift(moment(from), first, &CALENDAR), second, &CALENDAR);
        prop_assert_eq!(twice, shift(moment(from), first + second, &CALENDAR));
    }

    #[test]
    fn what_is_left_is_never_more_later(now in minutes(), later in 0..10_000_usize, due in minutes()) {
        let left = |now| remaining(moment(now), moment(due), &CALENDAR).signed_seconds();
        prop_assert!(left(now) >= left(now + later));
        prop_assert_eq!(remaining(moment(now), moment(due), &CALENDAR).is_over(), now > due);
    }

    #[test]
    fn any_number_of_the_catalogue_is_read_without_harm(time in proptest::num::f64::ANY, unit in "ngay_lam_viec|ngay|gio|thang|nam|khac|.*") {
        if let Some(term) = Term::from_catalogue(time, &unit) {
            prop_assert!(time > 0.0 && !term.is_same_day());
            prop_assert!(!words::term(term).is_empty());
        }
    }
}
