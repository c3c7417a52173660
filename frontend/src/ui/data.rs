//! Cards, facts and figures.

use leptos::prelude::*;

use super::{Glyph, Icon, unique_id};

/// A white ground with a heading.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Option<Signal<String>>,
    /// A quieter word beside the title.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// Without space around the content: for tables.
    #[prop(optional)]
    flush: bool,
    /// Buttons at the right of the title.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    #[prop(optional, into)] foot: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let id = StoredValue::new(unique_id("card"));
    let head = (title.is_some() || actions.is_some()).then(|| {
        view! {
            <header class="card__head">
                <h2 class="card__title" id=id.get_value()>
                    {title} " " {note.map(|note| view! { <span class="card__note">{note}</span> })}
                </h2>
                {actions.map(|actions| actions.run())}
            </header>
        }
    });
    view! {
        <section
            class=if flush { "card card--flush" } else { "card" }
            aria-labelledby=title.is_some().then(|| id.get_value())
        >
            {head}
            <div class="card__body">{children()}</div>
            {foot.map(|foot| view! { <footer class="card__foot">{foot.run()}</footer> })}
        </section>
    }
    .into_any()
}

/// Facts with their names. Children are [`Fact`]s.
#[component]
pub fn DescriptionList(
    /// One below the other, names at the left: for narrow columns.
    #[prop(optional)]
    rows: bool,
    children: Children,
) -> impl IntoView {
    view! { <dl class=if rows { "facts facts--rows" } else { "facts" }>{children()}</dl> }
        .into_any()
}

/// One fact. Shows a dash where there is nothing to show.
#[component]
pub fn Fact(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] wide: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let content = match children {
        Some(children) => children(),
        None => view! { <span class="muted">"—"</span> }.into_any(),
    };
    view! {
        <div class=if wide { "facts__item facts__wide" } else { "facts__item" }>
            <dt>{label}</dt>
            <dd>{content}</dd>
        </div>
    }
    .into_any()
}

/// A figure with its name; a link where one can look behind it.
#[component]
pub fn Stat(
    #[prop(into)] label: Signal<String>,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    #[prop(optional, into)] note: Option<Signal<String>>,
    #[prop(optional, into)] href: Option<Signal<String>>,
    children: Children,
) -> impl IntoView {
    let inside = view! {
        <span class="stat__label">
            {icon.map(|glyph| view! { <Icon glyph/> })} {label}
        </span>
        <span class="stat__value">{children()}</span>
        {note.map(|note| view! { <span class="stat__note">{note}</span> })}
    };
    match href {
        Some(href) => view! {
            <a class="stat" href=href>
                {inside}
            </a>
        }
        .into_any(),
        None => view! { <div class="stat">{inside}</div> }.into_any(),
    }
}
