//! Small things that several contexts' pages share.

use domain::id::Id;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    i18n::{Word, t},
    ui::{Banner, Button, CopyButton},
};

/// The id in this page's address (tracked). One that is none names nobody, and the server says so.
pub fn id_in_address<T: 'static>() -> impl Fn() -> Id<T> + Copy {
    let params = use_params_map();
    move || {
        let id = params.read().get("id").unwrap_or_default();
        id.parse().unwrap_or(Id::from_uuid(uuid::Uuid::nil()))
    }
}

/// What is there, or a quiet word in its place.
pub fn or_word<V: IntoView + 'static>(shown: Option<V>, otherwise: Word) -> AnyView {
    match shown {
        Some(shown) => shown.into_any(),
        None => view! { <span class="muted">{otherwise}</span> }.into_any(),
    }
}

/// A text, or a dash.
pub fn or_dash(text: Option<String>) -> AnyView {
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => text.into_any(),
        None => view! { <span class="muted">"—"</span> }.into_any(),
    }
}

/// A text in figures of equal width that one may want to copy, or a dash.
pub fn copyable(text: Option<String>) -> AnyView {
    match text {
        Some(text) => view! {
            <span class="copy">
                <span class="mono">{text.clone()}</span>
                <CopyButton text/>
            </span>
        }
        .into_any(),
        None => or_dash(None),
    }
}

/// An address to write to, or a dash.
pub fn mail_link(address: Option<String>) -> AnyView {
    match address {
        Some(address) => {
            let href = format!("mailto:{address}");
            view! { <a href=href>{address}</a> }.into_any()
        }
        None => or_dash(None),
    }
}

/// Says that a link led here with a filter that no chip shows, and offers the way out.
pub fn narrowed(
    words: impl Fn() -> Option<Word> + Send + Sync + 'static,
    on_widen: impl Into<Callback<()>>,
) -> AnyView {
    let on_widen: Callback<()> = on_widen.into();
    view! {
        {move || {
            words()
                .map(|words| {
                    let action = move || {
                        view! { <Button label=t::licenses::show_all small=true on_press=on_widen/> }
                    };
                    view! { <Banner action>{words}</Banner> }
                })
        }}
    }
    .into_any()
}

/// Chips with their name before them, where several groups stand side by side.
pub fn chip_group(name: Word, chips: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="chip-group">
            <span class="chip-group__name" aria-hidden="true">
                {name}
            </span>
            {chips}
        </div>
    }
    .into_any()
}

/// A choice for each value of a `domain` enum, in the person's language.
macro_rules! choices {
    ($values:expr) => {
        $values
            .iter()
            .map(|value| {
                let label = leptos::prelude::Signal::derive(move || {
                    value.label($crate::i18n::lang()).to_owned()
                });
                $crate::ui::Choice::new(value.as_str(), label)
            })
            .collect::<Vec<_>>()
    };
}

pub(crate) use choices;
