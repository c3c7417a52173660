//! What people choose is kept under the version they saw, and read for all of them at once.

use domain::{
    Lang,
    access::Role,
    notifications::{
        NotificationKind,
        preferences::{Channels, Preferences},
        wire::NotificationPreference,
    },
};

use super::*;
use crate::{
    Db,
    testing::{at, databases, uuid},
    users,
};

async fn person(db: &Db, n: u128) -> UserId {
    let user = users::User {
        id: uuid(n).into(),
        username: format!("user{n}"),
        name: String::new(),
        email: String::new(),
        role: Role::Admin,
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
    user.id
}

fn silent(kind: NotificationKind) -> Preferences {
    Preferences::chosen(&[NotificationPreference { kind, in_app: false, by_mail: false }])
}

#[tokio::test]
async fn whoever_chose_nothing_is_told_as_by_default() {
    for db in databases().await {
        let (quiet, loud) = (person(&db, 1).await, person(&db, 2).await);
        let kind = NotificationKind::OrderApproved;
        choose(&db.write, uuid(10), quiet, &silent(kind), 0, at(0)).await.unwrap();

        let wishes = wishes_of(&db.read, &[quiet, loud]).await.unwrap();

        assert_eq!(wishes.channels(quiet, kind), Channels { in_app: false, by_mail: false });
        assert_eq!(wishes.channels(loud, kind), kind.default_channels());
        let other = NotificationKind::OrderRejected;
        assert_eq!(wishes.channels(quiet, other), other.default_channels());
        assert_eq!(wishes_of(&db.read, &[]).await.unwrap(), Wishes::default());
    }
}

#[tokio::test]
async fn whoever_comes_second_with_an_old_version_is_told() {
    for db in databases().await {
        let user = person(&db, 1).await;
        let first = silent(NotificationKind::OrderApproved);
        let second = silent(NotificationKind::LicenseActivated);

        assert_eq!(preferences_of(&db.read, user).await.unwrap(), (Preferences::default(), 0));
        assert_eq!(choose(&db.write, uuid(10), user, &first, 0, at(0)).await.unwrap(), 1);
        let twice = choose(&db.write, uuid(11), user, &second, 0, at(1)).await;
        assert!(matches!(twice, Err(StoreError::Stale)));
        assert_eq!(choose(&db.write, uuid(12), user, &second, 1, at(2)).await.unwrap(), 2);
        let late = choose(&db.write, uuid(13), user, &first, 1, at(3)).await;
        assert!(matches!(late, Err(StoreError::Stale)));
        assert_eq!(preferences_of(&db.read, user).await.unwrap(), (second, 2));
    }
}
