//! A key is found by its hash while it is in force and its user may sign in; whose it is decides who
//! sees it.

use domain::access::Scope;

use super::*;
use crate::{
    Db,
    testing::{at, databases, uuid},
    users,
};

const STAFF: u128 = 7;
const OTHER: u128 = 8;

async fn somebody(db: &Db, n: u128) {
    let user = users::User {
        id: uuid(n).into(),
        username: format!("user-{n}"),
        name: format!("User {n}"),
        email: String::new(),
        role: Role::Finance,
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

async fn prepared() -> Vec<Db> {
    let databases = databases().await;
    for db in &databases {
        somebody(db, STAFF).await;
        somebody(db, OTHER).await;
    }
    databases
}

/// A key of `user` with the hash `[n; 32]`, made in second `n` and over in second 1000.
async fn made(db: &Db, n: u8, user: u128) -> ApiKeyId {
    let made = Made {
        id: uuid(100 + u128::from(n)).into(),
        owner: Owner { user: uuid(user).into(), partner: None },
        created_by: uuid(user).into(),
        start: "dsms_abcd",
        hash: [n; 32],
    };
    let new = NewApiKey {
        name: format!("key {n}"),
        scopes: vec![Permission::OrdersRead],
        expires_at: at(1_000),
    };
    insert(&db.write, &made, &new, at(i64::from(n))).await.unwrap();
    made.id
}

async fn comes_in(db: &Db, n: u8, second: i64) -> bool {
    caller(&db.read, &[n; 32], at(second)).await.unwrap().is_some()
}

#[tokio::test]
async fn a_key_comes_in_while_it_is_in_force_and_its_user_is_active() {
    for db in prepared().await {
        let id = made(&db, 1, STAFF).await;
        made(&db, 2, STAFF).await;

        let found = caller(&db.read, &[1; 32], at(10)).await.unwrap().unwrap();
        assert_eq!((found.key, found.user, found.role), (id, uuid(STAFF).into(), Role::Finance));
        assert_eq!(found.scopes, PermissionSet::NONE.with(Permission::OrdersRead));
        assert!(found.is_use_news && found.may_enter());
        touch(&db.write, id, at(10)).await.unwrap();
        let soon = caller(&db.read, &[1; 32], at(69)).await.unwrap().unwrap();
        let later = caller(&db.read, &[1; 32], at(70)).await.unwrap().unwrap();
        assert!(!soon.is_use_news && later.is_use_news);

        assert!(!comes_in(&db, 3, 10).await, "nobody's hash");
        assert!(comes_in(&db, 1, 999).await && !comes_in(&db, 1, 1_000).await);
        revoke(&db.write, id, at(20)).await.unwrap();
        assert!(!comes_in(&db, 1, 20).await && comes_in(&db, 2, 20).await);
        assert!(matches!(revoke(&db.write, id, at(21)).await, Err(StoreError::Stale)));

        let scope = Scope::OfUser(uuid(STAFF).into());
        let mut user = users::lock(&db.write, scope, uuid(STAFF).into()).await.unwrap();
        user.active = false;
        users::save(&db.write, &mut user, at(30)).await.unwrap();
        assert!(!comes_in(&db, 2, 30).await, "the user may not sign in any more");
    }
}

#[tokio::test]
async fn everybody_sees_their_own_and_the_revoked_ones_last() {
    for db in prepared().await {
        let first = made(&db, 1, STAFF).await;
        let second = made(&db, 2, STAFF).await;
        let third = made(&db, 3, STAFF).await;
        let other = made(&db, 4, OTHER).await;
        revoke(&db.write, third, at(10)).await.unwrap();
        let own = Scope::OfUser(uuid(STAFF).into());
        let partners = Scope::OfPartner(uuid(1).into());

        let shown: Vec<_> = list(&db.read, own).await.unwrap().iter().map(|key| key.id).collect();

        assert_eq!(shown, [second, first, third]);
        assert_eq!(live(&db.read, own, at(10)).await.unwrap(), 2);
        assert_eq!(live(&db.read, own, at(1_000)).await.unwrap(), 0);
        assert!(list(&db.read, partners).await.unwrap().is_empty());
        for scope in [own, partners] {
            assert!(matches!(view(&db.read, scope, other).await, Err(StoreError::NotFound)));
            assert!(matches!(lock(&db.write, scope, other).await, Err(StoreError::NotFound)));
        }
    }
}
