//! Customers.

use domain::{
    customers::wire::{
        AssignCustomer, ChangeCustomer, CreateCustomer, CustomerContent, CustomerListQuery,
        CustomerRow, CustomerView, Dismiss, MergeCustomers, MergePreview, MergeView, MergeWith,
        PairListQuery, PairView, PossibleCustomer, SimilarQuery, TimelinePage, TimelineQuery,
        UndoPreview,
    },
    id::{CustomerId, CustomerMergeId, CustomerPairId, UserId},
    list::Page,
};

use crate::{Client, ClientResult, IdempotencyKey};

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

    /// Keeps a new customer.
    pub async fn create_customer(
        &self,
        new: &CreateCustomer,
        key: &IdempotencyKey,
    ) -> ClientResult<CustomerView> {
        self.post("/customers").json(new).once(key).read().await
    }

    /// Changes a customer that was seen at `version`, as a whole; what is absent is cleared.
    pub async fn replace_customer(
        &self,
        id: CustomerId,
        version: i64,
        content: &CustomerContent,
    ) -> ClientResult<CustomerView> {
        self.put(format!("/customers/{id}")).json(content).at_version(version).read().await
    }

    /// Takes a customer that was seen at `version` out of the lists.
    pub async fn archive_customer(
        &self,
        id: CustomerId,
        version: i64,
    ) -> ClientResult<CustomerView> {
        self.delete(format!("/customers/{id}")).at_version(version).read().await
    }

    /// Brings an archived customer back that was seen at `version`.
    pub async fn restore_customer(
        &self,
        id: CustomerId,
        version: i64,
    ) -> ClientResult<CustomerView> {
        self.post(format!("/customers/{id}/restore")).at_version(version).read().await
    }

    /// Gives a customer that was seen at `version` to somebody who sells, or to nobody.
    pub async fn assign_customer(
        &self,
        id: CustomerId,
        version: i64,
        owner_id: Option<UserId>,
    ) -> ClientResult<CustomerView> {
        let body = AssignCustomer { owner_id };
        self.post(format!("/customers/{id}/owner")).json(&body).at_version(version).read().await
    }

    /// A part of what happened to it and to what it has, latest first.
    pub async fn customer_timeline(
        &self,
        id: CustomerId,
        query: &TimelineQuery,
    ) -> ClientResult<TimelinePage> {
        self.ask(&format!("/customers/{id}/timeline"), query).read().await
    }

    /// Whom somebody with these data might be already, the likeliest first.
    pub async fn similar_customers(
        &self,
        asked: &SimilarQuery,
    ) -> ClientResult<Vec<PossibleCustomer>> {
        self.ask("/customers/similar", asked).read().await
    }

    /// Pairs of customers that may be one.
    pub async fn duplicates(&self, query: &PairListQuery) -> ClientResult<Page<PairView>> {
        self.list("/customers/duplicates", query).read().await
    }

    /// Says of a pair that was seen at `version` that it is two, and why.
    pub async fn dismiss_duplicate(
        &self,
        id: CustomerPairId,
        version: i64,
        reason: &str,
    ) -> ClientResult<PairView> {
        let body = Dismiss { reason: reason.to_owned() };
        self.post(format!("/customers/duplicates/{id}/dismiss"))
            .json(&body)
            .at_version(version)
            .read()
            .await
    }

    /// Takes that back.
    pub async fn reopen_duplicate(
        &self,
        id: CustomerPairId,
        version: i64,
    ) -> ClientResult<PairView> {
        self.post(format!("/customers/duplicates/{id}/reopen")).at_version(version).read().await
    }

    /// What merging `with` into a customer would do.
    pub async fn preview_merge(
        &self,
        id: CustomerId,
        with: CustomerId,
    ) -> ClientResult<MergePreview> {
        self.ask(&format!("/customers/{id}/merge"), &MergeWith { with: Some(with) }).read().await
    }

    /// Makes another customer part of this one, which was seen at `version`.
    pub async fn merge_customers(
        &self,
        id: CustomerId,
        version: i64,
        merge: &MergeCustomers,
        key: &IdempotencyKey,
    ) -> ClientResult<MergeView> {
        let path = format!("/customers/{id}/merge");
        self.post(path).json(merge).at_version(version).once(key).read().await
    }

    /// The merges that a customer was part of, the last one first.
    pub async fn merges_of_customer(&self, id: CustomerId) -> ClientResult<Vec<MergeView>> {
        self.get(format!("/customers/{id}/merges")).read().await
    }

    /// A merge, and what undoing it would do.
    pub async fn merge(&self, id: CustomerMergeId) -> ClientResult<UndoPreview> {
        self.get(format!("/customers/merges/{id}")).read().await
    }

    /// Undoes a merge that was seen at `version`.
    pub async fn undo_merge(&self, id: CustomerMergeId, version: i64) -> ClientResult<MergeView> {
        self.post(format!("/customers/merges/{id}/undo")).at_version(version).read().await
    }
}
