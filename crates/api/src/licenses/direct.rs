//! Licenses that nobody ordered: an administrator issues them, and takes them back while they were
//! never sent. Each comes of an order of its own, approved as it is made (ADR 16).

use chrono::NaiveDate;
use domain::{
    Id,
    access::Scope,
    dates::{business_day, plus_days, start_of},
    events::EventKind,
    id::{CustomerId, LicenseId},
    licenses::{
        CreateLicense, PastTerm, Term, activation_deadline,
        wire::{PaymentStatus, PurchaseKind},
    },
    money::Amount,
    orders::{
        OrderAction, OrderSource, OrderStatus,
        wire::{ActivationInput, EndUser, LineInput},
    },
    problem::{Reason, Refusal},
    products::pricing::{self, PriceBook, PricedLine},
    purchases::PaymentMethod,
    text::cleaned,
};
use serde_json::json;
use store::{
    licenses::{self, License},
    orders::{self, Decision, Line, Order},
    products::Product,
};

use super::{issue, keys, service};
use crate::{
    app::{App, Tx},
    customers::standing::customer_in_use,
    deployments,
    error::ApiResult,
    http::{Caller, IfMatch, Once, Reply},
    orders::{approval::exists, check_partner, new_order, order_event, totals},
    usage::installations,
};

/// Issues a license at once.
///
/// # Errors
/// Field errors; what it names must exist. Nothing is kept then.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    body: &CreateLicense,
) -> ApiResult<Reply> {
    body.check(app.clock.today())?;
    app.transact_once(caller.user, once, async |tx| {
        let license = issue_in(app, tx, caller, body).await?;
        let view = service::view_of(app, &**tx, caller, license).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}

/// The same within a transaction, for content that was checked.
///
/// # Errors
/// A field error for each thing it names that is not there.
pub async fn issue_in(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    body: &CreateLicense,
) -> ApiResult<License> {
    let today = business_day(tx.now);
    if let Some(partner) = body.partner_id {
        check_partner(tx, partner).await?;
    }
    let owner = super::owner(&**tx, body.owner_id).await?.map(|owner| owner.id);
    if !exists(tx, Scope::Everything, body.customer_id).await? {
        return Err(Refusal::from(Reason::UnknownReference).at("/customer_id").into());
    }
    let mut products = store::products::find_many(&**tx, &[body.product_id]).await?;
    let Some(product) = products.pop() else {
        return Err(Refusal::from(Reason::UnknownReference).at("/product_id").into());
    };
    let (book, _) = crate::products::service::price_basis(&**tx, body.partner_id, today).await?;
    let price = agreed(body, &book)?;
    if let Some(key) = body.activation.key() {
        let at = "/activation/installation_key";
        let fault = |_| Refusal::from(Reason::InstallationKeyInvalid).at(at);
        installations::decoded(key).map_err(fault)?;
    }
    // Whatever can be refused was refused: an import goes on with its other rows in this transaction.
    let customer = customer_in_use(app, tx, caller, body.customer_id, &body.reason).await?;
    let name = store::customers::name_of(&**tx, Scope::Everything, customer).await?;
    let mut order = new_order(app, tx, caller, body.partner_id).await?;
    fill(app, tx, &mut order, body, input_of(body, customer, name), price);
    orders::insert(&**tx, &order, tx.now).await?;
    // Approval sends what it issued; what is in use already, its users have.
    let kind = match body.past {
        Some(_) => EventKind::OrderPlaced,
        None => EventKind::OrderApproved,
    };
    order_event(app, tx, kind, &order).by(caller.user).note(order.remark.as_deref()).append();
    let line = &order.lines[0];
    let mut made = issue::made_of(app, tx, &order, line, &product, customer);
    for license in &mut made {
        license.owner_id = owner.or(license.owner_id);
        if let Some(past) = body.past {
            put_in_use(tx, license, past, line);
        }
    }
    issue::keep(app, tx, caller, &order, line, &made).await?;
    let Some(license) = made.pop() else {
        return Err(anyhow::anyhow!("order {} has a line without a set", order.number).into());
    };
    if body.past.is_none() {
        deployments::plan_first(app, tx, caller, std::slice::from_ref(&license)).await?;
    }
    if license.cluster_id.is_some() {
        let term = term_of(&license, business_day(tx.now));
        let named = keys::Named { product: &product.code, customer: &line.input.end_user.name };
        keys::sign(app, tx, &license, term, named).await?;
    }
    write_purchase(app, tx, &order, &license, &product, body).await?;
    // What was in use already is paid.
    if body.past.is_none() {
        crate::receivables::refresh(app, tx, &[order.id]).await?;
    }
    Ok(license)
}

/// The term that its first key is for.
fn term_of(license: &License, today: NaiveDate) -> Term {
    match (license.starts_on, license.expires_on) {
        (Some(starts_on), Some(expires_on)) => Term { starts_on, expires_on },
        _ => license.first_term(today, None),
    }
}

fn agreed(body: &CreateLicense, book: &PriceBook) -> ApiResult<PricedLine> {
    let years = if body.ends_on.is_some() || body.past.is_some() { 0 } else { body.years };
    pricing::agreed_line(body.product_id, years, body.amount, book)
        .map_err(|(field, refusal)| refusal.at(format!("/{field}")).into())
}

fn input_of(body: &CreateLicense, customer: CustomerId, name: String) -> LineInput {
    let kept = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    LineInput {
        product_id: Some(body.product_id),
        sets: 1,
        years: body.years,
        ends_on: body.ends_on,
        end_user: EndUser {
            customer_id: Some(customer),
            name,
            credit_code: None,
            contact_name: kept(&body.contact_name),
            contact_email: kept(&body.contact_email),
            contact_phone: kept(&body.contact_phone),
        },
        deliver_to: body.deliver_to,
        language: body.language,
        activations: vec![ActivationInput {
            mode: body.activation.mode,
            cluster_id: kept(&body.activation.cluster_id),
            installation_key: body.activation.key().map(str::to_owned),
        }],
        ..LineInput::default()
    }
}

/// An order is approved as it is made; that of a license in use is over as well.
fn fill(
    app: &App,
    tx: &Tx,
    order: &mut Order,
    body: &CreateLicense,
    input: LineInput,
    price: PricedLine,
) {
    order.source = OrderSource::Direct;
    order.status = match body.past {
        Some(_) => OrderStatus::Fulfilled,
        None => OrderStatus::Approved,
    };
    order.remark = Some(cleaned(&body.reason));
    order.contract_number =
        body.contract_number.as_deref().map(cleaned).filter(|text| !text.is_empty());
    order.submitted_at = Some(tx.now);
    order.decision = Some(Decision { by: order.placed_by, at: tx.now, reason: None });
    order.lines = vec![Line { id: Id::from_uuid(app.id()), line: 1, input, price: Some(price) }];
    order.totals = totals(&order.lines);
}

/// It was sent when its term began; where its cluster is known, it runs there since.
fn put_in_use(tx: &Tx, license: &mut License, past: PastTerm, line: &Line) {
    let PastTerm { starts_on, expires_on } = past;
    license.cluster_id = line.input.activations.iter().find_map(|one| one.cluster_id.clone());
    license.sent_at = Some(start_of(starts_on).min(tx.now));
    license.activation_deadline = Some(activation_deadline(starts_on));
    license.starts_on = Some(starts_on);
    license.expires_on = Some(expires_on);
    // Activated late, it keeps the days that are agreed.
    license.ends_on = Some(expires_on);
    license.grace_until = Some(plus_days(expires_on, license.grace_days));
    if license.cluster_id.is_some() {
        license.activated_at = license.sent_at;
        license.activated_on = Some(starts_on);
    }
}

/// What was paid: nothing for a gift; what was sold before is paid for.
async fn write_purchase(
    app: &App,
    tx: &Tx,
    order: &Order,
    license: &License,
    product: &Product,
    body: &CreateLicense,
) -> ApiResult<()> {
    let line = &order.lines[0];
    let customer = license.customer_id;
    let mut purchase =
        issue::purchase(app, tx, order, line, customer, product, PurchaseKind::New).await?;
    purchase.owner_id = license.owner_id.or(purchase.owner_id);
    if body.amount == Amount::ZERO {
        purchase.payment_status = PaymentStatus::Paid;
        purchase.method = Some(PaymentMethod::Gift);
    }
    if let Some(past) = body.past {
        purchase.purchased_on = past.starts_on;
        purchase.payment_status = PaymentStatus::Paid;
        purchase.new_expires_on = Some(past.expires_on);
    }
    Ok(store::purchases::insert(&**tx, &purchase).await?)
}

/// Takes a license back that an administrator issued and that was never sent: its order is canceled,
/// and the license stays as terminated.
///
/// # Errors
/// 404; 409 where it was sent, is terminated already, or came of somebody's order; 412.
pub async fn take_back(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: IfMatch,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let found = licenses::get(&**tx, scope, id).await?;
        // The order before its licenses, as everywhere.
        let mut order = orders::lock(&**tx, Scope::Everything, found.order_id).await?;
        let license = licenses::lock(&**tx, scope, id).await?;
        version.check(license.version)?;
        if order.source != OrderSource::Direct {
            return Err(Refusal::new(Reason::LicenseOfOrder).with("order", &order.number).into());
        }
        license.moves(business_day(tx.now)).may_take_back()?;
        let why = order.remark.clone().unwrap_or_default();
        let facts = order.facts(false, app.config.approval.four_eyes);
        let (from, to) = (order.status, facts.allows(OrderAction::Cancel, caller.actor())?);
        order_event(app, tx, EventKind::OrderCancelled, &order)
            .by(caller.user)
            .changed(&json!({"status": from}), &json!({"status": to}))
            .append();
        issue::withdraw(app, tx, caller, vec![license], &why).await?;
        store::purchases::cancel_of_order(&**tx, order.id, tx.now).await?;
        store::deliveries::withdraw_of_order(&**tx, order.id, tx.now).await?;
        order.status = to;
        order.decision = Some(Decision { by: caller.user, at: tx.now, reason: Some(why) });
        orders::save(&**tx, &mut order, tx.now).await?;
        crate::receivables::give_back(app, tx, caller.user, (order.id, &order.number)).await?;
        let license = licenses::get(&**tx, scope, id).await?;
        let view = service::view_of(app, &**tx, caller, license).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}
