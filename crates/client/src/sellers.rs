//! Our own companies and the order terms.

use domain::{
    id::SellerEntityId,
    sellers::{SellerContent, SellerView, TermsContent, TermsVersion},
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    /// `GET /sellers`
    pub async fn sellers(&self) -> ClientResult<Vec<SellerView>> {
        self.get("/sellers").read().await
    }

    /// `PUT /sellers/{id}`
    pub async fn change_seller(
        &self,
        id: SellerEntityId,
        version: i64,
        content: &SellerContent,
    ) -> ClientResult<SellerView> {
        self.put(format!("/sellers/{id}")).json(content).at_version(version).read().await
    }

    /// `GET /terms`
    pub async fn terms_versions(&self) -> ClientResult<Vec<TermsVersion>> {
        self.get("/terms").read().await
    }

    /// `POST /terms`
    pub async fn publish_terms(
        &self,
        content: &TermsContent,
        key: &IdempotencyKey,
    ) -> ClientResult<TermsVersion> {
        self.post("/terms").json(content).once(key).read().await
    }
}
