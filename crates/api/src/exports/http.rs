//! Exports over HTTP: `GET /exports/{list}/{format}`, with the query of the list.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use domain::{
    access::{Scope, may},
    customers::wire::CustomerListQuery,
    deliveries::wire::DeliveryListQuery,
    events::wire::EventListQuery,
    exports::ExportFormat,
    licenses::wire::LicenseListQuery,
    orders::wire::OrderListQuery,
    partners::wire::PartnerListQuery,
    problem::Problem,
    purchases::wire::PurchaseListQuery,
    views::SavedList,
};

use super::{Asked, answer};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Caller, ListParams},
    licenses, orders, purchases,
};

/// Who asks, and how far they reach.
#[derive(Clone, Copy)]
struct By {
    caller: Caller,
    scope: Scope,
}

/// A handler that exports one list to whoever may read it.
macro_rules! export {
    (
        $(#[$doc:meta])*
        $path:literal $name:ident: $grant:ident $permission:literal, $list:ident, $query:ty,
        |$app:ident, $by:ident, $query_name:ident| $fetch:expr
    ) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = "exports",
            params(
                $query,
                ("format" = ExportFormat, Path, description = "What kind of file"),
            ),
            security(("bearer" = [$permission])),
            responses(
                (status = 200, content_type = "text/csv", description = "All rows that the filters leave, as a file"),
                (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
            ),
        )]
        #[get($path)]
        pub async fn $name(
            by: Allowed<may::$grant>,
            format: Path<ExportFormat>,
            ListParams(query): ListParams<$query>,
            app: Data<App>,
        ) -> ApiResult<HttpResponse> {
            let $by = By { caller: by.caller, scope: by.scope };
            let asked = Asked {
                list: SavedList::$list,
                format: *format,
                lang: $by.caller.language,
                caller: $by.caller,
            };
            let fetch = move |$app: Data<App>, $query_name: $query| async move { $fetch };
            answer(app, asked, query, fetch).await
        }
    };
}

export! {
    /// Orders as a file.
    "/api/v1/exports/orders/{format}" export_orders: OrdersRead "orders.read", Orders, OrderListQuery,
    |app, by, query| orders::service::page(&app, &by.caller, by.scope, &query).await
}

export! {
    /// Licenses as a file.
    "/api/v1/exports/licenses/{format}" export_licenses: LicensesRead "licenses.read", Licenses, LicenseListQuery,
    |app, by, query| licenses::service::page(&app, &by.caller, by.scope, &query).await
}

export! {
    /// Customers as a file.
    "/api/v1/exports/customers/{format}" export_customers: CustomersRead "customers.read", Customers, CustomerListQuery,
    |app, by, query| Ok(store::customers::page(&app.db.read, by.scope, by.caller.user, &query, app.clock.today()).await?)
}

export! {
    /// Purchases as a file.
    "/api/v1/exports/purchases/{format}" export_purchases: PurchasesRead "purchases.read", Purchases, PurchaseListQuery,
    |app, by, query| purchases::service::page(&app, &by.caller, by.scope, &query).await
}

export! {
    /// Partners as a file.
    "/api/v1/exports/partners/{format}" export_partners: PartnersRead "partners.read", Partners, PartnerListQuery,
    |app, by, query| Ok(store::partners::page(&app.db.read, by.scope, &query, app.clock.today()).await?)
}

export! {
    /// Mails as a file.
    "/api/v1/exports/deliveries/{format}" export_deliveries: DeliveriesManage "deliveries.manage", Deliveries, DeliveryListQuery,
    |app, by, query| Ok(store::deliveries::page(&app.db.read, by.scope, &query).await?)
}

export! {
    /// The audit log as a file.
    "/api/v1/exports/events/{format}" export_events: EventsRead "events.read", Events, EventListQuery,
    |app, by, query| Ok(store::events::page(&app.db.read, by.scope, &query).await?)
}

export! {
    /// The partner's own orders as a file.
    "/api/v1/partners/exports/orders/{format}" export_orders_of_partner: PartnerOrders "partner.orders", PortalOrders, OrderListQuery,
    |app, by, query| orders::service::page(&app, &by.caller, by.scope, &query).await
}

export! {
    /// The partner's own licenses as a file.
    "/api/v1/partners/exports/licenses/{format}" export_licenses_of_partner: PartnerLicenses "partner.licenses", PortalLicenses, LicenseListQuery,
    |app, by, query| licenses::service::page(&app, &by.caller, by.scope, &query).await
}
