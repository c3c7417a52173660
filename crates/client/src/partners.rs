//! Partner organisations, and what the portal knows of its own.

use domain::{
    auth::wire::{UserListQuery, UserView},
    customers::wire::EndUserSuggestion,
    id::{PartnerId, UserId},
    list::Page,
    orders::wire::WithReason,
    partners::wire::{
        AddColleague, ChangeColleague, ChangePartnerProfile, LetIn, PartnerContent,
        PartnerListQuery, PartnerView,
    },
};

use crate::{Client, ClientResult, IdempotencyKey, Side, request::escaped};

/// Where an organisation's people are: one's own for the portal, a partner's for staff.
fn team(of: Option<PartnerId>) -> String {
    match of {
        None => "/partners/users".to_owned(),
        Some(partner) => format!("/partners/{partner}/users"),
    }
}

/// The people of an organisation: `of` is nobody for one's own, the partner for staff.
impl Client {
    pub async fn team(
        &self,
        of: Option<PartnerId>,
        query: &UserListQuery,
    ) -> ClientResult<Page<UserView>> {
        self.list(&team(of), query).read().await
    }

    /// Lets somebody in; the answer has their password, once.
    pub async fn add_colleague(
        &self,
        of: Option<PartnerId>,
        new: &AddColleague,
    ) -> ClientResult<LetIn> {
        self.post(team(of)).json(new).read().await
    }

    pub async fn change_colleague(
        &self,
        of: Option<PartnerId>,
        id: UserId,
        version: i64,
        change: &ChangeColleague,
    ) -> ClientResult<UserView> {
        self.put(format!("{}/{id}", team(of))).json(change).at_version(version).read().await
    }

    /// Lets a colleague in no more, or again.
    pub async fn set_colleague_active(
        &self,
        of: Option<PartnerId>,
        id: UserId,
        version: i64,
        active: bool,
    ) -> ClientResult<UserView> {
        let verb = if active { "reactivate" } else { "deactivate" };
        self.post(format!("{}/{id}/{verb}", team(of))).at_version(version).read().await
    }

    /// Another password for a colleague, in the answer, once; they are signed out everywhere.
    pub async fn renew_password_of_colleague(
        &self,
        of: Option<PartnerId>,
        id: UserId,
        version: i64,
    ) -> ClientResult<LetIn> {
        self.post(format!("{}/{id}/password", team(of))).at_version(version).read().await
    }
}

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
        let q = escaped(q);
        let path = match side {
            Side::Staff => "/customers/look-up",
            Side::Portal => "/partners/end-users",
        };
        self.get(format!("{path}?q={q}")).read().await
    }
}
