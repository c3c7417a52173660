//! What the log of deliveries sends over HTTP.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{DeliveryStatus, MailKind};
use crate::{
    Lang,
    id::{DeliveryId, OrderId},
    list::Sort,
};

/// A mail in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryRow {
    pub id: DeliveryId,
    pub kind: MailKind,
    pub recipient: String,
    pub subject: String,
    pub language: Lang,
    pub status: DeliveryStatus,
    pub tries: u32,
    pub last_error: Option<String>,
    pub next_try_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub order_id: Option<OrderId>,
    pub order_number: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// `GET /deliveries/{id}`: a mail as it went out. Keys and codes are masked; they are shown on the
/// license, to those who may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryView {
    pub row: DeliveryRow,
    pub message_id: String,
    pub text: String,
    pub html: String,
    /// Names of attached files.
    pub attachments: Vec<String>,
    pub version: i64,
}

crate::enums::wire_enum! {
    pub enum DeliverySort {
        #[default]
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /deliveries`; `q` is the beginning of a recipient's address.
    pub struct DeliveryListQuery sorted by DeliverySort = Sort::descending(DeliverySort::CreatedAt);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<DeliveryStatus>,
        #[serde(skip_serializing_if = "Option::is_none")]
        order: Option<OrderId>,
    }
}
