//! The text of a mail that came as HTML. Nothing of it is ever shown as HTML: no image is fetched, no
//! style or script survives, and a row of a table is a line.

/// What stands between the cells of a row.
const CELL: char = '\t';

/// Tags that begin a new line.
const BREAKS: [&str; 16] = [
    "br",
    "p",
    "div",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "ul",
    "ol",
    "hr",
    "blockquote",
];

/// The text of HTML, its length bounded by that of the HTML.
///
/// ```
/// use domain::lead_mails::text_of_html;
/// let html = "<style>p{}</style><table><tr><td>公司</td><td>A&amp;B</td></tr></table>";
/// assert_eq!(text_of_html(html).trim(), "公司\tA&B");
/// ```
pub fn text_of_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    // Quotations are marked as mails in plain text mark them.
    let mut depth = 0_usize;
    while let Some(at) = rest.find('<') {
        push_words(&mut text, &rest[..at], depth);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { return text };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let (is_end, name) = name_of(tag);
        match name.as_str() {
            "style" | "script" | "head" | "title" if !is_end => {
                rest = after_end_of(rest, &name);
            }
            "td" | "th" if is_end => text.push(CELL),
            "blockquote" => {
                depth = if is_end { depth.saturating_sub(1) } else { (depth + 1).min(9) };
                new_line(&mut text);
            }
            "br" => text.push('\n'),
            name if BREAKS.contains(&name) => new_line(&mut text),
            _ => {}
        }
    }
    push_words(&mut text, rest, depth);
    text
}

fn name_of(tag: &str) -> (bool, String) {
    let is_end = tag.starts_with('/');
    let name = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
    (is_end, name.take(12).collect::<String>().to_ascii_lowercase())
}

/// What follows the end of an element whose content nobody reads.
fn after_end_of<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let at = from + at;
        let found = rest.as_bytes().get(at + 2..at + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
        }
        from = at + 2;
    }
    ""
}

fn new_line(text: &mut String) {
    while text.ends_with([' ', CELL]) {
        text.pop();
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// White space between words is one space, wherever the lines of the source break.
fn push_words(text: &mut String, raw: &str, depth: usize) {
    let words = decoded(raw);
    for c in words.chars() {
        if c.is_whitespace() && c != '\u{A0}' {
            if !text.ends_with(char::is_whitespace) && !text.is_empty() {
                text.push(' ');
            }
        } else {
            if depth > 0 && (text.is_empty() || text.ends_with('\n')) {
                text.push_str("> ");
            }
            text.push(c);
        }
    }
}

/// Character references (`&amp;`, `&#20320;`) as what they stand for.
fn decoded(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        if let Some((end, c)) = end.and_then(|end| Some((end, character(&rest[1..end])?))) {
            text.push(c);
            rest = &rest[end + 1..];
        } else {
            text.push('&');
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || *c == '\n');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "mdash" => '—',
        "ndash" => '–',
        "middot" => '·',
        "hellip" => '…',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "copy" => '©',
        "euro" => '€',
        "yen" => '¥',
        "pound" => '£',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_for_readers_is_left_out() {
        let html = "<html><head><title>x</title></head><body><script>alert('<p>')</SCRIPT>您好<!-- 秘密 -->\
                    <br>第二行<img src=\"http://tracker.example/p.gif\"><p>第三行</p>尾</body>";
        assert_eq!(text_of_html(html), "您好\n第二行\n第三行\n尾");
    }

    #[test]
    fn quotations_are_marked() {
        let html = "<div>好的</div><blockquote><div>原文</div></blockquote>";
        assert_eq!(text_of_html(html), "好的\n> 原文\n");
    }

    #[test]
    fn references_that_are_none_stay() {
        assert_eq!(text_of_html("A &amp; B &bogus; &#x4f60; &#0; &"), "A & B &bogus; 你 &#0; &");
    }

    proptest! {
        #[test]
        fn no_html_is_too_broken(html in "(<|>|/|!--|-->|&|#|;|td|br|style|blockquote|[a-z ]|\\PC){0,60}") {
            let text = text_of_html(&html);
            prop_assert!(text.len() <= html.len() * 4 + 64);
        }
    }
}
