//! Engineers.

use domain::{
    deployments::wire::{DeploymentListQuery, DeploymentRow},
    engineers::wire::{
        EngineerContent, EngineerListQuery, EngineerView, EngineersPerformance, WorkloadView,
    },
    id::EngineerId,
    list::Page,
    sales_reps::wire::PerformanceQuery,
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    /// Each with how many open deployments they have.
    pub async fn engineers(&self, query: &EngineerListQuery) -> ClientResult<Page<EngineerView>> {
        self.list("/engineers", query).read().await
    }

    pub async fn engineer(&self, id: EngineerId) -> ClientResult<EngineerView> {
        self.get(format!("/engineers/{id}")).read().await
    }

    pub async fn create_engineer(
        &self,
        content: &EngineerContent,
        key: &IdempotencyKey,
    ) -> ClientResult<EngineerView> {
        self.post("/engineers").json(content).once(key).read().await
    }

    pub async fn change_engineer(
        &self,
        id: EngineerId,
        version: i64,
        content: &EngineerContent,
    ) -> ClientResult<EngineerView> {
        self.put(format!("/engineers/{id}")).json(content).at_version(version).read().await
    }

    /// Lets them be given work, or no more.
    pub async fn set_engineer_active(
        &self,
        id: EngineerId,
        version: i64,
        active: bool,
    ) -> ClientResult<EngineerView> {
        let verb = if active { "activate" } else { "deactivate" };
        self.post(format!("/engineers/{id}/{verb}")).at_version(version).read().await
    }

    /// Deletes one who has no open work.
    pub async fn delete_engineer(&self, id: EngineerId, version: i64) -> ClientResult<()> {
        self.delete(format!("/engineers/{id}")).at_version(version).done().await
    }

    /// How much open work they have, and when.
    pub async fn engineer_workload(&self, id: EngineerId) -> ClientResult<WorkloadView> {
        self.get(format!("/engineers/{id}/workload")).read().await
    }

    /// The deployments that they work on.
    pub async fn deployments_of_engineer(
        &self,
        id: EngineerId,
        query: &DeploymentListQuery,
    ) -> ClientResult<Page<DeploymentRow>> {
        self.list(&format!("/engineers/{id}/deployments"), query).read().await
    }

    /// What they completed, on time or late.
    pub async fn engineers_performance(
        &self,
        query: &PerformanceQuery,
    ) -> ClientResult<EngineersPerformance> {
        self.get(format!("/engineers/performance?{}", query.to_query_string())).read().await
    }
}
