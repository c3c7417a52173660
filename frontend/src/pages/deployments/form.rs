//! The plan as a form: a new one, or one that is changed.

use chrono::NaiveDate;
use client::Side;
use domain::{
    deployments::{
        Cloud, DeploymentKind, DeploymentMethod, DeploymentMode, Environment, check,
        wire::{DeploymentContent, DeploymentView},
    },
    id::{Id, LicenseId},
    licenses::wire::LicenseListQuery,
    problem::{Reason, Refusal},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        ConflictDialog, Form, FormState, Loaded, Named, ProblemWords as _, Rival, UnsavedGuard,
        as_is, said, use_load,
    },
    i18n::t,
    pages::parts::{choices, id_in_address},
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{
        Button, ButtonLink, Card, Choice, ComboOption, ComboSource, Combobox, Field, Look,
        PageHeader, Select, TextArea, TextInput,
    },
};

/// What is said of each field where two versions are compared; the license stays what it is.
const NAMES: &[Named] = &[
    ("kind", t::deployments::kind, said!(DeploymentKind)),
    ("mode", t::deployments::mode, said!(DeploymentMode)),
    ("method", t::deployments::method, said!(DeploymentMethod)),
    ("environment", t::deployments::environment, said!(Environment)),
    ("cloud", t::deployments::cloud, said!(Cloud)),
    ("planned_on", t::deployments::planned_on, as_is),
    ("window_from", t::deployments::window_from, as_is),
    ("window_until", t::deployments::window_until, as_is),
    ("window_hours", t::deployments::window_hours, as_is),
    ("product_version", t::deployments::product_version, as_is),
    ("server_info", t::deployments::server_info, as_is),
    ("notes", t::deployments::notes, as_is),
];

/// What the form holds.
#[derive(Clone, Copy)]
struct Fields {
    license: RwSignal<Option<ComboOption>>,
    kind: RwSignal<String>,
    mode: RwSignal<String>,
    method: RwSignal<String>,
    environment: RwSignal<String>,
    cloud: RwSignal<String>,
    planned_on: RwSignal<String>,
    window_from: RwSignal<String>,
    window_until: RwSignal<String>,
    window_hours: RwSignal<String>,
    product_version: RwSignal<String>,
    server_info: RwSignal<String>,
    notes: RwSignal<String>,
}

impl Fields {
    fn of(content: &DeploymentContent, license: Option<ComboOption>) -> Self {
        let word = |word: &str| RwSignal::new(word.to_owned());
        let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        let day = |day: Option<NaiveDate>| {
            RwSignal::new(day.map(|day| day.to_string()).unwrap_or_default())
        };
        Self {
            license: RwSignal::new(license),
            kind: word(content.kind.as_str()),
            mode: word(content.mode.as_str()),
            method: word(content.method.as_str()),
            environment: word(content.environment.as_str()),
            cloud: word(content.cloud.map_or("", Cloud::as_str)),
            planned_on: day(content.planned_on),
            window_from: day(content.window_from),
            window_until: day(content.window_until),
            window_hours: text(&content.window_hours),
            product_version: text(&content.product_version),
            server_info: text(&content.server_info),
            notes: text(&content.notes),
        }
    }

    /// As typed (tracked); no license where none is chosen.
    fn content(self) -> (DeploymentContent, bool) {
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let license = self.license.get().and_then(|chosen| chosen.value.parse::<LicenseId>().ok());
        let content = DeploymentContent {
            license_id: license.unwrap_or_else(nobody),
            kind: self.kind.get().parse().unwrap_or_default(),
            mode: self.mode.get().parse().unwrap_or_default(),
            method: self.method.get().parse().unwrap_or_default(),
            environment: self.environment.get().parse().unwrap_or_default(),
            cloud: self.cloud.get().parse().ok(),
            planned_on: self.planned_on.get().parse().ok(),
            window_from: self.window_from.get().parse().ok(),
            window_until: self.window_until.get().parse().ok(),
            window_hours: given(self.window_hours),
            product_version: given(self.product_version),
            server_info: given(self.server_info),
            notes: given(self.notes),
        };
        (content, license.is_some())
    }
}

const fn nobody() -> LicenseId {
    Id::from_uuid(uuid::Uuid::nil())
}

/// Licenses by number or customer.
fn licenses() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = LicenseListQuery { q, per_page: 20, ..LicenseListQuery::default() };
        let page = session.client().licenses(Side::Staff, &query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let option = |license: domain::licenses::wire::LicenseRow| {
            ComboOption::new(license.id.to_string(), license.number).hint(license.customer_name)
        };
        Ok(page.items.into_iter().map(option).collect())
    })
}

/// What is chosen among a few words.
macro_rules! chooser {
    ($label:expr, $pointer:literal, $value:expr, $values:expr, $form:expr) => {
        view! {
            <Field label=$label error=$form.error($pointer)>
                <Select value=$value options=Signal::derive(|| choices!($values))/>
            </Field>
        }
        .into_any()
    };
}

/// What it is for; license and kind only while it is new.
fn subject(fields: Fields, form: FormState, is_new: bool) -> AnyView {
    let new = is_new.then(|| {
        view! {
            <Field
                label=t::deployments::license
                required=true
                wide=true
                error=form.error("/license_id")
            >
                <Combobox
                    value=fields.license
                    source=licenses()
                    placeholder=t::deployments::license_placeholder
                />
            </Field>
            {chooser!(t::deployments::kind, "/kind", fields.kind, DeploymentKind::ALL, form)}
        }
    });
    let clouds = Signal::derive(|| {
        let mut all = vec![Choice::new("", t::deployments::no_cloud)];
        all.extend(choices!(Cloud::ALL));
        all
    });
    view! {
        <Card title=t::deployments::plan_card>
            <div class="form__grid">
                {new}
                {chooser!(
                    t::deployments::environment, "/environment", fields.environment,
                    Environment::ALL, form
                )}
                {chooser!(t::deployments::mode, "/mode", fields.mode, DeploymentMode::ALL, form)}
                {chooser!(
                    t::deployments::method, "/method", fields.method, DeploymentMethod::ALL, form
                )}
                <Field label=t::deployments::cloud error=form.error("/cloud")>
                    <Select value=fields.cloud options=clouds/>
                </Field>
                <Field
                    label=t::deployments::product_version
                    aside=t::common::optional
                    error=form.error("/product_version")
                >
                    <TextInput value=fields.product_version maxlength=40_u32/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

fn time(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::deployments::window>
            <div class="form__grid">
                <Field
                    label=t::deployments::planned_on
                    aside=t::common::optional
                    error=form.error("/planned_on")
                >
                    <TextInput value=fields.planned_on kind="date"/>
                </Field>
                <Field
                    label=t::deployments::window_hours
                    hint=t::deployments::window_hours_hint
                    aside=t::common::optional
                    error=form.error("/window_hours")
                >
                    <TextInput value=fields.window_hours maxlength=40_u32/>
                </Field>
                <Field
                    label=t::deployments::window_from
                    aside=t::common::optional
                    error=form.error("/window_from")
                >
                    <TextInput value=fields.window_from kind="date"/>
                </Field>
                <Field
                    label=t::deployments::window_until
                    aside=t::common::optional
                    error=form.error("/window_until")
                >
                    <TextInput value=fields.window_until kind="date"/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

fn notes(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::deployments::notes>
            <div class="stack">
                <Field
                    label=t::deployments::server_info
                    hint=t::deployments::server_info_hint
                    aside=t::common::optional
                    error=form.error("/server_info")
                >
                    <TextArea value=fields.server_info maxlength=2000_u32/>
                </Field>
                <Field
                    label=t::deployments::notes
                    aside=t::common::optional
                    error=form.error("/notes")
                >
                    <TextArea value=fields.notes maxlength=2000_u32/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

fn editor(fields: Fields, known: Option<DeploymentView>) -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let is_new = known.is_none();
    let place = known.map(|known| (known.id, known.version));
    let begun = untrack(|| fields.content());
    let sent = RwSignal::new(false);
    let kept = move |after: DeploymentView| {
        sent.set(true);
        if is_new {
            toaster.success(t::deployments::planned_done(&after.number));
        } else {
            toaster.success(t::common::saved);
        }
        go.to(&routes::deployment(after.id));
    };
    let rival = place.map(|(id, _)| {
        Rival::new(
            NAMES,
            &begun.0,
            move || fields.content().0,
            move || {
                let client = session.client();
                async move { client.deployment(id).await.map(|now| (now.version, now.content)) }
            },
            move |version, content| {
                let client = session.client();
                let work = async move { client.change_deployment(id, version, &content).await };
                form.send(work, kept);
            },
            move || {
                sent.set(true);
                go.to(&routes::deployment(id));
            },
        )
    });
    let dirty = Signal::derive(move || !sent.get() && fields.content() != begun);
    let key = fresh_key();
    let submit = move || {
        let (content, has_license) = untrack(|| fields.content());
        let mut faults = check(&content).err().unwrap_or_default();
        if !has_license {
            faults.push(Refusal::new(Reason::Required).at("/license_id"));
        }
        if !form.accepts(faults) {
            return;
        }
        let (client, key) = (session.client(), key.clone());
        let work = async move {
            match place {
                Some((id, version)) => client.change_deployment(id, version, &content).await,
                None => client.plan_deployment(&content, &key).await,
            }
        };
        form.send(work, kept);
    };
    let back = match place {
        Some((id, _)) => routes::deployment(id),
        None => routes::DEPLOYMENTS.to_owned(),
    };
    let label = if is_new { t::deployments::plan } else { t::common::save };
    view! {
        <UnsavedGuard dirty/>
        <Form form on_submit=submit>
            <div class="stack stack--loose">
                {subject(fields, form, is_new)} {time(fields, form)} {notes(fields, form)}
            </div>
            <div class="form__actions form__actions--sticky">
                <ButtonLink label=t::common::cancel href=back/>
                <Button label look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
        {rival.map(|rival| view! { <ConflictDialog form rival/> })}
    }
    .into_any()
}

/// A new plan; `?license=` names what it is for.
#[component]
pub fn PlanDeploymentPage() -> impl IntoView {
    let query = use_query_map();
    let named = untrack(|| query.read().get("license"));
    let empty = || DeploymentContent::of(nobody(), DeploymentKind::default());
    let form = match named {
        None => editor(Fields::of(&empty(), None), None),
        Some(id) => {
            let load = use_load(move |client| {
                let id = id.clone();
                async move { client.license(Side::Staff, &id).await }
            });
            let view = move |license: Signal<domain::licenses::wire::LicenseView>| {
                let license = license.get_untracked();
                let option = ComboOption::new(license.id.to_string(), license.number)
                    .hint(license.customer_name);
                editor(Fields::of(&empty(), Some(option)), None)
            };
            view! { <Loaded load view/> }.into_any()
        }
    };
    view! {
        <PageHeader
            title=t::deployments::plan
            back=routes::DEPLOYMENTS
            back_label=t::deployments::title
        />
        {form}
    }
    .into_any()
}

/// Changes a plan.
#[component]
pub fn EditDeploymentPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.deployment(id).await }
    });
    let body = move |deployment: Signal<DeploymentView>| {
        let known = deployment.get_untracked();
        let license =
            ComboOption::new(known.content.license_id.to_string(), known.license_number.clone());
        let (back, number) = (routes::deployment(known.id), known.number.clone());
        let fields = Fields::of(&known.content, Some(license));
        view! {
            <PageHeader
                title=t::deployments::edit_title
                back=back
                back_label=number
                meta={
                    let customer = known.customer_name.clone();
                    move || view! { <span>{customer.clone()}</span> }
                }
            />
            {editor(fields, Some(known))}
        }
        .into_any()
    };
    view! { <Loaded load view=body/> }.into_any()
}
