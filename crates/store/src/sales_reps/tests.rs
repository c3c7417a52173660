//! Sales reps are read again, and targets are reached by what was paid in their time and currency.

use chrono::NaiveDate;
use domain::{
    customers::Region,
    licenses::wire::{PaymentStatus, PurchaseKind},
    money::{Amount, Currency},
    sales_reps::{
        SalesRepKind,
        wire::{TargetContent, TargetListQuery},
    },
};

use super::{targets::Target, *};
use crate::{
    licenses::tests::fixtures,
    purchases::{self, Purchase},
    testing::{at, uuid},
};

const USER: u128 = 9;

fn rep(n: u128, user: Option<u128>) -> SalesRep {
    SalesRep {
        id: uuid(n).into(),
        content: SalesRepContent {
            name: format!("销售{n}"),
            email: format!("rep{n}@dsms.example"),
            kind: SalesRepKind::Fde,
            region: Some(Region::ALL[0]),
            user_id: user.map(|user| uuid(user).into()),
            ..SalesRepContent::default()
        },
        active: true,
        created_at: at(0),
        version: 1,
    }
}

fn paid(n: u128, on: NaiveDate, minor: i64, currency: Currency) -> Purchase {
    Purchase {
        id: uuid(n).into(),
        order_id: None,
        order_line_id: None,
        customer_id: fixtures::customer(0),
        license_id: None,
        partner_id: None,
        owner_id: Some(uuid(USER).into()),
        kind: PurchaseKind::New,
        purchased_on: on,
        sets: 1,
        amount: Amount::from_minor(minor),
        currency,
        payment_status: PaymentStatus::Paid,
        method: None,
        contract_number: None,
        workspaces: 1,
        users: 1,
        old_expires_on: None,
        new_expires_on: None,
        profit_share: None,
        notes: None,
        created_at: at(0),
        version: 1,
    }
}

#[tokio::test]
async fn a_sales_rep_is_read_again_and_an_account_is_one_reps() {
    for db in fixtures::prepared().await {
        let mut one = rep(1, Some(USER));
        insert(&db.write, &one, at(0)).await.unwrap();
        insert(&db.write, &rep(2, None), at(0)).await.unwrap();
        insert(&db.write, &rep(3, None), at(0)).await.unwrap();
        let twice = insert(&db.write, &rep(4, Some(USER)), at(0)).await.unwrap_err();
        assert!(twice.is_duplicate_of("uq_sales_reps_user_id"));

        one.content.position = Some("华东区".to_owned());
        save(&db.write, &mut one, at(1)).await.unwrap();
        assert_eq!(lock(&db.write, Scope::Everything, one.id).await.unwrap(), one);
        assert_eq!(of_user(&db.read, uuid(USER).into()).await.unwrap(), Some(one.clone()));
        let mut stale = SalesRep { version: 1, ..one.clone() };
        assert!(matches!(save(&db.write, &mut stale, at(2)).await, Err(StoreError::Stale)));

        let query = SalesRepListQuery { q: "销售1".to_owned(), ..SalesRepListQuery::default() };
        let found = page(&db.read, Scope::Everything, &query).await.unwrap();
        assert_eq!(found.items.iter().map(|rep| rep.id).collect::<Vec<_>>(), [one.id]);
        let own = page(&db.read, Scope::OfUser(uuid(USER).into()), &query).await.unwrap();
        assert_eq!(own.total, 0);
    }
}

#[tokio::test]
async fn a_target_is_reached_by_what_was_paid_in_its_time_and_currency() {
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    for db in fixtures::prepared().await {
        let one = rep(1, Some(USER));
        insert(&db.write, &one, at(0)).await.unwrap();
        for purchase in [
            paid(1, day(4, 1), 300, Currency::Cny),
            paid(2, day(6, 30), 200, Currency::Cny),
            paid(3, day(7, 1), 1_000, Currency::Cny),
            paid(4, day(5, 1), 9_000, Currency::Usd),
            Purchase {
                payment_status: PaymentStatus::Pending,
                ..paid(5, day(5, 1), 7_000, Currency::Cny)
            },
        ] {
            purchases::insert(&db.write, &purchase).await.unwrap();
        }
        let content = |quarter| TargetContent {
            sales_rep_id: one.id,
            year: 2026,
            quarter,
            currency: Currency::Cny,
            amount: Amount::from_minor(1_000),
        };
        for (n, quarter) in [(1, None), (2, Some(2))] {
            let target = Target {
                id: uuid(n).into(),
                content: content(quarter),
                created_at: at(0),
                version: 1,
            };
            targets::insert(&db.write, &target, at(0)).await.unwrap();
        }
        let twice =
            Target { id: uuid(3).into(), content: content(None), created_at: at(0), version: 1 };
        let twice = targets::insert(&db.write, &twice, at(0)).await.unwrap_err();
        assert!(
            twice.is_duplicate_of("uq_sales_targets_sales_rep_id_year_quarter_currency"),
            "{twice:?}"
        );

        let query = TargetListQuery { year: Some(2026), ..TargetListQuery::default() };
        let found = targets::page(&db.read, Scope::Everything, &query).await.unwrap();

        let mut told: Vec<_> = found
            .items
            .iter()
            .map(|target| (target.quarter, target.reached.minor(), target.percent))
            .collect();
        told.sort_unstable();
        assert_eq!(told, [(None, 1_500, 150), (Some(2), 500, 50)]);
        assert_eq!(targets::count_of(&db.read, one.id).await.unwrap(), 2);
    }
}
