//! Returns of approved orders.

use domain::{
    id::{OrderId, ReturnId},
    orders::wire::WithReason,
    returns::wire::{RequestReturn, ReturnView},
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    /// Asks for lines of an order, seen at a version, to be taken back.
    pub async fn request_return(
        &self,
        order: OrderId,
        version: i64,
        request: &RequestReturn,
        key: &IdempotencyKey,
    ) -> ClientResult<ReturnView> {
        let path = format!("/orders/{order}/returns");
        self.post(path).json(request).at_version(version).once(key).read().await
    }

    pub async fn approve_return(
        &self,
        id: ReturnId,
        version: i64,
        key: &IdempotencyKey,
    ) -> ClientResult<ReturnView> {
        self.post(format!("/returns/{id}/approve")).at_version(version).once(key).read().await
    }

    pub async fn reject_return(
        &self,
        id: ReturnId,
        version: i64,
        reason: &WithReason,
        key: &IdempotencyKey,
    ) -> ClientResult<ReturnView> {
        let path = format!("/returns/{id}/reject");
        self.post(path).json(reason).at_version(version).once(key).read().await
    }
}
