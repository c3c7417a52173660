//! Returns: one use case, one transaction. The order's row is locked first, as everywhere.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    Id,
    access::Scope,
    dates::business_day,
    events::EventKind,
    id::{OrderId, OrderLineId, ReturnId, UserId},
    money::Amount,
    orders::{LineKind, wire::WithReason},
    returns::{
        self, RefundBasis, ReturnAction, ReturnStatus,
        wire::{RequestReturn, ReturnView, ReturnedLine},
    },
    text::cleaned,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::{
    licenses::License,
    orders::{self, Line, Order},
    returns::Return,
    segments::Segment,
};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    http::{Caller, IfMatch, Once, Reply},
    licenses::{change, issue},
    orders::{order_event, service::check_reason},
};

/// Asks for lines of an approved order to be taken back.
///
/// # Errors
/// 404, 409 where the order was not approved, 412, field errors.
pub async fn request(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: OrderId,
    version: IfMatch,
    once: Option<&Once>,
    request: &RequestReturn,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let order = orders::lock(&**tx, scope, id).await?;
        returns::check_order(order.status)?;
        version.check(order.version)?;
        let before = store::returns::of_order(&**tx, id).await?;
        let taken: Vec<u32> = before
            .iter()
            .filter(|one| one.status != ReturnStatus::Rejected)
            .flat_map(|one| one.lines.iter().map(|line| line.line))
            .collect();
        let numbers: Vec<u32> = order.lines.iter().map(|line| line.line).collect();
        returns::check_request(request, &numbers, &taken)?;
        check_unchanged(tx, &order, request).await?;
        let lines = refunds(tx, &order, request).await?;
        let new = Return {
            id: Id::from_uuid(app.id()),
            order_id: order.id,
            ordinal: u32::try_from(before.len()).unwrap_or(u32::MAX).saturating_add(1),
            status: ReturnStatus::Requested,
            basis: request.basis,
            reason: cleaned(&request.reason),
            refund: lines.iter().map(|line| line.refund).sum(),
            lines,
            currency: order.currency,
            requested_by: caller.user,
            decided_by: None,
            decided_at: None,
            decision_reason: None,
            created_at: tx.now,
            version: 1,
        };
        store::returns::insert(&**tx, &new, tx.now).await?;
        order_event(app, tx, EventKind::ReturnRequested, &order)
            .by(caller.user)
            .note(Some(&new.reason))
            .data(json!({"return": new.id, "refund": new.refund}))
            .append();
        let view = view_of(app, &**tx, &order.number, new).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}

/// What is paid back for each line that is returned.
async fn refunds(tx: &Tx, order: &Order, request: &RequestReturn) -> ApiResult<Vec<ReturnedLine>> {
    let today = business_day(tx.now);
    let issued = store::licenses::of_order(&**tx, order.id).await?;
    let changes = store::segments::changes_of_order(&**tx, order.id).await?;
    let asked = order.lines.iter().filter(|line| request.lines.contains(&line.line));
    asked
        .map(|line| {
            let gross = line.price.as_ref().map(|price| price.gross).unwrap_or_default();
            let refund = match request.basis {
                RefundBasis::Full => gross,
                RefundBasis::Unused => unused(line, gross, &issued, &changes, today)?,
            };
            Ok(ReturnedLine { line: line.line, gross, refund })
        })
        .collect()
}

/// What another order built upon cannot be taken from under it; said when a return is asked for, and
/// again when it is approved.
async fn check_unchanged(tx: &Tx, order: &Order, request: &RequestReturn) -> ApiResult<()> {
    let lines: Vec<OrderLineId> = order
        .lines
        .iter()
        .filter(|line| request.lines.contains(&line.line))
        .map(|line| line.id)
        .collect();
    let mut sold = store::licenses::of_order(&**tx, order.id).await?;
    sold.retain(|license| {
        lines.contains(&license.order_line_id) && license.terminated_at.is_none()
    });
    issue::check_unchanged(&**tx, &sold).await?;
    let mut changes = store::segments::changes_of_order(&**tx, order.id).await?;
    changes.retain(|change| lines.contains(&change.order_line_id));
    change::check_latest(&**tx, &changes).await
}

/// The part of a line's price that is for days to come. A service that was sold is used; a license
/// that never began is not.
fn unused(
    line: &Line,
    gross: Amount,
    issued: &[License],
    changes: &[Segment],
    today: NaiveDate,
) -> anyhow::Result<Amount> {
    let of = |paid, from: Option<NaiveDate>, until: Option<NaiveDate>| match from.zip(until) {
        Some(days) => returns::unused(paid, days, today),
        None => Ok(paid),
    };
    let mut sum = Amount::ZERO;
    if line.input.kind == LineKind::New {
        let sets = line.input.sets;
        for license in issued.iter().filter(|license| license.order_line_id == line.id) {
            let paid = gross.share(license.ordinal, sets)?;
            sum = sum.plus(of(paid, license.starts_on, license.expires_on)?)?;
        }
    }
    for change in changes.iter().filter(|change| change.order_line_id == line.id) {
        let paid = change.value.minus(change.credit)?;
        sum = sum.plus(of(paid, change.from_on, change.until_on)?)?;
    }
    Ok(sum)
}

/// Approves a return: licenses that its lines brought are terminated, those that they changed are
/// again what they were, purchases are refunded or canceled.
///
/// # Errors
/// 404, 409 where it was decided, four eyes, or a license was changed since by another order; 412.
pub async fn approve(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: ReturnId,
    version: IfMatch,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let (mut order, mut asked) = lock(tx, scope, id).await?;
        let four_eyes = app.config.approval.four_eyes;
        let to = asked.facts(four_eyes).allows(ReturnAction::Approve, caller.actor())?;
        version.check(asked.version)?;
        let lines: Vec<OrderLineId> = order
            .lines
            .iter()
            .filter(|line| asked.lines.iter().any(|returned| returned.line == line.line))
            .map(|line| line.id)
            .collect();
        take_back(app, tx, caller, &order, &lines, &asked.reason).await?;
        order_event(app, tx, EventKind::ReturnApproved, &order)
            .by(caller.user)
            .note(Some(&asked.refund.display(asked.currency)))
            .data(json!({"return": asked.id, "refund": asked.refund}))
            .append();
        decide(tx, caller, &mut order, &mut asked, to, None).await?;
        crate::receivables::give_back(app, tx, caller.user, (order.id, &order.number)).await?;
        // Nobody waits any more for what will not be delivered.
        crate::deliveries::jobs::fulfil(app, tx, order.clone()).await?;
        let view = view_of(app, &**tx, &order.number, asked).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

async fn take_back(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    lines: &[OrderLineId],
    reason: &str,
) -> ApiResult<()> {
    let changes = store::segments::changes_of_order(&**tx, order.id).await?;
    let changes: Vec<_> =
        changes.into_iter().filter(|change| lines.contains(&change.order_line_id)).collect();
    change::restore(app, tx, caller, order, &changes, reason).await?;
    let issued = store::licenses::of_order(&**tx, order.id).await?;
    let issued = issued
        .into_iter()
        .filter(|license| lines.contains(&license.order_line_id))
        .filter(|license| license.terminated_at.is_none())
        .collect();
    issue::withdraw(app, tx, caller, issued, reason).await?;
    Ok(store::purchases::return_lines(&**tx, lines, tx.now).await?)
}

/// Rejects a return; another one may be asked for.
///
/// # Errors
/// 404, 409 where it was decided, 412, no reason.
pub async fn reject(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: ReturnId,
    version: IfMatch,
    once: Option<&Once>,
    body: &WithReason,
) -> ApiResult<Reply> {
    check_reason(body)?;
    app.transact_once(caller.user, once, async |tx| {
        let (mut order, mut asked) = lock(tx, scope, id).await?;
        let four_eyes = app.config.approval.four_eyes;
        let to = asked.facts(four_eyes).allows(ReturnAction::Reject, caller.actor())?;
        version.check(asked.version)?;
        let reason = cleaned(&body.reason);
        order_event(app, tx, EventKind::ReturnRejected, &order)
            .by(caller.user)
            .note(Some(&reason))
            .append();
        decide(tx, caller, &mut order, &mut asked, to, Some(reason)).await?;
        let view = view_of(app, &**tx, &order.number, asked).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// The return and its order, which keeps others away from both until the transaction ends.
async fn lock(tx: &Tx, scope: Scope, id: ReturnId) -> ApiResult<(Order, Return)> {
    let order = store::returns::get(&**tx, id).await?.order_id;
    let order = orders::lock(&**tx, scope, order).await?;
    // Read again: it may have been decided while the order was waited for.
    Ok((order, store::returns::get(&**tx, id).await?))
}

/// Keeps the decision; the order is another version then, because it shows its returns.
async fn decide(
    tx: &Tx,
    caller: &Caller,
    order: &mut Order,
    asked: &mut Return,
    to: ReturnStatus,
    reason: Option<String>,
) -> ApiResult<()> {
    asked.status = to;
    asked.decided_by = Some(caller.user);
    asked.decided_at = Some(tx.now);
    asked.decision_reason = reason;
    store::returns::save(&**tx, asked, tx.now).await?;
    Ok(orders::save(&**tx, order, tx.now).await?)
}

async fn view_of(
    app: &App,
    db: &impl ConnectionTrait,
    order_number: &str,
    one: Return,
) -> ApiResult<ReturnView> {
    let people: Vec<UserId> =
        [Some(one.requested_by), one.decided_by].into_iter().flatten().collect();
    let names = store::users::names(db, &people).await?;
    Ok(view(app, order_number, one, &names))
}

fn view(app: &App, order_number: &str, one: Return, names: &HashMap<UserId, String>) -> ReturnView {
    let name = |user: &UserId| names.get(user).cloned().unwrap_or_default();
    ReturnView {
        number: format!("{order_number}-R{}", one.ordinal),
        requested_by_name: name(&one.requested_by),
        decided_by_name: one.decided_by.as_ref().map(name),
        four_eyes: app.config.approval.four_eyes,
        id: one.id,
        status: one.status,
        order_id: one.order_id,
        order_number: order_number.to_owned(),
        basis: one.basis,
        reason: one.reason,
        lines: one.lines,
        refund: one.refund,
        currency: one.currency,
        requested_by: one.requested_by,
        requested_at: one.created_at,
        decided_at: one.decided_at,
        decision_reason: one.decision_reason,
        version: one.version,
    }
}

/// An order's returns as they are shown; nothing is asked where there can be none.
pub async fn views_of(
    app: &App,
    db: &impl ConnectionTrait,
    order: &Order,
) -> ApiResult<Vec<ReturnView>> {
    if returns::check_order(order.status).is_err() {
        return Ok(Vec::new());
    }
    let found = store::returns::of_order(db, order.id).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<UserId> =
        found.iter().flat_map(|one| [Some(one.requested_by), one.decided_by]).flatten().collect();
    let names = store::users::names(db, &people).await?;
    Ok(found.into_iter().map(|one| view(app, &order.number, one, &names)).collect())
}
