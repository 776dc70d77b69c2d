//! `/can-bo/tiep-nhan`: counter intake.

use axum::extract::{RawQuery, Request};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::{fields, form::read};
use crate::domain::dossier::Dossier;
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::officer::Role;
use crate::domain::person::{PaperNumber, Phone};
use crate::domain::status::Status;
use crate::domain::text::Line;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::office::submit_dossier::{Filer, Once, read_new_dossier};
use crate::search::Query;
use crate::ui::desk::parts::{dossier_path, fault_words};
use crate::ui::desk::{Intake, ProcedureHit, intake_page};
use crate::ui::{Entries, Tone};
use crate::web::{
    card,
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// Procedures shown for a search.
const FOUND: usize = 8;

/// `/can-bo/tiep-nhan`, with `thu-tuc` for a procedure that is known already.
pub async fn begin(asked: Asked, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    asked.officer(&[Role::Reception])?;
    let query = query.unwrap_or_default();
    let code = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "thu-tuc");
    let code = code.map_or_else(String::new, |(_, code)| code.into_owned());
    let entries = Entries::new().with("procedure", code);
    Ok(asked.show(&page(&asked, &entries, &[])?))
}

/// `POST /can-bo/tiep-nhan`: looks things up and keeps what was typed, or files.
pub async fn go_on(asked: Asked, request: Request) -> Result<Response, Problem> {
    asked.officer(&[Role::Reception])?;
    let sent = read(&asked, request).await?;
    asked.check_token(&sent)?;
    if sent.value("_do") == "file" {
        return file(&asked, sent).await;
    }
    let favour = sent.value("_do");
    if matches!(favour, "favour" | "unfavour") {
        return self::favour(&asked, &sent, favour == "favour").await;
    }
    let mut entries = Entries::sent(sent.0);
    let mut warnings = card::fill_in(&mut entries);
    if !entries.value("choose").is_empty() {
        let chosen = entries.value("choose").to_owned();
        entries.set("procedure", chosen);
        entries.set("case", "0");
        entries.set("q", "");
    }
    warnings.extend(fill_in_what_is_known(&asked, &mut entries).await?);
    let page = page(&asked, &entries, &warnings)?;
    Ok(if entries.is_faulty() {
        asked.show_faulty(&page)
    } else {
        asked.show(&page)
    })
}

/// Keeps the chosen procedure at hand, or no longer, and goes on with the form.
async fn favour(asked: &Asked, sent: &Sent, yes: bool) -> Result<Response, Problem> {
    let office = asked.app.office();
    let kept = office
        .favour(asked.viewer()?, sent.value("procedure"), yes)
        .await?;
    let warning = "Đã ghim đủ 8 thủ tục. Hãy bỏ ghim một thủ tục trước.".to_owned();
    let warnings = if kept { Vec::new() } else { vec![warning] };
    Ok(asked.show(&page(asked, &Entries::sent(sent.0.clone()), &warnings)?))
}

/// The form as it stands, with what was found for the words in `q`.
fn page(asked: &Asked, entries: &Entries, warnings: &[String]) -> Result<maud::Markup, Problem> {
    let office = asked.app.office();
    let text = entries.value("q").trim();
    let by_code = if text.is_empty() {
        None
    } else {
        office.procedure(text)?
    };
    let hits = if text.is_empty() || by_code.is_some() {
        None
    } else {
        Some(found(asked, text)?)
    };
    let procedure = match by_code {
        Some(procedure) => Some(procedure),
        None => office.procedure(entries.value("procedure"))?,
    };
    let viewer = asked.viewer()?;
    let favourites = office.favourites(viewer)?;
    let (mut favoured, mut recent) = (Vec::new(), Vec::new());
    if procedure.is_none() && hits.is_none() {
        let lately = office.recent_procedures(viewer, FOUND)?;
        let others = lately.into_iter().filter(|code| !favourites.contains(code));
        favoured = listed(asked, favourites.iter().cloned())?;
        recent = listed(asked, others)?;
        recent.truncate(FOUND - favoured.len());
    }
    let is_favourite = procedure
        .as_ref()
        .is_some_and(|one| favourites.iter().any(|code| code == one.code.as_str()));
    let person = PaperNumber::new(entries.value("applicant.id_number")).ok();
    let offers = match (&person, &procedure) {
        (Some(person), Some(procedure)) => {
            let day = asked.app.now().day();
            office.reusable_papers(viewer, person, procedure, day)?
        }
        _ => Vec::new(),
    };
    let view = Intake {
        entries,
        offers: &offers,
        favourites: &favoured,
        is_favourite,
        recent: &recent,
        hits: hits.as_deref(),
        procedure: procedure.as_deref(),
        warnings,
    };
    Ok(intake_page(&asked.frame(), &view))
}

/// The procedures with these codes, as far as the counter takes them.
fn listed(
    asked: &Asked,
    codes: impl Iterator<Item = String>,
) -> Result<Vec<ProcedureHit>, Problem> {
    let office = asked.app.office();
    let mut hits = Vec::new();
    for code in codes {
        if let Some(procedure) = office
            .procedure(&code)?
            .filter(|one| !one.internal && !one.closed)
        {
            hits.push(ProcedureHit {
                code,
                name: procedure.name.clone(),
                field: procedure.field().to_owned(),
            });
        }
    }
    Ok(hits)
}

/// The best procedures for some words; at the counter the internal ones are none of them.
pub(super) fn found(asked: &Asked, text: &str) -> Result<Vec<ProcedureHit>, Problem> {
    let sought = Query {
        text,
        limit: FOUND,
        ..Query::default()
    };
    let found = asked.app.office().search.search(&sought)?;
    let hits = found.hits.into_iter().map(|hit| ProcedureHit {
        code: hit.card.code,
        name: hit.card.name,
        field: hit.card.field,
    });
    Ok(hits.collect())
}

/// Fills in what the person gave the last time, where the form is still empty; whether they were here with the same a
/// short while ago comes back in words.
async fn fill_in_what_is_known(
    asked: &Asked,
    entries: &mut Entries,
) -> Result<Option<String>, Problem> {
    let Ok(number) = PaperNumber::new(entries.value("applicant.id_number")) else {
        return Ok(None);
    };
    let (office, now) = (asked.app.office(), asked.app.now());
    let procedure = entries.value("procedure").to_owned();
    let known = office
        .known_person(asked.viewer()?, &number, &procedure, now)
        .await?;
    let Some(known) = known else {
        return Ok(None);
    };
    let applicant = &known.latest.applicant;
    let email = applicant.email.as_ref().map(ToString::to_string);
    for (field, value) in [
        ("applicant.phone", applicant.phone.to_string()),
        ("applicant.address", applicant.address.to_string()),
        ("applicant.email", email.unwrap_or_default()),
    ] {
        if entries.value(field).trim().is_empty() {
            entries.set(field, value);
        }
    }
    Ok(known.twice.last().map(|last| {
        format!(
            "Người này đã nộp thủ tục này ngày {} (hồ sơ {}, {}). Hãy kiểm tra xem có nộp trùng không; vẫn tiếp nhận được.",
            crate::ui::words::day(last.submitted_at.day()),
            last.code,
            last.status.official_name().to_lowercase()
        )
    }))
}

/// Files; the form's number makes sending it twice harmless.
async fn file(asked: &Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.viewer()?.clone();
    let mut faults = applicant_faults(&sent);
    if faults.is_empty() {
        let once = Once {
            key: Some(format!("form-{}", sent.value("_nonce"))),
            draft: None,
        };
        let filed = match read_new_dossier(new_dossier(&sent)) {
            Ok(new) => {
                let office = asked.app.office();
                office
                    .submit_dossier(Filer::Viewer(viewer), new, once, asked.app.now())
                    .await
            }
            Err(fault) => Err(WriteError::Declined(fault.into())),
        };
        match filed {
            Ok(dossier) => return Ok(received(&dossier)),
            Err(WriteError::Declined(Decline::Faults(wrong))) => faults = wrong,
            Err(other) => return Err(other.into()),
        }
    }
    let mut entries = Entries::sent(sent.0.clone());
    for fault in faults {
        let field = fields::paper_field("", &sent.0, &fault.field);
        entries.refuse(field.as_str(), fault_words(&field, fault.fault));
    }
    Ok(asked.show_faulty(&page(asked, &entries, &[])?))
}

fn received(dossier: &Dossier) -> Response {
    let to = format!("{}?moi=1", dossier_path(dossier.code.as_str()));
    let secret = &dossier.lookup_secret;
    if dossier.status == Status::Registered {
        let said = format!("Đã ghi hồ sơ. Mã tra cứu: {secret}. Hãy hẹn ngày trả để tiếp nhận.");
        return go(&to, Some((Tone::Warn, &said)));
    }
    let said = format!("Đã tiếp nhận hồ sơ. Mã tra cứu: {secret}. Hãy in giấy tiếp nhận, hẹn trả.");
    go(&to, Some((Tone::Good, &said)))
}

/// Everything wrong with the applicant at once; the law would name one after the other.
fn applicant_faults(sent: &Sent) -> Vec<FieldFault> {
    let value = |name: &str| sent.value(name).trim();
    let mut faults = Vec::new();
    let mut check = |name: &str, fault: Option<Fault>| {
        faults.extend(fault.map(|fault| FieldFault::new(name, fault)));
    };
    check("applicant.name", Line::new(value("applicant.name")).err());
    let number = value("applicant.id_number");
    let needed = value("applicant.kind") != "organisation";
    if needed || !number.is_empty() {
        check("applicant.id_number", PaperNumber::new(number).err());
    }
    check(
        "applicant.phone",
        Phone::new(value("applicant.phone")).err(),
    );
    check(
        "applicant.address",
        Line::new(value("applicant.address")).err(),
    );
    let unknown = value("procedure").is_empty().then_some(Fault::Missing);
    check("procedure", unknown);
    faults
}

/// The form as the API takes a new dossier.
fn new_dossier(sent: &Sent) -> Value {
    let value = |name: &str| sent.value(name).trim();
    let or = |name: &str, usual: &str| match value(name) {
        "" => usual.to_owned(),
        sent => sent.to_owned(),
    };
    let mut new = json!({
        "procedure": value("procedure"),
        "case": value("case").parse::<usize>().unwrap_or_default(),
        "channel": or("channel", "counter"),
        "applicant": person(sent, "applicant", &["kind", "name", "id_number", "birth_date", "sex", "address", "phone", "email"]),
        "components": fields::components("", &sent.0),
        "delivery": {"method": or("delivery.method", "counter")},
    });
    if !value("delivery.address").is_empty() {
        new["delivery"]["address"] = json!(value("delivery.address"));
    }
    if !value("submitter.name").is_empty() {
        let mut submitter = person(
            sent,
            "submitter",
            &["name", "id_number", "address", "phone"],
        );
        submitter.insert("kind".to_owned(), json!("person"));
        new["submitter"] = Value::Object(submitter);
    }
    if !value("note").is_empty() {
        new["note"] = json!(value("note"));
    }
    if !value("due_at").is_empty() {
        new["due_at"] = json!(fields::moment(value("due_at")));
    }
    new
}

/// What was filled in of a person.
fn person(sent: &Sent, who: &str, parts: &[&str]) -> Map<String, Value> {
    let mut person = Map::new();
    for part in parts {
        let value = sent.value(&format!("{who}.{part}")).trim();
        if !value.is_empty() {
            person.insert((*part).to_owned(), json!(value));
        }
    }
    if who == "applicant" {
        person.entry("kind").or_insert_with(|| json!("person"));
    }
    person
}
