//! What an order names must exist.

use domain::{
    access::Scope,
    id::PartnerId,
    problem::{Reason, Refusal},
    validate::Faults,
};
use store::orders::Order;

use super::approval::exists;
use crate::{app::Tx, error::ApiResult, http::Caller};

/// The partner that an order is for must exist.
///
/// # Errors
/// A field error.
pub async fn check_partner(tx: &Tx, partner: PartnerId) -> ApiResult<()> {
    match store::partners::get(&**tx, Scope::Everything, partner).await {
        Err(store::StoreError::NotFound) => {
            Err(Refusal::new(Reason::UnknownReference).at("/partner_id").into())
        }
        other => Ok(other.map(drop)?),
    }
}

/// Products and customers that lines name must exist, and be within the caller's reach.
///
/// # Errors
/// A field error for each that does not.
pub async fn check_references(tx: &Tx, caller: &Caller, order: &Order) -> ApiResult<()> {
    let scope = caller.partner.map_or(Scope::Everything, Scope::OfPartner);
    let named: Vec<_> = order.lines.iter().filter_map(|line| line.input.product_id).collect();
    let products = store::products::find_many(&**tx, &named).await?;
    let mut faults = Faults::new();
    for (index, line) in order.lines.iter().enumerate() {
        if let Some(id) = line.input.product_id
            && !products.iter().any(|product| product.id == id)
        {
            faults.add(format!("/lines/{index}/product_id"), Reason::UnknownReference);
        }
        if let Some(id) = line.input.end_user.customer_id
            && !exists(tx, scope, id).await?
        {
            faults.add(format!("/lines/{index}/end_user/customer_id"), Reason::UnknownReference);
        }
    }
    Ok(faults.into_result()?)
}
