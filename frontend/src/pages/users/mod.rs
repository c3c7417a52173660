//! Users and what they may: for those who manage them.

mod access;
mod detail;
mod form;
mod grants;
mod list;
mod second_factor;
mod sessions;

pub use detail::UserPage;
pub use list::UserListPage;
