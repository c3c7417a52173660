//! Statuses and sources, as a house names them.

use serde::{Deserialize, Serialize};

use crate::{
    id::{LeadSourceId, LeadStatusId},
    leads::{StatusColor, StatusKind},
};

/// `POST /leads/statuses` and `PUT /leads/statuses/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadStatusContent {
    pub name_zh: String,
    pub name_en: String,
    /// What it means; it stays as it was made.
    #[serde(default)]
    pub kind: StatusKind,
    /// Where it stands among the others, the lowest first.
    pub place: u32,
    #[serde(default)]
    pub color: StatusColor,
    /// In percent, where a lead has none of its own; 100 where it is won, 0 where it came to nothing.
    pub probability: u32,
    /// Days without anything happening after which a lead is shown as rotting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotting_days: Option<u32>,
    /// Whether leads may come to it.
    #[serde(default = "yes")]
    pub active: bool,
}

/// One status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadStatusView {
    pub id: LeadStatusId,
    pub content: LeadStatusContent,
    pub version: i64,
}

/// `POST /leads/sources` and `PUT /leads/sources/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadSourceContent {
    pub name_zh: String,
    pub name_en: String,
    /// Where it stands among the others, the lowest first.
    pub place: u32,
    /// Whether new leads may name it.
    #[serde(default = "yes")]
    pub active: bool,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadSourceView {
    pub id: LeadSourceId,
    pub content: LeadSourceContent,
    pub version: i64,
}

const fn yes() -> bool {
    true
}
