//! Leads: who may become a customer, how far each of them is, and what that may be worth.

mod activities;
mod board;
mod convert;
mod detail;
mod form;
mod funnel;
mod list;
mod mail;
mod moves;
mod settings;
mod source;
mod switch;

use domain::leads::{
    StatusColor,
    wire::{LeadStatusView, StatusName},
};
use leptos::prelude::*;

pub use self::{
    board::LeadBoardPage,
    detail::LeadPage,
    form::{EditLeadPage, NewLeadPage},
    funnel::LeadFunnelPage,
    list::LeadListPage,
    mail::LeadMailPage,
    settings::LeadSettingsPage,
    source::of_order,
};
use crate::{
    i18n::lang,
    ui::{StatusDot, Tone},
};

const fn tone(color: StatusColor) -> Tone {
    match color {
        StatusColor::Gray => Tone::Neutral,
        StatusColor::Blue => Tone::Brand,
        StatusColor::Green => Tone::Success,
        StatusColor::Amber => Tone::Warning,
        StatusColor::Red => Tone::Error,
    }
}

/// What the house calls it, in the person's language.
fn named(zh: &str, en: &str) -> Signal<String> {
    let (zh, en) = (zh.to_owned(), en.to_owned());
    Signal::derive(move || lang().pick(zh.as_str(), en.as_str()).to_owned())
}

/// The name of a status.
fn name_of(status: &LeadStatusView) -> Signal<String> {
    named(&status.content.name_zh, &status.content.name_en)
}

/// Where a lead stands.
fn status_dot(status: &StatusName, badge: bool) -> AnyView {
    let label = named(&status.name_zh, &status.name_en);
    view! { <StatusDot tone=tone(status.color) label badge/> }.into_any()
}
