//! Users: who may sign in.

mod access;
mod list;

pub use list::UserListPage;
