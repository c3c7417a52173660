//! Names as they are written, and what holds for every two customers.

use proptest::prelude::*;

use super::{DuplicateReason::*, *};

/// Name, code, mail address and number.
type Known = (&'static str, Option<&'static str>, Option<&'static str>, Option<&'static str>);

fn identity((name, code, email, phone): Known) -> Identity {
    Identity::new(name, code, email, phone)
}

const fn named(name: &'static str) -> Known {
    (name, None, None, None)
}

#[test]
fn two_customers_are_compared_by_the_table() {
    const A: Option<&str> = Some("91110000802100433B");
    const B: Option<&str> = Some("91440300708461136T");
    let table: &[(Known, Known, u32, &[DuplicateReason])] = &[
        (named("ＡＢＣ（北京）"), named("abc(北京)"), 90, &[SameName]),
        (named("ＡＢＣ（北京）"), named("abc (北京)"), 65, &[SameCore]),
        (named("上海云智科技有限公司"), named("云智科技（上海）股份有限公司"), 65, &[SameCore]),
        (
            named("上海云智科技有限公司"),
            named("上海云智科技有限公司北京分公司"),
            35,
            &[SimilarName],
        ),
        (named("云智科技有限公司"), named("云智科技有限公司北京分公司"), 65, &[SameCore]),
        (named("苏州精工制造集团有限公司"), named("苏州精工集团"), 35, &[SimilarName]),
        (named("北京云智"), named("上海云智"), 35, &[SimilarName]),
        (named("Acme Co., Ltd."), named("ACME Company Limited"), 65, &[SameCore]),
        (named("Acme Inc"), named("Apex Inc"), 0, &[]),
        (named("广东省云智科技有限公司"), named("云智科技有限公司"), 65, &[SameCore]),
        (named("深圳海风有限公司"), named("上海云智科技有限公司"), 0, &[]),
        // A name that is nothing but common words is itself, and not every company.
        (named("科技有限公司"), named("有限公司"), 0, &[]),
        (("甲甲", A, None, None), ("乙乙", A, None, None), 100, &[SameCreditCode]),
        (
            ("上海云智科技有限公司", A, None, None),
            ("上海云智有限公司", B, None, None),
            35,
            &[SameCore, OtherCreditCode],
        ),
        (
            ("甲甲", None, Some("a@yunzhi.cn"), None),
            ("乙乙", None, Some("B@YUNZHI.cn"), None),
            40,
            &[SameMailDomain],
        ),
        (("甲甲", None, Some("a@qq.com"), None), ("乙乙", None, Some("b@qq.com"), None), 0, &[]),
        (
            ("甲甲", None, None, Some("+86 138 0013 8000")),
            ("乙乙", None, None, Some("138-0013-8000")),
            40,
            &[SamePhone],
        ),
        (
            ("苏州精工制造集团有限公司", None, Some("a@jg.cn"), Some("0512-6655443")),
            ("苏州精工集团", None, Some("b@jg.cn"), Some("0512 6655443")),
            100,
            &[SimilarName, SameMailDomain, SamePhone],
        ),
    ];
    for (one, other, score, reasons) in table {
        let found = likeness(&identity(*one), &identity(*other));
        assert_eq!((found.score, &found.reasons[..]), (*score, *reasons), "{one:?} {other:?}");
    }
}

#[test]
fn whoever_is_shown_shares_a_key() {
    let pairs = [
        ("上海云智科技有限公司", "云智科技（上海）股份有限公司"),
        ("苏州精工制造集团有限公司", "苏州精工集团"),
        ("Acme Co., Ltd.", "ACME Company Limited"),
    ];
    for (one, other) in pairs {
        let (one, other) = (identity(named(one)), identity(named(other)));
        assert!(likeness(&one, &other).is_shown());
        assert!(!one.keys().is_disjoint(&other.keys()), "{one:?} {other:?}");
    }
}

fn a_name() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("上海"),
        Just("北京市"),
        Just("云智"),
        Just("精工"),
        Just("制造"),
        Just("科技"),
        Just("（深圳）"),
        Just("集团"),
        Just("有限公司"),
        Just("分公司"),
        Just(" Co., Ltd."),
        Just("Acme"),
        Just(" "),
        Just("(")
    ];
    prop_oneof![
        3 => proptest::collection::vec(part, 0..6).prop_map(|parts| parts.concat()),
        1 => ".{0,30}",
    ]
}

fn anybody() -> impl Strategy<Value = Identity> {
    let code = proptest::option::of("[0-9A-Z]{0,3}");
    let email =
        proptest::collection::vec("[a-c]@[a-c]{1,2}\\.(cn|com)|x@qq\\.com|[a-z@]{0,4}", 0..3);
    let phone = proptest::collection::vec("(\\+86 )?1380013800[0-3]|[0-9 -]{0,9}", 0..3);
    (a_name(), code, email, phone).prop_map(|(name, code, emails, phones)| {
        let (emails, phones) =
            (emails.iter().map(String::as_str), phones.iter().map(String::as_str));
        Identity::new(&name, code.as_deref(), emails, phones)
    })
}

proptest! {
    #[test]
    fn it_does_not_matter_who_is_compared_with_whom(one in anybody(), other in anybody()) {
        prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
    }

    #[test]
    fn everybody_is_like_themselves(one in anybody()) {
        let found = likeness(&one, &one);
        prop_assert!(found.score >= 90 && found.reasons.contains(&SameName));
        prop_assert!(!found.reasons.contains(&OtherCreditCode));
    }

    #[test]
    fn a_score_is_never_above_the_most_and_never_without_a_reason(one in anybody(), other in anybody()) {
        let found = likeness(&one, &other);
        prop_assert!(found.score <= MOST);
        prop_assert_eq!(found.score == 0, found.reasons.is_empty());
    }

    #[test]
    fn the_same_code_domain_or_number_is_a_key_of_both(one in anybody(), other in anybody()) {
        let found = likeness(&one, &other);
        let by_key = [SameCreditCode, SameMailDomain, SamePhone, SameName];
        let is_named = !one.name.whole.is_empty();
        if is_named && found.reasons.iter().any(|reason| by_key.contains(reason)) {
            prop_assert!(!one.keys().is_disjoint(&other.keys()));
        }
    }

    #[test]
    fn a_key_fits_its_column(one in anybody()) {
        prop_assert!(one.keys().iter().all(|key| key.chars().count() <= 96 && key.len() > 2));
    }
}
