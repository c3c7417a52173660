//! What a license is and how far it has come: steps, facts, purchases.

use client::Side;
use domain::{
    Lang,
    licenses::{
        ActivationMode, LicenseStatus,
        wire::{LicenseView, PurchaseView, StageView},
    },
};
use leptos::prelude::*;

use super::Remaining;
use crate::{
    i18n::{lang, t},
    pages::parts::{copyable, or_word},
    routes,
    ui::{
        Banner, Card, Clock, Day, DescriptionList, Fact, Money, Step, StepState, Steps, TableFrame,
        Time, Tone,
    },
};

/// How long it took from the latest step before that was reached.
fn days_since_the_step_before(stages: &[StageView], index: usize) -> Option<i64> {
    let reached = stages.get(index)?.reached_on?;
    let before = stages.get(..index)?.iter().rev().find_map(|stage| stage.reached_on)?;
    Some((reached - before).num_days().max(0))
}

/// The steps of its life. The last one reached is where it stands.
fn steps(stages: &[StageView], status: LicenseStatus) -> Vec<Step> {
    let last = stages.iter().rposition(|stage| stage.reached_on.is_some());
    let ended = matches!(status, LicenseStatus::Expired | LicenseStatus::Terminated);
    stages
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            let state = match (stage.reached_on, last) {
                (Some(_), Some(last)) if index == last && ended => StepState::Failed,
                (Some(_), Some(last)) if index == last => StepState::Current,
                (Some(_), _) => StepState::Done,
                (None, _) => StepState::Ahead,
            };
            let label = stage.stage;
            let step = Step::new(Signal::derive(move || label.label(lang()).to_owned()), state);
            let took = days_since_the_step_before(stages, index);
            match (stage.reached_on, took) {
                (Some(day), Some(days)) => step.note(t::licenses::step_took(day, days)),
                (Some(day), None) => step.note(day.to_string()),
                (None, _) => step,
            }
        })
        .collect()
}

/// A number, or «unlimited» for 0.
fn limit(number: u32) -> AnyView {
    match number {
        0 => view! { {t::licenses::unlimited} }.into_any(),
        number => view! { {number} }.into_any(),
    }
}

/// Where it stands in its life.
#[component]
pub fn LifeCycle(license: Signal<LicenseView>) -> impl IntoView {
    let steps =
        Signal::derive(move || license.with(|license| steps(&license.stages, license.status)));
    view! {
        <Card title=t::licenses::life_cycle>
            <Steps label=t::licenses::life_cycle steps/>
        </Card>
    }
    .into_any()
}

/// The words above the facts while it waits for its activation.
#[component]
pub fn DeadlineBanner(license: Signal<LicenseView>) -> impl IntoView {
    let waits_until = move || {
        let license = license.read();
        let waits = license.status == LicenseStatus::PendingActivation;
        license.activation_deadline.filter(|_| waits)
    };
    move || {
        waits_until().map(|on| {
            let (tone, words) = match (on - Clock::today()).num_days() {
                days @ 0.. => (Tone::Warning, t::licenses::pending_banner(on, days)),
                _ => (Tone::Error, t::licenses::overdue_banner(on)),
            };
            view! { <Banner tone>{words}</Banner> }
        })
    }
}

/// What was sold.
pub fn product_facts(license: LicenseView) -> AnyView {
    let LicenseView { product_name_zh: zh, product_name_en: en, .. } = license;
    let product = move || match lang() {
        Lang::Zh => zh.clone(),
        Lang::En => en.clone(),
    };
    let (edition, mode, years, grace) =
        (license.edition, license.activation_mode, license.term_years, license.grace_days);
    let cluster = match (license.cluster_id, mode) {
        (None, ActivationMode::Online) => or_word(None::<String>, t::licenses::cluster_open),
        (cluster, _) => copyable(cluster),
    };
    view! {
        <Card title=t::licenses::facts>
            <DescriptionList>
                <Fact label=t::licenses::product>{product}</Fact>
                <Fact label=t::licenses::edition>{move || edition.label(lang())}</Fact>
                <Fact label=t::licenses::years>{move || t::licenses::n_years(years)}</Fact>
                <Fact label=t::licenses::workspaces>{limit(license.workspaces)}</Fact>
                <Fact label=t::licenses::users>{limit(license.users)}</Fact>
                <Fact label=t::licenses::grace>{move || t::licenses::n_days(grace)}</Fact>
                <Fact label=t::licenses::mode>{move || mode.label(lang())}</Fact>
                <Fact label=t::licenses::cluster>{cluster}</Fact>
                <Fact label=t::licenses::created>
                    <Time at=license.created_at full=true/>
                </Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// From delivery to expiry.
pub fn term_facts(license: LicenseView) -> AnyView {
    let waits = license.activated_at.is_none() && license.activation_deadline.is_some();
    let deadline = license.activation_deadline.map(|on| {
        view! {
            <span data-tip=t::licenses::deadline_hint>
                <Day on distance=waits/>
            </span>
        }
    });
    let sent = license.sent_at.map(|at| view! { <Time at full=true/> });
    let activated = license.activated_at.map(|at| view! { <Time at full=true/> });
    let starts = license.starts_on.map(|on| view! { <Day on/> });
    let key_id = match license.key_id {
        None => or_word(None::<String>, t::licenses::key_open),
        key => copyable(key),
    };
    let expires = license.expires_on.map(|on| {
        view! {
            <span class="row">
                <Day on/>
                <Remaining status=license.status expires_on=Some(on)/>
            </span>
        }
    });
    view! {
        <Card title=t::licenses::activation>
            <DescriptionList rows=true>
                <Fact label=t::licenses::sent>{or_word(sent, t::licenses::not_sent)}</Fact>
                <Fact label=t::licenses::deadline>{or_word(deadline, t::licenses::term_open)}</Fact>
                <Fact label=t::licenses::activated>
                    {or_word(activated, t::licenses::not_activated)}
                </Fact>
                <Fact label=t::licenses::starts>{or_word(starts, t::licenses::term_open)}</Fact>
                <Fact label=t::licenses::expires>{or_word(expires, t::licenses::term_open)}</Fact>
                <Fact label=t::licenses::key_id>
                    {key_id}
                </Fact>
                <Fact label=t::licenses::fingerprint>{copyable(license.key_fingerprint)}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// Where it came from and whose it is.
pub fn related_facts(side: Side, license: LicenseView) -> AnyView {
    let number = license.order_number;
    match side {
        Side::Portal => view! {
            <Card title=t::licenses::related>
                <DescriptionList rows=true>
                    <Fact label=t::licenses::order>
                        <a href=routes::order(side, license.order_id)>{number}</a>
                    </Fact>
                    <Fact label=t::licenses::customer>{license.customer_name}</Fact>
                </DescriptionList>
            </Card>
        }
        .into_any(),
        Side::Staff => {
            let partner = license
                .partner
                .map(|partner| view! { <a href=routes::partner(partner.id)>{partner.name}</a> });
            view! {
                <Card title=t::licenses::related>
                    <DescriptionList rows=true>
                        <Fact label=t::licenses::order>
                            <a href=routes::order(side, license.order_id)>{number}</a>
                        </Fact>
                        <Fact label=t::licenses::customer>
                            <a href=routes::customer(license.customer_id)>
                                {license.customer_name}
                            </a>
                        </Fact>
                        <Fact label=t::licenses::partner>
                            {or_word(partner, t::licenses::direct)}
                        </Fact>
                        <Fact label=t::licenses::owner>
                            {or_word(license.owner.map(|owner| owner.name), t::licenses::nobody)}
                        </Fact>
                    </DescriptionList>
                </Card>
            }
            .into_any()
        }
    }
}

fn purchase_row(side: Side, purchase: PurchaseView, with_amount: bool) -> AnyView {
    let (kind, payment, currency) = (purchase.kind, purchase.payment_status, purchase.currency);
    let amount = match purchase.amount {
        Some(amount) => view! { <Money amount currency/> }.into_any(),
        None => "—".into_any(),
    };
    view! {
        <tr>
            <td>
                <Day on=purchase.purchased_on/>
            </td>
            <td>
                {match purchase.order_id {
                    Some(order) => view! {
                        <a href=routes::order(side, order)>{move || kind.label(lang())}</a>
                    }
                    .into_any(),
                    None => view! { {move || kind.label(lang())} }.into_any(),
                }}
            </td>
            <td class="num">{purchase.sets}</td>
            {with_amount.then(|| view! { <td class="num">{amount}</td> })}
            <td>
                {match purchase.new_expires_on {
                    Some(on) => view! { <Day on/> }.into_any(),
                    None => "—".into_any(),
                }}
            </td>
            <td>{move || payment.label(lang())}</td>
            <td>{purchase.contract_number.unwrap_or_else(|| "—".to_owned())}</td>
        </tr>
    }
    .into_any()
}

/// What was paid for it: amounts only for those who see money.
pub fn purchases(side: Side, purchases: Vec<PurchaseView>) -> AnyView {
    if purchases.is_empty() {
        return ().into_any();
    }
    let with_amount = purchases.iter().any(|purchase| purchase.amount.is_some());
    view! {
        <Card title=t::licenses::purchases flush=true>
            <TableFrame label=t::licenses::purchases>
                <thead>
                    <tr>
                        <th scope="col">{t::licenses::purchased_on}</th>
                        <th scope="col">{t::licenses::kind}</th>
                        <th scope="col" class="num">
                            {t::licenses::sets}
                        </th>
                        {with_amount
                            .then(|| {
                                view! {
                                    <th scope="col" class="num">
                                        {t::licenses::amount}
                                    </th>
                                }
                            })}
                        <th scope="col">{t::licenses::new_end}</th>
                        <th scope="col">{t::licenses::payment}</th>
                        <th scope="col">{t::licenses::contract}</th>
                    </tr>
                </thead>
                <tbody>
                    {purchases
                        .into_iter()
                        .map(|purchase| purchase_row(side, purchase, with_amount))
                        .collect_view()}
                </tbody>
            </TableFrame>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::licenses::Stage;

    use super::*;

    fn stage(stage: Stage, reached: bool) -> StageView {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22);
        StageView { stage, reached_on: day.filter(|_| reached) }
    }

    #[test]
    fn a_step_took_the_days_since_the_last_one_that_was_reached() {
        let at =
            |stage, day| StageView { stage, reached_on: NaiveDate::from_ymd_opt(2026, 11, day) };
        let stages = [
            at(Stage::Created, 2),
            stage(Stage::Deployed, false),
            at(Stage::InUse, 9),
            stage(Stage::Expired, false),
        ];
        let took: Vec<_> = (0..4).map(|index| days_since_the_step_before(&stages, index)).collect();

        assert_eq!(took, [None, None, Some(7), None]);
    }

    #[test]
    fn the_last_step_reached_is_the_current_one() {
        let stages = [
            stage(Stage::Created, true),
            stage(Stage::Deployed, false),
            stage(Stage::InUse, true),
            stage(Stage::Expired, false),
        ];
        let found: Vec<_> =
            steps(&stages, LicenseStatus::Active).iter().map(|step| step.state).collect();

        assert_eq!(
            found,
            [StepState::Done, StepState::Ahead, StepState::Current, StepState::Ahead]
        );
    }
}
