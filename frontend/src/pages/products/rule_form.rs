//! A discount rule, new or changed before it holds.

use domain::{
    Id,
    partners::PartnerLevel,
    problem::{FieldError, Reason, Refusal},
    products::{
        pricing::PriceRuleKind,
        rules::{check_rule, clash},
        wire::{RuleContent, RuleView},
    },
};
use leptos::prelude::*;

use super::words::{percent, typed_percent};
use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    pages::parts::choices,
    state::{fresh_key, use_session},
    ui::{Banner, Button, Clock, Field, Look, NumberInput, Select, TextInput, Tone},
};

#[derive(Clone, Copy)]
struct Fields {
    kind: RwSignal<String>,
    at_least: RwSignal<Option<i64>>,
    level: RwSignal<String>,
    discount: RwSignal<String>,
    valid_from: RwSignal<String>,
    valid_until: RwSignal<String>,
}

impl Fields {
    fn of(known: Option<&RuleContent>) -> Self {
        let today = untrack(Clock::today);
        let tomorrow = today.succ_opt().unwrap_or(today);
        let text = |text: String| RwSignal::new(text);
        let level = known.and_then(|rule| rule.level).unwrap_or(PartnerLevel::Gold);
        Self {
            kind: text(known.map_or(PriceRuleKind::Level, |rule| rule.kind).to_string()),
            at_least: RwSignal::new(Some(known.map_or(2, |rule| i64::from(rule.at_least.max(1))))),
            level: text(level.to_string()),
            discount: text(known.map(|rule| typed_percent(rule.discount)).unwrap_or_default()),
            valid_from: text(known.map_or(tomorrow, |rule| rule.valid_from).to_string()),
            valid_until: text(
                known
                    .and_then(|rule| rule.valid_until)
                    .map(|until| until.to_string())
                    .unwrap_or_default(),
            ),
        }
    }

    fn kind(self) -> PriceRuleKind {
        self.kind.read().parse().unwrap_or_default()
    }

    /// What is typed (tracked), or what of it cannot be read.
    fn content(self) -> Result<RuleContent, Vec<FieldError>> {
        let mut faults = Vec::new();
        let discount = percent(&self.discount.read());
        if discount.is_none() {
            let refusal = Refusal::new(Reason::OutOfRange).with("min", "0.01%");
            faults.push(refusal.with("max", "99.99%").at("/discount"));
        }
        let valid_from = self.valid_from.read().parse().ok();
        if valid_from.is_none() {
            faults.push(Refusal::from(Reason::Required).at("/valid_from"));
        }
        let kind = self.kind();
        let is_level = kind == PriceRuleKind::Level;
        let at_least = self.at_least.get().and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
        match (discount, valid_from) {
            (Some(discount), Some(valid_from)) => Ok(RuleContent {
                kind,
                at_least: if is_level { 0 } else { at_least },
                level: self.level.read().parse().ok().filter(|_| is_level),
                discount,
                valid_from,
                valid_until: self.valid_until.read().parse().ok(),
            }),
            _ => Err(faults),
        }
    }
}

/// The level, or the number of years or sets.
fn condition(fields: Fields, form: FormState) -> AnyView {
    let kind = Memo::new(move |_| fields.kind());
    let levels = Signal::derive(|| choices!(PartnerLevel::ALL));
    let shown = move || match kind.get() {
        PriceRuleKind::Level => view! {
            <Field label=t::products::level required=true error=form.error("/level")>
                <Select value=fields.level options=levels/>
            </Field>
        }
        .into_any(),
        PriceRuleKind::Term => view! {
            <Field label=t::products::from_years required=true error=form.error("/at_least")>
                <NumberInput
                    value=fields.at_least
                    min=1
                    max=i64::from(domain::products::pricing::MAX_YEARS)
                />
            </Field>
        }
        .into_any(),
        PriceRuleKind::Volume => view! {
            <Field label=t::products::from_sets required=true error=form.error("/at_least")>
                <NumberInput
                    value=fields.at_least
                    min=1
                    max=i64::from(domain::products::pricing::MAX_SETS)
                />
            </Field>
        }
        .into_any(),
    };
    view! { {shown} }.into_any()
}

fn inputs(fields: Fields, form: FormState) -> AnyView {
    let kinds = Signal::derive(|| choices!(PriceRuleKind::ALL));
    view! {
        <div class="form__grid">
            <Field label=t::products::rule required=true error=form.error("/kind")>
                <Select value=fields.kind options=kinds/>
            </Field>
            {condition(fields, form)}
            <Field
                label=t::products::discount_percent
                required=true
                wide=true
                hint=t::products::discount_hint
                error=form.error("/discount")
            >
                <TextInput value=fields.discount inputmode="decimal" autocomplete="off"/>
            </Field>
            <Field label=t::products::valid_from required=true error=form.error("/valid_from")>
                <TextInput value=fields.valid_from kind="date"/>
            </Field>
            <Field
                label=t::products::valid_until
                aside=t::common::optional
                error=form.error("/valid_until")
            >
                <TextInput value=fields.valid_until kind="date"/>
            </Field>
        </div>
    }
    .into_any()
}

/// Of a rule that is to come, or of a new one. `rules` are those that it may not overlap.
#[component]
pub fn RuleForm(
    #[prop(optional)] known: Option<RuleView>,
    rules: Vec<RuleView>,
    on_done: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let fields = Fields::of(known.as_ref().map(|view| RuleContent::from(&view.rule)).as_ref());
    let own = known.map(|view| (view.rule.id, view.version));
    let own_id = own.map_or(Id::from_uuid(uuid::Uuid::nil()), |(id, _)| id);
    let once = StoredValue::new(fresh_key());
    // The name that it will have in every trace.
    let name = move || fields.content().ok().map(|content| content.rule(own_id).name(lang()));
    let submit = move || {
        let content = match untrack(|| fields.content()) {
            Ok(content) => content,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        let mut faults = check_rule(&content, untrack(Clock::today)).err().unwrap_or_default();
        let others = rules.iter().map(|view| &view.rule);
        let overlap = clash(&content.rule(own_id), others, Some(own_id)).err();
        faults.extend(overlap.map(|refusal| refusal.at("/valid_from")));
        if !form.accepts(faults) {
            return;
        }
        let client = session.client();
        let work = async move {
            match own {
                Some((id, version)) => client.change_price_rule(id, version, &content).await,
                None => client.create_price_rule(&content, &once.get_value()).await,
            }
        };
        form.send(work, move |_| on_done.run(()));
    };
    view! {
        <Form form on_submit=submit>
            {inputs(fields, form)}
            {move || name().map(|name| view! { <Banner tone=Tone::Neutral>{name}</Banner> })}
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::money::BasisPoints;

    use super::*;

    #[test]
    fn a_rule_survives_the_form() {
        Owner::new().with(|| {
            let content = RuleContent {
                kind: PriceRuleKind::Volume,
                at_least: 20,
                level: None,
                discount: BasisPoints(2_50),
                valid_from: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
                valid_until: NaiveDate::from_ymd_opt(2026, 12, 31),
            };
            let fields = Fields::of(Some(&content));

            assert_eq!(untrack(|| fields.content()), Ok(content));
            fields.discount.set("many".to_owned());
            let faults = untrack(|| fields.content()).unwrap_err();
            assert_eq!(faults[0].pointer, "/discount");
        });
    }
}
