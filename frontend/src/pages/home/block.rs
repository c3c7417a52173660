//! A figure above, and beneath it the card with the first rows: what waits for somebody.

use domain::list::Page;
use leptos::prelude::*;

use super::shortlist::{Count, Nothing, Shortlist};
use crate::{
    components::Load,
    i18n::Word,
    ui::{Column, Glyph},
};

/// What waits, as home pages show it.
pub struct Block<T: Send + Sync + 'static> {
    pub title: Word,
    pub glyph: Glyph,
    pub load: Load<Page<T>>,
    pub columns: fn() -> Vec<Column<T>>,
    pub id: fn(&T) -> String,
    pub href: fn(&T) -> String,
    /// Where all of them are.
    pub all: String,
    pub nothing: Nothing,
}

impl<T: Clone + Send + Sync + 'static> Block<T> {
    /// The figure, and the card.
    pub fn drawn(self) -> (AnyView, AnyView) {
        let Self { title, glyph, load, columns, id, href, all, nothing } = self;
        let count = view! { <Count label=title glyph load href=all.clone()/> };
        let list = view! { <Shortlist title load columns id href all nothing/> };
        (count.into_any(), list.into_any())
    }
}
