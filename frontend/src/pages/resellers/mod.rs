//! Resellers: partners that sell to customers of their own, what they sold, and what they keep of it.

mod detail;
mod list;
mod statement;

pub use self::{detail::ResellerPage, list::ResellerListPage, statement::ShareStatementPage};
