//! Requests that were answered already.

pub(crate) mod key;
