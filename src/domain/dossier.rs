//! The dossier (hồ sơ): one matter of one applicant under one procedure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    action::SupplementItem,
    clock::{Pause, Term},
    codes::DossierCode,
    money::Dong,
    officer::{Holder, Username},
    paper_state::PaperCheck,
    person::Applicant,
    status::Status,
    text::{Line, Prose},
    time::{Day, Moment},
    verified_paper::ReusedPaper,
    workflow::{Place, ProcessRef, Step},
};

/// How a dossier comes in (kênh tiếp nhận).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Trực tuyến.
    Online,
    /// Trực tiếp.
    Counter,
    /// Dịch vụ bưu chính công ích.
    Post,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Online, Self::Counter, Self::Post];

    /// The name used in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Counter => "counter",
            Self::Post => "post",
        }
    }
}

/// In which form a paper was handed in (loại giấy tờ).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Bản chính.
    Original,
    /// Bản sao.
    Copy,
    /// Bản điện tử; comes with a file.
    Electronic,
    /// Dữ liệu đã xác thực: a verified paper of the person's store stands in for it.
    Verified,
}

/// A paper as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperInput {
    /// Component id of the procedure.
    pub id: String,
    /// Original, copy, electronic or verified.
    pub kind: PaperKind,
    /// How many sheets or sets, 1–999.
    #[serde(default = "one")]
    pub count: u32,
    /// Uploaded file.
    #[serde(default)]
    pub file: Option<String>,
    /// Id of the verified paper that stands in for it.
    #[serde(default)]
    pub reuse: Option<String>,
}

fn one() -> u32 {
    1
}

/// A stored file that a dossier refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// Unguessable id of the upload.
    pub id: String,
    /// Name as the person called it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Type found by content.
    pub media_type: String,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
}

/// A paper in the dossier (giấy tờ trong thành phần hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Component id of the procedure.
    pub id: String,
    /// Name as the procedure had it that day.
    pub name: String,
    /// Original, copy, electronic or verified.
    pub kind: PaperKind,
    /// How many.
    pub count: u32,
    /// The stored file.
    #[serde(default)]
    pub file: Option<FileRef>,
    /// When it came in.
    pub added_at: Moment,
    /// The verified paper that stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reused: Option<ReusedPaper>,
}

/// How the result shall be returned (hình thức nhận kết quả).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnMethod {
    /// At the counter.
    Counter,
    /// By public post.
    Post,
    /// As an electronic document.
    Electronic,
}

/// The applicant's choice of how to get the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// How.
    pub method: ReturnMethod,
    /// Where to, for post.
    #[serde(default)]
    pub address: Option<Line>,
}

impl Default for Delivery {
    fn default() -> Self {
        Self {
            method: ReturnMethod::Counter,
            address: None,
        }
    }
}

/// The procedure as it was when the dossier was filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureRef {
    /// Procedure code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The catalogue version the dossier keeps to.
    pub version: u32,
    /// Which case.
    pub case: usize,
    /// Its field (lĩnh vực).
    pub field: String,
    /// The statutory term for this case and channel, where it is a number.
    pub term: Option<Term>,
}

/// A fee that the procedure names (phí, lệ phí).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// What for.
    pub name: String,
    /// Amount in đồng.
    pub amount: Dong,
}

/// A payment that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Amount in đồng.
    pub amount: Dong,
    /// Cash, transfer ….
    pub method: String,
    /// Number of the receipt or transfer.
    pub reference: Option<String>,
    /// When.
    pub at: Moment,
    /// Who recorded it.
    pub by: String,
}

/// A request for supplement (yêu cầu bổ sung).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// Papers and reasons.
    pub items: Vec<SupplementItem>,
    /// Why.
    pub reason: Prose,
    /// Last day for the citizen.
    pub until: Option<Day>,
    /// When it was asked.
    pub asked_at: Moment,
    /// Who asked.
    pub asked_by: Holder,
    /// When it was answered.
    pub supplied_at: Option<Moment>,
}

/// What is asked for while the clock stands (đang chờ): where the dossier goes back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Status it had.
    pub status: Status,
    /// Where it was.
    pub place: Place,
}

/// The drafted or issued result (kết quả giải quyết).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Title of the paper.
    pub title: String,
    /// Its number.
    pub number: Option<String>,
    /// The file.
    pub file: Option<FileRef>,
    /// Who drafted it.
    pub proposed_by: Holder,
    /// Who approved it and when.
    pub approved: Option<(Holder, Moment)>,
    /// Who signed the file with the office's certificate, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<(Holder, Moment)>,
    /// The file as it was proposed, before the office signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsigned: Option<FileRef>,
}

/// An opinion of another officer (ý kiến phối hợp), asked and perhaps given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Whose.
    pub of: Holder,
    /// On what.
    pub question: Prose,
    /// Who asks; absent when the process itself does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<Holder>,
    /// Since when.
    pub asked_at: Moment,
    /// Last day for the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Nothing goes on without the answer, until that day is over.
    #[serde(default)]
    pub required: bool,
    /// The answer and when it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<(Moment, Prose)>,
}

impl Opinion {
    /// Whether the work waits for it at `now`.
    pub fn holds_up(&self, now: Moment) -> bool {
        self.required && self.answer.is_none() && self.until.is_none_or(|until| now.day() <= until)
    }
}

/// The handing-over of the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Who took it.
    pub received_by: String,
    /// How.
    pub method: ReturnMethod,
    /// When.
    pub at: Moment,
}

/// How satisfied the citizen was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 1–5.
    pub score: u8,
    /// In their words.
    pub comment: Option<String>,
    /// When.
    pub at: Moment,
}

/// A dossier (hồ sơ thủ tục hành chính).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Mã số hồ sơ.
    pub code: DossierCode,
    /// Goes up with every change; guards against overwriting.
    pub version: u64,
    /// What is asked for.
    pub procedure: ProcedureRef,
    /// The internal process it walks through, in the version it keeps to.
    #[serde(default)]
    pub process: ProcessRef,
    /// How it came in.
    pub channel: Channel,
    /// The citizen's account that filed it.
    pub owner: Option<Username>,
    /// Whose matter it is.
    pub applicant: Applicant,
    /// Who files for them.
    #[serde(default)]
    pub submitter: Option<Applicant>,
    /// Eight characters that let the owner follow it without an account.
    pub lookup_secret: String,
    /// Official status.
    pub status: Status,
    /// Where it is.
    pub place: Place,
    /// Everybody of the office who had a hand in it, in the order of their first deed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hands: Vec<Username>,
    /// The places it came from within the process, for sending back and recalling.
    #[serde(default)]
    pub trail: Vec<Place>,
    /// Where it returns to from 5, 6 and 8.
    #[serde(default)]
    pub waiting: Option<Waiting>,
    /// When it was filed.
    pub submitted_at: Moment,
    /// When it was validly received; the term starts here.
    pub received_at: Option<Moment>,
    /// When the result is due now.
    pub due_at: Option<Moment>,
    /// When it was due at first.
    pub due_original: Option<Moment>,
    /// Until when an online dossier must be answered (NĐ 45/2020: 8 giờ làm việc); only while it waits for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_due_at: Option<Moment>,
    /// The last reminder that the clock gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded: Option<super::timer::Reminded>,
    /// When the result was ready.
    #[serde(default)]
    pub finished_at: Option<Moment>,
    /// What stopped the clock.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// Papers handed in.
    pub papers: Vec<Paper>,
    /// What officers found when they checked them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checked: Vec<PaperCheck>,
    /// Fees that the procedure names.
    #[serde(default)]
    pub fees: Vec<FeeLine>,
    /// The fee that is being waited for, with what for.
    #[serde(default)]
    pub payment_asked: Option<(Dong, Prose)>,
    /// Payments recorded.
    #[serde(default)]
    pub payments: Vec<Payment>,
    /// How the result is to be returned.
    pub delivery: Delivery,
    /// Requests for supplement.
    #[serde(default)]
    pub supplements: Vec<Supplement>,
    /// Opinions asked of other officers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
    /// The result, drafted or issued.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// The handing-over.
    #[serde(default)]
    pub handover: Option<Handover>,
    /// Apologies given: when, and the due date then set.
    #[serde(default)]
    pub apologies: Vec<(Moment, Moment)>,
    /// The citizen asks to withdraw, since when and why.
    #[serde(default)]
    pub withdrawal_asked: Option<(Moment, Prose)>,
    /// The leader urges whoever holds it: when, who and what; until it moves on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urged: Option<(Moment, Holder, Prose)>,
    /// The citizen's rating.
    #[serde(default)]
    pub rating: Option<Rating>,
    /// Why it was refused, withdrawn or stopped.
    #[serde(default)]
    pub closing_reason: Option<Prose>,
    /// Answers of the e-form.
    #[serde(default)]
    pub form: Map<String, Value>,
    /// The version of the electronic form that was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_version: Option<u32>,
    /// Remark of the applicant.
    #[serde(default)]
    pub note: Option<Prose>,
}

impl Dossier {
    /// The moment that counts now and orders work lists: the answer owed, the due date, or the filing while there is neither.
    pub fn urgency(&self) -> Moment {
        let due = match self.status {
            Status::Registered => self.answer_due_at,
            _ => self.due_at,
        };
        due.unwrap_or(self.submitted_at)
    }

    /// Whether the clock stands still.
    pub fn is_paused(&self) -> bool {
        self.status.pauses_clock()
    }

    /// Whether the result is late as of `now`: past due while open, or finished after the due date.
    pub fn is_overdue(&self, now: Moment) -> bool {
        let Some(due) = self.due_at else { return false };
        match self.status {
            Status::Received | Status::Processing => now > due,
            Status::Finished | Status::Returned => {
                self.finished_at.is_some_and(|finished| finished > due)
            }
            _ => false,
        }
    }

    /// Whether the dossier was asked something before it was received.
    pub fn waits_before_reception(&self) -> bool {
        self.waiting
            .as_ref()
            .is_some_and(|waiting| waiting.status == Status::Registered)
    }

    /// The request for supplement that waits for an answer.
    pub fn open_supplement(&self) -> Option<&Supplement> {
        self.supplements
            .last()
            .filter(|_| self.status == Status::AwaitingSupplement)
    }

    /// Sum of the fees.
    pub fn fees_total(&self) -> Dong {
        Dong(self.fees.iter().map(|fee| fee.amount.0).sum())
    }

    /// Sum of the payments.
    pub fn paid_total(&self) -> Dong {
        Dong(self.payments.iter().map(|payment| payment.amount.0).sum())
    }

    /// Whether this officer holds the current step: by name, or through the unit's common tray.
    pub fn is_held_by(&self, officer: &Holder) -> bool {
        match &self.place.holder {
            Some(holder) => holder.username == officer.username,
            None => self.place.unit == officer.unit,
        }
    }

    /// Everybody of the office who had a hand in it, also as far as older records tell.
    pub fn everybody(&self) -> BTreeSet<&Username> {
        let places = self.trail.iter().chain([&self.place]);
        let holders = places.flat_map(|place| place.holder.iter().chain(&place.sent_by));
        let outcome = self.outcome.iter();
        let decided = outcome.flat_map(|outcome| {
            let leader = outcome.approved.iter().map(|(leader, _)| leader);
            [&outcome.proposed_by].into_iter().chain(leader)
        });
        let asked = self.opinions.iter().map(|opinion| &opinion.of);
        let named = holders.chain(decided).chain(asked);
        self.hands
            .iter()
            .chain(named.map(|holder| &holder.username))
            .collect()
    }

    /// The step as the citizen sees it.
    pub fn step(&self) -> &Step {
        &self.place.step
    }

    /// Every file that the dossier names.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        self.papers
            .iter()
            .filter_map(|paper| paper.file.as_ref())
            .chain(
                self.outcome
                    .iter()
                    .flat_map(|outcome| outcome.file.iter().chain(&outcome.unsigned)),
            )
    }
}
