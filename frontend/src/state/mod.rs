//! What the whole application shares.

pub mod storage;
pub mod theme;
