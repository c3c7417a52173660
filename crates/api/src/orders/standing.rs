//! Lines on licenses: what is known of the licenses they name.

use domain::{
    access::Scope,
    id::LicenseId,
    licenses::LicenseStanding,
    orders::{LineKind, wire::StandingQuery},
    problem::Reason,
    validate::Faults,
};
use sea_orm::ConnectionTrait;
use store::orders::{Line, Order};

use crate::{app::App, error::ApiResult};

/// The licenses that an order's lines name, within the reach of who buys: a partner's order is on
/// licenses that were sold through it.
pub async fn of_order(
    db: &impl ConnectionTrait,
    order: &Order,
    today: chrono::NaiveDate,
) -> ApiResult<Vec<LicenseStanding>> {
    let named: Vec<LicenseId> =
        order.lines.iter().flat_map(|line| line.input.licenses.iter().copied()).collect();
    let scope = order.partner_id.map_or(Scope::Everything, Scope::OfPartner);
    Ok(store::segments::standings(db, scope, &named, today).await?)
}

/// Fills in what follows from the licenses that lines name: whose they are, the product of a
/// renewal, how many there are.
///
/// # Errors
/// A field error for each line that names one that does not exist, or is out of reach.
pub fn settle(order: &mut Order, standings: &[LicenseStanding]) -> ApiResult<()> {
    let mut faults = Faults::new();
    for (index, line) in order.lines.iter_mut().enumerate() {
        let kind = line.input.kind;
        if kind != LineKind::New {
            line.input.activations.clear();
        }
        let known = |id: &LicenseId| standings.iter().any(|license| license.license_id == *id);
        if !line.input.licenses.iter().all(known) {
            faults.add(format!("/lines/{index}/licenses"), Reason::UnknownReference);
        }
        let first = line.input.licenses.first();
        let first = standings.iter().find(|license| Some(&license.license_id) == first);
        if let Some(license) = first.filter(|_| kind.is_on_licenses()) {
            follow(line, license);
        }
    }
    Ok(faults.into_result()?)
}

fn follow(line: &mut Line, license: &LicenseStanding) {
    let end_user = &mut line.input.end_user;
    end_user.customer_id = Some(license.customer_id);
    end_user.name.clone_from(&license.customer_name);
    end_user.credit_code = None;
    let known = [
        (&mut end_user.contact_name, &license.contact_name),
        (&mut end_user.contact_email, &license.contact_email),
        (&mut end_user.contact_phone, &license.contact_phone),
    ];
    for (typed, known) in known {
        if typed.is_none() {
            typed.clone_from(known);
        }
    }
    if line.input.kind == LineKind::Renewal {
        line.input.product_id = Some(license.product_id);
    }
    if matches!(line.input.kind, LineKind::Renewal | LineKind::Upgrade) {
        line.input.sets = u32::try_from(line.input.licenses.len()).unwrap_or(u32::MAX);
    }
}

/// Licenses that lines can be placed on.
///
/// # Errors
/// Too many are named by their ids.
pub async fn find(
    app: &App,
    scope: Scope,
    query: &StandingQuery,
) -> ApiResult<Vec<LicenseStanding>> {
    query.check()?;
    let today = app.clock.today();
    Ok(store::segments::standings_found(&app.db.read, scope, query, today).await?)
}
