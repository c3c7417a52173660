//! MT940, the statement of the SWIFT network, as banks here and abroad write it: several accounts
//! and pages in one file, details free or in `?20` fields.

use chrono::NaiveDate;

use super::{Direction, Entry, Fault, FaultAt, MOST_ENTRIES, Statement};
use crate::money::{Amount, Currency};

/// A tag with its text, over several lines.
struct Field {
    line: u32,
    tag: String,
    text: String,
}

/// Reads all statements of a file; the pages of one are one.
///
/// # Errors
/// The first fault of each statement that has one; then nothing of the file counts.
pub fn read_mt940(text: &str) -> Result<Vec<Statement>, Vec<FaultAt>> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut faults = Vec::new();
    let fields = fields(text);
    if !fields.iter().any(|field| field.tag == "25") {
        return Err(vec![FaultAt { line: 1, fault: Fault::Missing { tag: ":25:".to_owned() } }]);
    }
    for page in pages(&fields) {
        match read_page(page) {
            Err(fault) => faults.push(fault),
            Ok((read, goes_on)) => match statements.last_mut() {
                Some(last) if goes_on && last.account == read.account => {
                    last.entries.extend(read.entries);
                    last.closing = read.closing;
                }
                _ => statements.push(read),
            },
        }
    }
    if statements.iter().map(|one| one.entries.len()).sum::<usize>() > MOST_ENTRIES {
        faults.push(FaultAt { line: 1, fault: Fault::TooMany { max: MOST_ENTRIES } });
    }
    let mut completed = Vec::new();
    for statement in statements {
        match statement.completed() {
            Ok(statement) => completed.push(statement),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(completed) } else { Err(faults) }
}

fn fields(text: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim_end();
        let tag =
            line.strip_prefix(':').and_then(|rest| rest.split_once(':')).filter(|(tag, _)| {
                (2..=3).contains(&tag.len()) && tag.starts_with(|c: char| c.is_ascii_digit())
            });
        if let Some((tag, text)) = tag {
            let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
            fields.push(Field { line, tag: tag.to_owned(), text: text.to_owned() });
        } else if line == "-" || line.starts_with("-}") || line.starts_with('{') {
            // Envelope of the network, and the end of a page.
        } else if let Some(last) = fields.last_mut() {
            last.text.push('\n');
            last.text.push_str(line);
        }
    }
    fields
}

/// A page begins with its account.
fn pages(fields: &[Field]) -> impl Iterator<Item = &[Field]> {
    let begins: Vec<usize> = (0..fields.len()).filter(|at| fields[*at].tag == "25").collect();
    let ends: Vec<usize> = begins.iter().skip(1).copied().chain([fields.len()]).collect();
    begins.into_iter().zip(ends).map(|(begin, end)| &fields[begin..end])
}

/// A page, and whether it goes on from another one.
fn read_page(page: &[Field]) -> Result<(Statement, bool), FaultAt> {
    let first_line = page.first().map_or(1, |field| field.line);
    let balance = |tags: [&str; 2]| {
        let field = page.iter().find(|field| tags.contains(&field.tag.as_str()));
        let missing = Fault::Missing { tag: format!(":{}:", tags[0]) };
        let field = field.ok_or(FaultAt { line: first_line, fault: missing })?;
        Ok((field, read_balance(field)?))
    };
    let (opening_field, (from, currency, opening)) = balance(["60F", "60M"])?;
    let (closing_field, (to, other, closing)) = balance(["62F", "62M"])?;
    if currency != other {
        return Err(FaultAt { line: closing_field.line, fault: Fault::OtherCurrency });
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_of_entry = false;
    for field in page {
        if field.tag == "61" {
            entries.push(read_entry(field)?);
            is_of_entry = true;
        } else if field.tag == "86" && is_of_entry {
            if let Some(last) = entries.last_mut() {
                details(&field.text, last);
            }
            is_of_entry = false;
        }
    }
    let account = page.first().map_or("", |field| field.text.lines().next().unwrap_or_default());
    let account = account.chars().filter(|c| !c.is_whitespace()).collect();
    let period = Some((from.min(to), to));
    let (opening, closing) = (Some(opening), Some(closing));
    let statement = Statement { account, currency, period, opening, closing, entries };
    Ok((statement, opening_field.tag == "60M"))
}

fn malformed(field: &Field) -> FaultAt {
    FaultAt { line: field.line, fault: Fault::Malformed { tag: format!(":{}:", field.tag) } }
}

/// `C260301CNY1234,56`
fn read_balance(field: &Field) -> Result<(NaiveDate, Currency, Amount), FaultAt> {
    let text = field.text.trim();
    let parts = || Some((text.get(..1)?, text.get(1..7)?, text.get(7..10)?, text.get(10..)?));
    let (sign, date, currency, amount) = parts().ok_or_else(|| malformed(field))?;
    let day = day(date).ok_or_else(|| malformed(field))?;
    let amount = amount_of(amount).ok_or_else(|| malformed(field))?;
    let unknown = || FaultAt { line: field.line, fault: Fault::UnknownCurrency };
    let currency: Currency = currency.parse().map_err(|_| unknown())?;
    match sign {
        "C" => Ok((day, currency, amount)),
        "D" => Ok((day, currency, Amount::from_minor(-amount.minor()))),
        _ => Err(malformed(field)),
    }
}

/// `2603010301CR1234,56NTRFREFERENCE//BANKREFERENCE`, and what the bank adds on the next line.
fn read_entry(field: &Field) -> Result<Entry, FaultAt> {
    let fail = || malformed(field);
    let (main, added) = field.text.split_once('\n').unwrap_or((&field.text, ""));
    let value_date = main.get(..6).and_then(day).ok_or_else(fail)?;
    let rest = main.get(6..).ok_or_else(fail)?;
    // The day of booking may follow.
    let rest = match rest.get(..4) {
        Some(booked) if booked.bytes().all(|byte| byte.is_ascii_digit()) => &rest[4..],
        _ => rest,
    };
    let marks = [
        ("RC", Direction::Out),
        ("RD", Direction::In),
        ("EC", Direction::In),
        ("ED", Direction::Out),
        ("C", Direction::In),
        ("D", Direction::Out),
    ];
    let marked = marks.into_iter().find_map(|(mark, way)| Some((way, rest.strip_prefix(mark)?)));
    let (direction, rest) = marked.ok_or_else(fail)?;
    // Banks may add the currency's third letter.
    let rest = rest.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    let amount = amount_of(&rest[..end]).ok_or_else(fail)?;
    // Behind it four characters say what kind of entry it is.
    let references = rest[end..].get(4..).unwrap_or_default();
    let (ours, banks) = references.split_once("//").unwrap_or((references, ""));
    let reference = if banks.trim().is_empty() { ours } else { banks };
    let reference = if reference.trim() == "NONREF" { "" } else { reference.trim() };
    Ok(Entry {
        line: field.line,
        value_date,
        direction,
        amount,
        balance: None,
        counterparty: String::new(),
        counterparty_account: String::new(),
        remark: added.replace('\n', " ").trim().to_owned(),
        reference: reference.to_owned(),
        occurrence: 1,
    })
}

/// What the bank says of an entry: `?20` to `?29` are the remark, `?31` the account and `?32` `?33`
/// the name of the other side; without such fields all of it is the remark.
fn details(text: &str, entry: &mut Entry) {
    let joined = text.replace('\n', "");
    let mut parts = joined.split('?');
    let _kind = parts.next();
    let fields: Vec<(&str, &str)> = parts.filter_map(|part| part.split_at_checked(2)).collect();
    let is_structured = fields.iter().any(|(code, _)| *code == "20" || *code == "32");
    let mut add = |text: &str, space: &str| {
        if !entry.remark.is_empty() && !text.is_empty() {
            entry.remark.push_str(space);
        }
        entry.remark.push_str(text);
    };
    if !is_structured {
        add(text.replace('\n', " ").trim(), " ");
        return;
    }
    // A word may go on in the next field: they are joined as they stand.
    for (code, text) in &fields {
        if code.starts_with('2') || code.starts_with('6') {
            add(text, "");
        }
    }
    for (code, text) in fields {
        match code {
            "31" => entry.counterparty_account.push_str(text.trim()),
            "32" | "33" => entry.counterparty.push_str(text),
            _ => {}
        }
    }
    entry.counterparty = entry.counterparty.trim().to_owned();
}

/// `260301`; the century is this one.
fn day(text: &str) -> Option<NaiveDate> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(2000 + number(0, 2)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(2, 4)?, number(4, 6)?)
}

/// `1234,5`
fn amount_of(text: &str) -> Option<Amount> {
    let (whole, decimals) = text.trim().split_once(',')?;
    let decimals = if decimals.is_empty() { "0" } else { decimals };
    let amount: Amount = format!("{whole}.{decimals}").parse().ok()?;
    (amount >= Amount::ZERO).then_some(amount)
}
