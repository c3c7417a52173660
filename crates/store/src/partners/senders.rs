//! Which addresses are whose: kept with a partner, found by a mail.

use domain::{
    id::PartnerId,
    partners::{sender_keys_of, wire::PartnerView},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::sender::{Column, Entity, Model};
use crate::{StoreResult, write};

/// Adds to each partner the addresses that are its; one statement for all.
pub(super) async fn fill(
    db: &impl ConnectionTrait,
    partners: &mut [PartnerView],
) -> StoreResult<()> {
    if partners.is_empty() {
        return Ok(());
    }
    let ids = partners.iter().map(|partner| partner.id.as_uuid());
    let found = Entity::find()
        .filter(Column::PartnerId.is_in(ids))
        .order_by_asc(Column::Address)
        .all(db)
        .await?;
    for partner in partners {
        let own = found.iter().filter(|row| row.partner_id == partner.id.as_uuid());
        partner.sender_addresses = own.map(|row| row.address.clone()).collect();
    }
    Ok(())
}

/// Keeps these addresses and no others. One that is another partner's is
/// [`crate::StoreError::is_duplicate_of`] the primary key of `partner_senders`.
pub(super) async fn keep(
    tx: &impl ConnectionTrait,
    id: PartnerId,
    addresses: &[String],
) -> StoreResult<()> {
    let id = id.as_uuid();
    Entity::delete_many().filter(Column::PartnerId.eq(id)).exec(tx).await?;
    let row = |address: &String| Model { address: address.clone(), partner_id: id };
    write::insert_all(tx, addresses.iter().map(row).collect()).await
}

/// Of these addresses, those that belong to another partner than `but`.
pub async fn taken(
    tx: &impl ConnectionTrait,
    addresses: &[String],
    but: Option<PartnerId>,
) -> StoreResult<Vec<String>> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find().filter(Column::Address.is_in(addresses)).all(tx).await?;
    let others =
        found.into_iter().filter(|row| Some(row.partner_id) != but.map(domain::Id::as_uuid));
    Ok(others.map(|row| row.address).collect())
}

/// Whose a mail from this address is: the address itself counts before its domain.
pub async fn of_sender(db: &impl ConnectionTrait, address: &str) -> StoreResult<Option<PartnerId>> {
    let keys = sender_keys_of(address);
    if keys.is_empty() {
        return Ok(None);
    }
    let found = Entity::find().filter(Column::Address.is_in(&keys)).all(db).await?;
    let first = keys.iter().find_map(|key| found.iter().find(|row| row.address == *key));
    Ok(first.map(|row| row.partner_id.into()))
}
