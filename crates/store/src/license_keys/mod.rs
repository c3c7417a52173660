//! Signed keys of licenses.

pub(crate) mod key;
