//! The detail of a procedure as the rebuilt national portal answers it (2026, «formality»).

use super::reading::Reading;
use crate::domain::procedure::component::{Listed, identify};
use crate::domain::procedure::{
    Case, Channel, Decision, Fee, FeeKind, Flags, Legal, Level, LifeEvent, Method, Named,
    Procedure, Scope, Step, TimeUnit,
};
use crate::domain::time::{Day, Moment};

pub(super) fn read(row: &Reading<'_>) -> Result<Procedure, String> {
    let (code, name) = row.identity("code", "name")?;
    let mut procedure = Procedure::bare(code, name);
    let id = row.line("id")?;
    if !id.is_empty() {
        procedure.id = id;
    }
    procedure.scope = match row.line("type")?.as_str() {
        "" | "STANDARD" => Scope::National,
        "SPECIFIC" => Scope::Local,
        "STANDARD_INTERNAL" => Scope::Internal,
        other => return Err(row.unknown("type", other)),
    };
    procedure.internal = row.flag("isInternal")? || procedure.scope == Scope::Internal;
    procedure.fields = row.named("categoriesDetails", "code", "name")?;
    let promulgator = Named {
        code: row.line("departmentPromulgateCode")?,
        name: row.line("departmentPromulgateName")?,
    };
    procedure.promulgator = (!promulgator.name.is_empty()).then_some(promulgator);
    procedure.levels = levels(row)?;
    procedure.full_online = row.flag("isFullProcess")?;
    procedure.flags = Flags {
        non_territorial: row.flag("isNonTerritorial")?,
        offline_only: row.flag("isOfflineOnly")?,
        shared_service: row.flag("isSharedService")?,
    };
    procedure.decision = decision(row)?;
    procedure.subjects = names(row, "subjectTypesDetails")?;
    procedure.executing = names(row, "departmentsExecuting")?;
    procedure.competent = names(row, "departmentsAuthority")?;
    procedure.coordinating = names(row, "departmentsCoordinating")?;
    procedure.receiving_address = row.text("dossierReceivingAddresses")?;
    procedure.methods = row
        .objects("executionMethods")?
        .iter()
        .map(method)
        .collect::<Result<_, _>>()?;
    procedure.cases = row
        .objects("cases")?
        .iter()
        .map(case)
        .collect::<Result<_, _>>()?;
    procedure.components = identify(papers(row)?);
    for step in row.objects("executionSteps")? {
        procedure.steps.push(Step {
            name: step.line("name")?,
            text: step.text("description")?,
        });
    }
    procedure.conditions = row.text("requirementsAndConditions")?;
    procedure.results = row.named("resultsDetails", "code", "name")?;
    for document in row.named("legalBasisesDetails", "code", "name")? {
        procedure.legal.push(Legal {
            no: document.code,
            title: document.name,
        });
    }
    for event in row.objects("serviceGroupsDetails")? {
        procedure.life_events.push(LifeEvent {
            group: event.line("type")?,
            name: event.line("name")?,
        });
    }
    procedure.source_url = format!(
        "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{}",
        procedure.id
    );
    procedure.updated = epoch_day(row, "updatedAt")?;
    procedure.keywords = row.lines("keywords")?;
    procedure.note = row.text("note")?;
    Ok(procedure.complete())
}

fn names(row: &Reading<'_>, list: &str) -> Result<Vec<String>, String> {
    let named = row.named(list, "code", "name")?;
    Ok(named.into_iter().map(|entry| entry.name).collect())
}

fn levels(row: &Reading<'_>) -> Result<Vec<Level>, String> {
    let mut levels = Vec::new();
    for (key, level) in [
        ("isMinistry", Level::Ministry),
        ("isProvince", Level::Province),
        ("isWard", Level::Commune),
        ("isVertical", Level::Vertical),
        ("isOtherAgency", Level::Other),
    ] {
        if row.flag(key)? {
            levels.push(level);
        }
    }
    Ok(levels)
}

fn decision(row: &Reading<'_>) -> Result<Option<Decision>, String> {
    let Some(proposal) = row.object("procedureProposal")? else {
        return Ok(None);
    };
    let agency = match proposal.object("issuingAgency")? {
        Some(agency) => agency.line("name")?,
        None => String::new(),
    };
    let decision = Decision {
        no: proposal.line("proposalNumber")?,
        date: epoch_day(&proposal, "decisionDate")?,
        agency,
    };
    Ok((!decision.no.is_empty()).then_some(decision))
}

/// A day given in milliseconds since 1970.
fn epoch_day(row: &Reading<'_>, key: &str) -> Result<Option<Day>, String> {
    Ok(row
        .amount(key)?
        .map(|milliseconds| Moment::from_unix(milliseconds / 1000).day()))
}

fn unit(row: &Reading<'_>, key: &str) -> Result<TimeUnit, String> {
    match row.line(key)?.as_str() {
        "WORKING_DAY" => Ok(TimeUnit::WorkingDay),
        "DAY" => Ok(TimeUnit::Day),
        "HOUR" => Ok(TimeUnit::Hour),
        "MONTH" => Ok(TimeUnit::Month),
        "YEAR" => Ok(TimeUnit::Year),
        "OTHER" | "" => Ok(TimeUnit::Other),
        other => Err(row.unknown(key, other)),
    }
}

fn method(row: &Reading<'_>) -> Result<Method, String> {
    let channel = match row.line("submissionMethod")?.as_str() {
        "ONLINE" => Channel::Online,
        "DIRECT" => Channel::Counter,
        "POSTAL" => Channel::Post,
        other => return Err(row.unknown("submissionMethod", other)),
    };
    Ok(Method {
        channels: vec![channel],
        time: row.number("processingTime")?,
        unit: unit(row, "processingTimeUnit")?,
        note: row.text("description")?,
        fees: row
            .objects("fees")?
            .iter()
            .map(fee)
            .collect::<Result<_, _>>()?,
    })
}

fn fee(row: &Reading<'_>) -> Result<Fee, String> {
    let kind = match row.line("type")?.as_str() {
        "FEE" | "" => FeeKind::Fee,
        "SERVICE_FEE" => FeeKind::ServiceFee,
        "PRICE_LEVEL" => FeeKind::PriceLevel,
        other => return Err(row.unknown("type", other)),
    };
    let dollars = row.line("currencyName")?.to_uppercase();
    let dollars = dollars.contains("USD") || dollars.contains("ĐÔ LA");
    Ok(Fee {
        kind,
        value: row.amount("value")?,
        currency: if dollars { "USD" } else { "VND" }.to_owned(),
        note: row.text("description")?,
    })
}

fn case(row: &Reading<'_>) -> Result<Case, String> {
    let (time, unit) = match row.object("processingDay")? {
        Some(limit) => (limit.number("qty")?, unit(&limit, "type")?),
        None => (None, TimeUnit::Other),
    };
    Ok(Case {
        code: row.line("code")?,
        name: row.line("name")?,
        time,
        unit,
        made_up: false,
    })
}

fn papers(row: &Reading<'_>) -> Result<Vec<Listed>, String> {
    let mut papers = Vec::new();
    for group in row.objects("executionCases")? {
        let heading = group.line("name")?;
        push_papers(&group, &heading, &mut papers)?;
    }
    push_papers(row, "", &mut papers)?;
    Ok(papers)
}

fn push_papers(holder: &Reading<'_>, group: &str, papers: &mut Vec<Listed>) -> Result<(), String> {
    for paper in holder.objects("profileComponents")? {
        let name = paper.text("name")?;
        if name.is_empty() {
            continue;
        }
        let mut forms = Vec::new();
        for form in paper.objects("attachments")? {
            for key in ["name", "fileName", "originalName"] {
                let form = form.line(key)?;
                if !form.is_empty() {
                    forms.push(form);
                    break;
                }
            }
        }
        papers.push(Listed {
            code: paper.line("code")?,
            group: group.to_owned(),
            name,
            original: paper.count("originalQty")?,
            copy: paper.count("copyQty")?,
            // The portal sets `required` on nothing; the mark is the office's to make.
            required: false,
            eform: paper.flag("hasElectronicForm")?,
            is_result: paper.flag("isProcessingResult")?,
            forms,
        });
    }
    Ok(())
}
