//! What of a mail its writer said, what is their signature, and what is quoted.

use super::{
    forward::{block_at, lines_of},
    patterns,
};

/// Lines that a signature has at most.
const SIGNATURE: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Said,
    Signature,
    /// Another mail, or what lawyers put below every one.
    Quoted,
}

/// A line of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// Where it begins in the whole text.
    pub from: usize,
    pub class: Class,
}

/// The lines of `text` that begin at `from`, each with what it is.
pub(super) fn classified(text: &str, from: usize) -> Vec<Line<'_>> {
    let plain = lines_of(&text[from..]);
    let end = quoted_from(&plain);
    let mut lines: Vec<Line<'_>> = plain
        .iter()
        .enumerate()
        .map(|(at, (begins, text))| {
            let is_quoted = at >= end || text.trim_start().starts_with('>');
            let class = if is_quoted { Class::Quoted } else { Class::Said };
            Line { text, from: from + begins, class }
        })
        .collect();
    let legal = lines.iter().position(|line| patterns::LEGAL.is_match(line.text));
    let end = legal.unwrap_or(end).min(end);
    for line in &mut lines[end.min(plain.len())..] {
        line.class = Class::Quoted;
    }
    if let Some(at) = signature_from(&lines[..end.min(plain.len())]) {
        let theirs = lines[at..end.min(plain.len())].iter_mut();
        for line in theirs.filter(|line| line.class == Class::Said) {
            line.class = Class::Signature;
        }
    }
    lines
}

/// The first line of the mail that is answered; the number of lines where none is.
fn quoted_from(lines: &[(usize, &str)]) -> usize {
    for (at, (_, line)) in lines.iter().enumerate() {
        let two = lines.get(at + 1).map(|next| format!("{} {}", line.trim(), next.1.trim()));
        let says_so = patterns::ORIGINAL.is_match(line)
            || patterns::FORWARDED.is_match(line)
            || patterns::WROTE.is_match(line.trim())
            || (patterns::WROTE_BEGINS.is_match(line)
                && two.is_some_and(|two| patterns::WROTE.is_match(&two)));
        // At the very beginning it is what somebody answers below.
        if says_so && !is_answered_below(&lines[at + 1..]) {
            return at;
        }
        if patterns::HEADER.is_match(line) && block_at(lines, at).is_some() {
            return at;
        }
    }
    lines.len()
}

/// Whether words follow a quotation that is marked line by line.
fn is_answered_below(lines: &[(usize, &str)]) -> bool {
    let mut marked = false;
    for (_, line) in lines {
        let line = line.trim();
        if line.starts_with('>') {
            marked = true;
        } else if !line.is_empty() && marked {
            return true;
        }
    }
    false
}

fn signature_from(lines: &[Line<'_>]) -> Option<usize> {
    let last =
        lines.iter().rposition(|line| line.class == Class::Said && !line.text.trim().is_empty())?;
    let least = last.saturating_sub(SIGNATURE);
    let is = |pattern: &regex::Regex| {
        (least..=last)
            .find(|at| lines[*at].class == Class::Said && pattern.is_match(lines[*at].text.trim()))
    };
    is(&patterns::DASHES).or_else(|| is(&patterns::CLOSING)).or_else(|| {
        // Without any sign: the lines below the last gap, where several of them are short and one
        // says how to reach somebody.
        let gap = (0..last).rev().find(|at| lines[*at].text.trim().is_empty())?;
        let below = &lines[gap + 1..=last];
        let are_short = below.iter().all(|line| line.text.chars().count() <= 60);
        let reaches = below.iter().any(|line| {
            patterns::EMAIL.is_match(line.text) || patterns::ANY_PHONE.is_match(line.text)
        });
        let is_name = super::read::is_name(below[0].text.trim());
        (gap > 0 && are_short && (below.len() >= 2 && reaches || is_name)).then_some(gap + 1)
    })
}

/// Where what the writer said ends.
pub(super) fn end_of_what_is_said(lines: &[Line<'_>], from: usize) -> usize {
    let last =
        lines.iter().rposition(|line| line.class != Class::Quoted && !line.text.trim().is_empty());
    last.map_or(from, |at| lines[at].from + lines[at].text.len())
}
