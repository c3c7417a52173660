//! Merging two customers: which field wins is chosen, and what goes over is seen before.

use client::Side;
use domain::{
    customers::{
        duplicates::LONGEST_REASON,
        merge::MergeField,
        wire::{MergeChoice, MergeCustomers, MergePreview, MergeSide, MovedRows},
    },
    id::CustomerId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Form, FormState, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    pages::{change_requests::value_in_words, parts::id_in_address},
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{
        Banner, Button, ButtonLink, Card, Choice, ComboOption, ComboSource, Combobox, Field, Glyph,
        Look, PageHeader, RadioGroup, TextArea, Tone,
    },
};

/// The value of a choice: the one's, or the other's.
const WINNER: &str = "winner";
const LOSER: &str = "loser";

/// What goes over or back, in a line for each (tracked).
pub fn moved_in_words(rows: &[MovedRows]) -> String {
    let lang = lang();
    let words: Vec<String> =
        rows.iter().map(|rows| format!("{} {}", rows.what.label(lang), rows.count)).collect();
    if words.is_empty() { t::customers::nothing_moves.get().to_owned() } else { words.join(" · ") }
}

fn in_words(field: MergeField, value: Option<&str>) -> String {
    match value {
        None => "—".to_owned(),
        Some(value) => value_in_words(field.as_str(), value).unwrap_or_else(|| value.to_owned()),
    }
}

/// A field in which they differ, and which of the two values stays.
fn field_choice(choice: &MergeChoice) -> (MergeField, RwSignal<String>, AnyView) {
    let first = if choice.suggested { LOSER } else { WINNER };
    let value = RwSignal::new(first.to_owned());
    let field = choice.field;
    let (one, other) = (choice.winner.clone(), choice.loser.clone());
    let options = Signal::derive(move || {
        vec![
            Choice::new(WINNER, in_words(field, one.as_deref())),
            Choice::new(LOSER, in_words(field, other.as_deref())),
        ]
    });
    let label = Signal::derive(move || field.label(lang()).to_owned());
    let view = view! {
        <div class="stack stack--tight">
            <span class="strong">{label}</span>
            <RadioGroup label value options/>
        </div>
    };
    (field, value, view.into_any())
}

/// Which of the two becomes part of the other, and the other way round.
fn who_into_whom(winner: &MergeSide, loser: &MergeSide) -> AnyView {
    let swap = routes::merge_customer(loser.id, Some(winner.id));
    let (from, into) = (routes::customer(loser.id), routes::customer(winner.id));
    let (loser, winner) = (loser.name.clone(), winner.name.clone());
    view! {
        <Card title=t::customers::merge_who>
            <p>
                <a href=from>{loser}</a>
                " → "
                <a class="strong" href=into>
                    {winner}
                </a>
            </p>
            <p class="muted">{t::customers::merge_text}</p>
            <ButtonLink label=t::customers::swap href=swap icon=Glyph::Refresh small=true/>
        </Card>
    }
    .into_any()
}

fn editor(preview: &MergePreview) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let go = use_go();
    let form = FormState::new();
    let reason = RwSignal::new(String::new());
    let once = StoredValue::new(fresh_key());
    let (winner, loser) = (preview.winner.clone(), preview.loser.clone());
    let mut chosen = Vec::new();
    let mut fields = Vec::new();
    for choice in &preview.fields {
        let (field, value, view) = field_choice(choice);
        chosen.push((field, value));
        fields.push(view);
    }
    let chosen = StoredValue::new(chosen);
    let (winner_id, version) = (winner.id, winner.version);
    let (loser_id, loser_version) = (loser.id, loser.version);
    let submit = move || {
        let taken = chosen.get_value().into_iter();
        let taken = taken.filter(|(_, value)| *value.read_untracked() == LOSER);
        let why = reason.get_untracked().trim().to_owned();
        let body = MergeCustomers {
            loser_id,
            loser_version,
            take: taken.map(|(field, _)| field).collect(),
            reason: Some(why).filter(|why| !why.is_empty()),
        };
        let client = session.client();
        let work = async move {
            client.merge_customers(winner_id, version, &body, &once.get_value()).await
        };
        form.send(work, move |merge| {
            toaster.success(untrack(|| t::customers::merged_name(&merge.loser_name)));
            go.to(&routes::customer(winner_id));
        });
    };
    let blocked = {
        let why = preview.blocked.clone();
        Signal::derive(move || why.as_ref().map(|why| why.words(lang())))
    };
    let has_fields = !fields.is_empty();
    let moves = preview.moves.clone();
    let same = preview.same_contacts;
    let same_note = (same > 0).then(|| {
        view! { <p class="muted">{move || t::customers::same_contacts(same)}</p> }
    });
    let most = u32::try_from(LONGEST_REASON).unwrap_or_default();
    view! {
        <Form form on_submit=submit>
            <div class="stack stack--loose">
                {move || {
                    blocked.get().map(|why| view! { <Banner tone=Tone::Warning>{why}</Banner> })
                }}
                {who_into_whom(&winner, &loser)}
                {has_fields
                    .then(|| {
                        view! {
                            <Card
                                title=t::customers::merge_fields
                                note=t::customers::merge_fields_note
                            >
                                <div class="form__grid">{fields}</div>
                            </Card>
                        }
                    })}
                <Card title=t::customers::merge_moves>
                    <p>{move || moved_in_words(&moves)}</p>
                    {same_note}
                </Card>
                <Card>
                    <Field
                        label=t::customers::merge_reason
                        aside=t::common::optional
                        error=form.error("/reason")
                    >
                        <TextArea value=reason rows=2 maxlength=most/>
                    </Field>
                </Card>
            </div>
            <div class="form__actions form__actions--sticky">
                <ButtonLink label=t::common::cancel href=routes::customer(winner_id)/>
                <Button
                    label=t::customers::merge_now
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                    blocked
                />
            </div>
        </Form>
    }
    .into_any()
}

/// Asks for the other one.
fn choose(own: CustomerId) -> AnyView {
    let session = use_session();
    let go = use_go();
    let other = RwSignal::new(None::<ComboOption>);
    let source = ComboSource::new(move |typed: String| async move {
        let found = session.client().end_users(Side::Staff, &typed).await;
        let found = found.map_err(|error| untrack(|| error.words()))?;
        let others = found.into_iter().filter(|one| one.customer_id != own);
        Ok(others.map(|one| ComboOption::new(one.customer_id.to_string(), one.name)).collect())
    });
    let picked = move |option: Option<ComboOption>| {
        if let Some(Ok(id)) = option.map(|option| option.value.parse::<CustomerId>()) {
            go.replace(&routes::merge_customer(own, Some(id)));
        }
    };
    view! {
        <Card title=t::customers::merge_who note=t::customers::merge_choose>
            <Field label=t::customers::merge_other>
                <Combobox
                    value=other
                    source
                    placeholder=t::customers::search
                    on_change=picked
                />
            </Field>
        </Card>
    }
    .into_any()
}

/// Another customer merged into the one of the address.
#[component]
pub fn MergeCustomersPage() -> impl IntoView {
    let id = id_in_address::<domain::id::of::Customer>();
    let query = use_query_map();
    let with =
        Memo::new(move |_| query.read().get("with").and_then(|id| id.parse::<CustomerId>().ok()));
    let body = move || {
        let own = id();
        let Some(with) = with.get() else { return choose(own) };
        let load = use_load(move |client| async move { client.preview_merge(own, with).await });
        let draw = move |preview: Signal<MergePreview>| editor(&preview.read_untracked());
        view! { <Loaded load view=draw/> }.into_any()
    };
    view! {
        <PageHeader
            title=t::customers::merge_title
            back=Signal::derive(move || routes::customer(id()))
            back_label=t::customers::title
        />
        {body}
    }
    .into_any()
}
