//! Deployments 部署记录: bringing a license to life on a customer's machines.

mod calendar;
mod checklist;
mod life;
mod state;
mod statistics;
pub mod wire;

use chrono::NaiveDate;

use self::wire::{AcceptDeployment, AssignedEngineer, DeploymentContent};
use crate::{
    dates::plus_days,
    id::LicenseId,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

pub use calendar::{CalendarSpan, MOST_DAYS_SHOWN, MOST_SHOWN, WINDOW_REACH, is_shown};
pub use checklist::{CheckedItem, ChecklistItem, check_done, fresh, template, ticked};
pub use life::LifeDates;
pub use state::{DeploymentAction, DeploymentFacts, DeploymentStatus};
pub use statistics::{BroughtToLife, by_month, by_product, figures};

/// Engineers of one deployment at most.
pub const MOST_ENGINEERS: usize = 20;

crate::enums::wire_enum! {
    pub enum DeploymentKind {
        #[default]
        Initial = "initial": "初始部署", "Initial deployment";
        Update = "update": "更新", "Update";
        Migration = "migration": "迁移", "Migration";
        Reinstallation = "reinstallation": "重新安装", "Reinstallation";
    }
}

crate::enums::wire_enum! {
    /// Whether the machines reach the Internet while it is installed.
    pub enum DeploymentMode {
        #[default]
        Online = "online": "在线部署", "Online";
        Offline = "offline": "离线部署", "Offline";
    }
}

crate::enums::wire_enum! {
    /// Who does the work.
    pub enum DeploymentMethod {
        #[default]
        Vendor = "vendor": "原厂部署", "By the vendor";
        Reseller = "reseller": "渠道商部署", "By the reseller";
        Customer = "customer": "客户自部署", "By the customer";
    }
}

crate::enums::wire_enum! {
    pub enum Environment {
        #[default]
        Production = "production": "生产", "Production";
        Staging = "staging": "预发布", "Staging";
        Test = "test": "测试", "Test";
        Development = "development": "开发", "Development";
    }
}

crate::enums::wire_enum! {
    pub enum Cloud {
        #[default]
        Aliyun = "aliyun": "阿里云", "Alibaba Cloud";
        TencentCloud = "tencent_cloud": "腾讯云", "Tencent Cloud";
        HuaweiCloud = "huawei_cloud": "华为云", "Huawei Cloud";
        Volcengine = "volcengine": "火山引擎", "Volcengine";
        TianyiCloud = "tianyi_cloud": "天翼云", "Tianyi Cloud";
        Aws = "aws": "AWS", "AWS";
        Azure = "azure": "Azure", "Azure";
        Gcp = "gcp": "GCP", "GCP";
        OnPremises = "on_premises": "私有机房", "On premises";
        Other = "other": "其他", "Other";
    }
}

crate::enums::wire_enum! {
    /// What an engineer does in a deployment.
    pub enum EngineerRole {
        Lead = "lead": "项目负责人", "Project lead";
        #[default]
        Deployment = "deployment": "部署工程师", "Deployment engineer";
        Database = "database": "数据库工程师", "Database engineer";
        Architect = "architect": "系统架构师", "System architect";
        Network = "network": "网络工程师", "Network engineer";
    }
}

/// A deployment's number: that of its license, and which of its deployments it is.
///
/// ```
/// assert_eq!(domain::deployments::number("ENT-202611-386037", 2), "ENT-202611-386037-D2");
/// ```
pub fn number(license: &str, ordinal: u32) -> String {
    format!("{license}-D{ordinal}")
}

/// Whether it should have been done by now.
pub fn is_late(status: DeploymentStatus, planned_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    matches!(status, DeploymentStatus::Planned | DeploymentStatus::InProgress)
        && planned_on.is_some_and(|on| on < today)
}

/// Days that the work may take from its start, before it is an alert.
pub const DAYS_OF_WORK: u32 = 7;

/// The last day on which a deployment's next step is in time: what is planned begins on its day, or
/// else while the customer's window lasts; what was begun is done within a week. None where nothing
/// is to follow, or nothing is agreed.
pub fn due_on(
    status: DeploymentStatus,
    content: &DeploymentContent,
    started_on: Option<NaiveDate>,
) -> Option<NaiveDate> {
    match status {
        DeploymentStatus::Planned => content.planned_on.or(content.window_until),
        DeploymentStatus::InProgress => started_on.map(|on| plus_days(on, DAYS_OF_WORK)),
        _ => None,
    }
}

/// The day under which the calendar has a plan; none where no day is said.
pub fn shown_on(content: &DeploymentContent) -> Option<NaiveDate> {
    content.planned_on.or(content.window_from).or(content.window_until)
}

/// Checks a plan before it is kept.
///
/// # Errors
/// One field error per fault.
pub fn check(content: &DeploymentContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    let optional = |text: &Option<String>, max| validate::optional_text(text.as_deref(), max);
    if let (Some(from), Some(until)) = (content.window_from, content.window_until)
        && until < from
    {
        faults.add("/window_until", Reason::EndsBeforeItBegins);
    }
    if let Some(on) = content.planned_on
        && (content.window_from.is_some_and(|from| on < from)
            || content.window_until.is_some_and(|until| on > until))
    {
        faults.add("/planned_on", Reason::OutsideWindow);
    }
    faults.check("/window_hours", optional(&content.window_hours, 40));
    faults.check("/product_version", optional(&content.product_version, 40));
    faults.check("/server_info", optional(&content.server_info, 2000));
    faults.check("/notes", optional(&content.notes, 2000));
    faults.into_result()
}

/// Checks a changed plan: whose deployment it is and of which kind stays as it was planned.
///
/// # Errors
/// One field error per fault.
pub fn check_change(
    content: &DeploymentContent,
    license: LicenseId,
    kind: DeploymentKind,
) -> Result<(), Vec<FieldError>> {
    let mut found = check(content).err().unwrap_or_default();
    if content.license_id != license {
        found.push(Refusal::new(Reason::FixedOncePlanned).at("/license_id"));
    }
    if content.kind != kind {
        found.push(Refusal::new(Reason::FixedOncePlanned).at("/kind"));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Checks who is to do the work: everybody once, and one lead at most.
///
/// # Errors
/// One field error per fault.
pub fn check_engineers(engineers: &[AssignedEngineer]) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if engineers.len() > MOST_ENGINEERS {
        faults.add("/engineers", Refusal::new(Reason::TooManyEntries).with("max", MOST_ENGINEERS));
    }
    for (index, one) in engineers.iter().enumerate().take(MOST_ENGINEERS) {
        let before = &engineers[..index];
        if before.iter().any(|other| other.engineer_id == one.engineer_id) {
            faults.add(format!("/engineers/{index}/engineer_id"), Reason::NamedTwice);
        }
        if one.role == EngineerRole::Lead && before.iter().any(|other| other.role == one.role) {
            faults.add(format!("/engineers/{index}/role"), Reason::OneLead);
        }
    }
    faults.into_result()
}

/// Checks the day on which it was done: from its start until today.
///
/// # Errors
/// A field error at `/completed_on`.
pub fn check_completion(
    completed_on: NaiveDate,
    product_version: Option<&str>,
    started_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/completed_on", within(completed_on, started_on, today));
    faults.check("/product_version", validate::optional_text(product_version, 40));
    faults.into_result()
}

/// Checks what the signed form says: signed from the day on which it was done until today.
///
/// # Errors
/// One field error per fault.
pub fn check_acceptance(
    accepted: &AcceptDeployment,
    completed_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/signed_by", validate::text(&accepted.signed_by, 1, 80));
    faults.check("/signed_on", within(accepted.signed_on, completed_on, today));
    faults.check("/form_number", validate::optional_text(accepted.form_number.as_deref(), 60));
    faults.check("/remark", validate::optional_text(accepted.remark.as_deref(), 500));
    faults.into_result()
}

fn within(day: NaiveDate, from: NaiveDate, until: NaiveDate) -> Result<(), Refusal> {
    if (from..=until).contains(&day) {
        Ok(())
    } else {
        Err(Refusal::new(Reason::OutOfRange).with("min", from).with("max", until))
    }
}

#[cfg(test)]
mod tests;
