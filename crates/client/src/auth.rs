//! Signing in and out, and one's own account.

use domain::{
    auth::wire::{
        AskForReset, ChangeMe, ChangePassword, ChangeUser, ConfirmReset, CreateUser,
        EnrollmentView, MeView, RecoveryCodesView, SecondFactorView, SessionView, SetPassword,
        SignIn, TokenView, TotpCode, UserListQuery, UserView,
    },
    id::{SessionId, UserId},
    list::Page,
};

use crate::{Client, ClientResult};

/// Where one signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Staff,
    Partner,
}

impl Client {
    /// Signs in and keeps the access token.
    ///
    /// # Errors
    /// `wrong-credentials`; `too-many-requests` after several of those.
    pub async fn sign_in(&self, door: Door, sign_in: &SignIn) -> ClientResult<()> {
        let path = match door {
            Door::Staff => "/auth/login",
            Door::Partner => "/partners/login",
        };
        let token: TokenView = self.post(path).json(sign_in).read().await?;
        self.set_token(Some(token.access_token));
        Ok(())
    }

    /// Trades the refresh cookie for a new access token and keeps it. Take turns between tabs.
    ///
    /// # Errors
    /// `sign-in-required` where the session is over.
    pub async fn refresh(&self) -> ClientResult<()> {
        self.set_token(None);
        let mut plain = self.clone();
        plain.refresher = None;
        let token: TokenView = plain.post("/auth/refresh").read().await?;
        self.set_token(Some(token.access_token));
        Ok(())
    }

    /// Ends this session.
    pub async fn sign_out(&self) -> ClientResult<()> {
        let outcome = self.post("/auth/logout").done().await;
        self.set_token(None);
        outcome
    }

    /// Who is signed in.
    pub async fn me(&self) -> ClientResult<MeView> {
        self.get("/auth/me").read().await
    }

    pub async fn change_me(&self, change: &ChangeMe) -> ClientResult<MeView> {
        self.put("/auth/me").json(change).read().await
    }

    /// Changes one's password; every other session ends.
    pub async fn change_password(&self, change: &ChangePassword) -> ClientResult<()> {
        self.put("/auth/password").json(change).done().await
    }

    /// Asks for a mail with a link to set a new password; the same answer whether there is such an
    /// account or not.
    ///
    /// # Errors
    /// `too-many-requests` after several of those.
    pub async fn ask_for_reset(&self, ask: &AskForReset) -> ClientResult<()> {
        self.post("/auth/password/reset").json(ask).done().await
    }

    /// Sets a new password with the token of such a link; every session ends.
    ///
    /// # Errors
    /// `illegal-move` where the link is over; a new password that will not do.
    pub async fn confirm_reset(&self, confirm: &ConfirmReset) -> ClientResult<()> {
        self.post("/auth/password/reset/confirm").json(confirm).done().await
    }

    /// How one stands with one's own second factor.
    pub async fn second_factor(&self) -> ClientResult<SecondFactorView> {
        self.get("/auth/totp").read().await
    }

    /// Begins to set one up: what an authenticator has to know, shown once.
    ///
    /// # Errors
    /// `illegal-move` where there is one already.
    pub async fn begin_second_factor(&self) -> ClientResult<EnrollmentView> {
        self.post("/auth/totp").read().await
    }

    /// Confirms it with a first code; the recovery codes are shown once.
    ///
    /// # Errors
    /// A wrong code; `too-many-requests` after several of those.
    pub async fn confirm_second_factor(&self, code: &TotpCode) -> ClientResult<RecoveryCodesView> {
        self.post("/auth/totp/confirm").json(code).read().await
    }

    /// Does without it again, after one last code.
    ///
    /// # Errors
    /// A wrong code; `illegal-move` where the house demands one.
    pub async fn disable_second_factor(&self, code: &TotpCode) -> ClientResult<()> {
        self.post("/auth/totp/disable").json(code).done().await
    }

    /// Takes the second factor from a user who lost it.
    pub async fn reset_second_factor(&self, id: UserId) -> ClientResult<()> {
        self.delete(format!("/users/{id}/totp")).done().await
    }

    /// Where a user is signed in.
    pub async fn sessions_of_user(&self, id: UserId) -> ClientResult<Vec<SessionView>> {
        self.get(format!("/users/{id}/sessions")).read().await
    }

    /// Ends one session of a user's.
    pub async fn end_session_of_user(&self, id: UserId, session: SessionId) -> ClientResult<()> {
        self.delete(format!("/users/{id}/sessions/{session}")).done().await
    }

    /// Signs a user out everywhere.
    pub async fn end_sessions_of_user(&self, id: UserId) -> ClientResult<()> {
        self.delete(format!("/users/{id}/sessions")).done().await
    }

    pub async fn sessions(&self) -> ClientResult<Vec<SessionView>> {
        self.get("/auth/sessions").read().await
    }

    pub async fn end_session(&self, id: SessionId) -> ClientResult<()> {
        self.delete(format!("/auth/sessions/{id}")).done().await
    }

    /// Signs out everywhere, here too.
    pub async fn sign_out_everywhere(&self) -> ClientResult<()> {
        let outcome = self.delete("/auth/sessions").done().await;
        self.set_token(None);
        outcome
    }

    pub async fn users(&self, query: &UserListQuery) -> ClientResult<Page<UserView>> {
        self.list("/users", query).read().await
    }

    pub async fn user(&self, id: UserId) -> ClientResult<UserView> {
        self.get(format!("/users/{id}")).read().await
    }

    pub async fn create_user(&self, new: &CreateUser) -> ClientResult<UserView> {
        self.post("/users").json(new).read().await
    }

    pub async fn change_user(
        &self,
        id: UserId,
        version: i64,
        change: &ChangeUser,
    ) -> ClientResult<UserView> {
        self.put(format!("/users/{id}")).json(change).at_version(version).read().await
    }

    /// Gives a user another password, and ends their sessions.
    pub async fn set_password(
        &self,
        id: UserId,
        version: i64,
        password: &SetPassword,
    ) -> ClientResult<UserView> {
        self.put(format!("/users/{id}/password")).json(password).at_version(version).read().await
    }

    /// Ends the user's sessions and lets them in no more.
    pub async fn deactivate_user(&self, id: UserId, version: i64) -> ClientResult<UserView> {
        self.post(format!("/users/{id}/deactivate")).at_version(version).read().await
    }

    pub async fn reactivate_user(&self, id: UserId, version: i64) -> ClientResult<UserView> {
        self.post(format!("/users/{id}/reactivate")).at_version(version).read().await
    }
}
