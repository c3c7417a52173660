//! Products and prices.

use domain::{
    id::{PriceId, PriceRuleId, ProductId},
    products::{
        pricing::Quote,
        wire::{
            Catalogue, ListedProduct, PriceList, ProductContent, ProductDetail, QuoteRequest,
            RuleContent, RuleList, RuleView, SetEnd, SetPrice, Simulation,
        },
    },
};

use crate::{Client, ClientResult, IdempotencyKey, Side};

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

    /// The server's price for anybody on any day, with what stands behind it. Staff only.
    pub async fn simulate(&self, request: &QuoteRequest) -> ClientResult<Simulation> {
        self.post("/products/quote").json(request).read().await
    }

    /// Every product, sold or not, with all its prices.
    pub async fn price_list(&self) -> ClientResult<PriceList> {
        self.get("/price-list").read().await
    }

    /// One product with its prices and its story.
    pub async fn product(&self, id: ProductId) -> ClientResult<ProductDetail> {
        self.get(format!("/products/{id}")).read().await
    }

    /// Keeps a new product, without a price yet.
    pub async fn create_product(
        &self,
        content: &ProductContent,
        key: &IdempotencyKey,
    ) -> ClientResult<ListedProduct> {
        self.post("/products").json(content).once(key).read().await
    }

    pub async fn change_product(
        &self,
        id: ProductId,
        version: i64,
        content: &ProductContent,
    ) -> ClientResult<ListedProduct> {
        self.put(format!("/products/{id}")).json(content).at_version(version).read().await
    }

    /// Begins a new price on a day; the one before ends the day before.
    pub async fn set_price(
        &self,
        product: ProductId,
        price: &SetPrice,
        key: &IdempotencyKey,
    ) -> ClientResult<ListedProduct> {
        self.post(format!("/products/{product}/prices")).json(price).once(key).read().await
    }

    /// Changes a price that does not hold yet.
    pub async fn change_price(
        &self,
        id: PriceId,
        version: i64,
        price: &SetPrice,
    ) -> ClientResult<ListedProduct> {
        self.put(format!("/prices/{id}")).json(price).at_version(version).read().await
    }

    /// Ends a price on a day, or lets it go on until the next begins.
    pub async fn end_price(
        &self,
        id: PriceId,
        version: i64,
        end: &SetEnd,
    ) -> ClientResult<ListedProduct> {
        self.post(format!("/prices/{id}/end")).json(end).at_version(version).read().await
    }

    /// Removes a price that does not hold yet.
    pub async fn remove_price(&self, id: PriceId, version: i64) -> ClientResult<ListedProduct> {
        self.delete(format!("/prices/{id}")).at_version(version).read().await
    }

    /// Every discount rule, whenever it holds.
    pub async fn price_rules(&self) -> ClientResult<RuleList> {
        self.get("/price-rules").read().await
    }

    pub async fn create_price_rule(
        &self,
        content: &RuleContent,
        key: &IdempotencyKey,
    ) -> ClientResult<RuleView> {
        self.post("/price-rules").json(content).once(key).read().await
    }

    /// Changes a rule that does not hold yet.
    pub async fn change_price_rule(
        &self,
        id: PriceRuleId,
        version: i64,
        content: &RuleContent,
    ) -> ClientResult<RuleView> {
        self.put(format!("/price-rules/{id}")).json(content).at_version(version).read().await
    }

    /// Ends a rule on a day, or lets it go on until further notice.
    pub async fn end_price_rule(
        &self,
        id: PriceRuleId,
        version: i64,
        end: &SetEnd,
    ) -> ClientResult<RuleView> {
        self.post(format!("/price-rules/{id}/end")).json(end).at_version(version).read().await
    }

    /// Removes a rule that does not hold yet.
    pub async fn remove_price_rule(&self, id: PriceRuleId, version: i64) -> ClientResult<()> {
        self.delete(format!("/price-rules/{id}")).at_version(version).done().await
    }
}
