//! The log of mails: reading one, and trying a failed one again.

use domain::{
    access::Scope,
    deliveries::{DeliveryStatus, wire::DeliveryView},
    events::{EventKind, SubjectKind},
    id::DeliveryId,
    problem::Reason,
};
use store::deliveries::{self, NewDelivery};

use super::jobs::letter_of;
use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch},
    mail::Recipient,
};

/// A mail as it went out, with keys and codes masked.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, id: DeliveryId) -> ApiResult<DeliveryView> {
    let delivery = deliveries::get(&app.db.read, scope, id).await?;
    let letter = letter_of(app, &app.db.read, &NewDelivery::from(&delivery)).await?;
    let to = Recipient { name: None, address: delivery.row.recipient.clone() };
    let mail = letter
        .compose(&delivery.message_id, to, delivery.row.language)
        .map_err(anyhow::Error::from)?;
    Ok(DeliveryView {
        message_id: delivery.message_id,
        text: mail.masked.text,
        html: mail.masked.html,
        attachments: mail.attachments.into_iter().map(|attachment| attachment.name).collect(),
        version: delivery.version,
        row: delivery.row,
    })
}

/// Tries a failed one again, now.
///
/// # Errors
/// 409 where it did not fail; 412.
pub async fn retry(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: DeliveryId,
    version: IfMatch,
) -> ApiResult<DeliveryView> {
    app.transact(async |tx| {
        let delivery = deliveries::get(&**tx, scope, id).await?;
        let status = delivery.row.status;
        if !matches!(
            status,
            DeliveryStatus::Failed | DeliveryStatus::Bounced | DeliveryStatus::Retrying
        ) {
            return Err(Reason::DeliveryNotFailed.into());
        }
        version.check(delivery.version)?;
        deliveries::retry_now(&**tx, id, delivery.version, tx.now).await?;
        let number = delivery.row.order_number.unwrap_or_default();
        record(app, tx, EventKind::DeliveryRetried, SubjectKind::Delivery, id.as_uuid(), &number)
            .by(caller.user)
            .note(Some(&delivery.row.recipient))
            .append();
        Ok(())
    })
    .await?;
    view(app, scope, id).await
}
