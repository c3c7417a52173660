//! What holds for every ledger, also for those that nobody would write.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::money::Currency;

fn id<T>(n: u8) -> crate::Id<T> {
    crate::Id::from_uuid(Uuid::from_u128(u128::from(n)))
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..90).prop_map(|days| NaiveDate::default() + chrono::Days::new(days))
}

/// Few of each, so that they meet.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (1_u32..9, 1_u32..4).prop_map(|(n, day)| format!("ORD-2026010{day}-00012{n}")),
        1 => Just("PO-88123".to_owned()),
        1 => "[A-Z0-9-]{0,12}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(vec![
            "上海云智科技有限公司", "云智科技", "Shanghai Yunzhi Technology Co., Ltd.", "深圳海川软件有限公司", "",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn minor() -> impl Strategy<Value = i64> {
    prop_oneof![
        8 => proptest::sample::select(vec![100_00, 200_00, 300_00, 99_85, 50_000_00, 49_980_00]),
        1 => 0_i64..1_000_00,
        1 => any::<i64>(),
    ]
}

fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![5 => Just(Currency::Cny), 1 => Just(Currency::Usd)]
}

prop_compose! {
    fn payment()(
        n in 0_u8..12, value_date in day(), out in 0_u8..8, amount in minor(), part in 0_u8..6,
        currency in currency(), payer_name in name(), numbers in proptest::collection::vec(number(), 0..3),
        words in prop_oneof![3 => Just(String::new()), 1 => any::<String>(), 1 => Just("货款/".to_owned())],
    ) -> Payment {
        let open = if part == 0 { amount / 2 } else { amount };
        Payment {
            id: id(n), value_date, amount: Amount::from_minor(amount), open: Amount::from_minor(open),
            direction: if out == 0 { Direction::Out } else { Direction::In },
            currency, payer_name, payer_account: String::new(),
            remark: format!("{words}{}", numbers.join("、")), bank_reference: words,
        }
    }
}

prop_compose! {
    fn item()(
        n in 0_u8..10, party in 0_u8..4, order_numbers in proptest::collection::vec(number(), 0..2),
        open in minor(), currency in currency(), issued_on in day(), due_on in proptest::option::of(day()),
    ) -> OpenItem {
        OpenItem {
            id: id(n), party: id(party), order_numbers, invoice_numbers: Vec::new(),
            contract_number: None, open: Amount::from_minor(open), currency, issued_on, due_on,
        }
    }
}

prop_compose! {
    fn party()(n in 0_u8..3, names in proptest::collection::vec(name(), 0..3), alias in name(), weight in any::<u16>()) -> Party {
        Party { id: id(n), names, accounts: Vec::new(), aliases: vec![Alias { name: alias, weight }] }
    }
}

prop_compose! {
    fn ledger()(
        payments in proptest::collection::vec(payment(), 0..10),
        items in proptest::collection::vec(item(), 0..10),
        parties in proptest::collection::vec(party(), 0..4),
        refused in proptest::collection::vec((0_u8..12, 0_u8..10), 0..4),
    ) -> Ledger {
        let refused = refused.into_iter().map(|(p, i)| Refusal { payment: id(p), item: id(i) });
        Ledger { payments, items, parties, refused: refused.collect() }
    }
}

/// Of rows with one id, the first in their order: as `propose` takes them.
fn by_id<K: Ord, T: Ord + Clone>(rows: &[T], id: impl Fn(&T) -> K) -> BTreeMap<K, T> {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    let mut found = BTreeMap::new();
    for row in rows {
        found.entry(id(&row)).or_insert(row);
    }
    found
}

/// What a proposal takes of its payment, and of each item.
fn takes(proposal: &Proposal) -> (i128, BTreeMap<crate::id::InstalmentId, i128>) {
    let (mut of_payment, mut of_items) = (0, BTreeMap::new());
    for one in &proposal.allocations {
        if one.kind != AllocationKind::Fee {
            of_payment += i128::from(one.amount.minor());
        }
        if let Some(item) = one.item {
            *of_items.entry(item).or_default() += i128::from(one.amount.minor());
        }
    }
    (of_payment, of_items)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn nothing_is_allocated_that_is_not_there(ledger in ledger()) {
        let payments = by_id(&ledger.payments, |payment| payment.id);
        let items = by_id(&ledger.items, |item| item.id);
        let mut used = BTreeMap::new();
        let decisions = propose(&ledger, &Settings::with_all_rules());
        prop_assert_eq!(decisions.len(), payments.len());
        for decision in &decisions {
            let open = payments[&decision.payment].open.minor();
            for proposal in &decision.proposals {
                let (of_payment, of_items) = takes(proposal);
                prop_assert!(of_payment <= i128::from(open.unsigned_abs()), "{decision:?}");
                for (item, taken) in of_items {
                    prop_assert!(taken <= i128::from(items[&item].open.minor()), "{decision:?}");
                    if proposal.lost.is_none() {
                        *used.entry(item).or_insert(0) += taken;
                    }
                }
                prop_assert!(proposal.allocations.iter().all(|one| one.amount >= Amount::ZERO));
            }
            prop_assert!(decision.proposals.iter().skip(1).all(|other| other.lost.is_some()));
        }
        for (item, used) in used {
            prop_assert!(used <= i128::from(items[&item].open.minor()), "{item}: {decisions:?}");
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(ledger in ledger(), seed in any::<u64>()) {
        let mut other = ledger.clone();
        shuffle(&mut other.payments, seed);
        shuffle(&mut other.items, seed / 3);
        shuffle(&mut other.parties, seed / 7);
        shuffle(&mut other.refused, seed / 11);
        let settings = Settings::with_all_rules();
        prop_assert_eq!(propose(&ledger, &settings), propose(&other, &settings));
    }

    #[test]
    fn a_twin_of_the_item_makes_it_ambiguous(ledger in ledger()) {
        // Every item twice, but for its id: nothing that settles one whole can be sure any more.
        let mut doubled = ledger.clone();
        doubled.items = by_id(&ledger.items, |item| item.id).into_values().collect();
        let twins = doubled.items.clone().into_iter().enumerate().map(|(n, item)| OpenItem {
            id: id(100 + u8::try_from(n).unwrap()), ..item
        });
        doubled.items.extend(twins);
        doubled.refused.clear();
        let decisions = propose(&doubled, &Settings::with_all_rules());
        let items = by_id(&doubled.items, |item| item.id);
        for decision in decisions.iter().filter(|decision| decision.band == Band::Automatic) {
            // Both twins together may be what is paid.
            let (_, taken) = takes(decision.chosen().unwrap());
            for item in taken.keys() {
                let same = |other: &&OpenItem| OpenItem { id: *item, ..(*other).clone() } == items[item];
                let twins = doubled.items.iter().filter(same);
                let used = decisions.iter().filter_map(Decision::chosen).map(takes);
                let used: Vec<_> = used.flat_map(|(_, items)| items.into_keys()).collect();
                prop_assert!(twins.clone().count() >= 2);
                prop_assert!(twins.clone().all(|twin| used.contains(&twin.id)), "{decision:#?}");
            }
        }
    }

    #[test]
    fn what_a_rule_does_not_allow_is_not_automatic(ledger in ledger()) {
        for decision in propose(&ledger, &Settings::default()) {
            if decision.band == Band::Automatic {
                let chosen = decision.chosen().unwrap();
                prop_assert_eq!(chosen.rule, Some(Rule::NumberAmountPayer));
                prop_assert_eq!(chosen.allocations.len(), 1);
                prop_assert!(decision.notes.is_empty());
            }
        }
    }
}

fn shuffle<T>(rows: &mut [T], mut seed: u64) {
    for at in (1..rows.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(seed >> 33).unwrap_or_default() % (at + 1);
        rows.swap(at, other);
    }
}
