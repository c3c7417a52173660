//! «Why this price»: the server's own function, step by step.

use domain::{
    money::{Amount, Currency, in_capitals},
    partners::PartnerLevel,
    problem::FieldError,
    products::{
        pricing::{MAX_SETS, MAX_YEARS, PricedLine, Pricing, Quote, QuoteLine, quote},
        wire::Catalogue,
    },
};
use leptos::prelude::*;

use crate::{
    i18n::{Lang, lang, t},
    pages::orders::PriceTrace,
    ui::{
        Banner, Choice, DescriptionList, EmptyState, Fact, Field, Glyph, Money, NumberInput,
        Select, Tone,
    },
};

/// What is asked: a product, how many, how long, for whom.
#[derive(Clone, Copy)]
struct Question {
    product: RwSignal<String>,
    sets: RwSignal<Option<i64>>,
    years: RwSignal<Option<i64>>,
    level: RwSignal<String>,
}

impl Question {
    fn new(catalogue: &Catalogue) -> Self {
        let first = catalogue.products.iter().find(|product| product.sold);
        Self {
            product: RwSignal::new(first.map(|product| product.id.to_string()).unwrap_or_default()),
            sets: RwSignal::new(Some(1)),
            years: RwSignal::new(Some(1)),
            level: RwSignal::new(String::new()),
        }
    }

    /// The price (tracked); nothing while no product is chosen.
    fn answer(self, catalogue: &Catalogue) -> Option<Result<Quote, Vec<FieldError>>> {
        let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
        let line = QuoteLine::new(
            self.product.read().parse().ok()?,
            number(self.sets.get()).unwrap_or_default(),
            number(self.years.get()).unwrap_or_default(),
        );
        let level = self.level.read().parse::<PartnerLevel>().ok();
        Some(quote(&[line], &catalogue.price_book, Pricing { level, on: catalogue.today }))
    }
}

fn per_set_and_year(line: &PricedLine) -> Amount {
    let divisor = i128::from(line.sets) * i128::from(line.years);
    line.gross.scaled(1, divisor.max(1)).unwrap_or_default()
}

fn answer_view(quote: &Quote) -> AnyView {
    let (currency, totals) = (quote.currency, quote.totals);
    let Some(line) = quote.lines.first() else { return ().into_any() };
    let each = per_set_and_year(line);
    let capitals = (currency == Currency::Cny).then(|| in_capitals(totals.gross));
    view! {
        <div class="stack" role="status">
            <PriceTrace line=line.clone() currency/>
            <div>
                <p class="muted small">{t::products::total}</p>
                <Money amount=totals.gross currency large=true/>
                {move || {
                    (lang() == Lang::Zh)
                        .then(|| capitals.clone())
                        .flatten()
                        .map(|words| view! { <p class="muted small">{words}</p> })
                }}
            </div>
            <DescriptionList rows=true>
                <Fact label=t::products::per_set_year>
                    <Money amount=each currency/>
                </Fact>
            </DescriptionList>
        </div>
    }
    .into_any()
}

fn faults(errors: Vec<FieldError>) -> AnyView {
    view! {
        <Banner tone=Tone::Warning>
            {errors
                .into_iter()
                .map(|error| view! { <p>{move || error.words(lang())}</p> })
                .collect_view()}
        </Banner>
    }
    .into_any()
}

/// Asks and answers.
#[component]
pub fn Simulator(catalogue: StoredValue<Catalogue>) -> impl IntoView {
    let question = catalogue.with_value(Question::new);
    let products = Signal::derive(move || {
        let lang = lang();
        catalogue.with_value(|catalogue| {
            catalogue
                .products
                .iter()
                .filter(|product| product.sold)
                .map(|product| Choice::new(product.id.to_string(), product.name(lang).to_owned()))
                .collect::<Vec<_>>()
        })
    });
    let levels: Vec<Choice> = PartnerLevel::ALL
        .iter()
        .map(|level| {
            let label = Signal::derive(move || level.label(lang()).to_owned());
            Choice::new(level.as_str(), label)
        })
        .collect();
    let answer = Memo::new(move |_| catalogue.with_value(|catalogue| question.answer(catalogue)));
    let shown = move || match answer.get() {
        Some(Ok(quote)) => answer_view(&quote),
        Some(Err(errors)) => faults(errors),
        None => view! { <EmptyState glyph=Glyph::Yuan title=t::products::choose/> }.into_any(),
    };
    view! {
        <div class="stack">
            <div class="form__grid">
                <Field label=t::products::product>
                    <Select
                        value=question.product
                        options=products
                        placeholder=t::products::product
                    />
                </Field>
                <Field label=t::products::level>
                    <Select
                        value=question.level
                        options=levels
                        placeholder=t::products::no_level
                    />
                </Field>
                <Field label=t::products::sets>
                    <NumberInput value=question.sets min=1 max=i64::from(MAX_SETS)/>
                </Field>
                <Field label=t::products::years>
                    <NumberInput value=question.years min=1 max=i64::from(MAX_YEARS)/>
                </Field>
            </div>
            {shown}
        </div>
    }
    .into_any()
}
