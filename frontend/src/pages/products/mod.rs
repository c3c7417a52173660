//! Products and prices: what is sold, at which price, and why.

mod page;
mod rules;
mod simulator;

pub use page::ProductsPage;
