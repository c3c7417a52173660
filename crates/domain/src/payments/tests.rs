//! What the rules of payments say.

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;

fn minor(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn order(n: u128, due: i64, settled: i64) -> OrderDue {
    OrderDue {
        id: Uuid::from_u128(n).into(),
        status: OrderStatus::Approved,
        currency: Currency::Cny,
        due: minor(due),
        settled: minor(settled),
    }
}

fn payment(amount: i64, matched: i64) -> PaymentFacts {
    PaymentFacts {
        status: MatchStatus::of(minor(amount), minor(matched), false),
        direction: Direction::In,
        amount: minor(amount),
        matched: minor(matched),
        currency: Currency::Cny,
        is_of_bank: true,
    }
}

fn part(n: u128, amount: i64, fee: i64) -> MatchPart {
    MatchPart { order_id: Uuid::from_u128(n).into(), amount: minor(amount), fee: minor(fee) }
}

fn faults(
    payment: PaymentFacts,
    parts: &[MatchPart],
    orders: &[OrderDue],
) -> Vec<(String, Reason)> {
    let of = |id| orders.iter().find(|order| order.id == id).copied();
    let found = check_parts(payment, parts, of).err().unwrap_or_default();
    found.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
}

#[test]
fn a_payment_is_split_over_orders_and_no_further_than_it_and_they_go() {
    let orders = [order(1, 600, 0), order(2, 600, 200)];
    let at = |pointer: &str, reason| vec![(pointer.to_owned(), reason)];

    assert_eq!(faults(payment(1000, 0), &[part(1, 600, 0), part(2, 400, 0)], &orders), []);
    assert_eq!(
        faults(payment(900, 0), &[part(1, 600, 0), part(2, 400, 0)], &orders),
        at("/parts", Reason::MoreThanPaid)
    );
    assert_eq!(
        faults(payment(1000, 0), &[part(2, 401, 0)], &orders),
        at("/parts/0/amount", Reason::MoreThanOpen)
    );
    assert_eq!(
        faults(payment(1000, 0), &[part(1, 1, 0), part(1, 1, 0)], &orders),
        at("/parts/1/order_id", Reason::NamedTwice)
    );
    assert_eq!(
        faults(payment(1000, 0), &[part(3, 1, 0)], &orders),
        at("/parts/0/order_id", Reason::UnknownReference)
    );
    assert_eq!(faults(payment(1000, 0), &[], &orders), at("/parts", Reason::Required));
}

#[test]
fn a_bank_keeps_little() {
    let orders = [order(1, 1_000_00, 0)];
    let paid = payment(1_000_00, 0);

    assert_eq!(faults(paid, &[part(1, 980_00, 20_00)], &orders), []);
    assert_eq!(
        faults(paid, &[part(1, 979_99, 20_01)], &orders),
        [("/parts/0/fee".to_owned(), Reason::FeeTooLarge)]
    );
    assert_eq!(
        faults(paid, &[part(1, 980_01, 20_00)], &orders),
        [("/parts/0/amount".to_owned(), Reason::MoreThanOpen)]
    );
    assert_eq!(
        faults(paid, &[part(1, i64::MAX, 1)], &orders).len(),
        2,
        "no overflow is a way around"
    );
}

#[test]
fn only_orders_that_stand_are_paid_and_in_their_currency() {
    let mut draft = order(1, 100, 0);
    draft.status = OrderStatus::Cancelled;
    let mut dollars = order(2, 100, 0);
    dollars.currency = Currency::Usd;

    let found = faults(payment(1000, 0), &[part(1, 1, 0), part(2, 1, 0)], &[draft, dollars]);

    assert_eq!(
        found,
        [
            ("/parts/0/order_id".to_owned(), Reason::OrderNotPayable),
            ("/parts/1/order_id".to_owned(), Reason::OtherCurrencyOfOrder),
        ]
    );
    let out = PaymentFacts { direction: Direction::Out, ..payment(5, 0) };
    assert_eq!(out.may_match().unwrap_err().reason, Reason::OutgoingPayment);
    assert_eq!(payment(5, 5).may_match().unwrap_err().reason, Reason::IllegalPaymentMove);
}

#[test]
fn purchases_follow_the_money_unless_somebody_said_otherwise() {
    use PaymentStatus::{Paid, PartiallyPaid, Pending, Refunded};
    let (none, some, all) = (order(1, 100, 0), order(1, 100, 40), order(1, 100, 100));

    assert_eq!(followed(Pending, &none, &some), Some(PartiallyPaid));
    assert_eq!(followed(PartiallyPaid, &some, &all), Some(Paid));
    assert_eq!(followed(Paid, &all, &none), Some(Pending));
    assert_eq!(followed(Paid, &none, &some), None, "corrected by hand");
    assert_eq!(followed(Refunded, &some, &all), None);
    assert_eq!(followed(Pending, &none, &none), None);
}

#[test]
fn what_the_bank_said_stays() {
    let content = PaymentContent {
        bank_account_id: None,
        value_date: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        amount: minor(500),
        currency: Currency::Cny,
        payer_name: "某公司".to_owned(),
        payer_account: String::new(),
        remark: String::new(),
        bank_reference: String::new(),
        note: None,
    };
    let noted = PaymentContent { note: Some("已电话确认".to_owned()), ..content.clone() };
    let less = PaymentContent { amount: minor(99), ..content.clone() };
    let by_hand = PaymentFacts { is_of_bank: false, ..payment(500, 100) };

    assert!(check_change(payment(500, 0), &content, &noted).is_ok());
    let refused = check_change(payment(500, 0), &content, &less).unwrap_err();
    assert_eq!(refused[0].reason, Reason::PaymentOfBank);
    let refused = check_change(by_hand, &content, &less).unwrap_err();
    assert_eq!(
        (refused[0].pointer.as_str(), refused[0].reason),
        ("/amount", Reason::LessThanMatched)
    );
    assert!(check_payment(&content, content.value_date).is_ok());
    let nobody = PaymentContent { payer_name: " ".to_owned(), ..content };
    assert_eq!(check_payment(&nobody, nobody.value_date).unwrap_err()[0].pointer, "/payer_name");
}

#[test]
fn who_paid_for_somebody_once_is_known() {
    assert!(alias_weight(1) >= Settings::default().alias_from);
    assert!(alias_weight(0) < Settings::default().alias_from);
    assert_eq!(alias_weight(u32::MAX), 950);
}
