//! What the browser remembers for us between visits: preferences and drafts, never tokens.
//!
//! Storage may be full or forbidden; then nothing is remembered, and nothing breaks.

fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What is kept under `key`.
pub fn get(key: &str) -> Option<String> {
    if cfg!(target_family = "wasm") { store()?.get_item(key).ok().flatten() } else { None }
}

/// Keeps `value` under `key`.
pub fn set(key: &str, value: &str) {
    if let Some(store) = store() {
        let _ = store.set_item(key, value);
    }
}

/// Forgets `key`.
pub fn remove(key: &str) {
    if let Some(store) = store() {
        let _ = store.remove_item(key);
    }
}
