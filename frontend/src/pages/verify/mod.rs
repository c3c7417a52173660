//! Is this key genuine? For anybody who holds one, without signing in.

mod drop;
mod outcome;
mod page;

pub use page::VerifyPage;
