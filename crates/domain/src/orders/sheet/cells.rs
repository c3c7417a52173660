//! One cell: numbers as spreadsheets write them, words in both languages, ids without the marks
//! that keep them text.

use chrono::{Datelike as _, NaiveDate};

use crate::{
    Lang,
    licenses::ActivationMode,
    money::{Amount, BasisPoints},
    orders::DeliverTo,
    problem::{Reason, Refusal},
    products::{ProductKind, wire::ProductView},
    text::{cleaned, normalized},
};

/// Text on one line, without invisible characters and the apostrophe that says «this is text».
pub fn plain(cell: &str) -> String {
    let visible: String = cell
        .chars()
        .filter(|c| *c != '\u{feff}' && !('\u{200b}'..='\u{200f}').contains(c))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let text = cleaned(&visible);
    match text.strip_prefix('\'') {
        Some(rest) => rest.trim().to_owned(),
        None => text,
    }
}

/// An id, an address, a number that is a text: half-width, without spaces around.
///
/// # Errors
/// The spreadsheet has made it a number in scientific notation, and digits are lost.
pub fn code(cell: &str) -> Result<String, Refusal> {
    let narrow: String = plain(cell).chars().map(half_width).collect();
    let text = match narrow.split_once('.') {
        // A whole number that was read as one with a fraction.
        Some((whole, zeros)) if all_digits(whole) && zeros == "0" => whole,
        _ => &narrow,
    };
    if is_scientific(text) {
        return Err(Reason::ScientificNumber.into());
    }
    Ok(text.to_owned())
}

/// Full-width letters, digits and signs as their half-width selves.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        other => other,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// `9.13101E+17`
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = mantissa.replace('.', "");
    exponent.strip_prefix('+').is_some_and(all_digits) && all_digits(&digits)
}

/// A whole number: `3`, `３`, `2.0`, `1,000`, `3 套`, `2 years`.
///
/// # Errors
/// Anything else.
pub fn whole(cell: &str) -> Result<u32, Refusal> {
    let refused = || Refusal::new(Reason::NotANumber);
    let text: String =
        normalized(&plain(cell)).chars().filter(|c| *c != ',' && *c != ' ').collect();
    let units = ["套", "年", "sets", "set", "years", "year"];
    let text = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let (number, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || fraction.chars().any(|c| c != '0') || !all_digits(number) {
        return Err(refused());
    }
    number.parse().map_err(|_| refused())
}

/// A share: `5%`, `5`, `12.5 %`. Below one it needs the sign, since spreadsheets keep 5 % as 0.05.
///
/// # Errors
/// Anything else, or more than the whole.
pub fn percent(cell: &str) -> Result<BasisPoints, Refusal> {
    let text = normalized(&plain(cell));
    let (number, signed) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text.as_str(), false),
    };
    let amount = number.parse::<Amount>().map_err(|_| Refusal::new(Reason::PercentSign))?;
    if !signed && (1..100).contains(&amount.minor()) {
        return Err(Reason::PercentSign.into());
    }
    match u32::try_from(amount.minor()) {
        Ok(points) if points <= BasisPoints::WHOLE.0 => Ok(BasisPoints(points)),
        _ => Err(Refusal::new(Reason::OutOfRange).with("min", 0).with("max", 100)),
    }
}

/// A day: `2026-01-31`, `2026/1/31`, `2026.1.31`, `2026年1月31日`, `20260131`; a time of day behind it
/// is left out. Years come first: what begins with day or month could be two days.
///
/// # Errors
/// Anything else.
pub fn day(cell: &str) -> Result<NaiveDate, Refusal> {
    let text = normalized(&plain(cell)).replace(['年', '月', '/', '.'], "-").replace('日', " ");
    let text = text.split([' ', 't']).next().unwrap_or_default().trim_end_matches('-');
    let parts: Vec<&str> = match text.len() {
        8 if all_digits(text) => vec![&text[..4], &text[4..6], &text[6..]],
        _ => text.split('-').collect(),
    };
    let day = match parts[..] {
        [year, month, day] if year.len() == 4 && parts.iter().all(|part| all_digits(part)) => {
            let numbers = (year.parse(), month.parse(), day.parse());
            let (Ok(year), Ok(month), Ok(day)) = numbers else {
                return Err(Reason::NotADay.into());
            };
            NaiveDate::from_ymd_opt(year, month, day)
        }
        _ => None,
    };
    day.filter(|day| (1900..=2999).contains(&day.year())).ok_or_else(|| Reason::NotADay.into())
}

/// An amount: `168000.55`, `168,000`, `¥168000`, `168000 元`. What a spreadsheet computed may be off by
/// less than it shows (`178080.00000000003`).
///
/// # Errors
/// Anything else, or more than two decimals.
pub fn amount(cell: &str) -> Result<Amount, Refusal> {
    let text: String =
        normalized(&plain(cell)).chars().filter(|c| *c != ',' && *c != ' ').collect();
    let signs = ["cny", "rmb", "usd", "us$", "hkd", "hk$", "eur", "¥", "￥", "$", "€"];
    let text = signs.iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(&text);
    let units = ["元", "美元", "港元", "欧元", "cny", "rmb", "usd", "hkd", "eur"];
    let text = units.iter().rev().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    let refused = || Refusal::from(Reason::NotAnAmount);
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    if decimals.len() <= 2 || !all_digits(decimals) {
        return text.parse().map_err(|_| refused());
    }
    let (kept, rest) = decimals.split_at(2);
    let amount: Amount = format!("{whole}.{kept}").parse().map_err(|_| refused())?;
    let cent = Amount::from_minor(if whole.starts_with('-') { -1 } else { 1 });
    if rest.bytes().all(|digit| digit == b'0') || rest.starts_with("0000") {
        Ok(amount)
    } else if rest.starts_with("9999") {
        amount.plus(cent).map_err(|_| refused())
    } else {
        Err(refused())
    }
}

/// The product of a code, a name in either language, or an edition that only one product has.
///
/// # Errors
/// There is none, or it is not sold any more.
pub fn product<'a>(cell: &str, products: &'a [ProductView]) -> Result<&'a ProductView, Refusal> {
    let wanted = squeezed(&plain(cell));
    let licenses = || products.iter().filter(|product| product.kind == ProductKind::License);
    let named = |product: &&ProductView| {
        [&product.code, &product.name_zh, &product.name_en]
            .into_iter()
            .any(|name| squeezed(name) == wanted)
    };
    let of_edition = |product: &&ProductView| {
        let labels = product.edition.iter().flat_map(|e| [e.label(Lang::Zh), e.label(Lang::En)]);
        product.sold && labels.into_iter().any(|label| squeezed(label) == wanted)
    };
    let mut by_edition = licenses().filter(of_edition);
    let found = licenses().find(named).or_else(|| match (by_edition.next(), by_edition.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    });
    match found {
        None => Err(Refusal::new(Reason::UnknownProduct).with("name", plain(cell))),
        Some(product) if !product.sold => Err(Reason::ProductNotSold.into()),
        Some(product) => Ok(product),
    }
}

/// Letters and digits alone, so that a space or a dot more does not matter.
fn squeezed(text: &str) -> String {
    normalized(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The parts of a cell that holds several: separated by semicolons, commas, line breaks or spaces.
pub fn parts(cell: &str) -> Vec<String> {
    let separators = [';', '；', ',', '，', '、', '|'];
    cell.split(|c: char| separators.contains(&c) || c.is_whitespace())
        .map(plain)
        .filter(|part| !part.is_empty())
        .collect()
}

fn one_of<T: Copy>(cell: &str, words: &[(T, &[&str])], shown: &'static str) -> Result<T, Refusal> {
    let wanted = squeezed(&plain(cell));
    let found = words.iter().find(|(_, words)| words.contains(&wanted.as_str()));
    found
        .map(|(value, _)| *value)
        .ok_or_else(|| Refusal::new(Reason::NotOneOf).with("allowed", shown))
}

pub fn mode(cell: &str) -> Result<ActivationMode, Refusal> {
    let words: [(_, &[&str]); 2] = [
        (ActivationMode::Online, &["在线", "在线激活", "联网", "online"]),
        (ActivationMode::Offline, &["离线", "离线激活", "offline"]),
    ];
    one_of(cell, &words, "在线 online / 离线 offline")
}

pub fn deliver_to(cell: &str) -> Result<DeliverTo, Refusal> {
    let words: [(_, &[&str]); 2] = [
        (DeliverTo::Partner, &["合作伙伴", "伙伴", "渠道", "partner"]),
        (DeliverTo::Customer, &["客户", "最终客户", "最终用户", "customer", "enduser"]),
    ];
    one_of(cell, &words, "合作伙伴 partner / 客户 customer")
}

pub fn language(cell: &str) -> Result<Lang, Refusal> {
    let words: [(_, &[&str]); 2] = [
        (Lang::Zh, &["中文", "简体中文", "汉语", "zh", "zhcn", "chinese", "simplifiedchinese"]),
        (Lang::En, &["英文", "英语", "en", "english"]),
    ];
    one_of(cell, &words, "中文 Chinese / 英文 English")
}
