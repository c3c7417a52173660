//! Users: who may sign in.

mod access;
mod form;
mod list;

pub use list::UserListPage;
