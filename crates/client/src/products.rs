//! Products and prices.

use domain::products::{
    pricing::Quote,
    wire::{Catalogue, QuoteRequest},
};

use crate::{Client, ClientResult, Side};

impl Client {
    /// Products, prices, rules and terms: all that a live price needs.
    pub async fn catalogue(&self, side: Side) -> ClientResult<Catalogue> {
        let path = match side {
            Side::Staff => "/products",
            Side::Portal => "/partners/products",
        };
        self.get(path).read().await
    }

    /// The server's own price, with its trace.
    pub async fn quote(&self, side: Side, request: &QuoteRequest) -> ClientResult<Quote> {
        let path = match side {
            Side::Staff => "/products/quote",
            Side::Portal => "/partners/quote",
        };
        self.post(path).json(request).read().await
    }
}
