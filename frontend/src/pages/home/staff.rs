//! 工作台: what waits for staff, by what their role may do about it, and what they began themselves.

use client::{Client, Side};
use domain::{
    access::{Permission, Role},
    alerts::{
        AlertStatus,
        wire::{AlertListQuery, AlertSort},
    },
    change_requests::{ChangeStatus, wire::ChangeRequestListQuery},
    deliveries::{DeliveryStatus, wire::DeliveryListQuery},
    deployments::{
        DeploymentStatus,
        wire::{DeploymentListQuery, DeploymentSort},
    },
    licenses::{
        LicenseStatus,
        wire::{LicenseListQuery, OwnedBy},
    },
    list::Sort,
    orders::{
        OrderStatus,
        wire::{OrderListQuery, OrderSort},
    },
};
use leptos::prelude::*;

use super::{
    due,
    greeting::greeting,
    own::{self, Whose},
    rows,
    shortlist::{Count, Nothing, SHOWN, Shortlist, address, use_fresh},
    waiting,
};
use crate::{
    i18n::t,
    pages::{
        alerts::{alert_columns, alert_href},
        change_requests::{change_request_columns, change_request_href},
        deployments::{deployment_href, short_columns},
        licenses::license_href,
        orders::order_href,
    },
    routes,
    state::use_session,
    ui::{Glyph, PageHeader},
};

const SIDE: Side = Side::Staff;
/// Staff see everybody's in the lists; here is what they placed themselves.
fn mine() -> Whose {
    Whose { side: SIDE, everybodys: Signal::stored(false) }
}

fn pending() -> LicenseListQuery {
    LicenseListQuery {
        status: vec![LicenseStatus::PendingActivation],
        ..LicenseListQuery::default()
    }
}

fn submitted() -> OrderListQuery {
    OrderListQuery {
        status: vec![OrderStatus::Submitted],
        sort: Sort::ascending(OrderSort::SubmittedAt),
        ..OrderListQuery::default()
    }
}

fn failed() -> DeliveryListQuery {
    DeliveryListQuery {
        status: vec![DeliveryStatus::Failed, DeliveryStatus::Bounced],
        ..DeliveryListQuery::default()
    }
}

/// Orders: to decide for approvers, to watch for others.
fn orders(decides: bool) -> (AnyView, AnyView) {
    let load = use_fresh(move |client: Client| async move {
        client.orders(SIDE, &OrderListQuery { per_page: SHOWN, ..submitted() }).await
    });
    let (label, all) = if decides {
        (t::home::to_approve, routes::APPROVALS.to_owned())
    } else {
        (t::home::in_review_staff, address(routes::orders(SIDE), &submitted()))
    };
    let nothing = Nothing {
        glyph: Glyph::CheckCircle,
        title: t::home::no_approvals,
        text: t::home::no_approvals_text,
        way: None,
    };
    let count = view! { <Count label glyph=Glyph::Approve load href=all.clone()/> };
    let list = view! {
        <Shortlist
            title=label
            load
            columns=rows::approvals
            id=|order| order.id.to_string()
            href=order_href(SIDE)
            all
            nothing
        />
    };
    (count.into_any(), list.into_any())
}

/// Changes that colleagues proposed and that wait for somebody's approval.
fn proposed_changes() -> (AnyView, AnyView) {
    let waiting = || ChangeRequestListQuery {
        status: vec![ChangeStatus::Requested],
        ..ChangeRequestListQuery::default()
    };
    let load = use_fresh(move |client: Client| async move {
        client.change_requests(&ChangeRequestListQuery { per_page: SHOWN, ..waiting() }).await
    });
    let all = address(routes::CHANGE_REQUESTS, &waiting());
    let nothing = Nothing {
        glyph: Glyph::Edit,
        title: t::home::no_proposals,
        text: t::home::no_proposals_text,
        way: None,
    };
    let count = view! { <Count label=t::home::changes glyph=Glyph::Edit load href=all.clone()/> };
    let list = view! {
        <Shortlist
            title=t::home::changes
            load
            columns=change_request_columns
            id=|row| row.id.to_string()
            href=change_request_href
            all
            nothing
        />
    };
    (count.into_any(), list.into_any())
}

/// What somebody should look at before it is too late, the most urgent end first.
fn alerts(own: bool) -> (AnyView, AnyView) {
    let open = move || AlertListQuery {
        status: vec![AlertStatus::Open],
        mine: own.then_some(true),
        sort: Sort::ascending(AlertSort::DueOn),
        ..AlertListQuery::default()
    };
    let load = use_fresh(move |client: Client| async move {
        client.alerts(SIDE, &AlertListQuery { per_page: SHOWN, ..open() }).await
    });
    let all = address(routes::ALERTS, &open());
    let nothing = Nothing {
        glyph: Glyph::Bell,
        title: t::alerts::empty,
        text: t::alerts::empty_text,
        way: None,
    };
    let count = view! { <Count label=t::home::alerts glyph=Glyph::Bell load href=all.clone()/> };
    let list = view! {
        <Shortlist
            title=t::home::alerts
            load
            columns=alert_columns
            id=|alert| alert.id.to_string()
            href=alert_href
            all
            nothing
        />
    };
    (count.into_any(), list.into_any())
}

fn failed_mails() -> (AnyView, AnyView) {
    let load = use_fresh(|client: Client| async move {
        client.deliveries(&DeliveryListQuery { per_page: SHOWN, ..failed() }).await
    });
    let all = address(routes::DELIVERIES, &failed());
    let nothing = Nothing {
        glyph: Glyph::Mail,
        title: t::home::no_failed,
        text: t::home::no_failed_text,
        way: None,
    };
    let count = view! {
        <Count label=t::home::failed_deliveries glyph=Glyph::Mail load href=all.clone()/>
    };
    let list = view! {
        <Shortlist
            title=t::home::failed_deliveries
            load
            columns=rows::failed
            id=|row| row.id.to_string()
            href=rows::delivery
            all
            nothing
        />
    };
    (count.into_any(), list.into_any())
}

fn pending_licenses(own: bool) -> (AnyView, AnyView) {
    let waiting = move || LicenseListQuery { owned_by: own.then_some(OwnedBy::Me), ..pending() };
    let load = use_fresh(move |client: Client| async move {
        client.licenses(SIDE, &LicenseListQuery { per_page: SHOWN, ..waiting() }).await
    });
    let all = address(routes::licenses(SIDE), &waiting());
    let nothing = Nothing {
        glyph: Glyph::Key,
        title: t::home::no_pending,
        text: t::home::no_pending_text,
        way: None,
    };
    let count = view! {
        <Count
            label=t::home::pending
            glyph=Glyph::Key
            load
            href=all.clone()
            note=Some(t::home::pending_note.signal())
        />
    };
    let list = view! {
        <Shortlist
            title=t::home::pending
            load
            columns=rows::pending
            id=|license| license.id.to_string()
            href=license_href(SIDE)
            all
            nothing
        />
    };
    (count.into_any(), list.into_any())
}

/// Deployments: for engineers those that are theirs, for others those that wait to be arranged.
fn deployments(own: bool) -> (AnyView, AnyView) {
    let waiting = move || DeploymentListQuery {
        status: if own { DeploymentStatus::OPEN.to_vec() } else { vec![DeploymentStatus::Planned] },
        mine: own.then_some(true),
        sort: Sort::ascending(DeploymentSort::PlannedOn),
        ..DeploymentListQuery::default()
    };
    let load = use_fresh(move |client: Client| async move {
        client.deployments(&DeploymentListQuery { per_page: SHOWN, ..waiting() }).await
    });
    let all = address(routes::DEPLOYMENTS, &waiting());
    let title = if own { t::deployments::home_mine } else { t::deployments::home_open };
    let nothing = Nothing {
        glyph: Glyph::Server,
        title: t::deployments::home_none,
        text: t::deployments::home_none_text,
        way: None,
    };
    let count = view! { <Count label=title glyph=Glyph::Server load href=all.clone()/> };
    let list = view! {
        <Shortlist
            title
            load
            columns=short_columns
            id=|row| row.id.to_string()
            href=deployment_href
            all
            nothing
        />
    };
    (count.into_any(), list.into_any())
}

/// The staff's first page.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = use_session();
    // Who is signed in does not change while the page stands.
    let may = move |permission| untrack(|| session.may(permission));
    let mut counts = Vec::new();
    let mut lists = Vec::new();
    let mut block = |(count, list): (AnyView, AnyView)| {
        counts.push(count);
        lists.push(list);
    };
    let role = untrack(|| session.me()).map(|me| me.role);
    let is_engineer = role == Some(Role::Engineer);
    // Sales answer for their own; everybody's is a click away in the lists.
    let own = role == Some(Role::SalesRep);
    if is_engineer {
        block(deployments(true));
    }
    if may(Permission::OrdersApprove) {
        block(orders(true));
    }
    if may(Permission::ReturnsApprove) {
        block(waiting::returns());
    }
    if may(Permission::InvoicesManage) {
        block(waiting::invoices());
    }
    if may(Permission::PaymentsManage) {
        block(waiting::payments());
    }
    let places = may(Permission::OrdersPlace);
    if places && may(Permission::LeadsRead) {
        block(waiting::follow_ups());
    }
    if places {
        block(own::rejected(mine()));
        block(own::drafts(mine()));
    }
    if may(Permission::OrdersRead) && !may(Permission::OrdersApprove) {
        block(orders(false));
    }
    if may(Permission::ChangesApprove) {
        block(proposed_changes());
    } else if may(Permission::LicensesPropose) {
        block(waiting::own_proposals());
    }
    if may(Permission::DeploymentsWrite) && !is_engineer {
        block(deployments(false));
    }
    if may(Permission::LicensesRead) {
        block(pending_licenses(own));
        block(due::licenses(SIDE, own));
    }
    if may(Permission::AlertsRead) {
        block(alerts(own));
    }
    if may(Permission::PartnersRead) {
        block(due::agreements());
    }
    if may(Permission::DeliveriesManage) {
        block(failed_mails());
    }
    if places {
        lists.push(own::handed_in(mine()));
    }
    let meta = move || {
        let role = move || session.account().role;
        view! { <span>{role}</span> }
    };
    view! {
        <PageHeader title=greeting(session) meta/>
        <div class="stack stack--loose">
            <section class="grid" aria-label=t::home::figures>
                {counts}
            </section>
            <div class="home">{lists}</div>
        </div>
    }
    .into_any()
}
