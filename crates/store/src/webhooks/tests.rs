//! Webhooks and their messages on every database.

use domain::{
    Id,
    list::Sort,
    webhooks::{CallStatus, wire::WebhookCallListQuery},
};
use sea_orm::DbBackend;
use serde_json::json;

use super::*;
use crate::testing::{at, databases, is_slow, plan, uuid};

fn webhook(n: u128) -> Webhook {
    Webhook {
        id: Id::from_uuid(uuid(n)),
        name: format!("hook {n}"),
        form: WebhookForm::Json,
        address: "https://a.example".to_owned(),
        url: "sealed".to_owned(),
        secret: Some("canary".to_owned()),
        generation: 1,
        language: Lang::Zh,
        kinds: vec![EventKind::OrderSubmitted],
        active: n != 2,
        created_at: at(0),
        version: 1,
    }
}

fn new_call(n: u128) -> NewCall {
    NewCall {
        id: Id::from_uuid(uuid(n)),
        webhook_id: Id::from_uuid(uuid(1)),
        event_id: Id::from_uuid(uuid(n)),
        kind: "order.submitted".to_owned(),
        label: format!("ORD-{n}"),
        message: json!({ "n": n.to_string() }),
    }
}

fn outcome(n: u128, status: Option<u16>) -> Outcome {
    Outcome { id: uuid(n), at: at(5), status, answer: "ä".repeat(900), millis: 12 }
}

#[tokio::test]
async fn a_message_is_queued_once_leased_once_and_logged() {
    let all = Scope::Everything;
    for db in databases().await {
        let to = &db.write;
        for n in 1..=2 {
            insert(to, &webhook(n), at(0)).await.unwrap();
        }
        assert!(!format!("{:?}", webhook(1)).contains("canary"));
        let told = told_of(to, EventKind::OrderSubmitted).await.unwrap();
        assert_eq!(told, [webhook(1)], "the other is switched off");
        assert_eq!(told_of(to, EventKind::OrderApproved).await.unwrap(), []);

        assert!(insert_call(to, &new_call(10), at(0)).await.unwrap());
        assert!(!insert_call(to, &new_call(10), at(0)).await.unwrap());
        let leased = lease_due(to, "a", at(1), at(60), 10).await.unwrap();
        assert_eq!(lease_due(to, "b", at(1), at(60), 10).await.unwrap(), []);
        let late = mark_delivered(to, &leased[0], "b", &outcome(20, Some(200))).await;
        assert!(matches!(late, Err(StoreError::Stale)));
        mark_retry(to, &leased[0], "a", at(100), &outcome(21, None)).await.unwrap();
        assert_eq!(lease_due(to, "a", at(99), at(160), 10).await.unwrap(), []);
        let again = lease_due(to, "a", at(100), at(160), 10).await.unwrap();
        assert_eq!(again[0].tries, 2);
        mark_failed(to, &again[0], "a", &outcome(22, Some(500))).await.unwrap();

        let id = Id::from_uuid(uuid(10));
        let (_, row) = get_call(to, all, id).await.unwrap();
        assert_eq!(row.status, CallStatus::Failed);
        let statuses: Vec<_> = row.tries.iter().map(|attempt| attempt.status).collect();
        assert_eq!(statuses, [None, Some(500)]);
        assert_eq!(row.tries[0].answer.chars().count(), 500);
        send_again(to, id, row.version, at(200)).await.unwrap();
        let stale = send_again(to, id, row.version, at(200)).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        assert_eq!(lease_due(to, "a", at(201), at(260), 10).await.unwrap()[0].tries, 1);

        delete(to, Id::from_uuid(uuid(1))).await.unwrap();
        let gone = get_call(to, all, id).await;
        assert!(matches!(gone, Err(StoreError::NotFound)));
        let own = Scope::OfUser(Id::from_uuid(uuid(1)));
        assert!(get(to, own, Id::from_uuid(uuid(2))).await.is_err(), "nobody's own");
    }
}

#[tokio::test]
async fn the_log_is_read_from_its_index() {
    for db in databases().await {
        insert(&db.write, &webhook(1), at(0)).await.unwrap();
        for n in 1..=300 {
            insert_call(&db.write, &new_call(n), at(i64::try_from(n).unwrap())).await.unwrap();
        }
        let analyze = if db.backend() == DbBackend::Sqlite {
            "ANALYZE"
        } else {
            "ANALYZE TABLE webhooks, webhook_calls"
        };
        db.write.execute_unprepared(analyze).await.unwrap();
        for descending in [false, true] {
            let sort = Sort { key: WebhookSort::CreatedAt, descending };
            for status in [Vec::new(), vec![CallStatus::Failed]] {
                let query =
                    WebhookCallListQuery { sort, status, ..WebhookCallListQuery::default() };
                let listing = calls_listing(Scope::Everything, Id::from_uuid(uuid(1)), &query);
                let steps = plan(&db, &listing.explained(db.backend(), |_| {}).unwrap()).await;
                let is_fine = !steps.iter().any(|step| is_slow(step, "webhook_calls"));
                assert!(is_fine, "{:?}: {steps:#?}", db.backend());
            }
        }
    }
}
