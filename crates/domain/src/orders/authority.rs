//! What each side may set in an order. The API refuses by it; the SPA says so beside the field.

use super::wire::OrderContent;
use crate::{
    access::Role,
    id::PartnerId,
    money::BasisPoints,
    problem::{FieldError, Reason, Refusal},
    validate::Faults,
};

/// What a role may take off by hand (price policy of the order form).
pub const fn manual_discount_limit(role: Role) -> BasisPoints {
    match role {
        Role::Admin => BasisPoints::WHOLE,
        Role::CommercialOps => BasisPoints(15_00),
        Role::SalesManager | Role::SalesRep => BasisPoints(5_00),
        _ => BasisPoints(0),
    }
}

/// Whether `role` (of `partner`, if it is one) may have set this; `stood` is what the order said
/// before, all of which may stay, whoever set it.
///
/// # Errors
/// A partner that sets buyer or contract number; a discount by hand above the role's limit; a last
/// day that no administrator agreed to.
pub fn check_authority(
    content: &OrderContent,
    stood: &OrderContent,
    role: Role,
    partner: Option<PartnerId>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if role.is_partner() {
        if content.partner_id.is_some() && content.partner_id != partner {
            faults.add("/partner_id", Reason::UnknownField);
        }
        let contract = content.contract_number.as_deref().unwrap_or_default();
        if !contract.is_empty() && content.contract_number != stood.contract_number {
            faults.add("/contract_number", Reason::UnknownField);
        }
    }
    let limit = manual_discount_limit(role);
    for (index, line) in content.lines.iter().enumerate() {
        let granted = stood
            .lines
            .iter()
            .filter(|before| before.product_id == line.product_id)
            .map(|before| before.manual_discount)
            .fold(limit, BasisPoints::max);
        if line.manual_discount > granted {
            let refusal = Refusal::new(Reason::OutOfRange).with("min", 0).with("max", granted);
            faults.add(format!("/lines/{index}/manual_discount"), refusal);
        }
        let agreed = stood
            .lines
            .iter()
            .any(|before| before.ends_on == line.ends_on && before.product_id == line.product_id);
        if line.ends_on.is_some() && role != Role::Admin && !agreed {
            faults.add(format!("/lines/{index}/ends_on"), Reason::OnlyAdmin);
        }
    }
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{super::wire::LineInput, *};
    use crate::Id;

    fn discounted(points: u32) -> OrderContent {
        let line = LineInput { manual_discount: BasisPoints(points), ..LineInput::default() };
        OrderContent { lines: vec![line], ..OrderContent::default() }
    }

    fn pointers(checked: Result<(), Vec<FieldError>>) -> Vec<String> {
        checked.unwrap_err().into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn a_role_takes_off_no_more_than_its_limit() {
        let nothing = OrderContent::default();
        let check = |points, role| check_authority(&discounted(points), &nothing, role, None);

        assert!(check(5_00, Role::SalesRep).is_ok());
        assert_eq!(pointers(check(5_01, Role::SalesRep)), ["/lines/0/manual_discount"]);
        assert!(check(15_00, Role::CommercialOps).is_ok());
        assert!(check(15_01, Role::CommercialOps).is_err());
        assert!(check(100_00, Role::Admin).is_ok());
        assert!(check(1, Role::Partner).is_err());
    }

    #[test]
    fn what_somebody_with_more_authority_set_may_stay() {
        let stood =
            OrderContent { contract_number: Some("HT-2026-118".to_owned()), ..discounted(20_00) };
        let edited = OrderContent { remark: Some("急".to_owned()), ..stood.clone() };
        let other = OrderContent { contract_number: Some("HT-2026-119".to_owned()), ..edited };
        let check = |content: &OrderContent| check_authority(content, &stood, Role::Partner, None);

        assert!(check(&OrderContent { remark: None, ..stood.clone() }).is_ok());
        assert_eq!(pointers(check(&other)), ["/contract_number"]);
        assert!(check(&discounted(20_01)).is_err());
    }

    #[test]
    fn a_partner_orders_for_itself_only() {
        let own = Id::from_uuid(Uuid::from_u128(1));
        let other = Id::from_uuid(Uuid::from_u128(2));
        let of = |partner| OrderContent { partner_id: Some(partner), ..OrderContent::default() };
        let check = |content: &OrderContent, role| {
            check_authority(content, &OrderContent::default(), role, Some(own))
        };

        assert!(check(&of(own), Role::Partner).is_ok());
        assert_eq!(pointers(check(&of(other), Role::Partner)), ["/partner_id"]);
        assert!(check(&of(other), Role::SalesRep).is_ok());
    }
}
