//! Purchases, and what was paid of them.

use domain::{
    events::wire::EventView,
    id::PurchaseId,
    list::Page,
    purchases::wire::{
        CorrectPurchase, PurchaseListQuery, PurchaseRecord, PurchaseRow, RecordPurchase,
        RevenueQuery, RevenueView,
    },
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    pub async fn purchases(&self, query: &PurchaseListQuery) -> ClientResult<Page<PurchaseRow>> {
        self.list("/purchases", query).read().await
    }

    /// What was paid, by month, kind and currency.
    pub async fn revenue(&self, query: &RevenueQuery) -> ClientResult<RevenueView> {
        self.get(format!("/purchases/stats?{}", query.to_query_string())).read().await
    }

    pub async fn purchase(&self, id: PurchaseId) -> ClientResult<PurchaseRecord> {
        self.get(format!("/purchases/{id}")).read().await
    }

    /// What happened to it, latest first.
    pub async fn purchase_timeline(&self, id: PurchaseId) -> ClientResult<Vec<EventView>> {
        self.get(format!("/purchases/{id}/timeline")).read().await
    }

    /// Records one that no order brought.
    pub async fn record_purchase(
        &self,
        content: &RecordPurchase,
        key: &IdempotencyKey,
    ) -> ClientResult<PurchaseRecord> {
        self.post("/purchases").json(content).once(key).read().await
    }

    /// Sets right how it is paid and whose it is.
    pub async fn correct_purchase(
        &self,
        id: PurchaseId,
        version: i64,
        content: &CorrectPurchase,
    ) -> ClientResult<PurchaseRecord> {
        self.put(format!("/purchases/{id}")).json(content).at_version(version).read().await
    }

    /// Deletes one that was recorded by hand.
    pub async fn delete_purchase(&self, id: PurchaseId, version: i64) -> ClientResult<()> {
        self.delete(format!("/purchases/{id}")).at_version(version).done().await
    }
}
