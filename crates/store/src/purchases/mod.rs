//! Purchases that licenses came of.

pub(crate) mod purchase;
