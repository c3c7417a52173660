//! Prices and rules to come, so that the demo's list has a future.

use chrono::{Datelike as _, NaiveDate};
use domain::{
    access::Role,
    id::UserId,
    money::{Amount, BasisPoints},
    products::{
        Edition,
        pricing::PriceRuleKind,
        wire::{RuleContent, SetPrice},
    },
};

use super::people::caller;
use crate::{
    app::App,
    error::ApiResult,
    products::{list, rules},
};

/// From the first day of the year after `today` on, the standard edition costs more and large
/// orders cost less.
///
/// # Errors
/// A use case refuses: then the demo is wrong.
pub async fn announce(app: &App, admin: UserId, today: NaiveDate) -> ApiResult<()> {
    let admin = caller(admin, Role::Admin);
    let new_year = NaiveDate::from_ymd_opt(today.year() + 1, 1, 1).unwrap_or(today);
    let products = list::price_list(app).await?.products;
    let standard =
        products.iter().find(|product| product.content.edition == Some(Edition::Standard));
    if let Some((product, price)) =
        standard.and_then(|product| Some((product, product.prices.last()?)))
    {
        let dearer = SetPrice {
            list_price: Amount::from_minor(60_000_00),
            valid_from: new_year,
            ..SetPrice::from(price)
        };
        list::set_price(app, &admin, None, product.id, &dearer).await?;
    }
    let large = RuleContent {
        kind: PriceRuleKind::Volume,
        at_least: 20,
        level: None,
        discount: BasisPoints(5_00),
        valid_from: new_year,
        valid_until: None,
    };
    rules::create(app, &admin, None, &large).await?;
    Ok(())
}
