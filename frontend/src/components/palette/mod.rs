//! Ctrl-K: go to a page or a record, or do something, by typing a few letters of it.

mod entries;
mod records;

use client::Side;
use leptos::{ev, html, prelude::*};

use self::{
    entries::{Entry, all},
    records::{Found, Records, recent, remember},
};
use crate::{
    i18n::t,
    layout::NavItem,
    state::{use_go, use_session},
    ui::{Dialog, Glyph, Icon, Spinner, effect},
};

/// Text with the part that was typed set off.
fn highlighted(text: &str, typed: &str) -> AnyView {
    match domain::search::matched(text, typed) {
        Some(range) => {
            let (before, rest) = text.split_at(range.start);
            let (hit, after) = rest.split_at(range.end - range.start);
            view! {
                {before.to_owned()}
                <mark>{hit.to_owned()}</mark>
                {after.to_owned()}
            }
            .into_any()
        }
        None => text.to_owned().into_any(),
    }
}

fn option(index: usize, entry: &Entry, typed: &str) -> AnyView {
    let icon = entry.icon;
    let second = (!entry.second.is_empty()).then(|| {
        view! { <span class="cell-two__second truncate">{highlighted(&entry.second, typed)}</span> }
    });
    view! {
        <Icon glyph=icon.glyph()/>
        <span class="option__text cell-two">
            <span class="truncate" id=format!("palette-label-{index}")>
                {highlighted(&entry.label, typed)}
            </span>
            {second}
        </span>
        <span class="option__hint">{move || icon.word()}</span>
    }
    .into_any()
}

/// What is active stays in sight when the arrows walk out of it.
fn keep_in_sight(active: RwSignal<usize>) {
    effect(move || {
        let id = format!("palette-{}", active.get());
        if let Some(row) = document().get_element_by_id(&id) {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
}

/// Opens with Ctrl-K or ⌘K, too. Stands once in a shell.
#[component]
pub fn CommandPalette(
    open: RwSignal<bool>,
    #[prop(into)] items: Signal<Vec<NavItem>>,
    side: Side,
) -> impl IntoView {
    let (go, session) = (use_go(), use_session());
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let records = Records::new(session, side);
    let remembered = RwSignal::new(Vec::new());
    let entries = Memo::new_with_compare(
        move |_| all(session, side, &items.read(), &typed.read(), records, &remembered.read()),
        // The list is short and is drawn anew with each key.
        |_, _| true,
    );
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
            records.forget();
            remembered.set(untrack(|| session.user()).map(recent).unwrap_or_default());
        }
    });
    effect(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    keep_in_sight(active);

    let take = move |index: usize| {
        if let Some(entry) = entries.read_untracked().get(index) {
            if let Some(user) = untrack(|| session.user()) {
                remember(user, entry);
            }
            open.set(false);
            go.to(&entry.path);
        }
    };
    let press = move |event: web_sys::KeyboardEvent| {
        let count = entries.read_untracked().len().max(1);
        match event.key().as_str() {
            "ArrowDown" => active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" => active.update(|active| *active = (*active + count - 1) % count),
            "Enter" if !event.is_composing() => take(active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
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
                {option(index, &entry, typed.read_untracked().trim())}
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
                        placeholder=t::palette::hint
                        prop:value=typed
                        on:input:target=move |event| {
                            typed.set(event.target().value());
                            active.set(0);
                            records.look_up(event.target().value());
                        }
                        on:keydown=press
                    />
                </span>
                <ul id="palette" class="palette" role="listbox" aria-label=t::layout::search_or_jump>
                    {move || entries.get().into_iter().enumerate().map(row).collect_view()}
                </ul>
                <div role="status">{move || note(records, entries.read().is_empty())}</div>
            </div>
        </Dialog>
    }
    .into_any()
}

/// What stands below the list: that it is being searched, that it failed, or that there is nothing.
fn note(records: Records, is_empty: bool) -> Option<AnyView> {
    match records.found() {
        Found::Asking => Some(
            view! {
                <p class="option-note">
                    <Spinner label=t::common::searching/>
                    {t::common::searching}
                </p>
            }
            .into_any(),
        ),
        Found::Failed(words) => Some(view! { <p class="option-note">{words}</p> }.into_any()),
        Found::Nothing | Found::Hits(_) if is_empty => {
            Some(view! { <p class="option-note">{t::common::nothing_found}</p> }.into_any())
        }
        Found::Nothing | Found::Hits(_) => None,
    }
}
