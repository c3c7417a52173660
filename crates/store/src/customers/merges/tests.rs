//! Undoing a merge restores everything, whatever the two were and whatever was taken; and nothing
//! that refers to a customer is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    access::Scope,
    customers::{CustomerType, Industry, Region, wire::ChangeCustomer},
    patch::Patch,
};
use proptest::{
    prelude::*, sample::select, sample::subsequence, strategy::ValueTree as _,
    test_runner::TestRunner,
};
use sea_orm::{DbBackend, Statement};

use super::{references::REFERENCES, *};
use crate::{
    Db, alerts,
    customers::{NewContact, NewCustomer, change, create, find_by_name, look_up},
    testing::{at, databases, somebody, sqlite, uuid},
};

#[tokio::test]
async fn every_reference_to_a_customer_is_named() {
    let db = sqlite().await;
    let asked = "SELECT m.name AS t, f.\"from\" AS c FROM sqlite_master m \
                 JOIN pragma_foreign_key_list(m.name) f \
                 WHERE m.type = 'table' AND f.\"table\" = 'customers'";
    let rows = db.read.query_all_raw(Statement::from_string(DbBackend::Sqlite, asked));
    let text = |row: &sea_orm::QueryResult, column| row.try_get::<String>("", column).unwrap();
    let there: BTreeSet<(String, String)> =
        rows.await.unwrap().iter().map(|row| (text(row, "t"), text(row, "c"))).collect();
    let named: BTreeSet<(String, String)> = REFERENCES
        .iter()
        .map(|reference| (reference.table.to_owned(), reference.column.to_owned()))
        .collect();

    let forgotten: Vec<_> = there.difference(&named).collect();
    assert!(forgotten.is_empty(), "say what a merge does with {forgotten:?}");
    assert!(there.len() >= 13, "{there:?}");
}

/// Two customers, what they have, and what somebody does with them.
#[derive(Debug, Clone)]
struct Example {
    winner: Fields,
    loser: Fields,
    winners: Vec<&'static str>,
    losers: Vec<&'static str>,
    take: Vec<MergeField>,
    /// Alerts of the winner, of the loser, and of the winner since.
    alerts: (u8, u8, u8),
    /// Whether somebody was part of the loser before.
    had_merged: bool,
}

fn fields() -> impl Strategy<Value = Fields> {
    let text = || proptest::option::of("[a-c]{1,2}");
    let words = (
        select(CustomerType::ALL),
        proptest::option::of(select(Industry::ALL)),
        proptest::option::of(select(Region::ALL)),
        any::<bool>(),
    );
    ("[a-z]{3}", proptest::bool::ANY, text(), text(), text(), words).prop_map(
        |(name, has_code, city, address, notes, (customer_type, industry, region, owned))| Fields {
            name,
            credit_code: has_code.then(String::new),
            customer_type,
            industry,
            region,
            city,
            address,
            notes,
            owner: owned.then(|| uuid(1).into()),
        },
    )
}

fn people_of() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(vec!["a@x.cn", "b@x.cn", "c@y.cn", "d@qq.com"], 0..=4)
}

fn example() -> impl Strategy<Value = Example> {
    let take = subsequence(MergeField::ALL.to_vec(), 0..=MergeField::ALL.len());
    let alerts = (0..3_u8, 0..3_u8, 0..2_u8);
    (fields(), fields(), people_of(), people_of(), take, alerts, any::<bool>()).prop_map(
        |(winner, loser, winners, losers, take, alerts, had_merged)| Example {
            winner,
            loser,
            winners,
            losers,
            take,
            alerts,
            had_merged,
        },
    )
}

/// Numbers that are used once.
struct Numbers(std::cell::Cell<u128>);

impl Numbers {
    fn next(&self) -> Uuid {
        self.0.set(self.0.get() + 1);
        uuid(self.0.get())
    }
}

async fn customer(db: &Db, ids: &Numbers, fields: &Fields, people: &[&str]) -> CustomerId {
    let id: CustomerId = ids.next().into();
    let contact = |email: &&str| NewContact {
        id: ids.next().into(),
        name: (*email).to_owned(),
        title: None,
        email: Some((*email).to_owned()),
        phone: None,
    };
    let new = NewCustomer {
        id,
        name: fields.name.clone(),
        credit_code: fields.credit_code.clone(),
        customer_type: fields.customer_type,
        industry: fields.industry,
        region: fields.region,
        city: fields.city.clone(),
        address: fields.address.clone(),
        owner: fields.owner,
        notes: fields.notes.clone(),
        contacts: people.iter().map(contact).collect(),
    };
    create(&db.write, &new, at(0)).await.unwrap();
    id
}

async fn alert(db: &Db, ids: &Numbers, of: CustomerId) {
    let id = ids.next();
    let row = alerts::alert::Model {
        id,
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        kind: "license_expiring".to_owned(),
        slot: String::new(),
        severity: "info".to_owned(),
        status: "open".to_owned(),
        subject_kind: "license".to_owned(),
        subject_id: id,
        subject_label: String::new(),
        due_on: NaiveDate::default(),
        step: None,
        customer_id: Some(of.as_uuid()),
        partner_id: None,
        owner_id: None,
        handled_by: None,
        handled_at: None,
        snoozed_until: None,
        resolved_at: None,
        resolution: None,
        digest_on: None,
    };
    write::insert(&db.write, row).await.unwrap();
}

/// Everything that a person would miss: rows without what only counts changes, by id.
async fn world(db: &Db) -> BTreeMap<Uuid, String> {
    let mut world = BTreeMap::new();
    for row in Entity::find().all(&db.read).await.unwrap() {
        let row = Model { version: 0, updated_at: at(0), compared: false, ..row };
        world.insert(row.id, format!("{row:?}"));
    }
    for row in contact::Entity::find().all(&db.read).await.unwrap() {
        world.insert(row.id, format!("{row:?}"));
    }
    for row in alerts::alert::Entity::find().all(&db.read).await.unwrap() {
        world.insert(row.id, format!("{row:?}"));
    }
    world
}

async fn version(db: &Db, id: CustomerId) -> i64 {
    Entity::find_by_id(id.as_uuid()).one(&db.read).await.unwrap().unwrap().version
}

async fn merge_them(
    db: &Db,
    ids: &Numbers,
    two: (CustomerId, CustomerId),
    take: &[MergeField],
) -> CustomerMergeId {
    let new = NewMerge {
        id: ids.next().into(),
        winner: two.0,
        winner_version: version(db, two.0).await,
        loser: two.1,
        loser_version: version(db, two.1).await,
        take: take.to_vec(),
        reason: None,
        by: uuid(1).into(),
    };
    merge(&db.write, &new, at(5)).await.unwrap();
    new.id
}

#[tokio::test]
async fn undoing_a_merge_restores_every_business_field() {
    for db in databases().await {
        write::insert(&db.write, somebody(1)).await.unwrap();
        let ids = Numbers(std::cell::Cell::new(1_000));
        let mut runner = TestRunner::deterministic();
        for n in 0..24 {
            let mut example = example().new_tree(&mut runner).unwrap().current();
            for (fields, side) in [(&mut example.winner, "W"), (&mut example.loser, "L")] {
                fields.name = format!("{} {n}{side}", fields.name);
                fields.credit_code = fields.credit_code.as_ref().map(|_| format!("{side}{n:017}"));
            }
            let winner = customer(&db, &ids, &example.winner, &example.winners).await;
            let loser = customer(&db, &ids, &example.loser, &example.losers).await;
            for _ in 0..example.alerts.0 {
                alert(&db, &ids, winner).await;
            }
            for _ in 0..example.alerts.1 {
                alert(&db, &ids, loser).await;
            }
            if example.had_merged {
                let earlier = Fields {
                    name: format!("earlier {n}"),
                    credit_code: None,
                    ..example.loser.clone()
                };
                let earlier = customer(&db, &ids, &earlier, &[]).await;
                merge_them(&db, &ids, (loser, earlier), &[]).await;
            }
            let before = world(&db).await;

            let id = merge_them(&db, &ids, (winner, loser), &example.take).await;

            let row = Entity::find_by_id(winner.as_uuid()).one(&db.read).await.unwrap().unwrap();
            let expected = merged(&example.winner, &example.loser, &example.take);
            assert_eq!(fields_of(&row).unwrap(), expected, "{example:?}");
            for name in [&example.winner.name, &example.loser.name] {
                let found = find_by_name(&db.read, name).await.unwrap().unwrap();
                assert_eq!(found.id, winner, "{name} leads to the one that stays: {example:?}");
            }
            assert!(
                references::counts(&db.read, loser.as_uuid(), None)
                    .await
                    .unwrap()
                    .iter()
                    .all(|rows| rows.what == Moved::Contacts),
                "{example:?}"
            );
            assert_ne!(world(&db).await, before);
            for _ in 0..example.alerts.2 {
                alert(&db, &ids, winner).await;
            }
            let mut since = world(&db).await;
            since.retain(|id, _| !before.contains_key(id));

            let seen = undoing(&db.read, id).await.unwrap();
            assert_eq!(seen.facts.may_undo(), Ok(()), "{example:?}");
            undo(&db.write, id, seen.version, uuid(1).into(), at(9)).await.unwrap();

            let mut after = world(&db).await;
            for (id, row) in since {
                assert_eq!(after.remove(&id), Some(row), "what came since stays with the winner");
            }
            assert_eq!(after, before, "{example:?}");
            for (name, whose) in [(&example.winner.name, winner), (&example.loser.name, loser)] {
                let found = look_up(&db.read, Scope::Everything, name).await.unwrap();
                assert!(found.iter().any(|one| one.customer_id == whose), "{name}");
            }
            let again = undo(&db.write, id, seen.version + 1, uuid(1).into(), at(9)).await;
            assert!(matches!(again, Err(StoreError::Stale)));
        }
    }
}

fn plain(name: &str) -> Fields {
    Fields {
        name: name.to_owned(),
        credit_code: None,
        customer_type: CustomerType::Enterprise,
        industry: None,
        region: None,
        city: None,
        address: None,
        notes: None,
        owner: None,
    }
}

#[tokio::test]
async fn what_was_changed_since_stays_or_keeps_the_merge() {
    for db in databases().await {
        write::insert(&db.write, somebody(1)).await.unwrap();
        let ids = Numbers(std::cell::Cell::new(1_000));
        let winner = customer(&db, &ids, &plain("上海云智科技有限公司"), &["a@x.cn"]).await;
        let other = Fields { city: Some("上海".to_owned()), ..plain("云智科技") };
        let loser = customer(&db, &ids, &other, &[]).await;
        let id = merge_them(&db, &ids, (winner, loser), &[MergeField::City]).await;
        let edit = async |asked: ChangeCustomer| {
            let version = version(&db, winner).await;
            change(&db.write, winner, version, &asked, || ids.next().into(), at(7)).await.unwrap();
        };
        edit(ChangeCustomer { notes: Patch::Set("later".to_owned()), ..ChangeCustomer::default() })
            .await;

        let seen = undoing(&db.read, id).await.unwrap();
        assert_eq!(seen.facts.may_undo(), Ok(()), "the merge did not touch the notes");
        assert_eq!((seen.restored.city, seen.restored.notes.as_deref()), (None, Some("later")));

        edit(ChangeCustomer { city: Patch::Set("苏州".to_owned()), ..ChangeCustomer::default() })
            .await;
        let seen = undoing(&db.read, id).await.unwrap();
        assert_eq!(seen.facts.changed, [MergeField::City]);
        let refused = undo(&db.write, id, seen.version, uuid(1).into(), at(9)).await;
        assert!(matches!(refused, Err(StoreError::Stale)));

        let third = customer(&db, &ids, &plain("深圳海风有限公司"), &[]).await;
        merge_them(&db, &ids, (third, winner), &[]).await;
        let seen = undoing(&db.read, id).await.unwrap();
        assert!(seen.facts.winner_is_gone, "the last merge is undone first");
        let found = find_by_name(&db.read, "云智科技").await.unwrap().unwrap();
        assert_eq!(found.id, third, "one step leads to who stands for all of them");
    }
}
