//! One mail: what became of it, what stood in it, and another try.

use client::Side;
use domain::{
    deliveries::{
        DeliveryStatus,
        wire::{DeliveryRow, DeliveryView},
    },
    problem::{Reason, Refusal},
};
use leptos::{prelude::*, task::spawn_local};

use super::{DeliveryStatusDot, mail::MailBody, trouble_words};
use crate::{
    components::{Load, Loaded, tell_failure, use_load},
    i18n::{lang, t},
    pages::parts::{copyable, id_in_address, or_dash},
    routes,
    state::{use_session, use_toaster},
    ui::{Banner, Card, DescriptionList, Fact, Glyph, GuardedButton, Look, PageHeader, Time, Tone},
};

/// Only what failed is tried again.
fn why_no_retry(status: DeliveryStatus) -> Option<Refusal> {
    let failed = matches!(status, DeliveryStatus::Failed | DeliveryStatus::Bounced);
    (!failed).then(|| Reason::DeliveryNotFailed.into())
}

#[component]
fn RetryButton(delivery: Signal<DeliveryView>, load: Load<DeliveryView>) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let busy = RwSignal::new(false);
    let blocked = Signal::derive(move || {
        why_no_retry(delivery.read().row.status).map(|refusal| refusal.words(lang()))
    });
    let press = move || {
        let (id, version) = delivery.with_untracked(|delivery| (delivery.row.id, delivery.version));
        let client = session.client();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.retry_delivery(id, version).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(changed) => {
                    load.set(changed);
                    toaster.success(t::deliveries::retried.get());
                }
                Err(error) => {
                    if error.is_stale() {
                        load.reload();
                    }
                    tell_failure(toaster, &error);
                }
            }
        });
    };
    view! {
        <GuardedButton
            label=t::deliveries::retry
            icon=Glyph::Refresh
            look=Look::Primary
            blocked
            busy
            on_press=press
        />
    }
}

/// What stands above a mail that did not arrive.
fn trouble(row: &DeliveryRow) -> Option<AnyView> {
    let words = match row.status {
        DeliveryStatus::Failed => t::deliveries::failed_banner,
        DeliveryStatus::Bounced => t::deliveries::bounced_banner,
        _ => return None,
    };
    let error = trouble_words(row.last_error.clone());
    Some(view! { <Banner tone=Tone::Error title=words>{error}</Banner> }.into_any())
}

fn facts(delivery: DeliveryView) -> AnyView {
    let DeliveryView { row, message_id, .. } = delivery;
    let (kind, language) = (row.kind, row.language);
    let error = trouble_words(row.last_error);
    let order = match (row.order_id, row.order_number) {
        (Some(id), Some(number)) => {
            view! { <a href=routes::order(Side::Staff, id)>{number}</a> }.into_any()
        }
        _ => or_dash(None),
    };
    let time = |at: Option<chrono::DateTime<chrono::Utc>>| match at {
        Some(at) => view! { <Time at full=true/> }.into_any(),
        None => or_dash(None),
    };
    view! {
        <Card title=t::deliveries::facts>
            <DescriptionList rows=true>
                <Fact label=t::deliveries::recipient>{copyable(Some(row.recipient))}</Fact>
                <Fact label=t::deliveries::kind>{move || kind.label(lang())}</Fact>
                <Fact label=t::deliveries::language>{move || language.label(lang())}</Fact>
                <Fact label=t::deliveries::order>{order}</Fact>
                <Fact label=t::deliveries::created>
                    <Time at=row.created_at full=true/>
                </Fact>
                <Fact label=t::deliveries::delivered>{time(row.delivered_at)}</Fact>
                <Fact label=t::deliveries::tries>{row.tries}</Fact>
                <Fact label=t::deliveries::next_try>{time(row.next_try_at)}</Fact>
                <Fact label=t::deliveries::last_error>{move || or_dash(error())}</Fact>
                <Fact label=t::deliveries::message_id>{copyable(Some(message_id))}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn body(delivery: Signal<DeliveryView>, load: Load<DeliveryView>) -> AnyView {
    let subject = Signal::derive(move || delivery.read().row.subject.clone());
    let status =
        move || view! { <DeliveryStatusDot status=delivery.read().row.status badge=true/> };
    view! {
        <PageHeader
            title=subject
            back=routes::DELIVERIES
            back_label=t::deliveries::title
            status=move || view! { {status} }
            meta=move || view! { <span>{move || delivery.read().row.recipient.clone()}</span> }
            actions=move || view! { <RetryButton delivery load/> }
        />
        <div class="detail">
            <div class="detail__main">
                {move || trouble(&delivery.read().row)} <MailBody delivery/>
            </div>
            <div class="detail__side">{move || facts(delivery.get())}</div>
        </div>
    }
    .into_any()
}

/// One mail.
#[component]
pub fn DeliveryPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.delivery(id).await }
    });
    view! { <Loaded load view=move |delivery| body(delivery, load)/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_failed_is_tried_again() {
        assert!(why_no_retry(DeliveryStatus::Sent).is_some());
        assert!(why_no_retry(DeliveryStatus::Failed).is_none());
    }
}
