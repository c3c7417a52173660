//! The routes of everything but orders and accounts. Part of `console.rs`'s and
//! `portal.rs`'s tables, which one tuple of the router could not hold.

use client::Side;
use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::{any_nested_route::IntoAnyNestedRoute as _, components::Route, path};

use super::{
    alerts::AlertListPage,
    change_requests::{ChangeRequestListPage, ChangeRequestPage},
    customers::{
        CustomerListPage, CustomerPage, DuplicatesPage, EditCustomerPage, MergeCustomersPage,
        NewCustomerPage,
    },
    deliveries::{DeliveryListPage, DeliveryPage},
    deployments::{
        DeploymentBoardPage, DeploymentCalendarPage, DeploymentListPage, DeploymentPage,
        DeploymentStatisticsPage, EditDeploymentPage, PlanDeploymentPage,
    },
    engineers::{EngineerListPage, EngineerPage, EngineersPerformancePage},
    events::EventListPage,
    home::{HomePage, PortalHomePage},
    imports::{ChooseImportPage, ImportListPage, ImportPage, NewImportPage},
    invoices::{InvoiceListPage, InvoicePage, RequestInvoicePage},
    leads::{
        EditLeadPage, LeadBoardPage, LeadFunnelPage, LeadListPage, LeadMailPage, LeadPage,
        LeadSettingsPage, NewLeadPage,
    },
    licenses::{CreateLicensePage, LicenseListPage, LicensePage, RenewalsPage},
    partners::{
        EditPartnerPage, NewPartnerPage, OrganisationPage, PartnerListPage, PartnerPage, TeamPage,
    },
    payments::{
        BankAccountsPage, DeskPage, PaymentListPage, PaymentPage, StatementListPage, StatementPage,
    },
    products,
    purchases::{PurchaseListPage, PurchasePage, RecordPurchasePage, RevenuePage},
    receivables::{BalanceListPage, BalancePage, ReceivableListPage},
    resellers::{ResellerListPage, ResellerPage, ShareStatementPage},
    sales_reps::{SalesPerformancePage, SalesRepListPage, SalesRepPage},
    sellers::SellersPage,
    users::{UserListPage, UserPage},
    webhooks::{WebhookListPage, WebhookPage},
};
use crate::components::Permitted;

/// A page for those who may see it.
fn only<V: IntoView + 'static>(
    needs: Permission,
    page: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    move || {
        let page = page.clone();
        view! { <Permitted needs>{page()}</Permitted> }.into_any()
    }
}

/// The console's.
#[component(transparent)]
pub fn StaffRecords() -> impl leptos_router::MatchNestedRoutes + Clone {
    use Permission::{
        AlertsRead, DeliveriesManage, EventsRead, LicensesIssue, LicensesRead, OrdersRead,
        PartnersManage, PartnersRead, ProductsRead,
    };
    const SIDE: Side = Side::Staff;
    view! {
        <Route path=path!("/") view=HomePage/>
        <Route
            path=path!("/licenses")
            view=only(LicensesRead, || view! { <LicenseListPage side=SIDE/> })
        />
        <Route path=path!("/licenses/new") view=only(LicensesIssue, CreateLicensePage)/>
        <Route path=path!("/licenses/renewals") view=only(OrdersRead, RenewalsPage)/>
        <Route
            path=path!("/licenses/:id")
            view=only(LicensesRead, || view! { <LicensePage side=SIDE/> })
        />
        <Route path=path!("/alerts") view=only(AlertsRead, AlertListPage)/>
        <StaffCustomers/>
        <Route path=path!("/partners") view=only(PartnersRead, PartnerListPage)/>
        <Route path=path!("/partners/new") view=only(PartnersManage, NewPartnerPage)/>
        <Route path=path!("/partners/:id/edit") view=only(PartnersManage, EditPartnerPage)/>
        <Route path=path!("/partners/:id") view=only(PartnersRead, PartnerPage)/>
        <Route path=path!("/products") view=only(ProductsRead, products::page)/>
        <Route path=path!("/deliveries") view=only(DeliveriesManage, DeliveryListPage)/>
        <Route path=path!("/deliveries/:id") view=only(DeliveriesManage, DeliveryPage)/>
        <StaffLeads/>
        <StaffFinance/>
        <StaffDeployments/>
        <StaffSales/>
        <StaffSettings/>
        <Route path=path!("/events") view=only(EventsRead, EventListPage)/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The console's pages of customers, and of what is proposed of them and their licenses.
#[component(transparent)]
fn StaffCustomers() -> impl leptos_router::MatchNestedRoutes + Clone {
    use Permission::{ChangesRead, CustomersManage, CustomersPropose, CustomersRead};
    view! {
        <Route path=path!("/customers") view=only(CustomersRead, CustomerListPage)/>
        <Route path=path!("/customers/new") view=only(CustomersManage, NewCustomerPage)/>
        <Route path=path!("/customers/duplicates") view=only(CustomersRead, DuplicatesPage)/>
        <Route path=path!("/customers/:id/merge") view=only(CustomersManage, MergeCustomersPage)/>
        <Route path=path!("/customers/:id/edit") view=only(CustomersPropose, EditCustomerPage)/>
        <Route path=path!("/customers/:id") view=only(CustomersRead, CustomerPage)/>
        <Route path=path!("/change-requests") view=only(ChangesRead, ChangeRequestListPage)/>
        <Route path=path!("/change-requests/:id") view=only(ChangesRead, ChangeRequestPage)/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The console's pages of deployments and of those who do them.
#[component(transparent)]
fn StaffDeployments() -> impl leptos_router::MatchNestedRoutes + Clone {
    use Permission::{DeploymentsRead, DeploymentsWrite, EngineersRead};
    view! {
        <Route path=path!("/deployments") view=only(DeploymentsRead, DeploymentListPage)/>
        <Route path=path!("/deployments/board") view=only(DeploymentsRead, DeploymentBoardPage)/>
        <Route path=path!("/deployments/calendar") view=only(DeploymentsRead, DeploymentCalendarPage)/>
        <Route path=path!("/deployments/statistics") view=only(DeploymentsRead, DeploymentStatisticsPage)/>
        <Route path=path!("/deployments/new") view=only(DeploymentsWrite, PlanDeploymentPage)/>
        <Route path=path!("/deployments/:id/edit") view=only(DeploymentsWrite, EditDeploymentPage)/>
        <Route path=path!("/deployments/:id") view=only(DeploymentsRead, DeploymentPage)/>
        <Route path=path!("/engineers") view=only(EngineersRead, EngineerListPage)/>
        <Route
            path=path!("/engineers/performance")
            view=only(EngineersRead, EngineersPerformancePage)
        />
        <Route path=path!("/engineers/:id") view=only(EngineersRead, EngineerPage)/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The console's pages of what may become an order.
#[component(transparent)]
fn StaffLeads() -> impl leptos_router::MatchNestedRoutes + Clone {
    use Permission::{LeadsManage, LeadsRead, LeadsWrite};
    view! {
        <Route path=path!("/leads") view=only(LeadsRead, LeadListPage)/>
        <Route path=path!("/leads/board") view=only(LeadsRead, LeadBoardPage)/>
        <Route path=path!("/leads/funnel") view=only(LeadsRead, LeadFunnelPage)/>
        <Route path=path!("/leads/settings") view=only(LeadsManage, LeadSettingsPage)/>
        <Route path=path!("/leads/mail") view=only(LeadsWrite, LeadMailPage)/>
        <Route path=path!("/leads/new") view=only(LeadsWrite, NewLeadPage)/>
        <Route path=path!("/leads/:id/edit") view=only(LeadsWrite, EditLeadPage)/>
        <Route path=path!("/leads/:id") view=only(LeadsRead, LeadPage)/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The console's pages of money that came in, and of what is invoiced.
#[component(transparent)]
fn StaffFinance() -> impl leptos_router::MatchNestedRoutes + Clone {
    use Permission::{InvoicesRead, InvoicesRequest, PaymentsRead, ReceivablesRead, SellersManage};
    const SIDE: Side = Side::Staff;
    view! {
        <Route path=path!("/finance/desk") view=only(PaymentsRead, DeskPage)/>
        <Route path=path!("/finance/payments") view=only(PaymentsRead, PaymentListPage)/>
        <Route path=path!("/finance/payments/:id") view=only(PaymentsRead, PaymentPage)/>
        <Route path=path!("/finance/statements") view=only(PaymentsRead, StatementListPage)/>
        <Route path=path!("/finance/statements/:id") view=only(PaymentsRead, StatementPage)/>
        <Route path=path!("/settings/company") view=only(SellersManage, SellersPage)/>
        <Route path=path!("/finance/receivables") view=only(ReceivablesRead, ReceivableListPage)/>
        <Route path=path!("/finance/balances") view=only(ReceivablesRead, BalanceListPage)/>
        <Route path=path!("/finance/balances/:id") view=only(ReceivablesRead, BalancePage)/>
        <Route path=path!("/finance/accounts") view=only(PaymentsRead, BankAccountsPage)/>
        <Route
            path=path!("/finance/invoices")
            view=only(InvoicesRead, || view! { <InvoiceListPage side=SIDE/> })
        />
        <Route
            path=path!("/finance/invoices/new")
            view=only(InvoicesRequest, || view! { <RequestInvoicePage side=SIDE/> })
        />
        <Route
            path=path!("/finance/invoices/:id")
            view=only(InvoicesRead, || view! { <InvoicePage side=SIDE/> })
        />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The console's pages of what was bought, and of those who sell.
#[component(transparent)]
fn StaffSales() -> impl leptos_router::MatchNestedRoutes + Clone {
    use Permission::{PartnersRead, PerformanceRead, PurchasesRead, PurchasesWrite, SalesRepsRead};
    view! {
        <Route path=path!("/purchases") view=only(PurchasesRead, PurchaseListPage)/>
        <Route path=path!("/purchases/new") view=only(PurchasesWrite, RecordPurchasePage)/>
        <Route path=path!("/purchases/stats") view=only(PurchasesRead, RevenuePage)/>
        <Route path=path!("/purchases/:id") view=only(PurchasesRead, PurchasePage)/>
        <Route path=path!("/sales-reps") view=only(SalesRepsRead, SalesRepListPage)/>
        <Route
            path=path!("/sales-reps/performance")
            view=only(PerformanceRead, SalesPerformancePage)
        />
        <Route path=path!("/sales-reps/:id") view=only(SalesRepsRead, SalesRepPage)/>
        <Route path=path!("/resellers") view=only(PartnersRead, ResellerListPage)/>
        <Route path=path!("/resellers/:id") view=only(PartnersRead, ResellerPage)/>
        <Route
            path=path!("/resellers/:id/statement")
            view=only(PerformanceRead, ShareStatementPage)
        />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The console's pages for administrators.
#[component(transparent)]
fn StaffSettings() -> impl leptos_router::MatchNestedRoutes + Clone {
    use Permission::{ImportsManage, UsersManage, WebhooksManage};
    view! {
        <Route path=path!("/imports") view=only(ImportsManage, ImportListPage)/>
        <Route path=path!("/imports/new") view=only(ImportsManage, ChooseImportPage)/>
        <Route path=path!("/imports/new/:target") view=only(ImportsManage, NewImportPage)/>
        <Route path=path!("/imports/:id") view=only(ImportsManage, ImportPage)/>
        <Route path=path!("/users") view=only(UsersManage, UserListPage)/>
        <Route path=path!("/users/:id") view=only(UsersManage, UserPage)/>
        <Route path=path!("/webhooks") view=only(WebhooksManage, WebhookListPage)/>
        <Route path=path!("/webhooks/:id") view=only(WebhooksManage, WebhookPage)/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The portal's.
#[component(transparent)]
pub fn PortalRecords() -> impl leptos_router::MatchNestedRoutes + Clone {
    use Permission::{PartnerInvoices, PartnerLicenses, PartnerProfile, PartnerTeam};
    const SIDE: Side = Side::Portal;
    view! {
        <Route path=path!("/") view=PortalHomePage/>
        <Route
            path=path!("/licenses")
            view=only(PartnerLicenses, || view! { <LicenseListPage side=SIDE/> })
        />
        <Route
            path=path!("/licenses/:id")
            view=only(PartnerLicenses, || view! { <LicensePage side=SIDE/> })
        />
        <Route
            path=path!("/invoices")
            view=only(PartnerInvoices, || view! { <InvoiceListPage side=SIDE/> })
        />
        <Route
            path=path!("/invoices/new")
            view=only(PartnerInvoices, || view! { <RequestInvoicePage side=SIDE/> })
        />
        <Route
            path=path!("/invoices/:id")
            view=only(PartnerInvoices, || view! { <InvoicePage side=SIDE/> })
        />
        <Route path=path!("/team") view=only(PartnerTeam, TeamPage)/>
        <Route path=path!("/organisation") view=only(PartnerProfile, OrganisationPage)/>
    }
    .into_inner()
    .into_any_nested_route()
}
