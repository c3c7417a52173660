//! Notifications by mail, for those who want them so.

use std::collections::BTreeMap;

use domain::{
    Id, deliveries::MailKind, events::SubjectKind, id::UserId, notifications::NotificationKind,
};
use serde_json::json;
use store::{
    deliveries::{self, NewDelivery},
    events::LeasedEvent,
};

use super::letter_of;
use crate::{
    app::{App, Tx},
    error::ApiResult,
    mail::NoticeLetter,
};

/// Queues a mail with the notification's sentence for each of them, as far as they are active.
///
/// # Errors
/// Only the database's.
pub async fn queue_notices(
    app: &App,
    tx: &Tx,
    event: &LeasedEvent,
    kind: NotificationKind,
    params: &BTreeMap<String, String>,
    people: &[UserId],
) -> ApiResult<()> {
    let order = match event.subject_kind {
        SubjectKind::Order => Some(Id::from_uuid(event.subject_id)),
        _ => None,
    };
    for person in store::users::recipients(&**tx, people).await? {
        let id = Id::from_uuid(app.id());
        let side = if person.is_partner { "/portal" } else { "" };
        let path = match event.subject_kind {
            SubjectKind::Order => format!("{side}/orders/{}", event.subject_id),
            SubjectKind::ChangeRequest => format!("/change-requests/{}", event.subject_id),
            SubjectKind::Deployment => format!("/deployments/{}", event.subject_id),
            SubjectKind::License => format!("{side}/licenses/{}", event.subject_id),
            SubjectKind::Invoice if person.is_partner => {
                format!("{side}/invoices/{}", event.subject_id)
            }
            SubjectKind::Invoice => format!("/finance/invoices/{}", event.subject_id),
            SubjectKind::Import => format!("/imports/{}", event.subject_id),
            SubjectKind::Webhook => format!("/webhooks/{}", event.subject_id),
            _ => side.to_owned(),
        };
        let mut new = NewDelivery {
            id,
            event_id: event.id,
            recipient: person.email,
            kind: MailKind::Notice,
            order_id: order,
            license_ids: Vec::new(),
            language: person.language,
            subject: String::new(),
            message_id: app.mailer.message_id(id),
            data: json!({ "notification": kind, "params": params, "path": path }),
        };
        new.subject = letter_of(app, &**tx, &new).await?.subject(person.language);
        deliveries::insert_if_absent(&**tx, &new, tx.now).await?;
    }
    Ok(())
}

/// The letter of such a mail, as it was queued.
///
/// # Errors
/// It was queued without what it is about.
pub(super) fn letter(app: &App, mail: &NewDelivery) -> ApiResult<NoticeLetter> {
    let url = app.config.http.public_url.trim_end_matches('/');
    let path = mail.data["path"].as_str().unwrap_or_default();
    let read = |name: &str| mail.data[name].clone();
    Ok(NoticeLetter {
        kind: serde_json::from_value(read("notification")).map_err(anyhow::Error::from)?,
        params: serde_json::from_value(read("params")).map_err(anyhow::Error::from)?,
        link: format!("{url}{path}"),
    })
}
