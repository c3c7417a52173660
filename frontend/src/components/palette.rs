//! Ctrl-K: jump to a page, or to an order or license by its number.

use client::Side;
use leptos::{ev, html, prelude::*};

use crate::{
    i18n::t,
    layout::NavItem,
    routes,
    state::use_go,
    ui::{Dialog, Glyph, Icon, effect},
};

#[derive(Clone)]
struct Entry {
    label: String,
    path: String,
    glyph: Glyph,
}

/// What can be jumped to for what was typed.
fn entries(items: &[NavItem], side: Side, typed: &str) -> Vec<Entry> {
    let wanted = typed.trim().to_lowercase();
    let upper = typed.trim().to_uppercase();
    let mut found = Vec::new();
    if upper.starts_with("ORD-") && upper.len() > 4 {
        let label = t::common::open_order(&upper);
        found.push(Entry { label, path: routes::order(side, &upper), glyph: Glyph::File });
    } else if upper.split('-').count() == 3 && upper.len() >= 14 {
        let label = t::common::open_license(&upper);
        found.push(Entry { label, path: routes::license(side, &upper), glyph: Glyph::Key });
    }
    found.extend(items.iter().filter_map(|item| {
        let label = item.label.get();
        let matches = wanted.is_empty() || label.to_lowercase().contains(&wanted);
        matches.then(|| Entry { label, path: item.href.to_owned(), glyph: item.glyph })
    }));
    found
}

/// Opens with Ctrl-K or ⌘K, too. Stands once in a shell.
#[component]
pub fn CommandPalette(
    open: RwSignal<bool>,
    #[prop(into)] items: Signal<Vec<NavItem>>,
    side: Side,
) -> impl IntoView {
    let go = use_go();
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let found = Memo::new(move |_| EntryList(entries(&items.read(), side, &typed.read())));
    let input = NodeRef::<html::Input>::new();

    let keys = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            open.set(true);
        }
    });
    on_cleanup(move || keys.remove());
    effect(move || {
        if open.get() {
            typed.set(String::new());
            active.set(0);
        }
    });
    effect(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });

    let take = move |index: usize| {
        if let Some(entry) = found.read_untracked().0.get(index) {
            open.set(false);
            go.to(&entry.path);
        }
    };
    let row = move |(index, entry): (usize, Entry)| {
        view! {
            <li
                class="option"
                role="option"
                id=format!("palette-{index}")
                aria-selected=move || (active.get() == index).to_string()
                on:pointermove=move |_| active.set(index)
                on:click=move |_| take(index)
            >
                <Icon glyph=entry.glyph/>
                <span class="option__text truncate">{entry.label}</span>
            </li>
        }
    };
    view! {
        <Dialog open on_close=move || open.set(false) title=t::layout::search_or_jump>
            <div class="stack">
                <span class="input-box">
                    <Icon glyph=Glyph::Search/>
                    <input
                        node_ref=input
                        class="input"
                        type="text"
                        role="combobox"
                        autocomplete="off"
                        aria-label=t::layout::search_or_jump
                        aria-expanded="true"
                        aria-controls="palette"
                        aria-activedescendant=move || format!("palette-{}", active.get())
                        placeholder=t::common::palette_hint
                        prop:value=typed
                        on:input:target=move |event| {
                            typed.set(event.target().value());
                            active.set(0);
                        }
                        on:keydown=move |event| {
                            let count = found.read_untracked().0.len().max(1);
                            match event.key().as_str() {
                                "ArrowDown" => active.update(|active| *active = (*active + 1) % count),
                                "ArrowUp" => {
                                    active.update(|active| *active = (*active + count - 1) % count);
                                }
                                "Enter" => take(active.get_untracked()),
                                _ => return,
                            }
                            event.prevent_default();
                        }
                    />
                </span>
                <ul id="palette" role="listbox" aria-label=t::layout::search_or_jump>
                    {move || found.get().0.into_iter().enumerate().map(row).collect_view()}
                </ul>
                {move || {
                    found
                        .read()
                        .0
                        .is_empty()
                        .then(|| view! { <p class="option-note">{t::common::nothing_found}</p> })
                }}
            </div>
        </Dialog>
    }
    .into_any()
}

/// Never equal: the list is cheap and is drawn anew with each key.
#[derive(Clone)]
struct EntryList(Vec<Entry>);

impl PartialEq for EntryList {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}
