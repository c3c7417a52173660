//! API keys: they come in where their scopes reach, and nowhere else.

use chrono::TimeDelta;
use client::{Client, Side};
use domain::{
    access::{Permission, Role},
    api_keys::{MOST_LIVE, scopes_of, wire::NewApiKey},
    auth::wire::UserListQuery,
    events::{EventKind, wire::EventListQuery},
    grants::wire::NewGrant,
    licenses::ActivationMode::Online,
    orders::{
        OrderSource,
        wire::{OrderListQuery, WithReason},
    },
    problem::{ProblemCode, Reason},
};
use futures_util::future::join_all;
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
async fn a_key_works_on_no_keys_whatever_it_may_besides() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let mine = admin.me().await.unwrap();
    let every = scopes_of(mine.powers());
    assert!(every.contains(&Permission::PartnersManage) && !every.contains(&Permission::OwnKeys));
    let made = admin.create_api_key(None, &new_key(&app, &every)).await.unwrap();
    let whose = Some(app.partner_a);
    let other = new_key(&app, &[Permission::PartnerOrders]);
    let theirs = admin.create_api_key(whose, &other).await.unwrap();
    let program = program(&app, &made.token);

    let own = program.create_api_key(None, &new_key(&app, &every)).await.err().unwrap();
    let of_partner = program.create_api_key(whose, &other).await.err().unwrap();
    let revoked = program.revoke_api_key(whose, theirs.key.id).await.unwrap_err();
    let itself = program.revoke_api_key(None, made.key.id).await.unwrap_err();

    for refused in [own, of_partner, revoked, itself] {
        assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    }
    assert_eq!(admin.api_keys(whose).await.unwrap().len(), 1);
    assert!(admin.api_keys(whose).await.unwrap()[0].revoked_at.is_none());
    assert_eq!(admin.api_keys(None).await.unwrap().len(), 1);
}

#[actix_web::test]
async fn keys_in_force_are_counted_also_where_many_are_made_at_once() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let new = new_key(&app, &[Permission::OrdersRead]);
    let mut first = None;
    for _ in 0..MOST_LIVE - 2 {
        first = Some(admin.create_api_key(None, &new).await.unwrap());
    }

    let answers = join_all((0..4).map(|_| admin.create_api_key(None, &new))).await;
    let refused: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
    assert_eq!(refused.len(), 2);
    assert_eq!(refused[0].problem().unwrap().reason, Some(Reason::TooManyKeys));

    admin.revoke_api_key(None, first.unwrap().key.id).await.unwrap();
    assert!(admin.create_api_key(None, &new).await.is_ok(), "room again");
}

#[actix_web::test]
async fn a_partners_key_is_refused_while_the_partner_is_suspended_or_its_person_is_out() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let whose = Some(app.partner_a);
    let new = new_key(&app, &[Permission::PartnerOrders]);
    let made = admin.create_api_key(whose, &new).await.unwrap();
    let program = program(&app, &made.token);
    let orders = OrderListQuery::default();
    let out = Some(ProblemCode::SignInRequired);
    let ask = async || program.orders(Side::Portal, &orders).await.map_err(|error| error.code());
    assert!(ask().await.is_ok());

    let why = WithReason { reason: "unpaid".to_owned() };
    let before = admin.partner(app.partner_a).await.unwrap();
    let off = admin.suspend_partner(app.partner_a, before.version, &why).await.unwrap();
    assert_eq!(ask().await.err(), Some(out));
    admin.approve_partner(app.partner_a, off.version).await.unwrap();
    assert!(ask().await.is_ok());

    let query = UserListQuery { role: vec![Role::Partner], ..UserListQuery::default() };
    for user in admin.users(&query).await.unwrap().items {
        if user.partner.as_ref().is_some_and(|partner| partner.id == app.partner_a) {
            admin.deactivate_user(user.id, user.version).await.unwrap();
        }
    }
    assert_eq!(ask().await.err(), Some(out));
    let nobody = admin.create_api_key(whose, &new).await.err().unwrap();
    assert_eq!(nobody.problem().unwrap().reason, Some(Reason::NobodyToActFor));
}

#[actix_web::test]
async fn what_is_wrong_with_a_new_key_is_named_and_nothing_is_made() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let bad = NewApiKey {
        name: " ".to_owned(),
        scopes: vec![Permission::OrdersRead, Permission::UsersManage],
        expires_at: app.now() + TimeDelta::days(400),
    };

    let refused = admin.create_api_key(None, &bad).await.err().unwrap();

    let problem = refused.problem().unwrap();
    let pointers: Vec<_> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/name", "/scopes/1", "/expires_at"]);
    assert!(admin.api_keys(None).await.unwrap().is_empty());
}

#[actix_web::test]
async fn a_partners_program_places_orders_as_the_organisation_once_per_key() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let partner = app.as_role(Role::Partner).await;
    let whose = Some(app.partner_a);
    let scopes = [Permission::PartnerCatalogue, Permission::PartnerOrders];
    let too_much = new_key(&app, &[Permission::OrdersRead]);
    let too_much = channel.create_api_key(whose, &too_much).await.err().unwrap();
    let by_partner = partner.create_api_key(whose, &new_key(&app, &scopes)).await.err().unwrap();

    let made = channel.create_api_key(whose, &new_key(&app, &scopes)).await.unwrap();
    let program = program(&app, &made.token);
    let once = key();
    let catalogue = program.catalogue(Side::Portal).await.unwrap();
    let wanted = content(&catalogue, "招商远航银行股份有限公司", &[Online]);
    let order = program.place_order(Side::Portal, &wanted, &once).await.unwrap();
    let twin = program.place_order(Side::Portal, &wanted, &once).await.unwrap();
    let mine = program.orders(Side::Portal, &OrderListQuery::default()).await.unwrap();
    let b = app.as_partner_b().await;
    let theirs = b.place_order(Side::Portal, &wanted, &key()).await.unwrap();
    let reached = program.order(Side::Portal, &theirs.number).await.unwrap_err();
    let staff_side = program.orders(Side::Staff, &OrderListQuery::default()).await.unwrap_err();
    let seen = partner.order(Side::Portal, &order.number).await.unwrap();
    let other = b.order(Side::Portal, &order.number).await.unwrap_err();
    let licenses = app.call(&program, "GET", "/api/v1/partners/licenses", &[], None).await;
    let placed = EventListQuery {
        kind: vec![EventKind::OrderPlaced],
        subject_id: Some(order.id.as_uuid()),
        ..EventListQuery::default()
    };
    let log = app.as_role(Role::Admin).await.events(&placed).await.unwrap();

    assert_eq!(log.items[0].api_key.as_deref(), Some("报表同步"), "which key it was");
    assert_eq!(too_much.problem().unwrap().errors[0].reason, Reason::NotAScope);
    assert_eq!(by_partner.code(), Some(ProblemCode::NotPermitted));
    assert_eq!((order.source, order.id), (OrderSource::Api, twin.id));
    assert_eq!((seen.id, seen.source), (order.id, OrderSource::Api));
    assert_eq!(mine.items.len(), 1, "placed once");
    assert_eq!(other.code(), Some(ProblemCode::NotFound));
    assert_eq!(reached.code(), Some(ProblemCode::NotFound), "another organisation's");
    assert_eq!(staff_side.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(licenses.code(), Some(ProblemCode::NotPermitted), "no scope of its");

    let listed = channel.api_keys(whose).await.unwrap();
    assert_eq!((listed.len(), listed[0].acts_as.as_str()), (1, "partner 先生"));
    assert!(channel.api_keys(Some(app.partner_b)).await.unwrap().is_empty());
    channel.revoke_api_key(Some(app.partner_b), made.key.id).await.unwrap_err();
    channel.revoke_api_key(whose, made.key.id).await.unwrap();
    let out = program.place_order(Side::Portal, &wanted, &key()).await.unwrap_err();
    assert_eq!(out.code(), Some(ProblemCode::SignInRequired));
}
