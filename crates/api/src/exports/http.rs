//! Exports over HTTP: `GET /exports/{list}/{format}`, with the query of the list.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use domain::{
    access::{Scope, may},
    alerts::wire::AlertListQuery,
    auth::wire::UserListQuery,
    change_requests::wire::ChangeRequestListQuery,
    customers::wire::CustomerListQuery,
    deliveries::wire::DeliveryListQuery,
    deployments::wire::DeploymentListQuery,
    engineers::wire::EngineerListQuery,
    events::wire::EventListQuery,
    exports::ExportFormat,
    imports::wire::ImportListQuery,
    invoices::wire::InvoiceListQuery,
    leads::{Sight, wire::LeadListQuery},
    licenses::wire::LicenseListQuery,
    orders::wire::OrderListQuery,
    partners::wire::PartnerListQuery,
    payments::wire::{PaymentListQuery, StatementListQuery},
    problem::Problem,
    purchases::wire::PurchaseListQuery,
    receivables::wire::{BalanceListQuery, ReceivableListQuery},
    sales_reps::wire::SalesRepListQuery,
    views::SavedList,
    webhooks::wire::WebhookListQuery,
};

use super::{Asked, answer};
use crate::{
    alerts,
    app::App,
    deployments, engineers,
    error::ApiResult,
    http::{Allowed, Caller, ListParams},
    imports, invoices, leads, licenses, orders, purchases, receivables, resellers, sales_reps,
    webhooks,
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
    /// Leads as a file.
    "/api/v1/exports/leads/{format}" export_leads: LeadsRead "leads.read", Leads, LeadListQuery,
    |app, by, query| {
        let sight = Sight::of(by.scope, by.caller.role);
        leads::views::page(&app, &by.caller, sight, &query).await
    }
}

export! {
    /// Payments as a file.
    "/api/v1/exports/payments/{format}" export_payments: PaymentsRead "payments.read", Payments, PaymentListQuery,
    |app, by, query| {
        let _ = by;
        Ok(store::payments::page(&app.db.read, &query).await?)
    }
}

export! {
    /// Receivables as a file.
    "/api/v1/exports/receivables/{format}" export_receivables: ReceivablesRead "receivables.read", Receivables, ReceivableListQuery,
    |app, by, query| {
        let _ = by;
        receivables::service::page(&app, &query).await
    }
}

export! {
    /// Balances as a file.
    "/api/v1/exports/balances/{format}" export_balances: ReceivablesRead "receivables.read", Balances, BalanceListQuery,
    |app, by, query| {
        let _ = by;
        Ok(store::receivables::balance_listing_page(&app.db.read, &query).await?)
    }
}

export! {
    /// Bank statements as a file.
    "/api/v1/exports/statements/{format}" export_statements: PaymentsRead "payments.read", Statements, StatementListQuery,
    |app, by, query| {
        let _ = by;
        Ok(store::payments::page_of_statements(&app.db.read, &query).await?)
    }
}

export! {
    /// Resellers as a file.
    "/api/v1/exports/resellers/{format}" export_resellers: PartnersRead "partners.read", Resellers, PartnerListQuery,
    |app, by, query| resellers::service::page(&app, by.scope, &query).await
}

export! {
    /// Invoices as a file.
    "/api/v1/exports/invoices/{format}" export_invoices: InvoicesRead "invoices.read", Invoices, InvoiceListQuery,
    |app, by, query| invoices::page(&app, by.scope, &query).await
}

export! {
    /// Customers as a file.
    "/api/v1/exports/customers/{format}" export_customers: CustomersRead "customers.read", Customers, CustomerListQuery,
    |app, by, query| Ok(store::customers::page(&app.db.read, by.scope, by.caller.user, &query, app.clock.today()).await?)
}

export! {
    /// Deployments as a file.
    "/api/v1/exports/deployments/{format}" export_deployments: DeploymentsRead "deployments.read", Deployments, DeploymentListQuery,
    |app, by, query| deployments::views::page(&app, &by.caller, by.scope, &query).await
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
    /// Orders to approve as a file.
    "/api/v1/exports/approvals/{format}" export_approvals: OrdersApprove "orders.approve", Approvals, OrderListQuery,
    |app, by, query| orders::service::page(&app, &by.caller, by.scope, &query).await
}

export! {
    /// Alerts as a file.
    "/api/v1/exports/alerts/{format}" export_alerts: AlertsRead "alerts.read", Alerts, AlertListQuery,
    |app, by, query| alerts::service::page(&app, &by.caller, by.scope, &query).await
}

export! {
    /// Change requests as a file.
    "/api/v1/exports/change-requests/{format}" export_change_requests: ChangesRead "changes.read", ChangeRequests, ChangeRequestListQuery,
    |app, by, query| Ok(store::change_requests::page(&app.db.read, by.scope, by.caller.user, &query).await?)
}

export! {
    /// Engineers as a file.
    "/api/v1/exports/engineers/{format}" export_engineers: EngineersRead "engineers.read", Engineers, EngineerListQuery,
    |app, by, query| engineers::service::page(&app, by.scope, &query).await
}

export! {
    /// Sales reps as a file.
    "/api/v1/exports/sales-reps/{format}" export_sales_reps: SalesRepsRead "sales_reps.read", SalesReps, SalesRepListQuery,
    |app, by, query| sales_reps::service::page(&app, by.scope, &query).await
}

export! {
    /// Users as a file.
    "/api/v1/exports/users/{format}" export_users: UsersManage "users.manage", Users, UserListQuery,
    |app, by, query| Ok(store::users::page(&app.db.read, by.scope, &query).await?)
}

export! {
    /// Webhooks as a file, without their secrets.
    "/api/v1/exports/webhooks/{format}" export_webhooks: WebhooksManage "webhooks.manage", Webhooks, WebhookListQuery,
    |app, by, query| webhooks::service::page(&app, by.scope, &query).await
}

export! {
    /// Imports as a file.
    "/api/v1/exports/imports/{format}" export_imports: ImportsManage "imports.manage", Imports, ImportListQuery,
    |app, by, query| imports::service::page(&app, &by.caller, &query).await
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

export! {
    /// The partner's own invoices as a file.
    "/api/v1/partners/exports/invoices/{format}" export_invoices_of_partner: PartnerInvoices "partner.invoices", PortalInvoices, InvoiceListQuery,
    |app, by, query| invoices::page(&app, by.scope, &query).await
}
