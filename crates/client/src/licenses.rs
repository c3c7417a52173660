//! Licenses, their keys and activations.

use domain::{
    events::wire::EventView,
    id::LicenseId,
    keys::wire::{VerificationView, VerifyKey},
    licenses::{
        ChangeLicenseContent, CreateLicense, LicenseContent,
        wire::{
            Activate, ActivationChangeView, ActivationView, AsOfQuery, AssignLicense,
            ChangeActivationMode, ChangeLicenses, ChangedLicenses, ExtendLicense, KeyView,
            LicenseAsOf, LicenseListQuery, LicenseRow, LicenseView, OwnerName, RecordActivation,
            RenewalsQuery, RenewalsView, ResumeLicense, TransferLicense,
        },
    },
    list::Page,
    orders::wire::WithReason,
};

use crate::{Client, ClientResult, IdempotencyKey, Side};

impl Client {
    pub async fn licenses(
        &self,
        side: Side,
        query: &LicenseListQuery,
    ) -> ClientResult<Page<LicenseRow>> {
        self.list(&format!("{}/licenses", side.prefix()), query).read().await
    }

    /// Issues one without an order.
    pub async fn create_license(
        &self,
        content: &CreateLicense,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        self.post("/licenses").json(content).once(key).read().await
    }

    /// Takes back one that was issued without an order and never sent.
    pub async fn take_back_license(
        &self,
        id: LicenseId,
        version: i64,
    ) -> ClientResult<LicenseView> {
        self.delete(format!("/licenses/{id}")).at_version(version).read().await
    }

    /// One license by id or number.
    pub async fn license(&self, side: Side, id_or_number: &str) -> ClientResult<LicenseView> {
        self.get(format!("{}/licenses/{id_or_number}", side.prefix())).read().await
    }

    /// Everything that happened to it, latest first.
    pub async fn license_timeline(
        &self,
        side: Side,
        id: LicenseId,
    ) -> ClientResult<Vec<EventView>> {
        self.get(format!("{}/licenses/{id}/timeline", side.prefix())).read().await
    }

    /// As it was at the end of a day.
    pub async fn license_as_of(
        &self,
        id: LicenseId,
        query: &AsOfQuery,
    ) -> ClientResult<LicenseAsOf> {
        self.get(format!("/licenses/{id}/as-of?on={}", query.on)).read().await
    }

    /// Shows the key and the activation code; the showing is logged.
    pub async fn show_license_key(&self, id: LicenseId) -> ClientResult<KeyView> {
        self.post(format!("/licenses/{id}/key")).read().await
    }

    /// Sends the license to its recipient again.
    pub async fn resend_license(&self, id: LicenseId, key: &IdempotencyKey) -> ClientResult<()> {
        self.post(format!("/licenses/{id}/deliveries")).once(key).done().await
    }

    /// Records an offline activation by hand; a key with the exact term replaces the first one.
    pub async fn record_activation(
        &self,
        id: LicenseId,
        version: i64,
        activation: &RecordActivation,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        self.post(format!("/licenses/{id}/activation"))
            .json(activation)
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    /// Binds the license to another cluster; its old key is revoked, a new one goes out.
    pub async fn transfer_license(
        &self,
        id: LicenseId,
        version: i64,
        transfer: &TransferLicense,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        self.post(format!("/licenses/{id}/transfer"))
            .json(transfer)
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    /// Activates the license the other way from now on.
    pub async fn change_activation_mode(
        &self,
        id: LicenseId,
        version: i64,
        change: &ChangeActivationMode,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        self.post(format!("/licenses/{id}/activation-mode"))
            .json(change)
            .at_version(version)
            .once(key)
            .read()
            .await
    }

    /// Writes what stands on the license: whose it is, and notes.
    pub async fn replace_license(
        &self,
        id: LicenseId,
        version: i64,
        content: &LicenseContent,
    ) -> ClientResult<LicenseView> {
        self.put(format!("/licenses/{id}")).json(content).at_version(version).read().await
    }

    /// Changes some of what stands on the license.
    pub async fn change_license(
        &self,
        id: LicenseId,
        version: i64,
        change: &ChangeLicenseContent,
    ) -> ClientResult<LicenseView> {
        self.patch(format!("/licenses/{id}")).json(change).at_version(version).read().await
    }

    /// Suspends the license: no activation any more, and its keys are good for nothing until it is
    /// resumed.
    pub async fn suspend_license(
        &self,
        id: LicenseId,
        version: i64,
        why: &WithReason,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        let path = format!("/licenses/{id}/suspend");
        self.post(path).json(why).at_version(version).once(key).read().await
    }

    /// Lifts a suspension.
    pub async fn resume_license(
        &self,
        id: LicenseId,
        version: i64,
        why: &ResumeLicense,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        let path = format!("/licenses/{id}/resume");
        self.post(path).json(why).at_version(version).once(key).read().await
    }

    /// Ends the license for good.
    pub async fn terminate_license(
        &self,
        id: LicenseId,
        version: i64,
        why: &WithReason,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        let path = format!("/licenses/{id}/terminate");
        self.post(path).json(why).at_version(version).once(key).read().await
    }

    /// Moves the license's last day without an order; a new key goes out.
    pub async fn extend_license(
        &self,
        id: LicenseId,
        version: i64,
        extension: &ExtendLicense,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        let path = format!("/licenses/{id}/extend");
        self.post(path).json(extension).at_version(version).once(key).read().await
    }

    /// Gives the license to a sales rep, or to nobody.
    pub async fn assign_license(
        &self,
        id: LicenseId,
        version: i64,
        assign: &AssignLicense,
        key: &IdempotencyKey,
    ) -> ClientResult<LicenseView> {
        let path = format!("/licenses/{id}/owner");
        self.post(path).json(assign).at_version(version).once(key).read().await
    }

    /// Those to whom licenses can be given, by name.
    pub async fn license_owners(&self) -> ClientResult<Vec<OwnerName>> {
        self.get("/licenses/owners").read().await
    }

    /// Does one thing with many licenses, or asks what would come of it.
    pub async fn change_licenses(
        &self,
        change: &ChangeLicenses,
        key: &IdempotencyKey,
    ) -> ClientResult<ChangedLicenses> {
        self.post("/licenses/bulk").json(change).once(key).read().await
    }

    /// The renewals ahead, by month and owner.
    pub async fn renewals(&self, query: &RenewalsQuery) -> ClientResult<RenewalsView> {
        self.get(format!("/licenses/renewals?{}", query.to_query_string())).read().await
    }

    /// The clusters and activation modes that it had, latest first.
    pub async fn activation_changes(
        &self,
        id: LicenseId,
    ) -> ClientResult<Vec<ActivationChangeView>> {
        self.get(format!("/licenses/{id}/activation-changes")).read().await
    }

    /// Whether a license key is genuine, and what it is worth now; needs no account.
    pub async fn verify_key(&self, key: &VerifyKey) -> ClientResult<VerificationView> {
        self.post("/verify").json(key).read().await
    }

    /// What an installation does: trades its activation code for a key bound to its cluster.
    pub async fn activate(&self, activate: &Activate) -> ClientResult<ActivationView> {
        self.post("/activations").json(activate).read().await
    }
}
