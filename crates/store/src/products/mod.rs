//! Products, prices, discount rules and order terms.

pub(crate) mod price;
pub(crate) mod product;
pub(crate) mod rule;
pub(crate) mod seller_entity;
pub(crate) mod terms;
