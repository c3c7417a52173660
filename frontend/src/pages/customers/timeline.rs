//! A customer's timeline: everything that happened to it and to what it has, by kind, latest first.

use domain::{
    customers::{
        TimelineKind,
        wire::{TimelineEntry as Entry, TimelinePage, TimelineQuery, Told},
    },
    id::CustomerId,
};
use leptos::prelude::*;

use crate::{
    components::{Loaded, tell_failure, use_load},
    i18n::{lang, t},
    pages::events::{changes, look, page_of},
    state::{use_session, use_toaster},
    ui::{
        Button, Card, Choice, EmptyState, FilterChips, Glyph, Money, SkeletonRows, Timeline,
        TimelineEntry, Tone, effect,
    },
};

fn kinds_of(chosen: &[String]) -> Vec<TimelineKind> {
    chosen.iter().filter_map(|kind| kind.parse().ok()).collect()
}

/// What it is about, where that is another record than the customer.
fn about(entry: &Entry, own: CustomerId) -> Option<AnyView> {
    (entry.subject_id != own.as_uuid()).then(|| {
        let href = page_of(entry.subject_kind, entry.subject_id);
        let (kind, label) = (entry.subject_kind, entry.subject_label.clone());
        // What has no number of its own is called by what it is.
        let class = if label.is_empty() { "" } else { "mono" };
        let name = move || match label.as_str() {
            "" => kind.label(lang()).to_owned(),
            label => label.to_owned(),
        };
        view! { <a class=class href=href>{name}</a> }.into_any()
    })
}

/// What an entry says beside its title.
fn body(entry: &Entry, own: CustomerId) -> AnyView {
    let other = about(entry, own);
    let note = entry.note.clone().filter(|note| !note.trim().is_empty());
    let told = match &entry.told {
        Told::Event { changes: changed, .. } => changes(changed),
        Told::Purchase { sets, amount, currency, payment, .. } => {
            let (sets, payment, amount, currency) = (*sets, *payment, *amount, *currency);
            let words = move || format!("{} · {}", t::customers::sets(sets), payment.label(lang()));
            Some(
                view! {
                    <span>
                        <Money amount currency/>
                        " · "
                        {words}
                    </span>
                }
                .into_any(),
            )
        }
        Told::Mail { subject, status } => {
            let (subject, status) = (subject.clone(), *status);
            Some(view! { <span>{subject} " · " {move || status.label(lang())}</span> }.into_any())
        }
    };
    let between = (other.is_some() && note.is_some()).then_some(" · ");
    view! {
        <div class="row">{other} {between} {note} {told}</div>
    }
    .into_any()
}

fn entry(entry: Entry, own: CustomerId) -> AnyView {
    let ((glyph, tone), title) = match &entry.told {
        Told::Event { event, .. } => {
            let event = *event;
            (look(event), Signal::derive(move || event.label(lang()).to_owned()))
        }
        Told::Purchase { purchase, .. } => {
            let purchase = *purchase;
            let title = move || t::customers::bought(purchase.label(lang()));
            ((Glyph::Yuan, Tone::Brand), Signal::derive(title))
        }
        Told::Mail { .. } => {
            let title = Signal::derive(move || TimelineKind::Mail.label(lang()).to_owned());
            ((Glyph::Mail, Tone::Neutral), title)
        }
    };
    let actor = StoredValue::new(entry.actor_name.clone());
    let who = Signal::derive(move || {
        actor.get_value().unwrap_or_else(|| t::events::system.get().to_owned())
    });
    view! {
        <TimelineEntry glyph tone title who at=entry.at>
            {body(&entry, own)}
        </TimelineEntry>
    }
    .into_any()
}

fn entries(page: Signal<TimelinePage>, older: RwSignal<Vec<Entry>>, own: CustomerId) -> AnyView {
    let shown = move || {
        let mut all = page.get().items;
        all.extend(older.get());
        if all.is_empty() {
            return view! { <EmptyState glyph=Glyph::Activity title=t::events::nothing_happened/> }
                .into_any();
        }
        view! {
            <Timeline label=t::customers::timeline>
                {all.into_iter().map(|one| entry(one, own)).collect_view()}
            </Timeline>
        }
        .into_any()
    };
    view! { {shown} }.into_any()
}

/// The card with the timeline. What one may not read is not in it, and not offered.
#[component]
pub fn CustomerTimeline(id: CustomerId) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let chosen = RwSignal::new(Vec::<String>::new());
    let older = RwSignal::new(Vec::new());
    let next = RwSignal::new(None::<String>);
    let load = use_load(move |client| {
        let query = TimelineQuery { kind: kinds_of(&chosen.read()), ..TimelineQuery::default() };
        async move { client.customer_timeline(id, &query).await }
    });
    effect(move || {
        if let Some(page) = load.get() {
            older.set(Vec::new());
            next.set(page.next);
        }
    });
    let more = Action::new_local(move |after: &String| {
        let kind = kinds_of(&chosen.get_untracked());
        let query = TimelineQuery { kind, after: Some(after.clone()), ..TimelineQuery::default() };
        let client = session.client();
        async move {
            match client.customer_timeline(id, &query).await {
                Ok(page) => {
                    older.update(|older| older.extend(page.items));
                    next.set(page.next);
                }
                Err(error) => tell_failure(toaster, &error),
            }
        }
    });
    let offered = Signal::derive(move || {
        let readable = TimelineKind::ALL.iter().filter(|kind| session.may_everywhere(kind.needs()));
        let choice = |kind: &'static TimelineKind| {
            let label = Signal::derive(move || kind.label(lang()).to_owned());
            Choice::new(kind.as_str(), label)
        };
        readable.map(choice).collect::<Vec<_>>()
    });
    let choose = move |kinds: Vec<String>| chosen.set(kinds);
    let earlier = move || {
        next.get().map(|after| {
            let press = move || {
                more.dispatch_local(after.clone());
            };
            view! {
                <div class="row">
                    <Button
                        label=t::customers::earlier
                        small=true
                        busy=more.pending()
                        on_press=press
                    />
                </div>
            }
        })
    };
    view! {
        <Card title=t::customers::timeline>
            <div class="stack">
                <FilterChips
                    label=t::customers::timeline
                    options=offered
                    value=chosen
                    on_change=choose
                />
                <Loaded
                    load
                    view=move |page| entries(page, older, id)
                    skeleton=|| view! { <SkeletonRows rows=3/> }
                />
                {earlier}
            </div>
        </Card>
    }
    .into_any()
}
