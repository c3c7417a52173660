//! Orders: what a partner or sales asks for, and who may move it where.

mod accepted;
mod authority;
mod content;
pub mod form;
mod kind;
pub mod sheet;
mod state;
pub mod wire;

pub use accepted::accepted_content;
pub use authority::{check_authority, manual_discount_limit};
pub use content::{check_draft, check_submission, quote_lines};
pub use kind::LineKind;
pub use state::{Actor, OrderAction, OrderFacts, OrderStatus, permission_for};

use crate::{
    problem::{FieldError, Reason, Refusal},
    validate::Faults,
};

crate::enums::wire_enum! {
    /// Where an order came from.
    pub enum OrderSource {
        #[default]
        Partner = "partner": "合作伙伴", "Partner";
        Manual = "manual": "人工录入", "By hand";
        Api = "api": "接口", "API";
        Lead = "lead": "商机", "Lead";
        /// An administrator issued a license at once; the order was made for it.
        Direct = "direct": "直接签发", "Issued directly";
    }
}

crate::enums::wire_enum! {
    /// Who receives the licenses of a line.
    pub enum DeliverTo {
        #[default]
        Partner = "partner": "合作伙伴", "Partner";
        Customer = "customer": "最终客户", "End user";
    }
}

impl wire::StandingQuery {
    /// Checks how many licenses are named.
    ///
    /// # Errors
    /// A field error at `/license`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        if self.license.len() > wire::MOST_NAMED {
            faults.add(
                "/license",
                Refusal::new(Reason::TooManyEntries).with("max", wire::MOST_NAMED),
            );
        }
        faults.into_result()
    }
}
