//! The text of a mail with what was read out of it marked. Plain text: nothing that a stranger wrote is
//! ever a tag, and nothing is fetched.

use domain::lead_mails::{Found, MailPlace, wire::LeadMailView};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    ui::Tag,
};

/// What is marked, in order, none across another.
fn marks(view: &LeadMailView) -> Vec<&Found> {
    let in_text = view.found.iter().filter(|found| found.place == MailPlace::Text);
    let mut marks: Vec<&Found> = in_text.filter(|found| found.from < found.until).collect();
    marks.sort_by_key(|found| found.from);
    let mut end = 0;
    marks.retain(|found| {
        let fits = found.from >= end && view.text.get(range(found)).is_some();
        if fits {
            end = found.until;
        }
        fits
    });
    marks
}

const fn range(found: &Found) -> std::ops::Range<usize> {
    found.from as usize..found.until as usize
}

/// A part that is nobody's word is paler than what the writer said.
fn plain(view: &LeadMailView, from: usize, until: usize) -> AnyView {
    let (begins, ends) = (view.said.from as usize, view.said.until as usize);
    let cuts = [from, begins.clamp(from, until), ends.clamp(from, until), until];
    let part = |from: usize, until: usize, class: &'static str| {
        let text = view.text.get(from..until).unwrap_or_default().to_owned();
        (!text.is_empty()).then(|| view! { <span class=class>{text}</span> })
    };
    view! {
        {part(cuts[0], cuts[1], "muted")} {part(cuts[1], cuts[2], "")}
        {part(cuts[2], cuts[3], "muted")}
    }
    .into_any()
}

/// The text.
pub(super) fn text(view: &LeadMailView) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut at = 0;
    for found in marks(view) {
        let Some(words) = view.text.get(range(found)) else { continue };
        parts.push(plain(view, at, found.from as usize));
        let (field, confidence) = (found.field, found.confidence);
        let title = move || format!("{} {confidence}%", field.label(lang()));
        parts.push(
            view! { <mark class="mail-text__mark" title=title>{words.to_owned()}</mark> }
                .into_any(),
        );
        at = found.until as usize;
    }
    parts.push(plain(view, at, view.text.len()));
    view! { <div class="mail-text" tabindex="0" role="region" aria-label=t::lead_mails::text>{parts}</div> }.into_any()
}

/// What was read, each with how sure that is.
pub(super) fn evidence(view: &LeadMailView) -> AnyView {
    let rows = view.found.iter().map(|found| {
        let (field, place, confidence) = (found.field, found.place, found.confidence);
        let label = Signal::derive(move || format!("{confidence}%"));
        view! {
            <li class="row row--spread small">
                <span>
                    <span class="muted">{move || field.label(lang())} " "</span>
                    {found.value.clone()}
                </span>
                <span class="row">
                    <span class="muted">{move || place.label(lang())}</span>
                    <Tag label/>
                </span>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <ul class="stack stack--tight board__cards">{rows}</ul> }.into_any()
}
