//! Many deployments at once: the calendar, and how long it takes.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::DeploymentRow;
use crate::{
    dates::plus_days,
    id::{EngineerId, ProductId},
    problem::{FieldError, Reason, Refusal},
};

/// `GET /deployments/calendar`: 42 days at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct CalendarQuery {
    /// The first day; that of this month's page where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub from: Option<NaiveDate>,
    /// The last day; that of the month's page where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub until: Option<NaiveDate>,
    /// On which this engineer works.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false, value_type = Option<uuid::Uuid>))]
    pub engineer: Option<EngineerId>,
    /// On which one works oneself, or does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub mine: Option<bool>,
}

impl CalendarQuery {
    /// The query string, without the question mark; what is not asked for is left out.
    pub fn to_query_string(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }
}

/// `GET /deployments/calendar`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarView {
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Those that are planned for one of these days, or whose customer's window meets them; by day.
    pub entries: Vec<DeploymentRow>,
    /// There are more: only so many are shown.
    pub is_cut: bool,
}

/// `GET /deployments/statistics`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct StatisticsQuery {
    /// Deployed on this day or later; the first day of the year where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub from: Option<NaiveDate>,
    /// Deployed on this day or earlier; today where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub until: Option<NaiveDate>,
    /// Of this product only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false, value_type = Option<uuid::Uuid>))]
    pub product: Option<ProductId>,
}

impl StatisticsQuery {
    /// The query string, without the question mark; what is not asked for is left out.
    pub fn to_query_string(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }

    /// The days that are meant.
    ///
    /// # Errors
    /// One field error: it ends before it begins, or is longer than five years.
    pub fn period(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Vec<FieldError>> {
        let until = self.until.unwrap_or(today);
        let from = self.from.unwrap_or_else(|| until.with_ordinal(1).unwrap_or(until));
        let most = plus_days(from, 5 * 366);
        if until < from {
            return Err(vec![Refusal::new(Reason::EndsBeforeItBegins).at("/until")]);
        }
        if until > most {
            let refused = Refusal::new(Reason::OutOfRange).with("min", from).with("max", most);
            return Err(vec![refused.at("/until")]);
        }
        Ok((from, until))
    }
}

/// How long it took, as the middle of all; from the approval of the order on, in days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LifeFigures {
    /// Licenses that were brought to life.
    pub deployed: u32,
    /// Of these, those with a planned day.
    pub planned: u32,
    /// Of these, those that were completed by it.
    pub on_time: u32,
    pub days_to_sent: Option<u32>,
    pub days_to_activated: Option<u32>,
    pub days_to_deployed: Option<u32>,
}

/// The figures of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthOfLife {
    /// The month's days within the period.
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub figures: LifeFigures,
}

/// The figures of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductOfLife {
    pub product_id: ProductId,
    pub name_zh: String,
    pub name_en: String,
    pub figures: LifeFigures,
}

/// `GET /deployments/statistics`: initial deployments that were completed in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatisticsView {
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub total: LifeFigures,
    /// The latest first; months without any are left out.
    pub months: Vec<MonthOfLife>,
    /// Those with most first.
    pub products: Vec<ProductOfLife>,
}
