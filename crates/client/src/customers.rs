//! Customers.

use domain::{
    customers::wire::{ChangeCustomer, CustomerListQuery, CustomerRow, CustomerView},
    events::wire::EventView,
    id::CustomerId,
    list::Page,
};

use crate::{Client, ClientResult};

impl Client {
    pub async fn customers(&self, query: &CustomerListQuery) -> ClientResult<Page<CustomerRow>> {
        self.list("/customers", query).read().await
    }

    pub async fn customer(&self, id: CustomerId) -> ClientResult<CustomerView> {
        self.get(format!("/customers/{id}")).read().await
    }

    /// Changes a customer that was seen at `version`; what is absent stays.
    pub async fn change_customer(
        &self,
        id: CustomerId,
        version: i64,
        change: &ChangeCustomer,
    ) -> ClientResult<CustomerView> {
        self.patch(format!("/customers/{id}")).json(change).at_version(version).read().await
    }

    /// Everything that happened to it and to what it has, latest first.
    pub async fn customer_timeline(&self, id: CustomerId) -> ClientResult<Vec<EventView>> {
        self.get(format!("/customers/{id}/timeline")).read().await
    }
}
