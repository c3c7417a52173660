//! What people should know.

pub(crate) mod notification;
