//! API keys: one's own on the account page, a partner organisation's on its page.

mod form;
mod list;

pub use list::ApiKeys;
