//! Discount rules: what one may say, what it is called, and that no two speak of the same.

use chrono::NaiveDate;

use super::{
    pricing::{MAX_SETS, MAX_YEARS, PriceRule, PriceRuleKind},
    validity::Validity,
    wire::RuleContent,
};
use crate::{
    Lang,
    id::PriceRuleId,
    money::BasisPoints,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Nothing is given away by a rule.
const MOST: BasisPoints = BasisPoints(99_99);

impl PriceRule {
    pub const fn validity(&self) -> Validity {
        Validity { from: self.valid_from, until: self.valid_until }
    }

    /// What people call it: «2 年及以上 9.5 折，2026-01-01 起».
    pub fn name(&self, lang: Lang) -> String {
        format!("{}{}", self.terms(lang), days_in_words(self.validity(), lang))
    }

    /// The same up to the days.
    fn terms(&self, lang: Lang) -> String {
        let n = self.at_least;
        let condition = match (self.kind, self.level, lang) {
            (PriceRuleKind::Term, _, Lang::Zh) => format!("{n} 年及以上"),
            (PriceRuleKind::Term, _, Lang::En) => format!("{n} {} or more", many(n, "year")),
            (PriceRuleKind::Volume, _, Lang::Zh) => format!("{n} 套及以上"),
            (PriceRuleKind::Volume, _, Lang::En) => format!("{n} {} or more", many(n, "set")),
            (PriceRuleKind::Level, Some(level), Lang::Zh) => format!("{}伙伴", level.label(lang)),
            (PriceRuleKind::Level, Some(level), Lang::En) => {
                format!("{} partners", level.label(lang))
            }
            (PriceRuleKind::Level, None, lang) => self.kind.label(lang).to_owned(),
        };
        match lang {
            Lang::Zh => format!("{condition} {}，", in_tenths(self.discount)),
            Lang::En => format!("{condition}: −{}, ", self.discount),
        }
    }
}

/// «2026-01-01 起», «2026-01-01 至 2026-12-31».
pub fn days_in_words(days: Validity, lang: Lang) -> String {
    let from = days.from;
    match (days.until, lang) {
        (None, Lang::Zh) => format!("{from} 起"),
        (None, Lang::En) => format!("from {from}"),
        (Some(until), Lang::Zh) => format!("{from} 至 {until}"),
        (Some(until), Lang::En) => format!("{from} to {until}"),
    }
}

fn many(n: u32, word: &str) -> String {
    if n == 1 { word.to_owned() } else { format!("{word}s") }
}

/// What is left, as Chinese price tags say it: 5 % off is 9.5 折.
fn in_tenths(discount: BasisPoints) -> String {
    let left = BasisPoints::WHOLE.0.saturating_sub(discount.0);
    let text = format!("{}.{:03}", left / 1000, left % 1000);
    format!("{} 折", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Checks what a rule says before it is kept. Time is checked against `today`, overlaps by
/// [`clash`].
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check_rule(rule: &RuleContent, today: NaiveDate) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    match rule.kind {
        PriceRuleKind::Term => {
            faults.check("/at_least", validate::range(rule.at_least, 1, MAX_YEARS));
        }
        PriceRuleKind::Volume => {
            faults.check("/at_least", validate::range(rule.at_least, 1, MAX_SETS));
        }
        PriceRuleKind::Level => {
            faults.check("/at_least", validate::range(rule.at_least, 0, 0));
            if rule.level.is_none() {
                faults.add("/level", Reason::Required);
            }
        }
    }
    if rule.kind != PriceRuleKind::Level && rule.level.is_some() {
        faults.add("/level", Reason::LevelOfLevelRules);
    }
    faults.check("/discount", validate::range(rule.discount.0, 1, MOST.0));
    if rule.valid_from < today {
        faults.add("/valid_from", Reason::InThePast);
    }
    if rule.valid_until.is_some_and(|until| until < rule.valid_from) {
        faults.add("/valid_until", Reason::EndsBeforeItBegins);
    }
    faults.into_result()
}

/// Whether `rule` would speak of the same as one of `rules` on any day; `but` is the rule that it
/// takes the place of.
///
/// # Errors
/// The rule that is in the way, by the day it begins.
pub fn clash<'a>(
    rule: &PriceRule,
    rules: impl IntoIterator<Item = &'a PriceRule>,
    but: Option<PriceRuleId>,
) -> Result<(), Refusal> {
    let same = |other: &PriceRule| {
        (other.kind, other.at_least, other.level) == (rule.kind, rule.at_least, rule.level)
    };
    let in_the_way = rules.into_iter().find(|other| {
        Some(other.id) != but && same(other) && other.validity().overlaps(rule.validity())
    });
    match in_the_way {
        None => Ok(()),
        Some(other) => Err(Refusal::new(Reason::RuleOverlaps).with("from", other.valid_from)),
    }
}

/// Whether a rule may end on that day; `None` is until further notice.
///
/// # Errors
/// The day is over, or lies before the rule begins.
pub fn check_end(
    rule: &PriceRule,
    until: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    match until {
        Some(until) if until < today => Err(Reason::InThePast.into()),
        Some(until) if until < rule.valid_from => Err(Reason::EndsBeforeItBegins.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Id, partners::PartnerLevel};

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn gold(id: u128, from: u32, until: Option<u32>) -> PriceRule {
        PriceRule {
            id: Id::from_uuid(Uuid::from_u128(id)),
            kind: PriceRuleKind::Level,
            at_least: 0,
            level: Some(PartnerLevel::Gold),
            discount: BasisPoints(25_00),
            valid_from: day(from),
            valid_until: until.map(day),
        }
    }

    #[test]
    fn a_rule_has_a_name_that_people_say() {
        let two_years = PriceRule {
            kind: PriceRuleKind::Term,
            at_least: 2,
            level: None,
            discount: BasisPoints(5_00),
            ..gold(1, 1, None)
        };
        let ten_sets = PriceRule {
            kind: PriceRuleKind::Volume,
            at_least: 10,
            discount: BasisPoints(7_50),
            ..two_years.clone()
        };

        assert_eq!(two_years.name(Lang::Zh), "2 年及以上 9.5 折，2026-11-01 起");
        assert_eq!(two_years.name(Lang::En), "2 years or more: −5%, from 2026-11-01");
        assert_eq!(ten_sets.name(Lang::Zh), "10 套及以上 9.25 折，2026-11-01 起");
        assert_eq!(
            gold(1, 1, Some(30)).name(Lang::Zh),
            "金牌伙伴 7.5 折，2026-11-01 至 2026-11-30"
        );
        assert_eq!(
            gold(1, 1, Some(30)).name(Lang::En),
            "Gold partners: −25%, 2026-11-01 to 2026-11-30"
        );
        assert_eq!(in_tenths(BasisPoints(10_00)), "9 折");
    }

    #[test]
    fn two_rules_never_speak_of_the_same_on_one_day() {
        let there = [gold(1, 1, Some(10))];
        let silver = PriceRule { level: Some(PartnerLevel::Silver), ..gold(2, 5, None) };

        let refused = clash(&gold(2, 10, None), &there, None).unwrap_err();

        assert_eq!(refused.reason, Reason::RuleOverlaps);
        assert!(refused.words(Lang::Zh).contains("2026-11-01"));
        assert_eq!(clash(&gold(2, 11, None), &there, None), Ok(()));
        assert_eq!(clash(&silver, &there, None), Ok(()));
        assert_eq!(clash(&gold(1, 5, None), &there, Some(there[0].id)), Ok(()), "itself");
    }

    #[test]
    fn every_fault_of_a_rule_is_named() {
        let good = RuleContent {
            kind: PriceRuleKind::Term,
            at_least: 2,
            level: None,
            discount: BasisPoints(5_00),
            valid_from: day(22),
            valid_until: None,
        };
        let bad = RuleContent {
            at_least: 6,
            level: Some(PartnerLevel::Gold),
            discount: BasisPoints(100_00),
            valid_from: day(21),
            valid_until: Some(day(20)),
            ..good.clone()
        };
        let nobody = RuleContent { kind: PriceRuleKind::Level, at_least: 0, ..good.clone() };

        assert_eq!(check_rule(&good, day(22)), Ok(()));
        let pointers = |rule: &RuleContent| -> Vec<String> {
            check_rule(rule, day(22)).unwrap_err().into_iter().map(|fault| fault.pointer).collect()
        };
        assert_eq!(
            pointers(&bad),
            ["/at_least", "/level", "/discount", "/valid_from", "/valid_until"]
        );
        assert_eq!(pointers(&nobody), ["/level"]);
    }
}
