//! Permissions for a while.

use domain::{
    grants::wire::{GrantView, NewGrant},
    id::{GrantId, UserId},
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    /// What a user was granted, the latest first; what is over too.
    pub async fn grants(&self, user: UserId) -> ClientResult<Vec<GrantView>> {
        self.get(format!("/users/{user}/grants")).read().await
    }

    /// Grants a permission for a while.
    ///
    /// # Errors
    /// To oneself, to a partner's person; field errors.
    pub async fn grant(
        &self,
        user: UserId,
        new: &NewGrant,
        key: &IdempotencyKey,
    ) -> ClientResult<GrantView> {
        self.post(format!("/users/{user}/grants")).json(new).once(key).read().await
    }

    /// Takes a grant back before its end.
    ///
    /// # Errors
    /// `illegal-move` where it is over already.
    pub async fn revoke_grant(&self, id: GrantId) -> ClientResult<()> {
        self.delete(format!("/grants/{id}")).done().await
    }
}
