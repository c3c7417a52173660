//! Sales reps, how they perform, and what they are to sell.

use domain::{
    id::{SalesRepId, SalesTargetId},
    licenses::wire::{LicenseListQuery, LicenseRow},
    list::Page,
    sales_reps::wire::{
        PerformanceQuery, PerformanceView, RankingView, SalesRepContent, SalesRepListQuery,
        SalesRepView, TargetContent, TargetListQuery, TargetView,
    },
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    /// Each with how many licenses they have.
    pub async fn sales_reps(&self, query: &SalesRepListQuery) -> ClientResult<Page<SalesRepView>> {
        self.list("/sales_reps", query).read().await
    }

    pub async fn sales_rep(&self, id: SalesRepId) -> ClientResult<SalesRepView> {
        self.get(format!("/sales_reps/{id}")).read().await
    }

    pub async fn create_sales_rep(
        &self,
        content: &SalesRepContent,
        key: &IdempotencyKey,
    ) -> ClientResult<SalesRepView> {
        self.post("/sales_reps").json(content).once(key).read().await
    }

    pub async fn change_sales_rep(
        &self,
        id: SalesRepId,
        version: i64,
        content: &SalesRepContent,
    ) -> ClientResult<SalesRepView> {
        self.put(format!("/sales_reps/{id}")).json(content).at_version(version).read().await
    }

    /// Says whether they sell now.
    pub async fn set_sales_rep_active(
        &self,
        id: SalesRepId,
        version: i64,
        active: bool,
    ) -> ClientResult<SalesRepView> {
        let verb = if active { "activate" } else { "deactivate" };
        self.post(format!("/sales_reps/{id}/{verb}")).at_version(version).read().await
    }

    /// Deletes one who has no targets.
    pub async fn delete_sales_rep(&self, id: SalesRepId, version: i64) -> ClientResult<()> {
        self.delete(format!("/sales_reps/{id}")).at_version(version).done().await
    }

    pub async fn licenses_of_sales_rep(
        &self,
        id: SalesRepId,
        query: &LicenseListQuery,
    ) -> ClientResult<Page<LicenseRow>> {
        self.list(&format!("/sales_reps/{id}/licenses"), query).read().await
    }

    /// All of them, the best first.
    pub async fn sales_ranking(&self, query: &PerformanceQuery) -> ClientResult<RankingView> {
        self.get(format!("/sales_reps/performance?{}", query.to_query_string())).read().await
    }

    pub async fn sales_rep_performance(
        &self,
        id: SalesRepId,
        query: &PerformanceQuery,
    ) -> ClientResult<PerformanceView> {
        let query = query.to_query_string();
        self.get(format!("/sales_reps/{id}/performance?{query}")).read().await
    }

    /// Each with what was reached of it.
    pub async fn targets(&self, query: &TargetListQuery) -> ClientResult<Page<TargetView>> {
        self.list("/targets", query).read().await
    }

    pub async fn set_target(
        &self,
        content: &TargetContent,
        key: &IdempotencyKey,
    ) -> ClientResult<TargetView> {
        self.post("/targets").json(content).once(key).read().await
    }

    pub async fn change_target(
        &self,
        id: SalesTargetId,
        version: i64,
        content: &TargetContent,
    ) -> ClientResult<TargetView> {
        self.put(format!("/targets/{id}")).json(content).at_version(version).read().await
    }

    pub async fn delete_target(&self, id: SalesTargetId, version: i64) -> ClientResult<()> {
        self.delete(format!("/targets/{id}")).at_version(version).done().await
    }
}
