//! Instalments make the whole, ages have no gap, money settles what is due first.

use proptest::prelude::*;

use super::*;

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap() + chrono::Days::new(u64::from(d))
}

fn yuan(yuan: i64) -> Amount {
    Amount::from_minor(yuan * 100)
}

fn days() -> OrderDays {
    OrderDays { approved_on: day(1), delivered_on: Some(day(5)), invoiced_on: None }
}

#[test]
fn terms_say_what_is_due_when() {
    let due = |terms| -> Vec<(Amount, Option<NaiveDate>)> {
        let all = instalments(terms, yuan(1000), Amount::ZERO, days()).unwrap();
        all.into_iter().map(|one| (one.open, one.due_on)).collect()
    };
    let within = |from| PaymentTerms::Days { days: 30, from };

    assert_eq!(due(PaymentTerms::Prepaid), [(yuan(1000), Some(day(1)))]);
    assert_eq!(
        due(PaymentTerms::Deposit { percent: BasisPoints(30_00) }),
        [(yuan(300), Some(day(1))), (yuan(700), Some(day(5)))]
    );
    assert_eq!(due(within(TermsFrom::Approval)), [(yuan(1000), Some(day(31)))]);
    assert_eq!(due(within(TermsFrom::Delivery)), [(yuan(1000), Some(day(35)))]);
    assert_eq!(due(within(TermsFrom::Invoice)), [(yuan(1000), None)], "not before the invoice");
}

#[test]
fn money_settles_what_is_due_first() {
    let terms = PaymentTerms::Deposit { percent: BasisPoints(30_00) };
    let open = |settled| -> Vec<Amount> {
        let all = instalments(terms, yuan(1000), settled, days()).unwrap();
        all.into_iter().map(|one| one.open).collect()
    };

    assert_eq!(open(yuan(100)), [yuan(200), yuan(700)]);
    assert_eq!(open(yuan(350)), [yuan(0), yuan(650)]);
    assert_eq!(open(yuan(2000)), [yuan(0), yuan(0)]);
}

#[test]
fn ages_follow_each_other_without_a_gap() {
    for overdue in 0..800_u32 {
        let today = day(900);
        let due_on = day(900 - overdue);
        let fits = |bucket: &&AgeBucket| {
            let (first, last) = bucket.due_between(today);
            first.is_none_or(|first| due_on >= first) && last.is_none_or(|last| due_on <= last)
        };

        let found: Vec<_> = AgeBucket::ALL.iter().filter(fits).copied().collect();

        assert_eq!(found, [AgeBucket::of(Some(due_on), today)], "{overdue} days");
    }
}

#[test]
fn rules_of_credit_are_bounded() {
    let faults = |rules: CreditRules| -> Vec<String> {
        let faults = check_rules(&rules).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.pointer).collect()
    };
    let wrong = CreditRules {
        after_days: 366,
        above: yuan(-1),
        customer_terms: PaymentTerms::Days { days: 0, from: TermsFrom::Invoice },
        ..CreditRules::default()
    };

    assert_eq!(faults(CreditRules::default()), [""; 0]);
    assert_eq!(faults(wrong), ["/after_days", "/above", "/customer_terms/days"]);
    assert!(!CreditRules::default().holds(&[Overdue { open: yuan(1), due_on: day(0) }], day(99)));
}

proptest! {
    #[test]
    fn instalments_make_the_whole(
        due in 0_i64..1_000_000_000, settled in 0_i64..1_500_000_000, percent in 1_u32..10_000,
    ) {
        let (due, settled) = (Amount::from_minor(due), Amount::from_minor(settled));
        let terms = PaymentTerms::Deposit { percent: BasisPoints(percent) };

        let all = instalments(terms, due, settled, days()).unwrap();

        prop_assert_eq!(Amount::total(all.iter().map(|one| one.amount)).unwrap(), due);
        let open = Amount::total(all.iter().map(|one| one.open)).unwrap();
        prop_assert_eq!(open, due.minus(settled).unwrap().max(Amount::ZERO));
    }

    #[test]
    fn what_an_order_gives_back_leaves_what_is_due(
        due in 0_i64..1_000_000, paid in 0_i64..1_000_000, fees in 0_i64..1_000,
    ) {
        let of = Amount::from_minor;
        let settled = of(paid + fees);

        let back = money_back(of(due), settled, of(fees));

        prop_assert!(back >= Amount::ZERO && back <= of(paid));
        prop_assert!(settled.minus(back).unwrap() >= of(due).min(settled));
        prop_assert_eq!(money_back(of(due), settled.minus(back).unwrap(), of(fees)), Amount::ZERO);
    }
}
