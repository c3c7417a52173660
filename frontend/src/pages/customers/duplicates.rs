//! Customers that may be one: judged pair by pair; the address bar is the state.

use client::Client;
use domain::{
    access::Permission,
    customers::{
        duplicates::{DuplicateReason, LONGEST_REASON, PairStatus},
        wire::{PairListQuery, PairSide, PairView},
    },
    validate,
};
use leptos::prelude::*;

use crate::{
    components::{FormState, ListTable, ProblemWords as _, tell_failure},
    i18n::{lang, t},
    pages::parts::{choices, or_dash},
    routes,
    state::{use_list, use_session, use_toaster},
    ui::{
        Banner, ButtonLink, CardCell, Column, ConfirmDialog, EmptyState, Field, FilterChips, Glyph,
        GuardedButton, PageHeader, TextArea, Time, Tone,
    },
};

/// The reasons of a likeness, in a line (tracked).
pub fn reasons_in_words(reasons: &[DuplicateReason]) -> String {
    let lang = lang();
    let words: Vec<&str> = reasons.iter().map(|reason| reason.label(lang)).collect();
    words.join(lang.pick("、", ", "))
}

fn side(side: &PairSide) -> AnyView {
    let licenses = side.licenses;
    let city = side.city.clone();
    let second = move || {
        let licenses = t::customers::license_count(licenses);
        city.as_ref().map_or_else(|| licenses.clone(), |city| format!("{city} · {licenses}"))
    };
    view! {
        <span class="cell-two">
            <a href=routes::customer(side.id)>{side.name.clone()}</a>
            <span class="cell-two__second">{second}</span>
        </span>
    }
    .into_any()
}

/// What can be done with the pair of a row.
#[derive(Clone, Copy)]
struct Judging {
    dismiss: Callback<PairView>,
    reopen: Callback<PairView>,
}

fn what_to_do(pair: &PairView, judging: Judging) -> AnyView {
    let session = use_session();
    let blocked = Signal::derive(move || session.why_not(Permission::CustomersManage));
    let pair = pair.clone();
    match pair.status {
        PairStatus::Open => {
            let merge = routes::merge_customer(pair.one.id, Some(pair.other.id));
            view! {
                <span class="row">
                    {move || {
                        session
                            .may(Permission::CustomersManage)
                            .then(|| {
                                view! {
                                    <ButtonLink
                                        label=t::customers::compare
                                        href=merge.clone()
                                        small=true
                                    />
                                }
                            })
                    }}
                    <GuardedButton
                        label=t::customers::not_a_duplicate
                        small=true
                        blocked
                        on_press=move || judging.dismiss.run(pair.clone())
                    />
                </span>
            }
            .into_any()
        }
        PairStatus::Dismissed => {
            let why = pair.dismiss_reason.clone();
            view! {
                <span class="row">
                    {or_dash(why)}
                    <GuardedButton
                        label=t::customers::look_again
                        small=true
                        blocked
                        on_press=move || judging.reopen.run(pair.clone())
                    />
                </span>
            }
            .into_any()
        }
    }
}

fn columns(judging: Judging) -> Vec<Column<PairView>> {
    vec![
        Column::new("one", t::customers::name, |pair: &PairView| side(&pair.one))
            .on_card(CardCell::Title),
        Column::new("other", t::customers::looks_like, |pair: &PairView| side(&pair.other))
            .on_card(CardCell::Wide),
        Column::new("score", t::customers::score, |pair: &PairView| pair.score)
            .numeric()
            .sorted_by("score")
            .on_card(CardCell::End),
        Column::new("reasons", t::customers::reasons, |pair: &PairView| {
            let reasons = pair.reasons.clone();
            move || reasons_in_words(&reasons)
        })
        .on_card(CardCell::Wide),
        Column::new("created_at", t::customers::found, |pair: &PairView| {
            view! { <Time at=pair.created_at/> }
        })
        .sorted_by("created_at"),
        Column::new("todo", t::customers::judgement, move |pair: &PairView| {
            what_to_do(pair, judging)
        })
        .on_card(CardCell::Wide),
    ]
}

fn dismiss_dialog(asked: RwSignal<Option<PairView>>, changed: RwSignal<u32>) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let reason = RwSignal::new(String::new());
    let unfit = Signal::derive(move || {
        let fits = validate::text(reason.read().trim(), 1, LONGEST_REASON);
        fits.err().map(|refusal| refusal.words(lang()))
    });
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let confirm = move || {
        let Some(pair) = asked.get_untracked() else { return };
        let (client, why) = (session.client(), reason.get_untracked());
        let work = async move { client.dismiss_duplicate(pair.id, pair.version, &why).await };
        form.send(work, move |_: PairView| {
            asked.set(None);
            reason.set(String::new());
            toaster.success(untrack(|| t::customers::dismissed.get().to_owned()));
            changed.update(|turn| *turn += 1);
        });
    };
    let text = Signal::derive(move || {
        asked
            .read()
            .as_ref()
            .map(|pair| format!("{} ↔ {}", pair.one.name, pair.other.name))
            .unwrap_or_default()
    });
    let most = u32::try_from(LONGEST_REASON).unwrap_or_default();
    view! {
        <ConfirmDialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=close
            on_confirm=confirm
            title=t::customers::not_a_duplicate
            text
            confirm=t::customers::not_a_duplicate
            busy=form.busy()
            blocked=unfit
        >
            <Field
                label=t::customers::dismiss_reason
                required=true
                error=form.error("/reason")
            >
                <TextArea value=reason rows=2 maxlength=most/>
            </Field>
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

/// The list.
#[component]
pub fn DuplicatesPage() -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let list = use_list::<PairListQuery>();
    let asked = RwSignal::new(None::<PairView>);
    let changed = RwSignal::new(0_u32);
    let reopen = Action::new_local(move |pair: &PairView| {
        let (client, id, version) = (session.client(), pair.id, pair.version);
        async move {
            match client.reopen_duplicate(id, version).await {
                Ok(_) => changed.update(|turn| *turn += 1),
                Err(error) => tell_failure(toaster, &error),
            }
        }
    });
    let judging = Judging {
        dismiss: Callback::new(move |pair| asked.set(Some(pair))),
        reopen: Callback::new(move |pair: PairView| {
            reopen.dispatch_local(pair);
        }),
    };
    let one_of_two = Callback::new(move |values: Vec<String>| {
        let last: Vec<String> = values.into_iter().next_back().into_iter().collect();
        list.set_values("status", &last);
    });
    let filters = move || {
        view! {
            <FilterChips
                label=t::customers::judgement
                options=Signal::derive(|| choices!(PairStatus::ALL))
                value=list.filter("status")
                on_change=one_of_two
            />
        }
        .into_any()
    };
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::CheckCircle
                title=t::customers::no_duplicates
                text=t::customers::no_duplicates_text
            />
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::customers::duplicates
            back=routes::CUSTOMERS
            back_label=t::customers::title
            meta=|| view! { <span>{t::customers::duplicates_about}</span> }
        />
        <ListTable
            list
            fetch=|client: Client, query: PairListQuery| async move {
                client.duplicates(&query).await
            }
            label=t::customers::duplicates
            key="customer-duplicates"
            columns=columns(judging)
            id=|pair| pair.id.to_string()
            href=None
            search=t::customers::search
            filters
            empty
            reload=changed
        />
        {dismiss_dialog(asked, changed)}
    }
    .into_any()
}
