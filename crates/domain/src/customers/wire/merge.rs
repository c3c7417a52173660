//! Merging customers, as it travels.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    customers::merge::{MergeField, Moved},
    events::wire::FieldChange,
    id::{CustomerId, CustomerMergeId},
    problem::FieldError,
};

/// One of two that are to be merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeSide {
    pub id: CustomerId,
    pub name: String,
    pub licenses: u32,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// A field in which they differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeChoice {
    pub field: MergeField,
    /// What the one that stays has; an enum's value as it travels.
    pub winner: Option<String>,
    pub loser: Option<String>,
    /// Whether the loser's fills a gap.
    pub suggested: bool,
}

/// How much of something goes over, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedRows {
    pub what: Moved,
    pub count: u32,
}

/// `GET /customers/{id}/merge?with=`: what merging another customer into this one would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergePreview {
    pub winner: MergeSide,
    pub loser: MergeSide,
    /// Only where they differ.
    pub fields: Vec<MergeChoice>,
    /// What goes over to the one that stays; nothing that is not there.
    pub moves: Vec<MovedRows>,
    /// Contacts of the loser that the winner has already: they do not go over.
    pub same_contacts: u32,
    /// Why it cannot be done as things stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<FieldError>,
}

/// The other one of a merge that is to be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct MergeWith {
    /// The one that would be no more; required.
    pub with: Option<CustomerId>,
}

/// `POST /customers/{id}/merge`: makes another customer part of this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeCustomers {
    pub loser_id: CustomerId,
    /// The version of the loser that was seen.
    pub loser_version: i64,
    /// The fields that are the loser's afterwards; the others stay.
    #[serde(default)]
    pub take: Vec<MergeField>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A merge that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeView {
    pub id: CustomerMergeId,
    pub winner_id: CustomerId,
    pub winner_name: String,
    pub loser_id: CustomerId,
    /// As it was called.
    pub loser_name: String,
    pub take: Vec<MergeField>,
    pub reason: Option<String>,
    pub merged_by_name: String,
    pub merged_at: DateTime<Utc>,
    pub undone_by_name: Option<String>,
    pub undone_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// `GET /customers/merges/{id}`: a merge, and what undoing it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoPreview {
    pub merge: MergeView,
    /// Fields of the one that stayed that become what they were.
    pub fields: Vec<FieldChange>,
    /// What goes back.
    pub returns: Vec<MovedRows>,
    /// What came since, or was the winner's own: it stays.
    pub stays: Vec<MovedRows>,
    /// Fields that the merge changed and somebody changed again.
    pub changed: Vec<MergeField>,
    /// Why it cannot be undone as things stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<FieldError>,
}
