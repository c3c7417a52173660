//! Refusals have their words, in both languages.

use super::*;

#[test]
fn words_come_in_both_languages_with_their_parameters() {
    let refusal = Refusal::new(Reason::TooLong).with("max", 80);

    assert_eq!(refusal.words(Lang::Zh), "最多 80 个字符");
    assert_eq!(refusal.words(Lang::En), "At most 80 characters");
}

#[test]
fn every_parameter_stands_in_both_languages() {
    let names = |text: &str| {
        let mut names: Vec<_> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name.to_owned())
            .collect();
        names.sort();
        names
    };
    for reason in Reason::ALL {
        assert_eq!(names(reason.label(Lang::Zh)), names(reason.label(Lang::En)), "{reason}");
    }
}

#[test]
fn a_status_in_a_refusal_is_translated() {
    let refusal =
        Refusal::new(Reason::IllegalOrderMove).with("status", "draft").with("action", "approve");

    assert_eq!(refusal.words(Lang::En), "An order that is draft cannot be approved");
    assert_eq!(refusal.words(Lang::Zh), "“草稿”状态的订单不能批准");
}
