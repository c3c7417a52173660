//! Sales reps 销售代表: who sells, how much of what they were to sell, and beside whom.

mod performance;
mod target;
pub mod wire;

use self::wire::SalesRepContent;
pub use self::{
    performance::{Figures, Part, Period, compared, figures_of, months_of, ranked},
    target::{attained, check_target, quarter_days},
};
use crate::{
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

crate::enums::wire_enum! {
    /// What they do.
    pub enum SalesRepKind {
        SolutionArchitect = "solution_architect": "解决方案架构师", "Solution architect";
        Fde = "fde": "FDE", "FDE";
        CommercialOps = "commercial_ops": "商业化内部运营", "Commercial operations";
        #[default]
        Other = "other": "其他", "Other";
    }
}

/// Checks a sales rep before they are kept.
///
/// # Errors
/// One field error per fault.
pub fn check(content: &SalesRepContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name", validate::text(&content.name, 1, 80));
    faults.check("/email", validate::email(content.email.trim()));
    faults.check("/phone", validate::optional_text(content.phone.as_deref(), 40));
    faults.check("/position", validate::optional_text(content.position.as_deref(), 80));
    faults.into_result()
}

/// Whether a sales rep may be deleted who has so many targets: what somebody was to sell, and did,
/// stays told.
///
/// # Errors
/// There are targets.
pub fn may_delete(targets: u32) -> Result<(), Refusal> {
    if targets == 0 { Ok(()) } else { Err(Reason::SalesRepHasTargets.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_named_at_once() {
        let bad = SalesRepContent {
            name: " ".to_owned(),
            email: "x".to_owned(),
            position: Some("x".repeat(81)),
            ..SalesRepContent::default()
        };

        let found = check(&bad).unwrap_err();

        let pointers: Vec<_> = found.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/email", "/position"]);
        assert!(may_delete(0).is_ok() && may_delete(1).is_err());
    }
}
