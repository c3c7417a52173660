//! One box that finds records of every kind: by the beginning of a number, by any part of a name,
//! by pinyin initials.

pub mod wire;

use crate::{products::Edition, text};

/// Most records of one kind in an answer.
pub const MOST_PER_KIND: u64 = 5;

/// What an order's number begins with.
const ORDER_PREFIX: &str = "ORD";

/// What was typed, as one kind of record is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The beginning of a number, as numbers are written.
    Number(String),
    /// Part of a name, or its initials; normalized.
    Words(String),
}

/// How orders are looked for.
///
/// ```
/// use domain::search::{Wanted, for_orders};
/// assert_eq!(for_orders(" ord-2026 "), Wanted::Number("ORD-2026".to_owned()));
/// assert_eq!(for_orders("Ordos"), Wanted::Words("ordos".to_owned()));
/// ```
pub fn for_orders(typed: &str) -> Wanted {
    wanted(typed, &[ORDER_PREFIX])
}

/// How licenses and their deployments are looked for, whose numbers begin alike; words are part of a customer's name.
pub fn for_licenses(typed: &str) -> Wanted {
    let prefixes: Vec<&str> = Edition::ALL.iter().map(|edition| edition.prefix()).collect();
    wanted(typed, &prefixes)
}

/// A number is what begins like one and goes on with its hyphen, or not at all.
fn wanted(typed: &str, prefixes: &[&str]) -> Wanted {
    let words = text::normalized(typed);
    let upper = words.to_uppercase();
    let is_number = prefixes.iter().any(|prefix| {
        upper.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    if is_number { Wanted::Number(upper) } else { Wanted::Words(words) }
}

/// Whether a name is found by what was typed: any part of it, or of its initials.
///
/// ```
/// use domain::search::is_found;
/// assert!(is_found("企业版许可证", "QYB"));
/// assert!(is_found("企业版许可证", "许可"));
/// assert!(!is_found("企业版许可证", "基础"));
/// ```
pub fn is_found(name: &str, typed: &str) -> bool {
    let wanted = text::normalized(typed);
    text::normalized(name).contains(&wanted) || text::initials(name).contains(&wanted)
}

/// Where in `label` the typed text stands, in bytes, for showing it: as it is written, whatever the
/// case. Nothing where it was found by its initials.
///
/// ```
/// use domain::search::matched;
/// assert_eq!(matched("ENT-202611-386037", "ent-2026"), Some(0..8));
/// assert_eq!(matched("招商远航银行", "远航"), Some(6..12));
/// assert_eq!(matched("招商远航银行", "zsyh"), None);
/// ```
pub fn matched(label: &str, typed: &str) -> Option<std::ops::Range<usize>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    label.char_indices().find_map(|(start, _)| {
        let mut rest = label[start..].char_indices();
        let mut end = start;
        for wanted in typed.chars() {
            let (at, found) = rest.next()?;
            if !same(found, wanted) {
                return None;
            }
            end = start + at + found.len_utf8();
        }
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_and_a_word_that_begins_like_one_are_told_apart() {
        assert_eq!(for_licenses("ent-2026"), Wanted::Number("ENT-2026".to_owned()));
        assert_eq!(for_licenses("ent"), Wanted::Number("ENT".to_owned()));
        assert_eq!(for_licenses("enter"), Wanted::Words("enter".to_owned()));
        assert_eq!(for_orders("远航"), Wanted::Words("远航".to_owned()));
    }

    proptest! {
        #[test]
        fn what_is_shown_as_matched_is_what_was_typed(label in ".{0,20}", from in 0..20_usize, length in 1..5_usize) {
            let typed: String = label.chars().skip(from).take(length).collect();
            if let Some(range) = matched(&label, &typed) {
                prop_assert_eq!(label[range].to_lowercase(), typed.trim().to_lowercase());
            } else {
                prop_assert!(typed.trim().is_empty());
            }
        }
    }
}
