//! Change requests 修改申请: what people may only propose, kept as a difference until somebody who
//! may change it decides.

mod license;
pub mod wire;

use serde_json::Value;

pub use self::license::LicenseAsIs;
use self::wire::ChangeLicense;
use crate::{
    access::Permission,
    customers::wire::ChangeCustomer,
    events::{changes, wire::FieldChange},
    id::UserId,
    licenses::LicenseAction,
    orders::Actor,
    problem::{FieldError, Reason, Refusal},
    validate::Faults,
};

crate::enums::wire_enum! {
    pub enum ChangeStatus {
        #[default]
        Requested = "requested": "待审批", "Waiting for approval";
        Approved = "approved": "已批准", "Approved";
        Rejected = "rejected": "已拒绝", "Rejected";
        Withdrawn = "withdrawn": "已撤回", "Withdrawn";
    }
}

crate::enums::wire_enum! {
    /// What a change request is about.
    pub enum ChangeSubject {
        #[default]
        Customer = "customer": "客户", "Customer";
        License = "license": "许可证", "License";
    }
}

crate::enums::wire_enum! {
    pub enum ChangeAction {
        #[default]
        Approve = "approve": "批准", "Approve";
        Reject = "reject": "拒绝", "Reject";
        Withdraw = "withdraw": "撤回", "Withdraw";
    }
}

impl ChangeStatus {
    /// Where an action leads from here; nowhere once it was decided.
    pub const fn after(self, action: ChangeAction) -> Option<Self> {
        match (self, action) {
            (Self::Requested, ChangeAction::Approve) => Some(Self::Approved),
            (Self::Requested, ChangeAction::Reject) => Some(Self::Rejected),
            (Self::Requested, ChangeAction::Withdraw) => Some(Self::Withdrawn),
            (Self::Approved | Self::Rejected | Self::Withdrawn, _) => None,
        }
    }
}

/// What decides whether a change request may be decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeFacts {
    pub status: ChangeStatus,
    pub requested_by: UserId,
    /// Setting `approval.four_eyes`.
    pub four_eyes: bool,
}

impl ChangeFacts {
    /// Where a decision of `actor` leads.
    ///
    /// # Errors
    /// It was decided already; four eyes; somebody else's is not withdrawn.
    pub fn allows(&self, action: ChangeAction, actor: Actor) -> Result<ChangeStatus, Refusal> {
        let is_own = actor.user == self.requested_by;
        if action == ChangeAction::Withdraw && !is_own {
            return Err(Reason::ChangeOfOthers.into());
        }
        let to = self
            .status
            .after(action)
            .ok_or_else(|| Refusal::new(Reason::ChangeDecided).with("status", self.status))?;
        if action == ChangeAction::Approve && self.four_eyes && is_own {
            return Err(Reason::ChangeOfOneself.into());
        }
        Ok(to)
    }
}

/// A change of one subject: what it holds now, or what it should hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Customer(ChangeCustomer),
    License(ChangeLicense),
}

impl Change {
    pub const fn subject(&self) -> ChangeSubject {
        match self {
            Self::Customer(_) => ChangeSubject::Customer,
            Self::License(_) => ChangeSubject::License,
        }
    }

    /// The fields by name, as people are told of them.
    pub fn told(&self) -> Value {
        match self {
            Self::Customer(change) => change.told(),
            Self::License(change) => change.told(),
        }
    }
}

/// What one needs to change a field directly; whoever approves a change of it needs the same.
pub fn needed(subject: ChangeSubject, field: &str) -> Permission {
    match (subject, field) {
        (ChangeSubject::Customer, _) => Permission::CustomersManage,
        (ChangeSubject::License, "cluster_id" | "activation_mode") => Permission::LicensesDeliver,
        (ChangeSubject::License, "expires_on") => LicenseAction::Extend.needs(),
        // Whether it is suspended, over, and what is noted of it.
        (ChangeSubject::License, _) => Permission::LicensesManage,
    }
}

/// What differs between two changes of one subject, field by field.
pub fn difference(from: &Change, to: &Change) -> Vec<FieldChange> {
    changes(&from.told(), &to.told())
}

/// Checks that a reason is given: a direct change may do without, a proposal may not.
///
/// # Errors
/// A field error at `/reason`.
pub fn check_reason(reason: Option<&str>) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if reason.is_none_or(|reason| reason.trim().is_empty()) {
        faults.add("/reason", Reason::Required);
    }
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Id, access::Role};

    fn facts(status: ChangeStatus) -> ChangeFacts {
        ChangeFacts { status, requested_by: Id::from_uuid(Uuid::from_u128(1)), four_eyes: true }
    }

    fn actor(n: u128) -> Actor {
        Actor { user: Id::from_uuid(Uuid::from_u128(n)), role: Role::Admin }
    }

    #[test]
    fn a_change_is_approved_by_another_and_withdrawn_by_oneself() {
        let open = facts(ChangeStatus::Requested);
        let reason = |action, n| open.allows(action, actor(n)).unwrap_err().reason;

        assert_eq!(reason(ChangeAction::Approve, 1), Reason::ChangeOfOneself);
        assert_eq!(reason(ChangeAction::Withdraw, 2), Reason::ChangeOfOthers);
        assert_eq!(open.allows(ChangeAction::Approve, actor(2)), Ok(ChangeStatus::Approved));
        assert_eq!(open.allows(ChangeAction::Reject, actor(2)), Ok(ChangeStatus::Rejected));
        assert_eq!(open.allows(ChangeAction::Withdraw, actor(1)), Ok(ChangeStatus::Withdrawn));
        let two_eyes = ChangeFacts { four_eyes: false, ..open };
        assert_eq!(two_eyes.allows(ChangeAction::Approve, actor(1)), Ok(ChangeStatus::Approved));
    }

    #[test]
    fn a_change_is_decided_once() {
        for status in [ChangeStatus::Approved, ChangeStatus::Rejected, ChangeStatus::Withdrawn] {
            for action in ChangeAction::ALL {
                let who = if *action == ChangeAction::Withdraw { 1 } else { 2 };
                let refused = facts(status).allows(*action, actor(who)).unwrap_err();
                assert_eq!(refused.reason, Reason::ChangeDecided, "{status} {action}");
            }
        }
    }

    #[test]
    fn a_withdrawn_request_is_called_so() {
        let refusal = Refusal::new(Reason::ChangeDecided).with("status", ChangeStatus::Withdrawn);

        assert_eq!(refusal.words(crate::Lang::Zh), "修改申请已撤回，不能再次处理");
    }

    #[test]
    fn whoever_approves_a_step_of_a_license_may_take_it() {
        let license = |field| needed(ChangeSubject::License, field);

        for (field, action) in [
            ("suspended", LicenseAction::Suspend),
            ("suspended", LicenseAction::Resume),
            ("terminated", LicenseAction::Terminate),
            ("expires_on", LicenseAction::Extend),
        ] {
            assert_eq!(license(field), action.needs(), "{action}");
        }
        assert_eq!(license("cluster_id"), Permission::LicensesDeliver);
        assert_eq!(license("notes"), Permission::LicensesManage);
        assert_eq!(needed(ChangeSubject::Customer, "name"), Permission::CustomersManage);
    }
}
