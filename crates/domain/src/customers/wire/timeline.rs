//! A customer's timeline, as it travels.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    customers::TimelineKind,
    deliveries::DeliveryStatus,
    events::{EventKind, SubjectKind, wire::FieldChange},
    licenses::wire::{PaymentStatus, PurchaseKind},
    list::{DEFAULT_PER_PAGE, MAX_PER_PAGE},
    money::{Amount, Currency},
};

/// Something that happened to a customer or to what it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    pub id: uuid::Uuid,
    pub kind: TimelineKind,
    pub at: DateTime<Utc>,
    /// What it is about.
    pub subject_kind: SubjectKind,
    pub subject_id: uuid::Uuid,
    /// A number or a name.
    pub subject_label: String,
    /// Who did it; nobody for what the system did.
    pub actor_name: Option<String>,
    /// A reason, a remark, a recipient.
    pub note: Option<String>,
    pub told: Told,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Told {
    /// Something was done.
    Event {
        event: EventKind,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        changes: Vec<FieldChange>,
    },
    /// Something was bought.
    Purchase {
        purchase: PurchaseKind,
        sets: u32,
        /// Gross, for all sets.
        amount: Amount,
        currency: Currency,
        payment: PaymentStatus,
    },
    /// A mail was sent, or is on its way.
    Mail { subject: String, status: DeliveryStatus },
}

/// A part of a timeline, latest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelinePage {
    pub items: Vec<TimelineEntry>,
    /// Where what is older begins, for `after`; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `GET /customers/{id}/timeline`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct TimelineQuery {
    /// Only these; everything that one may read, where it is absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub kind: Vec<TimelineKind>,
    /// Entries at once, at most 100.
    #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 100))]
    pub per_page: u32,
    /// The `next` of the previous answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub after: Option<String>,
}

impl Default for TimelineQuery {
    fn default() -> Self {
        Self { kind: Vec::new(), per_page: DEFAULT_PER_PAGE, after: None }
    }
}

impl TimelineQuery {
    /// How many entries are wanted at once.
    pub fn size(&self) -> u32 {
        self.per_page.clamp(1, MAX_PER_PAGE)
    }
}
