//! From page to page.

use leptos::{either::Either, prelude::*};

use super::{Glyph, Icon};
use crate::i18n::t;

/// Which page numbers to show around `page` of `last`; `None` is a gap.
fn window_of(page: u32, last: u32) -> Vec<Option<u32>> {
    if last <= 7 {
        return (1..=last).map(Some).collect();
    }
    let near = page.saturating_sub(1).max(2)..=(page + 1).min(last - 1);
    let mut pages = vec![Some(1)];
    if *near.start() > 2 {
        pages.push(None);
    }
    pages.extend(near.clone().map(Some));
    if *near.end() < last - 1 {
        pages.push(None);
    }
    pages.push(Some(last));
    pages
}

/// Which rows these are, of how many, and the way to the others.
#[component]
pub fn Pager(
    #[prop(into)] page: Signal<u32>,
    #[prop(into)] per_page: Signal<u32>,
    #[prop(into)] total: Signal<u64>,
    /// There are more than `total`.
    #[prop(optional, into)]
    capped: Signal<bool>,
    #[prop(into)] on_turn: Callback<u32>,
) -> impl IntoView {
    let last = Memo::new(move |_| {
        let pages = total.get().div_ceil(u64::from(per_page.get().max(1))).max(1);
        u32::try_from(pages).unwrap_or(u32::MAX)
    });
    let summary = move || {
        let (page, per_page, total) =
            (u64::from(page.get()), u64::from(per_page.get()), total.get());
        let first = (page.saturating_sub(1) * per_page + 1).min(total);
        let until = (page * per_page).min(total);
        let total = if capped.get() { format!("{total}+") } else { total.to_string() };
        t::common::rows_of(first, until, total)
    };
    let step = move |glyph: Glyph, label: crate::i18n::Word, to: u32, blocked: bool| {
        view! {
            <button
                type="button"
                class="pager__page"
                aria-label=label
                disabled=blocked
                on:click=move |_| on_turn.run(to)
            >
                <Icon glyph/>
            </button>
        }
    };
    let number = move |number: Option<u32>| match number {
        Some(number) => Either::Left(view! {
            <button
                type="button"
                class="pager__page"
                aria-current=move || (page.get() == number).then_some("page")
                aria-label=move || t::common::page_number(number)
                on:click=move |_| on_turn.run(number)
            >
                {number}
            </button>
        }),
        None => Either::Right(view! { <span aria-hidden="true">"…"</span> }),
    };
    let pages = move || {
        let (page, last) = (page.get(), last.get());
        (last > 1).then(|| {
            view! {
                <div class="pager__pages">
                    {step(Glyph::ChevronLeft, t::common::previous_page, page.saturating_sub(1), page <= 1)}
                    {window_of(page, last).into_iter().map(number).collect_view()}
                    {step(Glyph::ChevronRight, t::common::next_page, page + 1, page >= last)}
                </div>
            }
        })
    };
    view! {
        <nav class="pager" aria-label=t::common::pages>
            <span>{summary}</span>
            {pages}
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::window_of;

    #[test]
    fn the_window_keeps_both_ends_and_the_neighbours() {
        let shown = |page, last| {
            window_of(page, last)
                .into_iter()
                .map(|page| page.map_or("…".to_owned(), |page| page.to_string()))
                .collect::<Vec<_>>()
                .join(" ")
        };

        assert_eq!(shown(1, 3), "1 2 3");
        assert_eq!(shown(1, 20), "1 2 … 20");
        assert_eq!(shown(10, 20), "1 … 9 10 11 … 20");
        assert_eq!(shown(20, 20), "1 … 19 20");
    }
}
