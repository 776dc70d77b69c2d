//! A dossier as other systems see it.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::domain::{
    dossier::{Delivery, Dossier, FileRef, Paper},
    event::Event,
    paper_state::PaperState,
    person::{Applicant, masked_name},
    procedure::component::Component,
    status::Status,
    time::Moment,
};
use crate::office::Viewer;
use crate::store::dossiers::Summary;
use crate::ui::words;

/// Official status: code 1–10 and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatusBody {
    /// 1–10.
    pub code: u8,
    /// Official name.
    pub name: &'static str,
}

impl From<Status> for StatusBody {
    fn from(status: Status) -> Self {
        Self {
            code: status.code(),
            name: status.official_name(),
        }
    }
}

/// Where a dossier is within the office.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StepBody {
    /// Stable key.
    pub key: String,
    /// Vietnamese name.
    pub name: String,
    /// Unit that works on it.
    pub unit: String,
    /// Username of the holder.
    pub assignee: Option<String>,
}

/// The procedure as the dossier keeps it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProcedureBody {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Version kept.
    pub version: u32,
}

/// A paper of a dossier.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaperBody {
    /// Component id.
    pub id: String,
    /// Name.
    pub name: String,
    /// original, copy, electronic, or verified when a verified paper stands in for it.
    #[schema(value_type = String)]
    pub kind: crate::domain::dossier::PaperKind,
    /// How many.
    pub count: u32,
    /// Its file.
    pub file: Option<FileBody>,
    /// to_provide, replaced, checking, verified or not_applicable.
    #[schema(value_type = String)]
    pub state: PaperState,
    /// The verified paper that stands in for it: `{paper, title, document: {issuer, number, issued_on, valid_until}}`.
    #[schema(value_type = Option<Object>)]
    pub replaced_by: Value,
}

/// A paper that the procedure names and nobody handed in, where that says something about the dossier.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AbsentPaperBody {
    /// Component id.
    pub id: String,
    /// Name.
    pub name: String,
    /// to_provide or not_applicable.
    #[schema(value_type = String)]
    pub state: PaperState,
}

/// A stored file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileBody {
    /// Id for downloading or for naming it in a dossier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Type by content.
    pub media_type: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

impl From<&FileRef> for FileBody {
    fn from(file: &FileRef) -> Self {
        Self {
            id: file.id.clone(),
            name: file.name.clone(),
            size: file.size,
            media_type: file.media_type.clone(),
            sha256: file.sha256.clone(),
        }
    }
}

impl PaperBody {
    fn of(dossier: &Dossier, paper: &Paper, components: &[Component]) -> Self {
        let mut named = components.iter();
        let required = named.any(|one| one.id == paper.id && one.required);
        Self {
            state: dossier.paper_state(&paper.id, required),
            replaced_by: json!(paper.reused),
            id: paper.id.clone(),
            name: paper.name.clone(),
            kind: paper.kind,
            count: paper.count,
            file: paper.file.as_ref().map(FileBody::from),
        }
    }
}

/// A dossier.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DossierBody {
    /// Mã hồ sơ.
    pub code: String,
    /// Eight characters; to its owner and reception only.
    pub lookup_secret: Option<String>,
    /// For `If-Match`.
    pub version: u64,
    /// What is asked for.
    pub procedure: ProcedureBody,
    /// Whose matter it is.
    #[schema(value_type = Object)]
    pub applicant: Value,
    /// Official status.
    pub status: StatusBody,
    /// Where it is.
    pub step: StepBody,
    /// online, counter or post.
    #[schema(value_type = String)]
    pub channel: crate::domain::dossier::Channel,
    /// When it was filed.
    #[schema(value_type = String)]
    pub submitted_at: Moment,
    /// When it was validly received.
    #[schema(value_type = Option<String>)]
    pub received_at: Option<Moment>,
    /// When it is due.
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    /// When it was due at first.
    #[schema(value_type = Option<String>)]
    pub due_original: Option<Moment>,
    /// Whether the clock stands still.
    pub paused: bool,
    /// Whether it is late.
    pub overdue: bool,
    /// Papers handed in.
    pub components: Vec<PaperBody>,
    /// Papers that were not handed in and are required, asked for, or found not to apply.
    pub absent: Vec<AbsentPaperBody>,
    /// Fees: `{name, amount}`.
    #[schema(value_type = Vec<Object>)]
    pub fees: Value,
    /// Payments: `{amount, method, reference, at}`.
    #[schema(value_type = Vec<Object>)]
    pub payments: Value,
    /// How the result is returned.
    #[schema(value_type = Object)]
    pub delivery: Delivery,
    /// What is asked to be supplemented, while it waits.
    #[schema(value_type = Option<Object>)]
    pub supplement: Value,
    /// The result, once there is one to show.
    #[schema(value_type = Option<Object>)]
    pub result: Value,
    /// Where to go on.
    #[schema(value_type = Object)]
    pub links: Value,
}

impl DossierBody {
    /// The dossier as `viewer` may see it; `components` are the papers of its procedure.
    pub fn of(dossier: &Dossier, components: &[Component], viewer: &Viewer, now: Moment) -> Self {
        let code = dossier.code.to_string();
        let step = &dossier.place.step;
        Self {
            lookup_secret: viewer
                .sees_secret(dossier)
                .then(|| dossier.lookup_secret.clone()),
            version: dossier.version,
            procedure: ProcedureBody {
                code: dossier.procedure.code.clone(),
                name: dossier.procedure.name.clone(),
                version: dossier.procedure.version,
            },
            applicant: json!(dossier.applicant),
            status: dossier.status.into(),
            step: StepBody {
                key: step.key().to_owned(),
                name: step.official_name().to_owned(),
                unit: dossier.place.unit.clone(),
                assignee: dossier
                    .place
                    .holder
                    .as_ref()
                    .map(|holder| holder.username.to_string()),
            },
            channel: dossier.channel,
            submitted_at: dossier.submitted_at,
            received_at: dossier.received_at,
            due_at: dossier.due_at,
            due_original: dossier.due_original,
            paused: dossier.is_paused(),
            overdue: dossier.is_overdue(now),
            components: papers(dossier, components),
            absent: absent(dossier, components),
            fees: json!(dossier.fees),
            payments: payments(dossier),
            delivery: dossier.delivery.clone(),
            supplement: json!(dossier.open_supplement().map(|asked| json!({
                "items": asked.items,
                "reason": asked.reason,
                "until": asked.until,
                "asked_at": asked.asked_at,
            }))),
            result: result(dossier, viewer),
            links: links(dossier, &code),
            code,
        }
    }
}

fn papers(dossier: &Dossier, components: &[Component]) -> Vec<PaperBody> {
    let papers = dossier.papers.iter();
    papers
        .map(|paper| PaperBody::of(dossier, paper, components))
        .collect()
}

fn absent(dossier: &Dossier, components: &[Component]) -> Vec<AbsentPaperBody> {
    let absent = dossier.not_handed_in(components);
    absent
        .filter(|(component, _)| dossier.concerns(component))
        .map(|(component, state)| AbsentPaperBody {
            id: component.id.clone(),
            name: component.name.clone(),
            state,
        })
        .collect()
}

fn payments(dossier: &Dossier) -> Value {
    let rows: Vec<Value> = dossier
        .payments
        .iter()
        .map(|payment| {
            json!({
                "amount": payment.amount,
                "method": payment.method,
                "reference": payment.reference,
                "at": payment.at,
            })
        })
        .collect();
    json!(rows)
}

/// Officers see the draft; the citizen sees the result when it is approved.
fn result(dossier: &Dossier, viewer: &Viewer) -> Value {
    let issued = matches!(dossier.status, Status::Finished | Status::Returned);
    let shown = dossier
        .outcome
        .as_ref()
        .filter(|_| issued || viewer.is_officer());
    json!(shown.map(|outcome| json!({
        "title": outcome.title,
        "number": outcome.number,
        "file": outcome.file.as_ref().map(FileBody::from),
        "approved_at": outcome.approved.as_ref().map(|(_, at)| at),
        "received_by": dossier.handover.as_ref().map(|handover| &handover.received_by),
        "returned_at": dossier.handover.as_ref().map(|handover| handover.at),
    })))
}

fn links(dossier: &Dossier, code: &str) -> Value {
    let base = format!("/api/v1/dossiers/{code}");
    let mut links = Map::new();
    links.insert("self".to_owned(), json!(base));
    links.insert("history".to_owned(), json!(format!("{base}/history")));
    links.insert("actions".to_owned(), json!(format!("{base}/actions")));
    if dossier.received_at.is_some() {
        links.insert(
            "receipt".to_owned(),
            json!(format!("{base}/slips/receipt.pdf")),
        );
    }
    Value::Object(links)
}

/// A row of a list of dossiers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowBody {
    /// Mã hồ sơ.
    pub code: String,
    /// Procedure code and name.
    #[schema(value_type = Object)]
    pub procedure: Value,
    /// Name of the applicant.
    #[schema(value_type = Object)]
    pub applicant: Value,
    /// Official status.
    pub status: StatusBody,
    /// Where it is.
    pub step: StepBody,
    /// online, counter or post.
    #[schema(value_type = String)]
    pub channel: crate::domain::dossier::Channel,
    /// When it was filed.
    #[schema(value_type = String)]
    pub submitted_at: Moment,
    /// When it is due.
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    /// Whether the clock stands still.
    pub paused: bool,
    /// Whether it is late.
    pub overdue: bool,
}

impl RowBody {
    /// The row.
    pub fn of(summary: &Summary, now: Moment) -> Self {
        Self {
            code: summary.code.clone(),
            procedure: json!({"code": summary.procedure, "name": summary.title}),
            applicant: json!({"name": summary.applicant}),
            status: summary.status.into(),
            step: StepBody {
                key: summary.step.key().to_owned(),
                name: summary.step.official_name().to_owned(),
                unit: summary.unit.clone(),
                assignee: summary.holder.clone(),
            },
            channel: summary.channel,
            submitted_at: summary.submitted_at,
            due_at: summary.due_at,
            paused: summary.status.pauses_clock(),
            overdue: summary.is_overdue(now),
        }
    }
}

/// A line of a dossier's history.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineBody {
    /// When.
    #[schema(value_type = String)]
    pub at: Moment,
    /// Status after it.
    pub status: StatusBody,
    /// Step after it.
    pub step: String,
    /// Who.
    pub actor: String,
    /// Unit after it.
    pub unit: String,
    /// One sentence that a citizen can read.
    pub text: String,
    /// Due date before.
    #[schema(value_type = Option<String>)]
    pub due_before: Option<Moment>,
    /// Due date after.
    #[schema(value_type = Option<String>)]
    pub due_after: Option<Moment>,
}

impl LineBody {
    /// A line; `masked` hides the names of citizens from strangers.
    pub fn of(event: &Event, masked: bool) -> Self {
        let actor = words::history::actor(&event.actor);
        let citizen = matches!(event.actor, crate::domain::event::Actor::Citizen { .. });
        Self {
            at: event.at,
            status: event.to.into(),
            step: event.step.official_name().to_owned(),
            actor: if masked && citizen {
                masked_name(actor)
            } else {
                actor.to_owned()
            },
            unit: event.unit.clone(),
            text: if masked {
                words::history::line(&event.for_strangers())
            } else {
                words::history::line(event)
            },
            due_before: event.due_before,
            due_after: event.due_after,
        }
    }
}

/// What the public page tells of an applicant.
pub fn masked_applicant(applicant: &Applicant) -> Value {
    json!({"name": masked_name(applicant.name.as_str())})
}
