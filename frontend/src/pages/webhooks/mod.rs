//! Webhooks: the list, one with the log of its messages, and the form.

mod calls;
mod detail;
mod form;
mod list;
mod secret;

pub use self::{detail::WebhookPage, list::WebhookListPage};
