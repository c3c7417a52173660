//! Permissions for a while: they widen what a role may, and end by themselves.

use chrono::TimeDelta;
use client::Client;
use domain::{
    access::{Permission, Role},
    auth::wire::{UserListQuery, UserView},
    events::{EventKind, wire::EventListQuery},
    grants::wire::NewGrant,
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

async fn user(admin: &Client, username: &str) -> UserView {
    let query = UserListQuery { q: username.to_owned(), ..UserListQuery::default() };
    admin.users(&query).await.unwrap().items.remove(0)
}

pub fn reading_events(app: &TestApp, time: TimeDelta) -> NewGrant {
    NewGrant {
        permission: Permission::EventsRead,
        until: app.now() + time,
        reason: "年度审计".to_owned(),
    }
}

#[actix_web::test]
async fn a_granted_permission_works_until_its_instant_and_not_a_second_longer() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let rep = app.as_role(Role::SalesRep).await;
    let log = EventListQuery::default();
    let before = rep.events(&log).await.unwrap_err();
    let user = user(&admin, "sales_rep").await;
    let new = reading_events(&app, TimeDelta::minutes(10));

    let given = admin.grant(user.id, &new, &key()).await.unwrap();
    let me = rep.me().await.unwrap();
    app.pass(TimeDelta::minutes(10) - TimeDelta::seconds(1));
    let during = rep.events(&log).await;
    app.pass(TimeDelta::seconds(1));
    let after = rep.events(&log).await.unwrap_err();
    let after_me = rep.me().await.unwrap();

    assert_eq!(before.code(), Some(ProblemCode::NotPermitted));
    assert_eq!((given.permission, given.until), (new.permission, new.until));
    assert!(me.permissions.contains(&Permission::EventsRead));
    assert_eq!((me.granted.len(), me.granted[0].until), (1, new.until));
    let happened = during.unwrap().items;
    let event = happened.iter().find(|event| event.kind == EventKind::PermissionGranted).unwrap();
    assert_eq!(event.note.as_deref(), Some("events.read: 年度审计"));
    assert_eq!(after.code(), Some(ProblemCode::NotPermitted));
    assert!(after_me.granted.is_empty());
    assert!(!after_me.permissions.contains(&Permission::EventsRead));
}

#[actix_web::test]
async fn a_grant_is_taken_back_early_once() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let rep = app.as_role(Role::SalesRep).await;
    let user = user(&admin, "sales_rep").await;
    let once = key();
    let new = reading_events(&app, TimeDelta::days(1));
    let given = admin.grant(user.id, &new, &once).await.unwrap();
    let twin = admin.grant(user.id, &new, &once).await.unwrap();
    assert!(rep.events(&EventListQuery::default()).await.is_ok());

    admin.revoke_grant(given.id).await.unwrap();
    let gone = rep.events(&EventListQuery::default()).await.unwrap_err();
    let again = admin.revoke_grant(given.id).await.unwrap_err();
    let shown = admin.grants(user.id).await.unwrap();

    assert_eq!(twin.id, given.id, "the same key acts once");
    assert_eq!(gone.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(again.problem().unwrap().reason, Some(Reason::GrantOver));
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].granted_by, "admin 先生");
    assert_eq!(shown[0].revoked_by.as_deref(), Some("admin 先生"));
    let log = admin.events(&EventListQuery::default()).await.unwrap().items;
    assert!(log.iter().any(|event| event.kind == EventKind::PermissionRevoked));
}

#[actix_web::test]
async fn nobody_grants_to_themselves_to_partners_or_what_was_granted_to_them() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let (me, partner) = (user(&admin, "admin").await, user(&admin, "partner").await);
    let (rep, finance) = (user(&admin, "sales_rep").await, user(&admin, "finance").await);
    let day = TimeDelta::days(1);
    let new = reading_events(&app, day);
    let manage = NewGrant { permission: Permission::UsersManage, ..new.clone() };
    let own = NewGrant { permission: Permission::OwnAccount, ..new.clone() };
    let late = NewGrant { until: app.now(), reason: String::new(), ..new.clone() };
    let refused = async |to: &UserView, new: &NewGrant| {
        let error = admin.grant(to.id, new, &key()).await.unwrap_err();
        let problem = error.problem().unwrap().clone();
        problem.reason.unwrap_or_else(|| problem.errors[0].reason)
    };

    assert_eq!(refused(&me, &manage).await, Reason::GrantToOneself);
    assert_eq!(refused(&partner, &new).await, Reason::GrantToPartner);
    assert_eq!(refused(&rep, &own).await, Reason::NotGrantable);
    let faults = admin.grant(rep.id, &late, &key()).await.unwrap_err();
    let pointers: Vec<_> =
        faults.problem().unwrap().errors.iter().map(|error| error.pointer.clone()).collect();
    assert_eq!(pointers, ["/until", "/reason"]);
    assert!(admin.grants(rep.id).await.unwrap().is_empty(), "nothing half saved");

    // A stand-in manages users, but passes nothing on.
    admin.grant(finance.id, &manage, &key()).await.unwrap();
    let stand_in = app.as_role(Role::Finance).await;
    assert!(stand_in.user(rep.id).await.is_ok());
    let passed_on = stand_in.grant(rep.id, &manage, &key()).await.unwrap_err();
    assert_eq!(passed_on.problem().unwrap().reason, Some(Reason::GrantByGrant));
}

#[actix_web::test]
async fn a_request_costs_no_more_statements_with_grants_than_without() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let rep = app.as_role(Role::SalesRep).await;
    let user = user(&admin, "sales_rep").await;
    let cost = async || {
        let before = app.statements();
        let answer = app.call(&rep, "GET", "/api/v1/orders", &[], None).await;
        assert_eq!(answer.status.as_u16(), 200);
        app.statements() - before
    };
    let without = cost().await;

    for permission in [Permission::EventsRead, Permission::OrdersApprove, Permission::OrdersPlace] {
        let new = NewGrant { permission, ..reading_events(&app, TimeDelta::days(1)) };
        admin.grant(user.id, &new, &key()).await.unwrap();
    }

    assert_eq!(cost().await, without);
    assert_eq!(rep.me().await.unwrap().granted.len(), 3);
}
