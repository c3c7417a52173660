//! What waits for finance, for whoever decides on returns, and for whom a step is due.

use client::{Client, Side};
use domain::{
    change_requests::{ChangeStatus, wire::ChangeRequestListQuery},
    finance::Direction,
    invoices::{
        InvoiceStatus,
        wire::{InvoiceListQuery, InvoiceSort},
    },
    leads::{
        StatusKind,
        wire::{LeadListQuery, LeadSort},
    },
    licenses::wire::OwnedBy,
    list::Sort,
    orders::wire::OrderListQuery,
    payments::{
        MatchStatus,
        wire::{PaymentListQuery, PaymentSort},
    },
    returns::ReturnStatus,
};
use leptos::prelude::*;

use super::{
    block::Block,
    rows,
    shortlist::{Nothing, SHOWN, address, use_fresh},
};
use crate::{
    i18n::t,
    pages::{
        change_requests::{change_request_columns, change_request_href},
        orders::order_href,
    },
    routes,
    ui::{Clock, Glyph},
};

type Views = (AnyView, AnyView);

const SIDE: Side = Side::Staff;

/// Orders of which lines are to be taken back, and nobody has decided yet.
pub fn returns() -> Views {
    let query =
        || OrderListQuery { returns: vec![ReturnStatus::Requested], ..OrderListQuery::default() };
    let load = use_fresh(move |client: Client| async move {
        client.orders(SIDE, &OrderListQuery { per_page: SHOWN, ..query() }).await
    });
    let nothing = Nothing {
        glyph: Glyph::Undo,
        title: t::home::no_returns,
        text: t::home::no_returns_text,
        way: None,
    };
    Block {
        title: t::home::returns,
        glyph: Glyph::Undo,
        load,
        columns: rows::approvals,
        id: |order| order.id.to_string(),
        href: order_href(SIDE),
        all: address(routes::orders(SIDE), &query()),
        nothing,
    }
    .drawn()
}

/// Invoices that somebody asked for and nobody has issued.
pub fn invoices() -> Views {
    let query = || InvoiceListQuery {
        status: vec![InvoiceStatus::Requested],
        sort: Sort::ascending(InvoiceSort::CreatedAt),
        ..InvoiceListQuery::default()
    };
    let load = use_fresh(move |client: Client| async move {
        client.invoices(SIDE, &InvoiceListQuery { per_page: SHOWN, ..query() }).await
    });
    let nothing = Nothing {
        glyph: Glyph::File,
        title: t::home::no_invoices,
        text: t::home::no_invoices_text,
        way: None,
    };
    Block {
        title: t::home::invoices,
        glyph: Glyph::File,
        load,
        columns: rows::invoices,
        id: |row| row.id.to_string(),
        href: rows::invoice,
        all: address(routes::invoices(SIDE), &query()),
        nothing,
    }
    .drawn()
}

/// Money that came in and is not explained yet: each leads to its place at the desk.
pub fn payments() -> Views {
    let query = || PaymentListQuery {
        status: vec![MatchStatus::Unmatched, MatchStatus::Suggested, MatchStatus::PartiallyMatched],
        direction: vec![Direction::In],
        sort: Sort::ascending(PaymentSort::ValueDate),
        ..PaymentListQuery::default()
    };
    let load = use_fresh(move |client: Client| async move {
        client.payments(&PaymentListQuery { per_page: SHOWN, ..query() }).await
    });
    let nothing = Nothing {
        glyph: Glyph::Yuan,
        title: t::home::no_payments,
        text: t::home::no_payments_text,
        way: None,
    };
    Block {
        title: t::home::payments,
        glyph: Glyph::Yuan,
        load,
        columns: rows::payments,
        id: |row| row.id.to_string(),
        href: rows::at_desk,
        all: address(routes::PAYMENTS, &query()),
        nothing,
    }
    .drawn()
}

/// One's own leads whose next step is due today, or was.
pub fn follow_ups() -> Views {
    let query = || LeadListQuery {
        kind: StatusKind::ALL.iter().copied().filter(|kind| kind.is_open()).collect(),
        owned_by: Some(OwnedBy::Me),
        due_until: Some(untrack(Clock::today)),
        sort: Sort::ascending(LeadSort::NextOn),
        ..LeadListQuery::default()
    };
    let load = use_fresh(move |client: Client| async move {
        client.leads(&LeadListQuery { per_page: SHOWN, ..query() }).await
    });
    let nothing = Nothing {
        glyph: Glyph::Inbox,
        title: t::home::no_follow_ups,
        text: t::home::no_follow_ups_text,
        way: None,
    };
    Block {
        title: t::home::follow_ups,
        glyph: Glyph::Inbox,
        load,
        columns: rows::follow_ups,
        id: |row| row.id.to_string(),
        href: rows::lead,
        all: address(routes::LEADS, &query()),
        nothing,
    }
    .drawn()
}

/// What one proposed oneself, and nobody has decided yet.
pub fn own_proposals() -> Views {
    let query = || ChangeRequestListQuery {
        status: vec![ChangeStatus::Requested],
        mine: Some(true),
        ..ChangeRequestListQuery::default()
    };
    let load = use_fresh(move |client: Client| async move {
        client.change_requests(&ChangeRequestListQuery { per_page: SHOWN, ..query() }).await
    });
    let nothing = Nothing {
        glyph: Glyph::Edit,
        title: t::home::no_own_proposals,
        text: t::home::no_own_proposals_text,
        way: None,
    };
    Block {
        title: t::home::own_proposals,
        glyph: Glyph::Edit,
        load,
        columns: change_request_columns,
        id: |row| row.id.to_string(),
        href: change_request_href,
        all: address(routes::CHANGE_REQUESTS, &query()),
        nothing,
    }
    .drawn()
}
