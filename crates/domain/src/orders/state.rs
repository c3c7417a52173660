//! The life of an order, as a table that a clerk can check, and who may make each move.

use crate::{
    Lang,
    access::{Permission, Role},
    id::UserId,
    problem::{Reason, Refusal},
};

crate::enums::wire_enum! {
    pub enum OrderStatus {
        #[default]
        Draft = "draft": "草稿", "draft";
        Submitted = "submitted": "待审核", "submitted";
        Approved = "approved": "已批准", "approved";
        Rejected = "rejected": "已拒绝", "rejected";
        Fulfilled = "fulfilled": "已完成", "fulfilled";
        Cancelled = "cancelled": "已取消", "canceled";
    }
}

crate::enums::wire_enum! {
    pub enum OrderAction {
        #[default]
        Submit = "submit": "提交", "Submit";
        Approve = "approve": "批准", "Approve";
        Reject = "reject": "拒绝", "Reject";
        Fulfil = "fulfil": "完成", "Fulfil";
        Cancel = "cancel": "取消", "Cancel";
    }
}

impl OrderAction {
    /// What the action is called where it is refused: "cannot be approved".
    pub const fn refused(self, lang: Lang) -> &'static str {
        let en = match self {
            Self::Submit => "submitted",
            Self::Approve => "approved",
            Self::Reject => "rejected",
            Self::Fulfil => "fulfilled",
            Self::Cancel => "canceled",
        };
        lang.pick(self.label(Lang::Zh), en)
    }
}

impl OrderStatus {
    /// Where `action` leads from here, if anywhere.
    pub const fn after(self, action: OrderAction) -> Option<Self> {
        use OrderAction::{Approve, Cancel, Fulfil, Reject, Submit};
        Some(match (self, action) {
            (Self::Draft | Self::Rejected, Submit) => Self::Submitted,
            (Self::Submitted, Approve) => Self::Approved,
            (Self::Submitted, Reject) => Self::Rejected,
            (Self::Approved, Fulfil) => Self::Fulfilled,
            (Self::Draft | Self::Submitted | Self::Rejected | Self::Approved, Cancel) => {
                Self::Cancelled
            }
            _ => return None,
        })
    }

    pub const fn is_final(self) -> bool {
        matches!(self, Self::Fulfilled | Self::Cancelled)
    }

    /// Whether its content may change.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Rejected)
    }
}

/// Who wants to make a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    pub user: UserId,
    pub role: Role,
}

/// What decides whether a move may be made; the server's row and the SPA's view both give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderFacts {
    pub status: OrderStatus,
    pub placed_by: UserId,
    pub last_edited_by: UserId,
    /// Whether any of its licenses was delivered.
    pub delivered: bool,
    /// Setting `approval.four_eyes`.
    pub four_eyes: bool,
}

impl OrderFacts {
    /// Whether `actor` may make this move now. The API refuses by it; the SPA greys out by it.
    ///
    /// Whether the role has the permission at all is [`crate::access`]'s question.
    ///
    /// # Errors
    /// The table names no such move; four eyes; a canceled order that only an admin may cancel.
    pub fn allows(&self, action: OrderAction, actor: Actor) -> Result<OrderStatus, Refusal> {
        let to = self.status.after(action).ok_or_else(|| {
            Refusal::new(Reason::IllegalOrderMove)
                .with("status", self.status)
                .with("action", action)
        })?;
        let is_own = actor.user == self.placed_by || actor.user == self.last_edited_by;
        if action == OrderAction::Approve && self.four_eyes && is_own {
            return Err(Reason::SelfApproval.into());
        }
        if action == OrderAction::Cancel && self.status == OrderStatus::Approved {
            if actor.role != Role::Admin {
                return Err(Reason::CancelNeedsAdmin.into());
            }
            if self.delivered {
                return Err(Reason::LicensesDelivered.into());
            }
        }
        Ok(to)
    }

    /// Whether the content may be changed now.
    ///
    /// # Errors
    /// Only drafts and rejected orders may.
    pub fn allows_edit(&self) -> Result<(), Refusal> {
        if self.status.is_editable() {
            Ok(())
        } else {
            Err(Refusal::new(Reason::NotEditable).with("status", self.status))
        }
    }
}

/// The permission that a staff member or partner needs for an action; `None` for what only the
/// system does.
pub const fn permission_for(action: OrderAction, role: Role) -> Option<Permission> {
    match (action, role.is_partner()) {
        (OrderAction::Submit | OrderAction::Cancel, true) => Some(Permission::PartnerOrders),
        (OrderAction::Submit | OrderAction::Cancel, false) => Some(Permission::OrdersPlace),
        (OrderAction::Approve | OrderAction::Reject, _) => Some(Permission::OrdersApprove),
        (OrderAction::Fulfil, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Id;

    fn user(n: u128) -> UserId {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn facts(status: OrderStatus) -> OrderFacts {
        OrderFacts {
            status,
            placed_by: user(1),
            last_edited_by: user(2),
            delivered: false,
            four_eyes: true,
        }
    }

    fn actor(n: u128, role: Role) -> Actor {
        Actor { user: user(n), role }
    }

    #[test]
    fn neither_who_placed_it_nor_who_changed_it_last_approves() {
        let order = facts(OrderStatus::Submitted);

        for own in [1, 2] {
            let refused = order.allows(OrderAction::Approve, actor(own, Role::Admin)).unwrap_err();
            assert_eq!(refused.reason, Reason::SelfApproval);
        }
        assert!(order.allows(OrderAction::Approve, actor(3, Role::CommercialOps)).is_ok());
        let relaxed = OrderFacts { four_eyes: false, ..order };
        assert!(relaxed.allows(OrderAction::Approve, actor(1, Role::Admin)).is_ok());
    }

    #[test]
    fn an_approved_order_is_canceled_by_an_admin_before_delivery_only() {
        let order = facts(OrderStatus::Approved);
        let delivered = OrderFacts { delivered: true, ..order };
        let cancel = |order: OrderFacts, role| order.allows(OrderAction::Cancel, actor(3, role));

        assert!(cancel(order, Role::Admin).is_ok());
        assert_eq!(
            cancel(order, Role::CommercialOps).unwrap_err().reason,
            Reason::CancelNeedsAdmin
        );
        assert_eq!(cancel(delivered, Role::Admin).unwrap_err().reason, Reason::LicensesDelivered);
    }

    #[cfg(not(target_family = "wasm"))]
    mod properties {
        use proptest::{collection::vec, prelude::*, sample::select};

        use super::*;

        proptest! {
            #[test]
            fn nothing_leaves_a_final_status(
                status in select(OrderStatus::ALL), action in select(OrderAction::ALL),
            ) {
                prop_assert!(!status.is_final() || status.after(action).is_none());
            }

            #[test]
            fn no_path_reaches_fulfilled_without_approval(
                actions in vec(select(OrderAction::ALL), 0..12),
            ) {
                let mut seen = vec![OrderStatus::Draft];
                for action in actions {
                    seen.extend(seen[seen.len() - 1].after(action));
                }
                if seen.contains(&OrderStatus::Fulfilled) {
                    prop_assert!(seen.contains(&OrderStatus::Approved));
                }
            }
        }
    }
}
