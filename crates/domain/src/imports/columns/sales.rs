//! The columns of what was sold and of what followed.

use super::{ImportColumn, column, required};

const LICENSE: &[&str] = &[
    "许可证",
    "许可证号",
    "授权编号",
    "授权号",
    "licensenumber",
    "licenseno",
    "licenceno",
    "licencenumber",
    "licenseid",
];

pub(super) const PURCHASES: &[ImportColumn] = &[
    column("license", ("许可证编号", "License"), LICENSE, ""),
    column(
        "customer",
        ("客户", "Customer"),
        &[
            "客户名称",
            "客户全称",
            "公司",
            "公司名称",
            "单位名称",
            "企业名称",
            "购买方",
            "customername",
            "company",
            "companyname",
            "buyer",
        ],
        "招商远航银行股份有限公司",
    ),
    column(
        "kind",
        ("购买类型", "Kind"),
        &["类型", "订单类型", "业务类型", "purchasekind", "purchasetype", "type"],
        "新购",
    ),
    required(column(
        "purchased_on",
        ("购买日期", "Purchased on"),
        &[
            "日期",
            "签约日期",
            "下单日期",
            "采购日期",
            "date",
            "purchasedate",
            "purchased",
            "signedon",
        ],
        "2026-03-18",
    )),
    column("sets", ("套数", "Sets"), &["数量", "quantity", "qty", "count"], "1"),
    required(column(
        "amount",
        ("金额", "Amount"),
        &[
            "含税金额",
            "合同金额",
            "总金额",
            "购买金额",
            "成交金额",
            "price",
            "total",
            "gross",
            "totalamount",
        ],
        "168000.00",
    )),
    column("currency", ("币种", "Currency"), &["货币", "币别"], "CNY"),
    column(
        "payment_status",
        ("支付状态", "Payment status"),
        &["付款状态", "回款状态", "收款状态", "payment", "paid", "status", "状态"],
        "已支付",
    ),
    column(
        "method",
        ("支付方式", "Payment method"),
        &["付款方式", "收款方式", "paymentmethod", "paidby", "method"],
        "银行转账",
    ),
    column(
        "contract_number",
        ("合同编号", "Contract number"),
        &["合同号", "合同", "contract", "contractno"],
        "HT-2026-031",
    ),
    column(
        "owner",
        ("负责人", "Owner"),
        &["销售", "销售代表", "客户经理", "归属人", "salesrep", "sales", "accountmanager"],
        "",
    ),
    column("notes", ("备注", "Notes"), &["说明", "remark", "remarks", "note", "comment"], ""),
];

pub(super) const DEPLOYMENTS: &[ImportColumn] = &[
    required(column("license", ("许可证编号", "License"), LICENSE, "ENT-202603-386037")),
    column(
        "kind",
        ("部署类型", "Kind"),
        &["类型", "deploymentkind", "deploymenttype", "type"],
        "初始部署",
    ),
    column(
        "mode",
        ("部署模式", "Mode"),
        &["网络", "联网方式", "deploymentmode", "network"],
        "离线部署",
    ),
    column(
        "method",
        ("部署方式", "By whom"),
        &["实施方", "实施方式", "deploymentmethod", "deployedby", "method"],
        "原厂部署",
    ),
    column("environment", ("环境", "Environment"), &["部署环境", "env"], "生产"),
    column(
        "cloud",
        ("云平台", "Cloud"),
        &["部署平台", "平台", "云厂商", "platform", "cloudprovider"],
        "阿里云",
    ),
    column(
        "planned_on",
        ("计划日期", "Planned for"),
        &["计划部署日期", "计划时间", "plannedon", "planned", "plandate", "scheduled"],
        "2026-04-01",
    ),
    column(
        "completed_on",
        ("完成日期", "Completed on"),
        &["部署日期", "部署时间", "实施日期", "上线日期", "completedon", "completed", "deployedon"],
        "2026-04-02",
    ),
    column("status", ("状态", "Status"), &["部署状态", "deploymentstatus", "state"], "已完成"),
    column(
        "product_version",
        ("版本", "Version"),
        &["产品版本", "版本号", "productversion", "release"],
        "1.9.2",
    ),
    column(
        "engineers",
        ("工程师", "Engineers"),
        &["部署工程师", "实施工程师", "实施人员", "负责工程师", "engineer", "implementer"],
        "",
    ),
    column(
        "server_info",
        ("服务器信息", "Servers"),
        &["服务器", "机器", "serverinfo", "server", "machines"],
        "",
    ),
    column("notes", ("备注", "Notes"), &["说明", "remark", "remarks", "note", "comment"], ""),
];
