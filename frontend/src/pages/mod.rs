//! Pages, by context: `list.rs`, `detail.rs`, `form.rs` in a folder each. Routes are in `records.rs` and
//! `orders/routing.rs`,
//! paths in `routes.rs`.

pub mod account;
pub mod alerts;
pub mod api_keys;
pub mod change_requests;
pub mod customers;
pub mod deliveries;
pub mod deployments;
pub mod engineers;
pub mod events;
pub mod home;
pub mod imports;
pub mod invoices;
pub mod leads;
pub mod licenses;
mod not_found;
pub mod orders;
pub mod partners;
mod parts;
pub mod payments;
pub mod products;
pub mod purchases;
pub mod receivables;
mod records;
pub mod recovery;
pub mod resellers;
pub mod sales_reps;
pub mod sellers;
mod sign_in;
pub mod users;
pub mod verify;
pub mod webhooks;

pub use not_found::NotFoundPage;
pub use records::{PortalRecords, StaffRecords};
pub use sign_in::SignInPage;
