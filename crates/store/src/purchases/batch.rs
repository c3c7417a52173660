//! Many purchases at once, as an import finds them and takes them back.

use std::collections::HashMap;

use domain::id::{CustomerId, LicenseId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    sea_query::{Asterisk, Expr, Query},
};
use uuid::Uuid;

use super::{
    Purchase,
    purchase::{Column, Entity, Model},
};
use crate::{StoreResult, write};

/// The purchases of these licenses, each with its license, whether an order or somebody's hand
/// brought them, unless for several licenses at once; and those of these customers that name no
/// license and that no order brought. The first ones first.
///
/// # Errors
/// The database is not available.
pub async fn known(
    db: &impl ConnectionTrait,
    licenses: &[LicenseId],
    customers: &[CustomerId],
) -> StoreResult<Vec<(Option<LicenseId>, Purchase)>> {
    let mut found = Vec::new();
    if !licenses.is_empty() {
        let ids = || licenses.iter().map(|id| id.as_uuid());
        let by_hand = Entity::find()
            .filter(Column::LicenseId.is_in(ids()))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id);
        for row in by_hand.all(db).await? {
            let purchase = Purchase::try_from(row)?;
            found.push((purchase.license_id, purchase));
        }
        let mut ordered = Query::select();
        ordered
            .column(("purchases", Asterisk))
            .expr_as(Expr::col(("license_segments", "license_id")), "segment_license_id")
            .from("purchases")
            .inner_join(
                "license_segments",
                Expr::col(("license_segments", "order_line_id"))
                    .equals(("purchases", "order_line_id")),
            )
            .and_where(Expr::col(("license_segments", "license_id")).is_in(ids()))
            // What was bought for several at once is not the purchase of any of them.
            .and_where(Expr::col(("purchases", "sets")).eq(1))
            .order_by(("purchases", "created_at"), sea_orm::Order::Asc);
        for row in db.query_all(&ordered).await? {
            let license: Uuid = row.try_get("", "segment_license_id")?;
            let purchase = Purchase::try_from(Model::from_query_result(&row, "")?)?;
            found.push((Some(license.into()), purchase));
        }
    }
    if !customers.is_empty() {
        let without = Entity::find()
            .filter(Column::CustomerId.is_in(customers.iter().map(|id| id.as_uuid())))
            .filter(Column::LicenseId.is_null())
            .filter(Column::OrderId.is_null())
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id);
        for row in without.all(db).await? {
            found.push((None, Purchase::try_from(row)?));
        }
    }
    Ok(found)
}

/// The versions of these purchases, which nobody changes until the transaction ends; those that are
/// gone are left out.
///
/// # Errors
/// The database is not available.
pub async fn versions(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<HashMap<Uuid, i64>> {
    write::versions::<Entity>(tx, (Column::Id, Column::Version), ids).await
}

/// Removes purchases as if they had never been.
///
/// # Errors
/// The database is not available.
pub async fn remove_all(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<()> {
    Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    Ok(())
}
