//! API keys: they come in where their scopes reach, and nowhere else.

use chrono::TimeDelta;
use client::{Client, Side};
use domain::{
    access::{Permission, Role},
    api_keys::wire::NewApiKey,
    events::{EventKind, wire::EventListQuery},
    grants::wire::NewGrant,
    licenses::ActivationMode::Online,
    orders::{OrderSource, wire::OrderListQuery},
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, content, key, paths};

fn new_key(app: &TestApp, scopes: &[Permission]) -> NewApiKey {
    NewApiKey {
        name: "报表同步".to_owned(),
        scopes: scopes.to_vec(),
        expires_at: app.now() + TimeDelta::days(30),
    }
}

/// A program that has this key.
fn program(app: &TestApp, token: &str) -> Client {
    let program = app.stranger();
    program.set_token(Some(token.to_owned()));
    program
}

#[actix_web::test]
async fn a_key_opens_what_its_scopes_name_and_nothing_else() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let made = admin.create_api_key(None, &new_key(&app, &[Permission::OrdersRead])).await.unwrap();
    let program = program(&app, &made.token);

    assert!(made.token.starts_with("dsms_") && made.token.starts_with(&made.key.start));
    assert!(program.orders(Side::Staff, &OrderListQuery::default()).await.is_ok());
    for operation in paths::operations() {
        let Some(permission) = operation.permission else { continue };
        if operation.id == "stream_notifications" || permission == "orders.read" {
            continue;
        }
        let path = operation.path.replace("{id}", "00000000-0000-7000-8000-000000000000");
        let answer = app.call(&program, &operation.method, &path, &[], None).await;
        assert_eq!(answer.code(), Some(ProblemCode::NotPermitted), "{}", operation.id);
    }
    assert!(admin.me().await.is_ok(), "nothing that it asked signed anybody out");
}

#[actix_web::test]
async fn a_key_ends_with_its_time_its_owner_and_when_it_is_revoked() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let finance = app.as_role(Role::Finance).await;
    let orders = OrderListQuery::default();
    let make = async || {
        let new = new_key(&app, &[Permission::OrdersRead]);
        finance.create_api_key(None, &new).await.unwrap()
    };
    let refused =
        async |program: &Client| program.orders(Side::Staff, &orders).await.unwrap_err().code();
    let out = Some(ProblemCode::SignInRequired);

    let revoked = make().await;
    let first = program(&app, &revoked.token);
    assert!(first.orders(Side::Staff, &orders).await.is_ok());
    finance.revoke_api_key(None, revoked.key.id).await.unwrap();
    assert_eq!(refused(&first).await, out);
    let again = finance.revoke_api_key(None, revoked.key.id).await.unwrap_err();
    assert_eq!(again.problem().unwrap().reason, Some(Reason::KeyRevoked));

    let made = make().await;
    let not_theirs = admin.revoke_api_key(None, made.key.id).await.unwrap_err();
    assert_eq!(not_theirs.code(), Some(ProblemCode::NotFound));
    let second = program(&app, &made.token);
    let me = finance.me().await.unwrap();
    let user = admin.user(me.id).await.unwrap();
    let off = admin.deactivate_user(user.id, user.version).await.unwrap();
    assert_eq!(refused(&second).await, out);
    admin.reactivate_user(user.id, off.version).await.unwrap();
    assert!(second.orders(Side::Staff, &orders).await.is_ok());
    app.pass(TimeDelta::days(30));
    assert_eq!(refused(&second).await, out);
    assert_eq!(refused(&program(&app, "dsms_nonsense")).await, out);

    let finance = app.as_role(Role::Finance).await;
    let shown = finance.api_keys(None).await.unwrap();
    assert_eq!(shown.len(), 2);
    assert!(shown.iter().all(|key| key.last_used_at.is_some() && key.acts_as == "finance 先生"));
    let log = app.as_role(Role::Admin).await.events(&EventListQuery::default()).await.unwrap();
    let count = |kind| log.items.iter().filter(|event| event.kind == kind).count();
    assert_eq!((count(EventKind::ApiKeyCreated), count(EventKind::ApiKeyRevoked)), (2, 1));
}

#[actix_web::test]
async fn a_key_may_no_more_than_whoever_has_it_at_that_moment() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let rep = app.as_role(Role::SalesRep).await;
    let scopes = [Permission::EventsRead];
    let refused = rep.create_api_key(None, &new_key(&app, &scopes)).await.err().unwrap();
    let until = app.now() + TimeDelta::hours(1);
    let new = NewGrant { permission: Permission::EventsRead, until, reason: "audit".to_owned() };
    admin.grant(rep.me().await.unwrap().id, &new, &key()).await.unwrap();

    let made = rep.create_api_key(None, &new_key(&app, &scopes)).await.unwrap();
    let program = program(&app, &made.token);
    let during = program.events(&EventListQuery::default()).await;
    app.pass(TimeDelta::hours(1));
    let after = program.events(&EventListQuery::default()).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().errors[0].reason, Reason::NotAScope);
    assert!(during.is_ok());
    assert_eq!(after.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn the_key_itself_is_in_no_table_and_in_no_event() {
    use sea_orm::{ConnectionTrait as _, Statement};
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let made = admin.create_api_key(None, &new_key(&app, &[Permission::OrdersRead])).await.unwrap();

    for table in ["api_keys", "events", "idempotency_keys"] {
        let backend = app.app.db.read.get_database_backend();
        let all = Statement::from_string(backend, format!("SELECT * FROM {table}"));
        let rows = format!("{:?}", app.app.db.read.query_all_raw(all).await.unwrap());
        assert!(!rows.contains(&made.token), "{table}");
    }
}

#[actix_web::test]
async fn a_partners_program_places_orders_as_the_organisation_once_per_key() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let partner = app.as_role(Role::Partner).await;
    let whose = Some(app.partner_a);
    let scopes = [Permission::PartnerOrders];
    let too_much = new_key(&app, &[Permission::OrdersRead]);
    let too_much = channel.create_api_key(whose, &too_much).await.err().unwrap();
    let by_partner = partner.create_api_key(whose, &new_key(&app, &scopes)).await.err().unwrap();

    let made = channel.create_api_key(whose, &new_key(&app, &scopes)).await.unwrap();
    let program = program(&app, &made.token);
    let once = key();
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let wanted = content(&catalogue, "招商远航银行股份有限公司", &[Online]);
    let order = program.place_order(Side::Portal, &wanted, &once).await.unwrap();
    let twin = program.place_order(Side::Portal, &wanted, &once).await.unwrap();
    let seen = partner.order(Side::Portal, &order.number).await.unwrap();
    let other = app.as_partner_b().await.order(Side::Portal, &order.number).await.unwrap_err();
    let licenses = app.call(&program, "GET", "/api/v1/partners/licenses", &[], None).await;

    assert_eq!(too_much.problem().unwrap().errors[0].reason, Reason::NotAScope);
    assert_eq!(by_partner.code(), Some(ProblemCode::NotPermitted));
    assert_eq!((order.source, order.id), (OrderSource::Api, twin.id));
    assert_eq!((seen.id, seen.source), (order.id, OrderSource::Api));
    assert_eq!(other.code(), Some(ProblemCode::NotFound));
    assert_eq!(licenses.code(), Some(ProblemCode::NotPermitted), "no scope of its");

    let listed = channel.api_keys(whose).await.unwrap();
    assert_eq!((listed.len(), listed[0].acts_as.as_str()), (1, "partner 先生"));
    assert!(channel.api_keys(Some(app.partner_b)).await.unwrap().is_empty());
    channel.revoke_api_key(Some(app.partner_b), made.key.id).await.unwrap_err();
    channel.revoke_api_key(whose, made.key.id).await.unwrap();
    let out = program.place_order(Side::Portal, &wanted, &key()).await.unwrap_err();
    assert_eq!(out.code(), Some(ProblemCode::SignInRequired));
}
