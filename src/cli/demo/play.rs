//! Plays the plans through the office's own deeds, in the order of time.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::desk::Out;
use super::super::failure::Failure;
use super::cast;
use super::dice::Dice;
use super::papers::Sheet;
use super::plan::{Filer, Plan};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::clock::{self, OfficeTime};
use crate::domain::dossier::{Channel, Dossier};
use crate::domain::officer::Role;
use crate::domain::prefill::Prefill;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::files::FileError;
use crate::office::submit_dossier::{Filer as Files, Once, read_new_dossier};
use crate::office::{Decline, Declined, Office, Viewer};

/// The office with everybody in their place.
pub(super) struct Stage<'a> {
    pub office: &'a Office,
    pub calendar: Arc<OfficeCalendar>,
    pub dice: Dice,
    pub reception: Vec<Viewer>,
    pub specialists: Vec<Viewer>,
    pub leaders: Vec<Viewer>,
    pub citizens: Vec<Viewer>,
}

/// Plays every plan and tells which statuses there are in the end; a deed that the law declines ends its script and is
/// logged.
pub(super) async fn play(
    stage: &mut Stage<'_>,
    plans: &[Plan],
    out: &mut dyn Out,
) -> Result<BTreeSet<Status>, Failure> {
    let mut moves: Vec<(Moment, usize, usize)> = plans
        .iter()
        .enumerate()
        .flat_map(|(at, plan)| {
            plan.steps
                .iter()
                .enumerate()
                .map(move |(step, (moment, _))| (*moment, at, step))
        })
        .collect();
    moves.sort_unstable();
    let mut dossiers: Vec<Option<Dossier>> = vec![None; plans.len()];
    let mut over = vec![false; plans.len()];
    let total = moves.len();
    for (done, (now, at, step)) in moves.into_iter().enumerate() {
        if done % 50 == 0 {
            out.progress(&format!("đang dựng hồ sơ mẫu: {done}/{total} thao tác"));
        }
        if over[at] {
            continue;
        }
        let plan = &plans[at];
        let deed = plan.steps[step].1;
        let played = match &dossiers[at] {
            None => stage.file(plan, now).await,
            Some(dossier) => stage.act(plan, dossier, deed, now).await,
        };
        match played {
            Ok(dossier) => dossiers[at] = Some(dossier),
            Err(Declined::Declined(decline)) => {
                tracing::warn!(?decline, ?deed, procedure = %plan.procedure.code, "kịch bản demo dừng sớm");
                over[at] = true;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(dossiers
        .iter()
        .flatten()
        .map(|dossier| dossier.status)
        .collect())
}

/// The dossier after a deed.
pub(super) type Played = Result<Dossier, Declined>;

impl Stage<'_> {
    async fn file(&mut self, plan: &Plan, now: Moment) -> Played {
        let (filer, once, owner) = match plan.filer {
            Filer::Account(at) => {
                let viewer = self.citizens[at].clone();
                let owner = viewer.username().to_owned();
                (Files::Viewer(viewer), Once::default(), owner)
            }
            Filer::Reception(at) => {
                let viewer = self.reception[at].clone();
                let owner = viewer.username().to_owned();
                (Files::Viewer(viewer), Once::default(), owner)
            }
            Filer::Nobody => {
                let code = plan.procedure.code.as_str();
                let draft = self
                    .office
                    .begin_draft(code, None, Prefill::new(), now)
                    .await?;
                let once = Once {
                    key: None,
                    draft: Some(draft.id.clone()),
                };
                let owner = format!("draft:{}", draft.id);
                (Files::Draft(draft), once, owner)
            }
        };
        let input = self.form(plan, &owner, now).await?;
        let input = read_new_dossier(input).map_err(Decline::from)?;
        self.office.submit_dossier(filer, input, once, now).await
    }

    /// The form as somebody would fill it in.
    async fn form(&mut self, plan: &Plan, owner: &str, now: Moment) -> Result<Value, Declined> {
        let online = plan.channel == Channel::Online;
        let mut components = Vec::new();
        let wanted = plan
            .procedure
            .components
            .iter()
            .filter(|component| !component.note);
        for component in wanted.take(4) {
            let scanned = online || self.dice.percent(30);
            let file = if scanned && self.dice.percent(80) {
                let sheet = Sheet::any(&mut self.dice);
                Some(self.upload(owner, sheet, now).await?)
            } else {
                None
            };
            let kind = match (online, component.original > 0) {
                (true, _) if file.is_some() => "electronic",
                (_, true) => "original",
                (_, false) => "copy",
            };
            let count = component.original.max(component.copy).clamp(1, 9);
            components
                .push(json!({"id": component.id, "kind": kind, "count": count, "file": file}));
        }
        let method = self
            .dice
            .weighted(&[(60, "counter"), (15, "post"), (25, "electronic")]);
        let mut form = json!({
            "procedure": plan.procedure.code,
            "case": plan.case,
            "channel": plan.channel,
            "applicant": plan.applicant.applicant(),
            "components": components,
            "delivery": {
                "method": method,
                "address": (method == "post").then_some(&plan.applicant.address),
            },
        });
        if let Some(submitter) = &plan.submitter {
            form["submitter"] = submitter.applicant();
        }
        if self.dice.percent(15) {
            form["note"] = json!("Nhờ cán bộ gọi điện khi có kết quả.");
        }
        if !online {
            form["due_at"] = self.due_given(plan, now);
        }
        Ok(form)
    }

    /// The due date that reception sets where the catalogue has no number.
    pub fn due_given(&self, plan: &Plan, now: Moment) -> Value {
        match plan.procedure.term(plan.case, plan.channel) {
            Some(_) => Value::Null,
            None => json!(clock::shift(
                now,
                OfficeTime::from_days(plan.days_given),
                &self.calendar
            )),
        }
    }

    pub async fn upload(&self, owner: &str, sheet: Sheet, now: Moment) -> Result<String, Declined> {
        let office = self.office.clone();
        let stored = tokio::task::spawn_blocking(move || {
            let mut incoming = office.begin_upload()?;
            incoming.take(&sheet.bytes())?;
            incoming.keep(sheet.name)
        });
        let stored = stored
            .await
            .unwrap_or(Err(FileError::Empty))
            .map_err(|error| {
                crate::kv::KvError::Panicked(format!("storing a file of the demo: {error:?}"))
            })?;
        let file = self
            .office
            .record_upload(owner, sheet.name, stored, now)
            .await?;
        Ok(file.id)
    }
}

/// Everybody with a role, in the order of the cast.
pub(super) fn viewers(office: &Office, role: Role) -> Result<Vec<Viewer>, Failure> {
    let mut viewers = Vec::new();
    for member in cast::with_role(role) {
        viewers.extend(office.account(member.username)?.map(Viewer::trusted));
    }
    Ok(viewers)
}
