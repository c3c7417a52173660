//! The log of mails.

use domain::{
    deliveries::wire::{DeliveryListQuery, DeliveryRow, DeliveryView},
    id::DeliveryId,
    list::Page,
};

use crate::{Client, ClientResult};

impl Client {
    pub async fn deliveries(&self, query: &DeliveryListQuery) -> ClientResult<Page<DeliveryRow>> {
        self.list("/deliveries", query).read().await
    }

    pub async fn delivery(&self, id: DeliveryId) -> ClientResult<DeliveryView> {
        self.get(format!("/deliveries/{id}")).read().await
    }

    /// Tries a failed one again, now.
    pub async fn retry_delivery(&self, id: DeliveryId, version: i64) -> ClientResult<DeliveryView> {
        self.post(format!("/deliveries/{id}/retry")).at_version(version).read().await
    }
}
