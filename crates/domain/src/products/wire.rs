//! What products and prices send over HTTP.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Edition, ProductKind,
    price_list::{Entry, Timeline},
    pricing::{PriceBook, PriceRule, PriceRuleKind, PricedLine, QuoteLine, Totals},
    validity::Validity,
};
use crate::{
    events::wire::EventView,
    id::{PartnerId, PriceId, PriceRuleId, ProductId},
    licenses::LapsedRenewal,
    money::{Amount, BasisPoints, Currency},
    partners::PartnerLevel,
    usage::{Overage, OverageMode},
};

/// A product with its present price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductView {
    pub id: ProductId,
    pub code: String,
    pub kind: ProductKind,
    pub edition: Option<Edition>,
    pub name_zh: String,
    pub name_en: String,
    /// What one of it is, e.g. 套/年 or 人天.
    pub unit: String,
    /// Workspaces; 0 is unlimited, or none for packs.
    pub workspaces: u32,
    /// Users; 0 is unlimited, or none for packs.
    pub users: u32,
    pub grace_days: u32,
    pub list_price: Amount,
    pub currency: Currency,
    pub tax_rate: BasisPoints,
    pub sold: bool,
}

impl ProductView {
    pub fn name(&self, lang: crate::Lang) -> &str {
        match lang {
            crate::Lang::Zh => &self.name_zh,
            crate::Lang::En => &self.name_en,
        }
    }
}

/// `GET /products` and `GET /partners/products`: all that prices follow from, so that the SPA
/// prices with the server's own function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Catalogue {
    pub products: Vec<ProductView>,
    pub price_book: PriceBook,
    /// The caller's own level, for partners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<PartnerLevel>,
    /// The present order terms, to be accepted at submit.
    pub terms: TermsView,
    /// The server's business day.
    pub today: NaiveDate,
}

/// A version of the order terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsView {
    pub version: String,
    /// SHA-256 of both texts, hexadecimal.
    pub hash: String,
    pub text_zh: String,
    pub text_en: String,
}

/// `POST /products/quote` and `POST /partners/quote`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    pub lines: Vec<QuoteLine>,
    /// For which partner; a partner's own quote leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
    /// For any partner of this level; staff only, and not together with a partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<PartnerLevel>,
    /// On which day, past or future; today where it is left out. Staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// What staff are answered: a quote's fields, and what stands behind its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Simulation {
    pub currency: Currency,
    pub lines: Vec<PricedLine>,
    pub totals: Totals,
    /// The day that it is priced for.
    pub on: NaiveDate,
    /// The level that it is priced for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<PartnerLevel>,
    /// The prices behind the first steps.
    pub prices: Vec<PriceInForce>,
    /// The rules behind the discounts.
    pub rules: Vec<RuleInWords>,
    /// What the caller's role may take off by hand.
    pub manual_discount_limit: BasisPoints,
}

/// From when to when a product's price holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceInForce {
    pub product_id: ProductId,
    pub valid_from: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

/// What people call a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleInWords {
    pub id: PriceRuleId,
    pub zh: String,
    pub en: String,
}

impl From<&PriceRule> for RuleInWords {
    fn from(rule: &PriceRule) -> Self {
        Self { id: rule.id, zh: rule.name(crate::Lang::Zh), en: rule.name(crate::Lang::En) }
    }
}

impl RuleInWords {
    pub fn words(&self, lang: crate::Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// `POST /products` and `PUT /products/{id}`: what is kept of a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProductContent {
    /// Unique: letters, digits, `-`, `_` and `.`
    pub code: String,
    pub kind: ProductKind,
    /// Of licenses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Edition>,
    pub name_zh: String,
    pub name_en: String,
    /// e.g. 套/年
    pub unit: String,
    /// Workspaces; 0 is unlimited.
    pub workspaces: u32,
    /// Users; 0 is unlimited.
    pub users: u32,
    pub grace_days: u32,
    pub sold: bool,
    /// Its place in lists; the smaller, the further up.
    pub sort_order: u32,
    /// From when a renewal runs where term and grace are over.
    #[serde(default)]
    pub lapsed_renewal: LapsedRenewal,
    /// Days before the end of a term at which its license is an alert; 90, 60, 30, 14, 7, 1 and 0
    /// where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminder_days: Option<Vec<u32>>,
    /// What is said of usage over what was bought.
    #[serde(default)]
    pub overage_mode: OverageMode,
    /// Percent over what was bought that are tolerated, where `overage_mode` is `soft`.
    #[serde(default)]
    pub overage_percent: u32,
}

impl ProductContent {
    /// What it says of usage over what was bought.
    pub const fn overage(&self) -> Overage {
        Overage { mode: self.overage_mode, percent: self.overage_percent }
    }
}

/// A product as the price list has it: sold or not, with everything that it cost or will cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedProduct {
    pub id: ProductId,
    pub version: i64,
    pub content: ProductContent,
    /// The earliest first.
    pub prices: Vec<PriceView>,
}

impl ListedProduct {
    pub fn name(&self, lang: crate::Lang) -> &str {
        lang.pick(&self.content.name_zh, &self.content.name_en)
    }

    /// Its prices' places in time.
    pub fn timeline(&self) -> Timeline {
        Timeline::of(self.prices.iter().map(|price| Entry { id: price.id, days: price.validity() }))
    }

    /// The price that holds on a day.
    pub fn price_on(&self, day: NaiveDate) -> Option<&PriceView> {
        self.prices.iter().find(|price| price.validity().holds_on(day))
    }
}

/// A price per set and year, tax included, for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceView {
    pub id: PriceId,
    pub version: i64,
    pub list_price: Amount,
    /// A set and year never costs less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_price: Option<Amount>,
    pub tax_rate: BasisPoints,
    /// 税收分类编码, 19 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_classification: Option<String>,
    pub valid_from: NaiveDate,
    /// The last day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

impl PriceView {
    pub const fn validity(&self) -> Validity {
        Validity { from: self.valid_from, until: self.valid_until }
    }
}

/// `GET /price-list`: every product, sold or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceList {
    pub currency: Currency,
    pub products: Vec<ListedProduct>,
    /// The server's business day.
    pub today: NaiveDate,
}

/// `GET /products/{id}`: one product and its story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductDetail {
    pub product: ListedProduct,
    pub currency: Currency,
    /// Whether licenses came of it: then it keeps its code, kind and edition.
    pub has_licenses: bool,
    /// Latest first.
    pub timeline: Vec<EventView>,
    /// The server's business day.
    pub today: NaiveDate,
}

/// `POST /products/{id}/prices` and `PUT /prices/{id}`: what a set and year costs from a day on,
/// until the next price begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPrice {
    /// Tax included.
    pub list_price: Amount,
    /// A set and year never costs less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_price: Option<Amount>,
    /// Of the tax that is in it.
    pub tax_rate: BasisPoints,
    /// 税收分类编码, 19 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_classification: Option<String>,
    /// Today or later.
    pub valid_from: NaiveDate,
}

/// `POST /prices/{id}/end` and `POST /price-rules/{id}/end`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetEnd {
    /// The last day it holds, today at the earliest; nothing lets it go on.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
}

/// `POST /price-rules` and `PUT /price-rules/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleContent {
    pub kind: PriceRuleKind,
    /// Years (term) or sets (volume) from which it holds; 0 for levels.
    #[serde(default)]
    pub at_least: u32,
    /// The level it holds for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<PartnerLevel>,
    /// What is taken off: 1000 is 10 %.
    pub discount: BasisPoints,
    /// Today or later.
    pub valid_from: NaiveDate,
    /// The last day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

impl RuleContent {
    /// The rule that this makes.
    pub const fn rule(&self, id: PriceRuleId) -> PriceRule {
        PriceRule {
            id,
            kind: self.kind,
            at_least: self.at_least,
            level: self.level,
            discount: self.discount,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        }
    }
}

impl From<&PriceRule> for RuleContent {
    fn from(rule: &PriceRule) -> Self {
        Self {
            kind: rule.kind,
            at_least: rule.at_least,
            level: rule.level,
            discount: rule.discount,
            valid_from: rule.valid_from,
            valid_until: rule.valid_until,
        }
    }
}

/// A discount rule as it is administered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleView {
    pub rule: PriceRule,
    pub version: i64,
    /// Made up for the demo data, or for a fresh installation to show what can be set.
    pub example: bool,
}

/// `GET /price-rules`: every rule that holds, held or will hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleList {
    pub rules: Vec<RuleView>,
    /// The server's business day.
    pub today: NaiveDate,
}

impl From<&PriceView> for SetPrice {
    fn from(price: &PriceView) -> Self {
        Self {
            list_price: price.list_price,
            floor_price: price.floor_price,
            tax_rate: price.tax_rate,
            tax_classification: price.tax_classification.clone(),
            valid_from: price.valid_from,
        }
    }
}
