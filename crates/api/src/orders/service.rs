//! Placing, changing, submitting, canceling and cloning orders: one use case, one transaction.

use domain::{
    Id,
    access::{Role, Scope},
    events::{EventKind, SubjectKind, wire::EventView},
    id::{OrderId, PartnerId, SellerEntityId},
    list::Page,
    orders::{
        OrderAction, OrderSource, OrderStatus, check_authority, check_draft, check_submission,
        manual_discount_limit, quote_lines,
        wire::{
            ChangeOrder, LineInput, OrderContent, OrderListQuery, OrderRow, OrderView, SubmitOrder,
            WithReason,
        },
    },
    problem::{FieldError, Reason, Refusal},
    products::pricing::{self, Totals},
    text::cleaned,
    validate::{self, Faults},
};
use serde_json::json;
use store::{
    StoreError,
    orders::{self, Acceptance, Decision, Line, Order},
};

use super::{
    acceptance,
    references::{check_partner, check_references},
    standing, views,
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::{Record, record},
    http::{Caller, ClientAddress, IfMatch, Once, Reply},
    licenses,
    products::service::{LIST_CURRENCY, price_basis},
    usage::installations,
};

/// Orders; «me» in the query is the caller.
///
/// # Errors
/// The database is not available.
pub async fn page(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: &OrderListQuery,
) -> ApiResult<Page<OrderRow>> {
    Ok(orders::page(&app.db.read, scope, caller.user, query).await?)
}

/// One order by id or number.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, id_or_number: &str) -> ApiResult<OrderView> {
    let order = orders::find_by(&app.db.read, scope, id_or_number).await?;
    views::order_view(app, &app.db.read, order).await
}

pub async fn timeline(app: &App, scope: Scope, id: OrderId) -> ApiResult<Vec<EventView>> {
    let order = orders::find(&app.db.read, scope, id).await?;
    Ok(store::events::timeline(&app.db.read, scope, SubjectKind::Order, order.id.as_uuid()).await?)
}

/// Begins an event of an order.
pub fn order_event<'a>(app: &App, tx: &'a Tx, kind: EventKind, order: &Order) -> Record<'a> {
    let event = record(app, tx, kind, SubjectKind::Order, order.id.as_uuid(), &order.number);
    match order.partner_id {
        Some(partner) => event.also_on(SubjectKind::Partner, partner.as_uuid()),
        None => event,
    }
}

/// Keeps a draft.
///
/// # Errors
/// Field errors; nothing is kept then.
pub async fn place(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &OrderContent,
) -> ApiResult<Reply> {
    check_draft(content)?;
    let nothing = OrderContent::default();
    check_authority(content, &nothing, caller.role, caller.partner)?;
    app.transact_once(caller.user, once, async |tx| {
        let order = insert_draft(app, tx, caller, content.clone(), source(caller)).await?;
        let view = views::order_view(app, &**tx, order).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}

/// Keeps a draft that comes of something else, within its transaction.
///
/// # Errors
/// Field errors.
pub async fn draft_from(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    content: OrderContent,
    from: OrderSource,
) -> ApiResult<Order> {
    check_draft(&content)?;
    check_authority(&content, &OrderContent::default(), caller.role, caller.partner)?;
    insert_draft(app, tx, caller, content, from).await
}

/// Where an order of theirs comes from.
const fn source(caller: &Caller) -> OrderSource {
    if caller.key.is_some() {
        OrderSource::Api
    } else if caller.role.is_partner() {
        OrderSource::Partner
    } else {
        OrderSource::Manual
    }
}

/// A new order without lines, with the next number of the day.
///
/// # Errors
/// Nobody sells yet.
pub async fn new_order(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    partner_id: Option<PartnerId>,
) -> ApiResult<Order> {
    let day = domain::dates::business_day(tx.now);
    let number = orders::next_number(&**tx, day).await?;
    Ok(Order {
        id: Id::from_uuid(app.id()),
        number: format!("ORD-{}-{number:06}", day.format("%Y%m%d")),
        source: source(caller),
        status: OrderStatus::Draft,
        seller_entity_id: seller(tx).await?,
        partner_id,
        placed_by: caller.user,
        last_edited_by: caller.user,
        customer_order_number: None,
        contract_number: None,
        remark: None,
        currency: LIST_CURRENCY,
        totals: Totals::default(),
        acceptance: None,
        decision: None,
        submitted_at: None,
        created_at: tx.now,
        version: 1,
        lines: Vec::new(),
    })
}

/// A new draft of the content.
async fn insert_draft(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    content: OrderContent,
    from: OrderSource,
) -> ApiResult<Order> {
    let partner_id = caller.partner.or(content.partner_id);
    if let Some(partner) = partner_id {
        check_partner(tx, partner).await?;
    }
    let mut order = new_order(app, tx, caller, partner_id).await?;
    order.source = from;
    fill(app, &mut order, content);
    reprice(tx, &mut order).await?;
    check_references(tx, caller, &order).await?;
    orders::insert(&**tx, &order, tx.now).await?;
    order_event(app, tx, EventKind::OrderPlaced, &order).by(caller.user).append();
    Ok(order)
}

/// Who sells. Before anything is set up there is nobody.
async fn seller(tx: &Tx) -> ApiResult<SellerEntityId> {
    match store::products::default_seller(&**tx).await {
        Err(StoreError::NotFound) => Err(Reason::NotSetUp.into()),
        other => Ok(other?),
    }
}

/// Puts content into an order, cleaned; its lines get new ids.
fn fill(app: &App, order: &mut Order, content: OrderContent) {
    let kept =
        |text: Option<String>| text.map(|text| cleaned(&text)).filter(|text| !text.is_empty());
    order.customer_order_number = kept(content.customer_order_number);
    order.contract_number = kept(content.contract_number);
    order.remark = kept(content.remark);
    order.lines = content
        .lines
        .into_iter()
        .zip(1..)
        .map(|(input, line)| Line {
            id: Id::from_uuid(app.id()),
            line,
            input: clean_line(input),
            price: None,
        })
        .collect();
}

fn clean_line(mut line: LineInput) -> LineInput {
    let kept = |text: &mut Option<String>| {
        *text = text.take().map(|text| cleaned(&text)).filter(|text| !text.is_empty());
    };
    line.end_user.name = cleaned(&line.end_user.name);
    kept(&mut line.end_user.credit_code);
    kept(&mut line.end_user.contact_name);
    kept(&mut line.end_user.contact_email);
    kept(&mut line.end_user.contact_phone);
    for activation in &mut line.activations {
        kept(&mut activation.cluster_id);
    }
    line
}

/// Prices what can be priced; a draft's lines that cannot stay without.
async fn reprice(tx: &Tx, order: &mut Order) -> ApiResult<()> {
    let today = domain::dates::business_day(tx.now);
    let (mut book, pricing) = price_basis(&**tx, order.partner_id, today).await?;
    book.licenses = standing::of_order(&**tx, order, today).await?;
    standing::settle(order, &book.licenses)?;
    for (index, line) in quote_lines(&order.content()) {
        order.lines[index].price = pricing::price_line(&line, &book, pricing).ok();
    }
    order.totals = views::totals(&order.lines);
    Ok(())
}

/// Changes a draft or a rejected order.
///
/// # Errors
/// 404, 409 where its status does not allow it, 412, field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: OrderId,
    version: IfMatch,
    change: &ChangeOrder,
) -> ApiResult<OrderView> {
    let view = app
        .transact(async |tx| {
            let mut order = orders::lock(&**tx, scope, id).await?;
            order.facts(false, app.config.approval.four_eyes).allows_edit()?;
            version.check(order.version)?;
            let stood = order.content();
            let mut content = stood.clone();
            let change = change.clone();
            change.customer_order_number.apply(&mut content.customer_order_number);
            change.contract_number.apply(&mut content.contract_number);
            change.remark.apply(&mut content.remark);
            content.lines = change.lines.unwrap_or(content.lines);
            check_draft(&content)?;
            check_authority(&content, &stood, caller.role, caller.partner)?;
            fill(app, &mut order, content);
            reprice(tx, &mut order).await?;
            check_references(tx, caller, &order).await?;
            order.last_edited_by = caller.user;
            orders::replace_lines(&**tx, &order, tx.now).await?;
            orders::save(&**tx, &mut order, tx.now).await?;
            if order.status == OrderStatus::Rejected {
                // Drafts are saved as one types; only changes after a decision are worth a line.
                order_event(app, tx, EventKind::OrderChanged, &order).by(caller.user).append();
            }
            views::order_view(app, &**tx, order).await
        })
        .await?;
    Ok(view)
}

/// What is handed in, and from where.
#[derive(Debug)]
pub struct Submission<'a> {
    pub body: &'a SubmitOrder,
    pub from: ClientAddress,
}

/// Prices and locks an order, keeps what was accepted, and hands it in.
///
/// # Errors
/// 409 where status, agreement or price do not allow it; 412; field errors.
pub async fn submit(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: OrderId,
    version: IfMatch,
    once: Option<&Once>,
    submission: &Submission<'_>,
) -> ApiResult<Reply> {
    let Submission { body: submit, from } = submission;
    app.transact_once(caller.user, once, async |tx| {
        let mut order = orders::lock(&**tx, scope, id).await?;
        let facts = order.facts(false, app.config.approval.four_eyes);
        let to = facts.allows(OrderAction::Submit, caller.actor())?;
        version.check(order.version)?;
        let today = domain::dates::business_day(tx.now);
        if let Some(partner) = order.partner_id {
            let (standing, _) = store::partners::standing(&**tx, partner).await?;
            standing.may_submit(today)?;
        }
        check_submission(&order.content())?;
        installations::check_all(&order.content())?;
        check_terms(tx, submit).await?;
        lock_price(tx, &mut order, submit).await?;
        let before = order.status;
        order.status = to;
        order.submitted_at = Some(tx.now);
        order.decision = None;
        order.acceptance = Some(Acceptance {
            by: caller.user,
            at: tx.now,
            address: Some(from.0.clone()).filter(|address| !address.is_empty()),
            terms_version: submit.terms_version.clone(),
            terms_hash: submit.terms_hash.clone(),
            content_hash: Some(acceptance::content_hash(&order, &submit.terms_hash)),
        });
        orders::replace_lines(&**tx, &order, tx.now).await?;
        orders::save(&**tx, &mut order, tx.now).await?;
        order_event(app, tx, EventKind::OrderSubmitted, &order)
            .by(caller.user)
            .changed(
                &json!({"status": before}),
                &json!({"status": to, "gross": order.totals.gross}),
            )
            .append();
        let view = views::order_view(app, &**tx, order).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// What was accepted must be what holds today.
async fn check_terms(tx: &Tx, submit: &SubmitOrder) -> ApiResult<()> {
    let today = domain::dates::business_day(tx.now);
    let terms = store::products::terms(&**tx, today).await?;
    let mut faults = Faults::new();
    if submit.terms_version.is_empty() {
        faults.add("/terms_version", Reason::TermsNotAccepted);
    } else if terms.version != submit.terms_version || terms.hash != submit.terms_hash {
        faults.add("/terms_version", Reason::TermsOutdated);
    }
    Ok(faults.into_result()?)
}

/// Prices every line strictly; the total must be the one that was shown.
async fn lock_price(tx: &Tx, order: &mut Order, submit: &SubmitOrder) -> ApiResult<()> {
    let today = domain::dates::business_day(tx.now);
    let (mut book, pricing) = price_basis(&**tx, order.partner_id, today).await?;
    book.licenses = standing::of_order(&**tx, order, today).await?;
    let lines: Vec<_> = quote_lines(&order.content()).into_iter().map(|(_, line)| line).collect();
    let quote = pricing::quote(&lines, &book, pricing)?;
    if quote.totals.gross != submit.expected_gross {
        return Err(Refusal::new(Reason::PriceChanged)
            .with("was", submit.expected_gross)
            .with("now", quote.totals.gross)
            .into());
    }
    for (line, price) in order.lines.iter_mut().zip(quote.lines) {
        line.price = Some(price);
    }
    order.totals = quote.totals;
    Ok(())
}

/// Cancels an order; an approved one takes its licenses with it.
///
/// # Errors
/// 409 where status, role or delivery do not allow it; 412.
pub async fn cancel(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: OrderId,
    version: IfMatch,
    once: Option<&Once>,
    body: &WithReason,
) -> ApiResult<Reply> {
    check_reason(body)?;
    app.transact_once(caller.user, once, async |tx| {
        let mut order = orders::lock(&**tx, scope, id).await?;
        let issued = store::licenses::of_order(&**tx, id).await?;
        let changes = store::segments::changes_of_order(&**tx, id).await?;
        let delivered = issued.iter().any(|license| license.sent_at.is_some())
            || changes.iter().any(|change| change.delivered_at.is_some());
        let facts = order.facts(delivered, app.config.approval.four_eyes);
        let to = facts.allows(OrderAction::Cancel, caller.actor())?;
        version.check(order.version)?;
        if order.status == OrderStatus::Approved {
            licenses::change::restore(app, tx, caller, &order, &changes, &body.reason).await?;
            licenses::issue::withdraw(app, tx, caller, issued, &body.reason).await?;
            store::purchases::cancel_of_order(&**tx, id, tx.now).await?;
            store::deliveries::withdraw_of_order(&**tx, id, tx.now).await?;
        }
        let from = order.status;
        order.status = to;
        order.decision =
            Some(Decision { by: caller.user, at: tx.now, reason: Some(cleaned(&body.reason)) });
        orders::save(&**tx, &mut order, tx.now).await?;
        order_event(app, tx, EventKind::OrderCancelled, &order)
            .by(caller.user)
            .note(Some(&cleaned(&body.reason)))
            .changed(&json!({"status": from}), &json!({"status": to}))
            .append();
        if from == OrderStatus::Approved {
            crate::receivables::give_back(app, tx, caller.user, (id, &order.number)).await?;
        }
        let view = views::order_view(app, &**tx, order).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// A reason is a sentence, not a blank.
///
/// # Errors
/// A field error.
pub fn check_reason(body: &WithReason) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/reason", validate::text(&body.reason, 2, 500));
    faults.into_result()
}

/// A new draft with the same content; clusters and their keys stay behind, for each serves one
/// license.
///
/// # Errors
/// 404.
pub async fn duplicate(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: OrderId,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let source = orders::find(&**tx, scope, id).await?;
        let mut content = source.content();
        if caller.role.is_partner() {
            content.contract_number = None;
        }
        for line in &mut content.lines {
            line.manual_discount = line.manual_discount.min(manual_discount_limit(caller.role));
            // Agreed for that order, by an administrator.
            line.ends_on = line.ends_on.filter(|_| caller.role == Role::Admin);
            for activation in &mut line.activations {
                *activation = activation.elsewhere();
            }
        }
        let order = insert_draft(app, tx, caller, content, self::source(caller)).await?;
        let view = views::order_view(app, &**tx, order).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}
