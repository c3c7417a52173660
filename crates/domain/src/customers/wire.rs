//! What customers send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{CustomerType, Industry, Region, Retention};
use crate::{
    id::{ContactId, CustomerId},
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
    pub owner_name: Option<String>,
    pub notes: Option<String>,
    pub contacts: Vec<ContactView>,
    pub licenses: u32,
    pub latest_expiry: Option<NaiveDate>,
    pub retention: Retention,
    pub created_at: DateTime<Utc>,
    pub version: i64,
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
    }
}
