//! A webhook as admins keep it: new, or changed as a whole.

use domain::{
    Lang,
    events::EventKind,
    webhooks::{
        WebhookForm, check, kinds,
        wire::{WebhookContent, WebhookView},
    },
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    pages::parts::choices,
    state::{use_session, use_toaster},
    ui::{Button, Checkbox, Drawer, Field, Look, RadioCards, Select, TextInput},
};

/// What the drawer is open for.
#[derive(Clone, PartialEq)]
pub enum Editing {
    New,
    Change(WebhookView),
}

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    form: RwSignal<String>,
    url: RwSignal<String>,
    secret: RwSignal<String>,
    language: RwSignal<String>,
    active: RwSignal<bool>,
    kinds: StoredValue<Vec<(EventKind, RwSignal<bool>)>>,
}

impl Fields {
    fn of(known: Option<&WebhookView>) -> Self {
        let form = known.map_or(WebhookForm::Json, |known| known.form);
        let language = known.map_or_else(|| untrack(lang), |known| known.language);
        let is_told = |kind: EventKind| known.is_some_and(|known| known.kinds.contains(&kind));
        Self {
            name: RwSignal::new(known.map(|known| known.name.clone()).unwrap_or_default()),
            form: RwSignal::new(form.as_str().to_owned()),
            url: RwSignal::new(String::new()),
            secret: RwSignal::new(String::new()),
            language: RwSignal::new(language.as_str().to_owned()),
            active: RwSignal::new(known.is_none_or(|known| known.active)),
            kinds: StoredValue::new(
                kinds().map(|kind| (kind, RwSignal::new(is_told(kind)))).collect(),
            ),
        }
    }

    fn form(self) -> WebhookForm {
        self.form.get().parse().unwrap_or_default()
    }

    /// As typed (tracked).
    fn content(self) -> WebhookContent {
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let form = self.form();
        let told = self.kinds.get_value().into_iter().filter(|(_, told)| told.get());
        WebhookContent {
            name: self.name.get().trim().to_owned(),
            form,
            url: given(self.url),
            secret: given(self.secret).filter(|_| form.takes_secret()),
            language: self.language.get().parse().unwrap_or_default(),
            kinds: told.map(|(kind, _)| kind).collect(),
            active: self.active.get(),
        }
    }
}

fn told(fields: Fields, form: FormState) -> AnyView {
    let error = form.error("/kinds");
    let boxes = fields.kinds.get_value().into_iter().map(|(kind, told)| {
        let label = Signal::derive(move || kind.label(lang()).to_owned());
        view! { <Checkbox checked=told label/> }
    });
    view! {
        <fieldset class="stack stack--tight">
            <legend class="strong">{t::webhooks::kinds}</legend>
            <div class="form__grid">{boxes.collect_view()}</div>
            {move || error.get().map(|words| view! { <p class="field__error" role="alert">{words}</p> })}
        </fieldset>
    }
    .into_any()
}

fn address(fields: Fields, form: FormState, known: Option<WebhookView>) -> AnyView {
    let known = StoredValue::new(known);
    // A known address stays, unless it is of another form.
    let hint = Signal::derive(move || {
        let form = fields.form();
        match known.get_value().filter(|known| known.form == form) {
            Some(known) => t::webhooks::url_stays(known.address),
            None => t::webhooks::url_hint.get().to_owned(),
        }
    });
    let secret = move || {
        fields.form().takes_secret().then(|| {
            view! {
                <Field
                    label=t::webhooks::robot_secret
                    hint=t::webhooks::robot_secret_hint
                    aside=t::common::optional
                    error=form.error("/secret")
                >
                    <TextInput value=fields.secret kind="password" autocomplete="off"/>
                </Field>
            }
        })
    };
    view! {
        <Field label=t::webhooks::url hint error=form.error("/url")>
            <TextInput value=fields.url inputmode="url" autocomplete="off"/>
        </Field>
        {secret}
    }
    .into_any()
}

fn editor(
    known: Option<WebhookView>,
    secret: RwSignal<Option<String>>,
    on_done: Callback<Option<WebhookView>>,
) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let fields = Fields::of(known.as_ref());
    let place = known.as_ref().map(|known| (known.id, known.version, known.form));
    let submit = move || {
        let content = untrack(|| fields.content());
        let has_url = place.is_some_and(|(_, _, form)| form == content.form);
        // The server knows whether addresses without TLS are allowed; it is not asked for that here.
        if !form.accepts(check(&content, has_url, true).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move {
            if let Some((id, version, _)) = place {
                let changed = client.change_webhook(id, version, &content).await?;
                Ok((changed, None))
            } else {
                let made = client.create_webhook(&content).await?;
                Ok((made.webhook, made.secret))
            }
        };
        form.send(work, move |(webhook, drawn)| {
            toaster.success(t::common::saved);
            secret.set(drawn);
            on_done.run(Some(webhook));
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::webhooks::name required=true error=form.error("/name")>
                    <TextInput value=fields.name autocomplete="off" autofocus=true maxlength=80_u32/>
                </Field>
                <RadioCards
                    label=t::webhooks::form
                    value=fields.form
                    options=Signal::derive(|| choices!(WebhookForm::ALL))
                />
                {address(fields, form, known)}
                <Field label=t::webhooks::language error=form.error("/language")>
                    <Select
                        value=fields.language
                        options=Signal::derive(|| choices!(Lang::ALL))
                    />
                </Field>
                {told(fields, form)}
                <Checkbox checked=fields.active label=t::webhooks::on/>
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

/// The form in a drawer; a secret that was drawn goes to `secret`.
#[component]
pub fn WebhookDrawer(
    editing: RwSignal<Option<Editing>>,
    secret: RwSignal<Option<String>>,
    #[prop(into)] on_done: Callback<Option<WebhookView>>,
) -> impl IntoView {
    let title = Signal::derive(move || match &*editing.read() {
        Some(Editing::Change(_)) => t::webhooks::edit.get().to_owned(),
        _ => t::webhooks::create.get().to_owned(),
    });
    let done = Callback::new(move |webhook| {
        editing.set(None);
        on_done.run(webhook);
    });
    view! {
        <Drawer
            open=Signal::derive(move || editing.read().is_some())
            on_close=move || editing.set(None)
            title
            wide=true
        >
            {move || {
                editing
                    .get()
                    .map(|editing| match editing {
                        Editing::New => editor(None, secret, done),
                        Editing::Change(webhook) => editor(Some(webhook), secret, done),
                    })
            }}
        </Drawer>
    }
    .into_any()
}
