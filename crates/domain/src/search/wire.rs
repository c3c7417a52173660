//! What the search box gets.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::Role,
    deployments::DeploymentStatus,
    invoices::InvoiceStatus,
    licenses::LicenseStatus,
    orders::OrderStatus,
    partners::{PartnerLevel, PartnerStatus},
};

/// `GET /search` and `GET /partners/search`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct SearchQuery {
    /// The beginning of a number, part of a name, or its pinyin initials.
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub q: String,
}

/// A record that was found. Records of one kind stand together, at most five of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Hit {
    License {
        id: Uuid,
        number: String,
        status: LicenseStatus,
        customer_name: String,
        product_name_zh: String,
        product_name_en: String,
    },
    Order {
        id: Uuid,
        number: String,
        status: OrderStatus,
        /// The first line's end user.
        end_user: String,
    },
    Deployment {
        id: Uuid,
        number: String,
        status: DeploymentStatus,
        customer_name: String,
    },
    Customer {
        id: Uuid,
        name: String,
    },
    Partner {
        id: Uuid,
        name: String,
        level: PartnerLevel,
        status: PartnerStatus,
    },
    Product {
        id: Uuid,
        code: String,
        name_zh: String,
        name_en: String,
    },
    Lead {
        id: Uuid,
        company: String,
        title: String,
    },
    Invoice {
        id: Uuid,
        /// Its number; until it is issued our own.
        number: String,
        title: String,
        status: InvoiceStatus,
    },
    User {
        id: Uuid,
        username: String,
        name: String,
        role: Role,
    },
}
