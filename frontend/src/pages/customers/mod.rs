//! Customers: the list, one with its contacts and licenses, and the form of its data.

mod detail;
mod form;
mod list;
mod people;
mod retention;

pub use detail::CustomerPage;
pub use form::EditCustomerPage;
pub use list::CustomerListPage;
pub use retention::RetentionDot;
