//! Dialogs and drawers over the browser's own `<dialog>`: focus trap, Esc, top layer and the return
//! of the focus come with it.

use leptos::{html, prelude::*};

use super::{Button, Glyph, Icon, IconButton, Look, effect, unique_id};
use crate::i18n::t;

/// How wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    Small,
    #[default]
    Medium,
    Wide,
}

/// Opens and closes the element with the signal, and tells when the person closes it.
fn modal(
    class: &'static str,
    label_id: StoredValue<String>,
    open: Signal<bool>,
    on_close: Callback<()>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    effect(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            if !dialog.open() {
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=node
            class=class
            aria-labelledby=label_id.get_value()
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:mousedown=move |event| {
                let on_backdrop = node
                    .get_untracked()
                    .is_some_and(|dialog| {
                        let edge = dialog.get_bounding_client_rect();
                        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
                        event.target() == Some((*dialog).clone().into())
                            && (x < edge.left() || x > edge.right() || y < edge.top()
                                || y > edge.bottom())
                    });
                if on_backdrop {
                    on_close.run(());
                }
            }
        >
            {move || open.get().then(&content)}
        </dialog>
    }
    .into_any()
}

fn sheet_head(
    title: Signal<String>,
    label_id: StoredValue<String>,
    on_close: Callback<()>,
) -> AnyView {
    view! {
        <header class="sheet__head">
            <h2 class="sheet__title" id=label_id.get_value()>
                {title}
            </h2>
            <IconButton
                label=t::common::close
                glyph=Glyph::Close
                ghost=true
                small=true
                on_press=on_close
            />
        </header>
    }
    .into_any()
}

/// A question or a small form above the page.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] size: Size,
    /// Buttons at the bottom.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let class = match size {
        Size::Small => "dialog dialog--small",
        Size::Medium => "dialog",
        Size::Wide => "dialog dialog--wide",
    };
    let label_id = StoredValue::new(unique_id("dialog"));
    modal(class, label_id, open, on_close, move || {
        let foot =
            foot.as_ref().map(|foot| view! { <footer class="sheet__foot">{foot.run()}</footer> });
        view! {
            {sheet_head(title, label_id, on_close)}
            <div class="sheet__body" tabindex="0">{children()}</div>
            {foot}
        }
        .into_any()
    })
}

/// A panel from the right: more than a dialog holds, without leaving the page.
#[component]
pub fn Drawer(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] foot: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let class = if wide { "drawer drawer--wide" } else { "drawer" };
    let label_id = StoredValue::new(unique_id("drawer"));
    modal(class, label_id, open, on_close, move || {
        let foot =
            foot.as_ref().map(|foot| view! { <footer class="sheet__foot">{foot.run()}</footer> });
        view! {
            {sheet_head(title, label_id, on_close)}
            <div class="sheet__body" tabindex="0">{children()}</div>
            {foot}
        }
        .into_any()
    })
}

/// The navigation of a narrow screen, from the left.
#[component]
pub fn NavDrawer(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] label: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let label_id = StoredValue::new(unique_id("nav"));
    modal("drawer drawer--left", label_id, open, on_close, move || {
        view! {
            <span class="visually-hidden" id=label_id.get_value()>
                {label}
            </span>
            {children()}
        }
        .into_any()
    })
}

/// «Really?» — with the name of what it is about, and the verb on the button.
#[component]
pub fn ConfirmDialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_confirm: Callback<()>,
    #[prop(into)] title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// The verb: «Cancel order», not «OK».
    #[prop(into)]
    confirm: Signal<String>,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] busy: Signal<bool>,
    /// Why it cannot be confirmed yet, e.g. a reason that must be given.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// More to fill in, e.g. that reason.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let label_id = StoredValue::new(unique_id("confirm"));
    modal("dialog dialog--small", label_id, open, on_close, move || {
        let extra = children.as_ref().map(|children| children());
        view! {
            {sheet_head(title, label_id, on_close)}
            <div class="sheet__body stack" tabindex="0">
                <div class="confirm">
                    <span class=if danger {
                        "confirm__mark confirm__mark--danger"
                    } else {
                        "confirm__mark"
                    }>
                        <Icon glyph=if danger { Glyph::Warning } else { Glyph::Info }/>
                    </span>
                    <p class="grow">{text}</p>
                </div>
                {extra}
            </div>
            <footer class="sheet__foot">
                <Button label=t::common::cancel on_press=on_close/>
                <Button
                    label=confirm
                    look=if danger { Look::DangerSolid } else { Look::Primary }
                    busy
                    blocked
                    on_press=on_confirm
                />
            </footer>
        }
        .into_any()
    })
}
