//! The order terms: every version, and a new one. What was published stays as it is.

use domain::sellers::{TermsContent, TermsVersion, check_terms};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Load},
    i18n::{lang, t},
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Banner, Button, Card, Clock, Day, Drawer, Field, Glyph, Look, Tag, TextArea, TextInput,
        Tone,
    },
};

/// The form of a new version, which begins with the texts of the current one.
fn editor(current: Option<TermsVersion>, done: Callback<()>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let before = current.map(|version| version.content).unwrap_or_default();
    let label = RwSignal::new(String::new());
    let (text_zh, text_en) = (RwSignal::new(before.text_zh), RwSignal::new(before.text_en));
    let valid_from = RwSignal::new(untrack(Clock::today).to_string());
    let key = StoredValue::new(fresh_key());
    let submit = move || {
        let content = TermsContent {
            label: label.get_untracked(),
            text_zh: text_zh.get_untracked(),
            text_en: text_en.get_untracked(),
            valid_from: valid_from.get_untracked().parse().unwrap_or_default(),
        };
        let faults = check_terms(&content, untrack(Clock::today)).err().unwrap_or_default();
        if !form.accepts(faults) {
            return;
        }
        let client = session.client();
        let work = async move { client.publish_terms(&content, &key.get_value()).await };
        form.send(work, move |_| {
            toaster.success(t::sellers::published);
            done.run(());
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Banner>{t::sellers::publish_about}</Banner>
                <Field
                    label=t::sellers::label
                    hint=t::sellers::label_hint
                    required=true
                    error=form.error("/label")
                >
                    <TextInput value=label autofocus=true autocomplete="off" maxlength=32_u32/>
                </Field>
                <Field label=t::sellers::valid_from required=true error=form.error("/valid_from")>
                    <TextInput value=valid_from kind="date"/>
                </Field>
                <Field label=t::sellers::text_zh required=true error=form.error("/text_zh")>
                    <TextArea value=text_zh rows=12_u32/>
                </Field>
                <Field label=t::sellers::text_en required=true error=form.error("/text_en")>
                    <TextArea value=text_en rows=12_u32/>
                </Field>
            </div>
            <div class="form__actions">
                <Button
                    label=t::sellers::publish
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

fn version(one: TermsVersion) -> AnyView {
    let TermsVersion { content, hash, is_current, .. } = one;
    let current = is_current.then(|| view! { <Tag label=t::sellers::current tone=Tone::Success/> });
    let text = move || match lang() {
        domain::Lang::Zh => content.text_zh.clone(),
        domain::Lang::En => content.text_en.clone(),
    };
    view! {
        <details class="summary-line">
            <summary>
                <span class="summary-line__name">
                    {content.label.clone()} " " {current}
                </span>
                <span class="muted small">
                    {t::sellers::valid_from} " " <Day on=content.valid_from/>
                </span>
            </summary>
            <div class="stack stack--tight">
                <p class="pre-line">{text}</p>
                <p class="muted small">"SHA-256 " <span class="mono break-all">{hash}</span></p>
            </div>
        </details>
    }
    .into_any()
}

/// The card with all versions.
pub fn terms(all: Signal<Vec<TermsVersion>>, load: Load<Vec<TermsVersion>>) -> AnyView {
    let editing = RwSignal::new(false);
    let done = Callback::new(move |()| {
        editing.set(false);
        load.reload();
    });
    let add = move || {
        view! {
            <Button
                label=t::sellers::new_version
                icon=Glyph::Plus
                small=true
                on_press=move || editing.set(true)
            />
        }
    };
    let current = move || all.read_untracked().iter().find(|version| version.is_current).cloned();
    view! {
        <Card title=t::sellers::terms actions=add>
            {move || all.get().into_iter().map(version).collect_view()}
        </Card>
        <Drawer open=editing on_close=move || editing.set(false) title=t::sellers::new_version>
            {move || editing.get().then(|| editor(current(), done))}
        </Drawer>
    }
    .into_any()
}
