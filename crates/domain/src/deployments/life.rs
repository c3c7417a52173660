//! How long a license took from the order to the running installation.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The days on which a license came to life, as far as it has. Business days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LifeDates {
    /// Its order was approved, and it was issued.
    pub approved_on: NaiveDate,
    pub sent_on: Option<NaiveDate>,
    pub activated_on: Option<NaiveDate>,
    /// Its first initial deployment was completed.
    pub deployed_on: Option<NaiveDate>,
}

impl LifeDates {
    /// Days from the approval to `on`; an installation that was recorded later than it happened may
    /// lie before it, which counts as none.
    pub fn days_until(&self, on: NaiveDate) -> i64 {
        (on - self.approved_on).num_days().max(0)
    }

    /// Days from the approval to the running installation, once there is one.
    pub fn time_to_live(&self) -> Option<i64> {
        self.deployed_on.map(|on| self.days_until(on))
    }
}
