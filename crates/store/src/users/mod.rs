//! Who may sign in.

pub(crate) mod user;
