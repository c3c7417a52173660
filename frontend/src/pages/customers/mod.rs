//! Customers: the list, one with its contacts, licenses and story, the form of its data, and those
//! that may be one.

mod actions;
mod detail;
mod duplicates;
mod form;
mod list;
mod merge;
mod merges;
mod new;
mod people;
mod related;
mod retention;
mod timeline;

pub use detail::CustomerPage;
pub use duplicates::DuplicatesPage;
pub use form::EditCustomerPage;
pub use list::CustomerListPage;
pub use merge::MergeCustomersPage;
pub use new::NewCustomerPage;
pub use retention::RetentionDot;
