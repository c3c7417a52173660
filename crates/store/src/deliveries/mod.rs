//! Mails on their way: one per event, recipient and kind; leased by the worker that sends them.

pub(crate) mod delivery;
mod queue;
mod views;

use chrono::{DateTime, Utc};
use domain::{
    Lang,
    deliveries::{DeliveryStatus, MailKind},
    id::{DeliveryId, EventId, LicenseId, OrderId},
};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use self::delivery::Model;
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    queue::{lease_due, mark_failed, mark_retry, mark_sent, retry_now, withdraw_of_order},
    views::{Delivery, get, page},
};
use crate::{
    StoreResult,
    convert::{cut, to_json, uuid_opt},
    write,
};

/// A mail about to be queued. `data` is what its template needs beside order and licenses; never a
/// key or a code.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDelivery {
    pub id: DeliveryId,
    pub event_id: EventId,
    pub recipient: String,
    pub kind: MailKind,
    pub order_id: Option<OrderId>,
    pub license_ids: Vec<LicenseId>,
    pub language: Lang,
    pub subject: String,
    /// Stable over all tries.
    pub message_id: String,
    pub data: Value,
}

/// Queues it unless it is there already; answers whether it was new.
pub async fn insert_if_absent(
    tx: &impl ConnectionTrait,
    new: &NewDelivery,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let now = cut(now);
    let row = Model {
        id: new.id.as_uuid(),
        created_at: now,
        updated_at: now,
        version: 1,
        event_id: new.event_id.as_uuid(),
        recipient: new.recipient.clone(),
        kind: new.kind.as_str().to_owned(),
        order_id: uuid_opt(new.order_id),
        license_ids: to_json("deliveries.license_ids", &new.license_ids)?,
        language: new.language.as_str().to_owned(),
        subject: new.subject.clone(),
        status: DeliveryStatus::Queued.as_str().to_owned(),
        tries: 0,
        last_error: None,
        next_try_at: Some(now),
        lease_owner: None,
        lease_until: None,
        message_id: new.message_id.clone(),
        delivered_at: None,
        data: to_json("deliveries.data", &new.data)?,
    };
    write::insert_if_absent(tx, row).await
}

/// What was queued, as it was queued.
impl From<&Delivery> for NewDelivery {
    fn from(delivery: &Delivery) -> Self {
        Self {
            id: delivery.row.id,
            event_id: delivery.event_id,
            recipient: delivery.row.recipient.clone(),
            kind: delivery.row.kind,
            order_id: delivery.row.order_id,
            license_ids: delivery.license_ids.clone(),
            language: delivery.row.language,
            subject: delivery.row.subject.clone(),
            message_id: delivery.message_id.clone(),
            data: delivery.data.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
