//! Saved views over HTTP.

use actix_web::{
    HttpResponse, delete, get, patch, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::SavedViewId,
    problem::Problem,
    views::wire::{ChangeView, ChooseDefaultView, SaveView, SavedView, SavedViewQuery},
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Params, Reply, Versioned},
};

/// List one's own views of a list, and those that are shared with all staff.
#[utoipa::path(
    tag = "views",
    params(SavedViewQuery),
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = Vec<SavedView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/views")]
pub async fn list_views(
    by: Allowed<may::OwnAccount>,
    Params(query): Params<SavedViewQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<SavedView>>> {
    Ok(Json(service::of_list(&app, &by.caller, query.list).await?))
}

/// Save a view: filters, order and columns of a list under a name. Sharing it with all staff needs
/// `views.share`.
#[utoipa::path(
    tag = "views",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = SaveView,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 201, body = SavedView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/views")]
pub async fn save_view(
    by: Allowed<may::OwnAccount>,
    idempotent: Idempotent,
    Body(new): Body<SaveView>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&new)?;
    service::save(&app, &by.caller, once.as_ref(), &new).await
}

/// Choose what a list opens with for oneself: one's own view, a shared one, or none.
#[utoipa::path(
    tag = "views",
    request_body = ChooseDefaultView,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = Vec<SavedView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/views/default")]
pub async fn choose_default_view(
    by: Allowed<may::OwnAccount>,
    Body(choice): Body<ChooseDefaultView>,
    app: Data<App>,
) -> ApiResult<Json<Vec<SavedView>>> {
    Ok(Json(service::choose_default(&app, &by.caller, &choice).await?))
}

/// Change one's own view: its name, what it keeps, whether it is shared.
#[utoipa::path(
    tag = "views",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeView,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = SavedView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[patch("/api/v1/views/{id}")]
pub async fn change_view(
    by: Allowed<may::OwnAccount>,
    id: Path<SavedViewId>,
    version: IfMatch,
    Body(change): Body<ChangeView>,
    app: Data<App>,
) -> ApiResult<Versioned<SavedView>> {
    let view = service::change(&app, &by.caller, *id, version, &change).await?;
    let version = view.version;
    Ok(Versioned(view, version))
}

/// Delete one's own view.
#[utoipa::path(
    tag = "views",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["account.own"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/views/{id}")]
pub async fn delete_view(
    by: Allowed<may::OwnAccount>,
    id: Path<SavedViewId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::delete(&app, &by.caller, *id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}
