//! What engineers send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{EngineerId, UserId},
    list::Sort,
};

/// `POST /engineers` and `PUT /engineers/{id}`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EngineerContent {
    pub name: String,
    pub email: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// What they know well, in a word each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expertise: Vec<String>,
    /// The account with which they sign in, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}

/// One engineer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngineerView {
    pub id: EngineerId,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub department: Option<String>,
    pub expertise: Vec<String>,
    /// Whether they can be given work.
    pub active: bool,
    pub user_id: Option<UserId>,
    pub user_name: Option<String>,
    /// Deployments that they are assigned to and that still want work.
    pub open_deployments: u32,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl EngineerView {
    /// As it can be sent back changed.
    pub fn content(&self) -> EngineerContent {
        EngineerContent {
            name: self.name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            department: self.department.clone(),
            expertise: self.expertise.clone(),
            user_id: self.user_id,
        }
    }
}

crate::enums::wire_enum! {
    pub enum EngineerSort {
        #[default]
        Name = "name": "姓名", "Name";
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /engineers`; `q` is the beginning of a name or address.
    pub struct EngineerListQuery sorted by EngineerSort = Sort::ascending(EngineerSort::Name);
    {
        /// Only those who can be given work, or only those who cannot.
        #[serde(skip_serializing_if = "Option::is_none")]
        active: Option<bool>,
    }
}

/// How much work an engineer has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkloadView {
    pub engineer_id: EngineerId,
    /// Deployments that still want work.
    pub open: u32,
    /// Of these, those that should have been done by now.
    pub late: u32,
    /// Of these, those that have no day yet.
    pub unplanned: u32,
    /// The weeks ahead, this one first.
    pub weeks: Vec<WorkWeek>,
}

/// A week from Monday to Sunday, and how many open deployments are planned for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkWeek {
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub deployments: u32,
}

/// What an engineer completed in a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngineerFigures {
    pub completed: u32,
    /// Of these, those that had a planned day, and those that were completed by it.
    pub planned: u32,
    pub on_time: u32,
    /// Days from start to completion, both counted: the middle one of all. Absent where none was
    /// started by the book.
    pub median_days: Option<u32>,
}

/// An engineer among the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngineerPerformance {
    pub engineer_id: EngineerId,
    pub name: String,
    pub active: bool,
    /// Deployments that still want work, today.
    pub open: u32,
    pub figures: EngineerFigures,
    /// In the period that this one is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<EngineerFigures>,
}

/// `GET /engineers/performance`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngineersPerformance {
    pub from: NaiveDate,
    pub until: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_until: Option<NaiveDate>,
    /// Who completed most first.
    pub rows: Vec<EngineerPerformance>,
}
