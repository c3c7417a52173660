//! Customers over HTTP.

use actix_web::{
    get, patch,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    customers::wire::{
        ChangeCustomer, CustomerListQuery, CustomerRow, CustomerView, EndUserSuggestion, LookUp,
    },
    events::wire::EventView,
    id::CustomerId,
    list::Page,
    problem::Problem,
};

use super::{change, service};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, Params, Versioned},
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
    let today = app.clock.today();
    Ok(Json(store::customers::page(&app.db.read, by.scope, &query, today).await?))
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

/// What happened to a customer and to what it has, latest first.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["customers.read"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/{id}/timeline")]
pub async fn customer_timeline(
    by: Allowed<may::CustomersRead>,
    id: Path<CustomerId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(change::timeline(&app, by.scope, *id).await?))
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
