//! The columns of each target: what they are called, what else people write above them, and an
//! example for the sheet to begin with.

use super::ImportTarget;
use crate::Lang;

/// A column that can be imported.
#[derive(Debug, Clone, Copy)]
pub struct ImportColumn {
    /// Its name on the wire, in faults and in mappings.
    pub key: &'static str,
    title: (&'static str, &'static str),
    /// Whether every row has something there.
    pub required: bool,
    /// What people write above it, in small letters and without spaces, signs and brackets.
    names: &'static [&'static str],
    example: &'static str,
}

impl ImportColumn {
    /// What stands above it.
    pub const fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.title.0, self.title.1)
    }

    /// Whether this heading means it. `heading` is squeezed.
    pub(super) fn is_meant_by(&self, heading: &str) -> bool {
        let titles = [self.title.0, self.title.1].map(super::layout::squeezed);
        self.key == heading
            || titles.iter().any(|title| title == heading)
            || self.names.contains(&heading)
    }
}

const fn column(
    key: &'static str,
    title: (&'static str, &'static str),
    names: &'static [&'static str],
    example: &'static str,
) -> ImportColumn {
    ImportColumn { key, title, required: false, names, example }
}

const fn required(column: ImportColumn) -> ImportColumn {
    ImportColumn { required: true, ..column }
}

/// The columns of a target, in the order of its template.
pub const fn columns(target: ImportTarget) -> &'static [ImportColumn] {
    match target {
        ImportTarget::Customers => CUSTOMERS,
        ImportTarget::Engineers => ENGINEERS,
    }
}

/// The sheet to begin with: headings and one example.
pub fn template(target: ImportTarget, lang: Lang) -> Vec<Vec<String>> {
    let columns = columns(target);
    vec![
        columns.iter().map(|column| column.title(lang).to_owned()).collect(),
        columns.iter().map(|column| column.example.to_owned()).collect(),
    ]
}

const CUSTOMERS: &[ImportColumn] = &[
    required(column(
        "name",
        ("客户", "Customer"),
        &[
            "客户名称",
            "客户全称",
            "公司",
            "公司名称",
            "单位",
            "单位名称",
            "企业名称",
            "名称",
            "customername",
            "company",
            "companyname",
            "organization",
        ],
        "招商远航银行股份有限公司",
    )),
    column(
        "credit_code",
        ("统一社会信用代码", "Credit code"),
        &[
            "社会信用代码",
            "信用代码",
            "税号",
            "纳税人识别号",
            "unifiedsocialcreditcode",
            "uscc",
            "taxnumber",
            "taxid",
        ],
        "91110000802100433B",
    ),
    column(
        "customer_type",
        ("类型", "Type"),
        &["客户类型", "单位性质", "customertype", "kind"],
        "企业",
    ),
    column("industry", ("行业", "Industry"), &["所属行业", "sector"], "金融"),
    column("region", ("区域", "Region"), &["大区", "所属区域", "地区", "area"], "华东"),
    column("city", ("城市", "City"), &["所在城市", "市", "town"], "上海"),
    column(
        "address",
        ("地址", "Address"),
        &["注册地址", "办公地址", "详细地址", "联系地址", "street"],
        "浦东新区世纪大道 100 号",
    ),
    column(
        "contact_name",
        ("联系人", "Contact"),
        &["联系人姓名", "客户联系人", "姓名", "contactperson", "contactname"],
        "王芳",
    ),
    column(
        "contact_title",
        ("职务", "Title"),
        &["职位", "岗位", "联系人职务", "contacttitle", "position", "jobtitle"],
        "信息部主任",
    ),
    column(
        "contact_email",
        ("邮箱", "E-mail"),
        &[
            "联系人邮箱",
            "电子邮箱",
            "电子邮件",
            "邮件",
            "邮箱地址",
            "mail",
            "contactemail",
            "emailaddress",
        ],
        "wang.fang@example.com",
    ),
    column(
        "contact_phone",
        ("电话", "Phone"),
        &[
            "联系电话",
            "联系人电话",
            "手机",
            "手机号",
            "手机号码",
            "contactphone",
            "mobile",
            "telephone",
            "tel",
        ],
        "13800138000",
    ),
    column("notes", ("备注", "Notes"), &["说明", "remark", "remarks", "note", "comment"], ""),
];

const ENGINEERS: &[ImportColumn] = &[
    required(column(
        "name",
        ("姓名", "Name"),
        &["工程师", "工程师姓名", "名字", "engineer", "engineername", "fullname"],
        "赵工",
    )),
    required(column(
        "email",
        ("邮箱", "E-mail"),
        &["电子邮箱", "电子邮件", "邮件", "邮箱地址", "mail", "emailaddress"],
        "zhao@example.com",
    )),
    column(
        "phone",
        ("电话", "Phone"),
        &["联系电话", "手机", "手机号", "手机号码", "mobile", "telephone", "tel"],
        "13800138000",
    ),
    column("department", ("部门", "Department"), &["所属部门", "团队", "team"], "交付部"),
    column(
        "expertise",
        ("专长", "Expertise"),
        &["技能", "技术专长", "标签", "skills", "skill", "tags"],
        "Kubernetes；PostgreSQL",
    ),
];
