//! Partner organisations, and what the portal knows of its own.

use domain::{
    customers::wire::EndUserSuggestion,
    id::PartnerId,
    list::Page,
    orders::wire::WithReason,
    partners::wire::{ChangePartnerProfile, PartnerContent, PartnerListQuery, PartnerView},
};

use crate::{Client, ClientResult, IdempotencyKey, Side};

impl Client {
    pub async fn partners(&self, query: &PartnerListQuery) -> ClientResult<Page<PartnerView>> {
        self.list("/partners", query).read().await
    }

    pub async fn partner(&self, id: PartnerId) -> ClientResult<PartnerView> {
        self.get(format!("/partners/{id}")).read().await
    }

    /// Keeps a new partner, pending.
    pub async fn create_partner(
        &self,
        content: &PartnerContent,
        key: &IdempotencyKey,
    ) -> ClientResult<PartnerView> {
        self.post("/partners").json(content).once(key).read().await
    }

    pub async fn change_partner(
        &self,
        id: PartnerId,
        version: i64,
        content: &PartnerContent,
    ) -> ClientResult<PartnerView> {
        self.put(format!("/partners/{id}")).json(content).at_version(version).read().await
    }

    pub async fn approve_partner(&self, id: PartnerId, version: i64) -> ClientResult<PartnerView> {
        self.post(format!("/partners/{id}/approve")).at_version(version).read().await
    }

    pub async fn suspend_partner(
        &self,
        id: PartnerId,
        version: i64,
        why: &WithReason,
    ) -> ClientResult<PartnerView> {
        self.post(format!("/partners/{id}/suspend")).json(why).at_version(version).read().await
    }

    /// The portal's own organisation.
    pub async fn own_partner(&self) -> ClientResult<PartnerView> {
        self.get("/partners/me").read().await
    }

    pub async fn change_own_partner(
        &self,
        version: i64,
        change: &ChangePartnerProfile,
    ) -> ClientResult<PartnerView> {
        self.put("/partners/me").json(change).at_version(version).read().await
    }

    /// End users by part of a name or pinyin initials: a partner's own earlier ones, any customer
    /// for staff. At most 20.
    pub async fn end_users(&self, side: Side, q: &str) -> ClientResult<Vec<EndUserSuggestion>> {
        let q: String = q
            .bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    char::from(byte).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect();
        let path = match side {
            Side::Staff => "/customers/look-up",
            Side::Portal => "/partners/end-users",
        };
        self.get(format!("{path}?q={q}")).read().await
    }
}
