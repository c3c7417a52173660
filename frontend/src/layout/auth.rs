//! Around the sign-in form: what the product is, and the two things one may want before signing in.

use leptos::prelude::*;

use super::tools::{LanguageMenu, ThemeMenu};
use crate::{
    i18n::{Word, t},
    ui::{BrandMark, Glyph, Icon},
};

/// The page of those who are not signed in.
#[component]
pub fn AuthLayout(children: Children) -> impl IntoView {
    const CHAIN: [Word; 5] = [
        t::layout::chain_order,
        t::layout::chain_approval,
        t::layout::chain_license,
        t::layout::chain_delivery,
        t::layout::chain_activation,
    ];
    let link = |(index, word): (usize, Word)| {
        view! {
            <li>
                {(index > 0).then(|| view! { <Icon glyph=Glyph::ChevronRight/> })} {word}
            </li>
        }
    };
    view! {
        <div class="auth">
            <aside class="auth__side">
                <div class="brand">
                    <BrandMark/>
                    {t::common::product}
                </div>
                <div>
                    <p class="auth__pitch">{t::layout::pitch}</p>
                    <ol class="auth__chain">
                        {CHAIN.into_iter().enumerate().map(link).collect_view()}
                    </ol>
                </div>
                <p class="auth__foot small">{t::layout::pitch_foot}</p>
            </aside>
            <div class="auth__main">
                <div class="auth__tools">
                    <LanguageMenu/>
                    <ThemeMenu/>
                </div>
                <main id="main" class="auth__box">
                    {children()}
                </main>
            </div>
        </div>
    }
    .into_any()
}
