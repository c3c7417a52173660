//! The tables of DSMS and every query over them. Entities stand beside their queries; every reader
//! of business rows takes a [`domain::access::Scope`]; [`dialect`] is the only place that knows one
//! database from another.

pub mod condition;
mod convert;
mod db;
pub mod dialect;
mod error;
mod list;
mod write;

pub mod activation_changes;
pub mod alerts;
pub mod api_keys;
pub mod attachments;
pub mod change_requests;
pub mod customers;
pub mod deliveries;
pub mod deployments;
pub mod engineers;
pub mod events;
pub mod grants;
pub mod idempotency;
pub mod imports;
pub mod invoices;
pub mod lead_mails;
pub mod leads;
pub mod leases;
pub mod license_keys;
pub mod licenses;
pub mod mailboxes;
pub mod notifications;
pub mod orders;
pub mod partners;
pub mod password_resets;
pub mod payments;
pub mod products;
pub mod purchases;
pub mod receivables;
pub mod returns;
pub mod sales_reps;
pub mod search;
pub mod second_factors;
pub mod segments;
pub mod sessions;
pub mod sign_in_attempts;
pub mod usage;
pub mod users;
pub mod views;
pub mod webhooks;

pub use convert::cut;
pub use db::{Db, embedded_file, take_turn};
pub use error::{StoreError, StoreResult};
pub use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction};

#[cfg(test)]
mod db_tests;
#[cfg(test)]
mod list_tests;
#[cfg(test)]
mod plan_tests;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod upgrade_tests;
