//! Issuing licenses from an approved order's lines, and taking them back.

use domain::{
    Id,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::CustomerId,
    licenses::{
        ActivationMode, number,
        wire::{PaymentStatus, PurchaseKind},
    },
    money::Amount,
    orders::LineKind,
    problem::{Reason, Refusal},
};
use sea_orm::ConnectionTrait;
use store::{
    licenses::{self, License},
    orders::{Line, Order},
    products::Product,
    purchases::{self, Purchase},
    segments::{self, Segment},
};

use super::keys;
use crate::{
    app::{App, Tx},
    deployments,
    error::{ApiError, ApiResult},
    events::record,
    http::Caller,
    usage::installations,
};

/// Drawn numbers below this follow a license's month.
const NUMBERS: u32 = 1_000_000;

/// A line's licenses as they are made, one per set; nothing is kept yet.
pub fn made_of(
    app: &App,
    tx: &Tx,
    order: &Order,
    line: &Line,
    product: &Product,
    customer: CustomerId,
) -> Vec<License> {
    let today = business_day(tx.now);
    let sets = line.input.activations.iter().zip(1..);
    sets.map(|(set, ordinal)| {
        let id = Id::from_uuid(app.id());
        License {
            id,
            number: number(product.edition.unwrap_or_default(), today, app.draw_below(NUMBERS)),
            customer_id: customer,
            order_id: order.id,
            order_line_id: line.id,
            ordinal,
            product_id: product.id,
            edition: product.edition.unwrap_or_default(),
            partner_id: order.partner_id,
            owner_id: order.partner_id.is_none().then_some(order.placed_by),
            workspaces: product.workspaces,
            users: product.users,
            term_years: line.input.years,
            ends_on: line.input.ends_on,
            grace_days: product.grace_days,
            activation_mode: set.mode,
            cluster_id: set.cluster_id.clone().filter(|_| set.mode == ActivationMode::Offline),
            code_generation: 1,
            code_hash: (set.mode == ActivationMode::Online).then(|| app.codes.hash(id, 1)),
            created_at: tx.now,
            version: 1,
            ..License::default()
        }
    })
    .collect()
}

/// Issues a line's licenses, one per set, and writes its purchase.
///
/// # Errors
/// A fault where the line is not what submission made sure of.
pub async fn issue_line(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    line: &Line,
    product: &Product,
    customer: CustomerId,
) -> ApiResult<()> {
    let today = business_day(tx.now);
    let issued = made_of(app, tx, order, line, product, customer);
    keep(app, tx, caller, order, line, &issued).await?;
    deployments::plan_first(app, tx, caller, &issued).await?;
    for license in issued.iter().filter(|one| one.activation_mode == ActivationMode::Offline) {
        // Ends seven days and the term after approval; see DOMAIN, "Keys and licenses".
        let term = license.first_term(today, None);
        let named = keys::Named { product: &product.code, customer: &line.input.end_user.name };
        keys::sign(app, tx, license, term, named).await?;
    }
    let purchase = purchase(app, tx, order, line, customer, product, PurchaseKind::New).await?;
    Ok(purchases::insert(&**tx, &purchase).await?)
}

/// Keeps a line's licenses with what each was bought for, and says so.
///
/// # Errors
/// Only the database's.
pub async fn keep(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    line: &Line,
    issued: &[License],
) -> ApiResult<()> {
    insert(tx, issued).await?;
    segments::insert_all(&**tx, &first_segments(app, tx, line, issued)?).await?;
    for license in issued {
        record_issue(app, tx, caller, order, license);
    }
    for (license, set) in issued.iter().zip(&line.input.activations) {
        installations::register_with_cluster(app, tx, caller, license, set.key()).await?;
    }
    Ok(())
}

/// Writes the purchase of a service: nothing is issued for it.
///
/// # Errors
/// Only the database's.
pub async fn sell_service(
    app: &App,
    tx: &Tx,
    order: &Order,
    line: &Line,
    product: &Product,
    customer: CustomerId,
) -> ApiResult<()> {
    let purchase = purchase(app, tx, order, line, customer, product, PurchaseKind::Service).await?;
    Ok(purchases::insert(&**tx, &purchase).await?)
}

/// What each set was bought for; the sets make the line, to the fen.
fn first_segments(
    app: &App,
    tx: &Tx,
    line: &Line,
    issued: &[License],
) -> anyhow::Result<Vec<Segment>> {
    let gross = line.price.as_ref().map(|price| price.gross).unwrap_or_default();
    let sets = u32::try_from(issued.len())?;
    issued
        .iter()
        .map(|license| {
            Ok(Segment {
                id: app.id(),
                license_id: license.id,
                order_id: license.order_id,
                order_line_id: license.order_line_id,
                product_id: license.product_id,
                kind: LineKind::New,
                quantity: 1,
                ordinal: 1,
                from_on: None,
                until_on: None,
                value: gross.share(license.ordinal, sets)?,
                credit: Amount::ZERO,
                closed_on: None,
                closed_by: None,
                old_product_id: None,
                old_expires_on: None,
                new_expires_on: None,
                old_workspaces: license.workspaces,
                new_workspaces: license.workspaces,
                old_users: license.users,
                new_users: license.users,
                delivered_at: None,
                created_at: tx.now,
            })
        })
        .collect()
}

/// A number that is taken already makes the whole transaction run again, with another draw.
async fn insert(tx: &Tx, issued: &[License]) -> ApiResult<()> {
    match licenses::insert_all(&**tx, issued, tx.now).await {
        Err(error) if error.is_duplicate_of("uq_licenses_number") => Err(ApiError::Deadlock),
        other => Ok(other?),
    }
}

fn record_issue(app: &App, tx: &Tx, caller: &Caller, order: &Order, license: &License) {
    let id = license.id.as_uuid();
    record(app, tx, EventKind::LicenseIssued, SubjectKind::License, id, &license.number)
        .by(caller.user)
        .note(Some(&order.number))
        .also_on(SubjectKind::Order, order.id.as_uuid())
        .also_on(SubjectKind::Customer, license.customer_id.as_uuid())
        .append();
}

/// The purchase of a line, not paid yet. Whoever placed the order for us sold it; what a partner
/// ordered is its customer's owner's, and the partner's share of it is what is agreed now.
///
/// # Errors
/// Only the database's.
pub async fn purchase(
    app: &App,
    tx: &Tx,
    order: &Order,
    line: &Line,
    customer: CustomerId,
    product: &Product,
    kind: PurchaseKind,
) -> ApiResult<Purchase> {
    let (owner_id, profit_share) = match order.partner_id {
        None => (Some(order.placed_by), None),
        Some(partner) => purchases::terms(&**tx, customer, partner).await?,
    };
    Ok(Purchase {
        id: Id::from_uuid(app.id()),
        order_id: Some(order.id),
        order_line_id: Some(line.id),
        customer_id: customer,
        license_id: None,
        partner_id: order.partner_id,
        owner_id,
        kind,
        purchased_on: business_day(tx.now),
        sets: line.input.sets,
        amount: line.price.as_ref().map(|price| price.gross).unwrap_or_default(),
        currency: order.currency,
        payment_status: PaymentStatus::Pending,
        method: None,
        contract_number: order.contract_number.clone(),
        workspaces: product.workspaces,
        users: product.users,
        old_expires_on: None,
        new_expires_on: None,
        profit_share,
        notes: None,
        created_at: tx.now,
        version: 1,
    })
}

/// Terminates licenses of a canceled order, or of returned lines; their keys are
/// revoked, and what was still to be deployed is called off.
///
/// # Errors
/// 409 where another order changed one since: that one is taken back first.
pub async fn withdraw(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    issued: Vec<License>,
    reason: &str,
) -> ApiResult<()> {
    let ids: Vec<_> = issued.iter().map(|license| license.id).collect();
    let locked = licenses::lock_all(&**tx, &ids).await?;
    check_unchanged(&**tx, &locked).await?;
    for mut license in locked.into_iter().filter(|license| license.terminated_at.is_none()) {
        license.terminated_at = Some(tx.now);
        license.terminated_reason = Some(reason.chars().take(200).collect());
        licenses::save(&**tx, &mut license, tx.now).await?;
        store::license_keys::revoke(&**tx, license.id, "terminated", tx.now).await?;
        let id = license.id.as_uuid();
        record(app, tx, EventKind::LicenseTerminated, SubjectKind::License, id, &license.number)
            .by(caller.user)
            .note(Some(reason))
            .also_on(SubjectKind::Order, license.order_id.as_uuid())
            .append();
    }
    deployments::cancel_of(app, tx, caller, &ids, reason).await
}

/// Whether licenses are still what they were sold as.
///
/// # Errors
/// 409 with the number of one that another order changed.
pub async fn check_unchanged(db: &impl ConnectionTrait, sold: &[License]) -> ApiResult<()> {
    let ids: Vec<_> = sold.iter().map(|license| license.id).collect();
    let heads = segments::heads(db, &ids).await?;
    let is_changed =
        |license: &&License| heads.get(&license.id).is_some_and(|head| head.latest > 1);
    match sold.iter().find(is_changed) {
        Some(license) => {
            Err(Refusal::new(Reason::LicenseMoved).with("number", &license.number).into())
        }
        None => Ok(()),
    }
}
