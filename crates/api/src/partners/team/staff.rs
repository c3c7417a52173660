//! A partner's people over HTTP, for staff who keep partners.

use actix_web::{
    get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    auth::wire::{UserListQuery, UserView},
    id::{PartnerId, UserId},
    list::Page,
    partners::wire::{AddColleague, ChangeColleague, LetIn},
    problem::Problem,
};

use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, Reply, Versioned},
};

/// List the people of a partner.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path), UserListQuery),
    security(("bearer" = ["partners.read"])),
    responses(
        (status = 200, body = Page<UserView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/{id}/users")]
pub async fn list_team_of_partner(
    by: Allowed<may::PartnersRead>,
    path: Path<PartnerId>,
    ListParams(query): ListParams<UserListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<UserView>>> {
    let Allowed { .. } = by;
    let partner = *path;
    Ok(Json(super::page(&app, partner, &query).await?))
}

/// Let somebody of a partner in; their password to begin with is in the answer, once.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path)),
    request_body = AddColleague,
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 201, body = LetIn),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/{id}/users")]
pub async fn add_person_of_partner(
    by: Allowed<may::PartnersManage>,
    path: Path<PartnerId>,
    Body(new): Body<AddColleague>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let partner = *path;
    let let_in = super::add(&app, &by.caller, partner, &new).await?;
    let version = let_in.user.version;
    Ok(Reply::of(201, &let_in, Some(version))?)
}

/// Change a person of a partner, and whether they manage the others.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path), ("user" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeColleague,
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/partners/{id}/users/{user}")]
pub async fn change_person_of_partner(
    by: Allowed<may::PartnersManage>,
    path: Path<(PartnerId, UserId)>,
    version: IfMatch,
    Body(change): Body<ChangeColleague>,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let (partner, id) = *path;
    let user = super::change(&app, &by.caller, partner, id, version, &change).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Let a person of a partner in no more; their sessions end at once.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path), ("user" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/{id}/users/{user}/deactivate")]
pub async fn deactivate_person_of_partner(
    by: Allowed<may::PartnersManage>,
    path: Path<(PartnerId, UserId)>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let (partner, id) = *path;
    let user = super::set_active(&app, &by.caller, partner, id, version, false).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Let a person of a partner in again.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path), ("user" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/{id}/users/{user}/reactivate")]
pub async fn reactivate_person_of_partner(
    by: Allowed<may::PartnersManage>,
    path: Path<(PartnerId, UserId)>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let (partner, id) = *path;
    let user = super::set_active(&app, &by.caller, partner, id, version, true).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Give a person of a partner another password, which is in the answer, once; they are signed out.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path), ("user" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = LetIn),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/{id}/users/{user}/password")]
pub async fn renew_password_of_person(
    by: Allowed<may::PartnersManage>,
    path: Path<(PartnerId, UserId)>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<LetIn>> {
    let (partner, id) = *path;
    let let_in = super::renew_password(&app, &by.caller, partner, id, version).await?;
    let version = let_in.user.version;
    Ok(Versioned(let_in, version))
}
