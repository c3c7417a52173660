//! A large set, to see how lists, searches and exports do with it: thirty months of sales, told
//! straight to the database. What has no part in a list (events, keys, mails) is left out; the demo
//! shows those.

mod names;
mod sales;

use std::collections::HashSet;

use anyhow::{Context as _, bail};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Id,
    access::Role,
    id::{PartnerId, SellerEntityId, UserId},
    money::Currency,
    partners::{PartnerLevel, PartnerStatus, wire::PartnerContent},
    products::{pricing::PriceBook, wire::TermsView},
};
use rand::{SeedableRng as _, rngs::StdRng};
use store::{customers, licenses, orders, partners, products, purchases, segments};

use self::sales::{Sale, Sales};
use crate::{
    app::App,
    error::{ApiError, ApiResult},
};

/// Partners of the large set.
const PARTNERS: u32 = 60;
/// Sales of one transaction.
const AT_ONCE: usize = 250;
/// A database that holds more licenses than the demo's is one that was sown before.
const SOWN: usize = 5_000;

/// What sales are made of, and by whom.
struct Ground {
    seller: SellerEntityId,
    book: PriceBook,
    products: Vec<products::Product>,
    terms: TermsView,
    partners: Vec<(PartnerId, PartnerLevel)>,
    /// Who sells.
    reps: Vec<UserId>,
    /// Who approves.
    ops: UserId,
    /// License numbers that are taken.
    taken: HashSet<String>,
    now: DateTime<Utc>,
}

/// Sows at least `wanted` licenses, with the customers and orders that they came of, the same ones
/// every time; `told` hears how many there are so far.
///
/// # Errors
/// There is no price list, nobody who sells, or a large set already.
pub async fn sow(app: &App, wanted: u32, told: impl Fn(u32)) -> anyhow::Result<u32> {
    let ground = prepare(app).await.map_err(fault)?;
    if ground.taken.len() > SOWN {
        bail!("there is a large set already: {} licenses", ground.taken.len());
    }
    let mut sales = Sales::new(app, ground, StdRng::seed_from_u64(20_261_123), wanted);
    let mut sown = 0;
    loop {
        let some: Vec<Sale> = sales.by_ref().take(AT_ONCE).collect::<Result<_, _>>()?;
        let Some(first) = some.first() else { return Ok(sown) };
        let at = first.order.created_at;
        let orders: Vec<_> = some.iter().map(|sale| sale.order.id).collect();
        app.transact(async |tx| {
            keep(tx, &some, at).await?;
            crate::receivables::refresh(app, tx, &orders).await
        })
        .await
        .map_err(fault)?;
        sown += u32::try_from(some.iter().map(|sale| sale.licenses.len()).sum::<usize>())?;
        told(sown);
    }
}

fn fault(error: ApiError) -> anyhow::Error {
    match error {
        ApiError::Fault(fault) => fault,
        refused => anyhow::anyhow!("{:?}", refused.problem(domain::Lang::En)),
    }
}

async fn prepare(app: &App) -> ApiResult<Ground> {
    let now = app.clock.now();
    let day = domain::dates::business_day(now);
    let parts = products::catalogue(&app.db.read, day, Currency::Cny).await?;
    let ids: Vec<_> = parts
        .products
        .iter()
        .filter(|product| product.edition.is_some())
        .map(|product| product.id)
        .collect();
    let reps = people(app, Role::SalesRep).await?;
    let ops = people(app, Role::CommercialOps).await?;
    Ok(Ground {
        seller: products::default_seller(&app.db.read).await?,
        book: parts.price_book,
        products: by_code(products::find_many(&app.db.read, &ids).await?),
        terms: parts.terms,
        partners: sow_partners(app, now).await?,
        ops: *ops.first().context("nobody approves orders")?,
        reps,
        taken: licenses::numbers(&app.db.read).await?,
        now,
    })
}

fn by_code(mut products: Vec<products::Product>) -> Vec<products::Product> {
    products.sort_by(|a, b| a.code.cmp(&b.code));
    products
}

async fn people(app: &App, role: Role) -> ApiResult<Vec<UserId>> {
    let people = store::users::with_roles(&app.db.read, &[role]).await?;
    let mut ids: Vec<_> = people.into_iter().map(|person| person.id).collect();
    ids.sort();
    Ok(ids)
}

async fn sow_partners(app: &App, now: DateTime<Utc>) -> ApiResult<Vec<(PartnerId, PartnerLevel)>> {
    let since = now - TimeDelta::days(sales::DAYS + 60);
    app.transact(async |tx| {
        let mut made = Vec::new();
        for n in 0..PARTNERS {
            let id = Id::from_uuid(app.id());
            let level = PartnerLevel::ALL[n as usize % PartnerLevel::ALL.len()];
            let content = PartnerContent {
                name: names::partner(n),
                is_reseller: n % 3 != 0,
                level,
                contact_name: names::person(n),
                contact_email: format!("orders@partner-{n:03}.example"),
                agreement_number: Some(format!("FA-{n:04}")),
                agreement_signed_on: Some(domain::dates::business_day(since)),
                agreement_until: Some(domain::dates::business_day(now + TimeDelta::days(400))),
                ..PartnerContent::default()
            };
            partners::insert(&**tx, id, PartnerStatus::Active, &content, since).await?;
            made.push((id, level));
        }
        Ok(made)
    })
    .await
}

async fn keep(tx: &crate::app::Tx, sales: &[Sale], at: DateTime<Utc>) -> ApiResult<()> {
    let new: Vec<_> = sales.iter().filter_map(|sale| sale.customer.clone()).collect();
    customers::create_all(&**tx, &new, at).await?;
    let all: Vec<_> = sales.iter().map(|sale| sale.order.clone()).collect();
    orders::insert_all(&**tx, &all, at).await?;
    let issued: Vec<_> = sales.iter().flat_map(|sale| sale.licenses.iter().cloned()).collect();
    licenses::insert_all(&**tx, &issued, at).await?;
    let periods: Vec<_> = sales.iter().flat_map(|sale| sale.segments.iter().cloned()).collect();
    segments::insert_all(&**tx, &periods).await?;
    let bought: Vec<_> = sales.iter().flat_map(|sale| sale.purchases.iter().cloned()).collect();
    Ok(purchases::insert_all(&**tx, &bought).await?)
}
