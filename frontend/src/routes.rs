//! Every path of the application, once. Pages link with these; nobody writes a path by hand.
//!
//! The console's pages stand at the root, the portal's below `/portal`.

use std::fmt::Display;

use client::Side;

pub const SIGN_IN: &str = "/sign-in";
/// For whoever forgot their password.
pub const FORGOT: &str = "/forgot-password";
/// Where the link of the mail leads; its token stands behind `#`.
pub const RESET: &str = "/reset-password";
pub const VERIFY: &str = "/verify";
pub const HOME: &str = "/";
pub const PORTAL: &str = "/portal";
pub const ALERTS: &str = "/alerts";
pub const APPROVALS: &str = "/approvals";
pub const CHANGE_REQUESTS: &str = "/change-requests";
pub const CUSTOMERS: &str = "/customers";
pub const DELIVERIES: &str = "/deliveries";
pub const DEPLOYMENTS: &str = "/deployments";
pub const DEPLOYMENT_BOARD: &str = "/deployments/board";
pub const DEPLOYMENT_CALENDAR: &str = "/deployments/calendar";
pub const DEPLOYMENT_STATISTICS: &str = "/deployments/statistics";
pub const NEW_DEPLOYMENT: &str = "/deployments/new";
pub const ENGINEERS: &str = "/engineers";
pub const ENGINEERS_PERFORMANCE: &str = "/engineers/performance";
pub const EVENTS: &str = "/events";
pub const IMPORTS: &str = "/imports";
/// What is to be imported.
pub const CHOOSE_IMPORT: &str = "/imports/new";
pub const LEADS: &str = "/leads";
pub const LEAD_BOARD: &str = "/leads/board";
pub const LEAD_FUNNEL: &str = "/leads/funnel";
pub const LEAD_SETTINGS: &str = "/leads/settings";
pub const LEAD_MAIL: &str = "/leads/mail";
pub const NEW_LEAD: &str = "/leads/new";
pub const FINANCE_DESK: &str = "/finance/desk";
pub const PAYMENTS: &str = "/finance/payments";
pub const RECEIVABLES: &str = "/finance/receivables";
pub const BALANCES: &str = "/finance/balances";
pub const STATEMENTS: &str = "/finance/statements";
pub const SELLERS: &str = "/settings/company";
pub const BANK_ACCOUNTS: &str = "/finance/accounts";
pub const PARTNERS: &str = "/partners";
pub const NEW_PARTNER: &str = "/partners/new";
pub const NEW_RESELLER: &str = "/partners/new?reseller=true";
pub const PRODUCTS: &str = "/products";
/// Issuing a license without an order.
pub const CREATE_LICENSE: &str = "/licenses/new";
/// The renewals ahead.
pub const RENEWALS: &str = "/licenses/renewals";
pub const PURCHASES: &str = "/purchases";
pub const RECORD_PURCHASE: &str = "/purchases/new";
/// What was paid, by month.
pub const REVENUE: &str = "/purchases/stats";
pub const RESELLERS: &str = "/resellers";
pub const SALES_REPS: &str = "/sales-reps";
pub const SALES_PERFORMANCE: &str = "/sales-reps/performance";
pub const USERS: &str = "/users";
pub const WEBHOOKS: &str = "/webhooks";

/// `tail` (with its slash) on one's own side.
fn at(side: Side, tail: impl Display) -> String {
    match side {
        Side::Staff => tail.to_string(),
        Side::Portal => format!("{PORTAL}{tail}"),
    }
}

pub const fn home(side: Side) -> &'static str {
    match side {
        Side::Staff => HOME,
        Side::Portal => PORTAL,
    }
}

pub const fn orders(side: Side) -> &'static str {
    match side {
        Side::Staff => "/orders",
        Side::Portal => "/portal/orders",
    }
}

pub const fn new_order(side: Side) -> &'static str {
    match side {
        Side::Staff => "/orders/new",
        Side::Portal => "/portal/orders/new",
    }
}

/// What a path of the address bar belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Door,
    /// Getting in again after forgetting one's password.
    Recovery,
    /// Where anybody asks whether a key is genuine.
    Verify,
    Of(Side),
}

/// Where a path of the address bar is.
pub fn place_of(path: &str) -> Place {
    match path.trim_end_matches('/') {
        SIGN_IN => Place::Door,
        FORGOT | RESET => Place::Recovery,
        VERIFY => Place::Verify,
        PORTAL => Place::Of(Side::Portal),
        _ if path.starts_with("/portal/") => Place::Of(Side::Portal),
        _ => Place::Of(Side::Staff),
    }
}

/// By id or number.
pub fn order(side: Side, id: impl Display) -> String {
    at(side, format_args!("/orders/{id}"))
}

pub fn edit_order(side: Side, id: impl Display) -> String {
    at(side, format_args!("/orders/{id}/edit"))
}

pub fn print_order(side: Side, id: impl Display) -> String {
    at(side, format_args!("/orders/{id}/print"))
}

pub const fn licenses(side: Side) -> &'static str {
    match side {
        Side::Staff => "/licenses",
        Side::Portal => "/portal/licenses",
    }
}

/// By id or number.
pub fn license(side: Side, id: impl Display) -> String {
    at(side, format_args!("/licenses/{id}"))
}

pub fn customer(id: impl Display) -> String {
    format!("{CUSTOMERS}/{id}")
}

/// A new customer.
pub fn new_customer() -> String {
    format!("{CUSTOMERS}/new")
}

/// Customers that may be one.
pub fn duplicates() -> String {
    format!("{CUSTOMERS}/duplicates")
}

/// Merging another customer into this one; which one is asked where it is not known.
pub fn merge_customer(id: impl Display, other: Option<domain::id::CustomerId>) -> String {
    match other {
        Some(other) => format!("{CUSTOMERS}/{id}/merge?with={other}"),
        None => format!("{CUSTOMERS}/{id}/merge"),
    }
}

pub fn edit_customer(id: impl Display) -> String {
    format!("{CUSTOMERS}/{id}/edit")
}

pub fn change_request(id: impl Display) -> String {
    format!("{CHANGE_REQUESTS}/{id}")
}

pub fn partner(id: impl Display) -> String {
    format!("{PARTNERS}/{id}")
}

pub fn edit_partner(id: impl Display) -> String {
    format!("{PARTNERS}/{id}/edit")
}

pub fn delivery(id: impl Display) -> String {
    format!("{DELIVERIES}/{id}")
}

pub fn deployment(id: impl Display) -> String {
    format!("{DEPLOYMENTS}/{id}")
}

pub fn edit_deployment(id: impl Display) -> String {
    format!("{DEPLOYMENTS}/{id}/edit")
}

/// The form of a new deployment of a license.
pub fn plan_deployment(license: impl Display) -> String {
    format!("{NEW_DEPLOYMENT}?license={license}")
}

pub fn payment(id: impl Display) -> String {
    format!("{PAYMENTS}/{id}")
}

/// The desk with a payment on it.
pub fn desk_of(payment: impl Display) -> String {
    format!("{FINANCE_DESK}?payment={payment}")
}

pub fn balance(id: impl Display) -> String {
    format!("{BALANCES}/{id}")
}

pub fn statement(id: impl Display) -> String {
    format!("{STATEMENTS}/{id}")
}

pub fn lead(id: impl Display) -> String {
    format!("{LEADS}/{id}")
}

pub fn edit_lead(id: impl Display) -> String {
    format!("{LEADS}/{id}/edit")
}

/// The invoices, on one's own side.
pub const fn invoices(side: Side) -> &'static str {
    match side {
        Side::Staff => "/finance/invoices",
        Side::Portal => "/portal/invoices",
    }
}

/// By id, our reference or number.
pub fn invoice(side: Side, id: impl Display) -> String {
    format!("{}/{id}", invoices(side))
}

/// The form of a request, for an order where one is named.
pub fn request_invoice(side: Side, order: Option<domain::id::OrderId>) -> String {
    match order {
        Some(order) => format!("{}/new?order={order}", invoices(side)),
        None => format!("{}/new", invoices(side)),
    }
}

/// The form of a request in the place of an invoice that does not count any more.
pub fn replace_invoice(id: impl Display, order: Option<domain::id::OrderId>) -> String {
    let form = request_invoice(Side::Staff, order);
    let joint = if order.is_some() { '&' } else { '?' };
    format!("{form}{joint}replaces={id}")
}

/// The invoices of a partner.
pub fn invoices_of_partner(id: impl Display) -> String {
    format!("{}?partner={id}", invoices(Side::Staff))
}

/// The invoices of a customer who bought without a partner.
pub fn invoices_of_customer(id: impl Display) -> String {
    format!("{}?customer={id}", invoices(Side::Staff))
}

pub fn engineer(id: impl Display) -> String {
    format!("{ENGINEERS}/{id}")
}

pub fn purchase(id: impl Display) -> String {
    format!("{PURCHASES}/{id}")
}

pub fn sales_rep(id: impl Display) -> String {
    format!("{SALES_REPS}/{id}")
}

pub fn reseller(id: impl Display) -> String {
    format!("{RESELLERS}/{id}")
}

/// What a reseller keeps of what was paid.
pub fn share_statement(id: impl Display) -> String {
    format!("{RESELLERS}/{id}/statement")
}

pub fn user(id: impl Display) -> String {
    format!("{USERS}/{id}")
}

/// A product, in the drawer over the price list.
pub fn product(id: impl Display) -> String {
    format!("{PRODUCTS}?product={id}")
}

/// One of the views of prices.
pub fn products_tab(tab: &str) -> String {
    format!("{PRODUCTS}?tab={tab}")
}

/// One import, from its preview to its undoing.
pub fn import(id: impl Display) -> String {
    format!("{IMPORTS}/{id}")
}

/// Where a file of such records is uploaded.
pub fn new_import(target: impl Display) -> String {
    format!("{IMPORTS}/new/{target}")
}

pub fn webhook(id: impl Display) -> String {
    format!("{WEBHOOKS}/{id}")
}

/// One's own account.
pub const fn account(side: Side) -> &'static str {
    match side {
        Side::Staff => "/account",
        Side::Portal => "/portal/account",
    }
}

/// What one is told of.
pub const fn notification_choices(side: Side) -> &'static str {
    match side {
        Side::Staff => "/account?tab=notifications",
        Side::Portal => "/portal/account?tab=notifications",
    }
}

/// The portal's own organisation.
pub const ORGANISATION: &str = "/portal/organisation";

/// The portal's own people.
pub const TEAM: &str = "/portal/team";

/// The sign-in page, and where to go from there.
pub fn sign_in(next: &str) -> String {
    if next.is_empty() || next == HOME {
        return SIGN_IN.to_owned();
    }
    let pair = [("next", next)];
    format!("{SIGN_IN}?{}", serde_html_form::to_string(pair).unwrap_or_default())
}

/// Whether `path` is one of ours to go to after signing in (never another site), on that side.
pub fn is_welcome(path: &str, side: Side) -> bool {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    let is_portal = path == PORTAL || path.starts_with("/portal/") || path.starts_with("/portal?");
    is_local && !path.starts_with(SIGN_IN) && is_portal == (side == Side::Portal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_a_side_or_is_before_the_door() {
        for (path, place) in [
            ("/", Place::Of(Side::Staff)),
            ("/orders/ORD-1", Place::Of(Side::Staff)),
            ("/portals", Place::Of(Side::Staff)),
            ("/portal", Place::Of(Side::Portal)),
            ("/portal/orders", Place::Of(Side::Portal)),
            ("/sign-in", Place::Door),
            ("/sign-in/", Place::Door),
            ("/forgot-password", Place::Recovery),
            ("/reset-password", Place::Recovery),
            ("/verify", Place::Verify),
            ("/verifying", Place::Of(Side::Staff)),
        ] {
            assert_eq!(place_of(path), place, "{path}");
        }
    }

    #[test]
    fn the_way_back_never_leads_to_another_site() {
        for path in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/portal"] {
            assert!(!is_welcome(path, Side::Staff), "{path}");
        }
        assert!(is_welcome("/orders?status=submitted", Side::Staff));
        assert!(is_welcome("/portal/orders", Side::Portal));
    }
}
