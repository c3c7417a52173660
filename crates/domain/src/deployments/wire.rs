//! What deployments send over HTTP.

mod overview;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    CheckedItem, ChecklistItem, Cloud, DeploymentFacts, DeploymentKind, DeploymentMethod,
    DeploymentMode, DeploymentStatus, EngineerRole, Environment, LifeDates,
};
use crate::{
    attachments::wire::AttachmentView,
    id::{CustomerId, DeploymentId, EngineerId, LicenseId, ProductId},
    list::Sort,
};

pub use self::overview::{
    CalendarQuery, CalendarView, LifeFigures, MonthOfLife, ProductOfLife, StatisticsQuery,
    StatisticsView,
};

/// `POST /deployments` and `PUT /deployments/{id}`: the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeploymentContent {
    pub license_id: LicenseId,
    #[serde(default)]
    pub kind: DeploymentKind,
    #[serde(default)]
    pub mode: DeploymentMode,
    #[serde(default)]
    pub method: DeploymentMethod,
    #[serde(default)]
    pub environment: Environment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloud: Option<Cloud>,
    /// The day on which it is to be done; none while that is not agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<NaiveDate>,
    /// The first day that suits the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_from: Option<NaiveDate>,
    /// The last day that suits the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_until: Option<NaiveDate>,
    /// The hours of these days, e.g. `22:00–02:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_hours: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_version: Option<String>,
    /// Machines, addresses, sizes. No passwords.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_info: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

impl DeploymentContent {
    /// A plan in which nothing but license and kind is said.
    pub fn of(license_id: LicenseId, kind: DeploymentKind) -> Self {
        Self {
            license_id,
            kind,
            mode: DeploymentMode::default(),
            method: DeploymentMethod::default(),
            environment: Environment::default(),
            cloud: None,
            planned_on: None,
            window_from: None,
            window_until: None,
            window_hours: None,
            product_version: None,
            server_info: None,
            notes: None,
        }
    }
}

/// An engineer and what they do in a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignedEngineer {
    pub engineer_id: EngineerId,
    #[serde(default)]
    pub role: EngineerRole,
}

/// `PUT /deployments/{id}/engineers`: everybody who does the work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignEngineers {
    pub engineers: Vec<AssignedEngineer>,
}

/// `PUT /deployments/{id}/checklist`: everything that is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TickItems {
    pub done: Vec<ChecklistItem>,
}

/// `POST /deployments/{id}/complete`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CompleteDeployment {
    /// The day on which it was done; today where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<NaiveDate>,
    /// The version that runs now; as planned where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_version: Option<String>,
}

/// `POST /deployments/{id}/accept`: what the signed form 验收单 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptDeployment {
    /// Who signed for the customer.
    pub signed_by: String,
    pub signed_on: NaiveDate,
    /// The number of the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// `POST /deployments/{id}/replan`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReplanDeployment {
    /// The new day; none while that is not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<NaiveDate>,
}

/// To whom a deployment was given and from whom it was taken, as the event of it says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkChange {
    pub assigned: Vec<EngineerId>,
    pub unassigned: Vec<EngineerId>,
}

impl WorkChange {
    /// Compares two teams; another role is no change of who does it.
    pub fn between(before: &[EngineerAtWork], after: &[EngineerAtWork]) -> Self {
        let not_in = |these: &[EngineerAtWork], those: &[EngineerAtWork]| {
            let ids = these.iter().map(|one| one.engineer_id);
            ids.filter(|id| those.iter().all(|one| one.engineer_id != *id)).collect()
        };
        Self { assigned: not_in(after, before), unassigned: not_in(before, after) }
    }
}

/// Somebody who works on a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngineerAtWork {
    pub engineer_id: EngineerId,
    pub name: String,
    pub role: EngineerRole,
}

/// A deployment in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeploymentRow {
    pub id: DeploymentId,
    pub number: String,
    pub status: DeploymentStatus,
    pub kind: DeploymentKind,
    pub method: DeploymentMethod,
    pub environment: Environment,
    pub license_id: LicenseId,
    pub license_number: String,
    pub customer_id: CustomerId,
    pub customer_name: String,
    pub planned_on: Option<NaiveDate>,
    pub window_from: Option<NaiveDate>,
    pub window_until: Option<NaiveDate>,
    /// It should have been done by now.
    pub is_late: bool,
    pub completed_on: Option<NaiveDate>,
    /// Items of the checklist: those done, and all.
    pub items_done: u32,
    pub items: u32,
    pub engineers: Vec<EngineerAtWork>,
    pub created_at: DateTime<Utc>,
}

/// One deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeploymentView {
    pub id: DeploymentId,
    pub number: String,
    pub status: DeploymentStatus,
    /// The plan, as it can be sent back changed.
    pub content: DeploymentContent,
    pub license_number: String,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub customer_id: CustomerId,
    pub customer_name: String,
    /// It should have been done by now.
    pub is_late: bool,
    pub engineers: Vec<EngineerAtWork>,
    pub checklist: Vec<CheckedItem>,
    /// Which try this is, from 1.
    pub attempt: u32,
    pub started_at: Option<DateTime<Utc>>,
    pub completed_on: Option<NaiveDate>,
    /// What the signed form says.
    pub acceptance: Option<AcceptDeployment>,
    /// The signed form itself, as a file.
    pub form: Option<AttachmentView>,
    /// Why it failed or was canceled.
    pub reason: Option<String>,
    /// How the license came to life.
    pub life: LifeDates,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl DeploymentView {
    /// What decides about its moves.
    pub fn facts(&self) -> DeploymentFacts {
        let method = self.content.method;
        DeploymentFacts::new(self.status, method, self.engineers.len(), &self.checklist)
    }
}

crate::enums::wire_enum! {
    pub enum DeploymentSort {
        #[default]
        CreatedAt = "created_at": "创建时间", "Created";
        PlannedOn = "planned_on": "计划日期", "Planned for";
        Number = "number": "编号", "Number";
    }
}

crate::list::list_query! {
    /// `GET /deployments`; `q` is the beginning of a number, which is that of the license too, or
    /// part of a customer's name.
    pub struct DeploymentListQuery sorted by DeploymentSort = Sort::descending(DeploymentSort::CreatedAt);
    {
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<DeploymentStatus>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        kind: Vec<DeploymentKind>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        method: Vec<DeploymentMethod>,
        #[serde(skip_serializing_if = "Option::is_none")]
        license: Option<LicenseId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        /// On which this engineer works.
        #[serde(skip_serializing_if = "Option::is_none")]
        engineer: Option<EngineerId>,
        /// On which one works oneself, or does not.
        #[serde(skip_serializing_if = "Option::is_none")]
        mine: Option<bool>,
        /// Planned for this day or later.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        /// Planned for this day or earlier.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
        /// Of licenses of this product.
        #[serde(skip_serializing_if = "Option::is_none")]
        product: Option<ProductId>,
        /// Completed on this day or later.
        #[serde(skip_serializing_if = "Option::is_none")]
        completed_from: Option<NaiveDate>,
        /// Completed on this day or earlier.
        #[serde(skip_serializing_if = "Option::is_none")]
        completed_until: Option<NaiveDate>,
    }
}
