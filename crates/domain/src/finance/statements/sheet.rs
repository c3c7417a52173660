//! A bank's own export, as rows of cells: a few lines about the account, headings, entries with
//! income and expense in two columns or signed in one, and a few lines below.

use chrono::NaiveDate;

use super::{Direction, Entry, Fault, FaultAt, MOST_ENTRIES, Statement};
use crate::{
    imports::RawRow,
    money::{Amount, Currency},
    orders::sheet::cells::{self, plain},
    text::normalized,
};

/// Most rows above the headings.
const MOST_ABOVE: usize = 30;

crate::enums::wire_enum! {
    /// What a column of a bank's export is.
    pub enum Column {
        #[default]
        Date = "date": "交易日期", "Date";
        Income = "income": "收入", "Income";
        Expense = "expense": "支出", "Expense";
        Amount = "amount": "金额", "Amount";
        Direction = "direction": "借贷标志", "Debit or credit";
        Balance = "balance": "余额", "Balance";
        Counterparty = "counterparty": "对方户名", "Counterparty";
        CounterpartyAccount = "counterparty_account": "对方账号", "Counterparty's account";
        /// There may be several: they are joined.
        Remark = "remark": "摘要", "Remark";
        Reference = "reference": "流水号", "Bank reference";
        Currency = "currency": "币种", "Currency";
        Account = "account": "本方账号", "Account";
    }
}

/// Headings of the corporate exports of banks, squeezed; what a bank's debit is is money that went
/// out.
const HEADINGS: [(Column, &[&str]); 12] = [
    (
        Column::Date,
        &[
            "交易日期",
            "交易时间",
            "交易日",
            "记账日期",
            "记账日",
            "入账日期",
            "日期",
            "transactiondate",
            "date",
            "valuedate",
            "起息日",
        ],
    ),
    (
        Column::Income,
        &[
            "收入",
            "收入金额",
            "贷方发生额",
            "贷方金额",
            "贷方发生额收入",
            "贷方",
            "转入金额",
            "存入金额",
            "credit",
            "creditamount",
            "income",
        ],
    ),
    (
        Column::Expense,
        &[
            "支出",
            "支出金额",
            "借方发生额",
            "借方金额",
            "借方发生额支取",
            "借方",
            "转出金额",
            "支取金额",
            "debit",
            "debitamount",
            "expense",
        ],
    ),
    (Column::Amount, &["交易金额", "发生额", "金额", "tradeamount", "amount", "transactionamount"]),
    (
        Column::Direction,
        &[
            "借贷",
            "借贷标志",
            "借贷标识",
            "收支",
            "收支标志",
            "收支方向",
            "借贷方向",
            "交易方向",
            "drcr",
            "debitcredit",
        ],
    ),
    (
        Column::Balance,
        &[
            "余额",
            "账户余额",
            "交易后余额",
            "当前余额",
            "本次余额",
            "aftertransactionbalance",
            "balance",
        ],
    ),
    (
        Column::Counterparty,
        &[
            "对方户名",
            "对方名称",
            "对方单位名称",
            "对方单位",
            "对方账户名称",
            "收付方名称",
            "对手方名称",
            "交易对手",
            "交易对手名称",
            "对方账户名",
            "counterparty",
            "payername",
            "付款人名称",
        ],
    ),
    (
        Column::CounterpartyAccount,
        &[
            "对方账号",
            "对方帐号",
            "对方账户",
            "收付方账号",
            "收付方帐号",
            "对手方账号",
            "交易对手账号",
            "counterpartyaccount",
            "付款人账号",
        ],
    ),
    (
        Column::Remark,
        &[
            "摘要",
            "用途",
            "附言",
            "备注",
            "交易摘要",
            "交易用途",
            "交易用途摘要",
            "交易附言",
            "其它摘要",
            "其他摘要",
            "业务摘要",
            "个性化信息",
            "remark",
            "remarks",
            "purpose",
            "description",
        ],
    ),
    (
        Column::Reference,
        &[
            "流水号",
            "交易流水号",
            "交易流水",
            "账户明细编号交易流水号",
            "凭证号",
            "交易参考号",
            "业务参考号",
            "业务编号",
            "核心流水号",
            "reference",
            "transactionreference",
        ],
    ),
    (Column::Currency, &["币种", "交易货币", "货币", "currency", "tradecurrency"]),
    (
        Column::Account,
        &["本方账号", "本方帐号", "账号", "帐号", "本方账户", "accountnumber", "account"],
    ),
];

/// How rows below the entries begin.
const BELOW: [&str; 12] =
    ["合计", "总计", "小计", "本页", "期末", "期初", "打印", "共", "制表", "第", "以上", "total"];

/// What a file may leave unsaid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Defaults {
    pub account: String,
    pub currency: Currency,
}

/// Letters and digits alone, in small letters; and the same before the first bracket.
fn squeezed(heading: &str) -> [String; 2] {
    let whole = normalized(&plain(heading));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect();
    [letters(&whole), letters(whole.split('(').next().unwrap_or_default())]
}

fn column_of(heading: &str) -> Option<Column> {
    let [whole, short] = squeezed(heading);
    let meant = |text: &String| {
        HEADINGS.iter().find(|(_, words)| words.contains(&text.as_str())).map(|(column, _)| *column)
    };
    meant(&whole).or_else(|| meant(&short).filter(|_| !short.is_empty()))
}

/// The row of the headings and what its columns are: a profile for this account's files, to be kept
/// or corrected. Of several columns alike only the first counts, but for remarks. None, where no row
/// has a date and an amount.
pub fn find_columns(rows: &[RawRow]) -> Option<(usize, Vec<Option<Column>>)> {
    rows.iter().take(MOST_ABOVE + 1).enumerate().find_map(|(at, row)| {
        let mut columns: Vec<Option<Column>> = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let column = column_of(cell);
            let again = columns.contains(&column) && column != Some(Column::Remark);
            columns.push(column.filter(|_| !again));
        }
        is_enough(&columns).then_some((at, columns))
    })
}

fn is_enough(columns: &[Option<Column>]) -> bool {
    let has = |column| columns.contains(&Some(column));
    has(Column::Date) && (has(Column::Amount) || has(Column::Income) && has(Column::Expense))
}

/// Reads a bank's export. `heading` is the place of the row of headings, below which the entries
/// stand; `columns` says what each column is, as [`find_columns`] proposes it.
///
/// # Errors
/// Every row that cannot be read, or the first one at which the balance breaks.
pub fn read_rows(
    rows: &[RawRow],
    heading: usize,
    columns: &[Option<Column>],
    defaults: &Defaults,
) -> Result<Statement, Vec<FaultAt>> {
    let line_of = |at: usize| rows.get(at).map_or(1, |row| row.number);
    let at_heading = |fault| vec![FaultAt { line: line_of(heading), fault }];
    if !is_enough(columns) {
        return Err(at_heading(Fault::NoHeading));
    }
    let above = rows.get(..heading).unwrap_or_default();
    let below = rows.get(heading.saturating_add(1)..).unwrap_or_default();
    let mut statement = Statement {
        account: said(above, &["账号", "帐号", "账户", "account"])
            .map(|text| text.chars().filter(char::is_ascii_alphanumeric).collect())
            .filter(|account: &String| !account.is_empty())
            .unwrap_or_else(|| defaults.account.clone()),
        currency: said(above, &["币种", "货币", "currency"])
            .and_then(|text| currency(&text))
            .unwrap_or(defaults.currency),
        period: None,
        opening: said(rows, &["期初余额", "上期余额", "承前余额", "openingbalance"])
            .and_then(|text| cells::amount(&text).ok()),
        closing: said(rows, &["期末余额", "本期余额", "closingbalance"])
            .and_then(|text| cells::amount(&text).ok()),
        entries: Vec::new(),
    };
    let mut faults = Vec::new();
    for row in below.iter().filter(|row| !row.is_blank()) {
        match read_row(row, columns, &mut statement) {
            Ok(Some(entry)) => statement.entries.push(entry),
            Ok(None) => {}
            Err(fault) => faults.push(FaultAt { line: row.number, fault }),
        }
    }
    if statement.entries.len() > MOST_ENTRIES {
        return Err(at_heading(Fault::TooMany { max: MOST_ENTRIES }));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    statement.completed().map_err(|fault| vec![fault])
}

/// What stands behind one of these words, in the same cell or the next one.
fn said(rows: &[RawRow], words: &[&str]) -> Option<String> {
    rows.iter().find_map(|row| {
        row.cells.iter().enumerate().find_map(|(at, cell)| {
            let cell = plain(cell).replace('：', ":");
            let (word, value) = cell.split_once(':').unwrap_or((&cell, ""));
            let [word, _] = squeezed(word);
            // «查询账号», «账户币种»: what is asked for stands last.
            if word.chars().count() > 8 || !words.iter().any(|known| word.ends_with(known)) {
                return None;
            }
            let value = if value.trim().is_empty() { row.cells.get(at + 1)? } else { value };
            Some(plain(value)).filter(|value| !value.is_empty())
        })
    })
}

fn currency(text: &str) -> Option<Currency> {
    let text = normalized(text);
    let words = [
        (Currency::Cny, &["cny", "rmb", "人民币"][..]),
        (Currency::Usd, &["usd", "美元"][..]),
        (Currency::Hkd, &["hkd", "港元", "港币"][..]),
        (Currency::Eur, &["eur", "欧元"][..]),
    ];
    words
        .into_iter()
        .find(|(_, words)| words.iter().any(|word| text.contains(word)))
        .map(|(c, _)| c)
}

/// An entry; none of a row that is about others.
fn read_row(
    row: &RawRow,
    columns: &[Option<Column>],
    statement: &mut Statement,
) -> Result<Option<Entry>, Fault> {
    let cells_of = |wanted: Column| {
        let is_wanted = move |(column, _): &(&Option<Column>, &String)| **column == Some(wanted);
        columns.iter().zip(&row.cells).filter(is_wanted).map(|(_, cell)| plain(cell))
    };
    let cell = |wanted: Column| cells_of(wanted).next().unwrap_or_default();
    let begins = row.cells.iter().map(|cell| plain(cell)).find(|cell| !cell.is_empty());
    let begins = normalized(&begins.unwrap_or_default());
    let date = cells::day(&cell(Column::Date));
    if date.is_err() && BELOW.iter().any(|word| begins.starts_with(word)) {
        return Ok(None);
    }
    let (direction, amount) = movement(&cell)?;
    let value_date: NaiveDate = date.map_err(|_| Fault::NotADay)?;
    let code = |wanted: Column| cells::code(&cell(wanted)).map_err(|_| Fault::ScientificNumber);
    let account = code(Column::Account)?;
    if statement.account.is_empty() && !account.is_empty() {
        statement.account = account;
    }
    let said = cell(Column::Currency);
    if !said.is_empty() {
        let said = currency(&said).ok_or(Fault::UnknownCurrency)?;
        // The first row speaks for the account.
        if statement.entries.is_empty() {
            statement.currency = said;
        } else if said != statement.currency {
            return Err(Fault::OtherCurrency);
        }
    }
    let mut remarks: Vec<String> = Vec::new();
    for remark in cells_of(Column::Remark).filter(|remark| !remark.is_empty()) {
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    Ok(Some(Entry {
        line: row.number,
        value_date,
        direction,
        amount,
        balance: amount_in(&cell(Column::Balance))?,
        counterparty: cell(Column::Counterparty),
        counterparty_account: code(Column::CounterpartyAccount)?,
        remark: remarks.join(" "),
        reference: code(Column::Reference)?,
        occurrence: 1,
    }))
}

/// Which way how much went. An amount below zero went the other way.
fn movement(cell: &impl Fn(Column) -> String) -> Result<(Direction, Amount), Fault> {
    let amount = |column: Column| -> Result<Option<Amount>, Fault> {
        Ok(amount_in(&cell(column))?.filter(|amount| *amount != Amount::ZERO))
    };
    let (direction, amount) = match (amount(Column::Income)?, amount(Column::Expense)?) {
        (Some(_), Some(_)) => return Err(Fault::TwoAmounts),
        (Some(amount), None) => (Direction::In, amount),
        (None, Some(amount)) => (Direction::Out, amount),
        (None, None) => {
            let amount = amount(Column::Amount)?.ok_or(Fault::NoAmount)?;
            let mark = normalized(&cell(Column::Direction));
            let out = ["借", "支", "付", "往", "out", "debit", "d", "dr"];
            let went_out = out.iter().any(|word| mark == *word)
                || mark.chars().next().is_some_and(|c| "借支付往".contains(c));
            (if went_out { Direction::Out } else { Direction::In }, amount)
        }
    };
    let minor = amount.minor();
    let direction = match (minor < 0, direction) {
        (true, Direction::In) => Direction::Out,
        // Banks that mark expenses and sign them as well mean it once.
        (true, Direction::Out) if cell(Column::Expense).is_empty() => Direction::Out,
        (true, Direction::Out) => Direction::In,
        (false, direction) => direction,
    };
    Ok((direction, Amount::from_minor(minor.saturating_abs())))
}

/// An amount; none of an empty cell or a dash.
fn amount_in(text: &str) -> Result<Option<Amount>, Fault> {
    let text = text.trim();
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '—' | '–')) {
        return Ok(None);
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    let (negative, text) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inside) => (true, inside),
        None => (false, text),
    };
    let amount = cells::amount(text).map_err(|_| Fault::NotAnAmount)?;
    let minor = amount.minor();
    Ok(Some(Amount::from_minor(if negative { minor.saturating_neg() } else { minor })))
}
