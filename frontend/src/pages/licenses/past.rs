//! A license as it was on a day that one chooses.

use chrono::NaiveDate;
use domain::{
    dates::business_day,
    licenses::wire::{AsOfQuery, LicenseAsOf, LicenseView},
};
use leptos::prelude::*;

use super::LicenseStatusDot;
use crate::{
    components::{FormState, ProblemWords as _},
    i18n::{lang, t},
    pages::parts::{or_dash, or_word},
    state::use_session,
    ui::{Banner, Button, Card, Clock, Day, DescriptionList, Fact, Field, TextInput, Tone},
};

/// A number, or «unlimited» for 0.
fn limit(number: u32) -> AnyView {
    match number {
        0 => view! { {t::licenses::unlimited} }.into_any(),
        number => view! { {number} }.into_any(),
    }
}

fn facts(was: LicenseAsOf) -> AnyView {
    let (zh, en, mode) = (was.product_name_zh, was.product_name_en, was.activation_mode);
    let product = move || lang().pick(&*zh, &*en).to_owned();
    let (starts, expires) =
        (was.starts_on.map(|on| view! { <Day on/> }), was.expires_on.map(|on| view! { <Day on/> }));
    view! {
        <DescriptionList rows=true>
            <Fact label=t::licenses::status>
                <LicenseStatusDot status=was.status/>
            </Fact>
            <Fact label=t::licenses::product>{product}</Fact>
            <Fact label=t::licenses::workspaces>{limit(was.workspaces)}</Fact>
            <Fact label=t::licenses::users>{limit(was.users)}</Fact>
            <Fact label=t::licenses::starts>{or_word(starts, t::licenses::term_open)}</Fact>
            <Fact label=t::licenses::expires>{or_word(expires, t::licenses::term_open)}</Fact>
            <Fact label=t::licenses::mode>{move || mode.label(lang())}</Fact>
            <Fact label=t::licenses::cluster>{or_dash(was.cluster_id)}</Fact>
            <Fact label=t::licenses::owner>
                {or_word(was.owner.map(|owner| owner.name), t::licenses::nobody)}
            </Fact>
        </DescriptionList>
    }
    .into_any()
}

/// The card: a day, and what was true then.
#[component]
pub fn AsOfCard(license: Signal<LicenseView>) -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let day = RwSignal::new(String::new());
    let was = RwSignal::new(None::<LicenseAsOf>);
    let ask = move |typed: String| {
        form.clear();
        was.set(None);
        let Ok(on) = typed.parse::<NaiveDate>() else { return };
        let (client, id) = (session.client(), license.read_untracked().id);
        form.send(async move { client.license_as_of(id, &AsOfQuery { on }).await }, move |found| {
            was.set(Some(found));
        });
    };
    let back = move || {
        day.set(String::new());
        form.clear();
        was.set(None);
    };
    let hint = Signal::derive(move || {
        t::licenses::as_of_hint(business_day(license.read().created_at), Clock::today())
    });
    view! {
        <Card title=t::licenses::as_of>
            <div class="stack stack--tight">
                <Field label=t::licenses::as_of_day hint error=form.error("/on")>
                    <TextInput value=day kind="date" on_change=ask/>
                </Field>
                {move || {
                    form.failure()
                        .filter(|error| {
                            error.problem().is_none_or(|problem| problem.errors.is_empty())
                        })
                        .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
                }}
                {move || {
                    was.get()
                        .map(|was| {
                            view! {
                                {facts(was)}
                                <Button label=t::licenses::as_of_now small=true on_press=back/>
                            }
                        })
                }}
            </div>
        </Card>
    }
    .into_any()
}
