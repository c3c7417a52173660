//! Merging customers over HTTP.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    customers::wire::{MergeCustomers, MergePreview, MergeView, MergeWith, UndoPreview},
    id::{CustomerId, CustomerMergeId},
    problem::{Problem, Reason, Refusal},
};

use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Params, Reply, Versioned},
};

/// Look at what merging another customer into this one would do.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), MergeWith),
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = MergePreview),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/{id}/merge")]
pub async fn preview_merge(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerId>,
    Params(asked): Params<MergeWith>,
    app: Data<App>,
) -> ApiResult<Json<MergePreview>> {
    let required = || Refusal::new(Reason::Required).at("/with");
    let with = asked.with.ok_or_else(required)?;
    Ok(Json(super::preview(&app, by.scope, *id, with).await?))
}

/// Make another customer part of this one. It can be undone.
///
/// Everything that the other one has goes over, in one transaction; it is kept, archived, and its
/// name leads here from then on.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = MergeCustomers,
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 201, body = MergeView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/customers/{id}/merge")]
pub async fn merge_customers(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<MergeCustomers>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    super::merge(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// List the merges that a customer was part of, the last one first.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["customers.read"])),
    responses(
        (status = 200, body = Vec<MergeView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/{id}/merges")]
pub async fn list_merges(
    by: Allowed<may::CustomersRead>,
    id: Path<CustomerId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<MergeView>>> {
    store::customers::name_of(&app.db.read, by.scope, *id).await?;
    Ok(Json(store::customers::merges::of_customer(&app.db.read, *id).await?))
}

/// Open a merge, with what undoing it would do.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = UndoPreview),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/merges/{id}")]
pub async fn get_merge(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerMergeId>,
    app: Data<App>,
) -> ApiResult<Versioned<UndoPreview>> {
    let Allowed { .. } = by;
    let preview = super::undo_preview(&app, *id).await?;
    let version = preview.merge.version;
    Ok(Versioned(preview, version))
}

/// Undo a merge: what it changed is as it was, and what went over goes back.
///
/// What came since stays with the customer that it came to.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version of the merge that was seen")),
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = MergeView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/customers/merges/{id}/undo")]
pub async fn undo_merge(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerMergeId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<MergeView>> {
    let merge = super::undo(&app, &by.caller, *id, version).await?;
    let version = merge.version;
    Ok(Versioned(merge, version))
}
