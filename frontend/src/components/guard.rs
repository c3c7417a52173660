//! What keeps people from a page that they may not see, and from leaving one that they have not saved.

use domain::access::Permission;
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Element, MouseEvent};

use crate::{
    i18n::t,
    state::{use_go, use_session},
    ui::{ConfirmDialog, EmptyState, Glyph},
};

/// Shows a page to those who may see it, and says so to others. (The server refuses them anyway.)
#[component]
pub fn Permitted(needs: Permission, children: ChildrenFn) -> impl IntoView {
    let session = use_session();
    let may = Memo::new(move |_| session.may(needs));
    view! {
        {move || {
            if may.get() {
                children()
            } else {
                view! {
                    <EmptyState
                        glyph=Glyph::Lock
                        title=t::common::not_permitted
                        text=t::common::not_permitted_text
                    />
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

fn link_of(event: &MouseEvent) -> Option<String> {
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    let target: Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]").ok().flatten().filter(|_| plain)?;
    let href = link.get_attribute("href")?;
    (href.starts_with('/') && !link.has_attribute("target")).then_some(href)
}

/// Asks before a page with unsaved changes is left: by a link, by closing, by reloading.
#[component]
pub fn UnsavedGuard(#[prop(into)] dirty: Signal<bool>) -> impl IntoView {
    let go = use_go();
    let leaving_to = RwSignal::new(None::<String>);

    let unload = window_event_listener(ev::beforeunload, move |event| {
        if dirty.get_untracked() {
            event.prevent_default();
        }
    });
    // Before the router sees the click.
    let click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        let Some(href) = link_of(&event).filter(|_| dirty.get_untracked()) else { return };
        event.prevent_default();
        event.stop_immediate_propagation();
        leaving_to.set(Some(href));
    });
    let listen = click.as_ref().unchecked_ref::<js_sys::Function>().clone();
    let _ = window().add_event_listener_with_callback_and_bool("click", &listen, true);
    let click = StoredValue::new_local((click, listen));
    on_cleanup(move || {
        unload.remove();
        click.with_value(|(_, listen)| {
            let _ = window().remove_event_listener_with_callback_and_bool("click", listen, true);
        });
    });

    view! {
        <ConfirmDialog
            open=Signal::derive(move || leaving_to.read().is_some())
            on_close=move || leaving_to.set(None)
            on_confirm=move || {
                if let Some(href) = leaving_to.try_update(Option::take).flatten() {
                    go.to(&href);
                }
            }
            title=t::common::unsaved_title
            text=t::common::unsaved_text
            confirm=t::common::unsaved_leave
            danger=true
        />
    }
    .into_any()
}
