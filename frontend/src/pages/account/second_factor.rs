//! One's own second factor: setting it up, and doing without it again.

use domain::auth::wire::{EnrollmentView, SecondFactorView, TotpCode};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Load, Loaded, use_load},
    i18n::t,
    layout::AuthLayout,
    state::{use_session, use_toaster},
    ui::{Banner, Button, Card, Field, Look, Secret, StatusDot, TextInput, Tone},
};

/// Black on white whatever the theme: cameras want it so.
fn qr(size: u32, path: String) -> AnyView {
    // A quiet zone of four modules, as the standard asks.
    let whole = size + 8;
    view! {
        <svg
            class="qr"
            viewBox=format!("-4 -4 {whole} {whole}")
            role="img"
            aria-label=move || t::profile::factor_qr.get()
        >
            <path d=path></path>
        </svg>
    }
    .into_any()
}

/// The recovery codes, this once.
fn recovery(codes: &[String], on_kept: Callback<()>) -> AnyView {
    view! {
        <div class="stack">
            <Banner tone=Tone::Success title=t::profile::factor_enabled>
                {t::profile::factor_codes_text}
            </Banner>
            <Secret text=codes.join("\n")/>
            <div class="form__actions">
                <Button
                    label=t::profile::factor_saved
                    look=Look::Primary
                    on_press=move || on_kept.run(())
                />
            </div>
        </div>
    }
    .into_any()
}

/// Secret shown, first code asked for.
fn confirming(enrollment: EnrollmentView, on_confirmed: Callback<Vec<String>>) -> AnyView {
    let session = use_session();
    let form = FormState::new();
    let code = RwSignal::new(String::new());
    let submit = move || {
        let body = TotpCode { code: code.get_untracked().trim().to_owned() };
        let client = session.client();
        let work = async move { client.confirm_second_factor(&body).await };
        form.send(work, move |shown| on_confirmed.run(shown.codes));
    };
    view! {
        <Form form on_submit=submit>
            <p>{t::profile::factor_scan}</p>
            {qr(enrollment.qr_size, enrollment.qr_path)}
            <p class="muted small">{t::profile::factor_type}</p>
            <Secret text=enrollment.secret/>
            <Field label=t::profile::factor_code required=true error=form.error("/code")>
                <TextInput
                    value=code
                    autocomplete="one-time-code"
                    inputmode="numeric"
                    maxlength=10_u32
                />
            </Field>
            <div class="form__actions">
                <Button
                    label=t::profile::factor_confirm
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

/// From «set it up» to the recovery codes.
fn enroll(on_done: Callback<()>) -> AnyView {
    let session = use_session();
    let form = FormState::new();
    let begun = RwSignal::new(None::<EnrollmentView>);
    let codes = RwSignal::new(None::<Vec<String>>);
    let begin = move || {
        let client = session.client();
        let work = async move { client.begin_second_factor().await };
        form.send(work, move |enrollment| begun.set(Some(enrollment)));
    };
    let confirmed = Callback::new(move |shown: Vec<String>| codes.set(Some(shown)));
    let content = move || match (codes.get(), begun.get()) {
        (Some(codes), _) => recovery(&codes, on_done),
        (None, Some(enrollment)) => confirming(enrollment, confirmed),
        (None, None) => view! {
            <Form form on_submit=begin>
                <p>{t::profile::factor_about}</p>
                <div class="form__actions">
                    <Button
                        label=t::profile::factor_begin
                        look=Look::Primary
                        submit=true
                        busy=form.busy()
                    />
                </div>
            </Form>
        }
        .into_any(),
    };
    view! { {content} }.into_any()
}

/// Doing without it, after one last code.
fn disable(view: SecondFactorView, on_done: Callback<()>) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let code = RwSignal::new(String::new());
    if view.required {
        return view! { <p class="muted">{t::profile::factor_required}</p> }.into_any();
    }
    let submit = move || {
        let body = TotpCode { code: code.get_untracked().trim().to_owned() };
        let client = session.client();
        form.send(async move { client.disable_second_factor(&body).await }, move |()| {
            toaster.success(t::profile::factor_disabled);
            on_done.run(());
        });
    };
    view! {
        <Form form on_submit=submit>
            <p class="muted">{t::profile::factor_disable_text}</p>
            <Field label=t::profile::factor_last required=true error=form.error("/code")>
                <TextInput value=code autocomplete="one-time-code" maxlength=20_u32/>
            </Field>
            <div class="form__actions">
                <Button
                    label=t::profile::factor_disable
                    look=Look::Danger
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

fn standing(view: Signal<SecondFactorView>, load: Load<SecondFactorView>) -> AnyView {
    let done = Callback::new(move |()| load.reload());
    let content = move || {
        let view = view.get();
        let (tone, label) = if view.enabled {
            (Tone::Success, t::profile::factor_on)
        } else {
            (Tone::Neutral, t::profile::factor_off)
        };
        let form = if view.enabled { disable(view, done) } else { enroll(done) };
        let left = view.enabled.then(|| {
            let left = view.recovery_codes_left;
            view! { <span class="muted small">{move || t::profile::factor_left(left)}</span> }
        });
        view! {
            <div class="stack">
                <div class="row">
                    <StatusDot tone label/>
                    {left}
                </div>
                {form}
            </div>
        }
    };
    view! { {content} }.into_any()
}

/// The tab of the account page.
#[component]
pub fn SecondFactor() -> impl IntoView {
    let load = use_load(|client| async move { client.second_factor().await });
    view! {
        <Card title=t::profile::factor>
            <Loaded load view=move |view| standing(view, load)/>
        </Card>
    }
    .into_any()
}

/// In place of everything else, where the house demands a second factor and there is none.
#[component]
pub fn EnrollFirst() -> impl IntoView {
    let session = use_session();
    let done = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            if session.look_again().await.is_err() {
                session.resume();
            }
        });
    });
    view! {
        <AuthLayout>
            <h1>{t::profile::factor_first}</h1>
            <p class="muted">{t::profile::factor_first_text}</p>
            {enroll(done)}
            <p class="small">
                <Button
                    label=t::layout::sign_out
                    look=Look::Link
                    on_press=move || session.sign_out()
                />
            </p>
        </AuthLayout>
    }
    .into_any()
}
