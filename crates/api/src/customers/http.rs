//! Customers over HTTP.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    customers::wire::{CustomerListQuery, CustomerRow, CustomerView, EndUserSuggestion, LookUp},
    id::CustomerId,
    list::Page,
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, ListParams, Params, Versioned},
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
