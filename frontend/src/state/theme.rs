//! Light, dark, or as the system says. `assets/theme.js` does the same before the first paint.

use std::sync::LazyLock;

use leptos::prelude::*;

use super::storage;

const THEME_KEY: &str = "dsms.theme";
const DENSITY_KEY: &str = "dsms.density";
const DARK: &str = "(prefers-color-scheme: dark)";

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

static THEME: LazyLock<ArcRwSignal<Theme>> = LazyLock::new(|| {
    let stored = storage::get(THEME_KEY);
    let known = Theme::ALL.into_iter().find(|theme| Some(theme.as_str()) == stored.as_deref());
    ArcRwSignal::new(known.unwrap_or_default())
});

static COMPACT: LazyLock<ArcRwSignal<bool>> =
    LazyLock::new(|| ArcRwSignal::new(storage::get(DENSITY_KEY).as_deref() == Some("compact")));

/// The choice (tracked).
pub fn theme() -> Theme {
    THEME.get()
}

/// Chooses, and remembers.
pub fn set_theme(theme: Theme) {
    storage::set(THEME_KEY, theme.as_str());
    THEME.set(theme);
}

/// Whether tables are dense (tracked).
pub fn is_compact() -> bool {
    COMPACT.get()
}

/// Chooses the density, and remembers.
pub fn set_compact(compact: bool) {
    storage::set(DENSITY_KEY, if compact { "compact" } else { "roomy" });
    COMPACT.set(compact);
}

fn system_is_dark() -> bool {
    window().match_media(DARK).ok().flatten().is_some_and(|query| query.matches())
}

fn apply() {
    let dark = match theme() {
        Theme::System => system_is_dark(),
        Theme::Light => false,
        Theme::Dark => true,
    };
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
        let _ = root.set_attribute("data-density", if is_compact() { "compact" } else { "roomy" });
    }
}

/// Keeps the page in the chosen theme, also when the system changes its mind.
pub fn follow() {
    use wasm_bindgen::{JsCast as _, closure::Closure};

    Effect::new(apply);
    if let Ok(Some(query)) = window().match_media(DARK) {
        let changed = Closure::<dyn Fn()>::new(|| untrack(apply));
        query.set_onchange(Some(changed.as_ref().unchecked_ref()));
        // Listens for as long as the page lives.
        changed.forget();
    }
}
