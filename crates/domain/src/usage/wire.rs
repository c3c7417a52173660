//! What usage sends over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Overage, OverageLevel, Peak, UsageMetric, UsageSource};
use crate::id::{LicenseId, ProductId};

/// `GET /licenses/{id}/usage`: which days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct UsageQuery {
    /// The first day; 90 days are shown where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub from: Option<NaiveDate>,
    /// The last day; today where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub to: Option<NaiveDate>,
}

impl UsageQuery {
    /// The query string, without the question mark; what is not asked for is left out.
    pub fn to_query_string(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }
}

/// A license's usage, and how it stands to what was bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsageView {
    pub license_id: LicenseId,
    pub license_number: String,
    pub overage: Overage,
    pub workspaces: MetricView,
    pub users: MetricView,
    /// The days that are shown.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Those of these days of which something is known, the earliest first.
    pub samples: Vec<UsageSampleView>,
    /// The installations that were registered, the latest first.
    pub installations: Vec<InstallationView>,
}

impl UsageView {
    pub const fn metric(&self, metric: UsageMetric) -> &MetricView {
        match metric {
            UsageMetric::Workspaces => &self.workspaces,
            UsageMetric::Users => &self.users,
        }
    }
}

/// One of the two figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MetricView {
    /// What was bought; 0 is unlimited.
    pub limit: u32,
    /// The latest figure, and its day.
    pub latest: Option<Peak>,
    /// The highest figure of a year, and the first day that had it.
    pub high_water: Option<Peak>,
    /// How the highest figure of a year stands to what was bought.
    pub level: OverageLevel,
    /// What makes up for it, where it is over and a pack is sold.
    pub true_up: Option<TrueUpNeed>,
}

/// The expansion that covers an excess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrueUpNeed {
    pub product_id: ProductId,
    pub product_name_zh: String,
    pub product_name_en: String,
    /// How many packs.
    pub packs: u32,
    /// What they bring.
    pub brings: u32,
}

/// The figures of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsageSampleView {
    pub day: NaiveDate,
    pub workspaces: u32,
    pub users: u32,
    pub version: Option<String>,
    pub source: UsageSource,
    /// Of what was entered by hand: why, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_by: Option<String>,
}

/// An installation whose key signs reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InstallationView {
    /// The thumbprint of its key (RFC 7638).
    pub key_id: String,
    pub cluster_id: String,
    pub registered_at: DateTime<Utc>,
    /// When another took its place: its reports are not taken any more.
    pub retired_at: Option<DateTime<Utc>>,
    /// The number of its last report.
    pub last_seq: u64,
    /// When it was last heard of.
    pub heard_at: Option<DateTime<Utc>>,
}

/// `POST /licenses/{id}/usage`: one of the two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RecordUsage {
    /// What somebody was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manual: Option<ManualUsage>,
    /// The text of the file that an installation without network wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Figures that somebody was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ManualUsage {
    pub day: NaiveDate,
    pub workspaces: u32,
    pub users: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// How one knows, in a sentence.
    pub reason: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsageRecorded {
    /// Reports that were new.
    pub taken: u32,
    /// Reports that were known already.
    pub known: u32,
    /// Days without a report between two of the new ones.
    pub gaps: Vec<UsageGap>,
}

/// Days of which an installation says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsageGap {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// `POST /usage-reports`: an installation reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendUsage {
    /// Compact JWS in the order in which they were signed, each of which continues the one before; at
    /// most 400. What is known already is passed over.
    pub reports: Vec<String>,
}

/// What an installation learns of its reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsageReceipt {
    pub license_number: String,
    /// Reports that were new.
    pub taken: u32,
    /// The number of the last report that is known; the next one continues it.
    pub seq: u64,
    pub workspaces: Allowance,
    pub users: Allowance,
}

/// How the figures of the last report stand to what was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allowance {
    pub used: u32,
    /// 0 is unlimited.
    pub limit: u32,
    pub level: OverageLevel,
}

/// `POST /licenses/{id}/installations`: registers the key of an installation without network; it
/// travels with the cluster id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RegisterInstallation {
    /// The cluster that the license is bound to.
    pub cluster_id: String,
    /// The public Ed25519 key: 32 bytes in base64url, without padding.
    pub installation_key: String,
}

/// `POST /licenses/{id}/true-up`: drafts an order that makes up for what is over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TrueUp {
    pub metric: UsageMetric,
}
