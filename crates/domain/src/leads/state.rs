//! What a lead's status means, and which moves there are between what statuses mean. The statuses
//! themselves are the house's own; the moves follow their kinds.

use super::LostReason;
use crate::{
    Lang,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Longest reason of a move.
pub const REASON_LENGTH: usize = 500;

crate::enums::wire_enum! {
    /// What a status means.
    pub enum StatusKind {
        #[default]
        Open = "open": "进行中", "Open";
        Won = "won": "赢单", "Won";
        Lost = "lost": "输单", "Lost";
        Disqualified = "disqualified": "无效", "Disqualified";
    }
}

crate::enums::wire_enum! {
    pub enum LeadAction {
        #[default]
        Advance = "advance": "推进", "Move";
        Win = "win": "赢单", "Win";
        Lose = "lose": "输单", "Lose";
        Disqualify = "disqualify": "判为无效", "Disqualify";
        Reopen = "reopen": "重新打开", "Reopen";
    }
}

impl LeadAction {
    /// The word in "cannot be …".
    pub const fn refused(self, lang: Lang) -> &'static str {
        match self {
            Self::Advance => lang.pick("推进", "moved"),
            Self::Win => lang.pick("赢单", "won"),
            Self::Lose => lang.pick("输单", "lost"),
            Self::Disqualify => lang.pick("判为无效", "disqualified"),
            Self::Reopen => lang.pick("重新打开", "reopened"),
        }
    }

    /// The kind of status that it leads to.
    pub const fn leads_to(self) -> StatusKind {
        match self {
            Self::Advance | Self::Reopen => StatusKind::Open,
            Self::Win => StatusKind::Won,
            Self::Lose => StatusKind::Lost,
            Self::Disqualify => StatusKind::Disqualified,
        }
    }

    /// Whether it is said why: always of what comes to nothing or comes back.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Disqualify | Self::Reopen)
    }
}

impl StatusKind {
    /// Where an action leads from here, if anywhere.
    pub const fn after(self, action: LeadAction) -> Option<Self> {
        match (self, action) {
            (Self::Open, LeadAction::Reopen) => None,
            (Self::Open, action) => Some(action.leads_to()),
            (Self::Lost | Self::Disqualified, LeadAction::Reopen) => Some(Self::Open),
            _ => None,
        }
    }

    /// Whether somebody still works on it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open)
    }

    /// What a move from here to a status of kind `to` is.
    ///
    /// # Errors
    /// There is no such move.
    pub fn action_to(self, to: Self) -> Result<LeadAction, Refusal> {
        let is_it = |action: &LeadAction| self.after(*action) == Some(to);
        LeadAction::ALL.iter().copied().find(is_it).ok_or_else(|| {
            let asked = match to {
                Self::Open if matches!(self, Self::Won) => LeadAction::Reopen,
                Self::Open => LeadAction::Advance,
                Self::Won => LeadAction::Win,
                Self::Lost => LeadAction::Lose,
                Self::Disqualified => LeadAction::Disqualify,
            };
            Refusal::new(Reason::IllegalLeadMove).with("kind", self).with("action", asked)
        })
    }
}

/// Checks what is said beside a move: losing says why in one of our words, disqualifying and
/// reopening in a sentence.
///
/// # Errors
/// One field error per fault.
pub fn check_reasons(
    action: LeadAction,
    reason: Option<&str>,
    lost_reason: Option<LostReason>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    match (action, lost_reason) {
        (LeadAction::Lose, None) => faults.add("/lost_reason", Reason::Required),
        (LeadAction::Lose, Some(_)) | (_, None) => {}
        (_, Some(_)) => faults.add("/lost_reason", Reason::NotForAction),
    }
    let least = usize::from(action.needs_reason());
    faults.check("/reason", validate::text(reason.unwrap_or_default(), least, REASON_LENGTH));
    faults.into_result()
}
