//! Events: what happened, to what, by whom, when. Audit trail, work queue and timeline in one.

pub mod wire;

use std::collections::BTreeSet;

use serde_json::Value;

use self::wire::FieldChange;

crate::enums::wire_enum! {
    pub enum SubjectKind {
        #[default]
        Order = "order": "订单", "Order";
        License = "license": "许可证", "License";
        Customer = "customer": "客户", "Customer";
        Partner = "partner": "合作伙伴", "Partner";
        User = "user": "用户", "User";
        Delivery = "delivery": "投递", "Delivery";
        SigningKey = "signing_key": "签名密钥", "Signing key";
        Product = "product": "产品", "Product";
        PriceRule = "price_rule": "折扣规则", "Discount rule";
        Webhook = "webhook": "Webhook", "Webhook";
        ChangeRequest = "change_request": "修改申请", "Change request";
        Deployment = "deployment": "部署", "Deployment";
        Engineer = "engineer": "工程师", "Engineer";
        Purchase = "purchase": "购买记录", "Purchase";
        SalesRep = "sales_rep": "销售代表", "Sales rep";
        Installation = "installation": "安装", "Installation";
        Import = "import": "导入", "Import";
        Lead = "lead": "商机", "Lead";
        LeadStatus = "lead_status": "商机状态", "Status of leads";
        LeadSource = "lead_source": "商机来源", "Source of leads";
        Payment = "payment": "汇款", "Payment";
        Statement = "statement": "银行流水", "Bank statement";
        BankAccount = "bank_account": "银行账户", "Bank account";
        MatchingRule = "matching_rule": "匹配规则", "Rule of matching";
        Invoice = "invoice": "发票", "Invoice";
        Seller = "seller": "我方公司", "Our company";
        Terms = "terms": "订单条款", "Order terms";
        Balance = "balance": "往来余额", "Balance";
        CreditRules = "credit_rules": "信用规则", "Rules of credit";
        LeadMail = "lead_mail": "线索邮件", "Mail";
    }
}

crate::enums::wire_enum! {
    pub enum EventKind {
        #[default]
        OrderPlaced = "order.placed": "创建订单", "Order placed";
        OrderChanged = "order.changed": "修改订单", "Order changed";
        OrderSubmitted = "order.submitted": "提交订单", "Order submitted";
        OrderApproved = "order.approved": "批准订单", "Order approved";
        OrderRejected = "order.rejected": "拒绝订单", "Order rejected";
        OrderCancelled = "order.cancelled": "取消订单", "Order canceled";
        OrderFulfilled = "order.fulfilled": "订单完成", "Order fulfilled";
        ReturnRequested = "return.requested": "申请退单", "Return requested";
        ReturnApproved = "return.approved": "批准退单", "Return approved";
        ReturnRejected = "return.rejected": "拒绝退单", "Return rejected";
        CustomerCreated = "customer.created": "创建客户", "Customer created";
        CustomerChanged = "customer.changed": "修改客户资料", "Customer changed";
        CustomerArchived = "customer.archived": "归档客户", "Customer archived";
        CustomerRestored = "customer.restored": "恢复客户", "Customer restored";
        CustomerAssigned = "customer.assigned": "变更客户负责人", "Customer reassigned";
        CustomerMerged = "customer.merged": "合并客户", "Customers merged";
        CustomerUnmerged = "customer.unmerged": "撤销客户合并", "Merge of customers undone";
        DuplicateDismissed = "customer.duplicate_dismissed": "标记为非重复", "Not a duplicate";
        DuplicateReopened = "customer.duplicate_reopened": "重新列为疑似重复", "Duplicate to be looked at again";
        ChangeRequested = "change.requested": "申请修改", "Change proposed";
        ChangeApproved = "change.approved": "批准修改申请", "Change approved";
        ChangeRejected = "change.rejected": "拒绝修改申请", "Change rejected";
        ChangeWithdrawn = "change.withdrawn": "撤回修改申请", "Change proposal withdrawn";
        LicenseIssued = "license.issued": "签发许可证", "License issued";
        LicenseSent = "license.sent": "许可证送达", "License delivered";
        LicenseResent = "license.resent": "重新发送许可证", "License sent again";
        LicenseActivated = "license.activated": "许可证激活", "License activated";
        LicenseRenewed = "license.renewed": "许可证续订", "License renewed";
        LicenseUpgraded = "license.upgraded": "许可证升级", "License upgraded";
        LicenseExpanded = "license.expanded": "许可证扩容", "License expanded";
        LicenseRestored = "license.restored": "撤回许可证变更", "License change taken back";
        LicenseSuspended = "license.suspended": "许可证暂停", "License suspended";
        LicenseResumed = "license.resumed": "许可证恢复", "License resumed";
        LicenseExtended = "license.extended": "许可证延期", "License extended";
        LicenseChanged = "license.changed": "修改许可证资料", "License details changed";
        LicenseAssigned = "license.assigned": "变更许可证负责人", "License reassigned";
        LicenseTerminated = "license.terminated": "许可证终止", "License terminated";
        LicenseTransferred = "license.transferred": "转移集群", "License transferred";
        ActivationModeChanged = "license.activation_mode_changed": "变更激活方式", "Activation mode changed";
        KeyReissued = "license.key_reissued": "重新签发密钥", "Key signed again";
        KeyShown = "license.key_shown": "查看密钥", "Key shown";
        DeliveryFailed = "delivery.failed": "投递失败", "Delivery failed";
        DeliveryRetried = "delivery.retried": "重新投递", "Delivery tried again";
        PartnerCreated = "partner.created": "创建合作伙伴", "Partner created";
        PartnerApproved = "partner.approved": "合作伙伴审核通过", "Partner approved";
        PartnerSuspended = "partner.suspended": "暂停合作伙伴", "Partner suspended";
        PartnerChanged = "partner.changed": "修改合作伙伴资料", "Partner changed";
        UserCreated = "user.created": "创建用户", "User created";
        UserChanged = "user.changed": "修改用户", "User changed";
        NotificationsChosen = "user.notifications_chosen": "修改通知偏好", "Notification preferences changed";
        ViewSaved = "user.view_saved": "保存视图", "View saved";
        ViewChanged = "user.view_changed": "修改视图", "View changed";
        ViewDeleted = "user.view_deleted": "删除视图", "View deleted";
        UserDeactivated = "user.deactivated": "停用用户", "User deactivated";
        UserReactivated = "user.reactivated": "启用用户", "User reactivated";
        PasswordChanged = "user.password_changed": "修改密码", "Password changed";
        PasswordResetAsked = "user.password_reset_asked": "申请重置密码", "Password reset asked for";
        PasswordReset = "user.password_reset": "通过邮件重置密码", "Password reset by mail";
        ApiKeyCreated = "api_key.created": "创建 API 密钥", "API key created";
        ApiKeyRevoked = "api_key.revoked": "吊销 API 密钥", "API key revoked";
        SecondFactorOn = "user.second_factor_on": "启用两步验证", "Second factor set up";
        SecondFactorOff = "user.second_factor_off": "停用两步验证", "Second factor given up";
        SecondFactorReset = "user.second_factor_reset": "管理员重置两步验证", "Second factor reset by an administrator";
        SessionsEnded = "user.sessions_ended": "管理员结束会话", "Sessions ended by an administrator";
        ListExported = "user.list_exported": "导出列表", "List exported";
        PermissionGranted = "user.permission_granted": "临时授权", "Permission granted for a while";
        PermissionRevoked = "user.permission_revoked": "收回临时授权", "Granted permission taken back";
        SignedIn = "user.signed_in": "登录", "Signed in";
        SigningKeyRotated = "signing_key.rotated": "轮换签名密钥", "Signing key rotated";
        SigningKeyRetired = "signing_key.retired": "停用签名密钥", "Signing key retired";
        ProductCreated = "product.created": "创建产品", "Product created";
        ProductChanged = "product.changed": "修改产品", "Product changed";
        PriceSet = "product.price_set": "设定价格", "Price set";
        PriceChanged = "product.price_changed": "修改未生效价格", "Upcoming price changed";
        PriceEnded = "product.price_ended": "设定价格结束日", "End of a price set";
        PriceRemoved = "product.price_removed": "删除未生效价格", "Upcoming price removed";
        PriceRuleCreated = "price_rule.created": "创建折扣规则", "Discount rule created";
        PriceRuleChanged = "price_rule.changed": "修改折扣规则", "Discount rule changed";
        PriceRuleEnded = "price_rule.ended": "设定规则结束日", "End of a discount rule set";
        PriceRuleRemoved = "price_rule.removed": "删除折扣规则", "Discount rule removed";
        AlertRaised = "alert.raised": "触发预警", "Alert raised";
        AlertReopened = "alert.reopened": "预警重新打开", "Alert open again";
        AlertResolved = "alert.resolved": "预警解除", "Alert resolved";
        AlertAcknowledged = "alert.acknowledged": "确认预警", "Alert acknowledged";
        AlertSnoozed = "alert.snoozed": "推迟预警", "Alert snoozed";
        ImportUploaded = "import.uploaded": "上传导入文件", "File uploaded for import";
        ImportCommitted = "import.committed": "确认导入", "Import confirmed";
        ImportApplied = "import.applied": "批量导入写入", "Written by an import";
        ImportUndone = "import.undone": "撤销整个导入", "Import to be undone";
        ImportReverted = "import.reverted": "批量导入撤回", "Taken back with an import";
        ImportFinished = "import.finished": "导入完成", "Import done";
        ImportStopped = "import.stopped": "导入多次失败后停止", "Import stopped after failing";
        ImportRetried = "import.retried": "重试导入", "Import tried again";
        AlertsDigested = "user.alerts_digested": "每日预警汇总", "Digest of alerts";
        WebhookCreated = "webhook.created": "创建 Webhook", "Webhook created";
        WebhookChanged = "webhook.changed": "修改 Webhook", "Webhook changed";
        WebhookDeleted = "webhook.deleted": "删除 Webhook", "Webhook deleted";
        WebhookSecretRenewed = "webhook.secret_renewed": "更换 Webhook 密钥", "Webhook secret renewed";
        WebhookTested = "webhook.tested": "测试 Webhook", "Webhook tested";
        WebhookReplayed = "webhook.replayed": "重发 Webhook 消息", "Webhook message sent again";
        WebhookFailed = "webhook.failed": "Webhook 消息发送失败", "Webhook message given up";
        DeploymentPlanned = "deployment.planned": "计划部署", "Deployment planned";
        DeploymentChanged = "deployment.changed": "修改部署计划", "Deployment plan changed";
        DeploymentStaffed = "deployment.staffed": "分配工程师", "Engineers assigned";
        DeploymentStarted = "deployment.started": "开始部署", "Deployment started";
        DeploymentTicked = "deployment.ticked": "更新检查清单", "Checklist updated";
        DeploymentCompleted = "deployment.completed": "完成部署", "Deployment completed";
        DeploymentAccepted = "deployment.accepted": "部署验收", "Deployment accepted";
        DeploymentFailed = "deployment.failed": "部署失败", "Deployment failed";
        DeploymentReplanned = "deployment.replanned": "重新计划部署", "Deployment planned again";
        DeploymentCancelled = "deployment.cancelled": "取消部署", "Deployment canceled";
        AcceptanceFormAttached = "deployment.form_attached": "上传验收单", "Acceptance form attached";
        AcceptanceFormReplaced = "deployment.form_replaced": "更换验收单", "Acceptance form replaced";
        EngineerCreated = "engineer.created": "添加工程师", "Engineer added";
        EngineerChanged = "engineer.changed": "修改工程师资料", "Engineer changed";
        EngineerActivated = "engineer.activated": "启用工程师", "Engineer activated";
        EngineerDeactivated = "engineer.deactivated": "停用工程师", "Engineer deactivated";
        EngineerDeleted = "engineer.deleted": "删除工程师", "Engineer deleted";
        PurchaseRecorded = "purchase.recorded": "登记购买记录", "Purchase recorded";
        PurchaseCorrected = "purchase.corrected": "更正购买记录", "Purchase corrected";
        PurchaseDeleted = "purchase.deleted": "删除购买记录", "Purchase deleted";
        SalesRepCreated = "sales_rep.created": "添加销售代表", "Sales rep added";
        SalesRepChanged = "sales_rep.changed": "修改销售代表资料", "Sales rep changed";
        SalesRepActivated = "sales_rep.activated": "启用销售代表", "Sales rep activated";
        SalesRepDeactivated = "sales_rep.deactivated": "停用销售代表", "Sales rep deactivated";
        SalesRepDeleted = "sales_rep.deleted": "删除销售代表", "Sales rep deleted";
        TargetSet = "sales_rep.target_set": "设定销售目标", "Target set";
        TargetChanged = "sales_rep.target_changed": "修改销售目标", "Target changed";
        TargetRemoved = "sales_rep.target_removed": "删除销售目标", "Target removed";
        LeadCreated = "lead.created": "创建商机", "Lead created";
        LeadChanged = "lead.changed": "修改商机", "Lead changed";
        LeadAssigned = "lead.assigned": "变更商机负责人", "Lead reassigned";
        LeadMoved = "lead.moved": "推进商机", "Lead moved";
        LeadWon = "lead.won": "商机赢单", "Lead won";
        LeadLost = "lead.lost": "商机输单", "Lead lost";
        LeadDisqualified = "lead.disqualified": "商机无效", "Lead disqualified";
        LeadReopened = "lead.reopened": "重新打开商机", "Lead reopened";
        LeadConverted = "lead.converted": "商机转为订单", "Order begun from a lead";
        LeadActivityLogged = "lead.activity_logged": "记录跟进", "Activity logged";
        LeadDeleted = "lead.deleted": "删除商机", "Lead deleted";
        LeadStatusCreated = "lead_status.created": "添加商机状态", "Status of leads added";
        LeadStatusChanged = "lead_status.changed": "修改商机状态", "Status of leads changed";
        LeadSourceCreated = "lead_source.created": "添加商机来源", "Source of leads added";
        LeadSourceChanged = "lead_source.changed": "修改商机来源", "Source of leads changed";
        PaymentRecorded = "payment.recorded": "录入汇款", "Payment recorded";
        PaymentChanged = "payment.changed": "修改汇款", "Payment changed";
        PaymentMatched = "payment.matched": "匹配汇款", "Payment matched";
        PaymentUnmatched = "payment.unmatched": "撤销匹配", "Match undone";
        PaymentSuggestionRefused = "payment.suggestion_refused": "否决匹配建议", "Suggestion refused";
        PaymentIgnored = "payment.ignored": "忽略汇款", "Payment ignored";
        PaymentRestored = "payment.restored": "恢复汇款", "Payment restored";
        StatementUploaded = "statement.uploaded": "上传银行流水", "Bank statement uploaded";
        StatementCommitted = "statement.committed": "导入银行流水", "Bank statement imported";
        StatementUndone = "statement.undone": "撤销银行流水", "Bank statement undone";
        StatementDiscarded = "statement.discarded": "放弃银行流水", "Bank statement discarded";
        BankAccountCreated = "bank_account.created": "添加银行账户", "Bank account added";
        BankAccountChanged = "bank_account.changed": "修改银行账户", "Bank account changed";
        MatchingRuleSwitched = "matching_rule.switched": "切换匹配规则", "Rule of matching switched";
        InvoiceRequested = "invoice.requested": "申请开票", "Invoice requested";
        InvoiceChanged = "invoice.changed": "修改开票申请", "Invoice request changed";
        InvoiceIssued = "invoice.issued": "开具发票", "Invoice issued";
        InvoiceDelivered = "invoice.delivered": "交付发票", "Invoice delivered";
        InvoiceRejected = "invoice.rejected": "驳回开票申请", "Invoice request rejected";
        InvoiceCancelled = "invoice.cancelled": "取消开票申请", "Invoice request canceled";
        InvoiceVoided = "invoice.voided": "作废发票", "Invoice made void";
        InvoiceFiled = "invoice.filed": "上传发票文件", "Invoice file kept";
        RedLetterRequested = "invoice.red_requested": "申请红冲", "Red letter begun";
        RedLetterConfirmed = "invoice.red_confirmed": "对方确认红冲", "Red letter confirmed";
        RedLetterRefused = "invoice.red_refused": "对方拒绝红冲", "Red letter refused";
        RedLetterWithdrawn = "invoice.red_withdrawn": "撤回红冲", "Red letter withdrawn";
        InvoiceTitleKept = "invoice.title_kept": "保存抬头", "Title kept";
        InvoiceTitleRemoved = "invoice.title_removed": "删除抬头", "Title removed";
        SellerChanged = "seller.changed": "修改我方公司资料", "Our company's data changed";
        TermsPublished = "terms.published": "发布订单条款", "Order terms published";
        UsageReported = "usage.reported": "上报用量", "Usage reported";
        UsageRecorded = "license.usage_recorded": "录入用量", "Usage recorded";
        UsageImported = "license.usage_imported": "导入用量文件", "Usage file taken";
        InstallationRegistered = "license.installation_registered": "登记安装密钥", "Installation registered";
        LeadMailTaken = "lead_mail.taken": "收到线索邮件", "Mail taken in";
        LeadMailConfirmed = "lead_mail.confirmed": "邮件转为商机", "Lead made of a mail";
        LeadMailAttached = "lead_mail.attached": "邮件归入商机", "Mail put on a lead";
        LeadMailIgnored = "lead_mail.ignored": "忽略邮件", "Mail ignored";
        LeadMailRestored = "lead_mail.restored": "恢复邮件", "Mail brought back";
        LeadMailUndone = "lead_mail.undone": "撤销邮件处理", "Mail undone";
        SessionReused = "user.session_reused": "会话令牌被重复使用", "Session token used twice";
        BalanceCredited = "balance.credited": "转入往来余额", "Credited to the balance";
        BalanceOffset = "balance.offset": "余额冲抵订单", "Set off against an order";
        BalanceRefunded = "balance.refunded": "余额退款", "Paid back from the balance";
        BalanceEntryUndone = "balance.entry_undone": "撤销往来", "Entry of a balance undone";
        CreditRulesChanged = "credit_rules.changed": "修改信用规则", "Rules of credit changed";
        CreditHoldOverridden = "order.credit_hold_overridden": "越过信用冻结", "Credit hold overridden";
    }
}

impl SubjectKind {
    /// Whether what changed may be told beside the event: what is kept of these is no secret to
    /// anybody who reads their story.
    pub const fn tells_changes(self) -> bool {
        matches!(
            self,
            Self::Product
                | Self::PriceRule
                | Self::Customer
                | Self::ChangeRequest
                | Self::Deployment
                | Self::Engineer
                | Self::Purchase
                | Self::SalesRep
                | Self::Lead
                | Self::LeadStatus
                | Self::LeadSource
                | Self::Payment
                | Self::Statement
                | Self::BankAccount
                | Self::Seller
                | Self::MatchingRule
                | Self::Invoice
                | Self::Balance
                | Self::CreditRules
        )
    }
}

/// The fields in which two flat objects differ, by name.
pub fn changes(before: &Value, after: &Value) -> Vec<FieldChange> {
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
    };
    let fields: BTreeSet<String> = keys(before).into_iter().chain(keys(after)).collect();
    fields
        .into_iter()
        .map(|field| FieldChange {
            from: in_text(before.get(&field)),
            to: in_text(after.get(&field)),
            field,
        })
        .filter(|change| change.from != change.to)
        .collect()
}

fn in_text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({"list_price": "28000.00", "sold": true, "floor_price": "1.00"});
        let after = json!({"list_price": "30000.00", "sold": true, "tax_rate": 300});

        let found = changes(&before, &after);

        let told: Vec<_> =
            found.iter().map(|c| (c.field.as_str(), c.from.as_deref(), c.to.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("floor_price", Some("1.00"), None),
                ("list_price", Some("28000.00"), Some("30000.00")),
                ("tax_rate", None, Some("300")),
            ]
        );
        assert_eq!(changes(&Value::Null, &Value::Null), []);
    }
}
