//! Deciding about an order. Approval creates the end users, issues the licenses and writes the
//! purchases in one transaction; mails and notifications follow from its event.

use domain::{
    Id,
    access::Scope,
    customers::CustomerType,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::{CustomerId, OrderId},
    orders::{
        LineKind, OrderAction,
        wire::{ApproveOrder, EndUser, EndUserChoice, WithReason},
    },
    problem::{Reason, Refusal},
    text::cleaned,
    validate::{self, Faults},
};
use serde_json::json;
use store::{
    StoreError,
    customers::{self, NewContact, NewCustomer},
    orders::{self, Decision, Line, Order},
    products::Product,
};

use super::{
    service::{check_reason, order_event},
    views,
};
use crate::{
    app::{App, Tx},
    customers::standing::customer_in_use,
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch, Once, Reply},
    licenses::{change, issue},
    receivables::{check_hold, refresh},
};

/// Approves a submitted order. Twice, at once or after a crash, it issues each license once: the
/// order's row is locked and moved, and a line's ordinal has one license by a unique index.
///
/// # Errors
/// 409 where status, four eyes or a credit hold do not allow it; 403 where the caller may not override
/// one; 412; an unknown customer.
pub async fn approve(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: OrderId,
    version: IfMatch,
    once: Option<&Once>,
    approve: &ApproveOrder,
) -> ApiResult<Reply> {
    let mut faults = Faults::new();
    faults.check("/remark", validate::optional_text(approve.remark.as_deref(), 500));
    faults.into_result()?;
    app.transact_once(caller.user, once, async |tx| {
        let mut order = orders::lock(&**tx, scope, id).await?;
        let facts = order.facts(false, app.config.approval.four_eyes);
        let to = facts.allows(OrderAction::Approve, caller.actor())?;
        version.check(order.version)?;
        check_choices(tx, &order, &approve.end_users).await?;
        let (reason, today) = (approve.override_hold.as_deref(), business_day(tx.now));
        let overridden = check_hold(&**tx, caller, &order, reason, today).await?;
        // The order's event first: it carries the mark by which a lost COMMIT is looked up.
        let remark = approve.remark.as_deref().map(cleaned);
        order_event(app, tx, EventKind::OrderApproved, &order)
            .by(caller.user)
            .note(remark.as_deref())
            .changed(&json!({"status": order.status}), &json!({"status": to}))
            .append();
        if let Some(why) = overridden {
            order_event(app, tx, EventKind::CreditHoldOverridden, &order)
                .by(caller.user)
                .note(Some(&why))
                .append();
        }
        carry_out(app, tx, caller, &mut order, &approve.end_users).await?;
        order.status = to;
        order.decision = Some(Decision { by: caller.user, at: tx.now, reason: None });
        orders::save(&**tx, &mut order, tx.now).await?;
        refresh(app, tx, &[order.id]).await?;
        let view = views::order_view(app, &**tx, order).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// Does what an approved order asks for, line by line.
///
/// # Errors
/// A license that moved since submission; a fault where a line is not what submission made sure of.
async fn carry_out(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &mut Order,
    choices: &[EndUserChoice],
) -> ApiResult<()> {
    let named: Vec<_> = order.lines.iter().filter_map(|line| line.input.product_id).collect();
    let products = store::products::find_many(&**tx, &named).await?;
    for index in 0..order.lines.len() {
        let customer = settle_end_user(app, tx, caller, order, index, choices).await?;
        // It may have become part of another one, or have been archived.
        let customer = customer_in_use(app, tx, caller, customer, &order.number).await?;
        let line = &mut order.lines[index];
        if line.input.end_user.customer_id.replace(customer) != Some(customer) {
            orders::set_customer(&**tx, line.id, customer, tx.now).await?;
        }
        let line = &order.lines[index];
        let product = product_of(&products, order, line)?;
        match line.input.kind {
            LineKind::New => {
                issue::issue_line(app, tx, caller, order, line, product, customer).await?;
            }
            LineKind::Service => {
                issue::sell_service(app, tx, order, line, product, customer).await?;
            }
            _ => change::change_line(app, tx, caller, order, line, product).await?,
        }
    }
    Ok(())
}

/// The product of a line, among those of its order.
///
/// # Errors
/// A fault where it has none: submission made sure of it.
fn product_of<'a>(
    products: &'a [Product],
    order: &Order,
    line: &Line,
) -> anyhow::Result<&'a Product> {
    let found = products.iter().find(|product| Some(product.id) == line.input.product_id);
    found.ok_or_else(|| anyhow::anyhow!("order {} has a line without product", order.number))
}

/// The approver's choices must name lines of the order and customers that exist.
async fn check_choices(tx: &Tx, order: &Order, choices: &[EndUserChoice]) -> ApiResult<()> {
    let mut faults = Faults::new();
    for (index, choice) in choices.iter().enumerate() {
        if !order.lines.iter().any(|line| line.line == choice.line) {
            faults.add(format!("/end_users/{index}/line"), Reason::UnknownReference);
        }
        if !exists(tx, Scope::Everything, choice.customer_id).await? {
            faults.add(format!("/end_users/{index}/customer_id"), Reason::UnknownReference);
        }
    }
    Ok(faults.into_result()?)
}

/// Whether there is such a customer within reach.
pub async fn exists(tx: &Tx, scope: Scope, id: CustomerId) -> ApiResult<bool> {
    match customers::name_of(&**tx, scope, id).await {
        Ok(_) => Ok(true),
        Err(StoreError::NotFound) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The customer that a line's end user is: the approver's choice, the order's own, one of the same
/// name or credit code, else a new one.
async fn settle_end_user(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    index: usize,
    choices: &[EndUserChoice],
) -> ApiResult<CustomerId> {
    let line = &order.lines[index];
    let end_user = &line.input.end_user;
    // Whose licenses they are is not for anybody to choose.
    let chosen =
        choices.iter().find(|choice| choice.line == line.line && !line.input.kind.is_on_licenses());
    if let Some(known) = chosen.map(|choice| choice.customer_id).or(end_user.customer_id) {
        return Ok(known);
    }
    if let Some(code) = &end_user.credit_code
        && let Some(known) = customers::find_by_credit_code(&**tx, code).await?
    {
        return Ok(known.id);
    }
    if let Some(known) = customers::find_by_name(&**tx, &end_user.name).await? {
        return Ok(known.id);
    }
    create_customer(app, tx, caller, order, line, end_user).await
}

async fn create_customer(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    line: &Line,
    end_user: &EndUser,
) -> ApiResult<CustomerId> {
    let customer = NewCustomer {
        id: Id::from_uuid(app.id()),
        name: end_user.name.clone(),
        credit_code: end_user.credit_code.clone(),
        customer_type: CustomerType::default(),
        industry: None,
        region: None,
        city: None,
        address: None,
        owner: None,
        notes: None,
        contacts: end_user
            .contact_name
            .clone()
            .map(|name| NewContact {
                id: Id::from_uuid(app.id()),
                name,
                title: None,
                email: end_user.contact_email.clone(),
                phone: end_user.contact_phone.clone(),
            })
            .into_iter()
            .collect(),
    };
    match customers::create(&**tx, &customer, tx.now).await {
        // Somebody else created the same name this instant: run again and find it.
        Err(StoreError::Duplicate(_)) => return Err(ApiError::Deadlock),
        other => other?,
    }
    record(
        app,
        tx,
        EventKind::CustomerCreated,
        SubjectKind::Customer,
        customer.id.as_uuid(),
        &customer.name,
    )
    .by(caller.user)
    .note(Some(&format!("{} #{}", order.number, line.line)))
    .also_on(SubjectKind::Order, order.id.as_uuid())
    .append();
    Ok(customer.id)
}

/// Rejects a submitted order; it can be changed and handed in again.
///
/// # Errors
/// 409 where the status does not allow it; 412; no reason.
pub async fn reject(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: OrderId,
    version: IfMatch,
    once: Option<&Once>,
    body: &WithReason,
) -> ApiResult<Reply> {
    check_reason(body)?;
    let reason = cleaned(&body.reason);
    app.transact_once(caller.user, once, async |tx| {
        let mut order = orders::lock(&**tx, scope, id).await?;
        let facts = order.facts(false, app.config.approval.four_eyes);
        let to = facts.allows(OrderAction::Reject, caller.actor())?;
        version.check(order.version)?;
        let from = order.status;
        order.status = to;
        order.decision =
            Some(Decision { by: caller.user, at: tx.now, reason: Some(reason.clone()) });
        orders::save(&**tx, &mut order, tx.now).await?;
        order_event(app, tx, EventKind::OrderRejected, &order)
            .by(caller.user)
            .note(Some(&reason))
            .changed(&json!({"status": from}), &json!({"status": to}))
            .append();
        let view = views::order_view(app, &**tx, order).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// Where the licenses of a line are sent.
///
/// # Errors
/// Neither the end user nor the partner has an address.
pub fn recipient(order: &Order, line: &Line, partner_email: Option<&str>) -> ApiResult<String> {
    use domain::orders::DeliverTo;
    let customer = line.input.end_user.contact_email.as_deref();
    let address = match line.input.deliver_to {
        DeliverTo::Partner => partner_email.or(customer),
        DeliverTo::Customer => customer,
    };
    address.map(str::to_owned).ok_or_else(|| {
        tracing::error!(order.id = %order.id, line = line.line, "a line without a recipient");
        Refusal::new(Reason::Required)
            .at(format!("/lines/{}/end_user/contact_email", line.line - 1))
            .into()
    })
}
