//! The file of an invoice: chosen, looked at before it is sent, kept, and saved again.

use client::Side;
use domain::{
    access::Permission,
    attachments::wire::AttachmentView,
    invoices::{file::check, wire::InvoiceView},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{FormState, Load, ProblemWords as _, save_file, tell_failure},
    i18n::t,
    pages::{
        deployments::{ChosenFile, FormPicker},
        parts::or_word,
    },
    state::{use_session, use_toaster},
    ui::{Banner, Button, Card, DescriptionList, Fact, Glyph, Time, Tone},
};

fn facts(file: AttachmentView, side: Side, invoice: Signal<InvoiceView>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let busy = RwSignal::new(false);
    let (name, media_type) = (file.file_name.clone(), file.media_type);
    let save = move || {
        busy.set(true);
        let client = untrack(|| session.client());
        let (id, name) = (invoice.read_untracked().invoice.id, name.clone());
        spawn_local(async move {
            let outcome = client.invoice_file(side, id).await;
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
    view! {
        <DescriptionList rows=true>
            <Fact label=t::invoices::file>{file.file_name}</Fact>
            <Fact label=t::invoices::file_uploaded>
                {file.uploaded_by} " · " <Time at=file.uploaded_at/>
            </Fact>
        </DescriptionList>
        <div>
            <Button
                label=t::invoices::file_download
                icon=Glyph::Download
                small=true
                busy
                on_press=save
            />
        </div>
    }
    .into_any()
}

/// The file, and for finance the way to put it there or to replace it.
#[component]
pub fn FileCard(
    side: Side,
    invoice: Signal<InvoiceView>,
    load: Load<InvoiceView>,
) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let keep = move |file: ChosenFile| {
        let before = invoice.get_untracked();
        let client = untrack(|| session.client());
        let work = async move {
            let (id, version) = (before.invoice.id, before.version);
            client.keep_invoice_file(id, version, &file.name, &file.content).await
        };
        form.send(work, move |after: InvoiceView| {
            toaster.success(t::invoices::file_kept);
            load.set(after);
        });
    };
    let picker = move || {
        let may =
            session.may(Permission::InvoicesManage) && invoice.read().facts().allows_file().is_ok();
        may.then(|| {
            let label = Signal::derive(move || {
                let word = match invoice.read().file {
                    Some(_) => t::invoices::file_replace,
                    None => t::invoices::file_upload,
                };
                word.get().to_owned()
            });
            view! {
                <FormPicker
                    label
                    on_file=keep
                    busy=form.busy()
                    accept=".pdf,.ofd,.xml"
                    check
                    hint=t::invoices::file_hint
                />
            }
        })
    };
    let kept = move || match invoice.read().file.clone() {
        Some(file) => facts(file, side, invoice),
        None => or_word(None::<String>, t::invoices::file_none),
    };
    let failed = move || {
        form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
    };
    view! {
        <Card title=t::invoices::file>
            <div class="stack">{kept} {picker} {failed}</div>
        </Card>
    }
    .into_any()
}
