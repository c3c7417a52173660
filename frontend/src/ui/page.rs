//! The one head that every page has.

use leptos::prelude::*;

use super::{Glyph, Icon, effect};

/// Title, status, facts in a line, and what can be done.
#[component]
pub fn PageHeader(
    #[prop(into)] title: Signal<String>,
    /// Beside the title: a `StatusDot badge=true`.
    #[prop(optional, into)]
    status: Option<ViewFn>,
    /// Below the title: who, when.
    #[prop(optional, into)]
    meta: Option<ViewFn>,
    /// At the right; the primary button last.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Where one came from.
    #[prop(optional, into)]
    back: Option<Signal<String>>,
    #[prop(optional, into)] back_label: Option<Signal<String>>,
) -> impl IntoView {
    effect(move || document().set_title(&format!("{} · DSMS", title.get())));
    let back = back.map(|href| {
        view! {
            <a class="page-header__back" href=href>
                <Icon glyph=Glyph::ArrowLeft/>
                {back_label}
            </a>
        }
    });
    view! {
        <header class="page-header">
            <div class="page-header__text">
                {back}
                <div class="page-header__title">
                    <h1>{title}</h1>
                    {status.map(|status| status.run())}
                </div>
                {meta.map(|meta| view! { <div class="page-header__meta">{meta.run()}</div> })}
            </div>
            {actions
                .map(|actions| view! { <div class="page-header__actions">{actions.run()}</div> })}
        </header>
    }
    .into_any()
}

/// A part of a form or of a page with its own heading, without a ground of its own.
#[component]
pub fn Section(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: Option<Signal<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="stack">
            <div>
                <h3>{title}</h3>
                {text.map(|text| view! { <p class="muted small">{text}</p> })}
            </div>
            {children()}
        </section>
    }
    .into_any()
}
