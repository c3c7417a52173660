//! What webhooks send over HTTP.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CallStatus, WebhookForm};
use crate::{
    Lang,
    events::EventKind,
    id::{WebhookCallId, WebhookId},
    list::Sort,
};

/// A webhook. Of its address only what gives nothing away is shown: robots have their key in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookView {
    pub id: WebhookId,
    pub name: String,
    pub form: WebhookForm,
    /// The host, and the path where there is no key in it.
    pub address: String,
    /// Whether messages are signed.
    pub is_signed: bool,
    pub language: Lang,
    pub kinds: Vec<EventKind>,
    pub active: bool,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// What an admin says of a webhook: `POST /webhooks` and `PUT /webhooks/{id}`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhookContent {
    pub name: String,
    pub form: WebhookForm,
    /// Where messages go; left out in a change, it stays what it is.
    #[serde(default)]
    pub url: Option<String>,
    /// The robot's own secret (DingTalk, Feishu); left out in a change, it stays what it is.
    #[serde(default)]
    pub secret: Option<String>,
    /// Of messages to people.
    pub language: Lang,
    pub kinds: Vec<EventKind>,
    pub active: bool,
}

/// A robot's address is a secret like the other: neither stands in a log.
impl fmt::Debug for WebhookContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookContent")
            .field("name", &self.name)
            .field("form", &self.form)
            .field("kinds", &self.kinds)
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

/// A secret that is shown this once; nothing where the other side has its own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookSecret {
    pub webhook: WebhookView,
    /// `whsec_…`: what the receiver verifies signatures with.
    pub secret: Option<String>,
}

/// A message to a webhook, in its log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookCallRow {
    pub id: WebhookCallId,
    /// The event's kind, or `webhook.test`.
    pub kind: String,
    /// What people call the event's subject.
    pub label: String,
    pub status: CallStatus,
    pub tries: Vec<WebhookTry>,
    pub next_try_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// One try of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookTry {
    pub at: DateTime<Utc>,
    /// HTTP status; nothing where there was no answer.
    pub status: Option<u16>,
    /// The beginning of the answer, or why there was none.
    pub answer: String,
    pub millis: u32,
}

crate::enums::wire_enum! {
    pub enum WebhookSort {
        #[default]
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /webhooks`; `q` is the beginning of the name.
    pub struct WebhookListQuery sorted by WebhookSort = Sort::ascending(WebhookSort::CreatedAt);
    {}
}

crate::list::list_query! {
    /// `GET /webhooks/{id}/calls`; `q` is the beginning of the subject's name.
    pub struct WebhookCallListQuery sorted by WebhookSort = Sort::descending(WebhookSort::CreatedAt);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<CallStatus>,
    }
}
