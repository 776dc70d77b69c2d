//! The national catalogue as JSON lines; also what `motcua export procedures` writes.

use serde_json::Value;

use super::LegalDocuments;
use super::reading::Reading;
use crate::domain::procedure::component::{Listed, identify};
use crate::domain::procedure::{
    Case, Channel, Decision, Fee, FeeKind, Flags, Legal, Level, LifeEvent, Method, Named,
    Procedure, Scope, Step, TimeUnit,
};

pub(super) fn read(row: &Reading<'_>, legal: &LegalDocuments) -> Result<Procedure, String> {
    let (code, name) = row.identity("code", "name")?;
    let mut procedure = Procedure::bare(code, name);
    let id = row.line("id")?;
    if !id.is_empty() {
        procedure.id = id;
    }
    procedure.scope = scope(row)?;
    procedure.internal = row.flag("internal")? || procedure.scope == Scope::Internal;
    procedure.fields = row.named("fields", "code", "name")?;
    procedure.promulgator = promulgator(row)?;
    procedure.levels = levels(row)?;
    procedure.full_online = row.flag("full_online")?;
    procedure.flags = flags(row)?;
    procedure.closed = row.flag("closed")?;
    procedure.decision = decision(row)?;
    procedure.subjects = row.lines("subjects")?;
    procedure.executing = row.lines("executing")?;
    procedure.competent = row.lines("competent")?;
    procedure.coordinating = row.lines("coordinating")?;
    procedure.receiving_address = row.text("receiving_address")?;
    procedure.methods = row
        .objects("methods")?
        .iter()
        .map(method)
        .collect::<Result<_, _>>()?;
    procedure.cases = row
        .objects("cases")?
        .iter()
        .map(case)
        .collect::<Result<_, _>>()?;
    procedure.components = identify(papers(row)?);
    procedure.steps = steps(row)?;
    procedure.conditions = row.text("conditions")?;
    procedure.results = row.named("results", "code", "name")?;
    procedure.legal = legal_basis(row, legal)?;
    procedure.source_url = row.line("source_url")?;
    procedure.updated = row.day("updated")?;
    procedure.life_events = life_events(row)?;
    procedure.keywords = row.lines("keywords")?;
    procedure.note = row.text("note")?;
    Ok(procedure.complete())
}

fn scope(row: &Reading<'_>) -> Result<Scope, String> {
    match row.line("scope")?.as_str() {
        "" | "STANDARD" => Ok(Scope::National),
        "SPECIFIC" => Ok(Scope::Local),
        "STANDARD_INTERNAL" => Ok(Scope::Internal),
        other => Err(row.unknown("scope", other)),
    }
}

fn promulgator(row: &Reading<'_>) -> Result<Option<Named>, String> {
    let Some(agency) = row.object("promulgator")? else {
        return Ok(None);
    };
    let named = Named {
        code: agency.line("code")?,
        name: agency.line("name")?,
    };
    Ok((!named.name.is_empty()).then_some(named))
}

fn levels(row: &Reading<'_>) -> Result<Vec<Level>, String> {
    let mut levels = Vec::new();
    for word in row.lines("levels")? {
        let level = Level::parse(&word).ok_or_else(|| row.unknown("levels", &word))?;
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    Ok(levels)
}

fn flags(row: &Reading<'_>) -> Result<Flags, String> {
    let own = row.object("flags")?;
    let flag = |key: &str| -> Result<bool, String> {
        Ok(row.flag(key)? || own.as_ref().map_or(Ok(false), |own| own.flag(key))?)
    };
    Ok(Flags {
        non_territorial: flag("non_territorial")?,
        offline_only: flag("offline_only")?,
        shared_service: flag("shared_service")?,
    })
}

fn decision(row: &Reading<'_>) -> Result<Option<Decision>, String> {
    let Some(decision) = row.object("decision")? else {
        return Ok(None);
    };
    let decision = Decision {
        no: decision.line("no")?,
        date: decision.day("date")?,
        agency: decision.line("agency")?,
    };
    Ok((!decision.no.is_empty()).then_some(decision))
}

fn unit(row: &Reading<'_>) -> Result<TimeUnit, String> {
    match row.line("unit")?.as_str() {
        "ngay_lam_viec" => Ok(TimeUnit::WorkingDay),
        "ngay" => Ok(TimeUnit::Day),
        "gio" => Ok(TimeUnit::Hour),
        "thang" => Ok(TimeUnit::Month),
        "nam" => Ok(TimeUnit::Year),
        "khac" | "" => Ok(TimeUnit::Other),
        other => Err(row.unknown("unit", other)),
    }
}

fn method(row: &Reading<'_>) -> Result<Method, String> {
    let mut channels = Vec::new();
    for word in row.lines("channels")? {
        channels.push(match word.as_str() {
            "truc_tuyen" | "online" => Channel::Online,
            "truc_tiep" | "counter" => Channel::Counter,
            "buu_chinh" | "post" => Channel::Post,
            other => return Err(row.unknown("channels", other)),
        });
    }
    channels.sort_unstable();
    channels.dedup();
    Ok(Method {
        channels,
        time: row.number("time")?,
        unit: unit(row)?,
        note: row.text("note")?,
        fees: row
            .objects("fees")?
            .iter()
            .map(fee)
            .collect::<Result<_, _>>()?,
    })
}

fn fee(row: &Reading<'_>) -> Result<Fee, String> {
    let key = if row.get("type").is_some() {
        "type"
    } else {
        "kind"
    };
    let kind = match row.line(key)?.as_str() {
        "FEE" | "" => FeeKind::Fee,
        "SERVICE_FEE" => FeeKind::ServiceFee,
        "PRICE_LEVEL" => FeeKind::PriceLevel,
        other => return Err(row.unknown(key, other)),
    };
    let currency = row.line("currency")?;
    Ok(Fee {
        kind,
        value: row.amount("value")?,
        currency: if currency.is_empty() {
            "VND".to_owned()
        } else {
            currency
        },
        note: row.text("note")?,
    })
}

fn case(row: &Reading<'_>) -> Result<Case, String> {
    Ok(Case {
        code: row.line("code")?,
        name: row.line("name")?,
        time: row.number("time")?,
        unit: unit(row)?,
        made_up: row.flag("made_up")?,
    })
}

/// Groups of the source, or the flat list of our own export.
fn papers(row: &Reading<'_>) -> Result<Vec<Listed>, String> {
    let mut papers = Vec::new();
    for group in row.objects("dossier")? {
        let heading = group.line("case")?;
        for item in group.objects("items")? {
            papers.push(paper(&item, heading.clone())?);
        }
    }
    for item in row.objects("components")? {
        let heading = item.line("group")?;
        let mut listed = paper(&item, heading)?;
        let source_name = item.text("source_name")?;
        if !source_name.is_empty() {
            listed.name = source_name;
        }
        papers.push(listed);
    }
    papers.retain(|paper| !paper.name.is_empty());
    Ok(papers)
}

fn paper(item: &Reading<'_>, group: String) -> Result<Listed, String> {
    Ok(Listed {
        code: item.line("code")?,
        group,
        name: item.text("name")?,
        original: item.count("original")?,
        copy: item.count("copy")?,
        required: item.flag("required")?,
        eform: item.flag("eform")?,
        is_result: item.flag("is_result")?,
        forms: item.lines("forms")?,
    })
}

fn steps(row: &Reading<'_>) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for step in row.objects("steps")? {
        let step = Step {
            name: step.line("name")?,
            text: step.text("text")?,
        };
        if !(step.name.is_empty() && step.text.is_empty()) {
            steps.push(step);
        }
    }
    Ok(steps)
}

/// Documents written out, or numbers to look up.
fn legal_basis(row: &Reading<'_>, documents: &LegalDocuments) -> Result<Vec<Legal>, String> {
    let Some(Value::Array(list)) = row.get("legal") else {
        return row.objects("legal").map(|_| Vec::new());
    };
    if list.iter().all(Value::is_object) {
        return row
            .objects("legal")?
            .iter()
            .map(|document| {
                let key = if document.get("title").is_some() {
                    "title"
                } else {
                    "name"
                };
                Ok(Legal {
                    no: document.line("no")?,
                    title: document.line(key)?,
                })
            })
            .collect();
    }
    list.iter()
        .map(|value| match value {
            Value::Number(id) => Ok(documents.resolve(&id.to_string())),
            Value::String(id) => Ok(documents.resolve(id)),
            _ => Err(row.unknown("legal", "…")),
        })
        .collect()
}

fn life_events(row: &Reading<'_>) -> Result<Vec<LifeEvent>, String> {
    let mut events = Vec::new();
    for event in row.objects("life_events")? {
        let event = LifeEvent {
            group: event.line("group")?,
            name: event.line("name")?,
        };
        if !event.name.is_empty() {
            events.push(event);
        }
    }
    Ok(events)
}
