//! A price from a day on: set anew, or changed before it holds.

use chrono::NaiveDate;
use domain::{
    Id,
    id::PriceId,
    money::{Amount, BasisPoints},
    problem::{FieldError, Reason, Refusal},
    products::{
        price_list::{TAX_RATES, check_price},
        wire::{ListedProduct, PriceView, SetPrice},
    },
};
use leptos::prelude::*;

use super::words;
use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    state::{fresh_key, use_session},
    ui::{Banner, Button, Choice, Clock, Field, Look, Select, TextInput, Tone},
};

/// What the form holds.
#[derive(Clone, Copy)]
struct Fields {
    list_price: RwSignal<String>,
    floor_price: RwSignal<String>,
    tax_rate: RwSignal<String>,
    tax_classification: RwSignal<String>,
    valid_from: RwSignal<String>,
}

/// Amounts are typed with or without commas.
fn amount(typed: &str) -> Option<Amount> {
    typed.trim().replace([',', '，'], "").parse().ok()
}

impl Fields {
    /// From the price that is changed, or from the one that holds last.
    fn of(known: Option<&PriceView>, valid_from: NaiveDate) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let rate = known.map_or(TAX_RATES[2], |price| price.tax_rate);
        Self {
            list_price: text(known.map(|price| price.list_price.to_string())),
            floor_price: text(
                known.and_then(|price| price.floor_price).map(|floor| floor.to_string()),
            ),
            tax_rate: RwSignal::new(rate.0.to_string()),
            tax_classification: text(known.and_then(|price| price.tax_classification.clone())),
            valid_from: RwSignal::new(valid_from.to_string()),
        }
    }

    /// What is typed (tracked), or what of it cannot be read.
    fn price(self) -> Result<SetPrice, Vec<FieldError>> {
        let mut faults = Vec::new();
        let list_price = amount(&self.list_price.read());
        if list_price.is_none() {
            faults.push(malformed(&self.list_price.read()).at("/list_price"));
        }
        let floor = self.floor_price.get();
        let floor_price = amount(&floor);
        if floor_price.is_none() && !floor.trim().is_empty() {
            faults.push(malformed(&floor).at("/floor_price"));
        }
        let valid_from = self.valid_from.read().parse::<NaiveDate>().ok();
        if valid_from.is_none() {
            faults.push(Refusal::from(Reason::Required).at("/valid_from"));
        }
        match (list_price, valid_from) {
            (Some(list_price), Some(valid_from)) if faults.is_empty() => Ok(SetPrice {
                list_price,
                floor_price,
                tax_rate: BasisPoints(self.tax_rate.read().parse().unwrap_or_default()),
                tax_classification: Some(self.tax_classification.get().trim().to_owned())
                    .filter(|code| !code.is_empty()),
                valid_from,
            }),
            _ => Err(faults),
        }
    }
}

fn malformed(typed: &str) -> Refusal {
    if typed.trim().is_empty() {
        return Reason::Required.into();
    }
    Refusal::new(Reason::WrongType).with("expected", "168000.55")
}

/// What would become of the other prices, by the rule that the server follows.
fn follows(product: &ListedProduct, own: Option<PriceId>, from: NaiveDate) -> Option<String> {
    let timeline = product.timeline();
    let new = own.unwrap_or(Id::from_uuid(uuid::Uuid::nil()));
    let today = Clock::today();
    let after = match own {
        Some(id) => timeline.moved(id, from, today),
        None => timeline.with(new, from, today),
    }
    .ok()?;
    let last_day = from.pred_opt()?;
    let before = product.prices.iter().find(|price| {
        Some(price.id) != own && after.days_of(price.id).and_then(|d| d.until) == Some(last_day)
    });
    let own_days = words::days(after.days_of(new)?);
    Some(match before {
        Some(before) => t::products::price_follows(
            before.list_price.display(domain::money::Currency::Cny),
            last_day,
            own_days,
        ),
        None => t::products::price_holds(own_days),
    })
}

fn check(product: &ListedProduct, own: Option<PriceId>, price: &SetPrice) -> Vec<FieldError> {
    let mut faults = check_price(price).err().unwrap_or_default();
    let (timeline, from, today) = (product.timeline(), price.valid_from, Clock::today());
    let placed = match own {
        Some(id) => timeline.moved(id, from, today),
        None => timeline.with(Id::from_uuid(uuid::Uuid::nil()), from, today),
    };
    faults.extend(placed.err().map(|refusal| refusal.at("/valid_from")));
    faults
}

fn inputs(fields: Fields, form: FormState) -> AnyView {
    let rates = TAX_RATES
        .iter()
        .map(|rate| Choice::new(rate.0.to_string(), rate.to_string()))
        .collect::<Vec<_>>();
    view! {
        <div class="form__grid">
            <Field label=t::products::valid_from required=true error=form.error("/valid_from")>
                <TextInput value=fields.valid_from kind="date"/>
            </Field>
            <Field
                label=t::products::list_price
                required=true
                hint=t::products::tax_included
                error=form.error("/list_price")
            >
                <TextInput value=fields.list_price inputmode="decimal" autocomplete="off"/>
            </Field>
            <Field
                label=t::products::floor
                aside=t::common::optional
                hint=t::products::floor_hint
                error=form.error("/floor_price")
            >
                <TextInput value=fields.floor_price inputmode="decimal" autocomplete="off"/>
            </Field>
            <Field label=t::products::tax required=true error=form.error("/tax_rate")>
                <Select value=fields.tax_rate options=Signal::stored(rates)/>
            </Field>
            <Field
                label=t::products::tax_classification
                aside=t::common::optional
                hint=t::products::tax_classification_hint
                wide=true
                error=form.error("/tax_classification")
            >
                <TextInput
                    value=fields.tax_classification
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength=19_u32
                />
            </Field>
        </div>
    }
    .into_any()
}

/// Of a price that is to come, or of a new one.
#[component]
pub fn PriceForm(
    product: ListedProduct,
    #[prop(optional)] price: Option<PriceView>,
    on_done: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let today = untrack(Clock::today);
    let tomorrow = today.succ_opt().unwrap_or(today);
    let known = price.as_ref().or_else(|| product.price_on(today));
    let fields = Fields::of(known, price.as_ref().map_or(tomorrow, |price| price.valid_from));
    let own = price.map(|price| (price.id, price.version));
    let id = product.id;
    let product = StoredValue::new(product);
    let once = StoredValue::new(fresh_key());
    let outcome = move || {
        let from = fields.valid_from.read().parse().ok()?;
        product.with_value(|product| follows(product, own.map(|(id, _)| id), from))
    };
    let submit = move || {
        let price = match untrack(|| fields.price()) {
            Ok(price) => price,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        let faults =
            product.with_value(|product| untrack(|| check(product, own.map(|(id, _)| id), &price)));
        if !form.accepts(faults) {
            return;
        }
        let client = session.client();
        let work = async move {
            match own {
                Some((id, version)) => client.change_price(id, version, &price).await,
                None => client.set_price(id, &price, &once.get_value()).await,
            }
        };
        form.send(work, move |_| on_done.run(()));
    };
    view! {
        <Form form on_submit=submit>
            <p class="muted">
                {move || product.with_value(|product| product.name(lang()).to_owned())}
            </p>
            {inputs(fields, form)}
            {move || outcome().map(|words| view! { <Banner tone=Tone::Neutral>{words}</Banner> })}
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_typed_with_or_without_commas() {
        assert_eq!(amount(" 168,000.55 "), Some(Amount::from_minor(168_000_55)));
        assert_eq!(amount("168000"), Some(Amount::from_minor(168_000_00)));
        for bad in ["", "1.234", "abc", "¥1"] {
            assert_eq!(amount(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        Owner::new().with(|| {
            let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
            let fields = Fields::of(None, day);
            fields.floor_price.set("x".to_owned());

            let faults = untrack(|| fields.price()).unwrap_err();

            let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
            assert_eq!(pointers, ["/list_price", "/floor_price"]);
        });
    }
}
