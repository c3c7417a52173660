//! Money in the demo: two bank accounts, a statement by which customers pay what they ordered, most of
//! them as one would wish, some with a number that is wrong, a fee less, for two orders at once or in
//! part; and the engine's run over it, which leaves the rest to the desk.

use std::{
    collections::BTreeMap,
    io::{Seek as _, Write as _},
};

use chrono::{NaiveDate, TimeDelta};
use domain::{
    access::Role,
    id::PartyId,
    money::{Amount, Currency},
    payments::wire::{BankAccountContent, BankAccountView, StatementView},
};
use encoding_rs::GB18030;
use sha2::{Digest as _, Sha256};

use super::people::{Staff, caller};
use crate::{
    app::App,
    error::ApiResult,
    http::{Caller, IfMatch, Reply},
    imports::receive::Received,
    payments::{accounts, run, statements},
};

/// What was bought in the last days is paid by bank, and not noted by hand.
pub const DAYS_BY_BANK: i64 = 100;
/// Days after which somebody pays at the earliest.
const DAYS_TO_PAY: i64 = 8;
/// Orders that are paid at most.
const MOST_ORDERS: usize = 36;

const ACCOUNT: &str = "31050110083600001234";

/// A line of the statement.
struct Entry {
    on: NaiveDate,
    /// Below zero it went out.
    amount: Amount,
    who: String,
    remark: String,
}

/// An order that waits for its money.
struct Waiting {
    number: String,
    open: Amount,
    ordered_on: NaiveDate,
    party: PartyId,
    payer: String,
}

/// Opens the accounts, uploads and commits the statement, and runs the engine.
///
/// # Errors
/// A use case refuses: then the demo is wrong.
pub async fn tell(app: &App, staff: &Staff) -> ApiResult<()> {
    let finance = caller(staff.finance, Role::Finance);
    let ours = open_accounts(app, &finance).await?;
    let today = app.clock.today();
    let file = sheet(&entries(&waiting(app).await?, today));
    let made = upload(app, &finance, &ours, &file, today).await?;
    let at = (made.statement.id, IfMatch::of(made.version));
    statements::commit(app, &finance, at, None).await?;
    run::run(app, &finance, None).await.map(drop)
}

async fn open_accounts(app: &App, finance: &Caller) -> ApiResult<BankAccountView> {
    let account = |name: &str, bank: &str, number: &str, currency| BankAccountContent {
        name: name.to_owned(),
        bank: bank.to_owned(),
        account_number: number.to_owned(),
        currency,
        active: true,
    };
    let main = account("基本户", "招商银行上海张江支行", ACCOUNT, Currency::Cny);
    let dollars = account("外币户", "中国银行上海市分行", "45506677889900001", Currency::Usd);
    let made: Reply = accounts::create(app, finance, None, &main).await?;
    accounts::create(app, finance, None, &dollars).await?;
    Ok(serde_json::from_str(&made.body).map_err(anyhow::Error::from)?)
}

/// Orders that wait for their money, the first one first.
async fn waiting(app: &App) -> ApiResult<Vec<Waiting>> {
    let ledger = store::payments::ledger(&app.db.read).await?;
    let names: BTreeMap<PartyId, String> = ledger
        .parties
        .into_iter()
        .filter_map(|party| Some((party.id, party.names.into_iter().next()?)))
        .collect();
    let waiting = ledger.items.into_iter().filter(|item| item.currency == Currency::Cny);
    let mut waiting: Vec<Waiting> = waiting
        .filter_map(|item| {
            Some(Waiting {
                number: item.order_numbers.into_iter().next()?,
                open: item.open,
                ordered_on: item.issued_on,
                party: item.party,
                payer: names.get(&item.party)?.clone(),
            })
        })
        .collect();
    waiting.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(waiting)
}

/// Changes two digits over, as somebody who types in a hurry.
fn damaged(number: &str) -> String {
    let mut digits: Vec<char> = number.chars().collect();
    let last = digits.len().saturating_sub(1);
    let differ = (1..=last).rev().find(|at| {
        digits[*at].is_ascii_digit()
            && digits[at - 1].is_ascii_digit()
            && digits[*at] != digits[at - 1]
    });
    if let Some(at) = differ {
        digits.swap(at, at - 1);
    }
    digits.into_iter().collect()
}

fn entries(waiting: &[Waiting], today: NaiveDate) -> Vec<Entry> {
    let mut entries = Vec::new();
    let from = today - TimeDelta::days(DAYS_BY_BANK);
    let due = |one: &&Waiting| one.ordered_on + TimeDelta::days(DAYS_TO_PAY) <= today;
    let mut bundled: Option<&Waiting> = None;
    for (at, one) in waiting.iter().filter(due).take(MOST_ORDERS).enumerate() {
        let late = i64::try_from(at).unwrap_or_default() * 5 % 17;
        let on = (one.ordered_on + TimeDelta::days(DAYS_TO_PAY + late)).min(today).max(from);
        let entry =
            |amount: Amount, remark: String| Entry { on, amount, who: one.payer.clone(), remark };
        if let Some(first) = bundled.take_if(|first| first.party == one.party) {
            let sum = first.open.plus(one.open).unwrap_or(one.open);
            entries.push(entry(sum, format!("{} {} 合并付款", first.number, one.number)));
            continue;
        }
        match at % 10 {
            6 => entries.push(entry(one.open, format!("货款 {}", damaged(&one.number)))),
            7 => {
                let less = one.open.minus(Amount::from_minor(15_00)).unwrap_or(one.open);
                entries.push(entry(less, format!("{} 服务费", one.number)));
            }
            8 => {
                let third = Amount::from_minor(one.open.minor() / 100 * 30);
                entries.push(entry(third, format!("{} 首期款 30%", one.number)));
            }
            9 => entries.push(entry(one.open, "软件款".to_owned())),
            _ if bundled.is_none()
                && waiting.iter().filter(|it| it.party == one.party).count() > 3 =>
            {
                // Waits for the next one of the same party, and is paid with it.
                bundled = Some(one);
            }
            _ => entries.push(entry(one.open, format!("{} 货款", one.number))),
        }
    }
    entries.extend(noise(today));
    entries.sort_by_key(|entry| entry.on);
    entries
}

/// What every account has beside.
fn noise(today: NaiveDate) -> impl Iterator<Item = Entry> {
    let lines = [
        (41, 8_321_07, "招商银行", "活期结息"),
        (33, -2_680_00, "国家税务总局上海市浦东新区税务局", "印花税"),
        (26, -186_420_35, "代发工资", "工资"),
        (19, 50_000_00, "上海张江科技服务中心", "2026年度产业扶持资金"),
        (12, -35_00, "招商银行", "对公账户管理费"),
        (6, 100_000_00, "杭州某某贸易有限公司", "往来款"),
        (2, 9_800_00, "", "现金存入"),
    ];
    lines.into_iter().map(move |(days, minor, who, remark)| Entry {
        on: today - TimeDelta::days(days),
        amount: Amount::from_minor(minor),
        who: who.to_owned(),
        remark: remark.to_owned(),
    })
}

fn sheet(entries: &[Entry]) -> Vec<u8> {
    let mut text = format!("账号：,{ACCOUNT},币种：,人民币\r\n");
    text += "交易日期,收入,支出,余额,对方户名,摘要,交易流水号\r\n";
    let mut balance = Amount::from_minor(1_286_540_12);
    for (at, entry) in entries.iter().enumerate() {
        balance = balance.plus(entry.amount).unwrap_or(balance);
        let out = Amount::from_minor(entry.amount.minor().saturating_neg());
        let (income, expense) = if out > Amount::ZERO {
            (String::new(), out.to_string())
        } else {
            (entry.amount.to_string(), String::new())
        };
        let (on, who, remark) = (entry.on, &entry.who, &entry.remark);
        text +=
            &format!("{on},{income},{expense},{balance},{who},{remark},C{:08}\r\n", 60_001 + at);
    }
    let (bytes, _, _) = GB18030.encode(&text);
    bytes.into_owned()
}

async fn upload(
    app: &App,
    finance: &Caller,
    ours: &BankAccountView,
    bytes: &[u8],
    today: NaiveDate,
) -> ApiResult<StatementView> {
    let mut file = tempfile::tempfile().map_err(anyhow::Error::from)?;
    file.write_all(bytes).map_err(anyhow::Error::from)?;
    file.rewind().map_err(anyhow::Error::from)?;
    let received = Received {
        file,
        name: format!("基本户流水_{today}.csv"),
        size: bytes.len() as u64,
        hash: Sha256::digest(bytes).into(),
    };
    let made = statements::upload(app, finance, Some(ours.id), received).await?;
    Ok(made.into_iter().next().ok_or_else(|| anyhow::anyhow!("the statement is of no account"))?)
}
