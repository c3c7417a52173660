//! What was written is read again, sums are those of the rows, and promised orders are read from
//! their indexes.

use chrono::NaiveDate;
use domain::{
    id::LeadStatusId,
    leads::{
        StatusKind,
        wire::{LeadListQuery, LeadSort, LeadStatusView},
    },
    licenses::wire::OwnedBy,
    list::{MAX_PER_PAGE, Sort},
    money::Currency,
};
use sea_orm::DbBackend;

use super::*;
use crate::{
    Db,
    testing::{at, check_search, databases, is_slow, plan, somebody, uuid},
};

/// Enough for an optimizer to take indexes seriously.
const ROWS: u32 = 3_000;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn lead(n: u32, statuses: &[LeadStatusView], source: domain::id::LeadSourceId) -> Lead {
    let status = &statuses[n as usize % statuses.len()];
    let is_open = status.content.kind == StatusKind::Open;
    Lead {
        id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)).into(),
        content: LeadContent {
            title: format!("采购 {n}"),
            company: format!("第{n}号客户有限公司"),
            contact_name: None,
            contact_email: None,
            contact_phone: None,
            owner_id: (!n.is_multiple_of(5)).then(|| uuid(u128::from(n % 4 + 1)).into()),
            partner_id: None,
            source_id: source,
            industry: None,
            region: None,
            product_id: None,
            amount: Amount::from_minor(i64::from(n) * 101 + 33),
            currency: if n.is_multiple_of(3) { Currency::Usd } else { Currency::Cny },
            expected_on: (!n.is_multiple_of(7)).then(|| day() + chrono::Days::new((n % 90).into())),
            probability: (is_open && n.is_multiple_of(2)).then_some(n % 100),
            next_step: None,
            next_on: (!n.is_multiple_of(4)).then(|| day() + chrono::Days::new((n % 30).into())),
            customer_id: None,
            notes: None,
        },
        status_id: status.id,
        entered_at: at(i64::from(n)),
        touched_at: at(i64::from(n)),
        lost_reason: None,
        reason: None,
        created_at: at(i64::from(n)),
        version: 1,
    }
}

async fn filled(db: &Db, rows: u32) -> (Vec<LeadStatusView>, Vec<Lead>) {
    let people = (1..=4).map(somebody).collect();
    write::insert_all(&db.write, people).await.unwrap();
    let statuses = statuses(&db.read).await.unwrap();
    let source = sources(&db.read).await.unwrap()[0].id;
    let leads: Vec<Lead> = (1..=rows).map(|n| lead(n, &statuses, source)).collect();
    insert_all(&db.write, &leads, at(0)).await.unwrap();
    (statuses, leads)
}

#[tokio::test]
async fn what_was_written_is_read_again_and_found_by_what_it_is_called_now() {
    for db in databases().await {
        let (statuses, mut leads) = filled(&db, 3).await;
        assert_eq!(statuses.len(), 6, "a house begins with these");
        let mut one = leads.remove(0);
        assert_eq!(get(&db.read, Sight::All, one.id).await.unwrap(), one);

        let before = one.content.clone();
        one.content.company = "云岭科技股份有限公司".to_owned();
        one.content.notes = Some("第一行\n第二行".to_owned());
        one.lost_reason = Some(LostReason::Price);
        one.status_id = statuses[4].id;
        let mut stale = one.clone();
        save(&db.write, &before, &mut one, at(5)).await.unwrap();

        assert_eq!(get(&db.read, Sight::All, one.id).await.unwrap(), one);
        let lost = save(&db.write, &before, &mut stale, at(6)).await;
        assert!(matches!(lost, Err(StoreError::Stale)));
        let found = async |q: &str| {
            let query = LeadListQuery { q: q.to_owned(), ..LeadListQuery::default() };
            page(&db.read, Sight::All, &query, &[], day()).await.unwrap().total
        };
        assert_eq!((found("云岭").await, found("第1号").await, found("第2号").await), (1, 0, 1));
        let rep = Sight::OfRep(uuid(1).into());
        assert!(matches!(get(&db.read, rep, one.id).await, Err(StoreError::NotFound)));
        delete(&db.write, one.id).await.unwrap();
        assert!(matches!(get(&db.read, Sight::All, one.id).await, Err(StoreError::NotFound)));
    }
}

#[tokio::test]
async fn sums_are_those_of_the_rows_to_the_last_minor_unit() {
    for db in databases().await {
        let (statuses, _) = filled(&db, 90).await;
        let of_other = LeadListQuery { owner: Some(uuid(3).into()), ..LeadListQuery::default() };
        let rep = Sight::OfRep(uuid(2).into());
        let hidden = page(&db.read, rep, &of_other, &[], day()).await.unwrap();
        assert_eq!(hidden.total, 0, "a filter narrows what somebody sees, and never widens it");
        for sight in [Sight::All, rep] {
            let all = LeadListQuery { per_page: MAX_PER_PAGE, ..LeadListQuery::default() };
            let rows = page(&db.read, sight, &all, &[], day()).await.unwrap().items;

            let sums = standing(&db.read, sight, &all).await.unwrap();

            assert_eq!(sums.iter().map(|one| one.sum.leads as usize).sum::<usize>(), rows.len());
            for one in sums {
                let of = || {
                    rows.iter()
                        .filter(|row| row.status.id == one.status_id)
                        .filter(|row| row.currency == one.sum.currency)
                };
                assert_eq!(one.sum.amount, of().map(|row| row.amount).sum());
                assert_eq!(one.sum.weighted, of().map(|row| row.weighted).sum());
            }
        }
        let (all, first) = (LeadListQuery::default(), statuses[0].id);
        let cards = cards(&db.read, Sight::All, &all, first, day()).await.unwrap();
        assert_eq!(cards.len(), 15);
        assert!(cards.windows(2).all(|pair| pair[0].entered_at > pair[1].entered_at));
        let middle = entered_at(&db.read, Sight::All, &all, first, 7).await.unwrap();
        assert_eq!(middle, Some(cards[7].entered_at));
    }
}

async fn check(db: &Db, name: &str, sight: Sight, query: &LeadListQuery) {
    let statement = listing(sight, query, &[]).explained(db.backend(), |_| {}).unwrap();
    let steps = plan(db, &statement).await;
    let is_fine = !steps.iter().any(|step| is_slow(step, "leads"));
    assert!(is_fine, "{:?} by {name}: {steps:#?}", db.backend());
}

#[tokio::test]
async fn promised_orders_are_read_from_their_indexes() {
    for db in databases().await {
        let (statuses, _) = filled(&db, ROWS).await;
        let analyze =
            if db.backend() == DbBackend::Sqlite { "ANALYZE" } else { "ANALYZE TABLE leads" };
        db.write.execute_unprepared(analyze).await.unwrap();
        let status: Vec<LeadStatusId> = vec![statuses[1].id];
        let owner = Some(uuid(2).into());
        for descending in [false, true] {
            let by = |key| LeadListQuery { sort: Sort { key, descending }, ..Default::default() };
            for key in LeadSort::ALL {
                check(&db, key.as_str(), Sight::All, &by(*key)).await;
            }
            let created = by(LeadSort::CreatedAt);
            let of_status = LeadListQuery { status: status.clone(), ..created.clone() };
            check(&db, "status", Sight::All, &of_status).await;
            let worth = LeadListQuery { status: status.clone(), ..by(LeadSort::Amount) };
            check(&db, "status and amount", Sight::All, &worth).await;
            let of_owner = LeadListQuery { owner, ..created.clone() };
            check(&db, "owner", Sight::All, &of_owner).await;
            let due = LeadListQuery { owner, ..by(LeadSort::NextOn) };
            check(&db, "owner and next step", Sight::All, &due).await;
            let both = LeadListQuery { owner, status: status.clone(), ..created.clone() };
            check(&db, "owner and status", Sight::All, &both).await;
            let pool = LeadListQuery { owned_by: Some(OwnedBy::Nobody), ..created.clone() };
            check(&db, "pool", Sight::All, &pool).await;
        }
        check_search(&db, "leads by name", search::ids_by_term("lead_terms", "lead_id", "第9"))
            .await;
        for sight in [Sight::All, Sight::OfRep(uuid(1).into())] {
            let found = search::leads_statement(db.backend(), sight, "第9");
            check_search(&db, &format!("search box {sight:?}"), found).await;
        }
    }
}
