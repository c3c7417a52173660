//! A menu under a button. The browser opens and closes it (`popover`): Esc and a click outside work.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::ToggleEvent;

use super::{
    Glyph, Icon,
    place::{Align, move_focus, opener_of, place},
    unique_id,
};

const ITEMS: &str = ".menu__item:not([aria-disabled=true])";

fn is_opening(event: &ev::Event) -> bool {
    event.dyn_ref::<ToggleEvent>().is_some_and(|event| event.new_state() == "open")
}

/// A button and what it opens. The items stand in `children`, drawn while the menu is open.
#[component]
pub fn Menu(
    /// The button's name, where `trigger` has no words.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    #[prop(default = "button")] class: &'static str,
    /// What stands on the button.
    #[prop(into)]
    trigger: ViewFn,
    /// Lines up with the right edge of the button.
    #[prop(optional)]
    end: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let id = StoredValue::new(unique_id("menu"));
    let node = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let settle = move || {
        let (Some(menu), Some(opener)) = (node.get_untracked(), opener_of(&id.get_value())) else {
            return;
        };
        place(&opener, &menu, if end { Align::End } else { Align::Start });
        move_focus(&menu, ITEMS, "Home");
    };
    view! {
        <button
            type="button"
            class=class
            popovertarget=id.get_value()
            aria-haspopup="menu"
            aria-expanded=move || open.get().to_string()
            aria-label=move || label.map(|label| label.get())
            data-tip=move || label.map(|label| label.get())
        >
            {move || trigger.run()}
        </button>
        <div
            node_ref=node
            id=id.get_value()
            class="menu"
            popover="auto"
            role="menu"
            on:beforetoggle=move |event| {
                if is_opening(&event) {
                    open.set(true);
                }
            }
            on:toggle=move |event| {
                if is_opening(&event) { settle() } else { open.set(false) }
            }
            on:click=move |_| {
                if let Some(menu) = node.get_untracked() {
                    let _ = menu.hide_popover();
                }
            }
            on:keydown=move |event| {
                let Some(menu) = node.get_untracked() else { return };
                if event.key() == "Tab" {
                    let _ = menu.hide_popover();
                } else if move_focus(&menu, ITEMS, &event.key()) {
                    event.prevent_default();
                }
            }
        >
            {move || open.get().then(|| children())}
        </div>
    }
    .into_any()
}

/// Something to do.
#[component]
pub fn MenuItem(
    #[prop(into)] label: Signal<String>,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    #[prop(optional)] danger: bool,
    /// One of several of which one is chosen.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    #[prop(optional, into)] blocked: Signal<Option<String>>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    let is_blocked = move || blocked.read().is_some();
    view! {
        <button
            type="button"
            class=if danger { "menu__item menu__item--danger" } else { "menu__item" }
            role=if checked.is_some() { "menuitemradio" } else { "menuitem" }
            tabindex="-1"
            aria-checked=move || checked.map(|checked| checked.get().to_string())
            aria-disabled=move || is_blocked().then_some("true")
            data-tip=move || blocked.get()
            on:click=move |event| {
                if is_blocked() {
                    event.stop_propagation();
                } else {
                    on_press.run(());
                }
            }
        >
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span>{label}</span>
            {move || {
                checked
                    .is_some_and(|checked| checked.get())
                    .then(|| {
                        view! {
                            <span class="menu__check">
                                <Icon glyph=Glyph::Check/>
                            </span>
                        }
                    })
            }}
        </button>
    }
    .into_any()
}

/// Somewhere to go.
#[component]
pub fn MenuLink(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] href: Signal<String>,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
) -> impl IntoView {
    view! {
        <a class="menu__item" role="menuitem" tabindex="-1" href=href>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span>{label}</span>
        </a>
    }
    .into_any()
}

/// A line between groups.
#[component]
pub fn MenuLine() -> impl IntoView {
    view! { <div class="menu__line" role="separator"></div> }
}

/// A word above a group.
#[component]
pub fn MenuTitle(#[prop(into)] label: Signal<String>) -> impl IntoView {
    view! {
        <div class="menu__title" role="presentation">
            {label}
        </div>
    }
}
