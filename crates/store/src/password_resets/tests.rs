//! A link is good once, until its end, and until there is a newer one.

use domain::{Lang, access::Role};
use uuid::Uuid;

use super::*;
use crate::{
    testing::{at, databases, uuid},
    users,
};

const USER: Uuid = Uuid::from_u128(9);

fn link(n: u8) -> PasswordReset {
    PasswordReset {
        id: uuid(u128::from(n)).into(),
        user: USER.into(),
        salt: [n; 32],
        token_hash: [n; 32],
        expires_at: at(100),
    }
}

#[tokio::test]
async fn a_link_is_used_once_before_its_end_and_voided_by_a_newer_one() {
    for db in databases().await {
        let user = users::User {
            id: USER.into(),
            username: "someone".to_owned(),
            name: "Someone".to_owned(),
            email: "Someone@a.example".to_owned(),
            role: Role::Finance,
            partner_id: None,
            org_admin: false,
            password_hash: String::new(),
            active: true,
            language: Lang::Zh,
            last_sign_in_at: None,
            created_at: at(0),
            updated_at: at(0),
            version: 1,
        };
        users::insert(&db.write, &user).await.unwrap();
        let live = async |n: u8, now| find_live(&db.read, &[n; 32], now).await.unwrap().is_some();

        insert(&db.write, &link(1), at(0)).await.unwrap();
        assert!(live(1, at(99)).await && !live(1, at(100)).await);
        assert!(!live(2, at(0)).await);
        assert!(matches!(use_up(&db.write, link(1).id, at(100)).await, Err(StoreError::Stale)));
        use_up(&db.write, link(1).id, at(50)).await.unwrap();
        assert!(!live(1, at(51)).await);
        assert!(matches!(use_up(&db.write, link(1).id, at(51)).await, Err(StoreError::Stale)));

        insert(&db.write, &link(2), at(52)).await.unwrap();
        void_of(&db.write, USER.into(), at(53)).await.unwrap();
        insert(&db.write, &link(3), at(53)).await.unwrap();
        assert!(!live(2, at(54)).await && live(3, at(54)).await);

        let found =
            async |login: &str| users::find_by_login(&db.read, login, login).await.unwrap().len();
        assert_eq!(found("someone").await, 1);
        assert_eq!(found("Someone@a.example").await, 1);
        assert_eq!(found("other@a.example").await, 0);
    }
}
