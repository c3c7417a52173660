//! Nothing there, not there yet, not to be had; and messages that stay on the page.

use leptos::prelude::*;

use super::{Button, Glyph, Icon, Tone};
use crate::i18n::t;

/// At work.
#[component]
pub fn Spinner(#[prop(into)] label: Signal<String>) -> impl IntoView {
    view! {
        <span class="row" role="status">
            <span class="spinner"></span>
            <span class="muted">{label}</span>
        </span>
    }
    .into_any()
}

/// A thin line on top of the page while something is fetched.
#[component]
pub fn LoadingBar(#[prop(into)] active: Signal<bool>) -> impl IntoView {
    view! {
        {move || active.get().then(|| view! { <div class="loading-bar" aria-hidden="true"></div> })}
    }
}

/// A grey line where text will be; `width` as in CSS.
#[component]
pub fn Skeleton(#[prop(default = "100%")] width: &'static str) -> impl IntoView {
    view! { <span class="skeleton" style:width=width aria-hidden="true"></span> }
}

/// Grey rows where a table will be.
#[component]
pub fn SkeletonRows(#[prop(default = 8)] rows: usize) -> impl IntoView {
    const WIDTHS: [[&str; 4]; 3] =
        [["70%", "85%", "50%", "60%"], ["55%", "65%", "60%", "45%"], ["80%", "50%", "40%", "70%"]];
    let row = |index: usize| {
        let cells = WIDTHS.iter().cycle().nth(index).copied().unwrap_or(WIDTHS[0]);
        view! {
            <div class="skeleton-rows__row">
                {cells.map(|width| view! { <Skeleton width/> }).collect_view()}
            </div>
        }
    };
    view! {
        <div class="skeleton-rows" role="status" aria-label=t::common::loading>
            {(0..rows).map(row).collect_view()}
        </div>
    }
    .into_any()
}

/// Nothing here: says what belongs here and how to get it.
#[component]
pub fn EmptyState(
    #[prop(default = Glyph::Inbox, into)] glyph: Glyph,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: Option<Signal<String>>,
    /// The way out: a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty__mark">
                <Icon glyph/>
            </span>
            <p class="empty__title">{title}</p>
            {text.map(|text| view! { <p class="empty__text">{text}</p> })}
            {children.map(|children| view! { <div class="empty__actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// It went wrong: in words, with a way to try again.
#[component]
pub fn ErrorState(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: Option<Signal<String>>,
    #[prop(optional, into)] on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let retry = on_retry.map(|on_retry| {
        view! {
            <div class="empty__actions">
                <Button label=t::common::retry icon=Glyph::Refresh on_press=on_retry/>
            </div>
        }
    });
    view! {
        <div class="empty empty--error" role="alert">
            <span class="empty__mark">
                <Icon glyph=Glyph::Warning/>
            </span>
            <p class="empty__title">{title}</p>
            {text.map(|text| view! { <p class="empty__text">{text}</p> })}
            {retry}
        </div>
    }
    .into_any()
}

/// A message that stays.
#[component]
pub fn Banner(
    #[prop(default = Tone::Brand)] tone: Tone,
    #[prop(optional, into)] title: Option<Signal<String>>,
    /// A button at the right.
    #[prop(optional, into)]
    action: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let glyph = match tone {
        Tone::Success => Glyph::CheckCircle,
        Tone::Warning => Glyph::Warning,
        Tone::Error => Glyph::ErrorCircle,
        _ => Glyph::Info,
    };
    view! {
        <div
            class=format!("banner {}", tone.class())
            role=if tone == Tone::Error { "alert" } else { "note" }
        >
            <Icon glyph/>
            <div class="banner__text">
                {title.map(|title| view! { <p class="banner__title">{title}</p> })} {children()}
            </div>
            {action.map(|action| action.run())}
        </div>
    }
    .into_any()
}
