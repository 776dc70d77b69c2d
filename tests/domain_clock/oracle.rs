//! A slow second clock that walks minute by minute. It shares nothing with the product's clock: its own reading of the
//! calendar files, its own days, its own idea of each rule.

use super::{HOLIDAYS, SWAPS};

/// A minute: days since 2019-01-01 (a Tuesday) times 1440 plus the minute of the day.
pub type Minute = usize;

pub struct Oracle {
    /// Dates as text, from 2019-01-01 on.
    dates: Vec<String>,
    /// Whether people work on that day.
    worked: Vec<bool>,
}

#[derive(Clone, Copy, Debug)]
pub enum Length {
    WorkingDays(usize),
    DaysAndHours(usize, usize),
    Days(usize),
    Hours(usize),
    Months(usize),
    Years(usize),
    SameDay,
}

fn month_length(year: usize, month: usize) -> usize {
    match month {
        2 if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Oracle {
    pub fn new() -> Self {
        let mut dates = Vec::new();
        for year in 2019..=2034 {
            for month in 1..=12 {
                for day in 1..=month_length(year, month) {
                    dates.push(format!("{year}-{month:02}-{day:02}"));
                }
            }
        }
        let starts: Vec<&str> = HOLIDAYS.lines().filter_map(|line| line.get(..10)).collect();
        let mut worked: Vec<bool> = Vec::new();
        for (index, date) in dates.iter().enumerate() {
            // 2019-01-01 was a Tuesday: indices 4, 5 are Saturday and Sunday.
            let weekend = index % 7 == 4 || index % 7 == 5;
            worked.push(!weekend && !starts.contains(&date.as_str()));
        }
        let index = |date: &str| dates.iter().position(|known| known == date).unwrap();
        for swap in SWAPS.lines().skip(1) {
            worked[index(&swap[..10])] = false;
            worked[index(&swap[11..21])] = true;
        }
        Self { dates, worked }
    }

    /// RFC 3339 of a minute.
    pub fn text(&self, minute: Minute) -> String {
        format!(
            "{}T{:02}:{:02}:00+07:00",
            self.dates[minute / 1440],
            minute % 1440 / 60,
            minute % 60
        )
    }

    pub fn minute(&self, date: &str, hour: usize, minute: usize) -> Minute {
        self.dates.iter().position(|known| known == date).unwrap() * 1440 + hour * 60 + minute
    }

    /// Whether people are at work in the minute that begins now.
    pub fn open(&self, minute: Minute) -> bool {
        let clock = minute % 1440;
        self.worked[minute / 1440] && ((450..690).contains(&clock) || (780..1020).contains(&clock))
    }

    /// Walks on until `count` open minutes have passed.
    pub fn walk(&self, mut now: Minute, mut count: usize) -> Minute {
        while count > 0 {
            if self.open(now) {
                count -= 1;
            }
            now += 1;
        }
        now
    }

    /// Walks from midnight to midnight until `count` days with work have gone by; gives the last minute of work.
    fn end_of_working_day(&self, mut now: Minute, count: usize) -> Minute {
        let mut days = 0;
        let mut last_open = None;
        loop {
            if self.open(now) {
                last_open = Some(now);
            }
            now += 1;
            if now.is_multiple_of(1440)
                && let Some(end) = last_open.take()
            {
                days += 1;
                if days == count {
                    return end + 1;
                }
            }
        }
    }

    pub fn open_minutes(&self, from: Minute, to: Minute) -> usize {
        (from..to).filter(|minute| self.open(*minute)).count()
    }

    pub fn due(&self, length: Length, received: Minute, pauses: &[(Minute, Minute)]) -> Minute {
        let midnight = received - received % 1440;
        let tomorrow = midnight + 1440;
        let end = match length {
            Length::WorkingDays(days) => self.end_of_working_day(tomorrow, days),
            Length::DaysAndHours(days, hours) => {
                self.walk(self.end_of_working_day(tomorrow, days), hours * 60)
            }
            Length::Hours(hours) => self.walk(received, hours * 60),
            Length::Days(days) => self.end_of_working_day(midnight + days * 1440, 1),
            Length::Months(months) => {
                self.end_of_working_day(self.months_later(midnight, months), 1)
            }
            Length::Years(years) => {
                self.end_of_working_day(self.months_later(midnight, 12 * years), 1)
            }
            Length::SameDay if received % 1440 <= 15 * 60 => self.end_of_working_day(midnight, 1),
            Length::SameDay => self.end_of_working_day(tomorrow, 1),
        };
        let stood_still: usize = pauses
            .iter()
            .map(|(from, to)| self.open_minutes(*from, *to))
            .sum();
        self.walk(end, stood_still)
    }

    fn months_later(&self, midnight: Minute, months: usize) -> Minute {
        let date = &self.dates[midnight / 1440];
        let cell = |from, to| date[from..to].parse::<usize>().unwrap();
        let (mut year, mut month, mut day) = (cell(0, 4), cell(5, 7), cell(8, 10));
        for _ in 0..months {
            month += 1;
            if month == 13 {
                (year, month) = (year + 1, 1);
            }
        }
        day = day.min(month_length(year, month));
        self.minute(&format!("{year}-{month:02}-{day:02}"), 0, 0)
    }
}
