//! One line of the order, as a card: what, how much, for whom, how it arrives and is activated.

use client::Side;
use domain::{
    Lang,
    money::Currency,
    orders::DeliverTo,
    products::{
        ProductKind,
        pricing::{MAX_LINES, MAX_SETS, MAX_YEARS},
        wire::ProductView,
    },
};
use leptos::prelude::*;

use super::{context::FormContext, end_user::EndUserFields, model::LineForm, sets::SetFields};
use crate::{
    i18n::{lang, t},
    pages::parts::choices,
    state::use_toaster,
    ui::{Card, Choice, Field, Glyph, IconButton, NumberInput, Select, TextInput},
};

/// Who can receive licenses where the customer buys directly.
const WITHOUT_PARTNER: &[DeliverTo] = &[DeliverTo::Customer];

/// `0` is unlimited.
fn entitlement(count: u32) -> String {
    if count == 0 { t::orders::unlimited.get().to_owned() } else { count.to_string() }
}

/// What one gets: edition, workspaces, users, the list price.
fn about(product: &ProductView) -> String {
    let edition = product.edition.map(|edition| edition.label(lang())).unwrap_or_default();
    t::orders::product_about(
        edition,
        entitlement(product.workspaces),
        entitlement(product.users),
        product.list_price.display(product.currency),
    )
}

fn product_choices(context: FormContext, line: LineForm) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        let chosen = line.product.get();
        let offered = |product: &&ProductView| {
            product.kind == ProductKind::License
                && (product.sold || product.id.to_string() == chosen)
        };
        let choice = |product: &ProductView| {
            let words = product.clone();
            Choice::new(
                product.id.to_string(),
                Signal::derive(move || {
                    let price = words.list_price.display(words.currency);
                    t::orders::product_priced(words.name(lang()), price)
                }),
            )
        };
        context.catalogue.read().products.iter().filter(offered).map(choice).collect()
    })
}

fn year_choices() -> Signal<Vec<Choice>> {
    Signal::derive(|| {
        let choice = |years: u32| {
            Choice::new(years.to_string(), Signal::derive(move || t::orders::years_of(years)))
        };
        (1..=MAX_YEARS).map(choice).collect()
    })
}

/// Copies the line, or takes it out.
fn actions(context: FormContext, line: LineForm, number: Signal<String>) -> AnyView {
    let toaster = use_toaster();
    let full = move || context.form().lines.read().len() >= MAX_LINES;
    let remove = move || {
        let label = number.get_untracked();
        if let Some((index, line)) = context.form().remove(line.key) {
            let undo = move || context.form().put_back(index, line);
            toaster.undoable(untrack(|| t::orders::line_removed(label)), undo);
        }
    };
    view! {
        <IconButton
            label=t::orders::duplicate_line
            glyph=Glyph::Copy
            ghost=true
            small=true
            blocked=Signal::derive(move || full().then(|| t::orders::lines_full(MAX_LINES)))
            on_press=move || {
                context.form().duplicate(line.key);
            }
        />
        <IconButton
            label=t::orders::remove_line
            glyph=Glyph::Trash
            ghost=true
            small=true
            on_press=remove
        />
    }
    .into_any()
}

/// How the licenses arrive; and for staff, what is taken off by hand.
fn delivery(
    context: FormContext,
    line: LineForm,
    at: impl Fn(&'static str) -> Signal<Option<String>> + Copy,
) -> AnyView {
    // Staff have a third field in that row.
    let width = match context.side {
        Side::Staff => "order-line__third",
        Side::Portal => "order-line__half",
    };
    // Without a partner there is nobody else to send them to.
    let recipients = Signal::derive(move || {
        if context.form().is_direct() {
            choices!(WITHOUT_PARTNER)
        } else {
            choices!(DeliverTo::ALL)
        }
    });
    let discount = (context.side == Side::Staff).then(|| {
        view! {
            <div class="order-line__third">
                <Field
                    label=t::orders::manual_discount
                    aside=t::common::optional
                    error=at("manual_discount")
                >
                    <TextInput
                        value=line.discount
                        inputmode="decimal"
                        autocomplete="off"
                        placeholder="0"
                    />
                </Field>
            </div>
        }
    });
    view! {
        <div class=width>
            <Field label=t::orders::deliver_to error=at("deliver_to")>
                <Select value=line.deliver_to options=recipients/>
            </Field>
        </div>
        <div class=width>
            <Field label=t::orders::mail_language error=at("language")>
                <Select value=line.language options=Signal::derive(|| choices!(Lang::ALL))/>
            </Field>
        </div>
        {discount}
    }
    .into_any()
}

/// The card of one line.
#[component]
pub fn LineCard(line: LineForm, #[prop(into)] index: Signal<usize>) -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let at = move |field: &'static str| {
        context.error_at(move || format!("/lines/{}/{field}", index.get()))
    };
    let number = Signal::derive(move || t::orders::line_number(index.get() + 1));
    let amount = move || {
        let priced = context.priced.read();
        let line = priced.lines.get(index.get()).cloned().flatten();
        line.map(|line| line.gross.display(Currency::Cny)).unwrap_or_default()
    };
    let hint = Signal::derive(move || {
        context.product(&line.product.read()).map(|product| about(&product)).unwrap_or_default()
    });
    Effect::new(move || {
        line.sets.track();
        line.grow();
    });
    view! {
        <Card
            title=number
            note=Signal::derive(amount)
            actions=move || actions(context, line, number)
        >
            <div class="order-line" data-testid="order-line">
                <div class="order-line__half order-line__first">
                    <Field label=t::orders::product required=true hint error=at("product_id")>
                        <Select
                            value=line.product
                            options=product_choices(context, line)
                            placeholder=t::orders::choose_product
                        />
                    </Field>
                </div>
                <div class="order-line__quarter">
                    <Field label=t::orders::sets required=true error=at("sets")>
                        <NumberInput value=line.sets min=1 max=i64::from(MAX_SETS)/>
                    </Field>
                </div>
                <div class="order-line__quarter">
                    <Field label=t::orders::years required=true error=at("years")>
                        <Select value=line.years options=year_choices()/>
                    </Field>
                </div>
                <EndUserFields line index/>
                {delivery(context, line, at)}
                <SetFields line index/>
            </div>
        </Card>
    }
    .into_any()
}
