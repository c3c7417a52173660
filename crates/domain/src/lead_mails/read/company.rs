//! Which company somebody writes from.

use super::{Candidate, Class, Line, MailPlace, Source, best, contact::is_name, patterns};

/// Ourselves, as people name us: never who writes.
const OURSELVES: [&str; 9] =
    ["dify", "语灵", "langgenius", "贵公司", "贵司", "我公司", "本公司", "该公司", "上述公司"];

/// Words that begin no company's name.
const NO_BEGINNING: [&str; 40] = [
    "I",
    "We",
    "The",
    "At",
    "From",
    "Dear",
    "Hi",
    "Hello",
    "Our",
    "My",
    "This",
    "Thanks",
    "Thank",
    "Please",
    "In",
    "On",
    "For",
    "With",
    "As",
    "And",
    "Of",
    "Is",
    "Are",
    "To",
    "By",
    "If",
    "It",
    "Best",
    "Regards",
    "Company",
    "Name",
    "Kind",
    "Also",
    "Both",
    "Currently",
    "Here",
    "While",
    "When",
    "Since",
    "Or",
];

/// What follows "from" and "at" in English, begins with a capital, and is no company.
const NO_COMPANY: [&str; 54] = [
    "China",
    "Beijing",
    "Shanghai",
    "Shenzhen",
    "Hong Kong",
    "Singapore",
    "Germany",
    "France",
    "Japan",
    "Tokyo",
    "London",
    "Paris",
    "Berlin",
    "Malaysia",
    "India",
    "Australia",
    "Sydney",
    "Canada",
    "Toronto",
    "Europe",
    "Asia",
    "US",
    "USA",
    "UK",
    "America",
    "United States",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Q1",
    "Q2",
    "Q3",
    "Q4",
    "Dify",
    "SSO",
    "SLA",
    "IT",
    "AI",
    "LLM",
    "English",
];

pub(super) fn company(source: &Source<'_>) -> Option<Candidate> {
    let labeled = source.own().flat_map(labeled);
    let named = source.own().flat_map(|line| {
        let mut all = chinese(line, legal_confidence(line));
        all.extend(english(line, legal_confidence(line)));
        all
    });
    let spoken = source.own().filter(|line| line.class == Class::Said).flat_map(spoken);
    let signed = source.signature().flat_map(|line| signed(line, source));
    let in_subject = subject(source);
    best(
        labeled
            .chain(named)
            .chain(spoken)
            .chain(signed)
            .chain(in_subject)
            .filter(|one| is_company(&one.value)),
    )
}

/// A line of a signature is about its writer; whom a text names may be somebody else.
fn legal_confidence(line: &Line<'_>) -> u32 {
    let is_self =
        ["我是", "我们是", "来自", "我司", "我们公司", "代表", "这里是", "就职于", "任职于"]
            .iter()
            .any(|cue| line.text.contains(cue))
            || patterns::SELF_EN.is_match(line.text);
    match (line.class, is_self) {
        (Class::Signature, _) => 94,
        (_, true) => 93,
        _ => 80,
    }
}

fn is_company(value: &str) -> bool {
    let lower = value.to_lowercase();
    let length = value.chars().count();
    (2..=60).contains(&length)
        && !OURSELVES.iter().any(|own| lower.contains(own))
        && ![
            "有限公司",
            "公司",
            "集团",
            "银行",
            "医院",
            "大学",
            "科技",
            "股份有限公司",
            "无",
            "n/a",
            "个人",
            "none",
        ]
        .contains(&lower.as_str())
        && ![
            "贵",
            "我",
            "本",
            "该",
            "某",
            "各",
            "这家",
            "一家",
            "你们",
            "其他",
            "多家",
            "两家",
            "子公司",
            "分公司",
            "总公司",
            "母公司",
            "几家",
            "上市公司",
            "很多",
        ]
        .iter()
        .any(|word| value.starts_with(word))
        && value.chars().any(char::is_alphabetic)
}

fn labeled(line: &Line<'_>) -> Vec<Candidate> {
    let mut all = Vec::new();
    if let Some(found) = patterns::COMPANY_LABEL.captures(line.text)
        && let Some(value) = found.get(1)
    {
        let value = first_part(value.as_str());
        if !value.is_empty() {
            all.push(Candidate::of(line, value, 97));
        }
    }
    for found in patterns::INLINE_COMPANY_LABEL.captures_iter(line.text) {
        if let Some(value) = found.get(1) {
            all.push(Candidate::of(line, first_part(value.as_str()), 94));
        }
    }
    all
}

/// A value ends where the next thing of its line begins.
pub(super) fn first_part(value: &str) -> &str {
    let end = value
        .find(['\t', '|', '｜', '；', ';', '，', '。'])
        .into_iter()
        .chain(value.find("  "))
        .chain(value.find(", 联系"))
        .min()
        .unwrap_or(value.len());
    value[..end].trim().trim_matches(['*', '"', '“', '”', '。']).trim()
}

/// Names with a legal form, without what is said before them.
fn chinese(line: &Line<'_>, confidence: u32) -> Vec<Candidate> {
    let found = patterns::COMPANY_ZH.find_iter(line.text);
    found.map(|found| Candidate::of(line, without_cue(found.as_str()), confidence)).collect()
}

fn without_cue(name: &str) -> &str {
    let mut rest = name;
    for cue in patterns::CUE_ZH.find_iter(name) {
        let after = &name[cue.end()..];
        // "公司" alone is no name, and what is cut away was none.
        if after.chars().count() >= 4 && !after.starts_with(['有', '股', '集', '公', '（']) {
            rest = after;
        }
    }
    let rest = rest.trim_start_matches(['（', '(', ')', '）', '-', '·', '&']);
    if rest.contains(['）', ')']) && !rest.contains(['（', '(']) {
        // The bracket was opened before the name began.
        return rest.rsplit(['）', ')']).next().unwrap_or(rest);
    }
    rest
}

fn english(line: &Line<'_>, confidence: u32) -> Vec<Candidate> {
    let legal = patterns::COMPANY_EN.find_iter(line.text).map(|found| (found.as_str(), confidence));
    let others = patterns::ORGANIZATION_EN
        .find_iter(line.text)
        .map(|found| (found.as_str(), confidence.saturating_sub(6)));
    legal
        .chain(others)
        .map(|(name, confidence)| (begun(name), confidence))
        .filter(|(name, _)| name.split(' ').count() >= 2)
        .map(|(name, confidence)| Candidate::of(line, name, confidence))
        .collect()
}

/// Without the words that begin a sentence.
fn begun(name: &str) -> &str {
    let mut rest = name;
    while let Some((first, others)) = rest.split_once(' ') {
        let word = first.trim_end_matches([',', '.']);
        let is_small = word.chars().next().is_some_and(char::is_lowercase);
        if !is_small
            && word != "&"
            && !NO_BEGINNING.contains(&word)
            && !patterns::TITLE_EN.is_match(word)
        {
            break;
        }
        rest = others.trim_start();
    }
    rest
}

/// "I am … of …": who says so of themselves.
fn spoken(line: &Line<'_>) -> Vec<Candidate> {
    let mut all = Vec::new();
    let is_self = [
        "我是",
        "我们是",
        "来自",
        "这里是",
        "就职于",
        "任职于",
        "我在",
        "代表",
        "我们在",
        "我司是",
    ]
    .iter()
    .filter_map(|cue| Some(line.text.find(cue)? + cue.len()));
    for at in is_self {
        let rest = &line.text[at..];
        let end =
            rest.find(['，', ',', '。', '；', ';', '、', '！', ' ', '\t']).unwrap_or(rest.len());
        if let Some(found) = patterns::ORGANIZATION_ZH.find(&rest[..end]) {
            let name = without_cue(found.as_str());
            if found.start() <= 6 && name.chars().count() >= 4 {
                all.push(Candidate::of(line, name, 84));
            }
        }
    }
    if patterns::SELF_EN.is_match(line.text) {
        for found in patterns::AT_EN.captures_iter(line.text) {
            let Some(name) = found.get(1) else { continue };
            let name = begun(name.as_str().trim_end_matches(" and").trim_end_matches(" of"));
            let name = name.trim_end_matches("'s").trim_end_matches("’s");
            let is_place = NO_COMPANY
                .iter()
                .any(|place| name == *place || name.starts_with(&format!("{place} ")));
            let is_cued = !found[0].starts_with(',');
            if is_cued && !is_place && !NO_BEGINNING.contains(&name) && name.len() > 2 {
                all.push(Candidate::of(line, name, 76));
            }
        }
    }
    all
}

/// Lines below a text, which say who wrote it.
fn signed(line: &Line<'_>, source: &Source<'_>) -> Vec<Candidate> {
    let text = line.text.trim();
    if patterns::CLOSING.is_match(text) || patterns::DASHES.is_match(text) {
        return Vec::new();
    }
    let name = source.sender.name.as_deref().unwrap_or_default();
    let parts =
        text.split(['|', '｜', '/', '\t', '·', '，', '•']).flat_map(|part| part.split("  "));
    let parts = parts.flat_map(|part| part.split(" - ")).flat_map(|part| part.split(", "));
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty() && *part != name && !patterns::ADDRESS.is_match(part))
        .filter_map(|part| {
            let han = part.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            if han {
                let found = patterns::ORGANIZATION_ZH.find_iter(part).last()?;
                let whole = found.start() == 0 && part.len() - found.end() <= 36;
                let name = without_cue(found.as_str());
                return (whole && name.chars().count() >= 4).then(|| Candidate::of(line, name, 74));
            }
            let words = part.split_whitespace().count();
            let is_proper = part.split_whitespace().all(|word| {
                word.chars()
                    .next()
                    .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&')
                    || ["of", "and", "for", "the"].contains(&word)
            });
            let is_title = patterns::TITLE_EN.is_match(part);
            let is_first = is_name(part)
                && source.signature().next().is_some_and(|first| first.from == line.from);
            let is_person =
                is_first || part.eq_ignore_ascii_case(name) || is_name_after_closing(line, source);
            (is_proper
                && !is_title
                && !is_person
                && (1..=5).contains(&words)
                && part.len() > 2
                && !part.contains([':', '+', '(']))
            .then(|| Candidate::of(line, part.trim_end_matches(','), 62))
        })
        .collect()
}

/// The first line below the closing is somebody's name.
fn is_name_after_closing(line: &Line<'_>, source: &Source<'_>) -> bool {
    let mut lines = source.signature().filter(|one| {
        let text = one.text.trim();
        !patterns::CLOSING.is_match(text) && !patterns::DASHES.is_match(text)
    });
    lines.next().is_some_and(|first| first.from == line.from && !first.text.contains(['|', ',']))
}

fn subject(source: &Source<'_>) -> Option<Candidate> {
    let found = patterns::COMPANY_ZH.find(source.subject).map(|found| without_cue(found.as_str()));
    let found = found
        .or_else(|| patterns::COMPANY_EN.find(source.subject).map(|found| begun(found.as_str())));
    found.map(|name| Candidate::elsewhere(MailPlace::Subject, name, 78))
}
