//! Products and their prices.

pub mod price_list;
pub mod pricing;
pub mod rules;
pub mod validity;
pub mod wire;

use self::wire::ProductContent;
use crate::{
    alerts::check_steps,
    problem::{FieldError, Reason},
    usage::check_overage,
    validate::{self, Faults},
};

crate::enums::wire_enum! {
    pub enum ProductKind {
        #[default]
        License = "license": "许可证", "License";
        Addon = "addon": "附加包", "Add-on";
        Service = "service": "服务", "Service";
    }
}

crate::enums::wire_enum! {
    pub enum Edition {
        Basic = "basic": "基础版", "Basic";
        Standard = "standard": "标准版", "Standard";
        Professional = "professional": "专业版", "Professional";
        #[default]
        Enterprise = "enterprise": "企业版", "Enterprise";
        Trial = "trial": "试用版", "Trial";
    }
}

impl Edition {
    /// What a license's number begins with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Basic => "BAS",
            Self::Standard => "STD",
            Self::Professional => "PRO",
            Self::Enterprise => "ENT",
            Self::Trial => "TRI",
        }
    }
}

/// Most workspaces or users that a product names.
const MOST_ENTITLED: u32 = 1_000_000;

/// Checks what is kept of a product.
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check_product(product: &ProductContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/code", validate::text(&product.code, 2, 64));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !product.code.trim().chars().all(is_plain) {
        faults.add("/code", Reason::InvalidCharacters);
    }
    match (product.kind, product.edition) {
        (ProductKind::License, None) => faults.add("/edition", Reason::Required),
        (ProductKind::Addon | ProductKind::Service, Some(_)) => {
            faults.add("/edition", Reason::EditionOfLicenses);
        }
        _ => {}
    }
    faults.check("/name_zh", validate::text(&product.name_zh, 1, 120));
    faults.check("/name_en", validate::text(&product.name_en, 1, 120));
    faults.check("/unit", validate::text(&product.unit, 1, 32));
    faults.check("/workspaces", validate::range(product.workspaces, 0, MOST_ENTITLED));
    faults.check("/users", validate::range(product.users, 0, MOST_ENTITLED));
    faults.check("/grace_days", validate::range(product.grace_days, 0, 365));
    faults.check("/sort_order", validate::range(product.sort_order, 0, 9_999));
    faults.check("/overage_percent", check_overage(product.overage()));
    let steps = product.reminder_days.as_deref();
    let ladder = steps.map_or(Ok(()), |steps| check_steps("/reminder_days", steps));
    let found = [faults.into_result().err(), ladder.err()];
    let found: Vec<FieldError> = found.into_iter().flatten().flatten().collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// What licenses were issued as stays what it is: code, kind and edition of a product that some
/// came of.
///
/// # Errors
/// One field error for each of them that would change.
pub fn check_identity(
    before: &ProductContent,
    after: &ProductContent,
    has_licenses: bool,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if has_licenses {
        for (pointer, changes) in [
            ("/code", before.code != after.code),
            ("/kind", before.kind != after.kind),
            ("/edition", before.edition != after.edition),
        ] {
            if changes {
                faults.add(pointer, Reason::ProductHasLicenses);
            }
        }
    }
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{licenses::LapsedRenewal, usage::OverageMode};

    fn product() -> ProductContent {
        ProductContent {
            code: "DIFY-ENT".to_owned(),
            kind: ProductKind::License,
            edition: Some(Edition::Enterprise),
            name_zh: "企业版".to_owned(),
            name_en: "Enterprise".to_owned(),
            unit: "套/年".to_owned(),
            workspaces: 0,
            users: 0,
            grace_days: 15,
            sold: true,
            sort_order: 4,
            lapsed_renewal: LapsedRenewal::Today,
            reminder_days: None,
            overage_mode: OverageMode::Hard,
            overage_percent: 0,
        }
    }

    fn pointers(checked: Result<(), Vec<FieldError>>) -> Vec<String> {
        checked.err().unwrap_or_default().into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn every_fault_of_a_product_is_named() {
        let bad = ProductContent {
            code: "DIFY ENT".to_owned(),
            kind: ProductKind::Service,
            name_en: " ".to_owned(),
            users: 1_000_001,
            grace_days: 366,
            reminder_days: Some(vec![30, 30]),
            overage_mode: OverageMode::Soft,
            ..product()
        };
        let no_edition = ProductContent { edition: None, ..product() };

        assert_eq!(check_product(&product()), Ok(()));
        assert_eq!(
            pointers(check_product(&bad)),
            [
                "/code",
                "/edition",
                "/name_en",
                "/users",
                "/grace_days",
                "/overage_percent",
                "/reminder_days/1",
            ]
        );
        assert_eq!(pointers(check_product(&no_edition)), ["/edition"]);
    }

    #[test]
    fn what_licenses_came_of_stays_what_it_is() {
        let other = ProductContent {
            code: "DIFY-X".to_owned(),
            kind: ProductKind::Addon,
            edition: None,
            name_en: "Ultimate".to_owned(),
            ..product()
        };

        assert_eq!(pointers(check_identity(&product(), &other, false)), [""; 0]);
        assert_eq!(
            pointers(check_identity(&product(), &other, true)),
            ["/code", "/kind", "/edition"]
        );
    }
}
