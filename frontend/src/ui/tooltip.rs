//! One tooltip for the whole page: whatever has `data-tip` shows it on hover and on focus, above
//! dialogs too. A part that wants a tooltip needs an attribute and nothing else.

use std::time::Duration;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event};

use super::place::{Align, place};

const DELAY: Duration = Duration::from_millis(350);

fn tipped(event: &Event) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-tip]").ok().flatten()
}

/// Stands once in the application, at its end.
#[component]
pub fn TooltipLayer() -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let pending = StoredValue::new_local(None::<TimeoutHandle>);
    let anchor = StoredValue::new_local(None::<Element>);

    let hide = move || {
        if let Some(timer) = pending.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        anchor.set_value(None);
        if let Some(tip) = node.get_untracked() {
            let _ = tip.hide_popover();
        }
    };
    let show = move |element: Element| {
        let words = element.get_attribute("data-tip").unwrap_or_default();
        let Some(tip) = node.get_untracked() else { return };
        if words.is_empty() || !element.is_connected() {
            return;
        }
        tip.set_text_content(Some(&words));
        let _ = tip.show_popover();
        place(&element, &tip, Align::Center);
    };
    let begin = move |event: &Event, delay: Duration| {
        let found = tipped(event);
        let same = anchor.with_value(|anchor| *anchor == found);
        if same {
            return;
        }
        hide();
        let Some(element) = found else { return };
        anchor.set_value(Some(element.clone()));
        let timer = set_timeout_with_handle(move || show(element), delay).ok();
        pending.set_value(timer);
    };
    let listeners = [
        window_event_listener(ev::pointerover, move |event| begin(&event, DELAY)),
        window_event_listener(ev::focusin, move |event| {
            let by_keyboard = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .is_some_and(|target| target.matches(":focus-visible").unwrap_or(false));
            if by_keyboard {
                begin(&event, Duration::ZERO);
            }
        }),
        window_event_listener(ev::focusout, move |_| hide()),
        window_event_listener(ev::pointerdown, move |_| hide()),
        window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" {
                hide();
            }
        }),
    ];
    on_cleanup(move || {
        for listener in listeners {
            listener.remove();
        }
    });
    view! { <div node_ref=node class="tooltip" role="tooltip" popover="manual"></div> }.into_any()
}
