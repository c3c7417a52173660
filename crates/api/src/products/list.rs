//! Keeping products and their prices.

use domain::{
    Id,
    access::Scope,
    events::{EventKind, SubjectKind},
    id::{PriceId, ProductId},
    problem::{Reason, Refusal},
    products::{
        check_identity, check_product,
        price_list::{Timeline, check_price, may_change, may_end},
        wire::{
            ListedProduct, PriceList, PriceView, ProductContent, ProductDetail, SetEnd, SetPrice,
        },
    },
    text::cleaned,
    usage::OverageMode,
    validate::Faults,
};
use serde_json::{Value, json};
use store::{StoreError, products};

use super::service::LIST_CURRENCY;
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch, Once, Reply},
};

/// Every product, sold or not, with all its prices.
pub async fn price_list(app: &App) -> ApiResult<PriceList> {
    let products = products::price_list(&app.db.read, LIST_CURRENCY).await?;
    Ok(PriceList { currency: LIST_CURRENCY, products, today: app.clock.today() })
}

/// One product with its prices and its story.
pub async fn detail(app: &App, scope: Scope, id: ProductId) -> ApiResult<ProductDetail> {
    let db = &app.db.read;
    let (kind, subject) = (SubjectKind::Product, id.as_uuid());
    Ok(ProductDetail {
        product: products::get_listed(db, id, LIST_CURRENCY).await?,
        currency: LIST_CURRENCY,
        has_licenses: products::has_licenses(db, id).await?,
        timeline: store::events::timeline(db, scope, kind, subject).await?,
        today: app.clock.today(),
    })
}

/// Keeps a new product. It is ordered once it has a price.
///
/// # Errors
/// Field errors; a code that is taken.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &ProductContent,
) -> ApiResult<Reply> {
    check_product(content)?;
    let content = clean(content);
    app.transact_once(caller.user, once, async |tx| {
        let id = Id::from_uuid(app.id());
        coded_once(products::insert_product(&**tx, &new_product(id, &content), tx.now).await)?;
        let (was, is) = (Value::Null, json!(content));
        let change = Change { kind: EventKind::ProductCreated, was, is };
        told(app, tx, caller, id, &content.name_zh, &change);
        let made = products::get_listed(&**tx, id, LIST_CURRENCY).await?;
        let version = made.version;
        Ok((201, made, Some(version)))
    })
    .await
}

fn new_product(id: ProductId, content: &ProductContent) -> products::NewProduct {
    products::NewProduct {
        id,
        code: content.code.clone(),
        kind: content.kind,
        edition: content.edition,
        name_zh: content.name_zh.clone(),
        name_en: content.name_en.clone(),
        unit: content.unit.clone(),
        workspaces: content.workspaces,
        users: content.users,
        grace_days: content.grace_days,
        sold: content.sold,
        sort_order: content.sort_order,
        lapsed_renewal: content.lapsed_renewal,
        reminder_days: content.reminder_days.clone(),
        overage: content.overage(),
    }
}

/// Changes all that is kept of a product; what licenses came of keeps code, kind and edition.
///
/// # Errors
/// 404; 412; field errors; a code that is taken.
pub async fn change(
    app: &App,
    caller: &Caller,
    id: ProductId,
    version: IfMatch,
    content: &ProductContent,
) -> ApiResult<ListedProduct> {
    check_product(content)?;
    let content = clean(content);
    app.transact(async |tx| {
        let before = products::lock_listed(&**tx, id, LIST_CURRENCY).await?;
        version.check(before.version)?;
        let has_licenses = products::has_licenses(&**tx, id).await?;
        check_identity(&before.content, &content, has_licenses)?;
        coded_once(products::change_product(&**tx, id, before.version, &content, tx.now).await)?;
        let (was, is) = (json!(before.content), json!(content));
        let change = Change { kind: EventKind::ProductChanged, was, is };
        told(app, tx, caller, id, &content.name_zh, &change);
        Ok(products::get_listed(&**tx, id, LIST_CURRENCY).await?)
    })
    .await
}

/// Begins a new price on a day; the one before ends the day before.
///
/// # Errors
/// 404; field errors.
pub async fn set_price(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    product: ProductId,
    price: &SetPrice,
) -> ApiResult<Reply> {
    check_price(price)?;
    let price = clean_price(price);
    app.transact_once(caller.user, once, async |tx| {
        let before = products::lock_listed(&**tx, product, LIST_CURRENCY).await?;
        let id = Id::from_uuid(app.id());
        let today = domain::dates::business_day(tx.now);
        let after = before
            .timeline()
            .with(id, price.valid_from, today)
            .map_err(|refusal| refusal.at("/valid_from"))?;
        let was = price.valid_from.pred_opt().and_then(|day| before.price_on(day));
        let was = was.map_or(Value::Null, |was| json!(SetPrice::from(was)));
        let change = Change { kind: EventKind::PriceSet, was, is: json!(price) };
        let said = Some((id, &price));
        let listed = write(app, tx, caller, &before, &after, said, &change).await?;
        Ok((201, listed, None))
    })
    .await
}

/// Changes a price that does not hold yet.
///
/// # Errors
/// 404; 409 where it holds or has held; 412; field errors.
pub async fn change_price(
    app: &App,
    caller: &Caller,
    id: PriceId,
    version: IfMatch,
    price: &SetPrice,
) -> ApiResult<ListedProduct> {
    check_price(price)?;
    let price = clean_price(price);
    app.transact(async |tx| {
        let (before, own) = lock_of_price(tx, id).await?;
        let today = domain::dates::business_day(tx.now);
        may_change(own.validity(), today)?;
        version.check(own.version)?;
        let after = before
            .timeline()
            .moved(id, price.valid_from, today)
            .map_err(|refusal| refusal.at("/valid_from"))?;
        let was = json!(SetPrice::from(&own));
        let change = Change { kind: EventKind::PriceChanged, was, is: json!(price) };
        write(app, tx, caller, &before, &after, Some((id, &price)), &change).await
    })
    .await
}

/// Ends a price on a day, or lets it go on until the next begins.
///
/// # Errors
/// 404; 409 where it is over; 412; a field error.
pub async fn end_price(
    app: &App,
    caller: &Caller,
    id: PriceId,
    version: IfMatch,
    end: &SetEnd,
) -> ApiResult<ListedProduct> {
    app.transact(async |tx| {
        let (before, own) = lock_of_price(tx, id).await?;
        let today = domain::dates::business_day(tx.now);
        may_end(own.validity(), today)?;
        version.check(own.version)?;
        let after = before
            .timeline()
            .ended(id, end.valid_until, today)
            .map_err(|refusal| refusal.at("/valid_until"))?;
        let until = after.days_of(id).and_then(|days| days.until);
        let shown = |until| {
            json!({
                "list_price": own.list_price, "valid_from": own.valid_from, "valid_until": until,
            })
        };
        let (was, is) = (shown(own.valid_until), shown(until));
        let change = Change { kind: EventKind::PriceEnded, was, is };
        write(app, tx, caller, &before, &after, None, &change).await
    })
    .await
}

/// Removes a price that does not hold yet; the one that ended for it goes on.
///
/// # Errors
/// 404; 409 where it holds or has held; 412.
pub async fn remove_price(
    app: &App,
    caller: &Caller,
    id: PriceId,
    version: IfMatch,
) -> ApiResult<ListedProduct> {
    app.transact(async |tx| {
        let (before, own) = lock_of_price(tx, id).await?;
        may_change(own.validity(), domain::dates::business_day(tx.now))?;
        version.check(own.version)?;
        let after = before.timeline().without(id);
        let was = json!(SetPrice::from(&own));
        let change = Change { kind: EventKind::PriceRemoved, was, is: Value::Null };
        write(app, tx, caller, &before, &after, None, &change).await
    })
    .await
}

/// How something that was done is told.
struct Change {
    kind: EventKind,
    was: Value,
    is: Value,
}

async fn write(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    before: &ListedProduct,
    after: &Timeline,
    said: Option<(PriceId, &SetPrice)>,
    change: &Change,
) -> ApiResult<ListedProduct> {
    let id = before.id;
    products::write_prices(&**tx, before, after, said, LIST_CURRENCY, tx.now).await?;
    told(app, tx, caller, id, &before.content.name_zh, change);
    Ok(products::get_listed(&**tx, id, LIST_CURRENCY).await?)
}

/// The product of a price, locked, and the price.
async fn lock_of_price(tx: &Tx, id: PriceId) -> ApiResult<(ListedProduct, PriceView)> {
    let product = products::product_of_price(&**tx, id).await?;
    let product = products::lock_listed(&**tx, product, LIST_CURRENCY).await?;
    let price = product.prices.iter().find(|price| price.id == id).cloned();
    // Removed while this waited for the lock, or of another currency.
    price.map(|price| (product, price)).ok_or_else(ApiError::not_found)
}

fn told(app: &App, tx: &Tx, caller: &Caller, id: ProductId, name: &str, change: &Change) {
    record(app, tx, change.kind, SubjectKind::Product, id.as_uuid(), name)
        .by(caller.user)
        .changed(&change.was, &change.is)
        .append();
}

/// Two products of one code cannot be told apart.
fn coded_once(outcome: Result<(), StoreError>) -> ApiResult<()> {
    match outcome {
        Err(error) if error.is_duplicate_of("uq_products_code") => {
            let mut faults = Faults::new();
            faults.add("/code", Refusal::from(Reason::AlreadyTaken));
            Ok(faults.into_result()?)
        }
        other => Ok(other?),
    }
}

fn clean(content: &ProductContent) -> ProductContent {
    ProductContent {
        code: cleaned(&content.code).to_ascii_uppercase(),
        name_zh: cleaned(&content.name_zh),
        name_en: cleaned(&content.name_en),
        unit: cleaned(&content.unit),
        // A share that is not asked about is not kept.
        overage_percent: match content.overage_mode {
            OverageMode::Soft => content.overage_percent,
            OverageMode::Allow | OverageMode::Hard => 0,
        },
        ..content.clone()
    }
}

/// What is empty is nothing.
fn clean_price(price: &SetPrice) -> SetPrice {
    let code = price.tax_classification.as_deref().map(cleaned).filter(|code| !code.is_empty());
    SetPrice { tax_classification: code, ..price.clone() }
}
