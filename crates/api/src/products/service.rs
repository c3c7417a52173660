//! The catalogue, and quotes from it.

use domain::{
    access::{Role, Scope},
    id::PartnerId,
    money::Currency,
    orders::manual_discount_limit,
    problem::{FieldError, Reason, Refusal},
    products::{
        pricing::{self, PriceBook, PriceRule, Pricing, Quote, QuoteLine},
        wire::{Catalogue, PriceInForce, QuoteRequest, RuleInWords, Simulation},
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

/// Prices lines for anybody on any day, and says what stands behind each step. A partner that is
/// named lends its level.
///
/// # Errors
/// Field errors, by line or for a partner beside a level; an unknown partner.
pub async fn simulate(app: &App, role: Role, request: &QuoteRequest) -> ApiResult<Simulation> {
    if request.partner_id.is_some() && request.level.is_some() {
        return Err(Refusal::from(Reason::PartnerOrLevel).at("/level").into());
    }
    let db = &app.db.read;
    let on = request.on.unwrap_or_else(|| app.clock.today());
    let (mut book, pricing) = price_basis(db, request.partner_id, on).await?;
    let named: Vec<_> =
        request.lines.iter().flat_map(|line| line.licenses.iter().copied()).collect();
    let scope = request.partner_id.map_or(Scope::Everything, Scope::OfPartner);
    book.licenses = store::segments::standings(db, scope, &named, on).await?;
    let pricing = Pricing { level: pricing.level.or(request.level), ..pricing };
    let quote = pricing::quote(&request.lines, &book, pricing)?;
    let steps = || quote.lines.iter().flat_map(|line| &line.trace);
    let is_applied = |rule: &&PriceRule| steps().any(|step| step.rule == Some(rule.id));
    let rules = book.rules.iter().filter(is_applied).map(RuleInWords::from).collect();
    let is_asked = |id| quote.lines.iter().any(|line| line.product_id == id);
    let listed = store::products::price_list(db, LIST_CURRENCY).await?;
    let prices = listed.iter().filter(|product| is_asked(product.id)).filter_map(|product| {
        let price = product.price_on(on)?;
        Some(PriceInForce {
            product_id: product.id,
            valid_from: price.valid_from,
            valid_until: price.valid_until,
        })
    });
    Ok(Simulation {
        prices: prices.collect(),
        rules,
        on,
        level: pricing.level,
        manual_discount_limit: manual_discount_limit(role),
        currency: quote.currency,
        totals: quote.totals,
        lines: quote.lines,
    })
}

/// Partners take nothing off by hand, and ask for themselves and for today only.
///
/// # Errors
/// A field error for each line that tries, and for another partner's id, a level or a day.
pub fn without_manual_discounts(request: QuoteRequest) -> Result<Vec<QuoteLine>, Vec<FieldError>> {
    let none = || Refusal::new(Reason::OutOfRange).with("min", 0).with("max", 0);
    let mut errors: Vec<_> = request
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.manual_discount.0 > 0)
        .map(|(index, _)| none().at(format!("/lines/{index}/manual_discount")))
        .collect();
    for (pointer, is_there) in [
        ("/partner_id", request.partner_id.is_some()),
        ("/level", request.level.is_some()),
        ("/on", request.on.is_some()),
    ] {
        if is_there {
            errors.push(Refusal::new(Reason::UnknownField).at(pointer));
        }
    }
    if errors.is_empty() { Ok(request.lines) } else { Err(errors) }
}
