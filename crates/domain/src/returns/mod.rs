//! Returns 退单: lines of an approved order that are taken back, with what is paid back for them.

pub mod wire;

use chrono::NaiveDate;

use crate::{
    id::UserId,
    licenses::days,
    money::{Amount, AmountError},
    orders::{Actor, OrderStatus},
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

crate::enums::wire_enum! {
    pub enum ReturnStatus {
        #[default]
        Requested = "requested": "待审核", "Waiting for approval";
        Approved = "approved": "已批准", "Approved";
        Rejected = "rejected": "已拒绝", "Rejected";
    }
}

crate::enums::wire_enum! {
    /// What is paid back.
    pub enum RefundBasis {
        /// Everything that the lines cost.
        #[default]
        Full = "full": "全额退款", "Everything";
        /// For the days that are still to come: remaining ÷ actual days.
        Unused = "unused": "退未使用天数", "Unused days";
    }
}

crate::enums::wire_enum! {
    pub enum ReturnAction {
        #[default]
        Approve = "approve": "批准", "Approve";
        Reject = "reject": "拒绝", "Reject";
    }
}

/// What decides whether a return may be decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnFacts {
    pub status: ReturnStatus,
    pub requested_by: UserId,
    /// Setting `approval.four_eyes`.
    pub four_eyes: bool,
}

impl ReturnFacts {
    /// Where a decision of `actor` leads.
    ///
    /// # Errors
    /// It was decided already; four eyes.
    pub fn allows(&self, action: ReturnAction, actor: Actor) -> Result<ReturnStatus, Refusal> {
        if self.status != ReturnStatus::Requested {
            return Err(Refusal::new(Reason::ReturnDecided).with("status", self.status));
        }
        match action {
            ReturnAction::Reject => Ok(ReturnStatus::Rejected),
            ReturnAction::Approve if self.four_eyes && actor.user == self.requested_by => {
                Err(Reason::SelfApproval.into())
            }
            ReturnAction::Approve => Ok(ReturnStatus::Approved),
        }
    }
}

/// Whether lines of an order can be returned at all: what was never approved is canceled instead.
///
/// # Errors
/// The order was not approved.
pub fn check_order(status: OrderStatus) -> Result<(), Refusal> {
    match status {
        OrderStatus::Approved | OrderStatus::Fulfilled => Ok(()),
        status => Err(Refusal::new(Reason::NotReturnable).with("status", status)),
    }
}

/// Checks what is asked for. `lines` are the order's line numbers, `taken` those that were returned
/// or are about to be.
///
/// # Errors
/// One field error per fault: no lines, lines that the order has not, or returned already; no
/// reason.
pub fn check_request(
    request: &wire::RequestReturn,
    lines: &[u32],
    taken: &[u32],
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/reason", validate::text(&request.reason, 2, 500));
    if request.lines.is_empty() {
        faults.add("/lines", Reason::NoLines);
    }
    for (index, line) in request.lines.iter().enumerate() {
        let is_twice = request.lines.iter().take(index).any(|before| before == line);
        if !lines.contains(line) || is_twice {
            faults.add(format!("/lines/{index}"), Reason::UnknownReference);
        } else if taken.contains(line) {
            faults.add(format!("/lines/{index}"), Reason::ReturnedAlready);
        }
    }
    faults.into_result()
}

/// What was paid for the days of a period from `on` to its end: paid × remaining ÷ actual days, half
/// away from zero. What is kept is the rest, so that both make the whole.
///
/// # Errors
/// An amount that does not fit.
pub fn unused(
    paid: Amount,
    (from, until): (NaiveDate, NaiveDate),
    on: NaiveDate,
) -> Result<Amount, AmountError> {
    paid.scaled(days(on.max(from), until), days(from, until).max(1))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Id, access::Role};

    fn facts(status: ReturnStatus) -> ReturnFacts {
        ReturnFacts { status, requested_by: Id::from_uuid(Uuid::from_u128(1)), four_eyes: true }
    }

    fn actor(n: u128) -> Actor {
        Actor { user: Id::from_uuid(Uuid::from_u128(n)), role: Role::Admin }
    }

    #[test]
    fn who_asked_for_a_return_does_not_approve_it() {
        let asked = facts(ReturnStatus::Requested);

        let own = asked.allows(ReturnAction::Approve, actor(1)).unwrap_err();
        assert_eq!(own.reason, Reason::SelfApproval);
        assert_eq!(asked.allows(ReturnAction::Approve, actor(2)), Ok(ReturnStatus::Approved));
        assert_eq!(asked.allows(ReturnAction::Reject, actor(1)), Ok(ReturnStatus::Rejected));
    }

    #[test]
    fn a_return_is_decided_once() {
        for status in [ReturnStatus::Approved, ReturnStatus::Rejected] {
            for action in ReturnAction::ALL {
                let refused = facts(status).allows(*action, actor(2)).unwrap_err();
                assert_eq!(refused.reason, Reason::ReturnDecided);
            }
        }
    }

    #[test]
    fn only_what_was_approved_is_returned() {
        for status in OrderStatus::ALL {
            let may = matches!(status, OrderStatus::Approved | OrderStatus::Fulfilled);
            assert_eq!(check_order(*status).is_ok(), may, "{status}");
        }
    }

    #[test]
    fn every_fault_of_a_request_is_named() {
        let request = wire::RequestReturn {
            lines: vec![1, 2, 2, 9],
            basis: RefundBasis::Full,
            reason: String::new(),
        };

        let faults = check_request(&request, &[1, 2, 3], &[1]).unwrap_err();

        let found: Vec<_> =
            faults.iter().map(|fault| (fault.pointer.as_str(), fault.reason)).collect();
        assert_eq!(
            found[1..],
            [
                ("/lines/0", Reason::ReturnedAlready),
                ("/lines/2", Reason::UnknownReference),
                ("/lines/3", Reason::UnknownReference)
            ]
        );
        assert_eq!(found[0].0, "/reason");
    }

    #[cfg(not(target_family = "wasm"))]
    proptest::proptest! {
        #[test]
        fn what_is_paid_back_and_what_is_kept_make_what_was_paid(
            paid in 0_i64..1_000_000_00, length in 0_u32..2_000, after in 0_u32..2_500,
        ) {
            let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
            let until = crate::dates::plus_days(from, length);
            let paid = Amount::from_minor(paid);
            let at = |n| unused(paid, (from, until), crate::dates::plus_days(from, n)).unwrap();

            let (back, next) = (at(after), at(after + 1));

            let kept = paid.minus(back).unwrap();
            proptest::prop_assert!(back >= Amount::ZERO && kept >= Amount::ZERO);
            proptest::prop_assert_eq!(back.plus(kept).unwrap(), paid);
            proptest::prop_assert!(next <= back);
            proptest::prop_assert_eq!(at(0), paid);
            proptest::prop_assert_eq!(at(length + 1), Amount::ZERO);
        }
    }
}
