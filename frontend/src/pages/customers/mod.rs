//! Customers: the list, and one with its contacts and licenses.

mod detail;
mod list;
mod retention;

pub use detail::CustomerPage;
pub use list::CustomerListPage;
pub use retention::RetentionDot;
