//! Resellers: partners that sell to customers of their own.

use domain::{
    id::PartnerId,
    licenses::wire::{LicenseListQuery, LicenseRow},
    list::Page,
    partners::wire::{PartnerContent, PartnerListQuery, PartnerView},
    resellers::wire::ShareStatement,
    sales_reps::wire::{PerformanceQuery, PerformanceView},
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    pub async fn resellers(&self, query: &PartnerListQuery) -> ClientResult<Page<PartnerView>> {
        self.list("/resellers", query).read().await
    }

    pub async fn reseller(&self, id: PartnerId) -> ClientResult<PartnerView> {
        self.get(format!("/resellers/{id}")).read().await
    }

    pub async fn create_reseller(
        &self,
        content: &PartnerContent,
        key: &IdempotencyKey,
    ) -> ClientResult<PartnerView> {
        self.post("/resellers").json(content).once(key).read().await
    }

    pub async fn change_reseller(
        &self,
        id: PartnerId,
        version: i64,
        content: &PartnerContent,
    ) -> ClientResult<PartnerView> {
        self.put(format!("/resellers/{id}")).json(content).at_version(version).read().await
    }

    /// Takes the hat off; the partner stays.
    pub async fn delete_reseller(&self, id: PartnerId, version: i64) -> ClientResult<()> {
        self.delete(format!("/resellers/{id}")).at_version(version).done().await
    }

    pub async fn licenses_of_reseller(
        &self,
        id: PartnerId,
        query: &LicenseListQuery,
    ) -> ClientResult<Page<LicenseRow>> {
        self.list(&format!("/resellers/{id}/licenses"), query).read().await
    }

    pub async fn reseller_performance(
        &self,
        id: PartnerId,
        query: &PerformanceQuery,
    ) -> ClientResult<PerformanceView> {
        let query = query.to_query_string();
        self.get(format!("/resellers/{id}/performance?{query}")).read().await
    }

    /// What it keeps of what was paid.
    pub async fn reseller_statement(
        &self,
        id: PartnerId,
        query: &PerformanceQuery,
    ) -> ClientResult<ShareStatement> {
        let query = query.to_query_string();
        self.get(format!("/resellers/{id}/statement?{query}")).read().await
    }
}
