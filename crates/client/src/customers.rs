//! Customers.

use domain::{
    customers::wire::{CustomerListQuery, CustomerRow, CustomerView},
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
}
