//! The portal's own people over HTTP.

use actix_web::{
    get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    auth::wire::{UserListQuery, UserView},
    id::UserId,
    list::Page,
    partners::wire::{AddColleague, ChangeColleague, LetIn},
    problem::Problem,
};

use super::own;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, Reply, Versioned},
};
/// List the people of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(UserListQuery),
    security(("bearer" = ["partner.team"])),
    responses(
        (status = 200, body = Page<UserView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/users")]
pub async fn list_team(
    by: Allowed<may::PartnerTeam>,
    ListParams(query): ListParams<UserListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<UserView>>> {
    let partner = own(&by.caller)?;
    Ok(Json(super::page(&app, partner, &query).await?))
}

/// Let somebody of one's own organisation in; their password to begin with is in the answer, once.
#[utoipa::path(
    tag = "partner portal",
    request_body = AddColleague,
    security(("bearer" = ["partner.team"])),
    responses(
        (status = 201, body = LetIn),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/users")]
pub async fn add_colleague(
    by: Allowed<may::PartnerTeam>,
    Body(new): Body<AddColleague>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let partner = own(&by.caller)?;
    let let_in = super::add(&app, &by.caller, partner, &new).await?;
    let version = let_in.user.version;
    Ok(Reply::of(201, &let_in, Some(version))?)
}

/// Change a person of one's own organisation, and whether they manage the others.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeColleague,
    security(("bearer" = ["partner.team"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/partners/users/{id}")]
pub async fn change_colleague(
    by: Allowed<may::PartnerTeam>,
    path: Path<UserId>,
    version: IfMatch,
    Body(change): Body<ChangeColleague>,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let (partner, id) = (own(&by.caller)?, *path);
    let user = super::change(&app, &by.caller, partner, id, version, &change).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Let a person of one's own organisation in no more; their sessions end at once.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partner.team"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/users/{id}/deactivate")]
pub async fn deactivate_colleague(
    by: Allowed<may::PartnerTeam>,
    path: Path<UserId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let (partner, id) = (own(&by.caller)?, *path);
    let user = super::set_active(&app, &by.caller, partner, id, version, false).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Let a person of one's own organisation in again.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partner.team"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/users/{id}/reactivate")]
pub async fn reactivate_colleague(
    by: Allowed<may::PartnerTeam>,
    path: Path<UserId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let (partner, id) = (own(&by.caller)?, *path);
    let user = super::set_active(&app, &by.caller, partner, id, version, true).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Give a person of one's own organisation another password, which is in the answer, once; they are signed out.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partner.team"])),
    responses(
        (status = 200, body = LetIn),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/users/{id}/password")]
pub async fn renew_password_of_colleague(
    by: Allowed<may::PartnerTeam>,
    path: Path<UserId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<LetIn>> {
    let (partner, id) = (own(&by.caller)?, *path);
    let let_in = super::renew_password(&app, &by.caller, partner, id, version).await?;
    let version = let_in.user.version;
    Ok(Versioned(let_in, version))
}
