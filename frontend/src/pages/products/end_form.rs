//! The last day of a price or of a rule; without one it goes on.

use chrono::NaiveDate;
use domain::{
    problem::FieldError,
    products::{
        rules::check_end,
        validity::Validity,
        wire::{ListedProduct, PriceView, RuleView, SetEnd},
    },
};
use leptos::prelude::*;

use super::words;
use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    state::use_session,
    ui::{Banner, Button, Clock, Field, Look, TextInput, Tone},
};

/// What ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    Price(Box<ListedProduct>, PriceView),
    Rule(RuleView),
}

impl Ended {
    const fn validity(&self) -> Validity {
        match self {
            Self::Price(_, price) => price.validity(),
            Self::Rule(view) => view.rule.validity(),
        }
    }

    /// What people call it (tracked).
    fn name(&self) -> String {
        match self {
            Self::Price(product, price) => {
                format!("{} · {}", product.name(lang()), words::days(price.validity()))
            }
            Self::Rule(view) => view.rule.name(lang()),
        }
    }

    fn check(&self, until: Option<NaiveDate>) -> Vec<FieldError> {
        let today = Clock::today();
        let refused = match self {
            Self::Price(product, price) => product.timeline().ended(price.id, until, today).err(),
            Self::Rule(view) => check_end(&view.rule, until, today).err(),
        };
        refused.map(|refusal| refusal.at("/valid_until")).into_iter().collect()
    }

    /// Days without a price that would follow (tracked).
    fn gap(&self, until: Option<NaiveDate>) -> Option<String> {
        let Self::Price(product, price) = self else { return None };
        let after = product.timeline().ended(price.id, until, Clock::today()).ok()?;
        let from = after.days_of(price.id)?.until?.succ_opt()?;
        let words = match after.gap_after(price.id) {
            Some(gap) => words::days(gap),
            None if after.on(from).is_none() => words::days(Validity { from, until: None }),
            None => return None,
        };
        Some(t::products::gap(words))
    }
}

/// Asks for the last day.
#[component]
pub fn EndForm(of: Ended, on_done: Callback<()>) -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let typed =
        RwSignal::new(of.validity().until.map(|until| until.to_string()).unwrap_or_default());
    let of = StoredValue::new(of);
    let until = move || typed.read().parse::<NaiveDate>().ok();
    let submit = move || {
        let valid_until = untrack(until);
        if !form.accepts(untrack(|| of.with_value(|of| of.check(valid_until)))) {
            return;
        }
        let client = session.client();
        let end = SetEnd { valid_until };
        let work = async move {
            match of.get_value() {
                Ended::Price(_, price) => {
                    client.end_price(price.id, price.version, &end).await.map(drop)
                }
                Ended::Rule(view) => {
                    client.end_price_rule(view.rule.id, view.version, &end).await.map(drop)
                }
            }
        };
        form.send(work, move |()| on_done.run(()));
    };
    let gap = move || of.with_value(|of| of.gap(until()));
    view! {
        <Form form on_submit=submit>
            <p class="muted">{move || of.with_value(Ended::name)}</p>
            <Field
                label=t::products::valid_until
                aside=t::common::optional
                hint=t::products::valid_until_hint
                error=form.error("/valid_until")
            >
                <TextInput value=typed kind="date" autofocus=true/>
            </Field>
            {move || gap().map(|words| view! { <Banner tone=Tone::Warning>{words}</Banner> })}
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}
