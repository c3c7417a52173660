//! What happened: append-only; audit trail, work queue and timelines in one.

pub(crate) mod event;
pub(crate) mod link;
