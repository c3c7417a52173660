//! Three views of prices: the list, the discount rules, and what both come to.

use domain::{access::Permission, id::ProductId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    dialogs::{Asked, ProductDialogs},
    list::PriceListTab,
    product::ProductDrawer,
    rules::RulesTab,
    simulator::SimulationTab,
};
use crate::{
    components::use_load,
    i18n::t,
    routes,
    state::{use_go, use_session},
    ui::{Button, Glyph, Look, PageHeader, Tab, TabPanel, Tabs, effect},
};

const LIST: &str = "list";
const RULES: &str = "rules";
const SIMULATION: &str = "simulation";

/// The tab that the address names; it follows what is pressed, so that a link shows the same.
fn tab_in_address() -> RwSignal<String> {
    let query = use_query_map();
    let go = use_go();
    let named = move || query.read().get("tab").filter(|tab| [RULES, SIMULATION].contains(&&**tab));
    let active = RwSignal::new(untrack(named).unwrap_or_else(|| LIST.to_owned()));
    effect(move || {
        let active = active.get();
        if untrack(named).unwrap_or_else(|| LIST.to_owned()) != active {
            go.replace(&routes::products_tab(&active));
        }
    });
    active
}

/// Products, prices and rules.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let session = use_session();
    let query = use_query_map();
    let active = tab_in_address();
    let chosen =
        Memo::new(move |_| query.read().get("product").and_then(|id| id.parse::<ProductId>().ok()));
    let load = use_load(|client| async move { client.price_list().await });
    let asked = RwSignal::new(None::<Asked>);
    // Counts what was saved, so that an open drawer asks again.
    let saved = RwSignal::new(0_u32);
    let may = Memo::new(move |_| session.may(Permission::PricesManage));
    let create = move || {
        (may.get() && *active.read() == LIST).then(|| {
            view! {
                <Button
                    label=t::products::create
                    look=Look::Primary
                    icon=Glyph::Plus
                    on_press=move || asked.set(Some(Asked::NewProduct))
                />
            }
        })
    };
    let tabs = vec![
        Tab::new(LIST, t::products::price_list),
        Tab::new(RULES, t::products::rules),
        Tab::new(SIMULATION, t::products::simulator),
    ];
    let done = move || {
        load.reload();
        saved.update(|count| *count += 1);
    };
    view! {
        <PageHeader
            title=t::products::title
            meta=|| view! { <span>{t::products::about}</span> }
            actions=move || view! { {create} }
        />
        <Tabs label=t::products::title active tabs>
            <TabPanel value=LIST>
                <PriceListTab load/>
            </TabPanel>
            <TabPanel value=RULES>
                <RulesTab may/>
            </TabPanel>
            <TabPanel value=SIMULATION>
                <SimulationTab list=load/>
            </TabPanel>
        </Tabs>
        <ProductDrawer chosen saved may asked/>
        <ProductDialogs asked on_done=done/>
    }
    .into_any()
}
