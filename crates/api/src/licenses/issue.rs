//! Issuing licenses from an approved order's lines, and taking them back.

use domain::{
    Id,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::CustomerId,
    licenses::{
        ActivationMode, number, term_of,
        wire::{PaymentStatus, PurchaseKind},
    },
};
use store::{
    licenses::{self, License},
    orders::{Line, Order},
    products::Product,
    purchases::{self, Purchase},
};

use super::keys;
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::Caller,
};

/// Drawn numbers below this follow a license's month.
const NUMBERS: u32 = 1_000_000;

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
    customer: CustomerId,
) -> ApiResult<()> {
    let today = business_day(tx.now);
    let named: Vec<_> = line.input.product_id.into_iter().collect();
    let product = store::products::find_many(&**tx, &named)
        .await?
        .pop()
        .ok_or_else(|| anyhow::anyhow!("order {} has a line without product", order.number))?;
    let issued: Vec<License> = line
        .input
        .activations
        .iter()
        .zip(1..)
        .map(|(set, ordinal)| {
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
                workspaces: product.workspaces,
                users: product.users,
                term_years: line.input.years,
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
        .collect();
    insert(tx, &issued).await?;
    for license in &issued {
        record_issue(app, tx, caller, order, license).await?;
        if license.activation_mode == ActivationMode::Offline {
            // Ends seven days and the term after approval; see DOMAIN, "Keys and licenses".
            let term = term_of(today, None, license.term_years);
            let end_user = &line.input.end_user.name;
            keys::sign(
                app,
                tx,
                license,
                term,
                keys::Named { product: &product.code, customer: end_user },
            )
            .await?;
        }
    }
    purchases::insert(&**tx, &purchase(app, tx, order, line, customer, &product)).await?;
    Ok(())
}

/// A number that is taken already makes the whole transaction run again, with another draw.
async fn insert(tx: &Tx, issued: &[License]) -> ApiResult<()> {
    match licenses::insert_all(&**tx, issued, tx.now).await {
        Err(error) if error.is_duplicate_of("uq_licenses_number") => Err(ApiError::Deadlock),
        other => Ok(other?),
    }
}

async fn record_issue(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    license: &License,
) -> ApiResult<()> {
    let id = license.id.as_uuid();
    record(app, tx, EventKind::LicenseIssued, SubjectKind::License, id, &license.number)
        .by(caller.user)
        .note(Some(&order.number))
        .also_on(SubjectKind::Order, order.id.as_uuid())
        .also_on(SubjectKind::Customer, license.customer_id.as_uuid())
        .append()
        .await
}

fn purchase(
    app: &App,
    tx: &Tx,
    order: &Order,
    line: &Line,
    customer: CustomerId,
    product: &Product,
) -> Purchase {
    Purchase {
        id: Id::from_uuid(app.id()),
        order_id: order.id,
        order_line_id: line.id,
        customer_id: customer,
        kind: PurchaseKind::New,
        purchased_on: business_day(tx.now),
        sets: line.input.sets,
        amount: line.price.as_ref().map(|price| price.gross).unwrap_or_default(),
        currency: order.currency,
        payment_status: PaymentStatus::Pending,
        contract_number: order.contract_number.clone(),
        workspaces: product.workspaces,
        users: product.users,
        old_expires_on: None,
        new_expires_on: None,
        created_at: tx.now,
    }
}

/// Terminates licenses of a canceled order that nobody received; their keys are revoked.
///
/// # Errors
/// Only the database's.
pub async fn withdraw(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    issued: Vec<License>,
    reason: &str,
) -> ApiResult<()> {
    for mut license in issued {
        license.terminated_at = Some(tx.now);
        license.terminated_reason = Some(reason.chars().take(200).collect());
        licenses::save(&**tx, &mut license, tx.now).await?;
        store::license_keys::revoke(&**tx, license.id, "terminated", tx.now).await?;
        let id = license.id.as_uuid();
        record(app, tx, EventKind::LicenseTerminated, SubjectKind::License, id, &license.number)
            .by(caller.user)
            .note(Some(reason))
            .also_on(SubjectKind::Order, license.order_id.as_uuid())
            .append()
            .await?;
    }
    Ok(())
}
