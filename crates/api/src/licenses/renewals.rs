//! The renewals ahead, and what was asked for by whose licenses they are.

use std::collections::BTreeMap;

use domain::{
    access::Scope,
    licenses::{
        board,
        wire::{LicenseListQuery, OwnedBy, RenewalsQuery, RenewalsView},
    },
};

use crate::{app::App, error::ApiResult, http::Caller};

/// The board: two statements, however many licenses there are.
///
/// # Errors
/// A field error at `/months`.
pub async fn view(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: &RenewalsQuery,
) -> ApiResult<RenewalsView> {
    query.check()?;
    let today = app.clock.today();
    let (from, to) = query.days(today);
    let list = of_caller(caller, query.list(today));
    let due = store::licenses::due(&app.db.read, scope, &list, today).await?;
    let mut owners: Vec<_> = due.iter().filter_map(|due| due.owner_id).collect();
    owners.sort_unstable();
    owners.dedup();
    let names: BTreeMap<_, _> =
        store::users::names(&app.db.read, &owners).await?.into_iter().collect();
    let cells = board(&due, &names).map_err(anyhow::Error::from)?;
    Ok(RenewalsView { from, to, cells })
}

/// A list's query as this caller may ask it: `me` is who asks, and whose a license is does not
/// concern partners.
pub fn of_caller(caller: &Caller, query: LicenseListQuery) -> LicenseListQuery {
    if caller.role.is_partner() {
        return LicenseListQuery { owner: None, owned_by: None, ..query };
    }
    match query.owned_by {
        Some(OwnedBy::Me) => LicenseListQuery { owner: Some(caller.user), ..query },
        _ => query,
    }
}
