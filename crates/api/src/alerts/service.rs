//! Reading alerts, and saying that one has seen them.

use domain::{
    access::{Permission, Scope},
    alerts::{
        AlertAction, AlertKind, AlertStatus, check_snooze,
        wire::{
            AcknowledgeAlerts, Acknowledged, AlertCounts, AlertListQuery, AlertView, MOST_AT_ONCE,
            SnoozeAlert,
        },
    },
    events::EventKind,
    id::AlertId,
    list::Page,
    problem::{FieldError, Reason, Refusal},
};
use store::alerts::{self, Handled};

use super::event_of;
use crate::{
    app::App,
    error::{ApiError, ApiResult},
    http::{Caller, IfMatch, Once, Reply},
};

pub async fn page(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: &AlertListQuery,
) -> ApiResult<Page<AlertView>> {
    if scope != Scope::Everything || may_see(caller, AlertKind::PaymentOverdue) {
        return Ok(alerts::page(&app.db.read, scope, caller.user, query).await?);
    }
    let asked = if query.kind.is_empty() { AlertKind::ALL } else { query.kind.as_slice() };
    let kind: Vec<AlertKind> =
        asked.iter().copied().filter(|kind| may_see(caller, *kind)).collect();
    if kind.is_empty() {
        return Ok(Page { items: Vec::new(), total: 0, total_is_capped: false, next: None });
    }
    let query = AlertListQuery { kind, ..query.clone() };
    Ok(alerts::page(&app.db.read, scope, caller.user, &query).await?)
}

/// How many are open, of the kinds that the caller may see.
pub async fn counts(app: &App, caller: &Caller, scope: Scope) -> ApiResult<AlertCounts> {
    let is_hidden = |kind: &AlertKind| scope == Scope::Everything && !may_see(caller, *kind);
    let hidden: Vec<AlertKind> = AlertKind::ALL.iter().copied().filter(is_hidden).collect();
    Ok(alerts::counts(&app.db.read, scope, caller.user, &hidden).await?)
}

/// Whether an alert of this kind is for the caller: who sees no orders is not told who owes money.
pub fn may_see(caller: &Caller, kind: AlertKind) -> bool {
    kind != AlertKind::PaymentOverdue || caller.powers.may(Permission::OrdersRead)
}

/// A partner's own. Who of the staff sees to it, and what they made of it, is not theirs to know: what
/// is not resolved is open.
pub async fn page_of_partner(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: &AlertListQuery,
) -> ApiResult<Page<AlertView>> {
    let mut query = AlertListQuery { mine: None, ..query.clone() };
    query.status.retain(|status| matches!(status, AlertStatus::Open | AlertStatus::Resolved));
    if query.status.contains(&AlertStatus::Open) {
        query.status.extend([AlertStatus::Acknowledged, AlertStatus::Snoozed]);
    }
    let mut page = page(app, caller, scope, &query).await?;
    for alert in &mut page.items {
        if alert.status != AlertStatus::Resolved {
            alert.status = AlertStatus::Open;
        }
        (alert.owner_id, alert.owner_name) = (None, None);
        (alert.handled_by_name, alert.handled_at) = (None, None);
        alert.snoozed_until = None;
    }
    Ok(page)
}

/// Somebody sees to it.
///
/// # Errors
/// 404; 409 where it is resolved; 412.
pub async fn acknowledge(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: AlertId,
    version: IfMatch,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    handle(app, caller, scope, id, version, once, AlertAction::Acknowledge, None).await
}

/// Not now: it comes back on the day after.
///
/// # Errors
/// 404; 409 where it is resolved; 412; a day that is over or too far.
pub async fn snooze(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: AlertId,
    version: IfMatch,
    once: Option<&Once>,
    body: &SnoozeAlert,
) -> ApiResult<Reply> {
    check_snooze(body.until, app.clock.today()).map_err(|refusal| refusal.at("/until"))?;
    handle(app, caller, scope, id, version, once, AlertAction::Snooze, Some(body)).await
}

/// Neither acknowledged nor snoozed any more.
///
/// # Errors
/// 404; 409 where it is resolved, or open already; 412.
pub async fn reopen(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: AlertId,
    version: IfMatch,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    handle(app, caller, scope, id, version, once, AlertAction::Reopen, None).await
}

#[expect(clippy::too_many_arguments, reason = "who does what to which, and once")]
async fn handle(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: AlertId,
    version: IfMatch,
    once: Option<&Once>,
    action: AlertAction,
    snooze: Option<&SnoozeAlert>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let seen = alerts::get(&**tx, scope, id).await?;
        let status = seen.status.after(action)?;
        version.check(seen.version)?;
        let (kind, by) = match action {
            AlertAction::Acknowledge => (EventKind::AlertAcknowledged, Some(caller.user)),
            AlertAction::Snooze => (EventKind::AlertSnoozed, Some(caller.user)),
            AlertAction::Reopen => (EventKind::AlertReopened, None),
        };
        let snoozed_until = snooze.map(|snooze| snooze.until);
        alerts::handle(&**tx, &seen, Handled { status, snoozed_until, by }, tx.now).await?;
        event_of(app, tx, kind, &seen).by(caller.user).append();
        let after = alerts::get(&**tx, scope, id).await?;
        let version = after.version;
        Ok((200, after, Some(version)))
    })
    .await
}

/// Somebody sees to all of these. What is acknowledged or resolved already stays as it is.
///
/// # Errors
/// A field error for each that is out of reach, for none, and for too many; nothing is done then.
pub async fn acknowledge_all(
    app: &App,
    caller: &Caller,
    scope: Scope,
    once: Option<&Once>,
    body: &AcknowledgeAlerts,
) -> ApiResult<Reply> {
    check_ids(&body.ids)?;
    app.transact_once(caller.user, once, async |tx| {
        let found = alerts::by_ids(&**tx, scope, &body.ids).await?;
        let missing: Vec<FieldError> = body
            .ids
            .iter()
            .enumerate()
            .filter(|(_, id)| found.iter().all(|alert| alert.id != **id))
            .map(|(index, _)| Refusal::from(Reason::UnknownReference).at(format!("/ids/{index}")))
            .collect();
        if !missing.is_empty() {
            return Err(missing.into());
        }
        let waits =
            |alert: &&AlertView| matches!(alert.status, AlertStatus::Open | AlertStatus::Snoozed);
        let waiting: Vec<&AlertView> = found.iter().filter(waits).collect();
        let ids: Vec<AlertId> = waiting.iter().map(|alert| alert.id).collect();
        let done = alerts::acknowledge_all(&**tx, &ids, caller.user, tx.now).await?;
        if done != ids.len() as u64 {
            // Somebody was quicker with one of them: look again.
            return Err(ApiError::Deadlock);
        }
        for alert in waiting {
            event_of(app, tx, EventKind::AlertAcknowledged, alert).by(caller.user).append();
        }
        let acknowledged = u32::try_from(done).unwrap_or(u32::MAX);
        Ok((200, Acknowledged { acknowledged }, None))
    })
    .await
}

fn check_ids(ids: &[AlertId]) -> Result<(), Vec<FieldError>> {
    if ids.is_empty() {
        return Err(vec![Refusal::from(Reason::Required).at("/ids")]);
    }
    if ids.len() > MOST_AT_ONCE {
        let refusal = Refusal::new(Reason::TooManyEntries).with("max", MOST_AT_ONCE);
        return Err(vec![refusal.at("/ids")]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_too_many_are_refused() {
        let id = AlertId::from_uuid(uuid::Uuid::nil());

        assert_eq!(check_ids(&[]).unwrap_err()[0].reason, Reason::Required);
        assert_eq!(check_ids(&[id; MOST_AT_ONCE]), Ok(()));
        let refused = check_ids(&[id; MOST_AT_ONCE + 1]).unwrap_err();
        assert_eq!(refused[0].reason, Reason::TooManyEntries);
    }
}
