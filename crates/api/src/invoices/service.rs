//! Asking for invoices: one use case, one transaction. The rows of the orders are locked and written,
//! so that two requests never take the same amount.

use domain::{
    Id,
    access::{Permission, Scope},
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::{CustomerId, InvoiceId, PartnerId},
    invoices::{
        self, InvoiceStatus, check_content, check_request, lines_of,
        wire::{InvoiceContent, InvoiceLine, InvoiceTitle, InvoiceView, RequestInvoice},
    },
    money::Amount,
    problem::{ProblemCode, Reason, Refusal},
    text::cleaned,
};
use serde_json::{Value, json};
use store::{
    StoreError,
    invoices::{Invoice, Title},
    orders::{self, Order},
};

use super::{ledger::Ledger, views::view_of};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::{Record, record},
    http::{Caller, IfMatch, Once, Reply},
};

/// Which invoice a caller means, how far they reach, and the version that they saw.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub scope: Scope,
    pub id: InvoiceId,
    pub version: IfMatch,
}

/// An event of an invoice; it stands on its orders' timelines too.
pub fn invoice_event<'a>(app: &App, tx: &'a Tx, kind: EventKind, invoice: &Invoice) -> Record<'a> {
    let (id, label) = (invoice.id.as_uuid(), &invoice.reference);
    let mut event = record(app, tx, kind, SubjectKind::Invoice, id, label);
    let mut told = Vec::new();
    for line in &invoice.lines {
        if !told.contains(&line.order_id) {
            told.push(line.order_id);
            event = event.also_on(SubjectKind::Order, line.order_id.as_uuid());
        }
    }
    event
}

/// Refuses who has not the permission.
///
/// # Errors
/// 403.
pub fn may(caller: &Caller, permission: Permission) -> ApiResult<()> {
    if caller.powers.may(permission) {
        return Ok(());
    }
    Err(ApiError::refuse(ProblemCode::NotPermitted, format!("This needs `{permission}`.")))
}

/// With whom an order was contracted: the partner, or the customer who bought without one.
pub fn party_of(order: &Order) -> (Option<PartnerId>, Option<CustomerId>) {
    let customer = || order.lines.first().and_then(|line| line.input.end_user.customer_id);
    match order.partner_id {
        Some(partner) => (Some(partner), None),
        None => (None, customer()),
    }
}

/// A text without what is around it; nothing where it is empty.
pub fn given(text: Option<&str>) -> Option<String> {
    text.map(cleaned).filter(|text| !text.is_empty())
}

/// A title as it is kept.
pub fn tidy_title(title: &InvoiceTitle) -> InvoiceTitle {
    InvoiceTitle {
        kind: title.kind,
        name: cleaned(&title.name),
        tax_number: given(title.tax_number.as_deref()),
        address: given(title.address.as_deref()),
        phone: given(title.phone.as_deref()),
        bank: given(title.bank.as_deref()),
        account: given(title.account.as_deref()),
    }
}

fn tidy(content: &InvoiceContent) -> InvoiceContent {
    InvoiceContent {
        medium: content.medium,
        kind: content.kind,
        title: tidy_title(&content.title),
        title_reason: given(content.title_reason.as_deref()),
        remark: given(content.remark.as_deref()),
        email: given(content.email.as_deref()),
    }
}

/// The next number of our own.
pub(super) async fn next_reference(tx: &Tx) -> ApiResult<String> {
    let day = business_day(tx.now);
    let count = store::invoices::next_number(&**tx, day).await?;
    Ok(format!("INV-{}-{count:04}", day.format("%Y%m%d")))
}

/// Net, tax and gross of lines.
pub(super) fn totals(lines: &[InvoiceLine]) -> ApiResult<(Amount, Amount, Amount)> {
    let sum = |of: fn(&InvoiceLine) -> Amount| Amount::total(lines.iter().map(of));
    let add_up = || Ok((sum(|it| it.net)?, sum(|it| it.tax)?, sum(|it| it.gross)?));
    add_up().map_err(|error: domain::money::AmountError| anyhow::Error::from(error).into())
}

/// Asks for an invoice over orders of one party, or parts of them. Amounts follow the orders' locked
/// prices; what was asked for or issued before is taken off.
///
/// # Errors
/// Field errors: orders out of reach, not approved or of several parties, more than is open, a
/// title that is not the contract party without a reason.
pub async fn request(
    app: &App,
    caller: &Caller,
    scope: Scope,
    once: Option<&Once>,
    request: &RequestInvoice,
) -> ApiResult<Reply> {
    // What needs no database first; that the title is the party's is asked for below.
    check_request(request, &request.content.title.name)?;
    app.transact_once(caller.user, once, async |tx| {
        let mut orders = lock_orders(tx, scope, request).await?;
        let (partner_id, customer_id) = one_party(&orders)?;
        let party = store::invoices::party_name(&**tx, partner_id, customer_id).await?;
        check_request(request, &party)?;
        let lines = wanted(tx, &orders, request).await?;
        let replaces = match request.replaces {
            Some(id) => Some(replaced(tx, scope, id, (partner_id, customer_id)).await?),
            None => None,
        };
        let (net, tax, gross) = totals(&lines)?;
        let content = tidy(&request.content);
        let invoice = Invoice {
            id: Id::from_uuid(app.id()),
            reference: next_reference(tx).await?,
            status: InvoiceStatus::Requested,
            code: None,
            number: None,
            seller_entity_id: orders[0].seller_entity_id,
            partner_id,
            customer_id,
            net,
            tax,
            gross,
            currency: orders[0].currency,
            lines,
            issued_on: None,
            delivered_on: None,
            reason: None,
            requested_by: caller.user,
            reverses: None,
            replaces,
            red_reason: None,
            confirmation: None,
            asked_at: None,
            created_at: tx.now,
            version: 1,
            content,
        };
        store::invoices::insert(&**tx, &invoice, tx.now).await?;
        // The guard that whoever asks for the rest at the same moment runs into.
        for order in &mut orders {
            orders::save(&**tx, order, tx.now).await?;
        }
        if request.keep_title {
            remember(app, tx, caller, &invoice).await?;
        }
        invoice_event(app, tx, EventKind::InvoiceRequested, &invoice)
            .by(caller.user)
            .note(Some(&invoice.gross.display(invoice.currency)))
            .changed(&Value::Null, &told(&invoice))
            .append();
        let view = view_of(app, &**tx, invoice).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}

/// Locks the orders, in the order of their ids: two requests wait for each other, and never in a ring.
async fn lock_orders(tx: &Tx, scope: Scope, request: &RequestInvoice) -> ApiResult<Vec<Order>> {
    let mut ids: Vec<_> = request.orders.iter().map(|one| one.order_id).collect();
    ids.sort();
    let mut orders = Vec::with_capacity(ids.len());
    for id in ids {
        let index = request.orders.iter().position(|one| one.order_id == id).unwrap_or_default();
        let pointer = format!("/orders/{index}/order_id");
        match orders::lock(&**tx, scope, id).await {
            Ok(order) => {
                invoices::check_order(order.status).map_err(|refusal| refusal.at(pointer))?;
                orders.push(order);
            }
            Err(StoreError::NotFound) => {
                return Err(Refusal::from(Reason::UnknownReference).at(pointer).into());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(orders)
}

/// The one party that all orders have.
fn one_party(orders: &[Order]) -> ApiResult<(Option<PartnerId>, Option<CustomerId>)> {
    let key = |order: &Order| (party_of(order), order.seller_entity_id, order.currency);
    let other = || Refusal::from(Reason::OtherInvoiceParty).at("/orders");
    let first = orders.first().ok_or_else(other)?;
    if orders.iter().any(|order| key(order) != key(first)) {
        return Err(other().into());
    }
    match party_of(first) {
        (None, None) => Err(other().into()),
        party => Ok(party),
    }
}

/// The lines that are asked for, order by order as they were named.
async fn wanted(
    tx: &Tx,
    orders: &[Order],
    request: &RequestInvoice,
) -> ApiResult<Vec<InvoiceLine>> {
    let ids: Vec<_> = orders.iter().map(|order| order.id).collect();
    let ledger = Ledger::of(&**tx, &ids).await?;
    let mut lines = Vec::new();
    for (index, asked) in request.orders.iter().enumerate() {
        let Some(order) = orders.iter().find(|order| order.id == asked.order_id) else { continue };
        let billables = ledger.billables(&**tx, order).await?;
        let open: Amount = billables.iter().map(|line| line.open.open()).sum();
        let first = u32::try_from(lines.len()).unwrap_or(u32::MAX).saturating_add(1);
        let some = lines_of(&billables, asked.amount.unwrap_or(open), first)
            .map_err(|refusal| refusal.at(format!("/orders/{index}/amount")))?;
        lines.extend(some);
    }
    Ok(lines)
}

/// The invoice in whose place one is asked for: of the same party, and not counting any more.
async fn replaced(
    tx: &Tx,
    scope: Scope,
    id: InvoiceId,
    party: (Option<PartnerId>, Option<CustomerId>),
) -> ApiResult<InvoiceId> {
    let at = |reason: Reason| Refusal::from(reason).at("/replaces");
    let mut old = match store::invoices::lock(&**tx, scope, id).await {
        Ok(old) if (old.partner_id, old.customer_id) == party => old,
        Ok(_) | Err(StoreError::NotFound) => return Err(at(Reason::UnknownReference).into()),
        Err(error) => return Err(error.into()),
    };
    let red = store::invoices::red_of(&**tx, id).await?;
    let issued: Amount = red.iter().filter(|one| one.status.is_issued()).map(|one| one.gross).sum();
    let reversed = Amount::ZERO.minus(issued).map_err(anyhow::Error::from)?;
    old.facts(reversed).allows_replacement().map_err(|refusal| refusal.at("/replaces"))?;
    if store::invoices::is_replaced(&**tx, id).await? {
        return Err(at(Reason::AlreadyTaken).into());
    }
    store::invoices::save(&**tx, &mut old, tx.now).await?;
    Ok(id)
}

/// Keeps a request's title in the title book; the first one of a party is its default.
async fn remember(app: &App, tx: &Tx, caller: &Caller, invoice: &Invoice) -> ApiResult<()> {
    let (partner_id, customer_id) = (invoice.partner_id, invoice.customer_id);
    let kept =
        store::invoices::titles_of(&**tx, Scope::Everything, partner_id, customer_id).await?;
    let new = Title {
        id: Id::from_uuid(app.id()),
        partner_id,
        customer_id,
        title: invoice.content.title.clone(),
        is_default: kept.is_empty(),
    };
    super::titles::keep_within(app, tx, caller, &new).await?;
    Ok(())
}

/// Changes a request that was not issued yet: medium, kind, title, remark, where it is sent.
///
/// # Errors
/// 404; 409 where it was issued or given up; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    seen: Seen,
    content: &InvoiceContent,
) -> ApiResult<InvoiceView> {
    app.transact(async |tx| {
        let mut invoice = store::invoices::lock(&**tx, seen.scope, seen.id).await?;
        invoice.facts(Amount::ZERO).allows_edit()?;
        seen.version.check(invoice.version)?;
        let (partner, customer) = (invoice.partner_id, invoice.customer_id);
        let party = store::invoices::party_name(&**tx, partner, customer).await?;
        check_content(content, &party)?;
        let before = told(&invoice);
        invoice.content = tidy(content);
        store::invoices::save(&**tx, &mut invoice, tx.now).await?;
        invoice_event(app, tx, EventKind::InvoiceChanged, &invoice)
            .by(caller.user)
            .changed(&before, &told(&invoice))
            .append();
        view_of(app, &**tx, invoice).await
    })
    .await
}

/// What is told of it before and after.
pub(super) fn told(invoice: &Invoice) -> Value {
    let InvoiceContent { medium, kind, title, title_reason, remark, email } = &invoice.content;
    json!({
        "status": invoice.status,
        "medium": medium,
        "kind": kind,
        "title": title.name,
        "tax_number": title.tax_number,
        "title_reason": title_reason,
        "remark": remark,
        "email": email,
        "code": invoice.code,
        "number": invoice.number,
        "issued_on": invoice.issued_on,
        "delivered_on": invoice.delivered_on,
        "gross": invoice.gross,
        "currency": invoice.currency,
    })
}
