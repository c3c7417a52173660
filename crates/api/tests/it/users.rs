//! Users as administrators manage them.

use client::Door;
use domain::{
    Id, Lang,
    access::Role,
    auth::wire::{ChangeUser, CreateUser, SetPassword, SignIn, UserListQuery, UserView},
    problem::{ProblemCode, Reason},
};
use testkit::{PASSWORD, TestApp};

#[actix_web::test]
async fn somebody_who_was_let_out_is_let_in_again() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let query = UserListQuery { role: vec![Role::Finance], ..UserListQuery::default() };
    let user = admin.users(&query).await.unwrap().items.remove(0);

    let out = admin.deactivate_user(user.id, user.version).await.unwrap();
    let stale = admin.deactivate_user(user.id, user.version).await.unwrap_err();
    let again = admin.reactivate_user(user.id, out.version).await.unwrap();

    assert!(!out.active && again.active);
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    assert!(app.as_role(Role::Finance).await.me().await.is_ok());
}

#[actix_web::test]
async fn a_name_is_taken_once_and_a_common_password_is_refused() {
    let app = TestApp::start().await;
    let new = |username: &str, password: &str| api::users::service::NewUser {
        username: username.to_owned(),
        name: "某人".to_owned(),
        email: "someone@dsms.example".to_owned(),
        role: Role::Engineer,
        partner: None,
        language: Lang::Zh,
        password: password.to_owned().into(),
    };

    let create = async |user| {
        let refused = api::users::service::create(&app.app, None, user).await.unwrap_err();
        refused.problem(Lang::En).errors[0].reason
    };

    assert_eq!(create(new("ＡＤＭＩＮ", "a good password")).await, Reason::AlreadyTaken);
    assert_eq!(create(new("fresh", "password123")).await, Reason::PasswordCommon);
}

fn newcomer(app: &TestApp) -> CreateUser {
    CreateUser {
        username: "ShenQing".to_owned(),
        name: "沈青".to_owned(),
        email: "shen@a.example".to_owned(),
        role: Role::Partner,
        partner_id: Some(app.partner_a),
        language: Lang::Zh,
        password: PASSWORD.to_owned(),
    }
}

#[actix_web::test]
async fn somebody_new_signs_in_at_the_door_of_their_side() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let nowhere = Some(Id::from_uuid(uuid::Uuid::from_u128(7)));

    let made = admin.create_user(&newcomer(&app)).await.unwrap();
    let twin = admin.create_user(&newcomer(&app)).await.unwrap_err();
    let homeless =
        CreateUser { username: "other".to_owned(), partner_id: nowhere, ..newcomer(&app) };
    let homeless = admin.create_user(&homeless).await.unwrap_err();
    let weak = CreateUser { password: "12345678".to_owned(), ..newcomer(&app) };
    let weak = admin.create_user(&weak).await.unwrap_err();

    assert_eq!((made.username.as_str(), made.role), ("shenqing", Role::Partner));
    assert_eq!(twin.problem().unwrap().errors[0].pointer, "/username");
    assert_eq!(homeless.problem().unwrap().errors[0].pointer, "/partner_id");
    assert_eq!(weak.problem().unwrap().errors[0].pointer, "/password");
    let partner = app.as_user("shenqing", true).await;
    assert_eq!(partner.own_partner().await.unwrap().id, app.partner_a);
    let ops = app.as_role(Role::CommercialOps).await;
    let forbidden = ops.create_user(&newcomer(&app)).await.unwrap_err();
    assert_eq!(forbidden.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn a_role_changes_at_once_but_never_ones_own_nor_the_side() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let find = async |role| {
        let query = UserListQuery { role: vec![role], ..UserListQuery::default() };
        admin.users(&query).await.unwrap().items.remove(0)
    };
    let change = |user: &UserView, role| ChangeUser {
        name: user.name.clone(),
        email: user.email.clone(),
        role,
        language: user.language,
    };
    let engineer = find(Role::Engineer).await;
    let as_engineer = app.as_role(Role::Engineer).await;
    let own = find(Role::Admin).await;

    let promoted = change(&engineer, Role::CommercialOps);
    let after = admin.change_user(engineer.id, engineer.version, &promoted).await.unwrap();
    let other_side = change(&after, Role::Partner);
    let other_side = admin.change_user(after.id, after.version, &other_side).await.unwrap_err();
    let demoted = change(&own, Role::Finance);
    let refused = admin.change_user(own.id, own.version, &demoted).await.unwrap_err();

    assert_eq!(after.role, Role::CommercialOps);
    assert_eq!(other_side.problem().unwrap().errors[0].pointer, "/role");
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::OwnRole));
    let orders = domain::orders::wire::OrderListQuery::default();
    assert!(
        as_engineer.orders(client::Side::Staff, &orders).await.is_ok(),
        "with the next request"
    );
}

#[actix_web::test]
async fn a_new_password_from_the_admin_ends_every_session_of_the_user() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let made = admin.create_user(&newcomer(&app)).await.unwrap();
    let person = app.as_user("shenqing", true).await;
    let weak = SetPassword { password: "shenqing".to_owned() };
    let fresh = SetPassword { password: "another horse entirely".to_owned() };

    let refused = admin.set_password(made.id, made.version, &weak).await.unwrap_err();
    admin.set_password(made.id, made.version, &fresh).await.unwrap();

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/password");
    assert_eq!(person.me().await.unwrap_err().code(), Some(ProblemCode::SignInRequired));
    let sign_in = |password: &str| SignIn::new("shenqing".to_owned(), password.to_owned());
    let stranger = app.stranger();
    assert!(stranger.sign_in(Door::Partner, &sign_in(PASSWORD)).await.is_err());
    assert!(stranger.sign_in(Door::Partner, &sign_in("another horse entirely")).await.is_ok());
}

#[actix_web::test]
async fn those_who_manage_users_see_where_somebody_is_signed_in_and_end_it() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let (here, there) = (app.as_role(Role::Finance).await, app.as_role(Role::Finance).await);
    let query = UserListQuery { role: vec![Role::Finance], ..UserListQuery::default() };
    let user = admin.users(&query).await.unwrap().items.remove(0);
    let mine = here.sessions().await.unwrap();
    let current = mine.iter().find(|session| session.is_current).unwrap();

    let seen = admin.sessions_of_user(user.id).await.unwrap();
    let me = admin.me().await.unwrap();
    let not_theirs = admin.end_session_of_user(me.id, current.id).await.unwrap_err();
    admin.end_session_of_user(user.id, current.id).await.unwrap();
    let out = here.me().await.unwrap_err();
    assert!(there.me().await.is_ok(), "the other one goes on");
    admin.end_sessions_of_user(user.id).await.unwrap();
    let also_out = there.me().await.unwrap_err();
    admin.end_sessions_of_user(user.id).await.unwrap();

    assert_eq!((seen.len(), seen.iter().any(|session| session.is_current)), (2, false));
    assert!(seen.iter().all(|session| !session.address.is_empty()));
    assert_eq!(not_theirs.code(), Some(ProblemCode::NotFound));
    assert_eq!(out.code(), Some(ProblemCode::SignInRequired));
    assert_eq!(also_out.code(), Some(ProblemCode::SignInRequired));
    let log = admin.events(&domain::events::wire::EventListQuery::default()).await.unwrap().items;
    let ended: Vec<_> = log
        .iter()
        .filter(|event| event.kind == domain::events::EventKind::SessionsEnded)
        .map(|event| event.note.as_deref())
        .collect();
    assert_eq!(ended, [Some("1"), Some("1")], "two acts, and nothing for what was not there");
}
