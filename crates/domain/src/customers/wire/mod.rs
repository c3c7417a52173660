//! What customers send over HTTP.

mod duplicates;
mod merge;
mod timeline;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use self::{
    duplicates::{
        Dismiss, PairListQuery, PairSide, PairSort, PairView, PossibleCustomer, SimilarQuery,
    },
    merge::{
        MergeChoice, MergeCustomers, MergePreview, MergeSide, MergeView, MergeWith, MovedRows,
        UndoPreview,
    },
    timeline::{TimelineEntry, TimelinePage, TimelineQuery, Told},
};
use super::{CustomerType, Industry, Region, Retention};
use crate::{
    id::{ContactId, CustomerId, UserId},
    list::Sort,
    patch::Patch,
};

/// A customer in a list or a look-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerRow {
    pub id: CustomerId,
    pub name: String,
    pub customer_type: CustomerType,
    pub industry: Option<Industry>,
    pub region: Option<Region>,
    pub city: Option<String>,
    pub owner_name: Option<String>,
    pub licenses: u32,
    /// The latest last day of its licenses.
    pub latest_expiry: Option<NaiveDate>,
    pub retention: Retention,
    pub archived: bool,
    pub created_at: DateTime<Utc>,
}

/// One customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerView {
    pub id: CustomerId,
    pub name: String,
    pub credit_code: Option<String>,
    pub customer_type: CustomerType,
    pub industry: Option<Industry>,
    pub region: Option<Region>,
    pub city: Option<String>,
    pub address: Option<String>,
    pub owner_id: Option<UserId>,
    pub owner_name: Option<String>,
    pub notes: Option<String>,
    pub contacts: Vec<ContactView>,
    pub licenses: u32,
    pub latest_expiry: Option<NaiveDate>,
    pub retention: Retention,
    /// Out of the lists, until it is restored.
    pub archived: bool,
    /// The one that it is part of now: what it had is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CustomerLink>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// A customer by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerLink {
    pub id: CustomerId,
    pub name: String,
}

/// `PUT /customers/{id}`: all that is kept of a customer, as a whole. What is absent is cleared; the
/// first contact is the primary one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CustomerContent {
    pub name: String,
    /// 统一社会信用代码 (GB 32100).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    pub customer_type: CustomerType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<Industry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    pub contacts: Vec<CustomerContact>,
}

/// `POST /customers`. Who is like it is asked before (`GET /customers/similar`) and keeps nobody from
/// it; a name or a credit code is one customer's only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CreateCustomer {
    pub name: String,
    /// 统一社会信用代码 (GB 32100).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    pub customer_type: CustomerType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<Industry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    pub contacts: Vec<CustomerContact>,
    /// Who sees to it; somebody who sells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
}

/// `POST /customers/{id}/owner`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignCustomer {
    /// Nobody, where it is null.
    pub owner_id: Option<UserId>,
}

/// A person at a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactView {
    pub id: ContactId,
    pub name: String,
    pub title: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub is_primary: bool,
}

/// A person at a customer, as somebody says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerContact {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// `PATCH /customers/{id}`, for who may, and `POST /customers/{id}/change-requests`, for who may
/// only propose: a merge patch; contacts are replaced as a whole, the first one is the primary one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ChangeCustomer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 统一社会信用代码 (GB 32100).
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub credit_code: Patch<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_type: Option<CustomerType>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Industry>))]
    pub industry: Patch<Industry>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Region>))]
    pub region: Patch<Region>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub city: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub address: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub notes: Patch<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Vec<CustomerContact>>,
    /// Why, in a sentence: it stands on the timeline. Required where the change is only proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An end user that a partner ordered for before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndUserSuggestion {
    pub customer_id: CustomerId,
    pub name: String,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
}

/// `GET /partners/end-users?q=` and the staff's look-up of customers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct LookUp {
    /// Part of a name, or its pinyin initials.
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub q: String,
}

crate::enums::wire_enum! {
    pub enum CustomerSort {
        Name = "name": "名称", "Name";
        #[default]
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /customers`; `q` is part of the name or its pinyin initials.
    pub struct CustomerListQuery sorted by CustomerSort = Sort::descending(CustomerSort::CreatedAt);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        region: Vec<Region>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        customer_type: Vec<CustomerType>,
        /// Any of these, as of today.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        retention: Vec<Retention>,
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<UserId>,
        /// Only one's own, or only the others.
        #[serde(skip_serializing_if = "Option::is_none")]
        mine: Option<bool>,
        /// Those that are archived, instead of the others. Whoever was merged is in neither list.
        #[serde(skip_serializing_if = "Option::is_none")]
        archived: Option<bool>,
    }
}
