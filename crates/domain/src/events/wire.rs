//! What timelines and the audit log send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{EventKind, SubjectKind};
use crate::{
    id::{EventId, UserId},
    list::Sort,
};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventView {
    pub id: EventId,
    pub kind: EventKind,
    pub subject_kind: SubjectKind,
    pub subject_id: uuid::Uuid,
    /// What people call the subject: a number or a name.
    pub subject_label: String,
    /// Who did it; nobody for what the system did.
    pub actor_name: Option<String>,
    /// A reason, a remark, a recipient.
    pub note: Option<String>,
    /// What was changed, where that is told (products, prices, rules, customers, change requests).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    pub at: DateTime<Utc>,
    /// From which network address; in the audit log only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The name of the API key that a program came in with; in the audit log only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
}

/// One field that an event changed; nothing where there was or is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// As it is called in the API, e.g. `list_price`.
    pub field: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

crate::enums::wire_enum! {
    pub enum EventSort {
        #[default]
        At = "at": "时间", "Time";
    }
}

crate::list::list_query! {
    /// `GET /events`
    pub struct EventListQuery sorted by EventSort = Sort::descending(EventSort::At);
    {
        #[serde(skip_serializing_if = "Option::is_none")]
        subject_kind: Option<SubjectKind>,
        #[serde(skip_serializing_if = "Option::is_none")]
        subject_id: Option<uuid::Uuid>,
        #[serde(skip_serializing_if = "Option::is_none")]
        actor: Option<UserId>,
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        kind: Vec<EventKind>,
        /// On this business day or later.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        /// On this business day or sooner.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    }
}
