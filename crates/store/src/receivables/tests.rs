//! What is open is read from an index, and rows are found by what they are about.

use chrono::TimeDelta;
use domain::{
    Id,
    dates::business_day,
    list::Sort,
    receivables::wire::{ReceivableListQuery, ReceivableSort, SummaryBy},
};

use super::*;
use crate::{
    licenses::tests::fixtures::{ORDER, partner, prepared},
    testing::{at, is_slow, plan, uuid},
};

const ROWS: u32 = 2_000;

fn row(n: u32) -> Model {
    let when = at(i64::from(n));
    Model {
        id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)),
        created_at: when,
        updated_at: when,
        version: 1,
        order_id: ORDER,
        ordinal: i32::try_from(n).unwrap(),
        partner_id: Some(partner(n % 2).as_uuid()),
        customer_id: None,
        currency: "CNY".to_owned(),
        terms: r#"{"kind":"prepaid"}"#.to_owned(),
        ordered_on: business_day(when),
        due_on: (!n.is_multiple_of(7))
            .then(|| business_day(when) + TimeDelta::days(i64::from(n % 400))),
        amount_minor: i64::from(n) * 100,
        open_minor: if n.is_multiple_of(3) { 0 } else { i64::from(n) * 100 },
        is_open: !n.is_multiple_of(3),
    }
}

#[tokio::test]
async fn the_list_is_read_from_an_index_and_sums_are_those_of_its_rows() {
    for db in prepared().await {
        write::insert_all(&db.write, (1..=ROWS).map(row).collect()).await.unwrap();
        let today = business_day(at(0)) + TimeDelta::days(200);
        let sorted = |key| ReceivableListQuery { sort: Sort::ascending(key), ..Default::default() };
        let own = ReceivableListQuery { partner: Some(partner(1)), ..Default::default() };
        for (name, query) in [
            ("due", sorted(ReceivableSort::DueOn)),
            ("open", sorted(ReceivableSort::Open)),
            ("approved", sorted(ReceivableSort::OrderedOn)),
            ("partner", own.clone()),
        ] {
            let statement = listing(&query, today).explained(db.backend(), |_| {}).unwrap();
            let steps = plan(&db, &statement).await;
            let is_fine = !steps.iter().any(|step| is_slow(step, "receivables"));
            assert!(is_fine, "{:?} by {name}: {steps:#?}", db.backend());
        }

        let whole: i64 = (1..=ROWS).map(|n| row(n).open_minor).sum();
        let all = totals(&db.read, today).await.unwrap();
        assert_eq!((all.len(), all[0].open.minor()), (1, whole));
        let ages: i64 = all[0].ages.iter().map(|age| age.open.minor()).sum();
        assert_eq!(ages, whole, "every row has one age");
        let parties = by(&db.read, SummaryBy::Partner, today).await.unwrap();
        let sum: i64 = parties.iter().map(|row| row.open.minor()).sum();
        assert_eq!((parties.len(), sum), (2, whole));
        assert!(parties[0].open >= parties[1].open, "who owes most first");
        for age in &all[0].ages {
            let query =
                ReceivableListQuery { bucket: vec![age.bucket], per_page: 100, ..own.clone() };
            let page = page(&db.read, &query, today).await.unwrap();
            let is_same = page.items.iter().all(|row| row.bucket == age.bucket);
            assert!(is_same && page.items.iter().all(|row| row.partner_id == Some(partner(1))));
        }
    }
}

#[tokio::test]
async fn a_balance_is_one_row_and_never_below_zero() {
    use domain::{money::Currency, receivables::EntryKind};

    use crate::licenses::tests::fixtures::USER;

    for db in prepared().await {
        let tx = &db.write;
        let of = async |n| {
            let party = (Some(partner(1)), None);
            find_or_make(tx, Id::from_uuid(uuid(n)), party, Currency::Cny, at(0)).await.unwrap()
        };
        let mut balance = of(70_001).await;
        assert_eq!(of(70_002).await, balance, "the same, whoever asks");
        let entry = |n, kind, amount| Entry {
            id: Id::from_uuid(uuid(n)),
            balance_id: balance.id,
            kind,
            amount: Amount::from_minor(amount),
            entered_on: business_day(at(0)),
            payment_id: None,
            order_id: None,
            note: None,
            by: USER.into(),
            is_undone: false,
        };
        let (deposit, beyond) =
            (entry(80_001, EntryKind::Deposit, 100), entry(80_002, EntryKind::Refund, 101));

        add_entry(tx, &mut balance, &deposit, at(1)).await.unwrap();
        let refused = add_entry(tx, &mut balance, &beyond, at(2)).await.unwrap_err();

        assert!(matches!(refused, StoreError::Stale), "{refused}");
        let view = balance_view(tx, balance.id).await.unwrap();
        assert_eq!((view.balance.balance.minor(), view.entries.len()), (100, 1));
        undo_entry(tx, &mut balance, &deposit, USER.into(), at(3)).await.unwrap();
        let twice = undo_entry(tx, &mut balance, &deposit, USER.into(), at(4)).await.unwrap_err();
        assert!(matches!(twice, StoreError::Stale), "{twice}");
        assert_eq!(balance.balance, Amount::ZERO);
    }
}
