//! Customers over HTTP.

use actix_web::{
    delete, get, patch, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    customers::wire::{
        AssignCustomer, ChangeCustomer, CreateCustomer, CustomerContent, CustomerListQuery,
        CustomerRow, CustomerView, EndUserSuggestion, LookUp, TimelinePage, TimelineQuery,
    },
    id::CustomerId,
    list::Page,
    problem::Problem,
};

use super::{change, service, standing};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Params, Reply, Versioned},
};

/// Find customers by part of a name or pinyin initials, for a form.
#[utoipa::path(
    tag = "customers",
    params(LookUp),
    security(("bearer" = ["customers.read"])),
    responses(
        (status = 200, body = Vec<EndUserSuggestion>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/look-up")]
pub async fn look_up_customers(
    by: Allowed<may::CustomersRead>,
    Params(look_up): Params<LookUp>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EndUserSuggestion>>> {
    Ok(Json(store::customers::look_up(&app.db.read, by.scope, &look_up.q).await?))
}

/// List customers.
#[utoipa::path(
    tag = "customers",
    params(CustomerListQuery),
    security(("bearer" = ["customers.read"])),
    responses(
        (status = 200, body = Page<CustomerRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers")]
pub async fn list_customers(
    by: Allowed<may::CustomersRead>,
    ListParams(query): ListParams<CustomerListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<CustomerRow>>> {
    let (user, today) = (by.caller.user, app.clock.today());
    Ok(Json(store::customers::page(&app.db.read, by.scope, user, &query, today).await?))
}

/// Keep a new customer.
///
/// Who is like it is asked before; it keeps nobody from it. A name and a credit code are one
/// customer's only.
#[utoipa::path(
    tag = "customers",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = CreateCustomer,
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 201, body = CustomerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/customers")]
pub async fn create_customer(
    by: Allowed<may::CustomersManage>,
    idempotent: Idempotent,
    Body(new): Body<CreateCustomer>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&new)?;
    standing::create(&app, &by.caller, once.as_ref(), &new).await
}

/// Open a customer.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["customers.read"])),
    responses(
        (status = 200, body = CustomerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/{id}")]
pub async fn get_customer(
    by: Allowed<may::CustomersRead>,
    id: Path<CustomerId>,
    app: Data<App>,
) -> ApiResult<Versioned<CustomerView>> {
    let today = app.clock.today();
    let customer = store::customers::get(&app.db.read, by.scope, *id, today).await?;
    let version = customer.version;
    Ok(Versioned(customer, version))
}

/// Change a customer, as a whole: what is absent is cleared. Whose it is stays.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = CustomerContent,
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = CustomerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/customers/{id}")]
pub async fn replace_customer(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerId>,
    version: IfMatch,
    Body(content): Body<CustomerContent>,
    app: Data<App>,
) -> ApiResult<Versioned<CustomerView>> {
    let asked = content.as_change();
    let customer = change::change(&app, &by.caller, by.scope, *id, version, &asked).await?;
    let version = customer.version;
    Ok(Versioned(customer, version))
}

/// Archive a customer: it leaves the lists, and what it has stays as it is.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = CustomerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/customers/{id}")]
pub async fn archive_customer(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<CustomerView>> {
    let customer = standing::archive(&app, &by.caller, by.scope, *id, version).await?;
    let version = customer.version;
    Ok(Versioned(customer, version))
}

/// Bring an archived customer back.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = CustomerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/customers/{id}/restore")]
pub async fn restore_customer(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<CustomerView>> {
    let customer = standing::restore(&app, &by.caller, by.scope, *id, version).await?;
    let version = customer.version;
    Ok(Versioned(customer, version))
}

/// Give a customer to somebody who sells, or to nobody.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = AssignCustomer,
    security(("bearer" = ["customers.assign"])),
    responses(
        (status = 200, body = CustomerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/customers/{id}/owner")]
pub async fn assign_customer(
    by: Allowed<may::CustomersAssign>,
    id: Path<CustomerId>,
    version: IfMatch,
    Body(body): Body<AssignCustomer>,
    app: Data<App>,
) -> ApiResult<Versioned<CustomerView>> {
    let customer = standing::assign(&app, &by.caller, by.scope, *id, version, &body).await?;
    let version = customer.version;
    Ok(Versioned(customer, version))
}

/// Change a customer: what is absent stays, what is null is cleared, contacts are replaced as a whole.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeCustomer,
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = CustomerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[patch("/api/v1/customers/{id}")]
pub async fn change_customer(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerId>,
    version: IfMatch,
    Body(asked): Body<ChangeCustomer>,
    app: Data<App>,
) -> ApiResult<Versioned<CustomerView>> {
    let customer = change::change(&app, &by.caller, by.scope, *id, version, &asked).await?;
    let version = customer.version;
    Ok(Versioned(customer, version))
}

/// What happened to a customer and to what it has, latest first: of each kind, what one may read.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), TimelineQuery),
    security(("bearer" = ["customers.read"])),
    responses(
        (status = 200, body = TimelinePage),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/{id}/timeline")]
pub async fn customer_timeline(
    by: Allowed<may::CustomersRead>,
    id: Path<CustomerId>,
    Params(query): Params<TimelineQuery>,
    app: Data<App>,
) -> ApiResult<Json<TimelinePage>> {
    Ok(Json(service::timeline(&app, &by.caller, by.scope, *id, &query).await?))
}

/// Find one's own earlier end users by part of a name or pinyin initials.
#[utoipa::path(
    tag = "partner portal",
    params(LookUp),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = Vec<EndUserSuggestion>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/end-users")]
pub async fn look_up_end_users(
    by: Allowed<may::PartnerOrders>,
    Params(look_up): Params<LookUp>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EndUserSuggestion>>> {
    Ok(Json(service::own_end_users(&app, &by.caller, &look_up.q).await?))
}
