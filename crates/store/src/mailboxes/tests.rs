//! What was written is read again; a mailbox is there once, and one writer wins.

use super::*;
use crate::testing::{at, databases, uuid};

#[tokio::test]
async fn a_mailbox_is_kept_once_and_changed_by_one() {
    for db in databases().await {
        let new = Mailbox {
            id: uuid(7).into(),
            key: [7; 32],
            name: "sales · mail.acme.cn · INBOX".to_owned(),
            uid_validity: u32::MAX,
            last_uid: u32::MAX,
            read_at: Some(at(5)),
            next_at: at(6),
            error: None,
            stuck_uid: 3,
            failures: 2,
            created_at: at(1),
            version: 1,
        };
        insert(&db.write, &new).await.unwrap();
        insert(&db.write, &Mailbox { id: uuid(8).into(), ..new.clone() }).await.unwrap();

        assert_eq!(find(&db.read, &[7; 32]).await.unwrap(), Some(new.clone()));
        assert_eq!(find(&db.read, &[8; 32]).await.unwrap(), None);

        let later = Mailbox { error: Some("no".to_owned()), ..new.clone() };
        save(&db.write, &later, at(9)).await.unwrap();
        let found = lock(&db.write, &[7; 32]).await.unwrap();
        assert_eq!((found.error.as_deref(), found.version), (Some("no"), 2));
        assert!(matches!(save(&db.write, &new, at(9)).await, Err(StoreError::Stale)));
    }
}
