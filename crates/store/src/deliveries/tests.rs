//! A mail is queued once, sent by one worker at a time, and tried again when its time has come.

use domain::{
    access::Scope,
    deliveries::wire::DeliveryListQuery,
    events::SubjectKind,
    notifications::{NotificationKind, wire::NotificationListQuery},
};

use super::*;
use crate::{
    StoreError,
    notifications::{self, NewNotification},
    testing::{at, databases, uuid},
    users,
};

fn mail(n: u128) -> NewDelivery {
    NewDelivery {
        id: uuid(n).into(),
        event_id: uuid(100 + n).into(),
        recipient: format!("user{n}@example.com"),
        kind: MailKind::Licenses,
        order_id: None,
        license_ids: vec![uuid(7).into()],
        language: Lang::Zh,
        subject: "许可证".to_owned(),
        message_id: format!("<{n}@example.com>"),
        data: serde_json::json!({"lines": 1}),
    }
}

#[tokio::test]
async fn an_event_is_mailed_once_to_each_recipient() {
    for db in databases().await {
        assert!(insert_if_absent(&db.write, &mail(1), at(0)).await.unwrap());

        let twin = NewDelivery { id: uuid(2).into(), message_id: "<2>".to_owned(), ..mail(1) };
        assert!(!insert_if_absent(&db.write, &twin, at(0)).await.unwrap());

        let found = get(&db.read, Scope::Everything, uuid(1).into()).await.unwrap();
        assert_eq!(NewDelivery::from(&found), mail(1));
        let narrow = Scope::OfPartner(uuid(9).into());
        let refused = get(&db.read, narrow, uuid(1).into()).await;
        assert!(matches!(refused, Err(StoreError::NotFound)));
    }
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_does_not_say_what_became_of_a_mail() {
    for db in databases().await {
        let id: DeliveryId = uuid(1).into();
        insert_if_absent(&db.write, &mail(1), at(0)).await.unwrap();
        let status = async || get(&db.read, Scope::Everything, id).await.unwrap().row;

        let slow = lease_due(&db.write, "slow", at(0), at(10), 9).await.unwrap();
        assert!(lease_due(&db.write, "quick", at(5), at(15), 9).await.unwrap().is_empty());
        let quick = lease_due(&db.write, "quick", at(11), at(20), 9).await.unwrap();
        assert_eq!((slow[0].row.tries, quick[0].row.tries), (1, 2));

        let late = mark_failed(&db.write, id, "slow", 1, "x", true, at(12)).await;
        assert!(matches!(late, Err(StoreError::Stale)));
        mark_retry(&db.write, id, "quick", 2, "450 busy", at(60), at(12)).await.unwrap();
        assert_eq!(status().await.last_error.as_deref(), Some("450 busy"));
        assert!(lease_due(&db.write, "quick", at(59), at(70), 9).await.unwrap().is_empty());

        lease_due(&db.write, "quick", at(60), at(70), 9).await.unwrap();
        mark_sent(&db.write, id, "quick", 3, at(61)).await.unwrap();
        let sent = status().await;
        assert_eq!((sent.status, sent.delivered_at), (DeliveryStatus::Sent, Some(at(61))));
        assert!(lease_due(&db.write, "quick", at(99), at(200), 9).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_failed_is_tried_again_by_hand() {
    for db in databases().await {
        let id: DeliveryId = uuid(1).into();
        insert_if_absent(&db.write, &mail(1), at(0)).await.unwrap();
        insert_if_absent(&db.write, &mail(2), at(1)).await.unwrap();
        lease_due(&db.write, "w", at(0), at(10), 1).await.unwrap();
        mark_failed(&db.write, id, "w", 1, "550 unknown", true, at(1)).await.unwrap();

        let failed = DeliveryListQuery {
            status: vec![DeliveryStatus::Bounced],
            q: "user1".to_owned(),
            ..DeliveryListQuery::default()
        };
        let page = page(&db.read, Scope::Everything, &failed).await.unwrap();
        assert_eq!((page.total, page.items[0].id), (1, id));

        let version = get(&db.read, Scope::Everything, id).await.unwrap().version;
        let stale = retry_now(&db.write, id, version - 1, at(5)).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        retry_now(&db.write, id, version, at(5)).await.unwrap();
        assert_eq!(lease_due(&db.write, "w", at(5), at(10), 9).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn everybody_reads_their_own_notifications() {
    for db in databases().await {
        for n in 1..=2 {
            let user = users::User {
                id: uuid(n).into(),
                username: format!("user{n}"),
                name: String::new(),
                email: String::new(),
                role: domain::access::Role::Admin,
                partner_id: None,
                org_admin: false,
                password_hash: String::new(),
                active: true,
                language: Lang::En,
                last_sign_in_at: None,
                created_at: at(0),
                updated_at: at(0),
                version: 1,
            };
            users::insert(&db.write, &user).await.unwrap();
        }
        let told = |n: u128, user: u128, event: u128| NewNotification {
            id: uuid(n).into(),
            user_id: uuid(user).into(),
            event_id: uuid(event).into(),
            kind: NotificationKind::OrderApproved,
            params: [("number".to_owned(), "ORD-1".to_owned())].into(),
            subject_kind: SubjectKind::Order,
            subject_id: uuid(50),
        };
        for (new, is_new) in [
            (told(10, 1, 100), true),
            (told(11, 1, 100), false),
            (told(12, 1, 101), true),
            (told(13, 2, 100), true),
        ] {
            let kept = notifications::insert_if_absent(&db.write, &new, at(0)).await.unwrap();
            assert_eq!(kept, is_new);
        }
        let unread = async |user| notifications::unread(&db.read, uuid(user).into()).await.unwrap();
        assert_eq!((unread(1).await, unread(2).await), (2, 1));

        let foreign = [uuid(13).into(), uuid(10).into()];
        let read = notifications::mark_read(&db.write, uuid(1).into(), &foreign, at(5)).await;
        assert_eq!((read.unwrap(), unread(1).await, unread(2).await), (1, 1, 1));
        let changed = notifications::changed_since(&db.read, at(4)).await.unwrap();
        assert_eq!(changed, [uuid(1).into()]);

        let only_read = NotificationListQuery { read: Some(true), ..Default::default() };
        let page = notifications::page(&db.read, uuid(1).into(), &only_read).await.unwrap();
        assert_eq!((page.total, page.items[0].id), (1, uuid(10).into()));
        notifications::mark_read(&db.write, uuid(1).into(), &[], at(6)).await.unwrap();
        assert_eq!((unread(1).await, unread(2).await), (0, 1));
    }
}
