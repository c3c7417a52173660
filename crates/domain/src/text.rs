//! Text that people search and compare: normalised once, with pinyin initials kept beside it.

use pinyin::ToPinyin;

use forms::{nfc, nfkc};

/// Unicode's forms. The browser has their tables already, a hundred kilobytes that the SPA need not
/// carry; the standard fixes the result, whoever computes it.
#[cfg(not(target_family = "wasm"))]
mod forms {
    use unicode_normalization::UnicodeNormalization as _;

    pub fn nfkc(text: &str) -> String {
        text.nfkc().collect()
    }

    pub fn nfc(text: &str) -> String {
        text.nfc().collect()
    }
}

#[cfg(target_family = "wasm")]
mod forms {
    use js_sys::JsString;

    pub fn nfkc(text: &str) -> String {
        JsString::from(text).normalize("NFKC").into()
    }

    pub fn nfc(text: &str) -> String {
        JsString::from(text).normalize("NFC").into()
    }
}

/// Text as it is compared: NFKC, lower case, one space between words, brackets of one kind.
///
/// ```
/// assert_eq!(domain::text::normalized("  北京Ｄｉｆｙ（中国） 科技  "), "北京dify(中国) 科技");
/// ```
pub fn normalized(text: &str) -> String {
    let folded: String = nfkc(text).chars().flat_map(char::to_lowercase).collect();
    let folded: String = folded
        .chars()
        .filter(|c| !c.is_control() && !('\u{200b}'..='\u{200f}').contains(c) && *c != '\u{feff}')
        .map(|c| match c {
            '〔' | '【' | '[' | '{' => '(',
            '〕' | '】' | ']' | '}' => ')',
            other => other,
        })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as it is kept: NFC, trimmed.
pub fn cleaned(text: &str) -> String {
    nfc(text.trim())
}

/// Pinyin initials of the Chinese characters, letters and digits as they are, the rest left out.
///
/// ```
/// assert_eq!(domain::text::initials("上海云智AI科技"), "shyzaikj");
/// ```
pub fn initials(text: &str) -> String {
    normalized(text)
        .chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(pinyin) => pinyin.first_letter().chars().next(),
            None => c.is_ascii_alphanumeric().then_some(c),
        })
        .collect()
}

/// Words that many company names share and that say nothing about which company it is.
const COMPANY_WORDS: [&str; 18] = [
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "分公司",
    "公司",
    "集团",
    "控股",
    "科技",
    "技术",
    "信息",
    "网络",
    "软件",
    "(中国)",
    "co.,ltd.",
    "co., ltd.",
    "ltd",
    "inc",
];

/// A company's name without the words that all of them share; the whole name where nothing is left.
///
/// ```
/// assert_eq!(domain::text::core_name("上海云智科技有限公司"), "上海云智");
/// ```
pub fn core_name(name: &str) -> String {
    let whole = normalized(name);
    let mut core = whole.clone();
    for word in COMPANY_WORDS {
        core = core.replace(word, "");
    }
    let core: String = core.chars().filter(|c| c.is_alphanumeric()).collect();
    if core.is_empty() { whole } else { core }
}

/// What a search box finds a name by: each suffix of its core (so that the middle of a name is
/// found by an index range), each suffix of its initials, and the whole name. At most 64 terms.
pub fn search_terms(name: &str) -> Vec<String> {
    let suffixes = |text: &str| -> Vec<String> {
        let chars: Vec<char> = text.chars().take(24).collect();
        (0..chars.len().saturating_sub(1).max(1))
            .map(|i| chars[i.min(chars.len())..].iter().collect())
            .collect()
    };
    let core = core_name(name);
    let mut terms = vec![normalized(name).chars().take(80).collect::<String>()];
    terms.extend(suffixes(&core));
    terms.extend(suffixes(&initials(&core)));
    terms.retain(|term| !term.is_empty());
    terms.sort();
    terms.dedup();
    terms.truncate(64);
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_space_and_brackets_do_not_matter() {
        assert_eq!(normalized("ＡＢＣ　（北京）"), normalized("abc (北京)"));
        assert_eq!(normalized("a\u{200b}b"), "ab");
    }

    #[test]
    fn a_rare_character_is_not_taken_for_another() {
        assert_ne!(normalized("𠮷田"), normalized("𠮶田"));
    }

    #[test]
    fn the_middle_of_a_name_and_its_initials_are_found() {
        let terms = search_terms("上海云智科技有限公司");

        assert!(terms.iter().any(|term| term.starts_with("云智")));
        assert!(terms.iter().any(|term| term.starts_with("shyz")));
        assert!(terms.iter().any(|term| term.starts_with("yz")));
        assert!(terms.iter().any(|term| term.starts_with("上海云智科技")));
    }

    #[test]
    fn a_name_of_nothing_but_common_words_stays_findable() {
        assert_eq!(core_name("科技有限公司"), "科技有限公司");
        assert!(search_terms("").is_empty());
    }
}
