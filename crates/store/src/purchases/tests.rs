//! Sums are what the rows behind them come to, and lists keep to their filters and indexes.

use domain::{
    list::{MAX_PER_PAGE, Sort},
    purchases::{
        revenue as by_month,
        wire::{PurchaseListQuery, PurchaseSort, RevenueQuery},
    },
    sales_reps::figures_of,
};
use sea_orm::DbBackend;

use super::*;
use crate::{
    Db,
    licenses::tests::fixtures,
    testing::{at, is_slow, plan, uuid},
};

const TODAY: NaiveDate = fixtures::TODAY;
const USER: u128 = 9;

/// The nth purchase: spread over days, kinds, currencies and how far they are paid.
fn purchase(n: u32) -> Purchase {
    let nth = n as usize;
    let is_gift = n.is_multiple_of(11);
    Purchase {
        id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)).into(),
        order_id: None,
        order_line_id: None,
        customer_id: fixtures::customer(n % 4),
        license_id: None,
        partner_id: n.is_multiple_of(3).then(|| fixtures::partner(n % 2)),
        owner_id: n.is_multiple_of(2).then(|| uuid(USER).into()),
        kind: PurchaseKind::ALL[nth % PurchaseKind::ALL.len()],
        purchased_on: TODAY - chrono::TimeDelta::days(i64::from(n * 7 % 400)),
        sets: 1,
        amount: Amount::from_minor(if is_gift { 0 } else { i64::from(n) * 1_000_01 }),
        currency: Currency::ALL[nth / 30 % 3],
        payment_status: PaymentStatus::ALL[nth % PaymentStatus::ALL.len()],
        method: is_gift.then_some(PaymentMethod::Gift),
        contract_number: Some(format!("HT-{n}")),
        workspaces: 1,
        users: 1,
        old_expires_on: None,
        new_expires_on: None,
        profit_share: n.is_multiple_of(3).then_some(BasisPoints(12_00)),
        notes: None,
        created_at: at(i64::from(n)),
        version: 1,
    }
}

async fn filled(most: u32) -> Vec<Db> {
    let databases = fixtures::prepared().await;
    for db in &databases {
        let rows = (1..=most).map(|n| purchase(n).row(at(0)).unwrap()).collect();
        write::insert_all(&db.write, rows).await.unwrap();
    }
    databases
}

async fn rows(db: &Db, query: &PurchaseListQuery) -> Vec<domain::purchases::wire::PurchaseRow> {
    let mut query = PurchaseListQuery { per_page: MAX_PER_PAGE, ..query.clone() };
    let mut found = Vec::new();
    loop {
        let page = page(&db.read, Scope::Everything, &query).await.unwrap();
        found.extend(page.items);
        match page.next {
            Some(next) => query.after = Some(next),
            None => return found,
        }
    }
}

#[tokio::test]
async fn what_was_written_is_read_again_and_found_by_its_filters() {
    for db in filled(60).await {
        let one = purchase(6);
        assert_eq!(lock(&db.write, Scope::Everything, one.id).await.unwrap(), one);
        let theirs = Scope::OfUser(uuid(USER + 1).into());
        assert!(matches!(record(&db.read, theirs, one.id).await, Err(StoreError::NotFound)));

        let all = PurchaseListQuery::default();
        assert_eq!(rows(&db, &all).await.len(), 60);
        let by_contract = PurchaseListQuery { q: "HT-6".to_owned(), ..all.clone() };
        assert_eq!(rows(&db, &by_contract).await.len(), 2, "6 and 60");
        let by_name = PurchaseListQuery { q: "云智".to_owned(), ..all.clone() };
        assert!(rows(&db, &by_name).await.iter().all(|row| row.customer_name.contains("云智")));
        let gifts = PurchaseListQuery { gift: Some(true), ..all.clone() };
        assert_eq!(rows(&db, &gifts).await.len(), 5);
        let bought = PurchaseListQuery { gift: Some(false), ..all.clone() };
        assert_eq!(rows(&db, &bought).await.len(), 55, "no method is no gift");
        let gone = PurchaseListQuery { stands: Some(false), ..all.clone() };
        let gone = rows(&db, &gone).await.len();
        let stands = PurchaseListQuery { stands: Some(true), ..all };
        assert_eq!((gone, rows(&db, &stands).await.len()), (24, 36));
    }
}

#[tokio::test]
async fn every_number_of_the_statistics_is_what_its_rows_come_to() {
    for db in filled(240).await {
        for asked in [
            RevenueQuery::default(),
            RevenueQuery { owner: Some(uuid(USER).into()), ..RevenueQuery::default() },
            RevenueQuery { partner: Some(fixtures::partner(0)), ..RevenueQuery::default() },
        ] {
            let days = sold(&db.read, Scope::Everything, &asked.list(TODAY)).await.unwrap();
            let view = by_month(asked.days(TODAY), &days).unwrap();

            assert!(!view.cells.is_empty() && view.totals.len() > 1, "currencies apart");
            for cell in &view.cells {
                let behind = rows(&db, &asked.list_of(cell, TODAY)).await;
                let amount: Amount = behind.iter().map(|row| row.amount).sum();
                assert_eq!((amount, behind.len()), (cell.amount, cell.purchases as usize));
                assert!(behind.iter().all(|row| row.payment_status == PaymentStatus::Paid));
            }
        }
    }
}

#[tokio::test]
async fn what_somebody_sold_is_what_their_rows_come_to() {
    for db in filled(120).await {
        let period = (TODAY - chrono::TimeDelta::days(200), TODAY);
        for (whose, id) in
            [(Whose::Owner, uuid(USER)), (Whose::Partner, fixtures::partner(1).as_uuid())]
        {
            let mut parts = parts(&db.read, whose, Some(id), period).await.unwrap();
            let figures = figures_of(parts.remove(&id).unwrap_or_default()).unwrap();
            let theirs = PurchaseListQuery {
                owner: (whose == Whose::Owner).then(|| id.into()),
                partner: (whose == Whose::Partner).then(|| id.into()),
                gift: Some(false),
                stands: Some(true),
                from: Some(period.0),
                until: Some(period.1),
                ..PurchaseListQuery::default()
            };
            assert!(!figures.booked.is_empty(), "{whose:?}");
            for sum in &figures.booked {
                let of = PurchaseListQuery { currency: vec![sum.currency], ..theirs.clone() };
                let paid =
                    PurchaseListQuery { payment_status: vec![PaymentStatus::Paid], ..of.clone() };
                let total = |rows: &[domain::purchases::wire::PurchaseRow]| -> Amount {
                    rows.iter().map(|row| row.amount).sum()
                };
                assert_eq!(total(&rows(&db, &of).await), sum.amount);
                assert_eq!(total(&rows(&db, &paid).await), figures.paid_in(sum.currency));
            }
        }
    }
}

#[tokio::test]
async fn a_statement_shares_what_was_paid() {
    for db in filled(90).await {
        let partner = fixtures::partner(0);
        let period = (TODAY - chrono::TimeDelta::days(400), TODAY);
        let lines = shares(&db.read, partner, period).await.unwrap();

        let paid = PurchaseListQuery {
            partner: Some(partner),
            payment_status: vec![PaymentStatus::Paid],
            ..PurchaseListQuery::default()
        };
        let behind: Amount = rows(&db, &paid).await.iter().map(|row| row.amount).sum();
        assert!(!lines.is_empty());
        assert_eq!(lines.iter().map(|line| line.gross).sum::<Amount>(), behind);
        for line in &lines {
            assert_eq!(line.share.minor(), (line.net.minor() * 12 + 50) / 100);
        }
    }
}

#[tokio::test]
async fn lists_are_read_from_their_indexes() {
    for db in filled(3_000).await {
        let analyze =
            if db.backend() == DbBackend::Sqlite { "ANALYZE" } else { "ANALYZE TABLE purchases" };
        db.write.execute_unprepared(analyze).await.unwrap();
        let check = async |name: &str, query: PurchaseListQuery| {
            for descending in [false, true] {
                let sort = Sort { descending, ..query.sort };
                let query = PurchaseListQuery { sort, ..query.clone() };
                let listing = listing(Scope::Everything, &query);
                let steps = plan(&db, &listing.explained(db.backend(), |_| {}).unwrap()).await;
                let is_fine = !steps.iter().any(|step| is_slow(step, "purchases"));
                assert!(is_fine, "{:?} {name}: {steps:#?}", db.backend());
            }
        };
        let all = PurchaseListQuery::default();
        for key in PurchaseSort::ALL {
            let sort = Sort::ascending(*key);
            check(key.as_str(), PurchaseListQuery { sort, ..all.clone() }).await;
        }
        let paid = PurchaseListQuery { payment_status: vec![PaymentStatus::Paid], ..all.clone() };
        check("paid", paid.clone()).await;
        let month = PurchaseListQuery {
            from: Some(TODAY - chrono::TimeDelta::days(30)),
            until: Some(TODAY),
            ..paid
        };
        check("paid in a month", month).await;
        let owner = PurchaseListQuery { owner: Some(uuid(USER).into()), ..all.clone() };
        check("owner", owner).await;
        check("partner", PurchaseListQuery { partner: Some(fixtures::partner(0)), ..all }).await;
    }
}
