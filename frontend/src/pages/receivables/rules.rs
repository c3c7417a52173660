//! When a party is on credit hold, and how customers pay who buy without a partner.

use domain::{
    money::Amount,
    partners::{MAX_TERM_DAYS, PaymentTerms, TermsFrom},
    problem::{Reason, Refusal},
    receivables::{CreditRules, MOST_HOLD_DAYS, check_rules, wire::CreditRulesView},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Loaded, use_load},
    i18n::t,
    state::{use_session, use_toaster},
    ui::{Button, Checkbox, Drawer, Field, Look, NumberInput, TextInput},
};

fn editor(view: CreditRulesView, open: RwSignal<bool>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let before = view.rules;
    let active = RwSignal::new(before.active);
    let after_days = RwSignal::new(Some(i64::from(before.after_days)));
    let above = RwSignal::new(before.above.to_string());
    let days = RwSignal::new(match before.customer_terms {
        PaymentTerms::Days { days, .. } => Some(i64::from(days)),
        _ => None,
    });
    let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    let submit = move || {
        let typed = above.get_untracked().replace([',', '，', ' '], "");
        let amount: Option<Amount> = typed.parse().ok();
        // Other terms than days stay as they are while nothing is typed.
        let customer_terms = match number(days.get_untracked()) {
            Some(days) => PaymentTerms::Days { days, from: TermsFrom::Approval },
            None => before.customer_terms,
        };
        let rules = CreditRules {
            active: active.get_untracked(),
            after_days: number(after_days.get_untracked()).unwrap_or(u32::MAX),
            above: amount.unwrap_or_default(),
            customer_terms,
        };
        let mut faults = check_rules(&rules).err().unwrap_or_default();
        if amount.is_none() {
            faults.push(Refusal::from(Reason::NotAnAmount).at("/above"));
        }
        if !form.accepts(faults) {
            return;
        }
        let client = session.client();
        let work = async move { client.change_credit_rules(view.version, &rules).await };
        form.send(work, move |_| {
            toaster.success(t::common::saved);
            open.set(false);
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Checkbox
                    checked=active
                    label=t::receivables::rules_active
                    hint=t::receivables::rules_hint
                />
                <Field
                    label=t::receivables::after_days
                    required=true
                    error=form.error("/after_days")
                >
                    <NumberInput value=after_days min=0 max=i64::from(MOST_HOLD_DAYS)/>
                </Field>
                <Field
                    label=t::receivables::above
                    hint=t::receivables::above_hint
                    required=true
                    error=form.error("/above")
                >
                    <TextInput value=above inputmode="decimal" autocomplete="off"/>
                </Field>
                <Field
                    label=t::receivables::customer_terms
                    error=form.error("/customer_terms/days")
                >
                    <NumberInput value=days min=1 max=i64::from(MAX_TERM_DAYS)/>
                </Field>
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

fn loaded(open: RwSignal<bool>) -> AnyView {
    let load = use_load(|client| async move { client.credit_rules().await });
    let drawn = move |found: Signal<CreditRulesView>| editor(found.get_untracked(), open);
    view! { <Loaded load view=drawn/> }.into_any()
}

/// The drawer of the rules.
pub(super) fn rules_drawer(open: RwSignal<bool>) -> AnyView {
    view! {
        <Drawer open on_close=move || open.set(false) title=t::receivables::rules>
            {move || open.get().then(|| loaded(open))}
        </Drawer>
    }
    .into_any()
}
