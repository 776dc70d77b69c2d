//! Rules of a form: when a field is asked, how one is worked out, what must be true.
//!
//! Written as JSON lists with the verb first: `["eq", "$quan_he", "khac"]`. A text that begins with `$` is the answer to
//! that field; every other text, number and truth stands for itself. `$$` writes a literal dollar sign.
//!
//! | verb | value |
//! |---|---|
//! | `eq a b`, `ne a b` | whether they are the same; nothing is the same as nothing |
//! | `lt le gt ge a b` | order of numbers, or of days and other texts; false where one is not answered |
//! | `all …`, `any …`, `not a` | together, either, the contrary |
//! | `filled a` | whether there is an answer |
//! | `in a b c …` | whether `a` is one of the others |
//! | `add …`, `sub a b`, `mul …` | whole numbers; what is not answered counts nothing; stops at the largest number |
//! | `sum $table.column`, `count $table` | over the rows of a table |
//! | `years a b` | full years from day `a` to day `b` |
//! | `days a b` | days from day `a` to day `b` |
//! | `today` | the day on which the form is filled in |
//! | `join separator …` | the answered texts, put together |
//! | `if a b c` | `b` where `a` is true, otherwise `c` |
//!
//! `assets/js/form.js` works out the same table; `tests/forms` runs both over the same cases.

use serde_json::Value as Json;

use super::{Answer, Answers};
use crate::domain::time::Day;

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// The answer to a field.
    Answer(String),
    /// A literal.
    Literal(Value),
    /// A verb and what it is about.
    Call(Verb, Vec<Rule>),
}

/// What a rule comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Not answered.
    Nothing,
    /// True or false.
    Truth(bool),
    /// A whole number.
    Number(i64),
    /// Text, or a day as `YYYY-MM-DD`.
    Text(String),
}

macro_rules! verbs {
    ($($verb:ident $name:literal $least:literal $most:literal),+ $(,)?) => {
        /// What a rule does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the table above says what each does")]
        pub enum Verb { $($verb),+ }

        impl Verb {
            fn named(name: &str) -> Option<(Self, usize, usize)> {
                match name { $($name => Some((Self::$verb, $least, $most)),)+ _ => None }
            }

            /// As it is written.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$verb => $name),+ }
            }
        }
    };
}

verbs! {
    Eq "eq" 2 2, Ne "ne" 2 2, Lt "lt" 2 2, Le "le" 2 2, Gt "gt" 2 2, Ge "ge" 2 2,
    All "all" 1 32, Any "any" 1 32, Not "not" 1 1, Filled "filled" 1 1, In "in" 2 64,
    Add "add" 1 32, Sub "sub" 2 2, Mul "mul" 1 8, Sum "sum" 1 1, Count "count" 1 1,
    Years "years" 2 2, Days "days" 2 2, Today "today" 0 0, Join "join" 2 16, If "if" 3 3,
}

/// Rules in rules; more than this nobody can read.
const DEEPEST: usize = 8;

/// Reads a rule; the error quotes what cannot be read.
pub fn read(json: &Json) -> Result<Rule, String> {
    read_within(json, DEEPEST)
}

fn read_within(json: &Json, depth: usize) -> Result<Rule, String> {
    let wrong = || json.to_string();
    match json {
        Json::Null => Ok(Rule::Literal(Value::Nothing)),
        Json::Bool(truth) => Ok(Rule::Literal(Value::Truth(*truth))),
        Json::Number(number) => number
            .as_i64()
            .map(|number| Rule::Literal(Value::Number(number)))
            .ok_or_else(wrong),
        Json::String(text) => Ok(match text.strip_prefix('$') {
            Some(literal) if literal.starts_with('$') => {
                Rule::Literal(Value::Text(literal.to_owned()))
            }
            Some(field) => Rule::Answer(field.to_owned()),
            None => Rule::Literal(Value::Text(text.clone())),
        }),
        Json::Array(items) => {
            let (name, about) = items.split_first().ok_or_else(wrong)?;
            let (verb, least, most) = name.as_str().and_then(Verb::named).ok_or_else(wrong)?;
            if depth == 0 || !(least..=most).contains(&about.len()) {
                return Err(wrong());
            }
            let about: Vec<Rule> = about
                .iter()
                .map(|one| read_within(one, depth - 1))
                .collect::<Result<_, _>>()?;
            let of_a_table = matches!(verb, Verb::Sum | Verb::Count);
            if of_a_table && !matches!(about[..], [Rule::Answer(_)]) {
                return Err(wrong());
            }
            Ok(Rule::Call(verb, about))
        }
        Json::Object(_) => Err(wrong()),
    }
}

impl Rule {
    /// Every field that the rule speaks of.
    pub fn names<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Answer(name) => found.push(name),
            Self::Literal(_) => {}
            Self::Call(_, about) => about.iter().for_each(|rule| rule.names(found)),
        }
    }

    /// The rule as it is written, for the page.
    pub fn written(&self) -> Json {
        match self {
            Self::Answer(name) => Json::from(format!("${name}")),
            Self::Literal(Value::Nothing) => Json::Null,
            Self::Literal(Value::Truth(truth)) => Json::from(*truth),
            Self::Literal(Value::Number(number)) => Json::from(*number),
            Self::Literal(Value::Text(text)) => {
                let dollar = if text.starts_with('$') { "$" } else { "" };
                Json::from(format!("{dollar}{text}"))
            }
            Self::Call(verb, about) => std::iter::once(Json::from(verb.name()))
                .chain(about.iter().map(Self::written))
                .collect(),
        }
    }

    /// Both must be true.
    pub(super) fn and(self, other: Option<Self>) -> Self {
        match other {
            None => self,
            Some(other) => Self::Call(Verb::All, vec![self, other]),
        }
    }

    /// Whether it holds.
    pub fn holds(&self, answers: &Answers, today: Day) -> bool {
        self.value(answers, today).is_true()
    }

    /// What it comes to.
    pub fn value(&self, answers: &Answers, today: Day) -> Value {
        match self {
            Self::Answer(name) => Value::of(answers.get(name)),
            Self::Literal(value) => value.clone(),
            Self::Call(verb, about) => call(*verb, about, answers, today),
        }
    }
}

fn call(verb: Verb, about: &[Rule], answers: &Answers, today: Day) -> Value {
    let value = |at: usize| {
        about
            .get(at)
            .map_or(Value::Nothing, |rule| rule.value(answers, today))
    };
    let each = || about.iter().map(|rule| rule.value(answers, today));
    match verb {
        Verb::Eq => Value::Truth(value(0) == value(1)),
        Verb::Ne => Value::Truth(value(0) != value(1)),
        Verb::Lt => order(&value(0), &value(1), std::cmp::Ordering::is_lt),
        Verb::Le => order(&value(0), &value(1), std::cmp::Ordering::is_le),
        Verb::Gt => order(&value(0), &value(1), std::cmp::Ordering::is_gt),
        Verb::Ge => order(&value(0), &value(1), std::cmp::Ordering::is_ge),
        Verb::All => Value::Truth(each().all(|value| value.is_true())),
        Verb::Any => Value::Truth(each().any(|value| value.is_true())),
        Verb::Not => Value::Truth(!value(0).is_true()),
        Verb::Filled => Value::Truth(value(0) != Value::Nothing),
        Verb::In => Value::Truth(each().skip(1).any(|other| other == value(0))),
        Verb::Add => Value::Number(each().fold(0, |sum, value| sum.saturating_add(value.number()))),
        Verb::Sub => Value::Number(value(0).number().saturating_sub(value(1).number())),
        Verb::Mul => Value::Number(each().fold(1, |all, value| all.saturating_mul(value.number()))),
        Verb::Sum => Value::Number(match about {
            [Rule::Answer(name)] => sum(name, answers),
            _ => 0,
        }),
        Verb::Count => Value::Number(match about {
            [Rule::Answer(name)] => match answers.get(name) {
                Some(Answer::Rows(rows)) => i64::try_from(rows.len()).unwrap_or(i64::MAX),
                _ => 0,
            },
            _ => 0,
        }),
        Verb::Years => match (value(0).day(), value(1).day()) {
            (Some(from), Some(to)) => Value::Number(years(from, to)),
            _ => Value::Nothing,
        },
        Verb::Days => match (value(0).day(), value(1).day()) {
            (Some(from), Some(to)) => {
                let days = to.since(from).map_or(0, |span| span.get_days());
                Value::Number(i64::from(days))
            }
            _ => Value::Nothing,
        },
        Verb::Today => Value::Text(today.to_string()),
        Verb::Join => {
            let texts: Vec<String> = each().skip(1).filter_map(Value::text).collect();
            let text = texts.join(&value(0).text().unwrap_or_default());
            if text.is_empty() {
                Value::Nothing
            } else {
                Value::Text(text)
            }
        }
        Verb::If => value(if value(0).is_true() { 1 } else { 2 }),
    }
}

/// Full years from one day to another.
fn years(from: Day, to: Day) -> i64 {
    let full = i64::from(to.year()) - i64::from(from.year());
    let before = (to.month(), to.day()) < (from.month(), from.day());
    full - i64::from(before)
}

fn sum(name: &str, answers: &Answers) -> i64 {
    let Some((table, column)) = name.rsplit_once('.') else {
        return 0;
    };
    match answers.get(table) {
        Some(Answer::Rows(rows)) => rows.iter().fold(0_i64, |sum, row| {
            sum.saturating_add(Value::of(row.get(column)).number())
        }),
        _ => 0,
    }
}

fn order(one: &Value, other: &Value, fits: impl Fn(std::cmp::Ordering) -> bool) -> Value {
    Value::Truth(match (one, other) {
        (Value::Number(one), Value::Number(other)) => fits(one.cmp(other)),
        (Value::Text(one), Value::Text(other)) => fits(one.cmp(other)),
        _ => false,
    })
}

impl Value {
    fn of(answer: Option<&Answer>) -> Self {
        match answer {
            None => Self::Nothing,
            Some(Answer::Number(number)) => Self::Number(*number),
            Some(Answer::Text(text)) => Self::Text(text.clone()),
            Some(Answer::Yes(yes)) => Self::Truth(*yes),
            Some(Answer::Rows(rows)) => Self::Number(i64::try_from(rows.len()).unwrap_or(i64::MAX)),
        }
    }

    /// Whether it is the truth.
    pub fn is_true(&self) -> bool {
        matches!(self, Self::Truth(true))
    }

    fn number(&self) -> i64 {
        match self {
            Self::Number(number) => *number,
            _ => 0,
        }
    }

    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number.to_string()),
            Self::Nothing | Self::Truth(_) => None,
        }
    }

    fn day(&self) -> Option<Day> {
        match self {
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The value as an answer; nothing and false are none.
    pub fn answer(self) -> Option<Answer> {
        match self {
            Self::Nothing | Self::Truth(false) => None,
            Self::Truth(true) => Some(Answer::Yes(true)),
            Self::Number(number) => Some(Answer::Number(number)),
            Self::Text(text) => Some(Answer::Text(text)),
        }
    }
}
