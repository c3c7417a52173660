//! Deployments over HTTP.

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    deployments::wire::{
        AcceptDeployment, AssignEngineers, CompleteDeployment, DeploymentContent,
        DeploymentListQuery, DeploymentRow, DeploymentView, ReplanDeployment, TickItems,
    },
    events::wire::EventView,
    id::DeploymentId,
    list::Page,
    orders::wire::WithReason,
    problem::Problem,
};

use super::{
    form,
    moves::{self, Seen},
    plan, views,
};
use crate::{
    app::App,
    attachments::{download, receive},
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// List deployments.
#[utoipa::path(
    tag = "deployments",
    params(DeploymentListQuery),
    security(("bearer" = ["deployments.read"])),
    responses(
        (status = 200, body = Page<DeploymentRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/deployments")]
pub async fn list_deployments(
    by: Allowed<may::DeploymentsRead>,
    ListParams(query): ListParams<DeploymentListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<DeploymentRow>>> {
    Ok(Json(views::page(&app, &by.caller, by.scope, &query).await?))
}

/// Plan a deployment of a license by hand. The first one of each license is planned by approval.
#[utoipa::path(
    tag = "deployments",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = DeploymentContent,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 201, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/deployments")]
pub async fn plan_deployment(
    by: Allowed<may::DeploymentsWrite>,
    idempotent: Idempotent,
    Body(content): Body<DeploymentContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    plan::plan(&app, &by.caller, by.scope, once.as_ref(), &content).await
}

/// Open a deployment.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["deployments.read"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/deployments/{id}")]
pub async fn get_deployment(
    by: Allowed<may::DeploymentsRead>,
    id: Path<DeploymentId>,
    app: Data<App>,
) -> ApiResult<Versioned<DeploymentView>> {
    let deployment = views::view(&app, by.scope, *id).await?;
    let version = deployment.version;
    Ok(Versioned(deployment, version))
}

/// What happened to a deployment, latest first.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["deployments.read"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/deployments/{id}/timeline")]
pub async fn deployment_timeline(
    by: Allowed<may::DeploymentsRead>,
    id: Path<DeploymentId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(views::timeline(&app, by.scope, *id).await?))
}

/// Change a plan that is not over; license and kind stay as they were planned.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = DeploymentContent,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/deployments/{id}")]
pub async fn change_deployment(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    Body(body): Body<DeploymentContent>,
    app: Data<App>,
) -> ApiResult<Versioned<DeploymentView>> {
    let seen = Seen { scope: by.scope, id: *id, version };
    let deployment = plan::change(&app, &by.caller, seen, &body).await?;
    let version = deployment.version;
    Ok(Versioned(deployment, version))
}

/// Give a deployment to these engineers and nobody else.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = AssignEngineers,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/deployments/{id}/engineers")]
pub async fn assign_engineers(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    Body(body): Body<AssignEngineers>,
    app: Data<App>,
) -> ApiResult<Versioned<DeploymentView>> {
    let seen = Seen { scope: by.scope, id: *id, version };
    let deployment = moves::assign(&app, &by.caller, seen, &body).await?;
    let version = deployment.version;
    Ok(Versioned(deployment, version))
}

/// Tick off exactly these items of the checklist.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = TickItems,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/deployments/{id}/checklist")]
pub async fn tick_items(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    Body(body): Body<TickItems>,
    app: Data<App>,
) -> ApiResult<Versioned<DeploymentView>> {
    let seen = Seen { scope: by.scope, id: *id, version };
    let deployment = moves::tick(&app, &by.caller, seen, &body).await?;
    let version = deployment.version;
    Ok(Versioned(deployment, version))
}

/// Begin the work; the vendor's needs an engineer.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/deployments/{id}/start")]
pub async fn start_deployment(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    let seen = Seen { scope: by.scope, id: *id, version };
    moves::start(&app, &by.caller, seen, once.as_ref()).await
}

/// Say that it is done; everything on the checklist is ticked off before.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = CompleteDeployment,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/deployments/{id}/complete")]
pub async fn complete_deployment(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<CompleteDeployment>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let seen = Seen { scope: by.scope, id: *id, version };
    moves::complete(&app, &by.caller, seen, once.as_ref(), &body).await
}

/// Keep what the signed acceptance form 验收单 says.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = AcceptDeployment,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/deployments/{id}/accept")]
pub async fn accept_deployment(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<AcceptDeployment>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let seen = Seen { scope: by.scope, id: *id, version };
    moves::accept(&app, &by.caller, seen, once.as_ref(), &body).await
}

/// Say that it failed, and why; it can be planned again.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/deployments/{id}/fail")]
pub async fn fail_deployment(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let seen = Seen { scope: by.scope, id: *id, version };
    moves::fail(&app, &by.caller, seen, once.as_ref(), &body).await
}

/// Plan another try of what failed, with nothing ticked off.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = ReplanDeployment,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/deployments/{id}/replan")]
pub async fn replan_deployment(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<ReplanDeployment>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let seen = Seen { scope: by.scope, id: *id, version };
    moves::replan(&app, &by.caller, seen, once.as_ref(), &body).await
}

/// Call it off, and say why.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/deployments/{id}/cancel")]
pub async fn cancel_deployment(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let seen = Seen { scope: by.scope, id: *id, version };
    moves::cancel(&app, &by.caller, seen, once.as_ref(), &body).await
}

/// Put the signed acceptance form 验收单 beside a deployment that is done, instead of the one that is
/// there.
///
/// A form with the part `file`: PDF, JPEG, PNG or WebP by its content, at most 10 MiB.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body(content = Vec<u8>, content_type = "multipart/form-data"),
    security(("bearer" = ["deployments.write"])),
    responses(
        (status = 200, body = DeploymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/deployments/{id}/acceptance-form")]
pub async fn attach_acceptance_form(
    by: Allowed<may::DeploymentsWrite>,
    id: Path<DeploymentId>,
    version: IfMatch,
    upload: Multipart,
    app: Data<App>,
) -> ApiResult<Versioned<DeploymentView>> {
    let file = receive(upload).await?;
    let seen = Seen { scope: by.scope, id: *id, version };
    let deployment = form::attach(&app, &by.caller, seen, &file).await?;
    let version = deployment.version;
    Ok(Versioned(deployment, version))
}

/// Download the signed acceptance form 验收单. It is to be saved: browsers do not show it.
#[utoipa::path(
    tag = "deployments",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["deployments.read"])),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream", description = "The file, as its own type says"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/deployments/{id}/acceptance-form")]
pub async fn get_acceptance_form(
    by: Allowed<may::DeploymentsRead>,
    id: Path<DeploymentId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    download(form::content(&app, by.scope, *id).await?)
}
