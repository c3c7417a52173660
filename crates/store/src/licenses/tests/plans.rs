//! Asks the databases how they would read the pages that lists promise to be quick: from an index
//! that is in order already, never the whole table, nothing sorted.

use domain::{
    access::Scope,
    dates::EndsWithin,
    id::Id,
    licenses::wire::{LicenseListQuery, LicenseSort},
    list::Sort,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement, StatementBuilder};

use super::{
    super::{License, insert_all, views},
    fixtures::{TODAY, USER, customer, license, partner, prepared},
    read,
};
use crate::{
    Db, search,
    testing::{at, check_search},
};

/// Enough for an optimizer to take indexes seriously.
const ROWS: u32 = 4_000;

fn promised() -> Vec<(&'static str, Scope, LicenseListQuery)> {
    let query = |key, descending| LicenseListQuery {
        sort: Sort { key, descending },
        ..LicenseListQuery::default()
    };
    let own = Scope::OfPartner(partner(1));
    let mut all = Vec::new();
    for descending in [false, true] {
        let created = query(LicenseSort::CreatedAt, descending);
        let expires = query(LicenseSort::ExpiresOn, descending);
        let of_customer = LicenseListQuery { customer: Some(customer(1)), ..created.clone() };
        let of_partner = LicenseListQuery { partner: Some(partner(1)), ..expires.clone() };
        let of_owner = LicenseListQuery { owner: Some(Id::from_uuid(USER)), ..created.clone() };
        let ends_of_owner =
            LicenseListQuery { owner: Some(Id::from_uuid(USER)), ..expires.clone() };
        let ending =
            LicenseListQuery { ends_within: Some(EndsWithin::NinetyDays), ..expires.clone() };
        all.extend([
            ("created_at", Scope::Everything, created.clone()),
            ("partner, created_at", own, created),
            ("customer, created_at", Scope::Everything, of_customer),
            ("owner, created_at", Scope::Everything, of_owner),
            ("owner, expires_on", Scope::Everything, ends_of_owner),
            ("expires_on", Scope::Everything, expires),
            ("partner, expires_on", Scope::Everything, of_partner),
            ("ends within", Scope::Everything, ending.clone()),
            ("partner, ends within", own, ending),
            ("number", Scope::Everything, query(LicenseSort::Number, descending)),
            ("partner, number", own, query(LicenseSort::Number, descending)),
        ]);
    }
    all
}

async fn plan(db: &Db, scope: Scope, query: &LicenseListQuery) -> Vec<String> {
    let listing = views::listing(views::filter(scope, query, TODAY), query);
    let statement = listing.explained(db.backend(), views::columns).unwrap();
    let built: Statement = StatementBuilder::build(&statement, &db.backend());
    let explain = if db.backend() == DbBackend::Sqlite { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
    let asked = Statement { sql: format!("{explain} {}", built.sql), ..built };
    let rows = db.read.query_all_raw(asked).await.unwrap();
    rows.iter()
        .map(|row| {
            if db.backend() == DbBackend::Sqlite {
                return row.try_get::<String>("", "detail").unwrap();
            }
            let text =
                |column| row.try_get::<Option<String>>("", column).unwrap().unwrap_or_default();
            ["table", "type", "key", "Extra"].map(text).join(" | ")
        })
        .collect()
}

fn is_bad(backend: DbBackend, step: &str) -> bool {
    if backend == DbBackend::Sqlite {
        return step.contains("TEMP B-TREE")
            || (step.starts_with("SCAN licenses") && !step.contains("INDEX"));
    }
    step.contains("filesort") || step.contains("temporary") || step.starts_with("licenses | ALL")
}

#[tokio::test]
async fn promised_orders_are_read_from_their_indexes() {
    for db in prepared().await {
        let all: Vec<License> = (1..=ROWS)
            .map(|n| License {
                created_at: at(i64::from(n)),
                owner_id: (n % 10 == 0).then(|| Id::from_uuid(USER)),
                activated_at: (n % 4 != 0).then(|| at(i64::from(n))),
                expires_on: (n % 3 != 0)
                    .then(|| TODAY + chrono::TimeDelta::days(i64::from(n % 700))),
                ..license(n)
            })
            .collect();
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let analyze =
            if db.backend() == DbBackend::Sqlite { "ANALYZE" } else { "ANALYZE TABLE licenses" };
        db.write.execute_unprepared(analyze).await.unwrap();

        for (scope, typed) in [
            (Scope::Everything, "ENT-2026"),
            (Scope::OfPartner(partner(1)), "ENT-2026"),
            (Scope::Everything, "远航"),
            (Scope::OfPartner(partner(1)), "远航"),
        ] {
            let statement = search::licenses_statement(db.backend(), scope, typed);
            check_search(&db, typed, statement).await;
        }
        for (name, scope, query) in promised() {
            let next = read(&db, scope, &query).await.next;
            assert!(next.is_some(), "{name}");
            for query in [query.clone(), LicenseListQuery { after: next, ..query }] {
                let steps = plan(&db, scope, &query).await;
                let context = format!(
                    "{:?} {name} {} {}: {steps:#?}",
                    db.backend(),
                    query.sort,
                    query.after.is_some()
                );
                assert!(!steps.iter().any(|step| is_bad(db.backend(), step)), "{context}");
            }
        }
    }
}
