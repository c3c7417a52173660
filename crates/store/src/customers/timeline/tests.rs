//! A timeline is read by its parts, each entry once, and from indexes.

use domain::{
    events::{EventKind, SubjectKind},
    id::EventId,
};
use sea_orm::DbBackend;

use super::*;
use crate::{
    events::{NewEvent, Origin, append},
    testing::{at, databases, plan, uuid},
};

fn event(n: u128, kind: EventKind, seconds: i64) -> NewEvent {
    NewEvent {
        id: EventId::from(uuid(n)),
        kind,
        subject_kind: SubjectKind::Customer,
        subject_id: uuid(1),
        subject_label: "C".to_owned(),
        actor: None,
        note: None,
        data: serde_json::Value::Null,
        at: at(seconds),
        origin: Origin::default(),
        links: Vec::new(),
    }
}

#[tokio::test]
async fn a_timeline_is_turned_page_by_page_and_misses_nothing() {
    for db in databases().await {
        // Three at the same instant: their ids tell which comes next.
        let seconds = [1, 2, 3, 3, 3, 4, 5];
        let events =
            seconds.iter().zip(100..).map(|(at, n)| event(n, EventKind::CustomerChanged, *at));
        append(&db.write, events.collect()).await.unwrap();
        append(&db.write, vec![event(200, EventKind::SignedIn, 6)]).await.unwrap();
        append(&db.write, vec![event(201, EventKind::ChangeRequested, 7)]).await.unwrap();
        let kinds = TimelineKind::ALL;
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let asked = Asked { customer: uuid(1).into(), kinds, size: 3, after: after.as_deref() };
            let part = page(&db.read, &asked).await.unwrap();
            seen.extend(part.items.iter().map(|entry| entry.id.as_u128()));
            let Some(next) = part.next else { break };
            after = Some(next);
        }

        assert_eq!(seen, [201, 106, 105, 104, 103, 102, 101, 100]);
        let orders =
            Asked { customer: uuid(1).into(), kinds: &[TimelineKind::Order], size: 3, after: None };
        assert_eq!(page(&db.read, &orders).await.unwrap(), TimelinePage::default());
        let nothing = Asked { kinds: &[], ..orders.clone() };
        assert_eq!(page(&db.read, &nothing).await.unwrap(), TimelinePage::default());
        let nonsense = Asked { after: Some("AAAA"), ..orders };
        assert!(matches!(page(&db.read, &nonsense).await, Err(StoreError::InvalidAfter)));
    }
}

#[tokio::test]
async fn a_timeline_reads_no_table_whole() {
    for db in databases().await {
        let wanted = Wanted {
            customer: uuid(1),
            kinds: TimelineKind::ALL,
            limit: 21,
            before: Some((at(0), uuid(7))),
        };
        let steps = plan(&db, &statement(&wanted).unwrap()).await;

        let tables =
            ["event_links", "events", "order_lines", "licenses", "purchases", "deliveries"];
        for table in tables {
            let whole = steps.iter().find(|step| match db.backend() {
                DbBackend::Sqlite => step.starts_with(&format!("SCAN {table}")),
                // An empty table may be read whole by a server that knows that it is empty.
                _ => false,
            });
            assert!(whole.is_none(), "{table}: {steps:#?}");
        }
    }
}
