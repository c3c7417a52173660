//! The same act tried again goes under the same key; another act gets another one.

use client::IdempotencyKey;
use leptos::prelude::*;

use crate::state::fresh_key;

/// Remembers the last act and its key. `Copy`.
pub struct Once<T: Send + Sync + 'static>(StoredValue<Option<(T, IdempotencyKey)>>);

impl<T: Send + Sync + 'static> Clone for Once<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Once<T> {}

impl<T: PartialEq + Send + Sync + 'static> Once<T> {
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// The key of this act.
    pub fn key(self, act: T) -> IdempotencyKey {
        let known = self.0.with_value(|last| {
            last.as_ref().filter(|(before, _)| *before == act).map(|(_, key)| key.clone())
        });
        known.unwrap_or_else(|| {
            let key = fresh_key();
            self.0.set_value(Some((act, key.clone())));
            key
        })
    }
}
