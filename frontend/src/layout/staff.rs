//! The console of those who live in it all day: navigation at the left, a slim header on top.

use leptos::prelude::*;

use super::{
    nav::{self, NavItem},
    tools::{Account, BellButton, LanguageMenu, ThemeMenu, UserMenu},
};
use crate::{
    i18n::t,
    state::storage,
    ui::{BrandMark, Glyph, Icon, IconButton, Kbd, NavDrawer, effect},
};

const NARROW_KEY: &str = "dsms.nav";

fn is_mac() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac OS"))
}

fn brand() -> AnyView {
    view! {
        <a class="brand" href="/">
            <BrandMark/>
            <span class="brand__text">{t::common::product}</span>
        </a>
    }
    .into_any()
}

/// The staff console.
#[component]
pub fn StaffShell(
    #[prop(into)] items: Signal<Vec<NavItem>>,
    #[prop(into)] account: Signal<Account>,
    profile: &'static str,
    #[prop(into)] unread: Signal<u64>,
    #[prop(into)] on_bell: Callback<()>,
    #[prop(into)] on_search: Callback<()>,
    #[prop(into)] on_sign_out: Callback<()>,
    children: Children,
) -> impl IntoView {
    let narrow = RwSignal::new(storage::get(NARROW_KEY).as_deref() == Some("narrow"));
    let drawer = RwSignal::new(false);
    let path = leptos_router::hooks::use_location().pathname;
    // Whoever has chosen wants to see the page, not the drawer.
    effect(move || {
        path.track();
        drawer.set(false);
    });
    let fold = move |_| {
        narrow.update(|narrow| *narrow = !*narrow);
        storage::set(NARROW_KEY, if narrow.get_untracked() { "narrow" } else { "wide" });
    };
    let fold_words = move || {
        if narrow.get() { t::layout::unfold.get() } else { t::layout::fold.get() }
    };
    let label = t::layout::navigation.signal();
    view! {
        <a class="skip-link" href="#main">
            {t::layout::skip}
        </a>
        <div class="shell" class:shell--narrow=narrow>
            <aside class="shell__nav">
                {brand()} {nav::list(items, label, narrow.into())}
                <div class="nav__foot">
                    <button
                        type="button"
                        class="nav__link"
                        aria-expanded=move || (!narrow.get()).to_string()
                        aria-label=fold_words
                        data-tip=move || narrow.get().then(fold_words)
                        on:click=fold
                    >
                        <Icon glyph=Glyph::Sidebar/>
                        <span class="nav__text">{t::layout::fold}</span>
                    </button>
                </div>
            </aside>
            <header class="shell__bar">
                <span class="shell__burger">
                    <IconButton
                        label=t::layout::navigation
                        glyph=Glyph::Menu
                        ghost=true
                        on_press=move || drawer.set(true)
                    />
                </span>
                <button
                    type="button"
                    class="search-place"
                    aria-label=t::layout::search_or_jump
                    aria-keyshortcuts="Control+K Meta+K"
                    on:click=move |_| on_search.run(())
                >
                    <Icon glyph=Glyph::Search/>
                    <span class="search-place__text truncate">{t::layout::search_or_jump}</span>
                    <Kbd keys=if is_mac() { "⌘ K" } else { "Ctrl K" }/>
                </button>
                <div class="bar__end">
                    <LanguageMenu/>
                    <ThemeMenu/>
                    <BellButton unread on_press=on_bell/>
                    <UserMenu account profile on_sign_out/>
                </div>
            </header>
            <main id="main" class="shell__main" tabindex="-1">
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
