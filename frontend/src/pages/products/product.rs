//! One product, in a drawer: what it is, what it cost, costs and will cost, and its story.

use client::Side;
use domain::{
    events::SubjectKind,
    id::ProductId,
    products::wire::{ListedProduct, ProductDetail},
};
use leptos::prelude::*;

use super::{
    dialogs::Asked,
    price_history::PriceHistory,
    words::{limit, sale_dot},
};
use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    pages::events::EventTimeline,
    routes,
    state::use_go,
    ui::{Banner, Button, DescriptionList, Drawer, Fact, Glyph, Look, Section},
};

fn facts(detail: &ProductDetail) -> AnyView {
    let content = detail.product.content.clone();
    let (kind, edition) = (content.kind, content.edition);
    let (workspaces, users, grace) = (content.workspaces, content.users, content.grace_days);
    view! {
        <DescriptionList>
            <Fact label=t::products::code>
                <span class="mono">{content.code}</span>
            </Fact>
            <Fact label=t::products::sale>{sale_dot(content.sold)}</Fact>
            <Fact label=t::products::kind>{move || kind.label(lang())}</Fact>
            <Fact label=t::products::edition>
                {move || edition.map_or("—", |edition| edition.label(lang()))}
            </Fact>
            <Fact label=t::products::workspaces>{move || limit(workspaces)}</Fact>
            <Fact label=t::products::users>{move || limit(users)}</Fact>
            <Fact label=t::products::grace>{move || t::products::n_days(grace)}</Fact>
            <Fact label=t::products::unit>{content.unit}</Fact>
        </DescriptionList>
    }
    .into_any()
}

/// Days to come on which there is no price though there is one before and after.
fn gaps(detail: &ProductDetail) -> AnyView {
    let timeline = detail.product.timeline();
    let today = detail.today;
    let gaps: Vec<_> = detail
        .product
        .prices
        .iter()
        .filter_map(|price| timeline.gap_after(price.id))
        .filter(|gap| gap.until.is_none_or(|until| until >= today))
        .collect();
    gaps.into_iter()
        .map(|gap| {
            let words = move || super::words::days(gap);
            view! {
                <Banner tone=crate::ui::Tone::Warning>
                    {move || t::products::gap(words())}
                </Banner>
            }
        })
        .collect_view()
        .into_any()
}

fn commands(
    product: &ListedProduct,
    has_licenses: bool,
    asked: RwSignal<Option<Asked>>,
) -> AnyView {
    let (edited, priced) = (StoredValue::new(product.clone()), StoredValue::new(product.clone()));
    view! {
        <div class="row row--end">
            <Button
                label=t::common::edit
                icon=Glyph::Edit
                on_press=move || {
                    asked.set(Some(Asked::Product(edited.get_value(), has_licenses)));
                }
            />
            <Button
                label=t::products::set_price
                look=Look::Primary
                icon=Glyph::Plus
                on_press=move || asked.set(Some(Asked::NewPrice(priced.get_value())))
            />
        </div>
    }
    .into_any()
}

fn body(detail: &ProductDetail, may: Memo<bool>, asked: RwSignal<Option<Asked>>) -> AnyView {
    let product = detail.product.clone();
    let has_licenses = detail.has_licenses;
    let offered = product.clone();
    let (currency, today) = (detail.currency, detail.today);
    let events = detail.timeline.clone();
    view! {
        <div class="stack stack--loose">
            {facts(detail)}
            {move || may.get().then(|| commands(&offered, has_licenses, asked))}
            {gaps(detail)}
            <Section title=t::products::history>
                <PriceHistory product currency today may asked/>
            </Section>
            <Section title=t::products::story>
                <EventTimeline
                    events
                    of=SubjectKind::Product
                    side=Side::Staff
                />
            </Section>
        </div>
    }
    .into_any()
}

fn content(
    id: ProductId,
    name: RwSignal<Option<ListedProduct>>,
    saved: RwSignal<u32>,
    may: Memo<bool>,
    asked: RwSignal<Option<Asked>>,
) -> AnyView {
    let load = use_load(move |client| {
        saved.track();
        async move { client.product(id).await }
    });
    crate::ui::effect(move || name.set(load.get().map(|detail| detail.product)));
    let shown = move |detail: Signal<ProductDetail>| {
        view! { {move || detail.with(|detail| body(detail, may, asked))} }
    };
    view! { <Loaded load view=shown/> }.into_any()
}

/// Open while the address names a product.
#[component]
pub fn ProductDrawer(
    chosen: Memo<Option<ProductId>>,
    saved: RwSignal<u32>,
    may: Memo<bool>,
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let go = use_go();
    let shown = RwSignal::new(None::<ListedProduct>);
    let title = Signal::derive(move || match &*shown.read() {
        Some(product) => product.name(lang()).to_owned(),
        None => t::products::product.get().to_owned(),
    });
    view! {
        <Drawer
            open=Signal::derive(move || chosen.get().is_some())
            on_close=move || go.to(routes::PRODUCTS)
            title
            wide=true
        >
            {move || chosen.get().map(|id| content(id, shown, saved, may, asked))}
        </Drawer>
    }
    .into_any()
}
