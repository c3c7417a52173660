//! Partner organisations.

pub(crate) mod partner;
pub(crate) mod term;
