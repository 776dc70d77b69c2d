//! A process as fields of a form, both ways.

use crate::domain::action::Verb;
use crate::domain::dossier::Channel;
use crate::domain::officer::Username;
use crate::domain::workflow::{
    Allotted, Branch, OpinionWanted, Process, ProcessStep, StepKind, When,
};
use crate::ui::Entries;
use crate::web::form::Sent;

/// Rows that a form has at most.
const MOST: usize = 40;

/// What a form says.
pub struct Read {
    /// The process, as far as it can be read.
    pub process: Process,
    /// Codes of the procedures.
    pub procedures: Vec<String>,
    /// The form with what is wrong in it.
    pub entries: Entries,
    /// Its rows.
    pub rows: usize,
}

/// The form of a process.
pub fn filled(process: &Process, procedures: &[String]) -> Entries {
    let mut values = vec![
        ("id".to_owned(), process.id.clone()),
        ("name".to_owned(), process.name.clone()),
        ("basis".to_owned(), process.basis.clone()),
        ("procedures".to_owned(), procedures.join(" ")),
    ];
    for (at, step) in process.steps.iter().enumerate() {
        let mut put = |part: &str, value: String| values.push((format!("step.{at}.{part}"), value));
        let (time, unit) = match step.time {
            Allotted::Hours(hours) => (hours, "hours"),
            Allotted::Share(share) => (share, "share"),
        };
        put("key", step.key.clone());
        put("name", step.name.clone());
        put("kind", step.kind.key().to_owned());
        put("unit", step.unit.clone().unwrap_or_default());
        let people: Vec<&str> = step.people.iter().map(Username::as_str).collect();
        put("people", people.join(", "));
        put("time", time.to_string());
        put("time_unit", unit.to_owned());
        for verb in &step.actions {
            put("actions", verb.key().to_owned());
        }
        let next: Vec<String> = step.next.iter().map(branch_line).collect();
        put("next", next.join("\n"));
        let opinions: Vec<String> = step.opinions.iter().map(opinion_line).collect();
        put("opinions", opinions.join("\n"));
    }
    Entries::sent(values)
}

fn branch_line(branch: &Branch) -> String {
    let when = branch.when.map(|when| match when {
        When::Case(case) => format!("trường hợp {}", case + 1),
        When::Channel(Channel::Online) => "trực tuyến".to_owned(),
        When::Channel(Channel::Counter) => "tại quầy".to_owned(),
        When::Channel(Channel::Post) => "bưu chính".to_owned(),
    });
    match (branch.label.as_str(), when) {
        ("", None) => branch.to.clone(),
        (label, None) => format!("{} | {label}", branch.to),
        (label, Some(when)) => format!("{} | {label} | {when}", branch.to),
    }
}

fn opinion_line(opinion: &OpinionWanted) -> String {
    let required = if opinion.required {
        " | bắt buộc"
    } else {
        ""
    };
    format!("{} | {}{required}", opinion.of, opinion.question)
}

/// Reads the form; `id` is that of the process which is edited, none for a new one.
pub fn read(sent: &Sent, id: Option<&str>) -> Read {
    let mut entries = Entries::sent(sent.0.clone());
    let rows = rows(sent);
    let mut steps = Vec::new();
    for at in 0..rows {
        let empty = |part: &str| sent.value(&format!("step.{at}.{part}")).trim().is_empty();
        if !(empty("key") && empty("name")) {
            steps.push(step(sent, at, &mut entries));
        }
    }
    let id = id.map_or_else(|| sent.value("id").trim().to_owned(), ToOwned::to_owned);
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.is_empty() || id.len() > 40 || id == "moi" || !id.bytes().all(plain) {
        entries.refuse(
            "id",
            "Mã quy trình: hãy dùng chữ thường không dấu, chữ số, gạch nối, tối đa 40 ký tự.",
        );
    }
    let name = sent.value("name").trim();
    if name.is_empty() {
        entries.refuse("name", "Tên quy trình: hãy đặt tên.");
    }
    let mut procedures: Vec<String> = sent
        .value("procedures")
        .split([' ', ',', ';', '\n', '\r', '\t'])
        .filter(|code| !code.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    procedures.sort();
    procedures.dedup();
    Read {
        process: Process {
            id,
            version: 1,
            name: name.to_owned(),
            basis: sent.value("basis").trim().to_owned(),
            steps,
            made_at: None,
            made_by: None,
        },
        procedures,
        entries,
        rows,
    }
}

fn rows(sent: &Sent) -> usize {
    let numbers = sent.0.iter().filter_map(|(name, _)| {
        let (at, _) = name.strip_prefix("step.")?.split_once('.')?;
        at.parse::<usize>().ok()
    });
    numbers.max().map_or(0, |last| last + 1).min(MOST)
}

fn step(sent: &Sent, at: usize, entries: &mut Entries) -> ProcessStep {
    let value = |part: &str| sent.value(&format!("step.{at}.{part}")).trim().to_owned();
    let number = at + 1;
    let mut refuse = |words: String| entries.refuse("", format!("Bước {number}: {words}"));
    let kind = StepKind::OF_A_PROCESS
        .into_iter()
        .find(|kind| kind.key() == value("kind"))
        .unwrap_or(StepKind::Work);
    let time = value("time").parse::<u32>().unwrap_or_else(|_| {
        refuse("hãy ghi thời gian bằng số nguyên.".to_owned());
        0
    });
    let mut username = |text: &str| {
        let name = Username::new(text).ok();
        if name.is_none() {
            refuse(format!("«{text}» không phải là tên tài khoản."));
        }
        name
    };
    let people = value("people");
    let people = people
        .split([' ', ',', ';'])
        .filter(|name| !name.is_empty())
        .filter_map(&mut username)
        .collect();
    let opinions = value("opinions")
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let of = parts.next().filter(|name| !name.is_empty())?;
            let question = parts.next().unwrap_or_default().to_owned();
            let required = parts.next().is_some_and(|text| !text.is_empty());
            Some(OpinionWanted {
                of: username(of)?,
                question,
                required,
            })
        })
        .collect();
    let next = value("next")
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let to = parts.next().filter(|key| !key.is_empty())?;
            let label = parts.next().unwrap_or_default().to_owned();
            let text = parts.next().unwrap_or_default();
            let when = condition(text);
            if when.is_none() && !text.is_empty() {
                refuse(format!(
                    "không hiểu điều kiện «{text}». Hãy ghi «trường hợp 2», «trực tuyến», «tại quầy» hoặc «bưu chính»."
                ));
            }
            Some(Branch {
                to: to.to_owned(),
                label,
                when,
            })
        })
        .collect();
    let unit = value("unit");
    let actions = format!("step.{at}.actions");
    ProcessStep {
        key: value("key"),
        name: value("name"),
        kind,
        unit: (!unit.is_empty()).then_some(unit),
        people,
        time: if value("time_unit") == "hours" {
            Allotted::Hours(time)
        } else {
            Allotted::Share(time)
        },
        actions: sent
            .0
            .iter()
            .filter(|(name, _)| *name == actions)
            .filter_map(|(_, key)| Verb::from_key(key))
            .collect(),
        next,
        opinions,
    }
}

fn condition(text: &str) -> Option<When> {
    let text = text.to_lowercase();
    Some(match text.as_str() {
        "trực tuyến" => When::Channel(Channel::Online),
        "tại quầy" => When::Channel(Channel::Counter),
        "bưu chính" => When::Channel(Channel::Post),
        other => {
            let number = other.strip_prefix("trường hợp")?.trim().parse::<usize>();
            When::Case(number.ok()?.checked_sub(1)?)
        }
    })
}
