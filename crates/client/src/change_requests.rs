//! Change requests: what people may only propose.

use domain::{
    change_requests::wire::{
        ChangeLicense, ChangeRequestListQuery, ChangeRequestRow, ChangeRequestView,
    },
    customers::wire::ChangeCustomer,
    id::{ChangeRequestId, CustomerId, LicenseId},
    list::Page,
    orders::wire::WithReason,
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    pub async fn change_requests(
        &self,
        query: &ChangeRequestListQuery,
    ) -> ClientResult<Page<ChangeRequestRow>> {
        self.list("/change-requests", query).read().await
    }

    pub async fn change_request(&self, id: ChangeRequestId) -> ClientResult<ChangeRequestView> {
        self.get(format!("/change-requests/{id}")).read().await
    }

    /// Proposes a change of a customer that was seen at `version`; it says why.
    pub async fn propose_customer_change(
        &self,
        id: CustomerId,
        version: i64,
        asked: &ChangeCustomer,
        key: &IdempotencyKey,
    ) -> ClientResult<ChangeRequestView> {
        self.post(format!("/customers/{id}/change-requests"))
            .json(asked)
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    /// Proposes a change of a license that was seen at `version`; it says why.
    pub async fn propose_license_change(
        &self,
        id: LicenseId,
        version: i64,
        asked: &ChangeLicense,
        key: &IdempotencyKey,
    ) -> ClientResult<ChangeRequestView> {
        self.post(format!("/licenses/{id}/change-requests"))
            .json(asked)
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    /// Approves a change, which makes it.
    pub async fn approve_change_request(
        &self,
        id: ChangeRequestId,
        version: i64,
        key: &IdempotencyKey,
    ) -> ClientResult<ChangeRequestView> {
        self.post(format!("/change-requests/{id}/approve"))
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    pub async fn reject_change_request(
        &self,
        id: ChangeRequestId,
        version: i64,
        why: &WithReason,
        key: &IdempotencyKey,
    ) -> ClientResult<ChangeRequestView> {
        self.post(format!("/change-requests/{id}/reject"))
            .json(why)
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    /// Withdraws what one proposed oneself.
    pub async fn withdraw_change_request(
        &self,
        id: ChangeRequestId,
        version: i64,
        key: &IdempotencyKey,
    ) -> ClientResult<ChangeRequestView> {
        self.post(format!("/change-requests/{id}/withdraw"))
            .at_version(version)
            .once(key)
            .read()
            .await
    }
}
