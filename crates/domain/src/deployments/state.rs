//! Where a deployment stands and what may be done with it.

use super::{CheckedItem, DeploymentMethod};
use crate::{
    Lang,
    problem::{Reason, Refusal},
};

crate::enums::wire_enum! {
    pub enum DeploymentStatus {
        #[default]
        Planned = "planned": "已计划", "Planned";
        InProgress = "in_progress": "进行中", "In progress";
        Completed = "completed": "已完成", "Completed";
        Accepted = "accepted": "已验收", "Accepted";
        Failed = "failed": "失败", "Failed";
        Cancelled = "cancelled": "已取消", "Canceled";
    }
}

crate::enums::wire_enum! {
    pub enum DeploymentAction {
        #[default]
        Start = "start": "开始", "Start";
        Complete = "complete": "完成", "Complete";
        Accept = "accept": "验收", "Accept";
        Fail = "fail": "标记失败", "Mark as failed";
        Replan = "replan": "重新计划", "Plan again";
        Cancel = "cancel": "取消", "Cancel";
    }
}

impl DeploymentAction {
    /// The word in "cannot be …".
    pub const fn refused(self, lang: Lang) -> &'static str {
        match self {
            Self::Start => lang.pick("开始", "started"),
            Self::Complete => lang.pick("完成", "completed"),
            Self::Accept => lang.pick("验收", "accepted"),
            Self::Fail => lang.pick("标记为失败", "marked as failed"),
            Self::Replan => lang.pick("重新计划", "planned again"),
            Self::Cancel => lang.pick("取消", "canceled"),
        }
    }
}

impl DeploymentStatus {
    /// Those that still want work: who is assigned to one is not done.
    pub const OPEN: [Self; 3] = [Self::Planned, Self::InProgress, Self::Failed];

    /// Where an action leads from here, if anywhere.
    pub const fn after(self, action: DeploymentAction) -> Option<Self> {
        use DeploymentAction as Do;
        match (self, action) {
            (Self::Planned, Do::Start) => Some(Self::InProgress),
            (Self::InProgress, Do::Complete) => Some(Self::Completed),
            (Self::InProgress, Do::Fail) => Some(Self::Failed),
            (Self::Failed, Do::Replan) => Some(Self::Planned),
            (Self::Completed, Do::Accept) => Some(Self::Accepted),
            (Self::Planned | Self::InProgress | Self::Failed, Do::Cancel) => Some(Self::Cancelled),
            _ => None,
        }
    }

    /// Whether it still wants work.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::InProgress | Self::Failed)
    }

    /// Whether the product runs because of it.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Completed | Self::Accepted)
    }

    /// Whether the signed form may be put beside it, or be replaced.
    ///
    /// # Errors
    /// It is not done yet.
    pub fn may_attach(self) -> Result<(), Refusal> {
        if self.is_done() {
            Ok(())
        } else {
            Err(Refusal::new(Reason::FormBeforeCompletion).with("status", self))
        }
    }

    /// Whether the plan, who does it and the checklist may be changed.
    ///
    /// # Errors
    /// It failed or is over; what failed is planned again first.
    pub fn may_change(self) -> Result<(), Refusal> {
        if matches!(self, Self::Planned | Self::InProgress) {
            Ok(())
        } else {
            Err(Refusal::new(Reason::DeploymentOver).with("status", self))
        }
    }
}

/// What decides about a deployment's moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeploymentFacts {
    pub status: DeploymentStatus,
    pub method: DeploymentMethod,
    /// How many engineers are assigned.
    pub engineers: usize,
    /// Items of the checklist that are not ticked off.
    pub open_items: usize,
}

impl DeploymentFacts {
    /// Puts together what decides.
    pub fn new(
        status: DeploymentStatus,
        method: DeploymentMethod,
        engineers: usize,
        checklist: &[CheckedItem],
    ) -> Self {
        let open_items = checklist.iter().filter(|one| one.done_at.is_none()).count();
        Self { status, method, engineers, open_items }
    }

    /// Where an action leads.
    ///
    /// # Errors
    /// Not from here; the vendor's work without an engineer; an open checklist.
    pub fn allows(&self, action: DeploymentAction) -> Result<DeploymentStatus, Refusal> {
        let to = self.status.after(action).ok_or_else(|| {
            Refusal::new(Reason::IllegalDeploymentMove)
                .with("status", self.status)
                .with("action", action)
        })?;
        let is_ours = self.method == DeploymentMethod::Vendor;
        if action == DeploymentAction::Start && is_ours && self.engineers == 0 {
            return Err(Reason::NoEngineer.into());
        }
        if action == DeploymentAction::Complete && self.open_items > 0 {
            return Err(Refusal::new(Reason::ChecklistOpen).with("count", self.open_items));
        }
        Ok(to)
    }
}
