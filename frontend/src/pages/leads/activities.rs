//! What was done about a lead, and what is to be done next: one small form, and below it the story.

use domain::leads::{
    ActivityKind, check_activity,
    wire::{LeadActivityView, LeadView, LogActivity, NextStep},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Load, Loaded, use_load},
    i18n::{lang, t},
    pages::parts::choices,
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Button, Card, Clock, Field, Glyph, Look, Select, SkeletonRows, TextArea, TextInput,
        Timeline, TimelineEntry,
    },
};

const fn glyph(kind: ActivityKind) -> Glyph {
    match kind {
        ActivityKind::Email => Glyph::Mail,
        ActivityKind::Call => Glyph::Bell,
        ActivityKind::Meeting => Glyph::Users,
        ActivityKind::Demo => Glyph::Eye,
        ActivityKind::Quotation => Glyph::Yuan,
        ActivityKind::Note => Glyph::Edit,
    }
}

fn form_of(lead: Signal<LeadView>, load: Load<LeadView>, again: Callback<()>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let empty = || RwSignal::new(String::new());
    let (text, outcome) = (empty(), empty());
    let kind = RwSignal::new(ActivityKind::Call.to_string());
    let (step, on) = (empty(), empty());
    let key = StoredValue::new(fresh_key());
    let submit = move || {
        let given = |field: RwSignal<String>| {
            Some(field.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let next = NextStep { step: given(step), on: on.get_untracked().parse().ok() };
        let activity = LogActivity {
            kind: kind.get_untracked().parse().unwrap_or_default(),
            happened_at: None,
            text: text.get_untracked(),
            outcome: given(outcome),
            next: Some(next).filter(|next| *next != NextStep::default()),
        };
        let now = untrack(Clock::now);
        if !form.accepts(check_activity(&activity, now).err().unwrap_or_default()) {
            return;
        }
        let (client, id) = (session.client(), lead.with_untracked(|lead| lead.lead.id));
        let once = key.get_value();
        let work = async move { client.log_lead_activity(id, &activity, &once).await };
        form.send(work, move |after| {
            for field in [text, outcome, step, on] {
                field.set(String::new());
            }
            key.set_value(fresh_key());
            load.set(after);
            again.run(());
            toaster.success(t::leads::logged);
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="form__grid">
                <Field label=t::leads::activity_kind error=form.error("/kind")>
                    <Select value=kind options=Signal::derive(|| choices!(ActivityKind::ALL))/>
                </Field>
                <Field label=t::leads::outcome error=form.error("/outcome")>
                    <TextInput value=outcome autocomplete="off" maxlength=200_u32/>
                </Field>
                <Field
                    label=t::leads::activity_text
                    required=true
                    wide=true
                    error=form.error("/text")
                >
                    <TextArea value=text rows=2/>
                </Field>
                <Field label=t::leads::next_step error=form.error("/next/step")>
                    <TextInput value=step autocomplete="off" maxlength=200_u32/>
                </Field>
                <Field label=t::leads::next_on error=form.error("/next/on")>
                    <TextInput value=on kind="date"/>
                </Field>
            </div>
            <div class="form__actions">
                <Button
                    label=t::leads::log
                    look=Look::Primary
                    icon=Glyph::Plus
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

fn entry(one: LeadActivityView) -> AnyView {
    let kind = one.kind;
    let title = Signal::derive(move || kind.label(lang()).to_owned());
    let outcome = one.outcome.map(|outcome| view! { <p class="small muted">{outcome}</p> });
    view! {
        <TimelineEntry glyph=glyph(kind) title who=one.by_name at=one.happened_at>
            <p class="pre-line">{one.text}</p>
            {outcome}
        </TimelineEntry>
    }
    .into_any()
}

/// The form, for those who may, and what was done.
pub fn activities_card(
    lead: Signal<LeadView>,
    load: Load<LeadView>,
    may_write: Memo<bool>,
) -> AnyView {
    let id = Memo::new(move |_| lead.read().lead.id);
    let done = use_load(move |client| {
        let id = id.get();
        async move { client.lead_activities(id).await }
    });
    let again = Callback::new(move |()| done.reload());
    let story = move |all: Signal<Vec<LeadActivityView>>| {
        let entries = move || {
            let all = all.get();
            if all.is_empty() {
                return view! { <p class="muted">{t::leads::nothing_done}</p> }.into_any();
            }
            view! {
                <Timeline label=t::leads::activities>
                    {all.clone().into_iter().map(entry).collect_view()}
                </Timeline>
            }
            .into_any()
        };
        view! { {entries} }.into_any()
    };
    view! {
        <Card title=t::leads::activities>
            {move || may_write.get().then(|| form_of(lead, load, again))}
            <Loaded load=done view=story skeleton=|| view! { <SkeletonRows rows=2/> }/>
        </Card>
    }
    .into_any()
}
