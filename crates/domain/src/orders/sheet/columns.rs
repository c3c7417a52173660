//! Which column is which: by its heading, in Chinese or English and in any order; without a
//! heading by its place.

use super::{SheetColumn, cells::plain, table::RawRow};
use crate::text::normalized;

/// Most rows above the headings: a title, a date.
pub const MOST_ABOVE: usize = 5;

/// What people write above a column, without spaces, signs, and what stands in brackets.
const HEADINGS: [(SheetColumn, &[&str]); 13] = [
    (
        SheetColumn::Product,
        &[
            "产品",
            "产品名称",
            "产品编码",
            "产品代码",
            "产品型号",
            "商品",
            "商品名称",
            "版本",
            "product",
            "productname",
            "productcode",
            "code",
            "sku",
            "edition",
            "item",
        ],
    ),
    (
        SheetColumn::Sets,
        &["套数", "数量", "采购数量", "许可证数量", "sets", "set", "quantity", "qty", "licenses"],
    ),
    (
        SheetColumn::Years,
        &[
            "年限",
            "年数",
            "期限",
            "授权年限",
            "授权期限",
            "服务年限",
            "years",
            "year",
            "term",
            "termyears",
        ],
    ),
    (
        SheetColumn::EndUser,
        &[
            "最终客户",
            "最终用户",
            "最终客户名称",
            "最终用户名称",
            "客户",
            "客户名称",
            "客户全称",
            "使用单位",
            "公司",
            "公司名称",
            "enduser",
            "endusername",
            "endcustomer",
            "customer",
            "customername",
            "company",
        ],
    ),
    (
        SheetColumn::CreditCode,
        &[
            "统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "税号",
            "纳税人识别号",
            "creditcode",
            "unifiedsocialcreditcode",
            "uscc",
            "taxnumber",
        ],
    ),
    (
        SheetColumn::ContactName,
        &[
            "联系人",
            "联系人姓名",
            "客户联系人",
            "姓名",
            "contact",
            "contactname",
            "contactperson",
            "name",
        ],
    ),
    (
        SheetColumn::ContactEmail,
        &[
            "邮箱",
            "联系人邮箱",
            "电子邮箱",
            "电子邮件",
            "邮件",
            "邮箱地址",
            "email",
            "mail",
            "contactemail",
            "emailaddress",
        ],
    ),
    (
        SheetColumn::ContactPhone,
        &[
            "电话",
            "联系电话",
            "联系人电话",
            "手机",
            "手机号",
            "手机号码",
            "phone",
            "contactphone",
            "mobile",
            "telephone",
            "tel",
        ],
    ),
    (
        SheetColumn::Activation,
        &["激活方式", "激活", "激活模式", "activation", "activationmode", "mode"],
    ),
    (
        SheetColumn::ClusterIds,
        &["集群id", "集群编号", "集群", "clusterid", "clusterids", "cluster", "clusters"],
    ),
    (
        SheetColumn::DeliverTo,
        &["交付给", "交付对象", "接收方", "发送给", "deliverto", "deliveryto", "recipient"],
    ),
    (SheetColumn::Language, &["语言", "邮件语言", "language", "lang", "maillanguage"]),
    (
        SheetColumn::ManualDiscount,
        &["手工折扣", "人工折扣", "折扣", "额外折扣", "manualdiscount", "discount"],
    ),
];

/// Where each column stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// With its index in a row, in the order of the sheet.
    pub columns: Vec<(SheetColumn, usize)>,
    /// Headings that are not known.
    pub ignored: Vec<String>,
}

impl Layout {
    /// The layout, and the rows below the headings. `rows` has no blank ones.
    pub fn find<'a, 'b>(rows: &'a [&'b RawRow]) -> (Self, &'a [&'b RawRow]) {
        let headed = rows.iter().take(MOST_ABOVE + 1).position(|row| is_heading(row));
        match headed {
            Some(index) => (Self::headed(rows[index]), &rows[index + 1..]),
            None => (Self::fixed(), rows),
        }
    }

    fn headed(row: &RawRow) -> Self {
        let mut layout = Self { columns: Vec::new(), ignored: Vec::new() };
        for (index, cell) in row.cells.iter().enumerate() {
            match column_of(cell) {
                Some(column) if layout.index_of(column).is_none() => {
                    layout.columns.push((column, index));
                }
                _ if plain(cell).is_empty() => {}
                _ => layout.ignored.push(plain(cell)),
            }
        }
        layout
    }

    fn fixed() -> Self {
        let columns = SheetColumn::ALL.iter().copied().zip(0..).collect();
        Self { columns, ignored: Vec::new() }
    }

    /// Where this column stands in a row, if the sheet has it.
    pub fn index_of(&self, column: SheetColumn) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == column).map(|(_, index)| *index)
    }
}

/// Headings are known for at least half of what stands in the row, and for two of it; a single
/// column needs one.
fn is_heading(row: &RawRow) -> bool {
    let filled = row.cells.iter().filter(|cell| !plain(cell).is_empty()).count();
    let known = row.cells.iter().filter(|cell| column_of(cell).is_some()).count();
    known * 2 >= filled && known >= filled.min(2) && known > 0
}

fn column_of(heading: &str) -> Option<SheetColumn> {
    let heading = normalized(heading);
    let words = heading.split('(').next().unwrap_or_default();
    let squeezed: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_it = |names: &[&str]| names.contains(&squeezed.as_str());
    HEADINGS.iter().find(|(_, names)| is_it(names)).map(|(column, _)| *column)
}
