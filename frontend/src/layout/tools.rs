//! What stands at the right of the header: language, theme, notifications, who one is.

use leptos::prelude::*;

use crate::{
    i18n::{self, Lang, t},
    state::theme::{self, Theme},
    ui::{Avatar, Glyph, Icon, Menu, MenuItem, MenuLine, MenuLink, MenuTitle},
};

const TOOL: &str = "button button--ghost button--icon";

/// 中文 / English.
#[component]
pub fn LanguageMenu() -> impl IntoView {
    let item = |lang: Lang| {
        let label = match lang {
            Lang::Zh => "简体中文",
            Lang::En => "English",
        };
        view! {
            <MenuItem
                label
                checked=Signal::derive(move || i18n::lang() == lang)
                on_press=move || i18n::set_lang(lang)
            />
        }
    };
    view! {
        <Menu
            class=TOOL
            label=t::layout::language
            end=true
            trigger=|| view! { <Icon glyph=Glyph::Globe/> }
        >
            {Lang::ALL.iter().copied().map(item).collect_view()}
        </Menu>
    }
}

/// Light, dark, as the system says; and how dense tables are.
#[component]
pub fn ThemeMenu() -> impl IntoView {
    let look = |theme: Theme| match theme {
        Theme::System => (t::layout::theme_system, Glyph::Monitor),
        Theme::Light => (t::layout::theme_light, Glyph::Sun),
        Theme::Dark => (t::layout::theme_dark, Glyph::Moon),
    };
    let item = move |choice: Theme| {
        let (label, icon) = look(choice);
        view! {
            <MenuItem
                label
                icon
                checked=Signal::derive(move || theme::theme() == choice)
                on_press=move || theme::set_theme(choice)
            />
        }
    };
    let density = |compact: bool| {
        let label = if compact { t::layout::density_compact } else { t::layout::density_roomy };
        view! {
            <MenuItem
                label
                icon=Glyph::Rows
                checked=Signal::derive(move || theme::is_compact() == compact)
                on_press=move || theme::set_compact(compact)
            />
        }
    };
    view! {
        <Menu
            class=TOOL
            label=t::layout::appearance
            end=true
            trigger=move || {
                view! { <Icon glyph=Signal::derive(move || look(theme::theme()).1)/> }
            }
        >
            {Theme::ALL.map(item).collect_view()}
            <MenuLine/>
            <MenuTitle label=t::layout::density/>
            {[false, true].map(density).collect_view()}
        </Menu>
    }
}

/// The bell with how many are unread.
#[component]
pub fn BellButton(
    #[prop(into)] unread: Signal<u64>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    let shown = move || match unread.get() {
        0 => None,
        many @ 1..=99 => Some(many.to_string()),
        _ => Some("99+".to_owned()),
    };
    view! {
        <button
            type="button"
            class=format!("{TOOL} bell")
            aria-label=move || t::layout::notifications_unread(unread.get())
            data-tip=t::layout::notifications
            on:click=move |_| on_press.run(())
        >
            <Icon glyph=Glyph::Bell/>
            {move || shown().map(|shown| view! { <span class="badge">{shown}</span> })}
        </button>
    }
    .into_any()
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    pub name: String,
    /// Role, or partner organisation.
    pub role: String,
}

/// The person's own menu.
#[component]
pub fn UserMenu(
    #[prop(into)] account: Signal<Account>,
    profile: &'static str,
    #[prop(into)] on_sign_out: Callback<()>,
) -> impl IntoView {
    let name = Signal::derive(move || account.read().name.clone());
    let trigger = move || {
        view! {
            <Avatar name/>
            <span class="user-button__name">
                <span class="truncate">{name}</span>
                <span class="user-button__role truncate">{move || account.read().role.clone()}</span>
            </span>
        }
    };
    view! {
        <Menu class="user-button" label=t::layout::account end=true trigger>
            <MenuLink label=t::layout::profile href=profile icon=Glyph::User/>
            <MenuLine/>
            <MenuItem label=t::layout::sign_out icon=Glyph::SignOut on_press=on_sign_out/>
        </Menu>
    }
}
