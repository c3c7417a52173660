//! Orders with their lines.

pub(crate) mod activation;
pub(crate) mod line;
pub(crate) mod number;
pub(crate) mod order;
pub(crate) mod term;
