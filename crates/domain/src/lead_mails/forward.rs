//! Mail that somebody passed on: where the original begins, and who wrote it. The forms of Outlook,
//! Foxmail, QQ, 163, Gmail, Apple Mail and Thunderbird, in Chinese and English.

use super::{Address, patterns};

/// The mail within a mail.
pub(super) struct Original {
    /// Where its text begins.
    pub begins: usize,
    pub sender: Address,
    pub subject: Option<String>,
}

/// A line with where it begins.
pub(super) type At<'a> = (usize, &'a str);

/// Lines that a header of a forwarded mail goes on for.
const MOST_HEADER_LINES: usize = 30;

/// The headers of a quoted mail.
#[derive(Default)]
pub(super) struct Block {
    pub from: Option<String>,
    pub subject: Option<String>,
    names: usize,
    /// The line after it.
    pub next: usize,
}

/// The text's lines, each with where it begins.
pub(super) fn lines_of(text: &str) -> Vec<At<'_>> {
    let mut at = 0;
    text.split('\n')
        .map(|line| {
            let begins = at;
            at += line.len() + 1;
            (begins, line)
        })
        .collect()
}

/// A subject without what replying and forwarding put before it.
pub(super) fn bare(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some(found) = patterns::PREFIX.find(rest) {
        rest = rest[found.end()..].trim_start();
    }
    rest
}

fn is_passed_on(subject: &str) -> bool {
    let mut rest = subject.trim();
    while let Some(found) = patterns::PREFIX.find(rest) {
        let word = found.as_str().to_lowercase();
        if word.starts_with("fw")
            || word.contains('转')
            || word.contains('轉')
            || word.starts_with("wg")
        {
            return true;
        }
        if !word.starts_with("re") && !word.contains('回') && !word.contains('答') {
            return false;
        }
        rest = rest[found.end()..].trim_start();
    }
    false
}

/// The headers that begin at a line, at most after two that are empty.
pub(super) fn block_at(lines: &[At<'_>], at: usize) -> Option<Block> {
    let mut next = at;
    while next < lines.len() && next < at + 2 && is_blank(lines[next].1) {
        next += 1;
    }
    let mut block = Block::default();
    let mut takes_more = false;
    while next < lines.len() && next < at + MOST_HEADER_LINES {
        let line = lines[next].1;
        if let Some(found) = patterns::HEADER.captures(line) {
            let name = found[1].to_lowercase();
            let value = found[2].trim().trim_matches('*').trim().to_owned();
            takes_more = value.is_empty() || value.ends_with([';', ',']);
            match name.as_str() {
                "from" | "发件人" | "寄件者" | "寄件人" | "发信人" => {
                    block.from = Some(value);
                }
                "subject" | "主题" | "主旨" | "标题" => block.subject = Some(value),
                _ => {}
            }
            block.names += 1;
        } else if takes_more && !is_blank(line) {
            // Outlook writes long lists of people, and sometimes a name, over several lines.
            if block.from.as_deref() == Some("") {
                block.from = Some(line.trim().to_owned());
            }
            takes_more = line.trim_end().ends_with([';', ',']);
        } else if !(is_blank(line)
            && block.names == 1
            && lines.get(next + 1).is_some_and(|it| patterns::HEADER.is_match(it.1)))
        {
            break;
        }
        next += 1;
    }
    block.next = next;
    (block.names >= 2 && block.from.is_some()).then_some(block)
}

fn is_blank(line: &str) -> bool {
    line.trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty()
}

/// Where the original begins in a mail that was passed on; none where it was not.
pub(super) fn original(text: &str, subject: &str) -> Option<Original> {
    let lines = lines_of(text);
    let passed_on = is_passed_on(subject);
    for at in 0..lines.len() {
        let line = lines[at].1;
        let says_so = patterns::FORWARDED.is_match(line);
        let is_head = says_so
            || (passed_on
                && (patterns::ORIGINAL.is_match(line) || patterns::HEADER.is_match(line)));
        let Some(block) = is_head
            .then(|| {
                block_at(&lines, at + usize::from(says_so || !patterns::HEADER.is_match(line)))
            })
            .flatten()
        else {
            // Whoever answers quotes below; what is forwarded in there is not for us.
            if !passed_on && patterns::QUOTED.is_match(line) {
                return None;
            }
            continue;
        };
        let begins = lines.get(block.next).map_or(text.len(), |line| line.0);
        return Some(Original {
            begins,
            sender: address(block.from.as_deref().unwrap_or_default()),
            subject: block.subject.map(|subject| subject.trim().to_owned()),
        });
    }
    None
}

/// `"王伟" <wang@a.cn>`, `Wang [mailto:wang@a.cn]`, `wang@a.cn`, `王伟`.
pub(super) fn address(text: &str) -> Address {
    let email = patterns::EMAIL.find(text);
    let name = email.map_or(text, |found| &text[..found.start()]);
    let name = name.trim_end_matches(['<', '[', '(', '（', ' ']).trim_end_matches("mailto:");
    let name = name.trim_matches(|c: char| c.is_whitespace() || "\"'<>[]()“”".contains(c));
    Address {
        name: Some(name.chars().take(80).collect::<String>()).filter(|name| !name.is_empty()),
        email: email.map(|found| found.as_str().to_lowercase()),
    }
}
