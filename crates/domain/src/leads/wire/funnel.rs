//! The board and the funnel: many leads at once.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{LeadListQuery, LeadRow, LeadStatusView};
use crate::{
    customers::Region,
    id::{LeadSourceId, PartnerId, UserId},
    licenses::wire::OwnedBy,
    money::{Amount, BasisPoints, Currency},
};

/// `GET /leads/board`: whose leads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct BoardQuery {
    /// Part of a company's name or a title.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub q: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub owner: Option<UserId>,
    /// Of whoever asks, or of nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub owned_by: Option<OwnedBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub partner: Option<PartnerId>,
}

impl BoardQuery {
    /// The list with the same leads.
    pub fn list(&self) -> LeadListQuery {
        LeadListQuery {
            q: self.q.clone(),
            owner: self.owner,
            owned_by: self.owned_by,
            partner: self.partner,
            ..LeadListQuery::default()
        }
    }
}

/// `GET /leads/funnel`: whose leads, and which of them were created in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct FunnelQuery {
    /// The first day of the cohort; a year before the last one where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub from: Option<NaiveDate>,
    /// The last day of the cohort; today where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub owner: Option<UserId>,
    /// Of whoever asks, or of nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub owned_by: Option<OwnedBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub partner: Option<PartnerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub source: Option<LeadSourceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub region: Option<Region>,
}

impl FunnelQuery {
    /// The list with the same leads, whenever they were created.
    pub fn list(&self) -> LeadListQuery {
        LeadListQuery {
            owner: self.owner,
            owned_by: self.owned_by,
            partner: self.partner,
            source: self.source.into_iter().collect(),
            region: self.region.into_iter().collect(),
            ..LeadListQuery::default()
        }
    }

    /// The list with the leads of the cohort.
    pub fn list_of_cohort(&self, from: NaiveDate, until: NaiveDate) -> LeadListQuery {
        LeadListQuery { from: Some(from), until: Some(until), ..self.list() }
    }
}

/// What leads come to in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadSum {
    pub currency: Currency,
    pub leads: u32,
    pub amount: Amount,
    /// As far as each of them is probable.
    pub weighted: Amount,
}

/// The board, a column for each status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardView {
    pub columns: Vec<BoardColumn>,
}

/// A status with the leads that stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardColumn {
    pub status: LeadStatusView,
    /// All of them, also those that are no cards.
    pub leads: u32,
    pub sums: Vec<LeadSum>,
    /// At most fifty, the latest to come here first.
    pub cards: Vec<LeadRow>,
}

/// The funnel: where leads stand today, and how far those of a period came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FunnelView {
    /// Every status with what stands there; the list with the same filters has the rows.
    pub snapshot: Vec<FunnelStage>,
    pub cohort: CohortView,
}

/// What stands in a status today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FunnelStage {
    pub status: LeadStatusView,
    pub leads: u32,
    pub sums: Vec<LeadSum>,
    /// How many days half of them have been there, where it is open.
    pub median_days: Option<u32>,
}

/// The leads that were created in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CohortView {
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub stages: Vec<CohortStage>,
}

/// How many of a cohort came to a stage or beyond it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CohortStage {
    pub status: LeadStatusView,
    pub reached: u32,
    /// Of those that came to the stage before, in hundredths of a percent.
    pub of_previous: BasisPoints,
    /// Of all.
    pub of_all: BasisPoints,
}
