//! The state of each paper of a dossier (trạng thái giấy tờ): follows from what was handed in and asked for, and from what
//! an officer found when checking it.

use serde::{Deserialize, Serialize};

use super::{
    dossier::{Dossier, Paper},
    officer::Holder,
    procedure::component::Component,
    time::Moment,
};

/// How far a paper that the procedure names has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperState {
    /// Phải nộp.
    ToProvide,
    /// Thay bằng dữ liệu đã xác thực.
    Replaced,
    /// Đang chờ kiểm tra.
    Checking,
    /// Đã xác thực.
    Verified,
    /// Không áp dụng.
    NotApplicable,
}

impl PaperState {
    /// Every state, in the order in which a paper meets them.
    pub const ALL: [Self; 5] = [
        Self::ToProvide,
        Self::Checking,
        Self::Verified,
        Self::Replaced,
        Self::NotApplicable,
    ];

    /// The name used in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ToProvide => "to_provide",
            Self::Replaced => "replaced",
            Self::Checking => "checking",
            Self::Verified => "verified",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// What an officer says of a paper (kết luận kiểm tra).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperFinding {
    /// Looked at and right.
    Verified,
    /// This dossier does without it.
    NotApplicable,
    /// Nothing yet: what was said before no longer holds.
    Checking,
}

impl PaperFinding {
    /// The name used in the API and in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::NotApplicable => "not_applicable",
            Self::Checking => "checking",
        }
    }
}

/// An officer's finding on one paper, while it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCheck {
    /// Component id of the procedure.
    pub component: String,
    /// What was found.
    pub finding: PaperFinding,
    /// By whom.
    pub by: Holder,
    /// When.
    pub at: Moment,
}

impl Dossier {
    /// The papers handed in for a component.
    pub fn handed_in<'a>(&'a self, component: &'a str) -> impl Iterator<Item = &'a Paper> {
        let papers = self.papers.iter();
        papers.filter(move |paper| paper.id == component)
    }

    /// What an officer found on a component.
    pub fn paper_check(&self, component: &str) -> Option<&PaperCheck> {
        let mut checks = self.checked.iter();
        checks.find(|check| check.component == component)
    }

    /// Whether the open request for supplement names the component.
    pub fn is_asked_for(&self, component: &str) -> bool {
        let asked = self.open_supplement();
        asked.is_some_and(|asked| asked.items.iter().any(|item| item.component == component))
    }

    /// The state of a component; `required` is the procedure's mark that no dossier is received without it.
    ///
    /// What nobody handed in is still to be provided until the dossier is received as complete; afterwards it does without
    /// it, unless the procedure requires it or it is asked for.
    pub fn paper_state(&self, component: &str, required: bool) -> PaperState {
        if self.is_asked_for(component) {
            return PaperState::ToProvide;
        }
        let mut handed_in = self.handed_in(component).peekable();
        let finding = self.paper_check(component).map(|check| check.finding);
        let anything = handed_in.peek().is_some();
        match finding {
            Some(PaperFinding::NotApplicable) => PaperState::NotApplicable,
            _ if handed_in.any(|paper| paper.reused.is_some()) => PaperState::Replaced,
            Some(PaperFinding::Verified) => PaperState::Verified,
            _ if anything => PaperState::Checking,
            _ if required || self.received_at.is_none() => PaperState::ToProvide,
            _ => PaperState::NotApplicable,
        }
    }

    /// The papers of the procedure for which nothing was handed in, each with its state; remarks are none.
    pub fn not_handed_in<'a>(
        &'a self,
        components: &'a [Component],
    ) -> impl Iterator<Item = (&'a Component, PaperState)> {
        let absent = |one: &&Component| !one.note && self.handed_in(&one.id).next().is_none();
        let state = |one: &'a Component| (one, self.paper_state(&one.id, one.required));
        components.iter().filter(absent).map(state)
    }

    /// Whether the state of a paper that was not handed in says something about this dossier, and not only that the
    /// procedure knows of such a paper: it is required, asked for, or an officer spoke of it.
    pub fn concerns(&self, component: &Component) -> bool {
        component.required
            || self.is_asked_for(&component.id)
            || self.paper_check(&component.id).is_some()
    }
}
