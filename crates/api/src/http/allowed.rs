//! Who asks, and whether they may: a handler that wants a permission says so in its signature.

use std::marker::PhantomData;

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::AUTHORIZATION};
use domain::{
    Lang,
    access::{Grant, Reach, Role, Scope},
    id::{PartnerId, SessionId, UserId},
    orders::Actor,
    problem::ProblemCode,
};
use futures_util::future::LocalBoxFuture;

use crate::{
    app::App,
    error::{ApiError, ApiResult},
};

/// Somebody who is signed in.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    pub user: UserId,
    pub session: SessionId,
    pub role: Role,
    pub partner: Option<PartnerId>,
    pub language: Lang,
}

impl Caller {
    /// As rules know them.
    pub const fn actor(&self) -> Actor {
        Actor { user: self.user, role: self.role }
    }
}

/// A caller who has the permission `G`, and how far it reaches.
pub struct Allowed<G> {
    pub caller: Caller,
    pub scope: Scope,
    grant: PhantomData<G>,
}

impl<G: Grant> FromRequest for Allowed<G> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = identify(&request).await?;
            let scope = match G::NEEDS.reach(caller.role) {
                Reach::Everything => Scope::Everything,
                Reach::Own => match caller.partner {
                    Some(partner) => Scope::OfPartner(partner),
                    None => Scope::OfUser(caller.user),
                },
                Reach::Nothing => {
                    return Err(ApiError::refuse(
                        ProblemCode::NotPermitted,
                        format!("This needs `{}`.", G::NEEDS),
                    ));
                }
            };
            Ok(Self { caller, scope, grant: PhantomData })
        })
    }
}

/// Reads the access token and asks the database whether its session still holds, so that signing
/// out and deactivating take effect at once.
async fn identify(request: &HttpRequest) -> ApiResult<Caller> {
    let app = App::of(request);
    let refused = || ApiError::refuse(ProblemCode::SignInRequired, "");
    let token = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(refused)?;
    let now = app.clock.now();
    let access = app.tokens.verify(token, now).map_err(|_| refused())?;
    let found = store::sessions::caller(&app.db.read, access.session, now)
        .await?
        .filter(|found| found.user == access.user && found.may_enter())
        .ok_or_else(refused)?;
    Ok(Caller {
        user: found.user,
        session: access.session,
        role: found.role,
        partner: found.partner.map(|(partner, _)| partner),
        language: found.language,
    })
}
