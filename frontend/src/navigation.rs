//! Which entries a person's navigation has: those that the permissions reach.

use client::Side;
use domain::access::Permission;
use leptos::prelude::Signal;

use crate::{i18n::t, layout::NavItem, routes, state::Session, ui::Glyph};

/// The console's entries (tracked); `critical` is how many critical alerts are open.
pub fn staff(session: Session, critical: Signal<u64>) -> Vec<NavItem> {
    let sales = t::layout::group_sales.signal();
    let delivery = t::layout::group_delivery.signal();
    let settings = t::layout::group_settings.signal();
    let side = Side::Staff;
    let entries = [
        (None, NavItem::new(t::layout::home, routes::HOME, Glyph::Home)),
        (
            Some(Permission::LeadsRead),
            NavItem::new(t::leads::title, routes::LEADS, Glyph::Inbox).group(sales),
        ),
        (
            Some(Permission::OrdersApprove),
            NavItem::new(t::layout::approvals, routes::APPROVALS, Glyph::Approve).group(sales),
        ),
        (
            Some(Permission::OrdersRead),
            NavItem::new(t::layout::orders, routes::orders(side), Glyph::File).group(sales),
        ),
        (
            Some(Permission::OrdersRead),
            NavItem::new(t::licenses::renewals, routes::RENEWALS, Glyph::Calendar).group(sales),
        ),
        (
            Some(Permission::CustomersRead),
            NavItem::new(t::layout::customers, routes::CUSTOMERS, Glyph::Building).group(sales),
        ),
        (
            Some(Permission::ChangesRead),
            NavItem::new(t::changes::title, routes::CHANGE_REQUESTS, Glyph::Edit).group(sales),
        ),
        (
            Some(Permission::PartnersRead),
            NavItem::new(t::layout::partners, routes::PARTNERS, Glyph::Users).group(sales),
        ),
        (
            Some(Permission::PartnersRead),
            NavItem::new(t::resellers::title, routes::RESELLERS, Glyph::Box).group(sales),
        ),
        (
            Some(Permission::PurchasesRead),
            NavItem::new(t::purchases::title, routes::PURCHASES, Glyph::Yuan).group(sales),
        ),
        (
            Some(Permission::SalesRepsRead),
            NavItem::new(t::sales::title, routes::SALES_REPS, Glyph::User).group(sales),
        ),
        (
            Some(Permission::LicensesRead),
            NavItem::new(t::layout::licenses, routes::licenses(side), Glyph::Key).group(delivery),
        ),
        (
            Some(Permission::DeploymentsRead),
            NavItem::new(t::deployments::title, routes::DEPLOYMENTS, Glyph::Server).group(delivery),
        ),
        (
            Some(Permission::EngineersRead),
            NavItem::new(t::engineers::title, routes::ENGINEERS, Glyph::User).group(delivery),
        ),
        (
            Some(Permission::AlertsRead),
            NavItem::new(t::alerts::title, routes::ALERTS, Glyph::Bell)
                .badge(critical)
                .group(delivery),
        ),
        (
            Some(Permission::DeliveriesManage),
            NavItem::new(t::layout::deliveries, routes::DELIVERIES, Glyph::Mail).group(delivery),
        ),
    ];
    let reachable = |needs: Option<Permission>| needs.is_none_or(|needs| session.may(needs));
    let (before, after) = (entries.into_iter(), settings_entries(settings).into_iter());
    let entries = before.chain(finance_entries()).chain(after);
    entries.filter(|(needs, _)| reachable(*needs)).map(|(_, item)| item).collect()
}

/// An entry, and what it takes.
type Entry = (Option<Permission>, NavItem);

/// Money that comes in, and what is invoiced.
fn finance_entries() -> Vec<Entry> {
    let finance = t::layout::group_finance.signal();
    vec![
        (
            Some(Permission::PaymentsRead),
            NavItem::new(t::payments::title, routes::PAYMENTS, Glyph::Yuan).group(finance),
        ),
        (
            Some(Permission::PaymentsRead),
            NavItem::new(t::payments::desk, routes::FINANCE_DESK, Glyph::Approve).group(finance),
        ),
        (
            Some(Permission::PaymentsRead),
            NavItem::new(t::payments::statements, routes::STATEMENTS, Glyph::Inbox).group(finance),
        ),
        (
            Some(Permission::InvoicesRead),
            NavItem::new(t::invoices::title, routes::invoices(Side::Staff), Glyph::File)
                .group(finance),
        ),
        (
            Some(Permission::ReceivablesRead),
            NavItem::new(t::receivables::title, routes::RECEIVABLES, Glyph::Clock).group(finance),
        ),
        (
            Some(Permission::PaymentsRead),
            NavItem::new(t::payments::accounts, routes::BANK_ACCOUNTS, Glyph::Building)
                .group(finance),
        ),
    ]
}

/// What is set up once.
fn settings_entries(settings: Signal<String>) -> Vec<Entry> {
    vec![
        (
            Some(Permission::ProductsRead),
            NavItem::new(t::layout::products, routes::PRODUCTS, Glyph::Box).group(settings),
        ),
        (
            Some(Permission::SellersManage),
            NavItem::new(t::sellers::title, routes::SELLERS, Glyph::Building).group(settings),
        ),
        (
            Some(Permission::UsersManage),
            NavItem::new(t::layout::users, routes::USERS, Glyph::Shield).group(settings),
        ),
        (
            Some(Permission::WebhooksManage),
            NavItem::new(t::webhooks::title, routes::WEBHOOKS, Glyph::Send).group(settings),
        ),
        (
            Some(Permission::ImportsManage),
            NavItem::new(t::imports::title, routes::IMPORTS, Glyph::Upload).group(settings),
        ),
        (
            Some(Permission::EventsRead),
            NavItem::new(t::layout::events, routes::EVENTS, Glyph::Activity).group(settings),
        ),
    ]
}

/// The portal's entries.
pub fn portal() -> Vec<NavItem> {
    let side = Side::Portal;
    vec![
        NavItem::new(t::layout::portal_home, routes::PORTAL, Glyph::Home),
        NavItem::new(t::layout::place_order, routes::new_order(side), Glyph::Cart),
        NavItem::new(t::layout::orders, routes::orders(side), Glyph::File),
        NavItem::new(t::layout::licenses, routes::licenses(side), Glyph::Key),
        NavItem::new(t::invoices::title, routes::invoices(side), Glyph::Yuan),
        NavItem::new(t::layout::team, routes::TEAM, Glyph::Users),
        NavItem::new(t::layout::organisation, routes::ORGANISATION, Glyph::Building),
    ]
}
