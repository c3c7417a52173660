//! The rules of DSMS: pure functions and plain data, compiled natively for the server and to wasm
//! for the SPA, so that no rule is written twice. No I/O, no clock, no randomness.

mod enums;

pub mod access;
pub mod alerts;
pub mod api_keys;
pub mod attachments;
pub mod auth;
pub mod change_requests;
pub mod customers;
pub mod dates;
pub mod deliveries;
pub mod deployments;
pub mod engineers;
pub mod events;
pub mod exports;
pub mod finance;
pub mod grants;
pub mod id;
pub mod imports;
pub mod invoices;
pub mod keys;
pub mod lang;
pub mod lead_mails;
pub mod leads;
pub mod licenses;
pub mod list;
pub mod money;
pub mod notifications;
pub mod orders;
pub mod partners;
pub mod patch;
pub mod payments;
pub mod problem;
pub mod products;
pub mod purchases;
pub mod receivables;
pub mod resellers;
pub mod returns;
pub mod sales_reps;
pub mod search;
pub mod sellers;
pub mod text;
pub mod usage;
pub mod validate;
pub mod views;
pub mod webhooks;

pub use id::Id;
pub use lang::Lang;
