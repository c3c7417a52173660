//! How a partner pays and how much it may owe, as fields of its form.

use domain::{
    money::{Amount, BasisPoints},
    partners::{MAX_TERM_DAYS, PaymentTerms, TermsFrom, wire::PartnerContent},
    problem::{FieldError, Reason, Refusal},
};
use leptos::prelude::*;

use crate::{
    components::FormState,
    i18n::{lang, t},
    pages::parts::choices,
    ui::{Card, Choice, Field, NumberInput, Select, TextInput},
};

const PREPAID: &str = "prepaid";
const DEPOSIT: &str = "deposit";
const DAYS: &str = "days";

/// What the fields hold.
#[derive(Clone, Copy)]
pub struct CreditForm {
    limit: RwSignal<String>,
    kind: RwSignal<String>,
    percent: RwSignal<String>,
    days: RwSignal<Option<i64>>,
    from: RwSignal<String>,
    /// Percent, as typed.
    share: RwSignal<String>,
}

impl CreditForm {
    pub fn of(content: &PartnerContent) -> Self {
        let text = |text: String| RwSignal::new(text);
        let limit = content.credit_limit.map(|limit| limit.to_string()).unwrap_or_default();
        let form = Self {
            limit: text(limit),
            kind: text(PREPAID.to_owned()),
            percent: text("30".to_owned()),
            days: RwSignal::new(Some(30)),
            from: text(TermsFrom::default().to_string()),
            share: text(content.profit_share.map(percent_of).unwrap_or_default()),
        };
        match content.payment_terms {
            PaymentTerms::Prepaid => {}
            PaymentTerms::Deposit { percent } => {
                form.kind.set(DEPOSIT.to_owned());
                form.percent.set(percent_of(percent));
            }
            PaymentTerms::Days { days, from } => {
                form.kind.set(DAYS.to_owned());
                form.days.set(Some(i64::from(days)));
                form.from.set(from.to_string());
            }
        }
        form
    }

    /// The limit as typed; spaces and thousands separators do not matter (tracked).
    fn typed_limit(self) -> String {
        self.limit.get().replace([',', '，', ' ', '¥', '￥'], "")
    }

    pub fn limit(self) -> Option<Amount> {
        self.typed_limit().parse().ok()
    }

    /// What is typed and means nothing (tracked).
    pub fn faults(self) -> Vec<FieldError> {
        let typed = self.typed_limit();
        let is_wrong = !typed.is_empty() && self.limit().is_none();
        let refusal = Refusal::new(Reason::WrongType).with("expected", "100000.00");
        let limit = is_wrong.then(|| refusal.at("/credit_limit"));
        let is_wrong = !self.share.get().trim().is_empty() && self.share().is_none();
        let refusal = Refusal::new(Reason::WrongType).with("expected", "12.5");
        let share = is_wrong.then(|| refusal.at("/profit_share"));
        limit.into_iter().chain(share).collect()
    }

    /// What the partner keeps (tracked).
    pub fn share(self) -> Option<BasisPoints> {
        points_of(&self.share.get())
    }

    pub fn terms(self) -> PaymentTerms {
        match self.kind.get().as_str() {
            DEPOSIT => {
                let percent = points_of(&self.percent.get());
                PaymentTerms::Deposit { percent: percent.unwrap_or(BasisPoints(0)) }
            }
            DAYS => PaymentTerms::Days {
                days: self.days.get().and_then(|days| u32::try_from(days).ok()).unwrap_or_default(),
                from: self.from.get().parse().unwrap_or_default(),
            },
            _ => PaymentTerms::Prepaid,
        }
    }
}

/// A ratio without its sign, as it is typed.
fn percent_of(ratio: BasisPoints) -> String {
    ratio.to_string().trim_end_matches('%').to_owned()
}

/// A percentage with two decimals at most.
fn points_of(typed: &str) -> Option<BasisPoints> {
    let percent: Amount = typed.trim().trim_end_matches('%').parse().ok()?;
    u32::try_from(percent.minor()).ok().map(BasisPoints)
}

fn kinds() -> Vec<Choice> {
    vec![
        Choice::new(PREPAID, t::partners::terms_prepaid),
        Choice::new(DEPOSIT, t::partners::terms_deposit),
        Choice::new(DAYS, t::partners::terms_days),
    ]
}

/// The fields.
pub fn credit_fields(fields: CreditForm, form: FormState) -> AnyView {
    let percent = form.error("/payment_terms/percent");
    let days = form.error("/payment_terms/days");
    let more = move || match fields.kind.get().as_str() {
        DEPOSIT => view! {
            <Field label=t::partners::deposit_percent required=true error=percent>
                <TextInput value=fields.percent inputmode="decimal" autocomplete="off"/>
            </Field>
        }
        .into_any(),
        DAYS => {
            let from = Signal::derive(|| choices!(TermsFrom::ALL));
            view! {
                <Field label=t::partners::days_to_pay required=true error=days>
                    <NumberInput value=fields.days min=1 max=i64::from(MAX_TERM_DAYS)/>
                </Field>
                <Field label=t::partners::days_from required=true>
                    <Select value=fields.from options=from/>
                </Field>
            }
            .into_any()
        }
        _ => ().into_any(),
    };
    view! {
        <Card title=t::partners::credit note=t::partners::credit_note>
            <div class="form__grid">
                <Field
                    label=t::partners::credit_limit
                    aside=t::common::optional
                    error=form.error("/credit_limit")
                >
                    <TextInput value=fields.limit inputmode="decimal" autocomplete="off"/>
                </Field>
                <Field label=t::partners::payment_terms required=true>
                    <Select value=fields.kind options=Signal::stored(kinds())/>
                </Field>
                {more}
                <Field
                    label=t::partners::profit_share
                    hint=t::partners::profit_share_hint
                    aside=t::common::optional
                    error=form.error("/profit_share")
                >
                    <TextInput value=fields.share inputmode="decimal" autocomplete="off"/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

/// The terms in words, in the language in use.
pub fn terms_in_words(terms: PaymentTerms) -> impl Fn() -> String {
    move || terms.words(lang())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_limit_survive_the_form() {
        let owner = Owner::new();
        owner.with(|| {
            for terms in [
                PaymentTerms::Prepaid,
                PaymentTerms::Deposit { percent: BasisPoints(12_50) },
                PaymentTerms::Days { days: 45, from: TermsFrom::Invoice },
            ] {
                let content = PartnerContent {
                    payment_terms: terms,
                    credit_limit: Some(Amount::from_minor(100_000_00)),
                    profit_share: Some(BasisPoints(8_25)),
                    ..PartnerContent::default()
                };
                let form = CreditForm::of(&content);

                assert_eq!(untrack(|| form.terms()), terms);
                assert_eq!(untrack(|| form.limit()), content.credit_limit);
                assert_eq!(untrack(|| form.share()), content.profit_share);
                form.limit.set("一百万".to_owned());
                assert_eq!(untrack(|| form.faults())[0].pointer, "/credit_limit");
            }
        });
    }
}
