//! Notifications: what somebody should know, in their own language.

pub mod preferences;
pub mod wire;

use std::collections::BTreeMap;

use crate::Lang;

crate::enums::wire_enum! {
    /// What happened. `{name}` in the words stands for a parameter.
    pub enum NotificationKind {
        #[default]
        OrderSubmitted = "order_submitted": "订单 {number} 待审核（{who}）", "Order {number} waits for approval ({who})";
        OrderApproved = "order_approved": "订单 {number} 已批准，许可证正在发送", "Order {number} was approved; its licenses are on their way";
        OrderRejected = "order_rejected": "订单 {number} 被拒绝：{reason}", "Order {number} was rejected: {reason}";
        OrderCancelled = "order_cancelled": "订单 {number} 已取消", "Order {number} was canceled";
        OrderFulfilled = "order_fulfilled": "订单 {number} 的许可证已全部送达", "All licenses of order {number} were delivered";
        ReturnRequested = "return_requested": "订单 {number} 申请退单：{who}", "A return of order {number} waits for approval: {who}";
        ReturnApproved = "return_approved": "订单 {number} 的退单已批准", "The return of order {number} was approved";
        ReturnRejected = "return_rejected": "订单 {number} 的退单被拒绝：{reason}", "The return of order {number} was rejected: {reason}";
        ChangeRequested = "change_requested": "修改申请 {number} 待审批：{who}", "Change request {number} waits for approval: {who}";
        ChangeApproved = "change_approved": "修改申请 {number} 已批准：{who}", "Change request {number} was approved: {who}";
        ChangeRejected = "change_rejected": "修改申请 {number} 被拒绝：{reason}", "Change request {number} was rejected: {reason}";
        LicenseActivated = "license_activated": "许可证 {number} 已激活（{who}）", "License {number} was activated ({who})";
        LicenseSuspended = "license_suspended": "许可证 {number} 已暂停（{who}）：{reason}", "License {number} ({who}) was suspended: {reason}";
        LicenseResumed = "license_resumed": "许可证 {number} 已恢复（{who}）", "License {number} ({who}) was resumed";
        LicenseTerminated = "license_terminated": "许可证 {number} 已终止（{who}）：{reason}", "License {number} ({who}) was terminated: {reason}";
        DeliveryFailed = "delivery_failed": "发给 {who} 的邮件投递失败（订单 {number}）", "The mail to {who} could not be delivered (order {number})";
        DeploymentAssigned = "deployment_assigned": "部署 {number}（{who}）已分配给您，计划日期 {day}", "Deployment {number} ({who}) is yours to do; planned for {day}";
        DeploymentMoved = "deployment_moved": "部署 {number}（{who}）的计划日期已改为 {day}", "Deployment {number} ({who}) is planned for {day} now";
        DeploymentUnassigned = "deployment_unassigned": "部署 {number}（{who}）不再由您负责", "Deployment {number} ({who}) is no longer yours to do";
        InvoiceRequested = "invoice_requested": "开票申请 {number} 待处理：{who}", "Invoice request {number} waits to be issued: {who}";
        InvoiceIssued = "invoice_issued": "发票 {number} 已开具（{who}）", "Invoice {number} was issued ({who})";
        InvoiceRejected = "invoice_rejected": "开票申请 {number} 被驳回：{reason}", "Invoice request {number} was rejected: {reason}";
        ImportFinished = "import_finished": "{number} 已导入完成", "{number} is imported";
        ImportStopped = "import_stopped": "{number} 的导入多次失败，已停止", "The import of {number} failed again and again, and was stopped";
        WebhookFailed = "webhook_failed": "Webhook「{number}」的消息发送失败：{who}", "A message of webhook {number} was given up: {who}";
        AccessGranted = "access_granted": "您获得临时权限 {reason}，有效至 {until}", "You may do more for a while: {reason}, until {until}";
        AccessRevoked = "access_revoked": "您的临时权限已收回：{reason}", "A permission that was granted to you was taken back: {reason}";
        AlertsRaised = "alerts_raised": "新增 {count} 条预警，其中紧急 {critical} 条", "{count} new alerts, {critical} of them critical";
    }
}

impl NotificationKind {
    /// Whether it tells somebody how work ended that they began themselves and did not wait for.
    pub const fn is_of_own_work(self) -> bool {
        matches!(self, Self::ImportFinished | Self::ImportStopped)
    }

    /// The sentence, with its parameters filled in.
    pub fn words(self, params: &BTreeMap<String, String>, lang: Lang) -> String {
        params.iter().fold(self.label(lang).to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}
