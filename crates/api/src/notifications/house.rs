//! Who is told of what goes on in the house: how imports ended, that a webhook cannot be told, and
//! what somebody may do for a while.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    Id, access::Role, dates::business_time, events::EventKind, notifications::NotificationKind,
};
use store::events::LeasedEvent;

use super::routing::{Route, ids};
use crate::{app::Tx, error::ApiResult};

/// The notifications that follow from an event of an import, a webhook or a user.
///
/// # Errors
/// Only the database's.
pub async fn routes_of(tx: &Tx, event: &LeasedEvent) -> ApiResult<Vec<Route>> {
    let (kind, people) = match event.kind {
        EventKind::ImportFinished => {
            (NotificationKind::ImportFinished, event.actor.into_iter().collect())
        }
        EventKind::ImportStopped => {
            (NotificationKind::ImportStopped, event.actor.into_iter().collect())
        }
        EventKind::WebhookFailed => {
            let admins = store::users::with_roles(&**tx, &[Role::Admin]).await?;
            (NotificationKind::WebhookFailed, ids(admins))
        }
        EventKind::PermissionGranted => {
            (NotificationKind::AccessGranted, vec![Id::from_uuid(event.subject_id)])
        }
        EventKind::PermissionRevoked => {
            (NotificationKind::AccessRevoked, vec![Id::from_uuid(event.subject_id)])
        }
        _ => return Ok(Vec::new()),
    };
    Ok(vec![(kind, people, params(event))])
}

/// What it is called, what was noted, and until when by the clock in Shanghai.
fn params(event: &LeasedEvent) -> BTreeMap<String, String> {
    let note = event.note.clone().unwrap_or_default();
    let until = event.data["until"].as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
    BTreeMap::from([
        ("number".to_owned(), event.subject_label.clone()),
        ("who".to_owned(), note.clone()),
        ("reason".to_owned(), note),
        ("until".to_owned(), until.map(business_time).unwrap_or_default()),
    ])
}
