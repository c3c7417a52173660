//! What change requests send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{ChangeFacts, ChangeStatus, ChangeSubject};
use crate::{
    events::wire::FieldChange,
    id::{ChangeRequestId, CustomerId, LicenseId, UserId},
    licenses::ActivationMode,
    list::Sort,
    patch::Patch,
};

/// `POST /licenses/{id}/change-requests`: one of these at a time (a cluster may stand beside the mode).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ChangeLicense {
    /// With another mode: for a license that goes offline and is not bound to a cluster yet.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub cluster_id: Patch<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activation_mode: Option<ActivationMode>,
    /// Its keys good for nothing until it is resumed; or good again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended: Option<bool>,
    /// Ended for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminated: Option<bool>,
    /// A later last day, for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub notes: Patch<String>,
    /// Why, in a sentence: for who approves, and for the history of the license.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A change request in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeRequestRow {
    pub id: ChangeRequestId,
    pub number: String,
    pub status: ChangeStatus,
    pub subject: ChangeSubject,
    /// The customer, or the license.
    pub subject_id: uuid::Uuid,
    /// What it was called when the change was proposed.
    pub subject_label: String,
    /// The fields that it changes, as they are called in the API.
    pub fields: Vec<String>,
    pub reason: String,
    pub requested_by: UserId,
    pub requested_by_name: String,
    pub requested_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// One change request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeRequestView {
    pub id: ChangeRequestId,
    pub number: String,
    pub status: ChangeStatus,
    pub subject: ChangeSubject,
    /// The customer, or the license.
    pub subject_id: uuid::Uuid,
    /// What it was called when the change was proposed.
    pub subject_label: String,
    /// What changes, field by field.
    pub fields: Vec<FieldChange>,
    /// Of these fields, those that hold something else by now than when the change was proposed:
    /// while there are any, it cannot be approved.
    pub moved: Vec<String>,
    pub reason: String,
    pub requested_by: UserId,
    pub requested_by_name: String,
    pub requested_at: DateTime<Utc>,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was rejected.
    pub decision_reason: Option<String>,
    /// Setting: nobody approves what they proposed.
    pub four_eyes: bool,
    pub version: i64,
}

impl ChangeRequestView {
    /// What decides about decisions.
    pub const fn facts(&self) -> ChangeFacts {
        ChangeFacts {
            status: self.status,
            requested_by: self.requested_by,
            four_eyes: self.four_eyes,
        }
    }
}

crate::enums::wire_enum! {
    pub enum ChangeRequestSort {
        #[default]
        CreatedAt = "created_at": "申请时间", "Proposed";
    }
}

crate::list::list_query! {
    /// `GET /change-requests`; `q` is the beginning of a number, or of what a subject is called.
    pub struct ChangeRequestListQuery sorted by ChangeRequestSort = Sort::descending(ChangeRequestSort::CreatedAt);
    {
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<ChangeStatus>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        subject: Vec<ChangeSubject>,
        /// Of a customer, and of its licenses.
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        license: Option<LicenseId>,
        /// Only what one proposed oneself, or only what others did.
        #[serde(skip_serializing_if = "Option::is_none")]
        mine: Option<bool>,
    }
}
