//! What the whole application shares.

pub mod draft;
mod go;
mod key;
mod list_query;
mod lock;
mod session;
pub mod storage;
pub mod theme;

use leptos::prelude::*;

pub use go::Go;
pub use key::fresh_key;
pub use list_query::{ListState, use_list};
pub use lock::in_turn;
pub use session::{Session, Standing};

use crate::ui::Toaster;

/// Who is signed in, and the way to the API.
pub fn use_session() -> Session {
    expect_context()
}

/// Where messages are given in.
pub fn use_toaster() -> Toaster {
    expect_context()
}

/// Leads to another page.
pub fn use_go() -> Go {
    expect_context()
}
