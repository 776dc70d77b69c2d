//! Who does each deed of the play, and what the action carries.

use serde_json::{Value, json};

use super::papers::Sheet;
use super::phrases;
use super::plan::{Plan, fee};
use super::play::{Played, Stage};
use super::script::Deed;
use crate::domain::action::Verb;
use crate::domain::clock::{self, OfficeTime};
use crate::domain::dossier::{Channel, Dossier};
use crate::domain::officer::{Role, Username};
use crate::domain::time::Moment;
use crate::office::{Declined, Viewer};

impl Stage<'_> {
    /// Who acts and what the action carries.
    pub async fn act(&mut self, plan: &Plan, dossier: &Dossier, deed: Deed, now: Moment) -> Played {
        let code = dossier.code.as_str();
        if deed == Deed::Open {
            let viewer = self.holder(dossier);
            let opened = self.office.open_dossier(&viewer, code, now).await?;
            return Ok(opened.unwrap_or_else(|| dossier.clone()));
        }
        let viewer = self.desk(dossier, deed);
        let (verb, fields) = match phrases::plain(deed, &mut self.dice) {
            Some(said) => said,
            None => match self.worded(plan, dossier, deed, &viewer, now).await? {
                Some(said) => said,
                None => return Ok(dossier.clone()),
            },
        };
        let Value::Object(mut fields) = fields else {
            return Ok(dossier.clone());
        };
        fields.retain(|_, value| !value.is_null());
        self.office
            .act_on_dossier(&viewer, code, verb, fields, None, now)
            .await
    }

    /// What an action carries that depends on the dossier.
    async fn worded(
        &mut self,
        plan: &Plan,
        dossier: &Dossier,
        deed: Deed,
        viewer: &Viewer,
        now: Moment,
    ) -> Result<Option<(Verb, Value)>, Declined> {
        let said = match deed {
            Deed::Accept => (Verb::Accept, json!({"due_at": self.due_given(plan, now)})),
            Deed::Forward { named } => {
                let specialist = named.then(|| self.specialists[plan.specialist].username());
                (Verb::Forward, json!({"assignee": specialist}))
            }
            Deed::Assign => {
                let to = self.dice.index(self.specialists.len());
                let fields = json!({
                    "assignee": self.specialists[to].username(),
                    "note": "Chuyển người phụ trách lĩnh vực.",
                });
                (Verb::Assign, fields)
            }
            Deed::AskSupplement => (Verb::RequestSupplement, self.supplement(plan, now)),
            Deed::Supply => (
                Verb::Supply,
                self.supplied(plan, dossier, viewer, now).await?,
            ),
            Deed::AskPayment => {
                let amount = fee(&plan.procedure).unwrap_or(50_000);
                let reason = "Nộp phí, lệ phí theo quy định trước khi giải quyết tiếp.";
                (
                    Verb::RequestPayment,
                    json!({"amount": amount, "reason": reason}),
                )
            }
            Deed::Pay | Deed::PayAtOnce => (Verb::RecordPayment, self.payment(plan)),
            Deed::Apologise => (Verb::Apologise, self.apology(dossier, now)),
            Deed::Propose => (
                Verb::Propose,
                self.proposal(plan, dossier, viewer, now).await?,
            ),
            Deed::Return => {
                let by = plan.submitter.as_ref().unwrap_or(&plan.applicant);
                let method = dossier.delivery.method;
                (
                    Verb::ReturnResult,
                    json!({"received_by": by.name, "method": method}),
                )
            }
            Deed::Correct => {
                let house = self.dice.between(1, 90);
                let address = format!("Số {house}, {}", plan.applicant.address);
                let fields = json!({
                    "changes": {"applicant": {"address": address}},
                    "reason": "Người nộp bổ sung số nhà khi tiếp nhận.",
                });
                (Verb::Correct, fields)
            }
            _ => return Ok(None),
        };
        Ok(Some(said))
    }

    /// Who does this deed on this dossier.
    fn desk(&mut self, dossier: &Dossier, deed: Deed) -> Viewer {
        let role = match deed {
            Deed::Urge
            | Deed::Stop
            | Deed::Resume
            | Deed::Assign
            | Deed::Reject
            | Deed::Approve
            | Deed::Reopen => Role::Leader,
            Deed::MessageCitizen | Deed::AskWithdraw | Deed::WithdrawBefore | Deed::Rate => {
                Role::Citizen
            }
            Deed::Supply if dossier.owner.is_some() => Role::Citizen,
            Deed::Accept
            | Deed::Refuse
            | Deed::Forward { .. }
            | Deed::HandOnAgain
            | Deed::Supply
            | Deed::Pay
            | Deed::PayAtOnce
            | Deed::WithdrawOnRequest
            | Deed::Return
            | Deed::Correct => Role::Reception,
            _ => Role::Specialist,
        };
        if deed == Deed::Recall {
            return self.sender(dossier);
        }
        match role {
            Role::Leader => {
                let second = self.dice.percent(30);
                self.leaders[usize::from(second)].clone()
            }
            Role::Citizen => {
                let owner = dossier.owner.as_ref();
                let citizen = self
                    .citizens
                    .iter()
                    .find(|viewer| Some(&viewer.user().username) == owner);
                citizen.unwrap_or(&self.citizens[0]).clone()
            }
            Role::Specialist => self.holder(dossier),
            _ => {
                let at = self.dice.index(self.reception.len());
                self.reception[at].clone()
            }
        }
    }

    /// Whoever holds the step; the counter's tray is anybody's at reception.
    fn holder(&self, dossier: &Dossier) -> Viewer {
        let name = dossier.place.holder.as_ref().map(|holder| &holder.username);
        self.officer(name)
    }

    /// Whoever handed it over last.
    fn sender(&self, dossier: &Dossier) -> Viewer {
        let name = dossier
            .place
            .sent_by
            .as_ref()
            .map(|holder| &holder.username);
        self.officer(name)
    }

    fn officer(&self, name: Option<&Username>) -> Viewer {
        self.reception
            .iter()
            .chain(&self.specialists)
            .chain(&self.leaders)
            .find(|viewer| Some(&viewer.user().username) == name)
            .unwrap_or(&self.reception[0])
            .clone()
    }

    fn supplement(&mut self, plan: &Plan, now: Moment) -> Value {
        let papers = plan
            .procedure
            .components
            .iter()
            .filter(|component| !component.note);
        let items: Vec<Value> = papers
            .take(1 + self.dice.index(2))
            .map(|component| json!({"component": component.id, "reason": self.dice.pick(phrases::LACKING)}))
            .collect();
        let until = clock::shift(now, OfficeTime::from_days(10), &self.calendar).day();
        json!({
            "items": items,
            "reason": "Hồ sơ chưa đủ giấy tờ theo quy định, đề nghị bổ sung.",
            "until": until,
        })
    }

    async fn supplied(
        &mut self,
        plan: &Plan,
        dossier: &Dossier,
        by: &Viewer,
        now: Moment,
    ) -> Result<Value, Declined> {
        let asked = dossier.open_supplement().map(|asked| asked.items.clone());
        let mut components = Vec::new();
        for item in asked.unwrap_or_default() {
            let sheet = Sheet::any(&mut self.dice);
            let file = self.upload(by.username(), sheet, now).await?;
            let kind = if plan.channel == Channel::Online {
                "electronic"
            } else {
                "copy"
            };
            components.push(json!({"id": item.component, "kind": kind, "count": 1, "file": file}));
        }
        Ok(json!({"components": components}))
    }

    fn payment(&mut self, plan: &Plan) -> Value {
        let amount = fee(&plan.procedure).unwrap_or(50_000);
        let method = self
            .dice
            .weighted(&[(60, "Tiền mặt"), (40, "Chuyển khoản")]);
        let reference = format!("BL{:06}", self.dice.between(1, 999_999));
        json!({"amount": amount, "method": method, "reference": reference})
    }

    /// As late as the law allows: one more term.
    fn apology(&self, dossier: &Dossier, now: Moment) -> Value {
        let due = dossier.due_at.unwrap_or(now);
        let from = due.max(now);
        let new = match (
            dossier.procedure.term,
            dossier.received_at,
            dossier.due_original,
        ) {
            (Some(term), _, _) => clock::due(term, from, &self.calendar).at,
            (None, Some(received), Some(original)) => {
                let first = clock::office_time_between(received, original, &self.calendar);
                clock::shift(from, first, &self.calendar)
            }
            _ => from,
        };
        json!({
            "reason": "Phải xác minh thêm tại cơ sở nên chưa thể trả đúng hẹn.",
            "new_due_at": new,
        })
    }

    async fn proposal(
        &mut self,
        plan: &Plan,
        dossier: &Dossier,
        by: &Viewer,
        now: Moment,
    ) -> Result<Value, Declined> {
        let file = if self.dice.percent(60) {
            Some(self.upload(by.username(), Sheet::result(), now).await?)
        } else {
            None
        };
        let title = plan.procedure.results.first().map_or(
            "Văn bản trả lời kết quả giải quyết",
            |result| result.name.as_str(),
        );
        let title: String = title
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(200)
            .collect();
        let number = format!(
            "{}/QĐ-UBND",
            dossier.code.sequence().get() + self.dice.between(10, 900)
        );
        Ok(json!({"result": {"title": title, "number": number, "file": file}}))
    }
}
