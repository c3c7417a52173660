//! Customers that may be one, as they travel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    customers::duplicates::{DuplicateReason, PairStatus},
    id::{CustomerId, CustomerPairId},
    list::Sort,
};

/// A customer that somebody might be already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PossibleCustomer {
    pub customer_id: CustomerId,
    pub name: String,
    pub licenses: u32,
    /// 0 to 100.
    pub score: u32,
    pub reasons: Vec<DuplicateReason>,
}

/// `GET /customers/similar`: whom somebody with these data might be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct SimilarQuery {
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// One of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PairSide {
    pub id: CustomerId,
    pub name: String,
    pub city: Option<String>,
    pub licenses: u32,
    pub created_at: DateTime<Utc>,
}

/// Two customers that may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PairView {
    pub id: CustomerPairId,
    /// The older one.
    pub one: PairSide,
    pub other: PairSide,
    /// 0 to 100.
    pub score: u32,
    pub reasons: Vec<DuplicateReason>,
    pub status: PairStatus,
    /// Why they are two.
    pub dismiss_reason: Option<String>,
    pub dismissed_by_name: Option<String>,
    pub dismissed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// `POST /customers/duplicates/{id}/dismiss`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Dismiss {
    /// Why they are two, for whoever wonders next.
    pub reason: String,
}

crate::enums::wire_enum! {
    pub enum PairSort {
        #[default]
        Score = "score": "相似度", "Score";
        CreatedAt = "created_at": "发现时间", "Found";
    }
}

crate::list::list_query! {
    /// `GET /customers/duplicates`
    pub struct PairListQuery sorted by PairSort = Sort::descending(PairSort::Score);
    {
        /// Those to be judged, where it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<PairStatus>,
    }
}
