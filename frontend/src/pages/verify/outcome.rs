//! What a key is worth, in words.

use domain::keys::{
    KeyStatus,
    wire::{VerificationView, VerifiedLicense},
};
use leptos::prelude::*;

use crate::{
    i18n::{Word, lang, t},
    ui::{Banner, Day, DescriptionList, Fact, StatusDot, Time, Tone},
};

/// How good the news is, and what follows from it.
const fn meaning(status: KeyStatus) -> (Tone, Word) {
    match status {
        KeyStatus::Valid => (Tone::Success, t::verify::means_valid),
        KeyStatus::NotYetValid => (Tone::Warning, t::verify::means_not_yet),
        KeyStatus::Superseded => (Tone::Warning, t::verify::means_superseded),
        KeyStatus::Expired => (Tone::Warning, t::verify::means_expired),
        KeyStatus::Revoked => (Tone::Error, t::verify::means_revoked),
        KeyStatus::Suspended => (Tone::Error, t::verify::means_suspended),
        KeyStatus::Terminated => (Tone::Error, t::verify::means_terminated),
    }
}

/// A number, or «unlimited» for 0.
fn limit(number: u32) -> AnyView {
    match number {
        0 => view! { {t::licenses::unlimited} }.into_any(),
        number => view! { {number} }.into_any(),
    }
}

fn facts(license: VerifiedLicense) -> AnyView {
    let (edition, mode) = (license.edition, license.activation_mode);
    let since = license.since.map(|at| {
        view! {
            <Fact label=t::verify::since>
                <Time at/>
            </Fact>
        }
    });
    view! {
        <DescriptionList rows=true>
            <Fact label=t::licenses::number>
                <span class="mono">{license.license_number}</span>
            </Fact>
            {since}
            <Fact label=t::licenses::customer>{license.customer}</Fact>
            <Fact label=t::licenses::edition>{move || edition.label(lang())}</Fact>
            <Fact label=t::licenses::workspaces>{limit(license.workspaces)}</Fact>
            <Fact label=t::licenses::users>{limit(license.users)}</Fact>
            <Fact label=t::licenses::mode>{move || mode.label(lang())}</Fact>
            <Fact label=t::licenses::starts>
                <Day on=license.valid_from/>
            </Fact>
            <Fact label=t::licenses::expires>
                <Day on=license.expires_on distance=true/>
            </Fact>
            <Fact label=t::verify::signed_by>
                <span class="mono small">{license.kid}</span>
            </Fact>
        </DescriptionList>
    }
    .into_any()
}

/// Genuine or not, and then what it stands for.
pub fn outcome(view: VerificationView) -> AnyView {
    let Some(license) = view.license.filter(|_| view.genuine) else {
        return view! {
            <Banner tone=Tone::Error title=t::verify::not_genuine>
                {t::verify::not_genuine_text}
            </Banner>
        }
        .into_any();
    };
    let status = license.status;
    let (tone, means) = meaning(status);
    view! {
        <div class="stack">
            <Banner tone title=t::verify::genuine>
                <p>
                    <StatusDot tone label=move || status.label(lang())/>
                </p>
                <p>{means}</p>
            </Banner>
            {facts(license)}
        </div>
    }
    .into_any()
}
