//! Deliveries: every mail that went out or did not, to read and to try again.

mod detail;
mod list;
mod mail;
mod status;

pub use detail::DeliveryPage;
pub use list::DeliveryListPage;
pub use status::{DeliveryStatusDot, trouble_words};
