//! Engineers: who they are, what they know, and how much work they have.

mod form;
mod list;

pub use list::EngineerListPage;
