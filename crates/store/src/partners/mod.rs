//! Partner organisations.

pub(crate) mod partner;
pub(crate) mod term;

use domain::{auth::wire::PartnerName, id::PartnerId};
use sea_orm::{ConnectionTrait, EntityTrait};

use self::partner::Entity;
use crate::StoreResult;

/// What an organisation is called.
pub(crate) async fn name_of(
    db: &impl ConnectionTrait,
    id: PartnerId,
) -> StoreResult<Option<PartnerName>> {
    let found = Entity::find_by_id(id.as_uuid()).one(db).await?;
    Ok(found.map(|partner| PartnerName { id, name: partner.name }))
}
