//! The renewals ahead: each license once, at what its last term was sold for.

use chrono::TimeDelta;
use domain::{
    id::Id,
    licenses::{Due, RENEWABLE, wire::LicenseListQuery},
    money::{Amount, Currency},
    orders::LineKind,
};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement, StatementBuilder};

use super::{
    super::{renewals, *},
    fixtures::{LINE, ORDER, PRODUCT, TODAY, USER, license, partner, prepared},
};
use crate::{
    Db, orders,
    segments::{self, Segment},
    testing::{at, uuid},
};

/// A segment that was worth `minor`.
fn segment(license: &License, kind: LineKind, ordinal: u32, minor: i64) -> Segment {
    Segment {
        id: uuid(u128::from(license.ordinal * 10 + ordinal)),
        license_id: license.id,
        order_id: ORDER.into(),
        // One line and license make one segment; whose line it is does not matter here.
        order_line_id: LINE.into(),
        product_id: PRODUCT.into(),
        kind,
        quantity: 1,
        ordinal,
        from_on: None,
        until_on: None,
        value: Amount::from_minor(minor),
        credit: Amount::ZERO,
        closed_on: None,
        closed_by: None,
        old_product_id: None,
        old_expires_on: None,
        new_expires_on: None,
        old_workspaces: 0,
        new_workspaces: 0,
        old_users: 0,
        new_users: 0,
        delivered_at: None,
        created_at: at(0),
    }
}

fn ending(n: u32, days: i64) -> License {
    let last = TODAY + TimeDelta::days(days);
    License {
        expires_on: Some(last),
        activated_at: Some(at(0)),
        sent_at: Some(at(0)),
        ..license(n)
    }
}

fn query() -> LicenseListQuery {
    LicenseListQuery {
        status: RENEWABLE.to_vec(),
        ends_from: Some(TODAY),
        ends_to: Some(TODAY + TimeDelta::days(30)),
        ..LicenseListQuery::default()
    }
}

async fn counted(db: &Db, scope: Scope, query: &LicenseListQuery) -> Vec<Due> {
    let mut due = due(&db.read, scope, query, TODAY).await.unwrap();
    due.sort_by_key(|due| (due.expires_on, due.owner_id));
    due
}

#[tokio::test]
async fn each_license_counts_once_at_what_its_last_term_was_sold_for() {
    for db in prepared().await {
        let owner = Some(Id::from_uuid(USER));
        let all = [
            License { owner_id: owner, ..ending(1, 10) },
            License { owner_id: owner, ..ending(2, 10) },
            ending(3, 10),
            ending(4, 31),
            License { terminated_at: Some(at(0)), ..ending(5, 10) },
            License { suspended_at: Some(at(0)), ..ending(6, 10) },
            License { expires_on: None, ..ending(7, 10) },
            ending(8, 30),
        ];
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let sold = [
            segment(&all[0], LineKind::New, 1, 100),
            segment(&all[1], LineKind::New, 1, 7),
            segment(&all[2], LineKind::New, 1, 5),
            segment(&all[7], LineKind::New, 1, 3),
        ];
        segments::insert_all(&db.write, &sold).await.unwrap();

        let due = counted(&db, Scope::Everything, &query()).await;

        let day = |days| TODAY + TimeDelta::days(days);
        let expected = |days, owner_id, licenses, minor| Due {
            expires_on: day(days),
            owner_id,
            currency: Some(Currency::Cny),
            licenses,
            amount: Amount::from_minor(minor),
        };
        assert_eq!(
            due,
            [expected(10, None, 1, 5), expected(10, owner, 2, 107), expected(30, None, 1, 3),]
        );
        let own = counted(&db, Scope::OfPartner(partner(1)), &query()).await;
        assert_eq!(own.iter().map(|due| due.licenses).sum::<u32>(), 2, "the scope holds");
    }
}

/// Another line of the order.
async fn another_line(db: &Db, line_no: i32) -> OrderLineId {
    let first = orders::line::Entity::find_by_id(LINE).one(&db.write).await.unwrap().unwrap();
    let id = uuid(9_000 + u128::from(line_no.unsigned_abs()));
    write::insert(&db.write, orders::line::Model { id, line_no, ..first }).await.unwrap();
    id.into()
}

#[tokio::test]
async fn the_last_term_counts_whatever_was_added_or_taken_back_since() {
    for db in prepared().await {
        let all = [ending(1, 10), ending(2, 11), ending(3, 12)];
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let (second, third) = (another_line(&db, 2).await, another_line(&db, 3).await);
        let later = |license, kind, ordinal, minor, order_line_id| Segment {
            order_line_id,
            ..segment(license, kind, ordinal, minor)
        };
        let sold = [
            segment(&all[0], LineKind::New, 1, 100),
            later(&all[0], LineKind::Renewal, 2, 90, second),
            later(&all[0], LineKind::Expansion, 3, 1, third),
            segment(&all[1], LineKind::New, 1, 100),
            later(&all[1], LineKind::Renewal, 2, 90, second),
        ];
        segments::insert_all(&db.write, &sold).await.unwrap();
        let take_back = format!(
            "UPDATE license_segments SET reversed_at = created_at WHERE kind = 'renewal' AND \
             license_id = (SELECT id FROM licenses WHERE number = '{}')",
            all[1].number
        );
        db.write.execute_unprepared(&take_back).await.unwrap();

        let due = counted(&db, Scope::Everything, &query()).await;

        let told: Vec<_> = due.iter().map(|due| (due.currency, due.amount.minor())).collect();
        let cny = Some(Currency::Cny);
        assert_eq!(told, [(cny, 90), (cny, 100), (None, 0)], "nothing was paid for the third");
    }
}

#[tokio::test]
async fn the_board_reads_the_days_it_shows_and_not_every_license() {
    for db in prepared().await {
        let all: Vec<License> = (1..=2_000).map(|n| ending(n, i64::from(n % 900))).collect();
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let sold: Vec<_> = all.iter().map(|one| segment(one, LineKind::New, 1, 100)).collect();
        segments::insert_all(&db.write, &sold).await.unwrap();
        let is_sqlite = db.backend() == DbBackend::Sqlite;
        let analyze =
            if is_sqlite { "ANALYZE" } else { "ANALYZE TABLE licenses, license_segments" };
        db.write.execute_unprepared(analyze).await.unwrap();
        let statement = renewals::statement(Scope::Everything, &query(), TODAY);
        let built: Statement = StatementBuilder::build(&statement, &db.backend());
        let explain = if is_sqlite { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
        let asked = Statement { sql: format!("{explain} {}", built.sql), ..built };

        let rows = db.read.query_all_raw(asked).await.unwrap();

        let steps: Vec<String> = rows
            .iter()
            .map(|row| {
                if is_sqlite {
                    return row.try_get::<String>("", "detail").unwrap();
                }
                let text =
                    |name| row.try_get::<Option<String>>("", name).unwrap().unwrap_or_default();
                ["table", "type", "key"].map(text).join(" | ")
            })
            .collect();
        let is_bad = |step: &String| {
            step.starts_with("SCAN licenses")
                || step.starts_with("licenses | ALL")
                || step.starts_with("SCAN license_segments")
                || step.starts_with("license_segments | ALL")
        };
        assert!(!steps.iter().any(is_bad), "{steps:#?}");
    }
}
