//! Lists of payments are read from an index, in order.

use domain::{
    finance::Direction,
    list::Sort,
    payments::{
        MatchStatus,
        wire::{PaymentListQuery, PaymentSort},
    },
};

use super::{listing, payment};
use crate::{
    testing::{at, databases, is_slow, plan, uuid},
    write,
};

const ROWS: u32 = 3_000;

fn row(n: u32) -> payment::Model {
    let when = at(i64::from(n));
    let status = match n % 10 {
        0 => MatchStatus::Unmatched,
        _ => MatchStatus::Matched,
    };
    payment::Model {
        id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)),
        created_at: when,
        updated_at: when,
        version: 1,
        bank_account_id: None,
        statement_id: None,
        identity: None,
        value_date: domain::dates::business_day(when) + chrono::TimeDelta::days(i64::from(n % 400)),
        direction: Direction::In.as_str().to_owned(),
        amount_minor: i64::from(n) * 100,
        matched_minor: 0,
        currency: "CNY".to_owned(),
        payer_name: format!("Payer {n}"),
        payer_normalized: format!("payer {n}"),
        payer_account: String::new(),
        remark: String::new(),
        bank_reference: format!("REF{n}"),
        note: None,
        status: status.as_str().to_owned(),
        ignored_reason: None,
    }
}

#[tokio::test]
async fn lists_of_payments_are_read_from_an_index() {
    for db in databases().await {
        write::insert_all(&db.write, (0..ROWS).map(row).collect()).await.unwrap();
        let sorted =
            |key| PaymentListQuery { sort: Sort::descending(key), ..PaymentListQuery::default() };
        let waiting = PaymentListQuery {
            status: vec![MatchStatus::Unmatched],
            ..PaymentListQuery::default()
        };
        for (name, query) in [
            ("value date", sorted(PaymentSort::ValueDate)),
            ("amount", sorted(PaymentSort::Amount)),
            ("recorded", sorted(PaymentSort::CreatedAt)),
            ("waiting", waiting),
        ] {
            let statement = listing(&query).explained(db.backend(), |_| {}).unwrap();
            let steps = plan(&db, &statement).await;
            let is_fine = !steps.iter().any(|step| is_slow(step, "payments"));
            assert!(is_fine, "{:?} by {name}: {steps:#?}", db.backend());
        }
    }
}
