//! One line of the order, as a card: what, how much, for whom, how it arrives and is activated.

use client::Side;
use domain::{
    Lang,
    money::Currency,
    orders::{DeliverTo, LineKind},
    products::{
        ProductKind,
        pricing::{MAX_LINES, MAX_SETS, MAX_YEARS},
        wire::ProductView,
    },
};
use leptos::prelude::*;

use super::{
    context::FormContext,
    end_user::{EndUserFields, contact},
    licenses::LicenseFields,
    model::LineForm,
    sets::SetFields,
};
use crate::{
    i18n::{lang, t},
    pages::{orders::parts::limit, parts::choices},
    state::use_toaster,
    ui::{Card, Choice, Field, Glyph, IconButton, NumberInput, Segmented, Select, TextInput},
};

/// Who can receive licenses where the customer buys directly.
const WITHOUT_PARTNER: &[DeliverTo] = &[DeliverTo::Customer];

/// What one gets: edition, workspaces, users, the list price.
fn about(product: &ProductView) -> String {
    if product.kind != ProductKind::License {
        let price = product.list_price.display(product.currency);
        return t::orders::pack_about(price, &product.unit);
    }
    let edition = product.edition.map(|edition| edition.label(lang())).unwrap_or_default();
    t::orders::product_about(
        edition,
        limit(product.workspaces),
        limit(product.users),
        product.list_price.display(product.currency),
    )
}

/// The products that a line of its kind can be of; what is upgraded to costs more.
fn product_choices(context: FormContext, line: LineForm) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        let chosen = line.product.get();
        let kind = line.kind();
        let catalogue = context.catalogue.read();
        let price_of = |id| {
            let product = catalogue.products.iter().find(|product| product.id == id);
            product.map(|product| product.list_price)
        };
        let first = line.licenses.read().first().copied();
        let present = first
            .filter(|_| kind == LineKind::Upgrade)
            .and_then(|id| context.standing_of(id))
            .and_then(|license| price_of(license.product_id));
        let offered = |product: &&ProductView| {
            let raises = product.workspaces > 0 || product.users > 0;
            kind.fits(product.kind, raises)
                && (product.sold || product.id.to_string() == chosen)
                && present.is_none_or(|price| product.list_price > price)
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
        catalogue.products.iter().filter(offered).map(choice).collect()
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

/// The fields that a line of this kind has.
fn fields(context: FormContext, line: LineForm, index: Signal<usize>, kind: LineKind) -> AnyView {
    let at = move |field: &'static str| {
        context.error_at(move || format!("/lines/{}/{field}", index.get()))
    };
    let hint = Signal::derive(move || {
        context.product(&line.product.read()).map(|product| about(&product)).unwrap_or_default()
    });
    let product_label =
        if kind == LineKind::Upgrade { t::orders::target_product } else { t::orders::product };
    let product = (kind != LineKind::Renewal).then(|| {
        view! {
            <div class="order-line__half">
                <Field label=product_label required=true hint error=at("product_id")>
                    <Select
                        value=line.product
                        options=product_choices(context, line)
                        placeholder=t::orders::choose_product
                    />
                </Field>
            </div>
        }
    });
    let quantity_label = match kind {
        LineKind::New => t::orders::sets,
        LineKind::Service => t::orders::quantity,
        _ => t::orders::packs,
    };
    let quantity = (!matches!(kind, LineKind::Renewal | LineKind::Upgrade)).then(|| {
        view! {
            <div class="order-line__quarter">
                <Field label=quantity_label required=true error=at("sets")>
                    <NumberInput value=line.sets min=1 max=i64::from(MAX_SETS)/>
                </Field>
            </div>
        }
    });
    let years = kind.has_years().then(|| {
        view! {
            <div class="order-line__quarter">
                <Field label=t::orders::years required=true error=at("years")>
                    <Select value=line.years options=year_choices()/>
                </Field>
            </div>
        }
    });
    let ends_on = (kind.has_years() && context.is_admin()).then(|| {
        view! {
            <div class="order-line__half">
                <Field
                    label=t::orders::ends_on
                    aside=t::common::optional
                    hint=t::orders::ends_on_hint
                    error=at("ends_on")
                >
                    <TextInput value=line.ends_on kind="date"/>
                </Field>
            </div>
        }
    });
    let on_licenses = kind.is_on_licenses();
    let licenses = on_licenses.then(|| view! { <LicenseFields line index/> });
    let end_user = if on_licenses {
        let at = move |field: &'static str| {
            context.error_at(move || format!("/lines/{}/end_user/{field}", index.get()))
        };
        contact(line.end_user, at)
    } else {
        view! { <EndUserFields line index/> }.into_any()
    };
    let sets = (kind == LineKind::New).then(|| view! { <SetFields line index/> });
    view! {
        {licenses} {product} {quantity} {years} {ends_on} {end_user}
        {delivery(context, line, at)} {sets}
    }
    .into_any()
}

/// The card of one line.
#[component]
pub fn LineCard(line: LineForm, #[prop(into)] index: Signal<usize>) -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let number = Signal::derive(move || t::orders::line_number(index.get() + 1));
    let amount = move || {
        let priced = context.priced.read();
        let line = priced.lines.get(index.get()).cloned().flatten();
        line.map(|line| line.gross.display(Currency::Cny)).unwrap_or_default()
    };
    Effect::new(move || {
        line.sets.track();
        line.grow();
    });
    let kind = Memo::new(move |_| line.kind());
    let fields = move || fields(context, line, index, kind.get());
    let become_kind = move |word: String| line.become_kind(word.parse().unwrap_or_default());
    view! {
        <Card
            title=number
            note=Signal::derive(amount)
            actions=move || actions(context, line, number)
        >
            <div class="order-line" data-testid="order-line">
                <div class="order-line__full order-line__first">
                    <Segmented
                        label=t::orders::kind
                        value=line.kind
                        options=Signal::derive(|| choices!(LineKind::ALL))
                        on_change=become_kind
                    />
                </div>
                {fields}
            </div>
        </Card>
    }
    .into_any()
}
