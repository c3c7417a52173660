//! Who asks, and whether they may: a handler that wants a permission says so in its signature.

use std::marker::PhantomData;

use actix_web::{
    Error, FromRequest, HttpMessage as _, HttpRequest,
    body::{EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::AUTHORIZATION,
    middleware::Next,
};
use domain::{
    Lang,
    access::{Grant, Permission, PermissionSet, Powers, Reach, Role, Scope},
    api_keys::narrowed,
    id::{ApiKeyId, PartnerId, SessionId, UserId},
    orders::Actor,
    problem::ProblemCode,
};
use futures_util::future::{Ready, ready};
use store::events::Origin;

use super::context::{caused_by, client_address};
use crate::{
    api_keys::ApiToken,
    app::App,
    error::{ApiError, ApiResult},
};

/// Somebody who is signed in.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    pub user: UserId,
    /// The session; of a program that came with a key a nil one, which names none.
    pub session: SessionId,
    /// The API key, if that is how they came in.
    pub key: Option<ApiKeyId>,
    pub role: Role,
    /// What they may at this moment: ask these, not the role.
    pub powers: Powers,
    pub partner: Option<PartnerId>,
    pub language: Lang,
    /// The house demands a second factor and they have none yet: nothing but their account opens.
    pub must_enroll: bool,
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
    type Future = Ready<ApiResult<Self>>;

    /// Ready at once, so that whoever may not is told so before their body is looked at: a handler
    /// names it first.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::check(request))
    }
}

impl<G: Grant> Allowed<G> {
    fn check(request: &HttpRequest) -> ApiResult<Self> {
        let caller = request
            .extensions()
            .get::<Caller>()
            .copied()
            .ok_or_else(|| ApiError::refuse(ProblemCode::SignInRequired, ""))?;
        let scope = match caller.powers.reach(G::NEEDS) {
            Reach::Everything => Scope::Everything,
            Reach::Own => match caller.partner {
                Some(partner) => Scope::OfPartner(partner),
                None => Scope::OfUser(caller.user),
            },
            Reach::Nothing if caller.must_enroll => {
                return Err(ApiError::refuse(ProblemCode::EnrollmentRequired, ""));
            }
            Reach::Nothing => {
                let needed = format!("This needs `{}`.", G::NEEDS);
                return Err(ApiError::refuse(ProblemCode::NotPermitted, needed));
            }
        };
        Ok(Self { caller, scope, grant: PhantomData })
    }
}

/// Middleware: finds out who asks, for requests that say so.
pub async fn identify<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let address = client_address(&App::of(request.request()), request.request());
    let mut origin = Origin { address: Some(address).filter(|a| !a.is_empty()), key: None };
    match caller_of(request.request()).await {
        Ok(Some(caller)) => {
            origin.key = caller.key;
            request.extensions_mut().insert(caller);
        }
        Ok(None) => {}
        Err(error) => return Ok(request.error_response(error).map_into_right_body()),
    }
    Ok(caused_by(origin, next.call(request)).await?.map_into_left_body())
}

/// Reads the access token and asks the database whether its session still holds, unless it was asked
/// a moment ago: signing out, deactivating and the end of a grant take effect at once where they
/// happened, and within a second elsewhere. Nobody where there is no token, or not a good one.
async fn caller_of(request: &HttpRequest) -> ApiResult<Option<Caller>> {
    let app = App::of(request);
    let now = app.clock.now();
    let token = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    if let Some(hash) = token.and_then(ApiToken::hash_of) {
        return key_caller(&app, &hash).await;
    }
    let access = token.and_then(|token| app.tokens.verify(token, now).ok());
    let Some(access) = access else { return Ok(None) };
    let of_token = |caller: &Caller| caller.user == access.user;
    if let Some(known) = app.trust.find(access.session, now) {
        return Ok(Some(known).filter(of_token));
    }
    let before = app.trust.before(now);
    let found = store::sessions::caller(&app.db.read, access.session, now).await?;
    let found = found.filter(store::sessions::Caller::may_enter);
    let caller = found.map(|found| session_caller(&app, &found)).filter(of_token);
    if let Some(caller) = caller {
        app.trust.keep(caller, before);
    }
    Ok(caller)
}

/// A program with a key: it may what its owner may at this moment, as far as its scopes go. No scope
/// opens the account of whoever has it.
async fn key_caller(app: &App, hash: &[u8; 32]) -> ApiResult<Option<Caller>> {
    let now = app.clock.now();
    let found = store::api_keys::caller(&app.db.read, hash, now).await?;
    let Some(found) = found.filter(store::api_keys::Caller::may_enter) else { return Ok(None) };
    if found.is_use_news
        && let Err(error) = store::api_keys::touch(&app.db.write, found.key, now).await
    {
        // Nobody is kept out because it could not be noted.
        tracing::warn!(%error, "the use of a key was not noted");
    }
    let powers = Powers::of(found.role).granting(found.granted);
    Ok(Some(Caller {
        user: found.user,
        session: SessionId::from_uuid(uuid::Uuid::nil()),
        key: Some(found.key),
        role: found.role,
        powers: narrowed(powers, found.scopes),
        partner: found.partner.map(|(partner, _)| partner),
        language: found.language,
        must_enroll: false,
    }))
}

/// Somebody who has a living session.
fn session_caller(app: &App, found: &store::sessions::Caller) -> Caller {
    let must_enroll =
        app.config.auth.require_totp && !found.role.is_partner() && !found.has_second_factor;
    let powers = Powers::of(found.role).granting(found.granted);
    let account = PermissionSet::NONE.with(Permission::OwnAccount);
    Caller {
        user: found.user,
        session: found.session,
        key: None,
        role: found.role,
        powers: if must_enroll { powers.within(account) } else { powers },
        partner: found.partner.map(|(partner, _)| partner),
        language: found.language,
        must_enroll,
    }
}
