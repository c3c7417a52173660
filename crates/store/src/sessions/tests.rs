//! Tokens are traded once, ends take effect at once, waiting grows.

use domain::access::Scope;

use super::*;
use crate::{
    Db, sign_in_attempts as attempts,
    testing::{at, databases, uuid},
    users,
};

const USER: Uuid = Uuid::from_u128(9);

async fn signed_in(db: &Db, n: u128) -> Session {
    let session = Session {
        id: uuid(100 + n).into(),
        user_id: USER.into(),
        refresh_hash: [u8::try_from(n).unwrap(); 32],
        previous_hash: None,
        rotated_at: at(0),
        expires_at: at(1_000),
        ended_at: None,
        user_agent: "Firefox".repeat(99),
        address: "192.0.2.1".to_owned(),
        created_at: at(0),
        last_used_at: at(0),
    };
    insert(&db.write, &session).await.unwrap();
    session
}

async fn prepared() -> Vec<Db> {
    let databases = databases().await;
    for db in &databases {
        let user = users::User {
            id: USER.into(),
            username: "someone".to_owned(),
            name: "Someone".to_owned(),
            email: String::new(),
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
    }
    databases
}

#[tokio::test]
async fn a_refresh_token_is_traded_once() {
    for db in prepared().await {
        let session = signed_in(&db, 1).await;
        let trade = async |from: u8, to: u8| {
            rotate(&db.write, session.id, &[from; 32], [to; 32], at(2_000), at(10)).await
        };

        trade(1, 2).await.unwrap();

        assert!(matches!(trade(1, 3).await, Err(StoreError::Stale)));
        for hash in [1, 2] {
            let found = find_by_refresh(&db.read, &[hash; 32]).await.unwrap().unwrap();
            assert_eq!((found.id, found.previous_hash), (session.id, Some([1; 32])));
            assert_eq!(found.refresh_hash, [2; 32]);
        }
        assert_eq!(find_by_refresh(&db.read, &[3; 32]).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_session_that_is_over_lets_nobody_in() {
    for db in prepared().await {
        for n in 1..=3 {
            signed_in(&db, n).await;
        }
        let who = async |n: u128, now| caller(&db.read, uuid(100 + n).into(), now).await.unwrap();
        let found = who(1, at(5)).await.unwrap();
        assert_eq!((found.user, found.role, found.partner), (USER.into(), Role::Finance, None));
        assert_eq!(who(1, at(1_000)).await, None, "expired");

        end(&db.write, USER.into(), uuid(101).into(), EndReason::SignedOut, at(5)).await.unwrap();
        let stranger = uuid(77).into();
        let refused = end(&db.write, stranger, uuid(102).into(), EndReason::SignedOut, at(5)).await;
        assert!(matches!(refused, Err(StoreError::NotFound)));
        assert!(who(1, at(6)).await.is_none() && who(2, at(6)).await.is_some());

        let current = uuid(102).into();
        let reason = EndReason::PasswordChanged;
        let ended = end_all(&db.write, USER.into(), Some(current), reason, at(7)).await.unwrap();
        let left = live(&db.read, USER.into(), current, at(8)).await.unwrap();
        assert_eq!((ended, left.len(), left[0].is_current), (1, 1, true));

        let mut user = users::lock(&db.write, Scope::Everything, USER.into()).await.unwrap();
        user.active = false;
        users::save(&db.write, &mut user, at(9)).await.unwrap();
        assert_eq!(who(2, at(9)).await, None, "deactivated");
    }
}

#[tokio::test]
async fn waiting_grows_with_wrong_passwords_and_ends_with_a_right_one() {
    for db in prepared().await {
        let key = "user:someone";
        let blocked = async |now| {
            attempts::blocked_until(&db.read, &[key.to_owned(), "addr:x".to_owned()], now).await
        };
        for n in 1..=4 {
            let counted = attempts::record_failure(&db.write, key, 0, at(n)).await.unwrap();
            assert_eq!(i64::from(counted.failures), n);
        }
        assert_eq!(blocked(at(4)).await.unwrap(), None);

        attempts::record_failure(&db.write, key, 0, at(5)).await.unwrap();
        let sixth = attempts::record_failure(&db.write, key, 0, at(6)).await.unwrap();
        assert_eq!((sixth.failures, sixth.blocked_until), (6, at(8)));
        assert_eq!(blocked(at(7)).await.unwrap(), Some(at(8)));

        let day = 24 * 3_600;
        let forgotten = attempts::record_failure(&db.write, key, 0, at(day + 7)).await.unwrap();
        assert_eq!(forgotten.failures, 1);
        attempts::clear(&db.write, key).await.unwrap();
        assert_eq!(attempts::record_failure(&db.write, key, 0, at(9)).await.unwrap().failures, 1);
    }
}
