//! Licenses; their status is derived, never stored.

pub(crate) mod license;
