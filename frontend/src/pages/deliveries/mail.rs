//! A mail as its recipient sees it. Its HTML is a stranger's text: it is drawn in a frame that may
//! run nothing, fetch nothing and lead nowhere (`sandbox=""` under the page's own policy).

use domain::deliveries::wire::DeliveryView;
use leptos::prelude::*;

use crate::{
    i18n::t,
    ui::{Banner, Card, Glyph, Icon, Tab, TabPanel, Tabs, Tone},
};

fn attachments(names: Vec<String>) -> AnyView {
    if names.is_empty() {
        return view! { <p class="muted small">{t::deliveries::no_attachments}</p> }.into_any();
    }
    let item = |name: String| {
        view! {
            <li class="row">
                <Icon glyph=Glyph::File/>
                <span class="mono">{name}</span>
            </li>
        }
    };
    view! {
        <ul class="stack stack--tight" aria-label=t::deliveries::attachments>
            {names.into_iter().map(item).collect_view()}
        </ul>
    }
    .into_any()
}

/// Text, HTML and the names of what was attached.
#[component]
pub fn MailBody(#[prop(into)] delivery: Signal<DeliveryView>) -> impl IntoView {
    let active = RwSignal::new("text".to_owned());
    let tabs = vec![Tab::new("text", t::deliveries::text), Tab::new("html", t::deliveries::html)];
    view! {
        <Card title=t::deliveries::mail>
            <div class="stack">
                <Banner tone=Tone::Brand>{t::deliveries::masked}</Banner>
                <Tabs label=t::deliveries::mail active tabs>
                    <TabPanel value="text">
                        <pre class="mail-text" tabindex="0">
                            {move || delivery.read().text.clone()}
                        </pre>
                    </TabPanel>
                    <TabPanel value="html">
                        <iframe
                            class="mail-frame"
                            sandbox=""
                            title=t::deliveries::html_frame
                            srcdoc=move || delivery.read().html.clone()
                        ></iframe>
                    </TabPanel>
                </Tabs>
                <section class="stack stack--tight">
                    <h3>{t::deliveries::attachments}</h3>
                    {move || attachments(delivery.read().attachments.clone())}
                </section>
            </div>
        </Card>
    }
    .into_any()
}
