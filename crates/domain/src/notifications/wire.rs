//! What notifications send over HTTP.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::NotificationKind;
use crate::{events::SubjectKind, id::NotificationId, list::Sort};

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationView {
    pub id: NotificationId,
    pub kind: NotificationKind,
    pub params: BTreeMap<String, String>,
    pub subject_kind: SubjectKind,
    /// The order, license … that it is about.
    pub subject_id: uuid::Uuid,
    pub read: bool,
    pub created_at: DateTime<Utc>,
}

/// `POST /notifications/read`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MarkRead {
    /// Which ones; all where none is named.
    pub ids: Vec<NotificationId>,
}

/// How many are unread. Also what the live stream sends whenever it changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unread {
    pub unread: u32,
}

/// How one is told of a kind of notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NotificationPreference {
    pub kind: NotificationKind,
    /// Whether it stands in the list of notifications. What waits for one to act always does.
    pub in_app: bool,
    /// Whether a mail follows, of kinds that have one.
    pub by_mail: bool,
}

/// `GET /notifications/preferences`: of each kind that can concern one, in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationPreferences {
    pub preferences: Vec<NotificationPreference>,
    /// 0 as long as nothing was chosen.
    pub version: i64,
}

/// `PUT /notifications/preferences`: kinds that are not named are as they are by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseNotifications {
    pub preferences: Vec<NotificationPreference>,
}

crate::enums::wire_enum! {
    pub enum NotificationSort {
        #[default]
        CreatedAt = "created_at": "时间", "Time";
    }
}

crate::list::list_query! {
    /// `GET /notifications`
    pub struct NotificationListQuery sorted by NotificationSort = Sort::descending(NotificationSort::CreatedAt);
    {
        #[serde(skip_serializing_if = "Option::is_none")]
        read: Option<bool>,
    }
}
