//! Forms in the making survive a reload, a crash and the end of a session: kept in the browser,
//! per person, until they are saved.

use domain::id::UserId;
use serde::{Serialize, de::DeserializeOwned};

use super::storage;

/// One form's place in the browser's memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft(String);

impl Draft {
    /// `name` tells forms apart, e.g. `order:new`.
    pub fn of(user: UserId, name: &str) -> Self {
        Self(format!("dsms.draft.{user}.{name}"))
    }

    /// What was kept; nothing where it is of an older version of the form.
    pub fn load<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&storage::get(&self.0)?).ok()
    }

    pub fn keep<T: Serialize>(&self, content: &T) {
        if let Ok(text) = serde_json::to_string(content) {
            storage::set(&self.0, &text);
        }
    }

    pub fn forget(&self) {
        storage::remove(&self.0);
    }
}
