//! The house's own statuses and sources.

use client::Client;
use domain::{
    id::{LeadSourceId, LeadStatusId},
    leads::{
        StatusColor, StatusKind, check_source, check_status,
        wire::{LeadSourceContent, LeadSourceView, LeadStatusContent, LeadStatusView},
    },
};
use leptos::prelude::*;

use super::{name_of, named, tone};
use crate::{
    components::{Form, FormState, Loaded, use_load},
    i18n::{lang, t},
    pages::parts::choices,
    routes,
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Button, Card, Checkbox, Drawer, Field, Glyph, Look, NumberInput, PageHeader, Select,
        StatusDot, TableFrame, TextInput,
    },
};

/// What the drawer is open for.
#[derive(Clone, PartialEq)]
enum Editing {
    Status(Option<LeadStatusView>),
    Source(Option<LeadSourceView>),
}

fn number(field: RwSignal<Option<i64>>) -> Option<u32> {
    field.get_untracked().and_then(|it| u32::try_from(it).ok())
}

fn names(zh: RwSignal<String>, en: RwSignal<String>, form: FormState) -> AnyView {
    view! {
        <Field label=t::leads::name_zh required=true error=form.error("/name_zh")>
            <TextInput value=zh autofocus=true autocomplete="off" maxlength=20_u32/>
        </Field>
        <Field label=t::leads::name_en required=true error=form.error("/name_en")>
            <TextInput value=en autocomplete="off" maxlength=40_u32/>
        </Field>
    }
    .into_any()
}

fn buttons(form: FormState) -> AnyView {
    view! {
        <div class="form__actions">
            <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
        </div>
    }
    .into_any()
}

fn status_editor(known: Option<LeadStatusView>, done: Callback<()>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let before = known.as_ref().map(|known| known.content.clone());
    let text = |of: fn(&LeadStatusContent) -> String| {
        RwSignal::new(before.as_ref().map(of).unwrap_or_default())
    };
    let (zh, en) = (text(|it| it.name_zh.clone()), text(|it| it.name_en.clone()));
    let kind = RwSignal::new(before.as_ref().map_or(StatusKind::Open, |it| it.kind).to_string());
    let color = RwSignal::new(before.as_ref().map_or(StatusColor::Blue, |it| it.color).to_string());
    let place = RwSignal::new(Some(before.as_ref().map_or(35, |it| i64::from(it.place))));
    let probability =
        RwSignal::new(Some(before.as_ref().map_or(50, |it| i64::from(it.probability))));
    let days = RwSignal::new(before.as_ref().and_then(|it| it.rotting_days).map(i64::from));
    let active = RwSignal::new(before.as_ref().is_none_or(|it| it.active));
    let at: Option<(LeadStatusId, i64)> = known.map(|known| (known.id, known.version));
    let key = StoredValue::new(fresh_key());
    let submit = move || {
        let content = LeadStatusContent {
            name_zh: zh.get_untracked(),
            name_en: en.get_untracked(),
            kind: kind.get_untracked().parse().unwrap_or_default(),
            place: number(place).unwrap_or_default(),
            color: color.get_untracked().parse().unwrap_or_default(),
            probability: number(probability).unwrap_or_default(),
            rotting_days: number(days),
            active: active.get_untracked(),
        };
        if !form.accepts(check_status(&content).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move {
            match at {
                Some((id, version)) => client.change_lead_status(id, version, &content).await,
                None => client.create_lead_status(&content, &key.get_value()).await,
            }
        };
        form.send(work, move |_| {
            toaster.success(t::common::saved);
            done.run(());
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                {names(zh, en, form)}
                <Field label=t::leads::kind error=form.error("/kind")>
                    <Select
                        value=kind
                        options=Signal::derive(|| choices!(StatusKind::ALL))
                        disabled=Signal::stored(at.is_some())
                    />
                </Field>
                <Field label=t::leads::color error=form.error("/color")>
                    <Select value=color options=Signal::derive(|| choices!(StatusColor::ALL))/>
                </Field>
                <Field label=t::leads::place error=form.error("/place")>
                    <NumberInput value=place min=0 max=1000/>
                </Field>
                <Field label=t::leads::probability error=form.error("/probability")>
                    <NumberInput value=probability min=0 max=100/>
                </Field>
                <Field
                    label=t::leads::rotting_days
                    aside=t::common::optional
                    error=form.error("/rotting_days")
                >
                    <NumberInput value=days min=1 max=365/>
                </Field>
                <Field label=t::leads::in_use error=form.error("/active")>
                    <Checkbox checked=active label=t::leads::in_use/>
                </Field>
            </div>
            {buttons(form)}
        </Form>
    }
    .into_any()
}

fn source_editor(known: Option<LeadSourceView>, done: Callback<()>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let before = known.as_ref().map(|known| known.content.clone());
    let text = |of: fn(&LeadSourceContent) -> String| {
        RwSignal::new(before.as_ref().map(of).unwrap_or_default())
    };
    let (zh, en) = (text(|it| it.name_zh.clone()), text(|it| it.name_en.clone()));
    let place = RwSignal::new(Some(before.as_ref().map_or(90, |it| i64::from(it.place))));
    let active = RwSignal::new(before.as_ref().is_none_or(|it| it.active));
    let at: Option<(LeadSourceId, i64)> = known.map(|known| (known.id, known.version));
    let key = StoredValue::new(fresh_key());
    let submit = move || {
        let content = LeadSourceContent {
            name_zh: zh.get_untracked(),
            name_en: en.get_untracked(),
            place: number(place).unwrap_or_default(),
            active: active.get_untracked(),
        };
        if !form.accepts(check_source(&content).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move {
            match at {
                Some((id, version)) => client.change_lead_source(id, version, &content).await,
                None => client.create_lead_source(&content, &key.get_value()).await,
            }
        };
        form.send(work, move |_| {
            toaster.success(t::common::saved);
            done.run(());
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                {names(zh, en, form)}
                <Field label=t::leads::place error=form.error("/place")>
                    <NumberInput value=place min=0 max=1000/>
                </Field>
                <Checkbox checked=active label=t::leads::in_use/>
            </div>
            {buttons(form)}
        </Form>
    }
    .into_any()
}

fn in_use(active: bool) -> AnyView {
    let word = if active { t::common::yes } else { t::common::no };
    view! { {word} }.into_any()
}

fn statuses(all: Signal<Vec<LeadStatusView>>, editing: RwSignal<Option<Editing>>) -> AnyView {
    let row = move |one: &LeadStatusView| {
        let (content, known) = (one.content.clone(), one.clone());
        let kind = content.kind;
        let days = content.rotting_days.map_or_else(|| "—".to_owned(), |days| days.to_string());
        view! {
            <tr>
                <th scope="row">
                    <StatusDot tone=tone(content.color) label=name_of(one)/>
                </th>
                <td>{move || kind.label(lang())}</td>
                <td class="num">{content.probability} "%"</td>
                <td class="num">{days}</td>
                <td>{in_use(content.active)}</td>
                <td>
                    <Button
                        label=t::common::edit
                        small=true
                        on_press=move || editing.set(Some(Editing::Status(Some(known.clone()))))
                    />
                </td>
            </tr>
        }
    };
    view! {
        <TableFrame label=t::leads::statuses>
            <thead>
                <tr>
                    <th scope="col">{t::leads::status}</th>
                    <th scope="col">{t::leads::kind}</th>
                    <th scope="col" class="num">
                        {t::leads::probability}
                    </th>
                    <th scope="col" class="num">
                        {t::leads::rotting_days}
                    </th>
                    <th scope="col">{t::leads::in_use}</th>
                    <th scope="col">{t::common::edit}</th>
                </tr>
            </thead>
            <tbody>{move || all.read().iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn sources(all: Signal<Vec<LeadSourceView>>, editing: RwSignal<Option<Editing>>) -> AnyView {
    let row = move |one: &LeadSourceView| {
        let known = one.clone();
        let name = named(&one.content.name_zh, &one.content.name_en);
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{in_use(one.content.active)}</td>
                <td>
                    <Button
                        label=t::common::edit
                        small=true
                        on_press=move || editing.set(Some(Editing::Source(Some(known.clone()))))
                    />
                </td>
            </tr>
        }
    };
    view! {
        <TableFrame label=t::leads::sources>
            <thead>
                <tr>
                    <th scope="col">{t::leads::source}</th>
                    <th scope="col">{t::leads::in_use}</th>
                    <th scope="col">{t::common::edit}</th>
                </tr>
            </thead>
            <tbody>{move || all.read().iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// The settings, for those who keep them.
#[component]
pub fn LeadSettingsPage() -> impl IntoView {
    let editing = RwSignal::new(None::<Editing>);
    let of_statuses = use_load(|client: Client| async move { client.lead_statuses().await });
    let of_sources = use_load(|client: Client| async move { client.lead_sources().await });
    let done = Callback::new(move |()| {
        editing.set(None);
        of_statuses.reload();
        of_sources.reload();
    });
    let title = Signal::derive(move || {
        let word = match &*editing.read() {
            Some(Editing::Source(_)) => t::leads::source,
            _ => t::leads::status,
        };
        word.get().to_owned()
    });
    let add = move |what: Editing| {
        let what = StoredValue::new(what);
        move || {
            view! {
                <Button
                    label=t::common::create
                    icon=Glyph::Plus
                    small=true
                    on_press=move || editing.set(Some(what.get_value()))
                />
            }
        }
    };
    view! {
        <PageHeader title=t::leads::settings back=routes::LEADS back_label=t::leads::title/>
        <div class="stack">
            <Card title=t::leads::statuses flush=true actions=add(Editing::Status(None))>
                <Loaded load=of_statuses view=move |all| statuses(all, editing)/>
            </Card>
            <Card title=t::leads::sources flush=true actions=add(Editing::Source(None))>
                <Loaded load=of_sources view=move |all| sources(all, editing)/>
            </Card>
        </div>
        <Drawer
            open=Signal::derive(move || editing.read().is_some())
            on_close=move || editing.set(None)
            title
        >
            {move || {
                editing
                    .get()
                    .map(|editing| match editing {
                        Editing::Status(known) => status_editor(known, done),
                        Editing::Source(known) => source_editor(known, done),
                    })
            }}
        </Drawer>
    }
    .into_any()
}
