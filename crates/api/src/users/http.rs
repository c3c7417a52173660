//! Users over HTTP.

use actix_web::{
    get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    auth::wire::{ChangeUser, CreateUser, SetPassword, UserListQuery, UserView},
    id::UserId,
    list::Page,
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, Reply, Versioned},
};

/// List users.
#[utoipa::path(
    tag = "users",
    params(UserListQuery),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 200, body = Page<UserView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/users")]
pub async fn list_users(
    by: Allowed<may::UsersManage>,
    ListParams(query): ListParams<UserListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<UserView>>> {
    let Allowed { scope, .. } = by;
    Ok(Json(store::users::page(&app.db.read, scope, &query).await?))
}

/// Open a user.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/users/{id}")]
pub async fn get_user(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let user = store::users::view(&app.db.read, by.scope, *id).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Let a user in no more; their sessions end at once.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/users/{id}/deactivate")]
pub async fn deactivate_user(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let user = service::set_active(&app, &by.caller, by.scope, *id, version, false).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Let a user in again.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/users/{id}/reactivate")]
pub async fn reactivate_user(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let user = service::set_active(&app, &by.caller, by.scope, *id, version, true).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Give somebody an account.
#[utoipa::path(
    tag = "users",
    request_body = CreateUser,
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 201, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/users")]
pub async fn create_user(
    by: Allowed<may::UsersManage>,
    Body(new): Body<CreateUser>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let id = service::create(&app, Some(by.caller.user), new.into()).await?;
    let user = store::users::view(&app.db.read, by.scope, id).await?;
    Ok(Reply::of(201, &user, Some(user.version))?)
}

/// Change a user's name, address, role and language.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeUser,
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/users/{id}")]
pub async fn change_user(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    version: IfMatch,
    Body(change): Body<ChangeUser>,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let user = service::change(&app, &by.caller, by.scope, *id, version, &change).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}

/// Give a user another password; they are signed out everywhere.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = SetPassword,
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 200, body = UserView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/users/{id}/password")]
pub async fn set_password(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    version: IfMatch,
    Body(body): Body<SetPassword>,
    app: Data<App>,
) -> ApiResult<Versioned<UserView>> {
    let password = body.password.into();
    let user = service::set_password(&app, &by.caller, by.scope, *id, version, password).await?;
    let version = user.version;
    Ok(Versioned(user, version))
}
