//! Usage of licenses.

use domain::{
    id::LicenseId,
    orders::wire::OrderView,
    usage::wire::{
        InstallationView, RecordUsage, RegisterInstallation, SendUsage, TrueUp, UsageQuery,
        UsageReceipt, UsageRecorded, UsageView,
    },
};

use crate::{Client, ClientResult, IdempotencyKey, Side};

impl Client {
    /// The figures of each day, and how they stand to what was bought. By id or number.
    pub async fn license_usage(
        &self,
        side: Side,
        id_or_number: &str,
        query: &UsageQuery,
    ) -> ClientResult<UsageView> {
        let query = query.to_query_string();
        self.get(format!("{}/licenses/{id_or_number}/usage?{query}", side.prefix())).read().await
    }

    /// Keeps figures that somebody was told, or the reports of a file.
    pub async fn record_usage(
        &self,
        id: LicenseId,
        usage: &RecordUsage,
        key: &IdempotencyKey,
    ) -> ClientResult<UsageRecorded> {
        self.post(format!("/licenses/{id}/usage")).json(usage).once(key).read().await
    }

    /// Registers the key of an installation without network; answers all of the license.
    pub async fn register_installation(
        &self,
        id: LicenseId,
        installation: &RegisterInstallation,
        key: &IdempotencyKey,
    ) -> ClientResult<Vec<InstallationView>> {
        let path = format!("/licenses/{id}/installations");
        self.post(path).json(installation).once(key).read().await
    }

    /// Drafts an expansion that makes up for what is over.
    pub async fn true_up(
        &self,
        id: LicenseId,
        what: TrueUp,
        key: &IdempotencyKey,
    ) -> ClientResult<OrderView> {
        self.post(format!("/licenses/{id}/true-up")).json(&what).once(key).read().await
    }

    /// Reports usage, as an installation.
    pub async fn report_usage(&self, reports: &SendUsage) -> ClientResult<UsageReceipt> {
        self.post("/usage-reports").json(reports).read().await
    }
}
