//! What only one may do at a time.

pub(crate) mod lease;
