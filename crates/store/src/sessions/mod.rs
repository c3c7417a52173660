//! Where people are signed in.

pub(crate) mod session;
