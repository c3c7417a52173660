//! Who is told of which alerts: once a day and person, whatever their number.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    Id,
    access::Role,
    alerts::{Severity, watchers, wire::AlertView},
    events::{EventKind, SubjectKind},
    id::{DeploymentId, UserId},
};
use serde_json::json;
use store::alerts;
use uuid::Uuid;

use super::event_of;
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
};

/// Alerts of a day's digests at most; the others follow on the next day.
const MOST: u64 = 1_000;
/// Alerts that a digest names; of the others it says how many.
pub const MOST_NAMED: usize = 50;

/// Ends a day's run: sleepers wake, and everybody concerned is told of what is new, by an event of
/// their own. Answers how many people.
///
/// # Errors
/// Only the database's.
pub async fn tell(app: &App, tx: &Tx, day: NaiveDate) -> ApiResult<usize> {
    if !alerts::finish(&**tx, day, tx.now).await? {
        return Ok(0);
    }
    for woken in alerts::wake(&**tx, day, MOST, tx.now).await? {
        event_of(app, tx, EventKind::AlertReopened, &woken).append();
    }
    let fresh = alerts::fresh(&**tx, MOST).await?;
    let ids: Vec<_> = fresh.iter().map(|alert| alert.id).collect();
    alerts::mark_told(&**tx, &ids, day).await?;
    let digests = digests(tx, &fresh).await?;
    let people: Vec<UserId> = digests.keys().copied().collect();
    let people = store::users::recipients(&**tx, &people).await?;
    for person in &people {
        let own = digests.get(&person.id).map_or(&[][..], Vec::as_slice);
        let critical = own.iter().filter(|alert| alert.severity == Severity::Critical).count();
        let named: Vec<_> = own.iter().take(MOST_NAMED).map(|alert| alert.id).collect();
        let (kind, subject) = (EventKind::AlertsDigested, SubjectKind::User);
        record(app, tx, kind, subject, person.id.as_uuid(), &person.name)
            .data(json!({
                "day": day, "alerts": named, "count": own.len(), "critical": critical,
            }))
            .append();
    }
    Ok(people.len())
}

/// What each is told of: the most urgent first, of these what ends first.
async fn digests<'a>(
    tx: &Tx,
    fresh: &'a [AlertView],
) -> ApiResult<BTreeMap<UserId, Vec<&'a AlertView>>> {
    let mut of_roles: BTreeMap<&[Role], Vec<UserId>> = BTreeMap::new();
    let mut digests: BTreeMap<UserId, Vec<&AlertView>> = BTreeMap::new();
    let leads = leads(tx, fresh).await?;
    for alert in fresh {
        let roles = watchers(alert.kind, alert.severity, alert.owner_id.is_some());
        if !roles.is_empty() && !of_roles.contains_key(roles) {
            let people = store::users::with_roles(&**tx, roles).await?;
            of_roles.insert(roles, people.into_iter().map(|person| person.id).collect());
        }
        let watching = of_roles.get(roles).into_iter().flatten().copied();
        let lead = leads.get(&alert.subject_id).copied();
        let people: BTreeSet<UserId> = watching.chain(alert.owner_id).chain(lead).collect();
        for person in people {
            digests.entry(person).or_default().push(alert);
        }
    }
    for own in digests.values_mut() {
        own.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.due_on.cmp(&b.due_on)));
    }
    Ok(digests)
}

/// Who leads the deployments that are late, by their ids.
async fn leads(tx: &Tx, fresh: &[AlertView]) -> ApiResult<BTreeMap<Uuid, UserId>> {
    let late = fresh.iter().filter(|alert| alert.subject_kind == SubjectKind::Deployment);
    let late: Vec<DeploymentId> = late.map(|alert| Id::from_uuid(alert.subject_id)).collect();
    let leads = alerts::leads(&**tx, &late).await?;
    Ok(leads.into_iter().map(|(id, user)| (id.as_uuid(), user)).collect())
}
