//! Who acts, and what is around a dossier when they do.

use std::collections::BTreeMap;

use motcua::domain::action::{Action, Verb};
use motcua::domain::calendar::OfficeCalendar;
use motcua::domain::clock::Term;
use motcua::domain::codes::{AgencyCode, DossierCodeTemplate};
use motcua::domain::dossier::{Channel, Dossier, ProcedureRef};
use motcua::domain::event::{Actor, Event};
use motcua::domain::fault::read_json;
use motcua::domain::moves::{self, Circumstances, Filing, Routes};
use motcua::domain::officer::{Holder, Role, Username};
use motcua::domain::refusal::Refusal;
use motcua::domain::time::Moment;
use motcua::domain::workflow::standard;
use serde_json::{Value, json};

use crate::support::founding;

pub fn holder(name: &str) -> Holder {
    Holder {
        username: Username::new(name).unwrap(),
        name: format!("Cán bộ {name}"),
        unit: format!("Đơn vị của {name}"),
    }
}

pub fn officer(name: &str, role: Role) -> Actor {
    Actor::Officer {
        officer: holder(name),
        roles: vec![role],
        stands_for: Vec::new(),
    }
}

/// Everybody, with the name of their role.
pub fn everybody() -> Vec<(&'static str, Actor)> {
    vec![
        ("citizen", citizen()),
        ("reception", officer("tiepnhan", Role::Reception)),
        ("specialist", officer("chuyenvien", Role::Specialist)),
        ("specialist", officer("chuyenvien2", Role::Specialist)),
        ("leader", officer("lanhdao", Role::Leader)),
        ("leader", officer("lanhdao2", Role::Leader)),
        ("admin", officer("quantri", Role::Admin)),
    ]
}

pub fn citizen() -> Actor {
    Actor::Citizen {
        name: "Nguyễn Văn An".to_owned(),
    }
}

/// The office around a dossier at a moment.
pub struct Around {
    pub now: Moment,
    calendar: OfficeCalendar,
}

impl Around {
    pub fn new(now: Moment) -> Self {
        Self {
            now,
            calendar: founding::calendar(),
        }
    }

    pub fn circumstances(&self, assignee: Option<&str>) -> Circumstances<'_> {
        let papers = founding::papers();
        Circumstances {
            now: self.now,
            calendar: &self.calendar,
            routes: Routes {
                reception_unit: "Một cửa".to_owned(),
                takers: [
                    ("examination", "chuyenvien"),
                    ("drafting", "chuyenvien"),
                    ("approval", "lanhdao"),
                ]
                .map(|(step, who)| (step.to_owned(), holder(who)))
                .into(),
            },
            advisers: ["tiepnhan", "chuyenvien", "chuyenvien2", "lanhdao"]
                .map(|who| (Username::new(who).unwrap(), holder(who)))
                .into(),
            process: standard(),
            assignee: assignee.map(holder),
            files: Vec::new(),
            components: papers
                .iter()
                .map(|id| (id.clone(), id.clone()))
                .collect::<BTreeMap<_, _>>(),
            reusable: Vec::new(),
            corrected: None,
        }
    }

    /// A dossier filed online, in status 1.
    pub fn filed(&self) -> (Dossier, Event) {
        let filing = Filing {
            procedure: ProcedureRef {
                code: "1.004859".to_owned(),
                name: "Cải chính hộ tịch".to_owned(),
                version: 1,
                case: 0,
                field: "Hộ tịch".to_owned(),
                term: Some(Term::WorkingDays(3)),
            },
            channel: Channel::Online,
            owner: Some(Username::new("congdan").unwrap()),
            applicant: read_json(json!({
                "kind": "person", "name": "Nguyễn Văn An", "id_number": "001190012345",
                "address": "Thôn Đoài", "phone": "0912345678",
            }))
            .unwrap(),
            submitter: None,
            papers: Vec::new(),
            fees: Vec::new(),
            delivery: motcua::domain::dossier::Delivery::default(),
            form: serde_json::Map::new(),
            form_version: None,
            note: None,
            due_at: None,
        };
        let agency: AgencyCode = "H26.18.1".parse().unwrap();
        let code =
            DossierCodeTemplate::default().code(&agency, self.now.day(), 1.try_into().unwrap());
        moves::file(
            filing,
            code,
            "ABCD2345".to_owned(),
            &citizen(),
            &self.circumstances(None),
        )
        .unwrap()
    }

    /// Does it, as the contract names verb and fields.
    pub fn act(
        &self,
        dossier: &Dossier,
        actor: &Actor,
        verb: &str,
        fields: Value,
    ) -> Result<(Dossier, Event), Refusal> {
        let assignee = fields["assignee"].as_str().map(str::to_owned);
        let verb = Verb::from_key(verb).unwrap();
        let Value::Object(fields) = fields else {
            panic!("fields are an object")
        };
        let action = Action::read(verb, fields).unwrap();
        dossier.act(actor, &action, &self.circumstances(assignee.as_deref()))
    }
}
