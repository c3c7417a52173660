//! Pages, by context: `list.rs`, `detail.rs`, `form.rs` in a folder each. Routes are in `app.rs`,
//! paths in `routes.rs`.

pub mod account;
mod not_found;
mod sign_in;

pub use not_found::NotFoundPage;
pub use sign_in::SignInPage;
