//! Payments as they come in, and what is said of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::{
    id::{InstalmentId, PartyId, PaymentId},
    money::Currency,
};

fn id<T>(n: u128) -> crate::Id<T> {
    crate::Id::from_uuid(Uuid::from_u128(n))
}

fn on(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

const YUNZHI: &str = "上海云智科技有限公司";
const HAICHUAN: &str = "深圳海川软件股份有限公司";

/// Party 1 is Yunzhi with orders 1 to 4, party 2 Haichuan with orders 5 and 6.
fn ledger() -> Ledger {
    let party = |n, name: &str| Party {
        id: id(n),
        names: vec![name.to_owned()],
        accounts: Vec::new(),
        aliases: vec![Alias { name: format!("{name}采购中心"), weight: 800 }],
    };
    let item = |n: u128, party: u128, minor: i64| OpenItem {
        id: id(n),
        party: id(party),
        order_numbers: vec![format!("ORD-20260301-{:06}", 4711 + n * 137)],
        invoice_numbers: vec![format!("2631200000{:010}", 77 * n)],
        contract_number: (n <= 2).then(|| "HT-2026-0099".to_owned()),
        open: Amount::from_minor(minor),
        currency: Currency::Cny,
        issued_on: on(1),
        due_on: Some(on(20)),
    };
    Ledger {
        payments: Vec::new(),
        items: vec![
            item(1, 1, 168_000_00),
            item(2, 1, 50_000_00),
            item(3, 1, 73_500_00),
            item(4, 1, 73_500_00),
            item(5, 2, 168_000_00),
            item(6, 2, 99_000_00),
        ],
        parties: vec![party(1, YUNZHI), party(2, HAICHUAN)],
        refused: Vec::new(),
    }
}

fn payment(n: u128, minor: i64, payer: &str, remark: &str) -> Payment {
    Payment {
        id: id(n),
        value_date: on(18),
        direction: Direction::In,
        amount: Amount::from_minor(minor),
        open: Amount::from_minor(minor),
        currency: Currency::Cny,
        payer_name: payer.to_owned(),
        payer_account: String::new(),
        remark: remark.to_owned(),
        bank_reference: format!("REF{n:08}"),
    }
}

fn decide(payments: Vec<Payment>) -> Vec<Decision> {
    propose(&Ledger { payments, ..ledger() }, &Settings::with_all_rules())
}

fn one(payment: Payment) -> Decision {
    decide(vec![payment]).remove(0)
}

/// The items of the chosen proposal with kinds, by their numbers in `ledger`.
fn items(decision: &Decision) -> Vec<(u128, AllocationKind)> {
    let chosen = decision.chosen().into_iter().flat_map(|chosen| &chosen.allocations);
    let item = |one: &Allocation| (one.item.map_or(0, |item| item.as_uuid().as_u128()), one.kind);
    chosen.map(item).collect()
}

type Row<'a> = (i64, &'a str, &'a str, Band, Option<Rule>, &'a [(u128, AllocationKind)]);

fn assert_decided(table: &[Row]) {
    for (minor, payer, remark, band, rule, expected) in table {
        let decision = one(payment(1, *minor, payer, remark));
        let found = decision.chosen().and_then(|chosen| chosen.rule);
        assert_eq!(
            (decision.band, found, items(&decision).as_slice()),
            (*band, *rule, *expected),
            "{payer} {remark}: {decision:#?}"
        );
    }
}

#[test]
fn a_number_is_read_however_it_was_written() {
    use {AllocationKind::Exact, Band::Automatic};
    let all: &[(&str, Rule)] = &[
        ("ORD-20260301-004848", Rule::NumberAmountPayer),
        ("货款 ord20260301 004848", Rule::NumberAmountPayer),
        ("0RD-2O26O3O1-OO4848", Rule::NumberAmountPayer),
        ("20260301-004848", Rule::DamagedNumber),
        ("ORD-20260301-004884", Rule::DamagedNumber),
        ("ORD-20260301-00484", Rule::DamagedNumber),
        ("ORD-20260301-0048488", Rule::DamagedNumber),
        ("ORD-20260301-004938", Rule::PayerAmount),
        ("尾号004848", Rule::PayerAmount),
        ("发票26312000000000000077", Rule::OtherNumber),
        ("合同 HT-2026-0099", Rule::OtherNumber),
    ];
    for (remark, rule) in all {
        let row = (168_000_00, YUNZHI, *remark, Automatic, Some(*rule), &[(1, Exact)][..]);
        assert_decided(&[row]);
    }
}

#[test]
fn a_payer_is_known_by_its_names() {
    use {AllocationKind::Exact, Band::Automatic};
    let all: &[(&str, Rule)] = &[
        ("上海雲智科技有限公司\t", Rule::NumberAmountPayer),
        ("上海云智科技有限公司采购中心", Rule::NumberAmountPayer),
        ("SHANGHAI YUNZHI TECH CO LTD", Rule::SimilarPayer),
        ("王小明", Rule::NumberAmount),
    ];
    for (payer, rule) in all {
        let number = "ORD-20260301-004848";
        let row = (168_000_00, *payer, number, Automatic, Some(*rule), &[(1, Exact)][..]);
        assert_decided(&[row]);
    }
}

#[test]
fn amounts_need_not_be_those_of_one_order() {
    use AllocationKind::{Deposit, Exact, Fee, Over, Partial};
    use Band::{Automatic, Left, Suggested};
    const FIRST: &str = "ORD-20260301-004848";
    const BOTH: &[(u128, AllocationKind)] = &[(1, Exact), (2, Exact)];
    const LIST: &str = "ORD-20260301-004848、ORD-20260301-004985";
    const SHORT: &str = "ORD-20260301-004848/004985";
    assert_decided(&[
        (167_985_00, YUNZHI, FIRST, Automatic, Some(Rule::Fee), &[(1, Exact), (1, Fee)]),
        (60_000_00, YUNZHI, FIRST, Automatic, Some(Rule::Partial), &[(1, Partial)]),
        (218_000_00, YUNZHI, LIST, Automatic, Some(Rule::Bundle), BOTH),
        (218_000_00, YUNZHI, SHORT, Automatic, Some(Rule::Bundle), BOTH),
        (218_000_00, YUNZHI, "货款", Automatic, Some(Rule::SubsetSum), BOTH),
        (50_000_00, YUNZHI, "货款", Automatic, Some(Rule::PayerAmount), &[(2, Exact)]),
        (200_000_00, YUNZHI, FIRST, Suggested, None, &[(1, Exact), (0, Over)]),
        (20_000_00, YUNZHI, "意向金", Suggested, None, &[(0, Deposit)]),
        (3_21, "", "结息", Left, None, &[]),
    ]);
}

#[test]
fn two_items_alike_are_never_matched_without_a_person() {
    let decision = one(payment(1, 73_500_00, YUNZHI, "货款"));

    assert_eq!(decision.band, Band::Suggested);
    assert!(decision.notes.iter().any(|note| matches!(note, Note::Ambiguous { .. })));
    let told: BTreeSet<u128> = decision
        .proposals
        .iter()
        .filter_map(|proposal| proposal.allocations[0].item)
        .map(|item| item.as_uuid().as_u128())
        .collect();
    assert!(told.is_superset(&BTreeSet::from([3, 4])), "{told:?}");
}

#[test]
fn a_payment_that_names_its_item_leaves_the_other_one_for_the_rest() {
    let number = ledger().items[2].order_numbers[0].clone();
    let decisions =
        decide(vec![payment(1, 73_500_00, YUNZHI, "货款"), payment(2, 73_500_00, YUNZHI, &number)]);

    assert_eq!(items(&decisions[0]), [(4, AllocationKind::Exact)]);
    assert_eq!(items(&decisions[1]), [(3, AllocationKind::Exact)]);
    assert!(decisions.iter().all(|decision| decision.band == Band::Automatic), "{decisions:#?}");
}

#[test]
fn only_what_agrees_whole_is_automatic_by_default() {
    let number = ledger().items[0].order_numbers[0].clone();
    let paid = |payer: &str, minor: i64| {
        let payments = vec![payment(1, minor, payer, &number)];
        propose(&Ledger { payments, ..ledger() }, &Settings::default()).remove(0).band
    };

    assert_eq!(paid(YUNZHI, 168_000_00), Band::Automatic);
    assert_eq!(paid("王小明", 168_000_00), Band::Suggested);
    assert_eq!(paid(HAICHUAN, 168_000_00), Band::Suggested);
    assert_eq!(paid(YUNZHI, 167_985_00), Band::Suggested);
}

#[test]
fn a_wrong_digit_that_names_somebody_elses_order_does_not_win() {
    // Haichuan owes as much for order 5, whose number is one digit from what was written.
    let mut ledger = ledger();
    ledger.items[4].order_numbers = vec!["ORD-20260301-004849".to_owned()];
    ledger.payments = vec![payment(1, 168_000_00, YUNZHI, "ORD-20260301-004849")];

    let decision = propose(&ledger, &Settings::with_all_rules()).remove(0);

    assert_eq!(items(&decision), [(1, AllocationKind::Exact)], "{decision:#?}");
    assert!(decision.proposals.iter().any(|other| {
        matches!(other.lost, Some(Lost::Weaker { .. }))
            && other.evidence.contains(&Evidence::PayerIsAnother)
    }));
}

#[test]
fn the_same_money_twice_pays_once() {
    let number = ledger().items[0].order_numbers[0].clone();
    let first = payment(1, 168_000_00, YUNZHI, &number);
    let second = Payment { value_date: on(20), ..payment(2, 168_000_00, YUNZHI, &number) };

    let decisions = decide(vec![second, first]);

    assert_eq!(decisions[0].band, Band::Automatic);
    assert_eq!(decisions[1].band, Band::Suggested);
    assert_eq!(decisions[1].notes, [Note::DuplicateOf { payment: id(1) }]);
    assert_eq!(items(&decisions[1]), [(0, AllocationKind::Over)]);
}

#[test]
fn two_equal_parts_are_no_duplicates() {
    let number = ledger().items[0].order_numbers[0].clone();
    let half = |n| payment(n, 84_000_00, YUNZHI, &number);

    let decisions = decide(vec![half(1), half(2)]);

    assert!(decisions.iter().all(|one| items(one) == [(1, AllocationKind::Partial)]));
    assert!(decisions.iter().all(|one| one.band == Band::Automatic), "{decisions:#?}");
}

#[test]
fn what_went_back_pays_nothing_and_what_comes_again_does() {
    let number = ledger().items[0].order_numbers[0].clone();
    let first = payment(1, 168_000_00, YUNZHI, &number);
    let back = Payment {
        direction: Direction::Out,
        value_date: on(19),
        ..payment(2, 168_000_00, YUNZHI, "退汇 户名不符")
    };
    let again = Payment { value_date: on(21), ..payment(3, 168_000_00, YUNZHI, &number) };

    let decisions = decide(vec![first, back, again]);

    assert_eq!(decisions[0].notes, [Note::ReversedBy { payment: id(2) }]);
    assert_eq!(decisions[1].notes, [Note::ReversalOf { payment: id(1) }]);
    assert!(decisions[..2].iter().all(|one| one.proposals.is_empty()));
    assert_eq!(
        (decisions[2].band, items(&decisions[2])),
        (Band::Automatic, vec![(1, AllocationKind::Exact)])
    );
}

#[test]
fn another_currency_is_shown_and_settles_nothing() {
    let number = ledger().items[0].order_numbers[0].clone();
    let dollars = Payment { currency: Currency::Usd, ..payment(1, 168_000_00, YUNZHI, &number) };

    let decision = one(dollars);

    assert_eq!(decision.band, Band::Suggested);
    assert_eq!(items(&decision), [(1, AllocationKind::Exchange)]);
    assert_eq!(decision.proposals[0].allocations[0].amount, Amount::ZERO);
}

#[test]
fn what_a_person_refused_is_not_proposed_again() {
    let number = ledger().items[0].order_numbers[0].clone();
    let payments = vec![payment(1, 168_000_00, YUNZHI, &number)];
    let refused = vec![Refusal { payment: id(1), item: id(1) }];

    let decision =
        propose(&Ledger { payments, refused, ..ledger() }, &Settings::default()).remove(0);

    assert!(items(&decision).iter().all(|(item, _)| *item != 1), "{decision:#?}");
    assert_ne!(decision.band, Band::Automatic);
}

#[test]
fn evidence_survives_the_round_trip() {
    let number = ledger().items[0].order_numbers[0].clone();
    let decision = one(payment(1, 167_985_00, YUNZHI, &number));

    let json = serde_json::to_string(&decision).unwrap();

    assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), decision);
    assert!(json.contains(r#"{"code":"amount_minus_fee","fee":"15.00"}"#), "{json}");
}

#[test]
fn ids_are_of_what_they_name() {
    let decision = one(payment(9, 168_000_00, YUNZHI, ""));
    let (payment, party): (PaymentId, PartyId) = (id(9), id(1));
    let allocation = decision.chosen().unwrap().allocations[0];
    let item: Option<InstalmentId> = Some(id(1));

    assert_eq!((decision.payment, allocation.party, allocation.item), (payment, Some(party), item));
}
