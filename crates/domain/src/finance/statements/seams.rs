//! How the statements of one account follow each other: days that are missing, days that are there
//! twice, and balances that do not go on where they stopped.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Amount;

/// A statement as its neighbors see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
}

/// What is to be said where two statements meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Seam {
    /// Days without a statement, both ends among them.
    Gap { from: NaiveDate, to: NaiveDate },
    /// Days with two statements.
    Overlap { from: NaiveDate, to: NaiveDate },
    /// A day on which one ends and the next begins with another balance.
    Jump { on: NaiveDate, expected: Amount, found: Amount },
}

/// What is to be said of the statements of one account, whatever order they come in. Days without
/// movement between two statements are no gap where the balance goes on.
pub fn seams(spans: &[Span]) -> Vec<Seam> {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let mut found = Vec::new();
    let Some((mut last, rest)) = spans.split_first().map(|(first, rest)| (*first, rest)) else {
        return found;
    };
    for span in rest {
        let after = last.to.succ_opt().unwrap_or(last.to);
        let goes_on = match (last.closing, span.opening) {
            (Some(expected), Some(begins)) if expected != begins => Err((expected, begins)),
            (Some(_), Some(_)) => Ok(true),
            _ => Ok(false),
        };
        if span.from <= last.to {
            found.push(Seam::Overlap { from: span.from, to: last.to.min(span.to) });
        } else if span.from > after && goes_on != Ok(true) {
            found.push(Seam::Gap { from: after, to: span.from.pred_opt().unwrap_or(span.from) });
        } else if let Err((expected, begins)) = goes_on {
            found.push(Seam::Jump { on: span.from, expected, found: begins });
        }
        if span.to >= last.to {
            last = *span;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i32, to: i32, opening: i64, closing: i64) -> Span {
        let day = |n| NaiveDate::from_num_days_from_ce_opt(739_000 + n).unwrap();
        let amount = |minor| Some(Amount::from_minor(minor));
        Span { from: day(from), to: day(to), opening: amount(opening), closing: amount(closing) }
    }

    #[test]
    fn what_meets_is_compared() {
        let first = span(1, 10, 0, 100);
        assert!(seams(&[span(11, 20, 100, 50), first]).is_empty());
        assert!(seams(&[span(15, 20, 100, 50), first]).is_empty(), "nothing moved in between");
        let (gap, overlap) = (span(15, 20, 90, 50), span(8, 20, 100, 50));
        let jump = span(11, 20, 90, 50);
        let day = |n| span(n, n, 0, 0).from;
        assert_eq!(seams(&[first, gap]), [Seam::Gap { from: day(11), to: day(14) }]);
        assert_eq!(seams(&[first, overlap]), [Seam::Overlap { from: day(8), to: day(10) }]);
        let (expected, found) = (Amount::from_minor(100), Amount::from_minor(90));
        assert_eq!(seams(&[first, jump]), [Seam::Jump { on: day(11), expected, found }]);
        assert!(seams(&[]).is_empty());
    }
}
