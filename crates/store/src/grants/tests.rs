//! A grant travels with the session's look-up, until its instant.

use domain::{
    Lang,
    access::{PermissionSet, Role},
};

use super::*;
use crate::{
    sessions,
    testing::{at, databases, uuid},
    users,
};

const USER: Uuid = Uuid::from_u128(9);

async fn prepare(db: &crate::Db) {
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
    let session = sessions::Session {
        id: uuid(100).into(),
        user_id: USER.into(),
        refresh_hash: [1; 32],
        previous_hash: None,
        rotated_at: at(0),
        expires_at: at(1_000),
        ended_at: None,
        user_agent: String::new(),
        address: String::new(),
        created_at: at(0),
        last_used_at: at(0),
    };
    sessions::insert(&db.write, &session).await.unwrap();
}

#[tokio::test]
async fn a_caller_has_what_is_granted_now_and_nothing_that_is_over() {
    for db in databases().await {
        prepare(&db).await;
        let user: UserId = USER.into();
        for (n, permission, seconds) in
            [(1, Permission::EventsRead, 10), (2, Permission::OrdersApprove, 20)]
        {
            let (until, reason) = (at(seconds), "audit".to_owned());
            let new = NewGrant { permission, until, reason };
            insert(&db.write, uuid(n).into(), user, user, &new, at(0)).await.unwrap();
        }
        let granted = async |now| {
            let caller = sessions::caller(&db.read, uuid(100).into(), now).await.unwrap();
            caller.unwrap().granted
        };
        let approve = PermissionSet::NONE.with(Permission::OrdersApprove);

        assert_eq!(granted(at(9)).await, approve.with(Permission::EventsRead));
        assert_eq!(granted(at(10)).await, approve);
        assert_eq!(live_of(&db.read, user, at(10)).await.unwrap().len(), 1);
        let second = lock(&db.write, Scope::Everything, uuid(2).into()).await.unwrap();
        revoke(&db.write, &second, user, at(11)).await.unwrap();
        assert!(matches!(revoke(&db.write, &second, user, at(12)).await, Err(StoreError::Stale)));
        assert_eq!(granted(at(12)).await, PermissionSet::NONE);
        let all = of_user(&db.read, Scope::Everything, user).await.unwrap();
        assert_eq!(all.len(), 2, "what is over is still shown");
        let other = Scope::OfUser(Uuid::from_u128(8).into());
        assert!(of_user(&db.read, other, user).await.unwrap().is_empty());
    }
}
