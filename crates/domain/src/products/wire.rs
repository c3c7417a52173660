//! What products and prices send over HTTP.

use serde::{Deserialize, Serialize};

use super::{
    Edition, ProductKind,
    pricing::{PriceBook, QuoteLine},
};
use crate::{
    id::{PartnerId, ProductId},
    money::{Amount, BasisPoints, Currency},
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
    pub level: Option<crate::partners::PartnerLevel>,
    /// The present order terms, to be accepted at submit.
    pub terms: TermsView,
    /// The server's business day.
    pub today: chrono::NaiveDate,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    pub lines: Vec<QuoteLine>,
    /// For which partner; a partner's own quote leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
}
