//! Customers and the people there.

pub(crate) mod contact;
pub(crate) mod customer;
pub(crate) mod term;
