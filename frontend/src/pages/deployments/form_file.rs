//! The customer's signed form 验收单 as a file: chosen, looked at before it is sent, kept, and saved
//! again.

use domain::{
    access::Permission,
    attachments::{self, MAX_BYTES, MediaType, wire::AttachmentView},
    deployments::wire::DeploymentView,
    problem::Refusal,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use crate::{
    components::{FormState, Load, ProblemWords as _, save_file, tell_failure},
    i18n::{Word, lang, t},
    pages::parts::or_dash,
    state::{use_session, use_toaster},
    ui::{Banner, Button, Card, DescriptionList, Fact, Glyph, Icon, Time, Tone},
};

/// A file that was chosen and is one that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenFile {
    pub name: String,
    pub content: Vec<u8>,
}

/// Says what a file is by its content, or why it will not do.
type Check = fn(&[u8]) -> Result<MediaType, Refusal>;

/// Reads a file and looks at it as the server will.
async fn read(file: web_sys::File, check: Check) -> Result<ChosenFile, String> {
    #[expect(clippy::cast_precision_loss, reason = "the limit is exact")]
    let is_large = file.size() > MAX_BYTES as f64;
    // What is too large is not even read.
    let content = if is_large {
        vec![0; MAX_BYTES + 1]
    } else {
        let buffer = JsFuture::from(file.array_buffer()).await;
        let buffer =
            buffer.map_err(|_| untrack(|| t::deployments::file_unreadable.get().to_owned()))?;
        js_sys::Uint8Array::new(&buffer).to_vec()
    };
    check(&content).map_err(|refusal| refusal.words(untrack(lang)))?;
    Ok(ChosenFile { name: file.name(), content })
}

/// A button that lets choose a file; what was chosen is given to `on_file`.
#[component]
pub fn FormPicker(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] on_file: Callback<ChosenFile>,
    #[prop(into)] busy: Signal<bool>,
    #[prop(default = ".pdf,.jpg,.jpeg,.png,.webp")] accept: &'static str,
    #[prop(default = attachments::check)] check: Check,
    #[prop(default = t::deployments::form_file_hint)] hint: Word,
) -> impl IntoView {
    let failure = RwSignal::new(None::<String>);
    let take = move |file: Option<web_sys::File>| {
        let Some(file) = file else { return };
        failure.set(None);
        spawn_local(async move {
            match read(file, check).await {
                Ok(chosen) => on_file.run(chosen),
                Err(words) => drop(failure.try_set(Some(words))),
            }
        });
    };
    view! {
        <div class="stack stack--tight">
            <div>
                <label class="button button--small file-button">
                    <input
                        class="visually-hidden"
                        type="file"
                        accept=accept
                        disabled=busy
                        on:change:target=move |event| {
                            take(event.target().files().and_then(|files| files.get(0)));
                            // The same file may be chosen again.
                            event.target().set_value("");
                        }
                    />
                    <Icon glyph=Glyph::Upload/>
                    <span class="button__label">{label}</span>
                </label>
            </div>
            <p class="muted small">{hint}</p>
            <div aria-live="polite">
                {move || failure.get().map(|words| view! { <Banner tone=Tone::Error>{words}</Banner> })}
            </div>
        </div>
    }
    .into_any()
}

/// As people read sizes: a file is some kilobytes or megabytes.
fn size_in_words(bytes: u64) -> String {
    let kib = bytes.div_ceil(1024);
    if kib < 1024 {
        format!("{kib} KB")
    } else {
        format!("{}.{} MB", kib / 1024, kib % 1024 * 10 / 1024)
    }
}

fn facts(form: AttachmentView, deployment: Signal<DeploymentView>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let busy = RwSignal::new(false);
    let (name, media_type) = (form.file_name.clone(), form.media_type);
    let save = move || {
        busy.set(true);
        let client = untrack(|| session.client());
        let (id, name) = (deployment.read_untracked().id, name.clone());
        spawn_local(async move {
            let outcome = client.acceptance_form(id).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(file) => {
                    if save_file(&name, media_type.as_str(), &file).is_err() {
                        toaster.error(untrack(|| t::common::export_failed.get()), "");
                    }
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    let size = size_in_words(form.size);
    view! {
        <DescriptionList rows=true>
            <Fact label=t::deployments::form_file>{form.file_name}</Fact>
            <Fact label=t::deployments::form_size>{size}</Fact>
            <Fact label=t::deployments::form_uploaded>
                {form.uploaded_by} " · " <Time at=form.uploaded_at/>
            </Fact>
            <Fact label=t::deployments::form_hash>
                <span class="mono small break-all">{form.sha256}</span>
            </Fact>
        </DescriptionList>
        <div>
            <Button
                label=t::deployments::form_download
                icon=Glyph::Download
                small=true
                busy
                on_press=save
            />
        </div>
    }
    .into_any()
}

/// The form of a deployment that is done, and the way to put it there or to replace it.
#[component]
pub fn FormCard(deployment: Signal<DeploymentView>, load: Load<DeploymentView>) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let keep = move |file: ChosenFile| {
        let before = deployment.get_untracked();
        let client = untrack(|| session.client());
        let work = async move {
            client
                .attach_acceptance_form(before.id, before.version, &file.name, &file.content)
                .await
        };
        form.send(work, move |after: DeploymentView| {
            toaster.success(t::deployments::form_kept);
            load.set(after);
        });
    };
    let picker = move || {
        session.may(Permission::DeploymentsWrite).then(|| {
            let label = Signal::derive(move || {
                let word = match deployment.read().form {
                    Some(_) => t::deployments::form_replace,
                    None => t::deployments::form_upload,
                };
                word.get().to_owned()
            });
            view! { <FormPicker label on_file=keep busy=form.busy()/> }
        })
    };
    let kept = move || match deployment.read().form.clone() {
        Some(form) => facts(form, deployment),
        None => or_dash(None),
    };
    let failed = move || {
        form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
    };
    let is_done = Memo::new(move |_| deployment.read().status.is_done());
    view! {
        {move || {
            is_done
                .get()
                .then(|| {
                    view! {
                        <Card title=t::deployments::form_card>
                            <div class="stack">{kept} {picker} {failed}</div>
                        </Card>
                    }
                })
        }}
    }
    .into_any()
}
