//! The columns of each list.

use super::{
    Cell::{self, At, Count, Money, Text},
    Column, Exported,
};
use crate::{
    Lang,
    alerts::wire::AlertView,
    auth::wire::UserView,
    change_requests::wire::ChangeRequestRow,
    customers::wire::CustomerRow,
    deliveries::wire::DeliveryRow,
    deployments::wire::DeploymentRow,
    engineers::wire::EngineerView,
    events::wire::EventView,
    imports::wire::ImportView,
    invoices::wire::InvoiceRow,
    leads::wire::LeadRow,
    licenses::wire::LicenseRow,
    orders::wire::OrderRow,
    partners::wire::PartnerView,
    payments::wire::{PaymentRow, StatementRow},
    purchases::wire::PurchaseRow,
    receivables::wire::{BalanceRow, ReceivableRow},
    sales_reps::wire::SalesRepView,
    webhooks::wire::WebhookView,
};

/// Whether something or somebody is in use.
fn in_use(active: bool, lang: Lang) -> Cell {
    if active { lang.pick("启用", "Active") } else { lang.pick("停用", "Inactive") }.into()
}

impl Exported for OrderRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("订单号", "Order", |row, _| (&row.number).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("来源", "Source", |row, lang| row.source.label(lang).into()),
        Column::new("合作伙伴", "Partner", |row, _| (&row.partner_name).into()),
        Column::new("最终客户", "End user", |row, _| (&row.end_user).into()),
        Column::new("行数", "Lines", |row, _| Count(row.lines.into())),
        Column::new("套数", "Sets", |row, _| Count(row.sets.into())),
        Column::new("含税总额", "Total incl. tax", |row, _| Money(row.gross)),
        Column::new("币种", "Currency", |row, _| row.currency.as_str().into()),
        Column::new("下单人", "Placed by", |row, _| (&row.placed_by_name).into()),
        Column::new("原因", "Reason", |row, _| (&row.reason).into()),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
        Column::new("提交时间", "Submitted", |row, _| row.submitted_at.into()),
    ];
}

impl Exported for LicenseRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("许可证号", "License", |row, _| (&row.number).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("产品", "Product", |row, lang| {
            lang.pick(row.product_name_zh.as_str(), row.product_name_en.as_str()).into()
        }),
        Column::new("版本", "Edition", |row, lang| row.edition.label(lang).into()),
        Column::new("客户", "Customer", |row, _| (&row.customer_name).into()),
        Column::new("合作伙伴", "Partner", |row, _| (&row.partner_name).into()),
        Column::new("负责人", "Owner", |row, _| (&row.owner_name).into()),
        Column::new("激活方式", "Activation", |row, lang| {
            row.activation_mode.label(lang).into()
        }),
        Column::new("生效日", "Starts on", |row, _| row.starts_on.into()),
        Column::new("到期日", "Ends on", |row, _| row.expires_on.into()),
        Column::new("签发时间", "Issued", |row, _| At(row.created_at)),
    ];
}

impl Exported for CustomerRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("客户", "Customer", |row, _| (&row.name).into()),
        Column::new("类型", "Type", |row, lang| row.customer_type.label(lang).into()),
        Column::new("行业", "Industry", |row, lang| {
            row.industry.map(|industry| industry.label(lang)).unwrap_or_default().into()
        }),
        Column::new("区域", "Region", |row, lang| {
            row.region.map(|region| region.label(lang)).unwrap_or_default().into()
        }),
        Column::new("城市", "City", |row, _| (&row.city).into()),
        Column::new("负责人", "Owner", |row, _| (&row.owner_name).into()),
        Column::new("许可证数", "Licenses", |row, _| Count(row.licenses.into())),
        Column::new("最晚到期日", "Latest end", |row, _| row.latest_expiry.into()),
        Column::new("存续情况", "Retention", |row, lang| row.retention.label(lang).into()),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
    ];
}

impl Exported for PurchaseRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("购买日期", "Bought on", |row, _| Cell::Day(row.purchased_on)),
        Column::new("类型", "Kind", |row, lang| row.kind.label(lang).into()),
        Column::new("客户", "Customer", |row, _| (&row.customer_name).into()),
        Column::new("合作伙伴", "Partner", |row, _| (&row.partner_name).into()),
        Column::new("销售代表", "Sales rep", |row, _| (&row.owner_name).into()),
        Column::new("订单号", "Order", |row, _| (&row.order_number).into()),
        Column::new("合同号", "Contract", |row, _| (&row.contract_number).into()),
        Column::new("套数", "Sets", |row, _| Count(row.sets.into())),
        Column::new("含税金额", "Amount incl. tax", |row, _| Money(row.amount)),
        Column::new("币种", "Currency", |row, _| row.currency.as_str().into()),
        Column::new("付款状态", "Payment", |row, lang| row.payment_status.label(lang).into()),
        Column::new("支付方式", "Method", |row, lang| {
            row.method.map(|method| method.label(lang)).unwrap_or_default().into()
        }),
        Column::new("登记时间", "Recorded", |row, _| At(row.created_at)),
    ];
}

impl Exported for DeploymentRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("部署编号", "Deployment", |row, _| (&row.number).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("类型", "Kind", |row, lang| row.kind.label(lang).into()),
        Column::new("实施方", "Done by", |row, lang| row.method.label(lang).into()),
        Column::new("环境", "Environment", |row, lang| row.environment.label(lang).into()),
        Column::new("许可证号", "License", |row, _| (&row.license_number).into()),
        Column::new("客户", "Customer", |row, _| (&row.customer_name).into()),
        Column::new("计划日期", "Planned for", |row, _| row.planned_on.into()),
        Column::new("客户窗口开始", "Window from", |row, _| row.window_from.into()),
        Column::new("客户窗口结束", "Window until", |row, _| row.window_until.into()),
        Column::new("是否逾期", "Late", |row, lang| {
            let word = if row.is_late { lang.pick("是", "Yes") } else { lang.pick("否", "No") };
            word.into()
        }),
        Column::new("完成日期", "Completed on", |row, _| row.completed_on.into()),
        Column::new("已完成检查项", "Items done", |row, _| Count(row.items_done.into())),
        Column::new("检查项", "Items", |row, _| Count(row.items.into())),
        Column::new("工程师", "Engineers", |row, lang| {
            let names: Vec<&str> = row.engineers.iter().map(|one| one.name.as_str()).collect();
            names.join(lang.pick("、", ", ")).as_str().into()
        }),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
    ];
}

impl Exported for PaymentRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("到账日期", "Value date", |row, _| Cell::Day(row.value_date)),
        Column::new("方向", "Direction", |row, lang| row.direction.label(lang).into()),
        Column::new("金额", "Amount", |row, _| Money(row.amount)),
        Column::new("币种", "Currency", |row, _| row.currency.as_str().into()),
        Column::new("已匹配", "Matched", |row, _| Money(row.matched)),
        Column::new("未匹配", "Open", |row, _| Money(row.open)),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("付款人", "Payer", |row, _| (&row.payer_name).into()),
        Column::new("付款账号", "Payer's account", |row, _| (&row.payer_account).into()),
        Column::new("摘要", "Remark", |row, _| (&row.remark).into()),
        Column::new("流水号", "Bank reference", |row, _| (&row.bank_reference).into()),
        Column::new("银行账户", "Bank account", |row, _| (&row.bank_account_name).into()),
        Column::new("忽略原因", "Why ignored", |row, _| (&row.ignored_reason).into()),
        Column::new("录入时间", "Recorded", |row, _| At(row.created_at)),
    ];
}

impl Exported for ReceivableRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("订单号", "Order", |row, _| (&row.order_number).into()),
        Column::new("期次", "Instalment", |row, _| Count(row.ordinal.into())),
        Column::new("合作伙伴", "Partner", |row, _| (&row.partner_name).into()),
        Column::new("客户", "Customer", |row, _| (&row.customer_name).into()),
        Column::new("负责人", "Owner", |row, _| (&row.owner_name).into()),
        Column::new("付款条件", "Terms", |row, lang| (&row.terms.words(lang)).into()),
        Column::new("批准日期", "Approved on", |row, _| Cell::Day(row.ordered_on)),
        Column::new("到期日", "Due on", |row, _| row.due_on.into()),
        Column::new("应付金额", "Amount", |row, _| Money(row.amount)),
        Column::new("未付金额", "Open", |row, _| Money(row.open)),
        Column::new("币种", "Currency", |row, _| row.currency.as_str().into()),
        Column::new("逾期天数", "Days overdue", |row, _| Count(row.days_overdue.into())),
        Column::new("账龄", "Age", |row, lang| row.bucket.label(lang).into()),
    ];
}

impl Exported for BalanceRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("往来单位", "Party", |row, _| (&row.party_name).into()),
        Column::new("类型", "Kind", |row, lang| {
            let is_partner = row.partner_id.is_some();
            let word =
                if is_partner { ("合作伙伴", "Partner") } else { ("客户", "Customer") };
            lang.pick(word.0, word.1).into()
        }),
        Column::new("余额", "Balance", |row, _| Money(row.balance)),
        Column::new("币种", "Currency", |row, _| row.currency.as_str().into()),
        Column::new("更新时间", "Changed", |row, _| At(row.updated_at)),
    ];
}

impl Exported for StatementRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("银行账户", "Account", |row, _| (&row.bank_account_name).into()),
        Column::new("文件", "File", |row, _| (&row.file_name).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("起始日", "From", |row, _| row.from_on.into()),
        Column::new("截止日", "Until", |row, _| row.until_on.into()),
        Column::new("期初余额", "Opening", |row, _| row.opening.map_or(Cell::Nothing, Money)),
        Column::new("收入", "In", |row, _| Money(row.income)),
        Column::new("支出", "Out", |row, _| Money(row.expense)),
        Column::new("期末余额", "Closing", |row, _| row.closing.map_or(Cell::Nothing, Money)),
        Column::new("币种", "Currency", |row, _| row.currency.as_str().into()),
        Column::new("笔数", "Entries", |row, _| Count(row.entries.into())),
        Column::new("新增笔数", "New entries", |row, _| Count(row.new_entries.into())),
        Column::new("上传人", "Uploaded by", |row, _| (&row.created_by_name).into()),
        Column::new("上传时间", "Uploaded", |row, _| At(row.created_at)),
    ];
}

impl Exported for InvoiceRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("申请号", "Request", |row, _| (&row.reference).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("载体", "Medium", |row, lang| row.medium.label(lang).into()),
        Column::new("票种", "Kind", |row, lang| row.kind.label(lang).into()),
        Column::new("红字", "Red letter", |row, lang| {
            let is_red = row.confirmation.is_some();
            if is_red { lang.pick("是", "Yes") } else { lang.pick("否", "No") }.into()
        }),
        Column::new("发票代码", "Code", |row, _| (&row.code).into()),
        Column::new("发票号码", "Number", |row, _| (&row.number).into()),
        Column::new("购买方", "Party", |row, _| (&row.party_name).into()),
        Column::new("抬头", "Title", |row, _| (&row.title).into()),
        Column::new("纳税人识别号", "Tax number", |row, _| (&row.tax_number).into()),
        Column::new("不含税金额", "Net", |row, _| Money(row.net)),
        Column::new("税额", "Tax", |row, _| Money(row.tax)),
        Column::new("价税合计", "Total incl. tax", |row, _| Money(row.gross)),
        Column::new("币种", "Currency", |row, _| row.currency.as_str().into()),
        Column::new("开票日期", "Issued on", |row, _| row.issued_on.into()),
        Column::new("交付日期", "Delivered on", |row, _| row.delivered_on.into()),
        Column::new("申请人", "Requested by", |row, _| (&row.requested_by_name).into()),
        Column::new("申请时间", "Requested", |row, _| At(row.created_at)),
    ];
}

impl Exported for LeadRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("商机", "Lead", |row, _| (&row.title).into()),
        Column::new("公司", "Company", |row, _| (&row.company).into()),
        Column::new("联系人", "Contact", |row, _| (&row.contact_name).into()),
        Column::new("状态", "Status", |row, lang| {
            lang.pick(row.status.name_zh.as_str(), row.status.name_en.as_str()).into()
        }),
        Column::new("来源", "Source", |row, lang| {
            lang.pick(row.source_name_zh.as_str(), row.source_name_en.as_str()).into()
        }),
        Column::new("负责人", "Owner", |row, _| (&row.owner_name).into()),
        Column::new("合作伙伴", "Partner", |row, _| (&row.partner_name).into()),
        Column::new("预计金额", "Estimated value", |row, _| Money(row.amount)),
        Column::new("币种", "Currency", |row, _| row.currency.as_str().into()),
        Column::new("概率 %", "Probability %", |row, _| Count(row.probability.into())),
        Column::new("加权金额", "Weighted", |row, _| Money(row.weighted)),
        Column::new("预计成交", "Expected on", |row, _| row.expected_on.into()),
        Column::new("下一步", "Next step", |row, _| (&row.next_step).into()),
        Column::new("下一步日期", "Next step on", |row, _| row.next_on.into()),
        Column::new("输单原因", "Lost because of", |row, lang| {
            row.lost_reason.map(|reason| reason.label(lang)).unwrap_or_default().into()
        }),
        Column::new("进入状态", "In status since", |row, _| At(row.entered_at)),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
    ];
}

impl Exported for PartnerView {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("合作伙伴", "Partner", |row, _| (&row.name).into()),
        Column::new("等级", "Level", |row, lang| row.level.label(lang).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("区域", "Region", |row, lang| {
            row.region.map(|region| region.label(lang)).unwrap_or_default().into()
        }),
        Column::new("统一社会信用代码", "Credit code", |row, _| (&row.credit_code).into()),
        Column::new("联系人", "Contact", |row, _| (&row.contact_name).into()),
        Column::new("邮箱", "E-mail", |row, _| (&row.contact_email).into()),
        Column::new("电话", "Phone", |row, _| (&row.contact_phone).into()),
        Column::new("协议编号", "Agreement", |row, _| (&row.agreement_number).into()),
        Column::new("协议有效期至", "Agreement until", |row, _| row.agreement_until.into()),
        Column::new("合作开始", "Since", |row, _| At(row.created_at)),
    ];
}

impl Exported for DeliveryRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("收件人", "To", |row, _| (&row.recipient).into()),
        Column::new("主题", "Subject", |row, _| (&row.subject).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("订单号", "Order", |row, _| (&row.order_number).into()),
        Column::new("尝试次数", "Tries", |row, _| Count(row.tries.into())),
        Column::new("最近错误", "Last error", |row, _| (&row.last_error).into()),
        Column::new("送达时间", "Delivered", |row, _| row.delivered_at.into()),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
    ];
}

impl Exported for EventView {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("时间", "Time", |row, _| At(row.at)),
        Column::new("事件", "Event", |row, lang| row.kind.label(lang).into()),
        Column::new("事件代码", "Event code", |row, _| row.kind.as_str().into()),
        Column::new("对象类型", "Kind of subject", |row, lang| {
            row.subject_kind.label(lang).into()
        }),
        Column::new("对象", "Subject", |row, _| (&row.subject_label).into()),
        Column::new("操作人", "By", |row, _| (&row.actor_name).into()),
        Column::new("API 密钥", "API key", |row, _| (&row.api_key).into()),
        Column::new("来源地址", "From address", |row, _| (&row.address).into()),
        Column::new("说明", "Note", |row, _| (&row.note).into()),
        Column::new("变更", "Changes", |row, _| {
            let nothing = "—".to_owned();
            let change = |change: &crate::events::wire::FieldChange| {
                let (from, to) = (change.from.as_ref(), change.to.as_ref());
                let (from, to) = (from.unwrap_or(&nothing), to.unwrap_or(&nothing));
                format!("{}: {from} → {to}", change.field)
            };
            Text(row.changes.iter().map(change).collect::<Vec<_>>().join("; "))
        }),
    ];
}

impl Exported for AlertView {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("预警", "Alert", |row, lang| row.kind.label(lang).into()),
        Column::new("级别", "Severity", |row, lang| row.severity.label(lang).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("对象", "Subject", |row, _| (&row.subject_label).into()),
        Column::new("到期", "Due", |row, _| Cell::Day(row.due_on)),
        Column::new("客户", "Customer", |row, _| (&row.customer_name).into()),
        Column::new("合作伙伴", "Partner", |row, _| (&row.partner_name).into()),
        Column::new("负责人", "Owner", |row, _| (&row.owner_name).into()),
        Column::new("发出时间", "Raised", |row, _| At(row.raised_at)),
        Column::new("处理人", "Handled by", |row, _| (&row.handled_by_name).into()),
        Column::new("处理时间", "Handled", |row, _| row.handled_at.into()),
        Column::new("解除时间", "Resolved", |row, _| row.resolved_at.into()),
    ];
}

impl Exported for ChangeRequestRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("申请号", "Request", |row, _| (&row.number).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("对象类型", "Kind of subject", |row, lang| row.subject.label(lang).into()),
        Column::new("对象", "Subject", |row, _| (&row.subject_label).into()),
        Column::new("字段", "Fields", |row, _| Text(row.fields.join(", "))),
        Column::new("原因", "Reason", |row, _| (&row.reason).into()),
        Column::new("申请人", "By", |row, _| (&row.requested_by_name).into()),
        Column::new("申请时间", "Requested", |row, _| At(row.requested_at)),
        Column::new("处理时间", "Decided", |row, _| row.decided_at.into()),
    ];
}

impl Exported for EngineerView {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("姓名", "Name", |row, _| (&row.name).into()),
        Column::new("邮箱", "E-mail", |row, _| (&row.email).into()),
        Column::new("电话", "Phone", |row, _| (&row.phone).into()),
        Column::new("部门", "Department", |row, _| (&row.department).into()),
        Column::new("专长", "Expertise", |row, _| Text(row.expertise.join(", "))),
        Column::new("状态", "Status", |row, lang| in_use(row.active, lang)),
        Column::new("账号", "Account", |row, _| (&row.user_name).into()),
        Column::new("进行中的部署", "Open deployments", |row, _| {
            Count(row.open_deployments.into())
        }),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
    ];
}

impl Exported for SalesRepView {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("姓名", "Name", |row, _| (&row.name).into()),
        Column::new("类型", "Kind", |row, lang| row.kind.label(lang).into()),
        Column::new("职位", "Position", |row, _| (&row.position).into()),
        Column::new("区域", "Region", |row, lang| {
            row.region.map(|region| region.label(lang)).unwrap_or_default().into()
        }),
        Column::new("邮箱", "E-mail", |row, _| (&row.email).into()),
        Column::new("电话", "Phone", |row, _| (&row.phone).into()),
        Column::new("状态", "Status", |row, lang| in_use(row.active, lang)),
        Column::new("账号", "Account", |row, _| (&row.user_name).into()),
        Column::new("许可证数", "Licenses", |row, _| Count(row.licenses.into())),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
    ];
}

impl Exported for UserView {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("用户名", "User name", |row, _| (&row.username).into()),
        Column::new("姓名", "Name", |row, _| (&row.name).into()),
        Column::new("邮箱", "E-mail", |row, _| (&row.email).into()),
        Column::new("角色", "Role", |row, lang| row.role.label(lang).into()),
        Column::new("合作伙伴", "Partner", |row, _| {
            row.partner.as_ref().map_or(Cell::Nothing, |partner| (&partner.name).into())
        }),
        Column::new("状态", "Status", |row, lang| in_use(row.active, lang)),
        Column::new("两步验证", "Second factor", |row, lang| {
            if row.has_second_factor { lang.pick("是", "Yes") } else { lang.pick("否", "No") }
                .into()
        }),
        Column::new("最近登录", "Last sign-in", |row, _| row.last_sign_in_on.into()),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
    ];
}

impl Exported for WebhookView {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("名称", "Name", |row, _| (&row.name).into()),
        Column::new("形式", "Form", |row, lang| row.form.label(lang).into()),
        Column::new("地址", "Address", |row, _| (&row.address).into()),
        Column::new("状态", "Status", |row, lang| in_use(row.active, lang)),
        Column::new("事件", "Events", |row, _| {
            Text(row.kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", "))
        }),
        Column::new("创建时间", "Created", |row, _| At(row.created_at)),
    ];
}

impl Exported for ImportView {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("内容", "What", |row, lang| row.target.label(lang).into()),
        Column::new("状态", "Status", |row, lang| row.status.label(lang).into()),
        Column::new("文件", "File", |row, _| (&row.file_name).into()),
        Column::new("行数", "Rows", |row, _| Count(row.rows.into())),
        Column::new("已处理", "Done", |row, _| Count(row.done.into())),
        Column::new("操作人", "By", |row, _| (&row.created_by_name).into()),
        Column::new("上传时间", "Uploaded", |row, _| At(row.created_at)),
        Column::new("导入时间", "Committed", |row, _| row.committed_at.into()),
        Column::new("撤销时间", "Undone", |row, _| row.undone_at.into()),
    ];
}
