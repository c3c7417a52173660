//! What stands on the form, in words, from the top to the seals.

use super::{FormParty, OrderForm, rows};
use crate::{
    Lang,
    dates::{business_day, wall_clock},
    money::{Currency, in_capitals},
    orders::{OrderStatus, wire::AcceptanceView},
};

/// How many columns the lines have.
pub const COLUMNS: usize = 9;

/// How many characters of the content's hash are shown: enough to compare by eye.
const HASH_SHOWN: usize = 16;

/// The form, word for word, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub lang: Lang,
    pub title: &'static str,
    pub number: String,
    /// What is written across it where it binds nobody.
    pub mark: Option<&'static str>,
    pub facts: Vec<Fact>,
    /// Seller, then buyer.
    pub parties: [SheetParty; 2],
    pub lines_heading: &'static str,
    /// Heads of the columns; the last ones, from [`Sheet::FIRST_FIGURE`] on, are figures.
    pub columns: [&'static str; COLUMNS],
    pub rows: Vec<SheetRow>,
    /// Net, tax and gross.
    pub totals: Vec<Fact>,
    /// The gross in capital numerals, which only yuan have.
    pub capitals: Option<Fact>,
    pub remark: Option<Fact>,
    pub acceptance_heading: &'static str,
    pub acceptance: Vec<Fact>,
    pub terms_heading: String,
    /// Paragraphs.
    pub terms: Vec<String>,
    pub signs: [Sign; 2],
}

/// A name and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: &'static str,
    pub value: String,
}

/// A party with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetParty {
    pub heading: &'static str,
    pub facts: Vec<Fact>,
}

/// A line: its cells, and what is to be said beneath them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    pub cells: [String; COLUMNS],
    pub notes: Vec<String>,
}

/// Where a party signs and seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    pub heading: &'static str,
    pub name: String,
    /// What is to be filled in by hand.
    pub blanks: [&'static str; 2],
}

impl Fact {
    pub(super) fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into() }
    }
}

impl Sheet {
    /// The first column that holds figures.
    pub const FIRST_FIGURE: usize = 3;

    /// The title, and what it is marked with.
    pub fn heading(&self) -> String {
        match (self.mark, self.lang) {
            (Some(mark), Lang::Zh) => format!("{}（{mark}）", self.title),
            (Some(mark), Lang::En) => format!("{} ({mark})", self.title),
            (None, _) => self.title.to_owned(),
        }
    }

    /// What stands at the foot of a page; both from 1.
    pub fn page_label(&self, page: usize, pages: usize) -> String {
        match self.lang {
            Lang::Zh => format!("第 {page} 页 / 共 {pages} 页"),
            Lang::En => format!("Page {page} of {pages}"),
        }
    }

    /// The order's number as it stands at the foot of a page.
    pub fn number_label(&self) -> String {
        format!("{} {}", self.lang.pick("订单号", "Order no."), self.number)
    }
}

impl OrderForm {
    /// The form in a language.
    pub fn sheet(&self, lang: Lang) -> Sheet {
        let order = &self.order;
        Sheet {
            lang,
            title: lang.pick("软件许可证采购订单", "Software License Purchase Order"),
            number: order.number.clone(),
            mark: mark(order.status, lang),
            facts: self.facts(lang),
            parties: [
                SheetParty {
                    heading: lang.pick("供方（卖方）", "Seller"),
                    facts: party(&self.seller, lang),
                },
                SheetParty {
                    heading: lang.pick("需方（买方）", "Buyer"),
                    facts: party(&self.buyer, lang),
                },
            ],
            lines_heading: lang.pick("订单明细", "Order lines"),
            columns: columns(lang),
            rows: order.lines.iter().map(|line| rows::row(line, lang)).collect(),
            totals: self.totals(lang),
            capitals: (order.currency == Currency::Cny).then(|| {
                let label = lang.pick("价税合计（大写）", "Total in capital numerals");
                Fact::new(label, in_capitals(order.totals.gross))
            }),
            remark: order.remark.clone().map(|text| Fact::new(lang.pick("备注", "Remark"), text)),
            acceptance_heading: lang.pick("电子确认记录", "Electronic acceptance"),
            acceptance: match &order.acceptance {
                Some(acceptance) => accepted(acceptance, lang),
                None => Vec::new(),
            },
            terms_heading: match &self.terms {
                Some(terms) => match lang {
                    Lang::Zh => format!("订单条款（版本 {}）", terms.version),
                    Lang::En => format!("Order terms (version {})", terms.version),
                },
                None => lang.pick("订单条款", "Order terms").to_owned(),
            },
            terms: self.paragraphs(lang),
            signs: self.signs(lang),
        }
    }

    fn facts(&self, lang: Lang) -> Vec<Fact> {
        let order = &self.order;
        let placed = business_day(order.submitted_at.unwrap_or(order.created_at));
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
        let mut facts = vec![
            Fact::new(lang.pick("订单号", "Order no."), &order.number),
            Fact::new(lang.pick("订单日期", "Order date"), placed.to_string()),
            Fact::new(lang.pick("合同号", "Contract no."), or_dash(&order.contract_number)),
            Fact::new(
                lang.pick("客户订单号", "Buyer's reference"),
                or_dash(&order.customer_order_number),
            ),
            Fact::new(lang.pick("状态", "Status"), order.status.label(lang)),
            Fact::new(lang.pick("下单人", "Placed by"), &order.placed_by_name),
        ];
        if let Some(agreement) = &self.agreement {
            let mut text = agreement.number.clone();
            if let Some(day) = agreement.signed_on {
                text += &format!("{}{day}", lang.pick("，签署日期 ", ", signed on "));
            }
            if let Some(day) = agreement.valid_until {
                text += &format!("{}{day}", lang.pick("，有效期至 ", ", valid until "));
            }
            facts.push(Fact::new(lang.pick("框架协议", "Agreement"), text));
        }
        facts
    }

    fn totals(&self, lang: Lang) -> Vec<Fact> {
        let (totals, currency) = (self.order.totals, self.order.currency);
        vec![
            Fact::new(lang.pick("不含税金额合计", "Total excl. tax"), totals.net.display(currency)),
            Fact::new(lang.pick("税额合计", "Tax"), totals.tax.display(currency)),
            Fact::new(
                lang.pick("价税合计（小写）", "Total incl. tax"),
                totals.gross.display(currency),
            ),
        ]
    }

    fn paragraphs(&self, lang: Lang) -> Vec<String> {
        let Some(terms) = &self.terms else { return Vec::new() };
        let text = match lang {
            Lang::Zh => &terms.text_zh,
            Lang::En => &terms.text_en,
        };
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    fn signs(&self, lang: Lang) -> [Sign; 2] {
        let blanks = [
            lang.pick("授权代表（签字）：", "Authorized signature:"),
            lang.pick("日期：", "Date:"),
        ];
        [
            Sign {
                heading: lang.pick("供方（盖章）", "Seller (seal)"),
                name: self.seller.name.clone(),
                blanks,
            },
            Sign {
                heading: lang.pick("需方（盖章）", "Buyer (seal)"),
                name: self.buyer.name.clone(),
                blanks,
            },
        ]
    }
}

/// Whoever holds one of these in their hands must see that it binds nobody.
const fn mark(status: OrderStatus, lang: Lang) -> Option<&'static str> {
    match status {
        OrderStatus::Draft => Some(lang.pick("草稿", "DRAFT")),
        OrderStatus::Rejected => Some(lang.pick("已拒绝", "REJECTED")),
        OrderStatus::Cancelled => Some(lang.pick("已取消", "CANCELED")),
        OrderStatus::Submitted | OrderStatus::Approved | OrderStatus::Fulfilled => None,
    }
}

const fn columns(lang: Lang) -> [&'static str; COLUMNS] {
    match lang {
        Lang::Zh => {
            ["序号", "产品", "最终客户", "套数", "年限", "含税单价", "折减金额", "税率", "含税金额"]
        }
        Lang::En => [
            "No.",
            "Product",
            "End user",
            "Sets",
            "Years",
            "Unit price",
            "Deduction",
            "Tax",
            "Amount",
        ],
    }
}

fn party(party: &FormParty, lang: Lang) -> Vec<Fact> {
    let facts = [
        (lang.pick("名称", "Name"), Some(&party.name)),
        (lang.pick("税号", "Tax no."), party.credit_code.as_ref()),
        (lang.pick("地址", "Address"), party.address.as_ref()),
        (lang.pick("联系人", "Contact"), party.contact_name.as_ref()),
        (lang.pick("电话", "Phone"), party.contact_phone.as_ref()),
        (lang.pick("邮箱", "E-mail"), party.contact_email.as_ref()),
    ];
    let known = facts.into_iter().filter_map(|(label, value)| value.map(|value| (label, value)));
    known
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| Fact::new(label, value))
        .collect()
}

fn accepted(acceptance: &AcceptanceView, lang: Lang) -> Vec<Fact> {
    let at = wall_clock(acceptance.at).format("%Y-%m-%d %H:%M:%S");
    let mut facts = vec![
        Fact::new(lang.pick("确认人", "Accepted by"), &acceptance.by),
        Fact::new(lang.pick("确认时间", "Accepted at"), format!("{at} (UTC+8)")),
    ];
    if let Some(address) = &acceptance.address {
        facts.push(Fact::new(lang.pick("来源地址", "From address"), address));
    }
    facts.push(Fact::new(lang.pick("条款版本", "Terms version"), &acceptance.terms_version));
    facts.push(Fact::new(lang.pick("条款指纹", "Terms SHA-256"), &acceptance.terms_hash));
    if let Some(hash) = acceptance.content_hash_shown() {
        facts.push(Fact::new(lang.pick("内容指纹", "Content SHA-256"), format!("{hash}…")));
    }
    if acceptance.changed_since {
        let label = lang.pick("提示", "Note");
        let text = lang.pick(
            "订单内容在确认后已修改，须重新提交确认",
            "The content was changed since and needs a new acceptance",
        );
        facts.push(Fact::new(label, text));
    }
    facts
}

impl AcceptanceView {
    /// The beginning of the content's hash, as it is shown.
    pub fn content_hash_shown(&self) -> Option<&str> {
        self.content_hash.as_deref().map(|hash| hash.get(..HASH_SHOWN).unwrap_or(hash))
    }
}
