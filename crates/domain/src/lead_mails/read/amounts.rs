//! How many people, and how much money.

use regex::Captures;

use super::{Candidate, Line, MailPlace, Source, best, patterns};
use crate::money::Amount;

/// More users than anybody has.
const MOST_USERS: i64 = 10_000_000;

pub(super) fn users(source: &Source<'_>) -> Option<Candidate> {
    let labeled = source.own().filter_map(|line| {
        let found = patterns::USERS_LABEL.captures(line.text)?;
        counted(line, &found, 94)
    });
    let named = source.own().flat_map(|line| {
        patterns::USERS
            .captures_iter(line.text)
            .filter_map(|found| counted(line, &found, 85))
            .collect::<Vec<_>>()
    });
    let subject = patterns::USERS.captures(source.subject).and_then(|found| {
        Some(Candidate::elsewhere(MailPlace::Subject, &number(&found)?.to_string(), 80))
    });
    best(labeled.chain(named).chain(subject))
}

fn counted(line: &Line<'_>, found: &Captures<'_>, confidence: u32) -> Option<Candidate> {
    let users = number(found)?;
    let part =
        found.get(0)?.as_str().trim_end_matches(['，', ',', '。', '.', '；', ';', '、', ')', '）']);
    (1..=MOST_USERS)
        .contains(&users)
        .then(|| Candidate::of(line, part, confidence).worth(users.to_string()))
}

fn number(found: &Captures<'_>) -> Option<i64> {
    let minor = scaled(found.get(1)?.as_str(), found.get(2).map(|unit| unit.as_str()))?;
    (minor % 100 == 0).then_some(minor / 100)
}

/// A number with its unit, in hundredths.
fn scaled(digits: &str, unit: Option<&str>) -> Option<i64> {
    let minor = digits.replace(',', "").parse::<Amount>().ok()?.minor();
    let times = match unit.map(str::to_lowercase).as_deref() {
        Some("万" | "w") => 10_000,
        Some("千" | "k" | "thousand") => 1_000,
        Some("百万" | "m" | "million") => 1_000_000,
        _ => 1,
    };
    minor.checked_mul(times)
}

pub(super) fn budget(source: &Source<'_>) -> Option<Candidate> {
    best(source.own().flat_map(|line| {
        patterns::BUDGET
            .captures_iter(line.text)
            .filter_map(|found| worth(line, &found))
            .collect::<Vec<_>>()
    }))
}

/// The upper end of what was named.
fn worth(line: &Line<'_>, found: &Captures<'_>) -> Option<Candidate> {
    let text = |at| found.get(at).map(|part| part.as_str());
    let (high, unit) = match text(4) {
        Some(high) => (high, text(5).or(text(3))),
        None => (text(2)?, text(3)),
    };
    let minor = scaled(high, unit)?;
    let currency =
        format!("{}{}", text(1).unwrap_or_default(), text(6).unwrap_or_default()).to_lowercase();
    let has_han = line.text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let code = if ["hk", "港"].iter().any(|word| currency.contains(word)) {
        "HKD"
    } else if currency.contains("sgd") {
        "SGD"
    } else if ["$", "usd", "美", "dollar"].iter().any(|word| currency.contains(word)) {
        "USD"
    } else if ["eur", "€", "欧"].iter().any(|word| currency.contains(word)) {
        "EUR"
    } else if ["£", "gbp"].iter().any(|word| currency.contains(word)) {
        "GBP"
    } else if has_han
        || ["¥", "￥", "元", "rmb", "cny", "人民币"].iter().any(|word| currency.contains(word))
    {
        "CNY"
    } else {
        "USD"
    };
    // A bare small number after "budget" is a year, or a question.
    let is_money = unit.is_some() || !currency.is_empty() || minor >= 1_000_00;
    let is_year = unit.is_none() && currency.is_empty() && (2_000_00..2_100_00).contains(&minor);
    let part = found.get(0)?.as_str();
    (is_money && !is_year && minor > 0).then(|| {
        Candidate::of(line, part, 86).worth(format!("{} {code}", Amount::from_minor(minor)))
    })
}
