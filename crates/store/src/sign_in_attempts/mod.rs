//! Wrong passwords in a row.

pub(crate) mod attempt;
