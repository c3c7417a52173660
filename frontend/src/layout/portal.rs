//! The partner's portal: few entries on top, a calm page below.

use leptos::prelude::*;

use super::{
    nav::{self, NavItem},
    tools::{Account, BellButton, LanguageMenu, ThemeMenu, UserMenu},
};
use crate::{
    i18n::t,
    ui::{BrandMark, Glyph, IconButton, NavDrawer, effect},
};

fn brand() -> AnyView {
    view! {
        <a class="brand" href="/portal">
            <BrandMark/>
            <span class="brand__text">{t::layout::portal}</span>
        </a>
    }
    .into_any()
}

/// The partner portal.
#[component]
pub fn PortalShell(
    #[prop(into)] items: Signal<Vec<NavItem>>,
    #[prop(into)] account: Signal<Account>,
    profile: &'static str,
    #[prop(into)] unread: Signal<u64>,
    #[prop(into)] on_bell: Callback<()>,
    #[prop(into)] on_search: Callback<()>,
    #[prop(into)] on_sign_out: Callback<()>,
    children: Children,
) -> impl IntoView {
    let drawer = RwSignal::new(false);
    let path = leptos_router::hooks::use_location().pathname;
    effect(move || {
        path.track();
        drawer.set(false);
    });
    let label = t::layout::navigation.signal();
    let links = move || {
        let link = |item| nav::link(item, "portal__link", Signal::stored(false));
        items.read().iter().map(link).collect_view()
    };
    view! {
        <a class="skip-link" href="#main">
            {t::layout::skip}
        </a>
        <div class="portal">
            <header class="portal__bar">
                <div class="portal__bar-in">
                    <span class="shell__burger">
                        <IconButton
                            label=t::layout::navigation
                            glyph=Glyph::Menu
                            ghost=true
                            on_press=move || drawer.set(true)
                        />
                    </span>
                    {brand()}
                    <nav class="portal__nav" aria-label=label>
                        {links}
                    </nav>
                    <div class="bar__end">
                        <IconButton
                            label=t::layout::search_or_jump
                            glyph=Glyph::Search
                            ghost=true
                            on_press=move || on_search.run(())
                        />
                        <LanguageMenu/>
                        <ThemeMenu/>
                        <BellButton unread on_press=on_bell/>
                        <UserMenu account profile on_sign_out/>
                    </div>
                </div>
            </header>
            <main id="main" class="portal__main" tabindex="-1">
                {children()}
            </main>
        </div>
        <NavDrawer open=drawer on_close=move || drawer.set(false) label>
            {brand()}
            {nav::list(items, label, Signal::stored(false))}
        </NavDrawer>
    }
    .into_any()
}
