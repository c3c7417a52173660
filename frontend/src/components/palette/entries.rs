//! What can be chosen for what was typed: records, things to do, pages.

use client::Side;
use domain::{
    access::Permission, licenses::LicenseStatus, orders::LineKind, search::wire::Hit, text,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::records::{Found, Records};
use crate::{
    i18n::{lang, t},
    layout::NavItem,
    routes,
    state::Session,
    ui::Glyph,
};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    License,
    Deployment,
    Order,
    Customer,
    Partner,
    Product,
    Lead,
    Invoice,
    User,
    Place,
    Create,
    Renew,
    /// A page has the icon that it has in the navigation.
    #[serde(skip)]
    Page(Glyph),
}

impl Kind {
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::License => Glyph::Key,
            Self::Deployment => Glyph::Server,
            Self::Order => Glyph::File,
            Self::Customer => Glyph::Building,
            Self::Partner => Glyph::Users,
            Self::Product => Glyph::Box,
            Self::Lead => Glyph::Inbox,
            Self::Invoice => Glyph::File,
            Self::User => Glyph::User,
            Self::Place | Self::Create => Glyph::Plus,
            Self::Renew => Glyph::Refresh,
            Self::Page(glyph) => glyph,
        }
    }

    /// What it is, in a word (tracked).
    pub fn word(self) -> &'static str {
        match self {
            Self::License => t::palette::license.get(),
            Self::Deployment => t::palette::deployment.get(),
            Self::Order => t::palette::order.get(),
            Self::Customer => t::palette::customer.get(),
            Self::Partner => t::palette::partner.get(),
            Self::Product => t::palette::product.get(),
            Self::Lead => t::palette::lead.get(),
            Self::Invoice => t::palette::invoice.get(),
            Self::User => t::palette::user.get(),
            Self::Place | Self::Create | Self::Renew => t::palette::action.get(),
            Self::Page(_) => t::palette::page.get(),
        }
    }

    /// Whether it is something that one comes back to.
    pub const fn is_record(self) -> bool {
        !matches!(self, Self::Place | Self::Create | Self::Renew | Self::Page(_))
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub icon: Kind,
    pub label: String,
    /// Tells namesakes apart; may be empty.
    pub second: String,
    pub path: String,
}

impl Entry {
    fn new(
        icon: Kind,
        label: impl Into<String>,
        second: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        Self { icon, label: label.into(), second: second.into(), path: path.into() }
    }
}

/// A record as a row (tracked: its words follow the language).
fn record(side: Side, hit: &Hit) -> Entry {
    let lang = lang();
    match hit {
        Hit::License { id, number, status, customer_name, product_name_zh, product_name_en } => {
            let product = lang.pick(product_name_zh.as_str(), product_name_en.as_str());
            let second = format!("{customer_name} · {product} · {}", status.label(lang));
            Entry::new(Kind::License, number, second, routes::license(side, id))
        }
        Hit::Deployment { id, number, status, customer_name } => {
            let second = format!("{customer_name} · {}", status.label(lang));
            Entry::new(Kind::Deployment, number, second, routes::deployment(id))
        }
        Hit::Order { id, number, status, end_user } => {
            let second = match end_user.as_str() {
                "" => status.label(lang).to_owned(),
                name => format!("{name} · {}", status.label(lang)),
            };
            Entry::new(Kind::Order, number, second, routes::order(side, id))
        }
        Hit::Customer { id, name } => {
            let path = match side {
                Side::Staff => routes::customer(id),
                // The portal knows its customers by their licenses.
                Side::Portal => format!("{}?customer={id}", routes::licenses(side)),
            };
            Entry::new(Kind::Customer, name, "", path)
        }
        Hit::Partner { id, name, level, status } => {
            let second = format!("{} · {}", level.label(lang), status.label(lang));
            Entry::new(Kind::Partner, name, second, routes::partner(id))
        }
        Hit::Product { id, code, name_zh, name_en } => {
            let name = lang.pick(name_zh.as_str(), name_en.as_str());
            Entry::new(Kind::Product, name, code, routes::product(id))
        }
        Hit::Lead { id, company, title } => {
            Entry::new(Kind::Lead, company, title, routes::lead(id))
        }
        Hit::Invoice { id, number, title, status } => {
            let second = format!("{title} · {}", status.label(lang));
            Entry::new(Kind::Invoice, number, second, routes::invoice(side, id))
        }
        Hit::User { id, username, name, role } => {
            let second = format!("{username} · {}", role.label(lang));
            Entry::new(Kind::User, name, second, routes::user(id))
        }
    }
}

/// Renewing a license that was found, where it can be.
fn renewal(side: Side, hit: &Hit) -> Option<Entry> {
    let Hit::License { id, number, status, customer_name, .. } = hit else { return None };
    let runs_or_ran = matches!(
        status,
        LicenseStatus::Active
            | LicenseStatus::Expiring
            | LicenseStatus::InGrace
            | LicenseStatus::Expired
    );
    let path = format!("{}?kind={}&license={id}", routes::new_order(side), LineKind::Renewal);
    runs_or_ran.then(|| Entry::new(Kind::Renew, t::palette::renew(number), customer_name, path))
}

/// What staff begin from anywhere, as far as they may (tracked).
fn beginnings(session: Session, side: Side) -> Vec<Entry> {
    if side == Side::Portal {
        let ask = routes::request_invoice(side, None);
        return vec![Entry::new(Kind::Create, t::palette::request_invoice.get(), "", ask)];
    }
    let all = [
        (Permission::LeadsWrite, t::palette::new_lead, routes::NEW_LEAD.to_owned()),
        (Permission::CustomersManage, t::palette::new_customer, routes::new_customer()),
        (
            Permission::DeploymentsWrite,
            t::palette::new_deployment,
            routes::NEW_DEPLOYMENT.to_owned(),
        ),
        (
            Permission::InvoicesRequest,
            t::palette::request_invoice,
            routes::request_invoice(side, None),
        ),
        (Permission::PaymentsManage, t::palette::upload_statement, routes::STATEMENTS.to_owned()),
        (Permission::ImportsManage, t::palette::new_import, routes::IMPORTS.to_owned()),
    ];
    let open = all.into_iter().filter(|(needs, ..)| session.may(*needs));
    open.map(|(_, label, path)| Entry::new(Kind::Create, label.get(), "", path)).collect()
}

/// Everything that fits, the best first: with nothing typed, what was opened last and where one can
/// go; otherwise records, then what can be done, then pages (tracked).
pub fn all(
    session: Session,
    side: Side,
    items: &[NavItem],
    typed: &str,
    records: Records,
    recent: &[Entry],
) -> Vec<Entry> {
    let typed = typed.trim();
    let places = match side {
        Side::Staff => Permission::OrdersPlace,
        Side::Portal => Permission::PartnerOrders,
    };
    let may_place = session.may(places);
    let mut entries = if typed.is_empty() { recent.to_vec() } else { Vec::new() };
    if let Found::Hits(hits) = records.found() {
        entries.extend(hits.iter().map(|hit| record(side, hit)));
        if may_place {
            entries.extend(hits.iter().filter_map(|hit| renewal(side, hit)));
        }
    }
    let place = Entry::new(Kind::Place, t::palette::place_order.get(), "", routes::new_order(side));
    let pages = items
        .iter()
        .map(|item| Entry::new(Kind::Page(item.glyph), item.label.get(), "", item.href));
    let rest = may_place.then_some(place).into_iter();
    let rest = rest.chain(beginnings(session, side)).chain(pages);
    let wanted = text::normalized(typed);
    for entry in rest.filter(|entry| text::normalized(&entry.label).contains(&wanted)) {
        // The portal has a page for placing orders: one row for one place.
        if !entries.iter().any(|other| other.path == entry.path && !other.icon.is_record()) {
            entries.push(entry);
        }
    }
    entries
}
