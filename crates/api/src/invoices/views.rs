//! Invoices as they are shown, and what of an order is invoiced.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    events::{SubjectKind, wire::EventView},
    id::OrderId,
    invoices::{
        self, Split,
        wire::{
            InvoiceListQuery, InvoiceRow, InvoiceSum, InvoiceView, InvoicedOrder, OpenOrder,
            OrderInvoicing, PartyQuery,
        },
    },
    list::Page,
    money::Amount,
    problem::{Reason, Refusal},
};
use sea_orm::ConnectionTrait;
use store::invoices::{Invoice, linked, links_of_order};

use super::{ledger::Ledger, service::party_of};
use crate::{app::App, error::ApiResult};

/// The invoices that the query asks for.
///
/// # Errors
/// A place that is none.
pub async fn page(
    app: &App,
    scope: Scope,
    query: &InvoiceListQuery,
) -> ApiResult<Page<InvoiceRow>> {
    Ok(store::invoices::page(&app.db.read, scope, query, app.clock.now()).await?)
}

/// What they come to, by currency.
///
/// # Errors
/// The database is not available.
pub async fn sums(app: &App, scope: Scope, query: &InvoiceListQuery) -> ApiResult<Vec<InvoiceSum>> {
    Ok(store::invoices::sums(&app.db.read, scope, query).await?)
}

/// One invoice, by id, our reference or its number.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, name: &str) -> ApiResult<InvoiceView> {
    let invoice = store::invoices::find_by(&app.db.read, scope, name).await?;
    view_of(app, &app.db.read, invoice).await
}

/// Everything that happened to it, latest first.
///
/// # Errors
/// 404 when out of reach.
pub async fn timeline(app: &App, scope: Scope, name: &str) -> ApiResult<Vec<EventView>> {
    let invoice = store::invoices::find_by(&app.db.read, scope, name).await?;
    let (kind, id) = (SubjectKind::Invoice, invoice.id.as_uuid());
    Ok(store::events::timeline(&app.db.read, scope, kind, id).await?)
}

/// What red letters have taken of each line of an invoice by `now`, in the lines' order.
pub(super) fn taken(invoice: &Invoice, red: &[Invoice], now: DateTime<Utc>) -> Vec<Split> {
    let counting: Vec<&Invoice> = red.iter().filter(|one| one.reverses_by(now)).collect();
    let of_line = |line: u32| {
        let lines = counting.iter().flat_map(|one| &one.lines);
        let mut split = Split::default();
        for one in lines.filter(|one| one.of_line == Some(line)) {
            let minus = Split { gross: one.gross, tax: one.tax };
            split = split.minus(minus).unwrap_or(split);
        }
        split
    };
    invoice.lines.iter().map(|line| of_line(line.line)).collect()
}

/// An invoice with everything beside it.
pub(super) async fn view_of(
    app: &App,
    db: &impl ConnectionTrait,
    invoice: Invoice,
) -> ApiResult<InvoiceView> {
    let now = app.clock.now();
    let red = store::invoices::red_of(db, invoice.id).await?;
    let other = async |id| -> ApiResult<_> {
        match id {
            Some(id) => Ok(Some(store::invoices::get(db, Scope::Everything, id).await?)),
            None => Ok(None),
        }
    };
    let reverses = other(invoice.reverses).await?.map(|one| linked(&one, now));
    let replaces = other(invoice.replaces).await?.map(|one| linked(&one, now));
    let seller = store::products::seller(db, invoice.seller_entity_id).await?;
    let mut orders: Vec<InvoicedOrder> = Vec::new();
    for line in &invoice.lines {
        match orders.iter_mut().find(|order| order.order_id == line.order_id) {
            Some(order) => order.gross = [order.gross, line.gross].into_iter().sum(),
            None => orders.push(InvoicedOrder {
                order_id: line.order_id,
                number: line.order_number.clone(),
                gross: line.gross,
            }),
        }
    }
    let taken = taken(&invoice, &red, now);
    Ok(InvoiceView {
        invoice: store::invoices::row_of(db, invoice.id, now).await?,
        seller_name: seller.name,
        seller_tax_number: seller.credit_code.unwrap_or_default(),
        orders,
        reversed: taken.into_iter().map(|split| split.gross).collect(),
        file: store::invoices::file_of(db, invoice.id).await?,
        reverses,
        replaces,
        red: red.iter().map(|one| linked(one, now)).collect(),
        red_reason: invoice.red_reason,
        reason: invoice.reason,
        asked_at: invoice.asked_at,
        version: invoice.version,
        content: invoice.content,
        lines: invoice.lines,
    })
}

/// What of an order is invoiced, by its id or number.
///
/// # Errors
/// 404 where the order is out of reach.
pub async fn of_order(app: &App, scope: Scope, name: &str) -> ApiResult<OrderInvoicing> {
    let db = &app.db.read;
    let order = store::orders::find_by(db, scope, name).await?;
    let (partner_id, customer_id) = party_of(&order);
    let party_name = match (partner_id, customer_id) {
        (None, None) => String::new(),
        (partner, customer) => store::invoices::party_name(db, partner, customer).await?,
    };
    let ledger = Ledger::of(db, &[order.id]).await?;
    let sums = ledger.sums(order.id)?;
    let invoiceable = invoices::check_order(order.status).is_ok();
    Ok(OrderInvoicing {
        order_id: order.id,
        number: order.number,
        partner_id,
        customer_id,
        party_name,
        currency: order.currency,
        gross: order.totals.gross,
        refunded: sums.refunded,
        invoiced: sums.invoiced,
        requested: sums.requested,
        open: if invoiceable { sums.open } else { Amount::ZERO },
        red_due: sums.red_due,
        invoices: links_of_order(&ledger.invoices, order.id, app.clock.now()),
        invoiceable,
    })
}

/// The orders of a party of which something can be invoiced, the latest first.
///
/// # Errors
/// A field error where neither or both kinds of party are named.
pub async fn open_orders(app: &App, scope: Scope, party: PartyQuery) -> ApiResult<Vec<OpenOrder>> {
    check_party(party)?;
    let db = &app.db.read;
    let mut orders = store::invoices::standing_orders(db, scope, party).await?;
    let ids: Vec<OrderId> = orders.iter().map(|order| order.order_id).collect();
    let ledger = Ledger::of(db, &ids).await?;
    for order in &mut orders {
        order.open = ledger.sums(order.order_id)?.open;
    }
    orders.retain(|order| order.open != Amount::ZERO);
    Ok(orders)
}

/// One party is named, and one only.
///
/// # Errors
/// A field error at `/partner`.
pub(super) fn check_party(party: PartyQuery) -> ApiResult<()> {
    if party.partner.is_some() == party.customer.is_some() {
        return Err(Refusal::from(Reason::OnePartyOnly).at("/partner").into());
    }
    Ok(())
}
