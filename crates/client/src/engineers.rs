//! Engineers.

use domain::{
    engineers::wire::{EngineerContent, EngineerListQuery, EngineerView},
    id::EngineerId,
    list::Page,
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
}
