//! Entries of a navigation.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::{Glyph, Icon};

/// Where one can go.
#[derive(Clone)]
pub struct NavItem {
    pub label: Signal<String>,
    pub href: &'static str,
    pub glyph: Glyph,
    /// How much waits there.
    pub badge: Option<Signal<u64>>,
    /// The heading above it, in the staff console; entries of one group follow each other.
    pub group: Option<Signal<String>>,
}

impl NavItem {
    pub fn new(label: impl Into<Signal<String>>, href: &'static str, glyph: Glyph) -> Self {
        Self { label: label.into(), href, glyph, badge: None, group: None }
    }

    #[must_use]
    pub fn badge(self, count: impl Into<Signal<u64>>) -> Self {
        Self { badge: Some(count.into()), ..self }
    }

    #[must_use]
    pub fn group(self, heading: impl Into<Signal<String>>) -> Self {
        Self { group: Some(heading.into()), ..self }
    }
}

/// Whether `path` is at `href` or below it. A shell's first page is only itself.
pub fn is_current(path: &str, href: &str) -> bool {
    let is_root = matches!(href, "/" | "/portal");
    // The portal has an entry of its own for placing an order.
    let is_elsewhere = path == "/portal/orders/new";
    path == href
        || (!is_root
            && !is_elsewhere
            && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

/// The links themselves, with the class that the shell wants.
pub(super) fn link(item: &NavItem, class: &'static str, tip: Signal<bool>) -> AnyView {
    let path = use_location().pathname;
    let NavItem { label, href, glyph, badge, .. } = *item;
    let count = move || badge.map(|badge| badge.get()).filter(|count| *count > 0);
    view! {
        <a
            class=class
            href=href
            aria-current=move || is_current(&path.read(), href).then_some("page")
            data-tip=move || tip.get().then(|| label.get())
        >
            <Icon glyph/>
            <span class="nav__text">{label}</span>
            {move || count().map(|count| view! { <span class="badge">{count}</span> })}
        </a>
    }
    .into_any()
}

/// All entries with their headings.
pub(super) fn list(
    items: Signal<Vec<NavItem>>,
    label: Signal<String>,
    narrow: Signal<bool>,
) -> AnyView {
    let groups = move || {
        let mut groups: Vec<(Option<Signal<String>>, Vec<NavItem>)> = Vec::new();
        for item in items.get() {
            match groups.last_mut() {
                Some((heading, members)) if same(*heading, item.group) => members.push(item),
                _ => groups.push((item.group, vec![item])),
            }
        }
        groups
            .into_iter()
            .map(|(heading, members)| {
                view! {
                    <div class="nav__group">
                        {heading.map(|heading| view! { <div class="nav__heading">{heading}</div> })}
                        {members
                            .iter()
                            .map(|item| link(item, "nav__link", narrow))
                            .collect_view()}
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <nav class="nav" aria-label=label>
            {groups}
        </nav>
    }
    .into_any()
}

fn same(one: Option<Signal<String>>, other: Option<Signal<String>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => *one.read_untracked() == *other.read_untracked(),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_current;

    #[test]
    fn an_entry_is_current_on_the_pages_below_it() {
        assert!(is_current("/orders/ORD-1", "/orders"));
        assert!(!is_current("/orders-archive", "/orders"));
        assert!(!is_current("/portal/orders", "/portal"));
    }
}
