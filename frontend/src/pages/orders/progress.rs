//! How far an order has come, as steps.

use domain::orders::{OrderStatus, wire::OrderView};
use leptos::prelude::*;

use crate::{
    i18n::{Word, t},
    ui::{Step, StepState, Steps},
};

/// The state of each step: placed, reviewed, issued, delivered.
const fn states(status: OrderStatus) -> [StepState; 4] {
    use StepState::{Ahead, Current, Done, Failed};
    match status {
        OrderStatus::Draft => [Current, Ahead, Ahead, Ahead],
        OrderStatus::Submitted => [Done, Current, Ahead, Ahead],
        OrderStatus::Rejected => [Done, Failed, Ahead, Ahead],
        OrderStatus::Approved => [Done, Done, Done, Current],
        OrderStatus::Fulfilled => [Done, Done, Done, Done],
        OrderStatus::Cancelled => [Failed, Ahead, Ahead, Ahead],
    }
}

/// The day and minute in Shanghai.
fn short(at: chrono::DateTime<chrono::Utc>) -> String {
    (at + chrono::TimeDelta::hours(8)).format("%m-%d %H:%M").to_string()
}

/// The steps of this order.
#[component]
pub fn Progress(order: Signal<OrderView>) -> impl IntoView {
    const WORDS: [Word; 4] = [
        t::orders::step_submit,
        t::orders::step_review,
        t::orders::step_issue,
        t::orders::step_deliver,
    ];
    let steps = Signal::derive(move || {
        let order = order.read();
        let decided = order.decided_at.map(short);
        let notes = [order.submitted_at.map(short), decided.clone(), None, None];
        let states = states(order.status);
        WORDS
            .into_iter()
            .zip(states)
            .zip(notes)
            .map(|((word, state), note)| {
                let step = Step::new(word, state);
                let passed = matches!(state, StepState::Done | StepState::Failed);
                match note.filter(|_| passed) {
                    Some(note) => step.note(note),
                    None => step,
                }
            })
            .collect::<Vec<_>>()
    });
    view! { <Steps label=t::orders::progress steps/> }
}
