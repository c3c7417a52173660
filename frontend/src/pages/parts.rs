//! Small things that several contexts' pages share.

use domain::{id::Id, list::ListQuery};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    i18n::{Word, t},
    state::ListState,
    ui::{Banner, Button, CopyButton, TextInput},
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

/// A day by which a list is filtered.
pub fn day_filter<Q: ListQuery + Send + Sync + 'static>(
    list: ListState<Q>,
    name: &'static str,
    label: Word,
) -> AnyView {
    let typed = RwSignal::new(untrack(|| list.values(name)).into_iter().next().unwrap_or_default());
    let on_change = move |text: String| {
        let given: Vec<String> = Some(text).filter(|text| !text.is_empty()).into_iter().collect();
        list.set_values(name, &given);
    };
    chip_group(label, view! { <TextInput value=typed kind="date" label on_change/> })
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

/// «Chrome · Windows» out of what the browser says about itself.
pub fn browser_of(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("MicroMessenger", "WeChat"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Windows", "Windows"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Android", "Android"),
        ("Linux", "Linux"),
    ];
    let find = |table: &[(&str, &'static str)]| {
        table.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [find(&BROWSERS), find(&SYSTEMS)].into_iter().flatten().collect();
    if parts.is_empty() { user_agent.chars().take(40).collect() } else { parts.join(" · ") }
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

#[cfg(test)]
mod tests {
    use super::browser_of;

    #[test]
    fn browsers_are_told_apart() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";

        assert_eq!(browser_of(edge), "Edge · Windows");
        assert_eq!(browser_of("robot"), "robot");
    }
}
