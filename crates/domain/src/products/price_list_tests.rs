//! What a product costs on a day, after anything that was done to its list.

use uuid::Uuid;

use super::*;
use crate::Id;

/// The nth day from a first one; today is day 100.
fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(n)
}

const TODAY: u64 = 100;

fn id(n: u128) -> PriceId {
    Id::from_uuid(Uuid::from_u128(n))
}

fn entry(n: u128, from: u64, until: Option<u64>) -> Entry {
    Entry { id: id(n), days: Validity { from: day(from), until: until.map(day) } }
}

/// A price that is over, one that holds, one to come.
fn three() -> Timeline {
    Timeline::of([entry(3, 120, None), entry(1, 0, Some(49)), entry(2, 50, Some(119))])
}

fn shown(list: &Timeline) -> Vec<(PriceId, NaiveDate, Option<NaiveDate>)> {
    list.entries().iter().map(|entry| (entry.id, entry.days.from, entry.days.until)).collect()
}

#[test]
fn a_new_price_ends_the_one_before_and_ends_with_the_next() {
    let list = three().with(id(4), day(110), day(TODAY)).unwrap();

    assert_eq!(
        shown(&list),
        [
            (id(1), day(0), Some(day(49))),
            (id(2), day(50), Some(day(109))),
            (id(4), day(110), Some(day(119))),
            (id(3), day(120), None),
        ]
    );
    assert_eq!(list.on(day(TODAY)), Some(id(2)));
    assert_eq!(list.on(day(115)), Some(id(4)));
}

#[test]
fn a_price_begins_today_at_the_earliest_and_once_on_a_day() {
    let reason =
        |from| three().with(id(4), day(from), day(TODAY)).err().map(|refusal| refusal.reason);

    assert_eq!(reason(TODAY - 1), Some(Reason::InThePast));
    assert_eq!(reason(TODAY), None);
    assert_eq!(reason(120), Some(Reason::PriceFromThatDay));
}

#[test]
fn what_ended_for_a_removed_price_goes_on() {
    assert_eq!(
        shown(&three().without(id(3))),
        [(id(1), day(0), Some(day(49))), (id(2), day(50), None)]
    );
    let ended = Timeline::of([entry(2, 50, Some(105)), entry(3, 120, None)]);
    assert_eq!(shown(&ended.without(id(3))), [(id(2), day(50), Some(day(105)))], "on purpose");
}

#[test]
fn a_future_price_moves_over_another_and_keeps_an_end_that_fits() {
    let list =
        Timeline::of([entry(2, 50, Some(109)), entry(3, 110, Some(119)), entry(4, 120, Some(150))]);

    let later = list.moved(id(3), day(130), day(TODAY)).unwrap();
    let earlier = list.moved(id(4), day(105), day(TODAY)).unwrap();
    let stays = list.moved(id(4), day(125), day(TODAY)).unwrap();

    assert_eq!(later.days_of(id(2)).unwrap().until, Some(day(119)));
    assert_eq!(later.days_of(id(4)).unwrap().until, Some(day(129)));
    assert_eq!(later.days_of(id(3)).unwrap().until, None);
    assert_eq!(earlier.days_of(id(4)), Some(entry(4, 105, Some(109)).days));
    assert_eq!(stays.days_of(id(4)), Some(entry(4, 125, Some(150)).days));
    assert_eq!(stays.days_of(id(3)).unwrap().until, Some(day(124)), "no gap by accident");
}

#[test]
fn an_end_is_set_and_taken_back_and_the_gap_is_seen() {
    let ended = three().ended(id(2), Some(day(TODAY)), day(TODAY)).unwrap();
    let again = ended.ended(id(2), None, day(TODAY)).unwrap();
    let reason = |until| {
        three().ended(id(2), Some(day(until)), day(TODAY)).err().map(|refusal| refusal.reason)
    };

    assert_eq!(ended.on(day(101)), None);
    let gap = Validity { from: day(101), until: Some(day(119)) };
    assert_eq!(ended.gap_after(id(2)), Some(gap));
    assert_eq!(again, three());
    assert_eq!(again.gap_after(id(2)), None);
    assert_eq!(reason(99), Some(Reason::InThePast));
    assert_eq!(reason(120), Some(Reason::NextPriceBegins));
    let before = three().ended(id(3), Some(day(110)), day(TODAY)).unwrap_err();
    assert_eq!(before.reason, Reason::EndsBeforeItBegins);
}

#[test]
fn only_the_future_is_changed_and_only_the_past_is_closed() {
    let days = |n| three().days_of(id(n)).unwrap();
    let change = |n| may_change(days(n), day(TODAY)).err().map(|refusal| refusal.reason);
    let end = |n| may_end(days(n), day(TODAY)).err().map(|refusal| refusal.reason);

    assert_eq!([1, 2, 3].map(change), [Some(Reason::NoLongerInForce), Some(Reason::InForce), None]);
    assert_eq!([1, 2, 3].map(end), [Some(Reason::NoLongerInForce), None, None]);
}

#[test]
fn every_fault_of_a_price_is_named() {
    let good = SetPrice {
        list_price: Amount::from_minor(28_000_00),
        floor_price: Some(Amount::from_minor(28_000_00)),
        tax_rate: BasisPoints(3_00),
        tax_classification: Some("3040201010000000000".to_owned()),
        valid_from: day(TODAY),
    };
    let bad = SetPrice {
        list_price: Amount::ZERO,
        floor_price: Some(Amount::from_minor(1)),
        tax_rate: BasisPoints(4_00),
        tax_classification: Some("304020101000000000X".to_owned()),
        ..good.clone()
    };

    assert_eq!(check_price(&good), Ok(()));
    let found = check_price(&bad).unwrap_err();
    let pointers: Vec<_> = found.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/list_price", "/floor_price", "/tax_rate", "/tax_classification"]);
}

#[cfg(not(target_family = "wasm"))]
mod any_sequence {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, Copy)]
    enum Act {
        Set { from: u64 },
        Move { which: usize, from: u64 },
        Remove { which: usize },
        End { which: usize, until: Option<u64> },
        Wait { days: u64 },
    }

    fn act() -> impl Strategy<Value = Act> {
        let near = 95_u64..170;
        prop_oneof![
            3 => near.clone().prop_map(|from| Act::Set { from }),
            2 => (0_usize..8, near.clone()).prop_map(|(which, from)| Act::Move { which, from }),
            1 => (0_usize..8).prop_map(|which| Act::Remove { which }),
            2 => (0_usize..8, proptest::option::of(near))
                .prop_map(|(which, until)| Act::End { which, until }),
            1 => (0_u64..10).prop_map(|days| Act::Wait { days }),
        ]
    }

    /// As the service does it: what the rules refuse changes nothing.
    fn done(list: &Timeline, act: Act, new: PriceId, today: NaiveDate) -> Option<Timeline> {
        let nth = |which: usize| list.entries().get(which).copied();
        match act {
            Act::Set { from } => list.with(new, day(from), today).ok(),
            Act::Move { which, from } => {
                let entry = nth(which).filter(|entry| may_change(entry.days, today).is_ok())?;
                list.moved(entry.id, day(from), today).ok()
            }
            Act::Remove { which } => {
                let entry = nth(which).filter(|entry| may_change(entry.days, today).is_ok())?;
                Some(list.without(entry.id))
            }
            Act::End { which, until } => {
                let entry = nth(which).filter(|entry| may_end(entry.days, today).is_ok())?;
                list.ended(entry.id, until.map(day), today).ok()
            }
            Act::Wait { .. } => None,
        }
    }

    proptest! {
        #[test]
        fn one_price_at_most_holds_on_a_day_and_the_past_stays(
            acts in proptest::collection::vec(act(), 1..40),
        ) {
            let mut list = three();
            let mut today = day(TODAY);
            for (act, n) in acts.into_iter().zip(10..) {
                if let Act::Wait { days } = act {
                    today = today + chrono::Days::new(days);
                }
                let Some(after) = done(&list, act, id(n), today) else { continue };
                for date in (0..200).map(day) {
                    let holding = after.entries().iter().filter(|e| e.days.holds_on(date)).count();
                    prop_assert!(holding <= 1, "{date}: {after:?}");
                    if date < today {
                        prop_assert_eq!(list.on(date), after.on(date), "the past was rewritten");
                    }
                    // Only an end that somebody set leaves a day without a price.
                    if list.on(date).is_some() && !matches!(act, Act::End { .. } | Act::Move { .. } | Act::Remove { .. }) {
                        prop_assert!(after.on(date).is_some(), "{date} lost its price: {after:?}");
                    }
                }
                let all_forward = after.entries().iter()
                    .all(|e| e.days.until.is_none_or(|until| e.days.from <= until));
                prop_assert!(all_forward, "{after:?}");
                list = after;
            }
        }
    }
}
