//! Who is told of what: one table from events to people.

use std::collections::BTreeMap;

use domain::{
    Id,
    access::Scope,
    deliveries::MailKind,
    events::{EventKind, SubjectKind},
    id::{PartnerId, UserId},
    notifications::NotificationKind,
};
use store::{
    change_requests::ChangeRequest,
    events::LeasedEvent,
    notifications::{self, NewNotification},
    orders::Order,
};

use super::{house, money, work};
use crate::{
    app::{App, Tx},
    deliveries,
    error::ApiResult,
};

/// Writes the notifications that follow from an event, and queues the mails of those who want to be
/// told by mail; answers whose list has a new one. The actor is not told of what they did
/// themselves (unless it went on without them, as imports do), nor anybody of what they turned off. A second run adds nothing: one per event,
/// person and kind.
///
/// # Errors
/// Only the database's.
pub async fn notify(app: &App, tx: &Tx, event: &LeasedEvent) -> ApiResult<Vec<UserId>> {
    let mut told = Vec::new();
    for route in routes(tx, event).await? {
        told.extend(notify_of(app, tx, event, route).await?);
    }
    told.sort_unstable();
    told.dedup();
    Ok(told)
}

async fn notify_of(
    app: &App,
    tx: &Tx,
    event: &LeasedEvent,
    (kind, people, params): Route,
) -> ApiResult<Vec<UserId>> {
    let is_told = |user: &UserId| kind.is_of_own_work() || Some(*user) != event.actor;
    let people: Vec<_> = people.into_iter().filter(is_told).collect();
    let wishes = notifications::wishes_of(&**tx, &people).await?;
    let is_mailed = |user: &UserId| wishes.channels(*user, kind).by_mail;
    let mailed: Vec<_> = people.iter().copied().filter(is_mailed).collect();
    // The others have letters of their own, which `deliveries` queues.
    if kind.mail() == Some(MailKind::Notice) && !mailed.is_empty() {
        deliveries::jobs::queue_notices(app, tx, event, kind, &params, &mailed).await?;
    }
    let mut told = Vec::new();
    for user in people.into_iter().filter(|user| wishes.channels(*user, kind).in_app) {
        let notification = NewNotification {
            id: Id::from_uuid(app.id()),
            user_id: user,
            event_id: event.id,
            kind,
            params: params.clone(),
            subject_kind: event.subject_kind,
            subject_id: event.subject_id,
        };
        if notifications::insert_if_absent(&**tx, &notification, tx.now).await? {
            told.push(user);
        }
    }
    Ok(told)
}

pub(super) type Route = (NotificationKind, Vec<UserId>, BTreeMap<String, String>);

async fn routes(tx: &Tx, event: &LeasedEvent) -> ApiResult<Vec<Route>> {
    use EventKind::{
        ImportFinished, ImportStopped, PermissionGranted, PermissionRevoked, WebhookFailed,
    };
    match (event.subject_kind, event.kind) {
        (SubjectKind::Deployment, _) => work::routes_of(tx, event).await,
        (SubjectKind::Invoice, _) => money::routes_of(tx, event).await,
        (
            _,
            ImportFinished | ImportStopped | PermissionGranted | PermissionRevoked | WebhookFailed,
        ) => house::routes_of(tx, event).await,
        _ => Ok(route(tx, event).await?.into_iter().collect()),
    }
}

async fn route(tx: &Tx, event: &LeasedEvent) -> ApiResult<Option<Route>> {
    let with = |who: Option<String>| {
        let mut params = BTreeMap::from([("number".to_owned(), event.subject_label.clone())]);
        params.extend(who.map(|who| ("who".to_owned(), who)));
        params
    };
    let found = match event.kind {
        EventKind::OrderSubmitted => {
            let order = order(tx, event.subject_id).await?;
            let who = match order.partner_id {
                Some(partner) => partner_name(tx, partner).await?,
                None => order.lines.first().map(|line| line.input.end_user.name.clone()),
            };
            let approvers = approvers(tx).await?;
            (NotificationKind::OrderSubmitted, approvers, with(who))
        }
        EventKind::OrderApproved => {
            let people = order_people(tx, event.subject_id).await?;
            (NotificationKind::OrderApproved, people, with(None))
        }
        EventKind::OrderRejected => {
            let mut params = with(None);
            params.insert("reason".to_owned(), event.note.clone().unwrap_or_default());
            (NotificationKind::OrderRejected, order_people(tx, event.subject_id).await?, params)
        }
        EventKind::OrderCancelled => {
            let people = order_people(tx, event.subject_id).await?;
            (NotificationKind::OrderCancelled, people, with(None))
        }
        EventKind::ReturnRequested => {
            let approvers = approvers(tx).await?;
            (NotificationKind::ReturnRequested, approvers, with(event.note.clone()))
        }
        EventKind::ReturnApproved => {
            let people = order_people(tx, event.subject_id).await?;
            (NotificationKind::ReturnApproved, people, with(None))
        }
        EventKind::ReturnRejected => {
            let mut params = with(None);
            params.insert("reason".to_owned(), event.note.clone().unwrap_or_default());
            (NotificationKind::ReturnRejected, order_people(tx, event.subject_id).await?, params)
        }
        EventKind::ChangeRequested => {
            let about = change_request(tx, event.subject_id).await?.subject_label;
            (NotificationKind::ChangeRequested, approvers(tx).await?, with(Some(about)))
        }
        EventKind::ChangeApproved => {
            let request = change_request(tx, event.subject_id).await?;
            let about = with(Some(request.subject_label));
            (NotificationKind::ChangeApproved, vec![request.requested_by], about)
        }
        EventKind::ChangeRejected => {
            let mut params = with(None);
            params.insert("reason".to_owned(), event.note.clone().unwrap_or_default());
            let request = change_request(tx, event.subject_id).await?;
            (NotificationKind::ChangeRejected, vec![request.requested_by], params)
        }
        EventKind::OrderFulfilled => {
            let people = order_people(tx, event.subject_id).await?;
            (NotificationKind::OrderFulfilled, people, with(None))
        }
        EventKind::LicenseActivated => {
            let license =
                store::licenses::get(&**tx, Scope::Everything, Id::from_uuid(event.subject_id))
                    .await?;
            let people = order_people(tx, license.order_id.as_uuid()).await?;
            let customer = store::licenses::names(&**tx, &license).await?.customer_name;
            (NotificationKind::LicenseActivated, people, with(Some(customer)))
        }
        EventKind::LicenseSuspended | EventKind::LicenseResumed => {
            let kind = if event.kind == EventKind::LicenseSuspended {
                NotificationKind::LicenseSuspended
            } else {
                NotificationKind::LicenseResumed
            };
            let (people, params) = of_license(tx, event).await?;
            (kind, people, params)
        }
        // By hand alone: with a canceled or returned order its people are told of that.
        EventKind::LicenseTerminated if event.data.get("after").is_some() => {
            let (people, params) = of_license(tx, event).await?;
            (NotificationKind::LicenseTerminated, people, params)
        }
        EventKind::DeliveryFailed => {
            let approvers = approvers(tx).await?;
            (NotificationKind::DeliveryFailed, approvers, with(event.note.clone()))
        }
        EventKind::AlertsDigested => {
            let figure = |name: &str| (name.to_owned(), event.data[name].to_string());
            let params = BTreeMap::from(["count", "critical"].map(figure));
            (NotificationKind::AlertsRaised, vec![Id::from_uuid(event.subject_id)], params)
        }
        _ => return Ok(None),
    };
    Ok(Some(found))
}

/// Whoever is told what was done with a license by hand: its order's people, and whose it is.
async fn of_license(
    tx: &Tx,
    event: &LeasedEvent,
) -> ApiResult<(Vec<UserId>, BTreeMap<String, String>)> {
    let id = Id::from_uuid(event.subject_id);
    let license = store::licenses::get(&**tx, Scope::Everything, id).await?;
    let mut people = order_people(tx, license.order_id.as_uuid()).await?;
    people.extend(license.owner_id.filter(|owner| !people.contains(owner)));
    let customer = store::licenses::names(&**tx, &license).await?.customer_name;
    let params = BTreeMap::from([
        ("number".to_owned(), license.number),
        ("who".to_owned(), customer),
        ("reason".to_owned(), event.note.clone().unwrap_or_default()),
    ]);
    Ok((people, params))
}

async fn approvers(tx: &Tx) -> ApiResult<Vec<UserId>> {
    Ok(ids(store::users::with_roles(&**tx, &crate::users::APPROVERS).await?))
}

pub(super) fn ids(people: Vec<store::users::Recipient>) -> Vec<UserId> {
    people.into_iter().map(|person| person.id).collect()
}

async fn order(tx: &Tx, id: uuid::Uuid) -> ApiResult<Order> {
    Ok(store::orders::find(&**tx, Scope::Everything, Id::from_uuid(id)).await?)
}

async fn change_request(tx: &Tx, id: uuid::Uuid) -> ApiResult<ChangeRequest> {
    let id = Id::from_uuid(id);
    Ok(store::change_requests::get(&**tx, Scope::Everything, id).await?)
}

async fn partner_name(tx: &Tx, id: PartnerId) -> ApiResult<Option<String>> {
    Ok(Some(store::partners::name(&**tx, id).await?))
}

/// Who placed it, and everybody of its partner.
async fn order_people(tx: &Tx, id: uuid::Uuid) -> ApiResult<Vec<UserId>> {
    let order = order(tx, id).await?;
    let mut people = vec![order.placed_by];
    if let Some(partner) = order.partner_id {
        people.extend(ids(store::users::of_partner(&**tx, partner).await?));
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}
