//! Change requests 修改申请: what people may only propose, kept as a difference until somebody who
//! may change it decides.

pub mod wire;

use serde_json::Value;

use self::wire::ChangeLicense;
use crate::{
    access::Role,
    customers::wire::ChangeCustomer,
    events::{changes, wire::FieldChange},
    id::UserId,
    licenses::{ActivationMode, check_mode_change, check_transfer},
    orders::Actor,
    patch::Patch,
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

impl ChangeLicense {
    /// What a license holds of this.
    pub fn as_is(cluster_id: Option<&str>, mode: ActivationMode) -> Self {
        Self {
            cluster_id: cluster_id.map(str::to_owned).into(),
            activation_mode: Some(mode),
            reason: None,
        }
    }

    /// Only what is another than in `present`. A cluster id beside another mode stays: that it is
    /// the same one is what the rules want.
    #[must_use]
    pub fn differing_from(self, present: &Self) -> Self {
        Self {
            cluster_id: self.cluster_id.differing_from(&present.cluster_id),
            activation_mode: self.activation_mode.filter(|it| Some(*it) != present.activation_mode),
            reason: self.reason,
        }
    }

    /// Only the fields that `asked` speaks of, without the reason.
    #[must_use]
    pub fn limited_to(self, asked: &Self) -> Self {
        Self {
            cluster_id: self.cluster_id.limited_to(&asked.cluster_id),
            activation_mode: asked.activation_mode.and(self.activation_mode),
            reason: None,
        }
    }

    /// Whether it changes nothing.
    pub const fn is_empty(&self) -> bool {
        self.cluster_id.is_keep() && self.activation_mode.is_none()
    }

    /// The cluster that is asked for, if any.
    pub fn cluster(&self) -> Option<&str> {
        match &self.cluster_id {
            Patch::Set(id) => Some(id.as_str()),
            Patch::Keep | Patch::Clear => None,
        }
    }

    /// The fields by name.
    pub fn told(&self) -> Value {
        let mut told = serde_json::to_value(self).unwrap_or_default();
        if let Some(fields) = told.as_object_mut() {
            fields.remove("reason");
        }
        told
    }

    /// Checks what `role` proposes for a license that is bound to `bound_to`: by the same rules as
    /// who does it directly. `self` has only what differs.
    ///
    /// # Errors
    /// One field error per fault.
    pub fn check(&self, role: Role, bound_to: Option<&str>) -> Result<(), Vec<FieldError>> {
        let reason = self.reason.as_deref().unwrap_or_default();
        if role == Role::Engineer && self.activation_mode.is_some() {
            return Err(vec![Refusal::from(Reason::OnlyClusterId).at("/activation_mode")]);
        }
        if self.cluster_id == Patch::Clear {
            return Err(vec![Refusal::from(Reason::Required).at("/cluster_id")]);
        }
        match (self.activation_mode, self.cluster()) {
            (None, None) => Err(vec![Refusal::from(Reason::NothingChanges).at("/cluster_id")]),
            (Some(mode), cluster) => check_mode_change(mode, cluster, reason, bound_to),
            (None, Some(cluster)) => check_transfer(cluster, reason, bound_to),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Id;

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

    fn to(cluster: &str) -> ChangeLicense {
        ChangeLicense {
            cluster_id: Patch::Set(cluster.to_owned()),
            activation_mode: None,
            reason: Some("机房搬迁".to_owned()),
        }
    }

    fn faults(change: &ChangeLicense, role: Role) -> Vec<(String, Reason)> {
        let faults = change.check(role, Some("cluster-one")).err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
    }

    #[test]
    fn engineers_propose_a_cluster_and_nothing_else() {
        let mode =
            ChangeLicense { activation_mode: Some(ActivationMode::Online), ..to("cluster-one") };

        assert_eq!(faults(&to("cluster-two"), Role::Engineer), []);
        assert_eq!(faults(&mode, Role::SalesRep), []);
        let refused = ("/activation_mode".to_owned(), Reason::OnlyClusterId);
        assert_eq!(faults(&mode, Role::Engineer), [refused]);
    }

    #[test]
    fn a_proposal_keeps_to_the_rules_of_who_does_it_directly() {
        let cluster = |reason| vec![("/cluster_id".to_owned(), reason)];
        let nothing = ChangeLicense { cluster_id: Patch::Keep, ..to("") };
        let cleared = ChangeLicense { cluster_id: Patch::Clear, ..to("") };

        assert_eq!(faults(&to("?"), Role::SalesRep), cluster(Reason::ClusterIdInvalid));
        assert_eq!(faults(&nothing, Role::SalesRep), cluster(Reason::NothingChanges));
        assert_eq!(faults(&cleared, Role::SalesRep), cluster(Reason::Required));
        assert!(check_reason(Some("  ")).is_err() && check_reason(None).is_err());
    }

    #[test]
    fn what_differs_is_told_field_by_field() {
        let present = ChangeLicense::as_is(Some("cluster-one"), ActivationMode::Offline);
        let asked = to("cluster-two").differing_from(&present);
        let before = present.limited_to(&asked);

        let told = difference(&Change::License(before), &Change::License(asked));

        let told: Vec<_> =
            told.iter().map(|c| (c.field.as_str(), c.from.as_deref(), c.to.as_deref())).collect();
        assert_eq!(told, [("cluster_id", Some("cluster-one"), Some("cluster-two"))]);
    }
}
