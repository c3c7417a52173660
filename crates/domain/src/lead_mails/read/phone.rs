//! How to call somebody.

use std::sync::LazyLock;

use regex::Regex;

use super::{Candidate, Class, Line, Source, best, patterns};

/// The forms of numbers, each with how sure it is that it is one.
static FORMS: [(&LazyLock<Regex>, u32); 5] = [
    (&patterns::MOBILE, 90),
    (&patterns::INTERNATIONAL, 86),
    (&patterns::FIXED, 84),
    (&patterns::NORTH_AMERICAN, 80),
    (&patterns::SERVICE, 72),
];

pub(super) fn phone(source: &Source<'_>) -> Option<Candidate> {
    best(source.own().flat_map(numbers))
}

fn numbers(line: &Line<'_>) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    for (form, confidence) in &FORMS {
        for found in form.find_iter(line.text) {
            let (from, until) = (line.from + found.start(), line.from + found.end());
            let before = &line.text[..found.start()];
            let is_taken = all.iter().any(|one| one.from < until && from < one.until);
            if is_taken || !is_number(line.text, found.as_str(), before, found.end()) {
                continue;
            }
            let signed = u32::from(line.class == Class::Signature) * 3;
            let labeled = if is_labeled(before) { 5 } else { 0 };
            all.push(Candidate::of(line, found.as_str(), confidence + signed.max(labeled)));
        }
    }
    all
}

fn is_number(line: &str, number: &str, before: &str, end: usize) -> bool {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let joined = before.ends_with(|c: char| c.is_ascii_digit() || ".-_/@=".contains(c))
        || line[end..].starts_with(|c: char| c.is_ascii_digit() || "@_".contains(c))
        || line[end..].trim_start_matches(['-', '.']).starts_with(|c: char| c.is_ascii_digit())
            && line[end..].starts_with(['-', '.']);
    let is_dash_label = before.ends_with('-')
        && before.trim_end_matches('-').ends_with(|c: char| c.is_alphabetic());
    (7..=18).contains(&digits)
        && (!joined || is_dash_label)
        && !patterns::FAX.is_match(before)
        && !patterns::OTHER_NUMBER.is_match(before)
}

fn is_labeled(before: &str) -> bool {
    let before = before.to_lowercase();
    let before = before.trim_end_matches([':', '：', ' ', '\t', '.', '】', '(', '（']);
    [
        "电话",
        "手机",
        "手机号",
        "手机号码",
        "联系方式",
        "tel",
        "phone",
        "mobile",
        "cell",
        "m",
        "t",
        "p",
        "致电",
        "拨打",
        "call",
        "号码",
        "whatsapp",
        "微信",
        "phone number",
        "移动电话",
        "me at",
        "me on",
    ]
    .iter()
    .any(|label| before.ends_with(label))
}
