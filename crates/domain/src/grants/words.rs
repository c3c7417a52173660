//! What permissions are called where people choose among them.

use crate::{Lang, access::Permission};

/// The permission in words; its wire name where nobody has put it into words yet.
pub const fn words(permission: Permission, lang: Lang) -> &'static str {
    use Permission::{
        AlertsRead, AlertsWrite, ChangesApprove, ChangesRead, CustomersAssign, CustomersManage,
        CustomersPropose, CustomersRead, DeliveriesManage, DeploymentsRead, DeploymentsWrite,
        EngineersRead, EngineersWrite, EventsRead, ImportsManage, InvoicesManage, InvoicesRead,
        InvoicesRequest, LeadsManage, LeadsRead, LeadsWrite, LicensesAssign, LicensesDeliver,
        LicensesExtend, LicensesIssue, LicensesKey, LicensesManage, LicensesPropose, LicensesRead,
        LicensesUsage, OrdersApprove, OrdersPlace, OrdersRead, PartnerCatalogue, PartnerInvoices,
        PartnerLicenses, PartnerOrders, PartnersManage, PartnersRead, PerformanceRead,
        PricesManage, ProductsRead, PurchasesRead, PurchasesWrite, ReturnsApprove, ReturnsRequest,
        SalesRepsRead, SalesRepsWrite, TargetsWrite, UsersManage, ViewsShare, WebhooksManage,
    };
    match permission {
        ImportsManage => lang.pick("从文件导入与撤销导入", "Import lists from files and undo it"),
        OrdersRead => lang.pick("查看订单", "Read orders"),
        OrdersPlace => lang.pick("代客户下单、修改与取消订单", "Place, change and cancel orders"),
        OrdersApprove => lang.pick("审核订单", "Approve orders"),
        ReturnsRequest => lang.pick("申请退单", "Ask for returns"),
        ReturnsApprove => lang.pick("审核退单", "Approve returns"),
        PartnerCatalogue => lang.pick("门户产品与价格", "Products and prices of the portal"),
        PartnerOrders => lang.pick("门户订单", "Orders of the portal"),
        PartnerLicenses => lang.pick("门户许可证", "Licenses of the portal"),
        LicensesRead => lang.pick("查看许可证", "Read licenses"),
        LicensesKey => lang.pick("查看密钥与激活码", "See keys and activation codes"),
        LicensesDeliver => lang.pick("重新发送许可证、登记离线激活", "Send licenses again"),
        DeploymentsRead => lang.pick("查看部署", "Read deployments"),
        DeploymentsWrite => lang.pick("计划与执行部署", "Plan and do deployments"),
        EngineersRead => lang.pick("查看工程师", "Read engineers"),
        EngineersWrite => lang.pick("管理工程师", "Keep engineers"),
        PurchasesRead => lang.pick("查看购买记录", "Read purchases"),
        PurchasesWrite => lang.pick("登记与更正购买记录", "Record and correct purchases"),
        SalesRepsRead => lang.pick("查看销售代表", "Read sales reps"),
        SalesRepsWrite => lang.pick("管理销售代表", "Keep sales reps"),
        PerformanceRead => lang.pick("查看销售绩效", "Read performance"),
        TargetsWrite => lang.pick("设定销售目标", "Set targets"),
        InvoicesRead => lang.pick("查看发票", "Read invoices"),
        InvoicesRequest => lang.pick("申请开票、维护抬头", "Ask for invoices, keep titles"),
        InvoicesManage => lang.pick("开具、交付、红冲与作废发票", "Issue and reverse invoices"),
        PartnerInvoices => lang.pick("门户发票", "Invoices of the portal"),
        LeadsRead => lang.pick("查看商机", "Read leads"),
        LeadsWrite => lang.pick("跟进商机：新建、修改、推进", "Work on leads"),
        LeadsManage => {
            lang.pick("删除商机、配置状态与来源", "Delete leads; keep statuses and sources")
        }
        LicensesManage => lang.pick("暂停、恢复、终止许可证", "Suspend and terminate licenses"),
        LicensesExtend => lang.pick("延长许可证期限", "Extend licenses"),
        LicensesIssue => lang.pick("直接签发许可证（无订单）", "Issue licenses without an order"),
        LicensesUsage => lang.pick("录入用量、登记离线安装", "Record usage"),
        LicensesAssign => lang.pick("变更许可证负责人", "Reassign licenses"),
        CustomersRead => lang.pick("查看客户", "Read customers"),
        CustomersManage => lang.pick(
            "维护客户：新建、修改、归档、合并",
            "Keep customers: create, change, archive, merge",
        ),
        CustomersAssign => lang.pick("分配客户负责人", "Give customers to sales reps"),
        CustomersPropose => lang.pick("申请修改客户资料", "Propose changes of customers"),
        LicensesPropose => lang.pick("申请修改许可证", "Propose changes of licenses"),
        ChangesRead => lang.pick("查看修改申请", "Read change requests"),
        ChangesApprove => lang.pick("审批修改申请", "Approve change requests"),
        PartnersRead => lang.pick("查看合作伙伴", "Read partners"),
        PartnersManage => lang.pick("管理合作伙伴", "Manage partners"),
        ProductsRead => lang.pick("查看产品与价格", "Read products and prices"),
        PricesManage => lang.pick("管理产品与价格", "Keep products and prices"),
        DeliveriesManage => lang.pick("管理邮件投递", "Manage mails"),
        AlertsRead => lang.pick("查看预警", "Read alerts"),
        AlertsWrite => lang.pick("确认与推迟预警", "Acknowledge and snooze alerts"),
        EventsRead => lang.pick("查看审计日志", "Read the audit log"),
        UsersManage => lang.pick("管理用户", "Manage users"),
        ViewsShare => lang.pick("共享视图", "Share views of lists"),
        WebhooksManage => lang.pick("管理 Webhook", "Manage webhooks"),
        _ => permission.as_str(),
    }
}
