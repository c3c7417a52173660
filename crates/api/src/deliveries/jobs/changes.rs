//! The mail that follows when a license's cluster or activation mode changed.

use domain::{Id, access::Scope, deliveries::MailKind, licenses::ActivationMode};
use serde_json::Value;
use store::{events::LeasedEvent, licenses};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    mail::Activation,
    orders::recipient,
};

/// Queues it for who got the license.
pub(super) async fn queue_change(app: &App, tx: &Tx, event: &LeasedEvent) -> ApiResult<()> {
    let license = licenses::get(&**tx, Scope::Everything, Id::from_uuid(event.subject_id)).await?;
    let order = super::order_of(tx, license.order_id).await?;
    let line = order.lines.iter().find(|line| line.id == license.order_line_id);
    // What was ended meanwhile has no key to hand over.
    let Some(line) = line.filter(|_| license.terminated_at.is_none()) else { return Ok(()) };
    let partner_email = match order.partner_id {
        Some(id) => {
            Some(store::partners::get(&**tx, Scope::OfPartner(id), id).await?.contact_email)
        }
        None => None,
    };
    let address = recipient(&order, line, partner_email.as_deref())?;
    let (kind, language) = (MailKind::ActivationChanged, line.input.language);
    super::queue(app, tx, event, &order, kind, address, language, vec![license.id]).await
}

/// One side of the change, as the event noted it.
pub(super) fn activation_in(noted: &Value) -> Activation {
    let mode = noted["mode"].as_str().and_then(|mode| mode.parse().ok());
    Activation {
        mode: mode.unwrap_or(ActivationMode::Online),
        cluster_id: noted["cluster_id"].as_str().map(str::to_owned),
    }
}
