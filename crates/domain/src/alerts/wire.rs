//! What alerts send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{AlertKind, AlertStatus, Resolution, Severity, Slot};
use crate::{
    events::SubjectKind,
    id::{AlertId, CustomerId, LicenseId, PartnerId, UserId},
    list::Sort,
};

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlertView {
    pub id: AlertId,
    pub kind: AlertKind,
    pub severity: Severity,
    pub status: AlertStatus,
    /// A license, a partner, or a deployment.
    pub subject_kind: SubjectKind,
    pub subject_id: uuid::Uuid,
    /// The number of the license or deployment, or the partner's name.
    pub subject_label: String,
    /// The last day of the term, deadline or agreement that it is about; the day that was missed.
    pub due_on: NaiveDate,
    /// The step of the ladder: so many days before.
    pub step: Option<u32>,
    pub customer_id: Option<CustomerId>,
    pub customer_name: Option<String>,
    pub partner_id: Option<PartnerId>,
    pub partner_name: Option<String>,
    /// Who sees to the customer.
    pub owner_id: Option<UserId>,
    pub owner_name: Option<String>,
    pub raised_at: DateTime<Utc>,
    /// Who acknowledged or snoozed it last.
    pub handled_by_name: Option<String>,
    pub handled_at: Option<DateTime<Utc>>,
    /// The last day on which it sleeps.
    pub snoozed_until: Option<NaiveDate>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub resolution: Option<Resolution>,
    pub version: i64,
}

impl AlertView {
    /// What tells it apart from the others of its record.
    pub const fn slot(&self) -> Slot {
        Slot { kind: self.kind, due_on: self.due_on, step: self.step }
    }
}

/// How many are open, for a badge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlertCounts {
    pub open: u64,
    /// Of these, those that are critical.
    pub critical: u64,
    /// Of these, those of one's own customers.
    pub mine: u64,
}

/// `POST /alerts/{id}/snooze`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SnoozeAlert {
    /// The last day on which it sleeps: from tomorrow on, at most 90 days.
    pub until: NaiveDate,
}

/// Alerts that are acknowledged at once, at most.
pub const MOST_AT_ONCE: usize = 100;

/// `POST /alerts/acknowledge`: all of these, or none where one is out of reach. Those that are
/// acknowledged or resolved already stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeAlerts {
    pub ids: Vec<AlertId>,
}

/// How many were acknowledged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acknowledged {
    pub acknowledged: u32,
}

crate::enums::wire_enum! {
    pub enum AlertSort {
        #[default]
        RaisedAt = "raised_at": "触发时间", "Raised";
        DueOn = "due_on": "到期日", "Due";
    }
}

crate::list::list_query! {
    /// `GET /alerts` and `GET /partners/alerts`; `q` is the beginning of a license's number or of a
    /// partner's name, or part of a customer's name.
    pub struct AlertListQuery sorted by AlertSort = Sort::descending(AlertSort::RaisedAt);
    {
        /// Any of these; all but resolved ones where nothing is said.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<AlertStatus>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        severity: Vec<Severity>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        kind: Vec<AlertKind>,
        /// Only those of one's own customers, or only the others.
        #[serde(skip_serializing_if = "Option::is_none")]
        mine: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        license: Option<LicenseId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
    }
}
