//! An administrative procedure as the State publishes it: what is asked, from whom, at what price, within which time.
//!
//! A `Procedure` is one version of one catalogue entry. Dossiers keep the version they were filed with, so nothing here is
//! ever changed in place: an import that brings different content raises [`Procedure::version`].

pub mod component;
mod parts;
pub mod preparing;
mod versions;

use serde::{Deserialize, Serialize};

use self::component::Component;
pub use self::parts::{
    Case, Decision, Fee, FeeKind, Flags, Legal, Level, LifeEvent, Method, Named, Scope, Step,
    TimeUnit,
};
pub use self::versions::{Merged, Origin, Part, Prefer, Taking};
use super::clock::Term;
use super::codes::ProcedureCode;
pub use super::dossier::Channel;
use super::time::Day;

/// Administrative procedure (thủ tục hành chính, TTHC), one content version of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Procedure {
    /// Code (mã TTHC), unique in the office's catalogue.
    pub code: ProcedureCode,
    /// Identity in the source (GUID of the national portal); the code where the source has none.
    pub id: String,
    /// Title as published, NFC, one line.
    pub name: String,
    /// Whose procedure it is: national, local, internal.
    #[serde(default)]
    pub scope: Scope,
    /// Fields of administration (lĩnh vực), seldom more than one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Named>,
    /// Publishing authority (cơ quan công bố).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promulgator: Option<Named>,
    /// Levels at which it is carried out (cấp thực hiện).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// Whole process online (toàn trình, NĐ 42/2022) rather than in part (một phần).
    #[serde(default)]
    pub full_online: bool,
    /// Internal procedure between agencies (TTHC nội bộ), not shown to citizens.
    #[serde(default)]
    pub internal: bool,
    /// Further marks of the source.
    #[serde(default)]
    pub flags: Flags,
    /// The office does not take dossiers of it (không tiếp nhận); the source knows nothing of this.
    #[serde(default, skip_serializing_if = "is_false")]
    pub closed: bool,
    /// Publishing decision (quyết định công bố).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Who may ask (đối tượng thực hiện).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// Executing agencies (cơ quan thực hiện).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub executing: Vec<String>,
    /// Competent agencies (cơ quan có thẩm quyền).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub competent: Vec<String>,
    /// Coordinating agencies (cơ quan phối hợp).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coordinating: Vec<String>,
    /// Where dossiers are received (địa chỉ tiếp nhận), free text, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receiving_address: String,
    /// Ways of filing with their time limits and fees (cách thức thực hiện).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
    /// Cases (trường hợp); never empty after [`Procedure::complete`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// Papers and the remarks among them (thành phần hồ sơ), in the source's order, ids unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Steps (trình tự thực hiện), free text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Requirements and conditions (yêu cầu, điều kiện), free text, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// What the applicant gets (kết quả thực hiện).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<Named>,
    /// Legal basis (căn cứ pháp lý).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal: Vec<Legal>,
    /// Page of the source, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_url: String,
    /// Last change in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Day>,
    /// Life events (sự kiện đời sống) under which the source lists it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub life_events: Vec<LifeEvent>,
    /// Keywords of the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Remark of the source, free text, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Content version, ours, from 1; an import raises it only when the content differs.
    #[serde(default = "first_version")]
    pub version: u32,
    /// Where this version comes from; unknown for what was imported before versions said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this signature"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

const fn first_version() -> u32 {
    1
}

/// Name of the case that stands in where the catalogue lists none.
pub const WHOLE_PROCEDURE: &str = "Trường hợp chung";

impl Procedure {
    /// The cases that differ in name or time limit, each with its place among all: nobody can choose between those that
    /// the catalogue names alike.
    pub fn distinct_cases(&self) -> impl Iterator<Item = (usize, &Case)> {
        let alike = |a: &Case, b: &Case| (&a.name, a.time, a.unit) == (&b.name, b.time, b.unit);
        let all = self.cases.iter().enumerate();
        all.filter(move |(at, case)| !self.cases[..*at].iter().any(|one| alike(one, case)))
    }

    /// An entry with nothing but its code and name; the importers fill the rest.
    pub fn bare(code: ProcedureCode, name: String) -> Self {
        Self {
            id: code.to_string(),
            code,
            name,
            scope: Scope::National,
            fields: Vec::new(),
            promulgator: None,
            levels: Vec::new(),
            full_online: false,
            internal: false,
            flags: Flags::default(),
            closed: false,
            decision: None,
            subjects: Vec::new(),
            executing: Vec::new(),
            competent: Vec::new(),
            coordinating: Vec::new(),
            receiving_address: String::new(),
            methods: Vec::new(),
            cases: Vec::new(),
            components: Vec::new(),
            steps: Vec::new(),
            conditions: String::new(),
            results: Vec::new(),
            legal: Vec::new(),
            source_url: String::new(),
            updated: None,
            life_events: Vec::new(),
            keywords: Vec::new(),
            note: String::new(),
            version: first_version(),
            origin: None,
        }
    }

    /// Gives a procedure without cases the one case that the outside expects. Its time limit is filled in only where every
    /// way of filing names the same one.
    #[must_use]
    pub fn complete(mut self) -> Self {
        if self.cases.is_empty() {
            let same = agreed(self.methods.iter());
            self.cases.push(Case {
                code: String::new(),
                name: WHOLE_PROCEDURE.to_owned(),
                time: same.map(|(time, _)| time),
                unit: same.map_or(TimeUnit::Other, |(_, unit)| unit),
                made_up: true,
            });
        }
        self
    }

    /// The time limit (thời hạn giải quyết) of a dossier filed for the case with this index through this channel: the
    /// number of the case, otherwise the one number that all ways of filing through the channel agree on. `None` where
    /// the catalogue says it in prose only or contradicts itself; the officer then sets the due date.
    pub fn term(&self, case: usize, channel: Channel) -> Option<Term> {
        let case = self.cases.get(case)?;
        if let Some(term) = case
            .time
            .and_then(|time| Term::from_catalogue(time, case.unit.as_str()))
        {
            return Some(term);
        }
        let (time, unit) = agreed(
            self.methods
                .iter()
                .filter(|method| method.channels.contains(&channel)),
        )?;
        Term::from_catalogue(time, unit.as_str())
    }

    /// The name of the first field, for lists; empty where the source gives none.
    pub fn field(&self) -> &str {
        self.fields.first().map_or("", |field| field.name.as_str())
    }

    /// The component with this id.
    pub fn component(&self, id: &str) -> Option<&Component> {
        self.components.iter().find(|component| component.id == id)
    }
}

/// The one time limit that all these ways of filing name; `None` where one names none or two disagree.
#[expect(
    clippy::float_cmp,
    reason = "both come from the same decimal text; nearly equal limits do disagree"
)]
fn agreed<'a>(mut methods: impl Iterator<Item = &'a Method>) -> Option<(f64, TimeUnit)> {
    let usable = |method: &Method| {
        method
            .time
            .filter(|time| *time > 0.0 && method.unit != TimeUnit::Other)
            .map(|time| (time, method.unit))
    };
    let first = usable(methods.next()?)?;
    methods
        .all(|method| usable(method).is_some_and(|next| next.0 == first.0 && next.1 == first.1))
        .then_some(first)
}
