//! What a look-up field does: asks, offers, takes.

use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};

use super::{
    super::{
        place::{Align, place},
        unique_id,
    },
    ComboOption, ComboSource,
};

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Found {
    Asking,
    Options(Vec<ComboOption>),
    Failed(String),
}

#[derive(Clone, Copy)]
pub(super) struct Combo {
    /// What is chosen.
    pub value: RwSignal<Option<ComboOption>>,
    pub typed: RwSignal<String>,
    pub open: RwSignal<bool>,
    pub found: RwSignal<Found>,
    pub active: RwSignal<usize>,
    pub input: NodeRef<html::Input>,
    pub popup: NodeRef<html::Div>,
    pub list_id: StoredValue<String>,
    source: StoredValue<ComboSource>,
    /// Counts what was asked: only the latest answer is shown.
    turn: StoredValue<u32>,
    on_create: Option<Callback<String>>,
    on_change: Option<Callback<Option<ComboOption>>>,
}

impl Combo {
    pub fn new(
        value: RwSignal<Option<ComboOption>>,
        source: ComboSource,
        on_create: Option<Callback<String>>,
        on_change: Option<Callback<Option<ComboOption>>>,
    ) -> Self {
        Self {
            value,
            typed: RwSignal::new(String::new()),
            open: RwSignal::new(false),
            found: RwSignal::new(Found::Options(Vec::new())),
            active: RwSignal::new(0),
            input: NodeRef::new(),
            popup: NodeRef::new(),
            list_id: StoredValue::new(unique_id("options")),
            source: StoredValue::new(source),
            turn: StoredValue::new(0),
            on_create,
            on_change,
        }
    }

    pub fn option_id(self, index: usize) -> String {
        format!("{}-{index}", self.list_id.get_value())
    }

    /// Whether what was typed can be made (tracked).
    pub fn can_create(self) -> bool {
        let text = self.typed.read();
        self.on_create.is_some()
            && !text.trim().is_empty()
            && match &*self.found.read() {
                Found::Asking => false,
                Found::Options(options) => {
                    !options.iter().any(|option| option.label == text.trim())
                }
                Found::Failed(_) => true,
            }
    }

    /// How many rows there are to choose from, the last perhaps «create» (tracked).
    pub fn count(self) -> usize {
        let options = match &*self.found.read() {
            Found::Options(options) => options.len(),
            _ => 0,
        };
        options + usize::from(self.can_create())
    }

    fn show(self) {
        self.open.set(true);
        request_animation_frame(move || {
            let (input, popup) = (self.input.get_untracked(), self.popup.get_untracked());
            if let (Some(input), Some(popup)) = (input, popup) {
                let _ = popup.show_popover();
                let anchor = input.parent_element().unwrap_or_else(|| (**input).clone());
                place(&anchor, &popup, Align::Fill);
            }
        });
    }

    pub fn hide(self) {
        self.open.set(false);
        if let Some(popup) = self.popup.get_untracked() {
            let _ = popup.hide_popover();
        }
    }

    /// Asks for what fits the text, unless another question follows within `wait`.
    pub fn look_up(self, text: String, wait: Duration) {
        let mine = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let ask = move || {
            // A later key press has asked again.
            if self.turn.try_get_value() != mine {
                return;
            }
            self.found.set(Found::Asking);
            let answer = self.source.with_value(|source| (source.0)(text));
            spawn_local(async move {
                let answer = answer.await;
                if self.turn.try_get_value() == mine {
                    self.active.set(0);
                    self.found.set(answer.map_or_else(Found::Failed, Found::Options));
                    self.show();
                }
            });
        };
        set_timeout(ask, wait);
    }

    pub fn choose(self, option: Option<ComboOption>) {
        let label = option.as_ref().map(|option| option.label.clone());
        self.typed.set(label.unwrap_or_default());
        self.value.set(option.clone());
        self.hide();
        if let Some(on_change) = self.on_change {
            on_change.run(option);
        }
    }

    /// Takes a row by its place.
    pub fn take(self, index: usize) {
        let option = match &*self.found.read_untracked() {
            Found::Options(options) => options.get(index).cloned(),
            _ => None,
        };
        match (option, self.on_create) {
            (Some(option), _) => self.choose(Some(option)),
            (None, Some(on_create)) if untrack(|| self.can_create()) => {
                self.hide();
                on_create.run(self.typed.get_untracked().trim().to_owned());
            }
            _ => {}
        }
    }

    /// The field loses the focus: nothing typed is nothing chosen.
    pub fn leave(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.hide();
        if !self.typed.read_untracked().trim().is_empty() {
            self.keep_or_restore();
        } else if self.value.read_untracked().is_some() {
            self.choose(None);
        }
    }

    /// Whoever types a name and goes on means it, where new names may be given.
    fn keep_or_restore(self) {
        let text = self.typed.read_untracked().trim().to_owned();
        let label = self.value.get_untracked().map(|option| option.label).unwrap_or_default();
        let offered = match &*self.found.read_untracked() {
            Found::Options(options) => options.iter().find(|option| option.label == text).cloned(),
            _ => None,
        };
        match (self.on_create, offered) {
            _ if text == label => {}
            (Some(_), Some(option)) => self.choose(Some(option)),
            (Some(on_create), None) => on_create.run(text),
            (None, _) => self.typed.set(label),
        }
    }

    /// Arrows, Enter and Escape.
    pub fn press(self, event: &leptos::ev::KeyboardEvent) {
        let count = untrack(|| self.count());
        let is_open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if is_open && count > 0 => {
                event.prevent_default();
                self.active.update(|active| *active = (*active + 1) % count);
            }
            "ArrowUp" if is_open && count > 0 => {
                event.prevent_default();
                self.active.update(|active| *active = (*active + count - 1) % count);
            }
            "ArrowDown" => self.look_up(String::new(), Duration::ZERO),
            "Enter" if is_open => {
                event.prevent_default();
                self.take(self.active.get_untracked());
            }
            "Escape" if is_open => {
                event.prevent_default();
                event.stop_propagation();
                self.hide();
            }
            _ => {}
        }
    }
}
