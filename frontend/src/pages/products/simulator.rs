//! «Why this price»: several lines, for anybody, on any day; the server's own function answers.

use domain::{
    Lang,
    access::Permission,
    money::{Currency, in_capitals},
    orders::{LineKind, manual_discount_limit},
    partners::{PartnerLevel, wire::PartnerListQuery},
    products::{
        ProductKind,
        pricing::{MAX_LINES, MAX_SETS, MAX_YEARS, QuoteLine},
        wire::{ListedProduct, PriceList, QuoteRequest, Simulation},
    },
};
use leptos::prelude::*;

use super::{limits::LimitTable, steps::steps, words::percent};
use crate::{
    components::{Load, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    pages::parts::choices,
    state::use_session,
    ui::{
        Banner, Button, Card, Choice, ComboOption, ComboSource, Combobox, EmptyState, Field, Glyph,
        IconButton, Money, NumberInput, Segmented, Select, TextInput, Tone,
    },
};

const DIRECT: &str = "direct";
const LEVEL: &str = "level";
const PARTNER: &str = "partner";

/// A product as the choice names it: the kind of its line, and its id. What adds to a license is
/// priced in an order, which knows the license.
fn value_of(product: &ListedProduct) -> Option<String> {
    let kind = match product.content.kind {
        ProductKind::License => LineKind::New,
        ProductKind::Service => LineKind::Service,
        ProductKind::Addon => return None,
    };
    product.content.sold.then(|| format!("{kind} {}", product.id))
}

/// One line that is asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    key: u32,
    product: RwSignal<String>,
    sets: RwSignal<Option<i64>>,
    years: RwSignal<Option<i64>>,
    /// In percent.
    manual: RwSignal<String>,
}

impl Line {
    fn new(key: u32, product: String) -> Self {
        Self {
            key,
            product: RwSignal::new(product),
            sets: RwSignal::new(Some(1)),
            years: RwSignal::new(Some(1)),
            manual: RwSignal::new(String::new()),
        }
    }

    /// What is asked (tracked); nothing while no product is chosen.
    fn asked(self) -> Option<QuoteLine> {
        let number = |value: RwSignal<Option<i64>>| {
            value.get().and_then(|value| u32::try_from(value).ok()).unwrap_or_default()
        };
        let (kind, product) = self
            .product
            .read()
            .split_once(' ')
            .map(|(kind, id)| (kind.parse().unwrap_or_default(), id.to_owned()))?;
        Some(QuoteLine {
            kind,
            manual_discount: percent(&self.manual.read()).unwrap_or_default(),
            ..QuoteLine::new(product.parse().ok()?, number(self.sets), number(self.years))
        })
    }
}

/// For whom, when, and what.
#[derive(Clone, Copy)]
struct Question {
    whom: RwSignal<String>,
    level: RwSignal<String>,
    partner: RwSignal<Option<ComboOption>>,
    on: RwSignal<String>,
    lines: RwSignal<Vec<Line>>,
    next: StoredValue<u32>,
}

impl Question {
    fn new(list: &PriceList) -> Self {
        let question = Self {
            whom: RwSignal::new(DIRECT.to_owned()),
            level: RwSignal::new(PartnerLevel::Gold.to_string()),
            partner: RwSignal::new(None),
            on: RwSignal::new(list.today.to_string()),
            lines: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        question.add(list);
        question
    }

    /// Another line, with the first product that can be asked about.
    fn add(self, list: &PriceList) {
        let first = list.products.iter().find_map(value_of);
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        self.lines.update(|lines| lines.push(Line::new(key, first.unwrap_or_default())));
    }

    fn remove(self, key: u32) {
        self.lines.update(|lines| lines.retain(|line| line.key != key));
    }

    /// The request (tracked).
    fn request(self) -> QuoteRequest {
        let whom = self.whom.get();
        let partner = self.partner.get().and_then(|partner| partner.value.parse().ok());
        QuoteRequest {
            lines: self.lines.get().into_iter().filter_map(Line::asked).collect(),
            partner_id: partner.filter(|_| whom == PARTNER),
            level: self.level.read().parse().ok().filter(|_| whom == LEVEL),
            on: self.on.read().parse().ok(),
        }
    }
}

fn partners() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = PartnerListQuery { q, per_page: 20, ..PartnerListQuery::default() };
        let page = session.client().partners(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.iter().map(|partner| {
            let hint = untrack(|| partner.level.label(lang()));
            ComboOption::new(partner.id.to_string(), partner.name.clone()).hint(hint)
        });
        Ok(options.collect())
    })
}

fn buyer(question: Question) -> AnyView {
    let session = use_session();
    let whom = Signal::derive(move || {
        let mut offered =
            vec![Choice::new(DIRECT, t::products::direct), Choice::new(LEVEL, t::products::level)];
        if session.may(Permission::PartnersRead) {
            offered.push(Choice::new(PARTNER, t::products::partner));
        }
        offered
    });
    let levels = Signal::derive(|| choices!(PartnerLevel::ALL));
    let which = move || match question.whom.get().as_str() {
        LEVEL => view! {
            <Field label=t::products::level>
                <Select value=question.level options=levels/>
            </Field>
        }
        .into_any(),
        PARTNER => view! {
            <Field label=t::products::partner>
                <Combobox
                    value=question.partner
                    source=partners()
                    placeholder=t::products::partner_placeholder
                />
            </Field>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <div class="stack">
            <Segmented label=t::products::whom value=question.whom options=whom/>
            <div class="form__grid">
                <Field label=t::products::on_day hint=t::products::on_day_hint>
                    <TextInput value=question.on kind="date"/>
                </Field>
                {which}
            </div>
        </div>
    }
    .into_any()
}

fn line_inputs(question: Question, line: Line, products: Signal<Vec<Choice>>) -> AnyView {
    let session = use_session();
    let hint = Signal::derive(move || {
        let role = session.me().map(|me| me.role).unwrap_or_default();
        t::products::your_limit(manual_discount_limit(role))
    });
    let several = Memo::new(move |_| question.lines.read().len() > 1);
    let remove = move || {
        several.get().then(|| {
            view! {
                <IconButton
                    label=t::products::remove_line
                    glyph=Glyph::Trash
                    small=true
                    ghost=true
                    on_press=move || question.remove(line.key)
                />
            }
        })
    };
    view! {
        <div class="form__grid">
            <Field label=t::products::product wide=true>
                <Select value=line.product options=products placeholder=t::products::product/>
            </Field>
            <Field label=t::products::sets>
                <NumberInput value=line.sets min=1 max=i64::from(MAX_SETS)/>
            </Field>
            <Field label=t::products::years>
                <NumberInput value=line.years min=1 max=i64::from(MAX_YEARS)/>
            </Field>
            <Field label=t::products::manual_percent hint=hint wide=true>
                <TextInput value=line.manual inputmode="decimal" autocomplete="off"/>
            </Field>
            <div class="form__wide row row--end">{remove}</div>
        </div>
    }
    .into_any()
}

fn answered(answer: &Simulation, list: &PriceList) -> AnyView {
    let (currency, gross) = (answer.currency, answer.totals.gross);
    let lines: Vec<_> = answer
        .lines
        .iter()
        .map(|line| {
            let product = list.products.iter().find(|product| product.id == line.product_id);
            let product = product.cloned();
            let (sets, years) = (line.sets, line.years);
            let title = move || {
                let name = product.as_ref().map(|product| product.name(lang()).to_owned());
                t::products::line_title(name.unwrap_or_default(), sets, years)
            };
            view! {
                <div>
                    <p class="strong">{title}</p>
                    {steps(line, answer)}
                </div>
            }
        })
        .collect();
    let capitals = (currency == Currency::Cny).then(|| in_capitals(gross));
    let (on, level) = (answer.on, answer.level);
    let basis = move || {
        let level = level.map_or(t::products::no_level.get(), |level| level.label(lang()));
        t::products::basis(on, level)
    };
    view! {
        <div class="stack" role="status">
            <p class="muted small">{basis}</p>
            {lines}
            <div>
                <p class="muted small">{t::products::total}</p>
                <Money amount=gross currency large=true/>
                {move || {
                    (lang() == Lang::Zh)
                        .then(|| capitals.clone())
                        .flatten()
                        .map(|words| view! { <p class="muted small">{words}</p> })
                }}
            </div>
        </div>
    }
    .into_any()
}

/// What the server said to the last question, or why it did not.
fn answer_view(load: Load<Option<Simulation>>, list: StoredValue<PriceList>) -> AnyView {
    if let Some(error) = load.error() {
        let faults = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
        let mut words: Vec<_> = faults.iter().map(|fault| fault.words(lang())).collect();
        if words.is_empty() {
            words.push(error.words());
        }
        return view! {
            <Banner tone=Tone::Warning>
                {words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
            </Banner>
        }
        .into_any();
    }
    match load.get().flatten() {
        Some(answer) => list.with_value(|list| answered(&answer, list)),
        None => view! { <EmptyState glyph=Glyph::Yuan title=t::products::choose/> }.into_any(),
    }
}

fn simulator(list: PriceList) -> AnyView {
    let question = Question::new(&list);
    let list = StoredValue::new(list);
    let request = Memo::new(move |_| question.request());
    let load = use_load(move |client| {
        let request = request.get();
        async move {
            if request.lines.is_empty() {
                return Ok(None);
            }
            client.simulate(&request).await.map(Some)
        }
    });
    let products = Signal::derive(move || {
        let lang = lang();
        list.with_value(|list| {
            list.products
                .iter()
                .filter_map(|product| {
                    Some(Choice::new(value_of(product)?, product.name(lang).to_owned()))
                })
                .collect::<Vec<_>>()
        })
    });
    let full = Signal::derive(move || {
        (question.lines.read().len() >= MAX_LINES).then(|| t::products::full.get().to_owned())
    });
    view! {
        <div class="detail">
            <div class="detail__main">
                <Card title=t::products::question note=t::products::simulator_text>
                    <div class="stack stack--loose">
                        {buyer(question)}
                        <For
                            each=move || question.lines.get()
                            key=|line| line.key
                            children=move |line| line_inputs(question, line, products)
                        />
                        <div class="row">
                            <Button
                                label=t::products::add_line
                                icon=Glyph::Plus
                                small=true
                                blocked=full
                                on_press=move || list.with_value(|list| question.add(list))
                            />
                        </div>
                    </div>
                </Card>
                <LimitTable/>
            </div>
            <div class="detail__side">
                <Card title=t::products::why>{move || answer_view(load, list)}</Card>
            </div>
        </div>
    }
    .into_any()
}

/// Asks and answers.
#[component]
pub fn SimulationTab(list: Load<PriceList>) -> impl IntoView {
    let shown = |list: Signal<PriceList>| simulator(list.get_untracked());
    view! { <Loaded load=list view=shown/> }.into_any()
}
