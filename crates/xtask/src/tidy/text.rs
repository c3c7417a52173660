//! Rust's text without its comments and strings: a rule about code is not broken by words.

/// The same lines, with comments, strings and characters blanked out.
pub fn code_only(source: &str) -> String {
    let bytes: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < bytes.len() {
        let skipped = comment(&bytes, at)
            .or_else(|| raw_string(&bytes, at))
            .or_else(|| string(&bytes, at))
            .or_else(|| character(&bytes, at));
        if let Some(end) = skipped {
            out.extend(bytes[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

/// What stands before a file's inner module of tests.
pub fn before_tests(code: &str) -> &str {
    let inner = code.match_indices("#[cfg(test)]").find(|(at, marker)| {
        let module = code[at + marker.len()..].trim_start();
        module.starts_with("mod ") && module.lines().next().is_some_and(|line| line.ends_with('{'))
    });
    inner.map_or(code, |(at, _)| &code[..at])
}

fn starts(text: &[char], at: usize, with: &str) -> bool {
    with.chars().enumerate().all(|(i, c)| text.get(at + i) == Some(&c))
}

fn comment(text: &[char], at: usize) -> Option<usize> {
    if starts(text, at, "//") {
        return Some((at..text.len()).find(|i| text[*i] == '\n').unwrap_or(text.len()));
    }
    if !starts(text, at, "/*") {
        return None;
    }
    let (mut depth, mut end) = (1, at + 2);
    while end < text.len() && depth > 0 {
        if starts(text, end, "/*") {
            depth += 1;
            end += 2;
        } else if starts(text, end, "*/") {
            depth -= 1;
            end += 2;
        } else {
            end += 1;
        }
    }
    Some(end.min(text.len()))
}

fn raw_string(text: &[char], at: usize) -> Option<usize> {
    if text[at] != 'r' || at > 0 && is_word(text[at - 1]) && text[at - 1] != 'b' {
        return None;
    }
    let hashes = text[at + 1..].iter().take_while(|c| **c == '#').count();
    if text.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let close: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = at + 2 + hashes;
    Some(
        (body..text.len())
            .find(|i| starts(text, *i, &close))
            .map_or(text.len(), |i| i + 1 + hashes),
    )
}

fn string(text: &[char], at: usize) -> Option<usize> {
    if text[at] != '"' {
        return None;
    }
    let mut end = at + 1;
    while end < text.len() && text[end] != '"' {
        end += if text[end] == '\\' { 2 } else { 1 };
    }
    Some((end + 1).min(text.len()))
}

/// `'x'` and `'\n'`, but not the lifetime `'a`.
fn character(text: &[char], at: usize) -> Option<usize> {
    if text[at] != '\'' {
        return None;
    }
    if text.get(at + 1) == Some(&'\\') {
        return (at + 3..text.len()).find(|i| text[*i] == '\'').map(|i| i + 1);
    }
    (text.get(at + 2) == Some(&'\'')).then_some(at + 3)
}

pub const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Where `word` stands alone, as line numbers.
pub fn lines_with(code: &str, word: &str) -> Vec<usize> {
    code.lines()
        .enumerate()
        .filter(|(_, line)| contains_word(line, word))
        .map(|(number, _)| number + 1)
        .collect()
}

pub fn contains_word(line: &str, word: &str) -> bool {
    let inner =
        |c: Option<char>, edge: Option<char>| c.is_some_and(is_word) && edge.is_some_and(is_word);
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !inner(before, word.chars().next()) && !inner(after, word.chars().next_back())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blank_and_lines_stay() {
        let source =
            "let a = \"f64 \\\" f64\"; // f64\n/* f64 /* f64 */ */ let b = r#\"f64\"#;\nf64";

        let code = code_only(source);

        assert_eq!(lines_with(&code, "f64"), [3]);
        assert_eq!(code.lines().count(), 3);
        assert!(code.contains("let b ="));
    }

    #[test]
    fn lifetimes_and_characters_are_told_apart() {
        let code = code_only("fn f<'a>(x: &'a str) -> char { '\"' } // f64\nlet y = '\\''; f64");

        assert_eq!(lines_with(&code, "f64"), [2]);
        assert!(code.contains("&'a str"));
    }

    #[test]
    fn tests_are_left_away() {
        let outer = "#[cfg(test)]\nmod tests;\nfn f() {}\n";
        let inner = "fn f() {}\n#[cfg(test)]\nmod tests {\n    f64\n}\n";

        assert_eq!(before_tests(outer), outer);
        assert_eq!(before_tests(inner), "fn f() {}\n");
    }

    #[test]
    fn a_word_is_a_whole_word() {
        assert!(contains_word("x: f64,", "f64"));
        assert!(!contains_word("x: buf64", "f64"));
        assert!(contains_word("use client::x", "client::"));
        assert!(!contains_word("use http_client::x", "client::"));
    }
}
