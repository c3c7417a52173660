//! Searching: each kind that the caller may read, as far as they may read it.

use domain::{
    access::{Permission, Reach, Scope},
    leads::Sight,
    search::wire::Hit,
};

use crate::{app::App, error::ApiResult, http::Caller};

/// Longest text that is looked for; nothing is called longer.
const LONGEST: usize = 100;

/// The rows of a kind that somebody may read; none where they may read none.
fn scope_of(caller: &Caller, permission: Permission) -> Option<Scope> {
    match caller.powers.reach(permission) {
        Reach::Everything => Some(Scope::Everything),
        Reach::Own => Some(match caller.partner {
            Some(partner) => Scope::OfPartner(partner),
            None => Scope::OfUser(caller.user),
        }),
        Reach::Nothing => None,
    }
}

/// What is looked for, as far as it is worth looking.
fn typed(q: &str) -> Option<String> {
    let q: String = q.trim().chars().take(LONGEST).collect();
    (!q.is_empty()).then_some(q)
}

/// What staff find: one statement for each kind that they may read, nine at most.
///
/// # Errors
/// The database is not available.
pub async fn search(app: &App, caller: &Caller, q: &str) -> ApiResult<Vec<Hit>> {
    let (db, today) = (&app.db.read, app.clock.today());
    let mut hits = Vec::new();
    let Some(q) = typed(q) else { return Ok(hits) };
    if let Some(scope) = scope_of(caller, Permission::LicensesRead) {
        hits.extend(store::search::licenses(db, scope, &q, today).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::DeploymentsRead) {
        hits.extend(store::search::deployments(db, scope, &q).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::OrdersRead) {
        hits.extend(store::search::orders(db, scope, &q).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::LeadsRead) {
        hits.extend(store::search::leads(db, Sight::of(scope, caller.role), &q).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::CustomersRead) {
        hits.extend(store::search::customers(db, scope, &q).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::PartnersRead) {
        hits.extend(store::search::partners(db, scope, &q).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::InvoicesRead) {
        hits.extend(store::search::invoices(db, scope, &q).await?);
    }
    if scope_of(caller, Permission::ProductsRead).is_some() {
        hits.extend(store::search::products(db, &q).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::UsersManage) {
        hits.extend(store::search::users(db, scope, &q).await?);
    }
    Ok(hits)
}

/// What a partner finds of its own: licenses, orders, invoices, and the customers that it sold to.
///
/// # Errors
/// The database is not available.
pub async fn search_of_partner(app: &App, caller: &Caller, q: &str) -> ApiResult<Vec<Hit>> {
    let (db, today) = (&app.db.read, app.clock.today());
    let mut hits = Vec::new();
    let Some(q) = typed(q) else { return Ok(hits) };
    if let Some(scope) = scope_of(caller, Permission::PartnerLicenses) {
        hits.extend(store::search::licenses(db, scope, &q, today).await?);
        hits.extend(store::search::customers(db, scope, &q).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::PartnerOrders) {
        hits.extend(store::search::orders(db, scope, &q).await?);
    }
    if let Some(scope) = scope_of(caller, Permission::PartnerInvoices) {
        hits.extend(store::search::invoices(db, scope, &q).await?);
    }
    Ok(hits)
}
