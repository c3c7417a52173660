//! The queue fences, the chain notices, timelines and pages are complete.

use domain::{
    access::Scope,
    events::{EventKind, SubjectKind, wire::EventListQuery},
};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::*;
use crate::{
    StoreError,
    testing::{at, databases, uuid},
};

fn event(n: u128) -> NewEvent {
    NewEvent {
        id: uuid(n).into(),
        kind: EventKind::OrderPlaced,
        subject_kind: SubjectKind::Order,
        subject_id: uuid(1_000 + n % 3),
        subject_label: format!("ORD-{n}"),
        actor: None,
        note: n.is_multiple_of(2).then(|| "a note".to_owned()),
        data: serde_json::json!({ "n": n.to_string() }),
        at: at(i64::try_from(n / 2).unwrap()),
        origin: Origin::default(),
        links: vec![(SubjectKind::License, uuid(2_000))],
    }
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_changes_nothing() {
    for db in databases().await {
        append(&db.write, vec![event(1)]).await.unwrap();

        let slow = lease_batch(&db.write, "slow", at(0), at(10), 5).await.unwrap();
        assert!(lease_batch(&db.write, "quick", at(5), at(15), 5).await.unwrap().is_empty());
        let quick = lease_batch(&db.write, "quick", at(11), at(20), 5).await.unwrap();

        assert_eq!((slow[0].attempts, quick[0].attempts), (1, 2));
        let late = finish(&db.write, slow[0].id, "slow", 1, at(12)).await;
        assert!(matches!(late, Err(StoreError::Stale)));
        finish(&db.write, quick[0].id, "quick", 2, at(13)).await.unwrap();
        assert!(lease_batch(&db.write, "third", at(99), at(100), 5).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_failed_comes_back_when_its_time_has_come() {
    for db in databases().await {
        append(&db.write, vec![event(1)]).await.unwrap();
        let leased = lease_batch(&db.write, "w", at(0), at(10), 5).await.unwrap();

        fail(&db.write, leased[0].id, "w", 1, "mail server is away", at(60)).await.unwrap();

        assert!(lease_batch(&db.write, "w", at(59), at(70), 5).await.unwrap().is_empty());
        let again = lease_batch(&db.write, "w", at(61), at(70), 5).await.unwrap();
        assert_eq!(again[0].attempts, 2);
        release(&db.write, "w").await.unwrap();
        assert_eq!(lease_batch(&db.write, "x", at(62), at(70), 5).await.unwrap().len(), 1);
    }
}

/// Stands for the server's secret.
fn seal(seq: i64, hash: &[u8; 32]) -> [u8; 32] {
    let mut mac = *hash;
    mac[0] ^= seq.to_be_bytes()[7] ^ 0x5a;
    mac
}

#[tokio::test]
async fn a_change_to_a_sealed_event_is_found() {
    for db in databases().await {
        for n in 1..=7 {
            append(&db.write, vec![event(n)]).await.unwrap();
        }
        let tx = db.begin().await.unwrap();
        assert_eq!(seal_batch(&tx, 4, &seal, at(0)).await.unwrap(), 4);
        assert_eq!(seal_batch(&tx, 4, &seal, at(1)).await.unwrap(), 3);
        tx.commit().await.unwrap();
        append(&db.write, vec![event(8)]).await.unwrap();

        let verify = async || verify_chain(&db.read, &seal, None).await.unwrap();
        let whole = verify().await;
        assert_eq!((whole.sealed, whole.unsealed, whole.head.seq), (7, 1, 7));
        assert_eq!((whole.broken, whole.backdated), (None, None));
        let other = verify_chain(&db.read, &|_, _| [0; 32], None).await.unwrap();
        assert_eq!(other.broken.unwrap().flaw, Flaw::HeadForged, "another secret");

        let label = "UPDATE events SET subject_label = 'ORD-9' WHERE seq = 5";
        db.write.execute_unprepared(label).await.unwrap();
        let report = verify().await;
        assert_eq!((report.sealed, report.broken.unwrap().seq), (4, 5));

        db.write.execute_unprepared("DELETE FROM events WHERE seq = 2").await.unwrap();
        let report = verify().await;
        assert_eq!((report.sealed, report.broken.unwrap().seq), (1, 2));

        // Only the head knows that there was more.
        db.write.execute_unprepared("DELETE FROM events WHERE seq > 1").await.unwrap();
        let broken = verify().await.broken.unwrap();
        assert_eq!((broken.seq, broken.flaw), (2, Flaw::CutOff));
        assert_eq!(seal_batch(&db.write, 4, &seal, at(2)).await.unwrap(), 1);
        let broken = verify().await.broken.unwrap();
        assert_eq!((broken.seq, broken.flaw), (2, Flaw::Missing), "nor does going on hide it");
    }
}

#[tokio::test]
async fn an_event_stands_on_every_timeline_it_is_linked_to() {
    for db in databases().await {
        for n in 1..=6 {
            append(&db.write, vec![event(n)]).await.unwrap();
        }

        let everything = Scope::Everything;
        let of = async |scope, kind, id| timeline(&db.read, scope, kind, id).await.unwrap();
        assert_eq!(of(everything, SubjectKind::License, uuid(2_000)).await.len(), 6);
        let order = of(everything, SubjectKind::Order, uuid(1_001)).await;
        assert_eq!(
            order.iter().map(|e| e.id).collect::<Vec<_>>(),
            [uuid(4).into(), uuid(1).into()]
        );
        let partner = Scope::OfPartner(uuid(77).into());
        assert!(of(partner, SubjectKind::Order, uuid(1_001)).await.is_empty());
    }
}

#[tokio::test]
async fn pages_are_complete_and_stable_by_number_and_by_place() {
    for db in databases().await {
        for n in 1..=25 {
            append(&db.write, vec![event(n)]).await.unwrap();
        }
        let mut by_place = Vec::new();
        let mut query = EventListQuery { per_page: 4, ..EventListQuery::default() };
        loop {
            let page = page(&db.read, Scope::Everything, &query).await.unwrap();
            assert_eq!(page.total, 25);
            by_place.extend(page.items.into_iter().map(|event| event.id));
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        let mut by_number = Vec::new();
        for number in 1..=7 {
            let page = std::num::NonZeroU32::new(number).unwrap();
            let query = EventListQuery { per_page: 4, page, ..EventListQuery::default() };
            let found = super::page(&db.read, Scope::Everything, &query).await.unwrap();
            by_number.extend(found.items.into_iter().map(|event| event.id));
        }

        let expected: Vec<EventId> = (1..=25).rev().map(|n| uuid(n).into()).collect();
        assert_eq!(by_place, expected);
        assert_eq!(by_number, expected);
    }
}

#[tokio::test]
async fn a_place_of_another_list_is_refused() {
    let db = crate::testing::sqlite().await;
    for after in [
        "",
        "x",
        "eyJ4IjoxfQ",
        "WyJhdCIsIm5vdGhpbmciLCIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDAiXQ",
    ] {
        let query = EventListQuery { after: Some(after.to_owned()), ..EventListQuery::default() };
        let refused = page(&db.read, Scope::Everything, &query).await;
        assert!(matches!(refused, Err(StoreError::InvalidAfter)), "{after}");
    }
    assert_eq!(event::Entity::find().all(&db.read).await.unwrap().len(), 0);
}
