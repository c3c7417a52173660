//! API keys: one's own, and those of partner organisations.

use domain::{
    api_keys::wire::{ApiKeyMade, ApiKeyView, NewApiKey},
    id::{ApiKeyId, PartnerId},
};

use crate::{Client, ClientResult};

/// Whose keys: one's own, or an organisation's.
fn keys(partner: Option<PartnerId>) -> String {
    partner.map_or_else(|| "/api-keys".to_owned(), |partner| format!("/partners/{partner}/keys"))
}

impl Client {
    /// One's own keys, or an organisation's; the latest first, what is over too.
    pub async fn api_keys(&self, partner: Option<PartnerId>) -> ClientResult<Vec<ApiKeyView>> {
        self.get(keys(partner)).read().await
    }

    /// Makes one; what it is, is said in this answer only.
    ///
    /// # Errors
    /// Field errors; `illegal-move` for a partner that nobody signs in for.
    pub async fn create_api_key(
        &self,
        partner: Option<PartnerId>,
        new: &NewApiKey,
    ) -> ClientResult<ApiKeyMade> {
        self.post(keys(partner)).json(new).read().await
    }

    /// Makes one worthless.
    ///
    /// # Errors
    /// `illegal-move` where it is already.
    pub async fn revoke_api_key(
        &self,
        partner: Option<PartnerId>,
        id: ApiKeyId,
    ) -> ClientResult<()> {
        self.delete(format!("{}/{id}", keys(partner))).done().await
    }
}
