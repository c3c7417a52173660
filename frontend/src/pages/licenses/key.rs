//! Shows a license's key and activation code to those who may, after saying that it is logged.

use domain::{
    access::Permission,
    licenses::wire::{KeyView, LicenseView},
};
use leptos::prelude::*;

use crate::{
    components::{FormState, ProblemWords as _},
    i18n::t,
    state::use_session,
    ui::{
        Banner, Button, ConfirmDialog, Dialog, EmptyState, Glyph, GuardedButton, Icon, Secret,
        Section, Tone,
    },
};

/// A link that saves the key as a file. The key travels in the link itself: nothing is fetched,
/// nothing is left in the browser's history of requests.
fn download(number: &str, key: &str) -> AnyView {
    let file = format!("{number}.lic");
    let label = {
        let file = file.clone();
        move || t::licenses::download(&file)
    };
    view! {
        <a class="button" href=format!("data:application/jose,{key}") download=file>
            <span class="button__label">
                <Icon glyph=Glyph::Download/>
                {label}
            </span>
        </a>
    }
    .into_any()
}

fn shown(number: &str, key: KeyView) -> AnyView {
    let KeyView { activation_code, key } = key;
    if activation_code.is_none() && key.is_none() {
        return view! { <EmptyState glyph=Glyph::Key title=t::licenses::key_open/> }.into_any();
    }
    let is_code_only = key.is_none();
    let code = activation_code.map(|code| {
        view! {
            <Section title=t::licenses::code text=t::licenses::code_hint>
                <Secret text=code/>
            </Section>
        }
    });
    let signed = key.map(|key| {
        let file = download(number, &key);
        view! {
            <Section title=t::licenses::signed_key text=t::licenses::signed_key_hint>
                <Secret text=key/>
                <div class="row">{file}</div>
            </Section>
        }
    });
    view! {
        <div class="stack stack--loose">
            <Banner tone=Tone::Warning>{t::licenses::key_logged}</Banner>
            {code}
            {signed}
            {is_code_only.then(|| view! { <p class="muted small">{t::licenses::no_key}</p> })}
        </div>
    }
    .into_any()
}

/// The button, its question, and what it shows.
#[component]
pub fn ShowKeyButton(
    license: Signal<LicenseView>,
    /// The showing is in the timeline now.
    #[prop(into)]
    on_shown: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let asking = RwSignal::new(false);
    let key = RwSignal::new(None::<KeyView>);

    let number = move || license.read().number.clone();
    let blocked = Signal::derive(move || session.why_not(Permission::LicensesKey));
    let ask = move || {
        let id = license.read_untracked().id;
        let client = session.client();
        let work = async move { client.show_license_key(id).await };
        form.send(work, move |answer| {
            asking.set(false);
            key.set(Some(answer));
            on_shown.run(());
        });
    };
    view! {
        <GuardedButton
            label=t::licenses::show_key
            icon=Glyph::Key
            blocked
            on_press=move || {
                form.clear();
                asking.set(true);
            }
        />
        <ConfirmDialog
            open=asking
            on_close=move || asking.set(false)
            on_confirm=ask
            title=Signal::derive(move || t::licenses::show_key_title(number()))
            text=t::licenses::show_key_text
            confirm=t::licenses::show_key
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
        <Dialog
            open=Signal::derive(move || key.read().is_some())
            on_close=move || key.set(None)
            title=Signal::derive(move || t::licenses::key_title(number()))
            foot=move || view! { <Button label=t::common::close on_press=move || key.set(None)/> }
        >
            {move || key.get().map(|key| shown(&number(), key))}
        </Dialog>
    }
    .into_any()
}
