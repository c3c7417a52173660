//! Mails: queued by events, written when they are sent, and marked by what the mail server said.

mod changes;
mod digest;
mod letters;
mod notices;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    Id, Lang,
    access::Scope,
    dates::{business_day, plus_days},
    deliveries::{MailKind, Withdrawal, retry_after},
    events::{EventKind, SubjectKind},
    id::{LicenseId, OrderId},
    licenses::activation_deadline,
    notifications::NotificationKind,
    orders::{OrderAction, OrderStatus},
};
use serde_json::json;
use store::{
    deliveries::{self, Delivery, NewDelivery},
    events::LeasedEvent,
    licenses::{self, License},
    orders::{self, Order},
    segments,
};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    orders::recipient,
};

use letters::due_licenses;
pub use letters::letter_of;
pub use notices::queue_notices;

/// How long one worker may take over a mail; longer than the mail server's patience.
pub const LEASE: TimeDelta = TimeDelta::seconds(120);
/// Mails that are taken at once.
const BATCH: u64 = 10;

/// Queues the mails that follow from an event. A second run adds nothing.
///
/// # Errors
/// Only the database's.
pub async fn queue_mails(app: &App, tx: &Tx, event: &LeasedEvent) -> ApiResult<()> {
    match event.kind {
        EventKind::OrderApproved => {
            let order = order_of(tx, Id::from_uuid(event.subject_id)).await?;
            let mut licenses = licenses::of_order(&**tx, order.id).await?;
            licenses.retain(|license| license.terminated_at.is_none());
            let changes = segments::changes_of_order(&**tx, order.id).await?;
            let ids: Vec<_> = changes.iter().map(|change| change.license_id).collect();
            let changed = licenses::get_many(&**tx, Scope::Everything, &ids).await?;
            licenses.extend(changed.into_iter().map(|license| {
                // What it goes out with is the line that changed it, not the one it came of.
                let line = changes.iter().find(|change| change.license_id == license.id);
                let order_line_id = line.map_or(license.order_line_id, |line| line.order_line_id);
                License { order_line_id, ..license }
            }));
            queue_licenses(app, tx, event, &order, &licenses).await?;
            if licenses.is_empty() {
                // Services alone: there is nothing to wait for.
                let order = orders::lock(&**tx, Scope::Everything, order.id).await?;
                fulfil(app, tx, order).await?;
            }
            Ok(())
        }
        // An extended one goes out as it is now, with its new key.
        EventKind::LicenseResent | EventKind::LicenseExtended => {
            let id = Id::from_uuid(event.subject_id);
            let license = licenses::get(&**tx, Scope::Everything, id).await?;
            let order = order_of(tx, license.order_id).await?;
            queue_licenses(app, tx, event, &order, &[license]).await
        }
        EventKind::LicenseTransferred | EventKind::ActivationModeChanged => {
            changes::queue_change(app, tx, event).await
        }
        EventKind::OrderRejected => {
            let order = order_of(tx, Id::from_uuid(event.subject_id)).await?;
            let placed_by = store::users::recipients(&**tx, &[order.placed_by]).await?;
            queue_to(app, tx, event, &order, MailKind::OrderRejected, placed_by).await
        }
        EventKind::OrderSubmitted => {
            let order = order_of(tx, Id::from_uuid(event.subject_id)).await?;
            let approvers = store::users::with_roles(&**tx, &crate::users::APPROVERS).await?;
            queue_to(app, tx, event, &order, MailKind::OrderSubmitted, approvers).await
        }
        EventKind::AlertsDigested => digest::queue_digest(app, tx, event).await,
        EventKind::PasswordResetAsked => queue_reset(app, tx, event).await,
        _ => Ok(()),
    }
}

/// The link is drawn when the mail is written: here stands only which one.
async fn queue_reset(app: &App, tx: &Tx, event: &LeasedEvent) -> ApiResult<()> {
    let users = store::users::recipients(&**tx, &[Id::from_uuid(event.subject_id)]).await?;
    for user in users {
        let id = Id::from_uuid(app.id());
        let mut new = NewDelivery {
            id,
            event_id: event.id,
            recipient: user.email,
            kind: MailKind::PasswordReset,
            order_id: None,
            license_ids: Vec::new(),
            language: user.language,
            subject: String::new(),
            message_id: app.mailer.message_id(id),
            data: json!({ "reset": event.data["reset"] }),
        };
        new.subject = letter_of(app, &**tx, &new).await?.subject(user.language);
        deliveries::insert_if_absent(&**tx, &new, tx.now).await?;
    }
    Ok(())
}

async fn order_of(tx: &Tx, id: OrderId) -> ApiResult<Order> {
    Ok(orders::find(&**tx, Scope::Everything, id).await?)
}

/// One mail per recipient and language, with all the licenses that are theirs.
async fn queue_licenses(
    app: &App,
    tx: &Tx,
    event: &LeasedEvent,
    order: &Order,
    licenses: &[License],
) -> ApiResult<()> {
    let partner_email = match order.partner_id {
        Some(id) => {
            Some(store::partners::get(&**tx, Scope::OfPartner(id), id).await?.contact_email)
        }
        None => None,
    };
    let mut by_recipient: BTreeMap<String, (Lang, Vec<LicenseId>)> = BTreeMap::new();
    // What was canceled before its mail was written is not delivered any more.
    for license in licenses.iter().filter(|license| license.terminated_at.is_none()) {
        let Some(line) = order.lines.iter().find(|line| line.id == license.order_line_id) else {
            continue;
        };
        let address = recipient(order, line, partner_email.as_deref())?;
        by_recipient
            .entry(address)
            .or_insert_with(|| (line.input.language, Vec::new()))
            .1
            .push(license.id);
    }
    for (address, (language, license_ids)) in by_recipient {
        queue(app, tx, event, order, MailKind::Licenses, address, language, license_ids).await?;
    }
    Ok(())
}

/// One mail for each of them, but for who did it and who turned this kind of mail off.
async fn queue_to(
    app: &App,
    tx: &Tx,
    event: &LeasedEvent,
    order: &Order,
    kind: MailKind,
    people: Vec<store::users::Recipient>,
) -> ApiResult<()> {
    let people: Vec<_> =
        people.into_iter().filter(|person| Some(person.id) != event.actor).collect();
    let ids: Vec<_> = people.iter().map(|person| person.id).collect();
    let wishes = store::notifications::wishes_of(&**tx, &ids).await?;
    let is_wanted = |person: &store::users::Recipient| {
        NotificationKind::of_mail(kind).is_none_or(|told| wishes.channels(person.id, told).by_mail)
    };
    for person in people.into_iter().filter(is_wanted) {
        queue(app, tx, event, order, kind, person.email, person.language, Vec::new()).await?;
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "a mail is made of these")]
async fn queue(
    app: &App,
    tx: &Tx,
    event: &LeasedEvent,
    order: &Order,
    kind: MailKind,
    recipient: String,
    language: Lang,
    license_ids: Vec<LicenseId>,
) -> ApiResult<()> {
    let id = Id::from_uuid(app.id());
    let mut new = NewDelivery {
        id,
        event_id: event.id,
        recipient,
        kind,
        order_id: Some(order.id),
        license_ids,
        language,
        subject: String::new(),
        message_id: app.mailer.message_id(id),
        data: match kind {
            MailKind::ActivationChanged => json!({ "reason": event.note, "change": event.data }),
            _ => json!({ "reason": event.note }),
        },
    };
    new.subject = letter_of(app, &**tx, &new).await?.subject(language);
    deliveries::insert_if_absent(&**tx, &new, tx.now).await?;
    Ok(())
}

/// Sends what is due; answers how many mails were tried.
///
/// # Errors
/// The database is not available.
pub async fn send_due(app: &App, owner: &str) -> ApiResult<usize> {
    let now = app.clock.now();
    let due = deliveries::lease_due(&app.db.write, owner, now, now + LEASE, BATCH).await?;
    for delivery in &due {
        send(app, owner, delivery).await?;
    }
    Ok(due.len())
}

async fn send(app: &App, owner: &str, delivery: &Delivery) -> ApiResult<()> {
    let mail = NewDelivery::from(delivery);
    if delivery.row.kind == MailKind::Licenses
        && due_licenses(&app.db.write, &mail).await?.is_empty()
    {
        return withdraw(app, owner, delivery).await;
    }
    renew_old_keys(app, delivery).await?;
    let letter = letter_of(app, &app.db.write, &mail).await?;
    let to = crate::mail::Recipient { name: None, address: delivery.row.recipient.clone() };
    let outcome = match letter.compose(&delivery.message_id, to, delivery.row.language) {
        Ok(mail) => app.mailer.send(&mail, app.clock.now()).await,
        Err(error) => Err(error),
    };
    let (id, tries) = (delivery.row.id, delivery.row.tries);
    match outcome {
        Ok(answer) => {
            tracing::info!(delivery.id = %id, answer, "delivered");
            app.transact(async |tx| delivered(app, tx, owner, delivery).await).await
        }
        Err(error) => {
            tracing::warn!(delivery.id = %id, %error, "a mail did not go out");
            let words = error.to_string();
            let bounced = !error.is_temporary();
            match retry_after(tries).filter(|_| !bounced) {
                Some(wait) => {
                    app.transact(async |tx| {
                        let next = tx.now + wait;
                        Ok(deliveries::mark_retry(&**tx, id, owner, tries, &words, next, tx.now)
                            .await?)
                    })
                    .await
                }
                None => give_up(app, owner, delivery, &words, bounced).await,
            }
        }
    }
}

/// All that it would hand over was taken back since it was queued: nobody has to look.
async fn withdraw(app: &App, owner: &str, delivery: &Delivery) -> ApiResult<()> {
    let (id, tries) = (delivery.row.id, delivery.row.tries);
    app.transact(async |tx| {
        let words = Withdrawal::LicensesTakenBack.as_str();
        Ok(deliveries::mark_failed(&**tx, id, owner, tries, words, false, tx.now).await?)
    })
    .await
}

/// A mail is not tried again by itself; `bounced` where the other side said never.
///
/// # Errors
/// Only the database's.
pub async fn give_up(
    app: &App,
    owner: &str,
    delivery: &Delivery,
    words: &str,
    bounced: bool,
) -> ApiResult<()> {
    let (id, tries) = (delivery.row.id, delivery.row.tries);
    app.transact(async |tx| {
        deliveries::mark_failed(&**tx, id, owner, tries, words, bounced, tx.now).await?;
        record_failure(app, tx, delivery);
        Ok(())
    })
    .await
}

/// A person has to look: approvers are told, and it stands on the order's timeline.
fn record_failure(app: &App, tx: &Tx, delivery: &Delivery) {
    let (id, number) = (delivery.row.id.as_uuid(), delivery.row.order_number.as_deref());
    let label = number.unwrap_or_default();
    let event = record(app, tx, EventKind::DeliveryFailed, SubjectKind::Delivery, id, label)
        .note(Some(&delivery.row.recipient));
    match delivery.row.order_id {
        Some(order) => event.also_on(SubjectKind::Order, order.as_uuid()),
        None => event,
    }
    .append();
}

/// A key that was signed more than a day ago would end before the term that its holder bought: a
/// fresh one takes its place before the mail is written.
async fn renew_old_keys(app: &App, delivery: &Delivery) -> ApiResult<()> {
    if delivery.row.kind != MailKind::Licenses {
        return Ok(());
    }
    let today = app.clock.today();
    let keys = store::license_keys::current_of(&app.db.read, &delivery.license_ids).await?;
    for key in keys.iter().filter(|key| plus_days(key.signed_on, 1) < today) {
        app.transact(async |tx| {
            let license = licenses::lock(&**tx, Scope::Everything, key.license_id).await?;
            if license.sent_at.is_some() {
                // Sent before: this is a re-sending, byte for byte.
                return Ok(());
            }
            let term = license.first_term(today, None);
            crate::licenses::service::sign_for(app, tx, &license, term).await?;
            let id = license.id.as_uuid();
            record(app, tx, EventKind::KeyReissued, SubjectKind::License, id, &license.number)
                .append();
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// The mail server took it: that, and only that, sets when a license was sent.
async fn delivered(app: &App, tx: &Tx, owner: &str, delivery: &Delivery) -> ApiResult<()> {
    let order = match delivery.row.order_id {
        // The order before its licenses, as everywhere.
        Some(id) => Some(orders::lock(&**tx, Scope::Everything, id).await?),
        None => None,
    };
    let (id, tries) = (delivery.row.id, delivery.row.tries);
    deliveries::mark_sent(&**tx, id, owner, tries, tx.now).await?;
    if delivery.row.kind != MailKind::Licenses {
        return Ok(());
    }
    if let Some(order) = &order {
        segments::mark_delivered(&**tx, order.id, &delivery.license_ids, tx.now).await?;
    }
    let sent_on = business_day(tx.now);
    for mut license in licenses::lock_all(&**tx, &delivery.license_ids).await? {
        if license.sent_at.is_some() || license.terminated_at.is_some() {
            continue;
        }
        license.sent_at = Some(tx.now);
        license.activation_deadline = Some(activation_deadline(sent_on));
        if license.activated_at.is_none() {
            let term = license.first_term(sent_on, None);
            license.starts_on = Some(term.starts_on);
            license.expires_on = Some(term.expires_on);
            license.grace_until = Some(plus_days(term.expires_on, license.grace_days));
        }
        licenses::save(&**tx, &mut license, tx.now).await?;
        let id = license.id.as_uuid();
        record(app, tx, EventKind::LicenseSent, SubjectKind::License, id, &license.number)
            .note(Some(&delivery.row.recipient))
            .also_on(SubjectKind::Order, license.order_id.as_uuid())
            .append();
    }
    match order {
        Some(order) => fulfil(app, tx, order).await,
        None => Ok(()),
    }
}

/// An approved order whose licenses are all delivered, or taken back, is fulfilled.
///
/// # Errors
/// Only the database's.
pub async fn fulfil(app: &App, tx: &Tx, mut order: Order) -> ApiResult<()> {
    let all = licenses::of_order(&**tx, order.id).await?;
    let changes = segments::changes_of_order(&**tx, order.id).await?;
    let is_handed_over =
        |license: &License| license.sent_at.is_some() || license.terminated_at.is_some();
    let is_done = all.iter().all(is_handed_over)
        && changes.iter().all(|change| change.delivered_at.is_some());
    if order.status != OrderStatus::Approved || !is_done {
        return Ok(());
    }
    if let Some(to) = order.status.after(OrderAction::Fulfil) {
        order.status = to;
        orders::save(&**tx, &mut order, tx.now).await?;
        crate::orders::order_event(app, tx, EventKind::OrderFulfilled, &order).append();
        crate::receivables::refresh(app, tx, &[order.id]).await?;
    }
    Ok(())
}
