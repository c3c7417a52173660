//! The catalogue, and quotes from it.

use domain::{
    access::Scope,
    id::PartnerId,
    money::Currency,
    problem::{FieldError, Reason, Refusal},
    products::{
        pricing::{self, PriceBook, Pricing, Quote, QuoteLine},
        wire::{Catalogue, QuoteRequest},
    },
};
use sea_orm::ConnectionTrait;

use crate::{app::App, error::ApiResult};

/// The currency that the default price list is in.
pub const LIST_CURRENCY: Currency = Currency::Cny;

/// Products, prices, rules and terms of today; with the level of `partner`.
pub async fn catalogue(app: &App, partner: Option<PartnerId>) -> ApiResult<Catalogue> {
    let (db, today) = (&app.db.read, app.clock.today());
    let parts = store::products::catalogue(db, today, LIST_CURRENCY).await?;
    let level = match partner {
        Some(id) => Some(store::partners::standing(db, id).await?.1),
        None => None,
    };
    Ok(Catalogue {
        products: parts.products,
        price_book: parts.price_book,
        terms: parts.terms,
        level,
        today,
    })
}

/// What the server's prices follow from today, for one buyer.
///
/// # Errors
/// An unknown partner.
pub async fn price_basis(
    db: &impl ConnectionTrait,
    partner: Option<PartnerId>,
    on: chrono::NaiveDate,
) -> ApiResult<(PriceBook, Pricing)> {
    let book = store::products::price_book(db, on, LIST_CURRENCY).await?;
    let level = match partner {
        Some(id) => Some(store::partners::standing(db, id).await?.1),
        None => None,
    };
    Ok((book, Pricing { level, on }))
}

/// Prices lines for a buyer, today.
///
/// # Errors
/// Field errors by line.
pub async fn quote(app: &App, partner: Option<PartnerId>, lines: &[QuoteLine]) -> ApiResult<Quote> {
    let today = app.clock.today();
    let (mut book, pricing) = price_basis(&app.db.read, partner, today).await?;
    let named: Vec<_> = lines.iter().flat_map(|line| line.licenses.iter().copied()).collect();
    let scope = partner.map_or(Scope::Everything, Scope::OfPartner);
    book.licenses = store::segments::standings(&app.db.read, scope, &named, today).await?;
    Ok(pricing::quote(lines, &book, pricing)?)
}

/// Partners take nothing off by hand, and ask for themselves only.
///
/// # Errors
/// A field error for each line that tries, and for another partner's id.
pub fn without_manual_discounts(request: QuoteRequest) -> Result<Vec<QuoteLine>, Vec<FieldError>> {
    let none = || Refusal::new(Reason::OutOfRange).with("min", 0).with("max", 0);
    let mut errors: Vec<_> = request
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.manual_discount.0 > 0)
        .map(|(index, _)| none().at(format!("/lines/{index}/manual_discount")))
        .collect();
    if request.partner_id.is_some() {
        errors.push(Refusal::new(Reason::UnknownField).at("/partner_id"));
    }
    if errors.is_empty() { Ok(request.lines) } else { Err(errors) }
}
