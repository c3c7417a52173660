//! What the engine says a payment is for, and why.

use client::Side;
use domain::{
    finance::matching::{Evidence, Note},
    id::OrderId,
    money::{Amount, Currency},
    payments::wire::{MatchPart, ProposalView, SuggestionsView},
};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    routes,
    ui::{Banner, Button, Look, Money, Tag, Tone},
};

/// What somebody does with a proposal.
#[derive(Clone, Copy)]
pub(super) struct Doing {
    pub accept: Callback<Vec<MatchPart>>,
    pub refuse: Callback<OrderId>,
    pub may: Signal<bool>,
}

/// What speaks for it, and what against.
pub(super) fn evidence_list(evidence: &[Evidence]) -> AnyView {
    if evidence.is_empty() {
        return ().into_any();
    }
    let rows = evidence.iter().copied().map(|one| {
        let sign = if one.speaks_for() { "+ " } else { "− " };
        view! { <li>{sign} {move || one.words(lang())}</li> }
    });
    view! { <ul class="desk__evidence muted small">{rows.collect_view()}</ul> }.into_any()
}

/// The parts of a proposal as they are sent.
pub(super) fn parts_of(proposal: &ProposalView) -> Vec<MatchPart> {
    let part = |part: &domain::payments::wire::ProposedPart| MatchPart {
        order_id: part.order.id,
        amount: part.amount,
        fee: part.fee,
    };
    proposal.parts.iter().map(part).collect()
}

fn card(proposal: &ProposalView, currency: Currency, is_best: bool, doing: Doing) -> AnyView {
    let rows = proposal.parts.iter().map(|part| {
        let order = part.order.clone();
        let fee = (part.fee > Amount::ZERO).then(|| {
            view! {
                <span class="muted small">
                    " + " {t::payments::fee} " " <Money amount=part.fee currency/>
                </span>
            }
        });
        view! {
            <li class="row row--spread">
                <span>
                    <a class="mono" href=routes::order(Side::Staff, order.id)>
                        {order.number}
                    </a>
                    " "
                    {order.party_name}
                    <span class="muted small">
                        " " {t::payments::order_open} " "
                        <Money amount=order.open currency=order.currency/>
                    </span>
                </span>
                <span>
                    <Money amount=part.amount currency/>
                    {fee}
                </span>
            </li>
        }
    });
    let rows = rows.collect_view();
    let surplus = (proposal.surplus > Amount::ZERO).then(|| {
        view! {
            <p class="muted small">
                {t::payments::surplus} " " <Money amount=proposal.surplus currency/>
            </p>
        }
    });
    let best = (is_best && proposal.lost.is_none())
        .then(|| view! { <Tag label=t::payments::chosen tone=Tone::Success/> });
    let lost = proposal.lost.map(|lost| {
        view! { <span class="muted small">{move || lost.words(lang())}</span> }
    });
    let rule = proposal
        .rule
        .map(|rule| view! { <span class="muted small">{move || rule.label(lang())}</span> });
    let (parts, is_open) = (parts_of(proposal), proposal.is_open);
    let first = proposal.parts.first().map(|part| part.order.id);
    let look = if is_best { Look::Primary } else { Look::default() };
    let buttons = move || {
        if !doing.may.get() {
            return ().into_any();
        }
        let parts = parts.clone();
        let accept = if is_open {
            view! {
                <Button
                    label=t::payments::accept
                    look
                    small=true
                    on_press=move || doing.accept.run(parts.clone())
                />
            }
            .into_any()
        } else {
            view! { <span class="muted small">{t::payments::not_open}</span> }.into_any()
        };
        let refuse = first.map(|order| {
            view! {
                <Button
                    label=t::payments::refuse
                    small=true
                    on_press=move || doing.refuse.run(order)
                />
            }
        });
        view! { {accept} {refuse} }.into_any()
    };
    view! {
        <li class="desk__proposal stack stack--tight">
            <div class="row">{best} {lost} {rule}</div>
            <ul class="stack stack--tight board__cards">{rows}</ul>
            {surplus}
            {evidence_list(&proposal.evidence)}
            <div class="row">{buttons}</div>
        </li>
    }
    .into_any()
}

fn note(note: Note) -> AnyView {
    let link = note.other().map(|id| {
        view! { " " <a href=routes::payment(id)>{t::payments::payment}</a> }
    });
    view! { <Banner tone=Tone::Warning>{move || note.words(lang())} {link}</Banner> }.into_any()
}

/// Everything that the engine says of a payment.
pub(super) fn proposals(said: &SuggestionsView, currency: Currency, doing: Doing) -> AnyView {
    let notes = said.notes.iter().copied().map(note).collect_view();
    // What is for no order at all cannot be booked with one.
    let with_orders = said.proposals.iter().filter(|one| !one.parts.is_empty());
    let cards: Vec<AnyView> = with_orders
        .enumerate()
        .map(|(at, proposal)| card(proposal, currency, at == 0, doing))
        .collect();
    let none =
        cards.is_empty().then(|| view! { <p class="muted">{t::payments::no_suggestion}</p> });
    view! {
        {notes}
        {none}
        <ul class="stack board__cards">{cards}</ul>
    }
    .into_any()
}
