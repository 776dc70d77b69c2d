//! What can be asked of a dossier: the verbs of the table in the contract, with what they carry.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    dossier::{Delivery, PaperInput, ReturnMethod},
    fault::{Fault, FieldFault, read_json},
    money::Dong,
    officer::{Role, Username},
    paper_state::PaperFinding,
    text::{Line, Prose},
    time::{Day, Moment},
    verified_paper::PaperDocument,
};

macro_rules! verbs {
    ($($(#[$doc:meta])* $verb:ident = $key:literal : $($role:ident)|+ ;)+) => {
        /// A verb (thao tác) of the one-stop shop.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Verb { $($(#[$doc])* $verb,)+ }

        impl Verb {
            /// Every verb.
            pub const ALL: &'static [Self] = &[$(Self::$verb,)+];

            /// The name in the API.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$verb => $key,)+ }
            }

            /// Roles that may ever do this; whether they may do it now is the dossier's matter.
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Self::$verb => &[$(Role::$role,)+],)+ }
            }

            /// The verb with this name.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|verb| verb.key() == key)
            }
        }
    };
}

verbs! {
    /// Tiếp nhận hồ sơ.
    Accept = "accept": Reception;
    /// Từ chối tiếp nhận.
    Refuse = "refuse": Reception;
    /// Chuyển xử lý.
    Forward = "forward": Reception;
    /// Phân công.
    Assign = "assign": Specialist | Leader;
    /// Chuyển bước tiếp theo.
    Advance = "advance": Reception | Specialist;
    /// Trả lại bước trước.
    SendBack = "send_back": Reception | Specialist;
    /// Thu hồi.
    Recall = "recall": Reception | Specialist | Leader;
    /// Yêu cầu bổ sung.
    RequestSupplement = "request_supplement": Reception | Specialist | Leader;
    /// Nộp bổ sung.
    Supply = "supply": Citizen | Reception;
    /// Kiểm tra, xác thực giấy tờ.
    CheckPapers = "check_papers": Reception | Specialist;
    /// Yêu cầu nộp phí, lệ phí.
    RequestPayment = "request_payment": Reception | Specialist;
    /// Ghi nhận đã nộp phí, lệ phí.
    RecordPayment = "record_payment": Reception | Specialist;
    /// Rút hồ sơ.
    Withdraw = "withdraw": Citizen | Reception | Specialist;
    /// Đề nghị rút hồ sơ.
    AskWithdraw = "ask_withdraw": Citizen;
    /// Dừng giải quyết.
    Stop = "stop": Leader;
    /// Tiếp tục giải quyết.
    Resume = "resume": Leader;
    /// Lấy ý kiến phối hợp.
    AskOpinion = "ask_opinion": Specialist | Leader;
    /// Cho ý kiến phối hợp.
    GiveOpinion = "give_opinion": Reception | Specialist | Leader;
    /// Trình kết quả.
    Propose = "propose": Specialist;
    /// Phê duyệt.
    Approve = "approve": Leader;
    /// Trả lại để làm lại.
    Reject = "reject": Leader;
    /// Mở lại hồ sơ.
    Reopen = "reopen": Leader;
    /// Trả kết quả.
    ReturnResult = "return_result": Reception;
    /// Xin lỗi và hẹn lại.
    Apologise = "apologise": Specialist | Leader;
    /// Điều chỉnh thông tin.
    Correct = "correct": Citizen | Reception | Leader;
    /// Ghi chú nội bộ.
    Note = "note": Reception | Specialist | Leader;
    /// Trao đổi với người nộp.
    Message = "message": Citizen | Reception | Specialist | Leader;
    /// Đôn đốc.
    Urge = "urge": Leader;
    /// Đánh giá.
    Rate = "rate": Citizen;
}

/// One paper to be supplemented and why (giấy tờ cần bổ sung).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplementItem {
    /// Component id of the procedure.
    pub component: String,
    /// What is wrong with it or why it is needed.
    pub reason: Prose,
}

/// The result as drafted for the leader (dự thảo kết quả).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultDraft {
    /// Title of the paper.
    pub title: Line,
    /// Its number, if it has one already.
    #[serde(default)]
    pub number: Option<Line>,
    /// Uploaded file.
    #[serde(default)]
    pub file: Option<String>,
}

/// What an officer says of one paper; with a document it goes to the store of the person whose dossier it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperVerdict {
    /// Component id of the procedure.
    pub component: String,
    /// What was found.
    pub state: PaperFinding,
    /// What the paper says of itself.
    #[serde(default)]
    pub document: Option<PaperDocument>,
}

macro_rules! carries {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fattr:meta])* $field:ident : $type:ty,)* })+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fattr])* pub $field: $type,)* })+
    };
}

carries! {
    /// What `accept` carries.
    Accept {
        /// Required where the procedure has no numeric time.
        #[serde(default)]
        due_at: Option<Moment>,
    }
    /// A reason that must be given.
    Because {
        /// Why.
        reason: Prose,
    }
    /// What `forward` carries.
    Forward {
        /// A specialist; otherwise the process decides.
        #[serde(default)]
        assignee: Option<Username>,
    }
    /// What `assign` carries.
    Assign {
        /// The specialist who shall hold it.
        assignee: Username,
        /// Internal remark.
        #[serde(default)]
        note: Option<Prose>,
    }
    /// What `advance` carries.
    Advance {
        /// Internal remark.
        #[serde(default)]
        note: Option<Prose>,
        /// Key of the step, where the process leaves a choice; otherwise the usual one.
        #[serde(default)]
        to: Option<String>,
    }
    /// What `ask_opinion` carries.
    AskOpinion {
        /// Officers, at least one.
        of: Vec<Username>,
        /// On what.
        question: Prose,
        /// Last day for the answer.
        #[serde(default)]
        until: Option<Day>,
        /// Nothing goes on without the answer, until that day is over.
        #[serde(default)]
        required: bool,
    }
    /// An optional internal remark.
    Remark {
        /// Internal remark.
        #[serde(default)]
        note: Option<Prose>,
    }
    /// Nothing at all.
    Nothing {}
    /// What `request_supplement` carries; bound to papers, each with its reason.
    RequestSupplement {
        /// Papers and reasons, at least one.
        items: Vec<SupplementItem>,
        /// Why, in one sentence for the slip.
        reason: Prose,
        /// Last day for the citizen.
        #[serde(default)]
        until: Option<Day>,
    }
    /// What `supply` carries.
    Supply {
        /// Papers brought or uploaded, at least one.
        components: Vec<PaperInput>,
    }
    /// What `check_papers` carries.
    CheckPapers {
        /// Papers and what was found, at least one.
        items: Vec<PaperVerdict>,
    }
    /// What `request_payment` carries.
    RequestPayment {
        /// Amount in đồng.
        amount: Dong,
        /// What for.
        reason: Prose,
    }
    /// What `record_payment` carries.
    RecordPayment {
        /// Amount in đồng.
        amount: Dong,
        /// Cash, transfer ….
        method: Line,
        /// Number of the receipt or transfer.
        #[serde(default)]
        reference: Option<Line>,
    }
    /// What `resume` carries.
    Resume {
        /// Why the work goes on.
        #[serde(default)]
        reason: Option<Prose>,
    }
    /// What `propose` carries.
    Propose {
        /// The drafted result.
        result: ResultDraft,
    }
    /// What `return_result` carries.
    ReturnResult {
        /// Who took it.
        received_by: Line,
        /// How.
        method: ReturnMethod,
    }
    /// What `apologise` carries.
    Apologise {
        /// Why it will be late.
        reason: Prose,
        /// The new due date.
        new_due_at: Moment,
    }
    /// What `correct` carries.
    Correct {
        /// What changes.
        changes: Changes,
        /// Why.
        reason: Prose,
    }
    /// A text, perhaps with a file.
    Letter {
        /// The text.
        text: Prose,
        /// Uploaded file.
        #[serde(default)]
        file: Option<String>,
    }
    /// What `rate` carries.
    Rate {
        /// 1 (very dissatisfied) to 5 (very satisfied).
        score: u8,
        /// In the citizen's own words.
        #[serde(default)]
        comment: Option<Prose>,
    }
    /// What a correction may change; absent means unchanged.
    Changes {
        /// Fields of the applicant, each replacing the old value.
        #[serde(default)]
        applicant: Option<Map<String, Value>>,
        /// The right procedure, when it was received under the wrong one.
        #[serde(default)]
        procedure: Option<String>,
        /// Index of the right case.
        #[serde(default)]
        case: Option<usize>,
        /// The papers handed in.
        #[serde(default)]
        components: Option<Vec<PaperInput>>,
        /// How the result is returned.
        #[serde(default)]
        delivery: Option<Delivery>,
        /// Remark of the applicant.
        #[serde(default)]
        note: Option<Prose>,
    }
}

impl Changes {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.applicant.as_ref().is_none_or(Map::is_empty)
            && self.procedure.is_none()
            && self.case.is_none()
            && self.components.is_none()
            && self.delivery.is_none()
            && self.note.is_none()
    }
}

macro_rules! actions {
    ($($verb:ident($carries:ident),)+) => {
        /// A verb with what it carries.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each variant is the verb of the same name")]
        pub enum Action { $($verb($carries),)+ }

        impl Action {
            /// The verb alone.
            pub const fn verb(&self) -> Verb {
                match self { $(Self::$verb(_) => Verb::$verb,)+ }
            }

            /// Reads what a verb carries, naming the first field that is wrong.
            pub fn read(verb: Verb, fields: Map<String, Value>) -> Result<Self, FieldFault> {
                let value = Value::Object(fields);
                let action = match verb { $(Verb::$verb => Self::$verb(read_json(value)?),)+ };
                action.check().map(|()| action)
            }
        }
    };
}

actions! {
    Accept(Accept), Refuse(Because), Forward(Forward), Assign(Assign), Advance(Advance),
    SendBack(Because), Recall(Nothing), RequestSupplement(RequestSupplement), Supply(Supply),
    CheckPapers(CheckPapers), RequestPayment(RequestPayment), RecordPayment(RecordPayment), Withdraw(Because),
    AskWithdraw(Because), Stop(Because), Resume(Resume), AskOpinion(AskOpinion), GiveOpinion(Letter), Propose(Propose), Approve(Remark),
    Reject(Because), Reopen(Because), ReturnResult(ReturnResult), Apologise(Apologise),
    Correct(Correct), Note(Letter), Message(Letter), Urge(Letter), Rate(Rate),
}

impl Action {
    /// What the types alone cannot say.
    fn check(&self) -> Result<(), FieldFault> {
        match self {
            Self::RequestSupplement(ask) if ask.items.is_empty() => {
                Err(FieldFault::new("items", Fault::Missing))
            }
            Self::CheckPapers(check) if check.items.is_empty() => {
                Err(FieldFault::new("items", Fault::Missing))
            }
            Self::Supply(supply) if supply.components.is_empty() => {
                Err(FieldFault::new("components", Fault::Missing))
            }
            Self::AskOpinion(ask) if ask.of.is_empty() => {
                Err(FieldFault::new("of", Fault::Missing))
            }
            Self::RequestPayment(RequestPayment { amount, .. })
            | Self::RecordPayment(RecordPayment { amount, .. })
                if amount.0 <= 0 =>
            {
                Err(FieldFault::new("amount", Fault::NotPositive))
            }
            Self::Rate(rate) if !(1..=5).contains(&rate.score) => {
                Err(FieldFault::new("score", Fault::OutOfRange))
            }
            Self::Correct(correct) if correct.changes.is_empty() => {
                Err(FieldFault::new("changes", Fault::Missing))
            }
            _ => Ok(()),
        }
    }

    /// Papers that the action hands in.
    pub fn papers(&self) -> &[PaperInput] {
        match self {
            Self::Supply(supply) => &supply.components,
            Self::Correct(correct) => correct.changes.components.as_deref().unwrap_or_default(),
            _ => &[],
        }
    }

    /// Files that the action names, which must exist and belong to whoever acts.
    pub fn files(&self) -> Vec<&str> {
        match self {
            Self::Supply(_) | Self::Correct(_) => {
                let papers = self.papers().iter();
                papers.filter_map(|paper| paper.file.as_deref()).collect()
            }
            Self::Propose(propose) => propose.result.file.as_deref().into_iter().collect(),
            Self::Note(letter)
            | Self::Message(letter)
            | Self::Urge(letter)
            | Self::GiveOpinion(letter) => letter.file.as_deref().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}
