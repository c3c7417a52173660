//! What is ticked off before a deployment is done: a list for each kind, kept with the deployment
//! as it was when that was planned.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::DeploymentKind;
use crate::{
    problem::{FieldError, Reason},
    validate::Faults,
};

crate::enums::wire_enum! {
    pub enum ChecklistItem {
        #[default]
        EnvironmentReady = "environment_ready": "服务器与网络已就绪", "Servers and network are ready";
        BackupTaken = "backup_taken": "已完成数据备份", "Data is backed up";
        PackagesReady = "packages_ready": "安装包与镜像已就位", "Packages and images are in place";
        Installed = "installed": "已完成安装", "The product is installed";
        Updated = "updated": "已完成版本更新", "The product is updated";
        DataMigrated = "data_migrated": "已完成数据迁移", "Data is migrated";
        LicenseActivated = "license_activated": "许可证已激活", "The license is activated";
        SmokeTested = "smoke_tested": "功能验证通过", "The main functions work";
        OldShutDown = "old_shut_down": "旧环境已停用", "The old installation is shut down";
        HandedOver = "handed_over": "已向客户移交文档与账号", "Documents and accounts are handed over";
    }
}

/// The items of a kind, in the order of the work.
pub const fn template(kind: DeploymentKind) -> &'static [ChecklistItem] {
    use ChecklistItem::{
        BackupTaken, DataMigrated, EnvironmentReady, HandedOver, Installed, LicenseActivated,
        OldShutDown, PackagesReady, SmokeTested, Updated,
    };
    match kind {
        DeploymentKind::Initial => {
            &[EnvironmentReady, PackagesReady, Installed, LicenseActivated, SmokeTested, HandedOver]
        }
        DeploymentKind::Update => &[BackupTaken, PackagesReady, Updated, SmokeTested],
        DeploymentKind::Migration => &[
            EnvironmentReady,
            BackupTaken,
            PackagesReady,
            Installed,
            DataMigrated,
            LicenseActivated,
            SmokeTested,
            OldShutDown,
        ],
        DeploymentKind::Reinstallation => {
            &[BackupTaken, PackagesReady, Installed, LicenseActivated, SmokeTested]
        }
    }
}

/// An item of a deployment, and by whom and when it was ticked off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedItem {
    pub item: ChecklistItem,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
    /// The name of who ticked it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_by: Option<String>,
}

/// The list of a kind with nothing ticked off.
pub fn fresh(kind: DeploymentKind) -> Vec<CheckedItem> {
    let open = |item: &ChecklistItem| CheckedItem { item: *item, done_at: None, done_by: None };
    template(kind).iter().map(open).collect()
}

/// The list with exactly the items `done` ticked off; those that were stay as they were.
#[must_use]
pub fn ticked(
    list: &[CheckedItem],
    done: &[ChecklistItem],
    by: &str,
    now: DateTime<Utc>,
) -> Vec<CheckedItem> {
    let tick = |one: &CheckedItem| match (done.contains(&one.item), one.done_at) {
        (true, Some(_)) => one.clone(),
        (true, None) => {
            CheckedItem { item: one.item, done_at: Some(now), done_by: Some(by.to_owned()) }
        }
        (false, _) => CheckedItem { item: one.item, done_at: None, done_by: None },
    };
    list.iter().map(tick).collect()
}

/// Checks that what is said to be done is on the list.
///
/// # Errors
/// One field error per fault.
pub fn check_done(list: &[CheckedItem], done: &[ChecklistItem]) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    for (index, item) in done.iter().enumerate() {
        if !list.iter().any(|one| one.item == *item) {
            faults.add(format!("/done/{index}"), Reason::NotOnChecklist);
        } else if done[..index].contains(item) {
            faults.add(format!("/done/{index}"), Reason::NamedTwice);
        }
    }
    faults.into_result()
}
