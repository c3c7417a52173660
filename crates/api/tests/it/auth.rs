//! Signing in, staying signed in, and being out at once.

use chrono::TimeDelta;
use client::{Door, Side};
use domain::{
    access::Role,
    auth::wire::{ChangePassword, SignIn, UserListQuery},
    problem::{ProblemCode, Reason},
};
use serde_json::json;
use testkit::{PASSWORD, TestApp};

fn sign_in(username: &str, password: &str) -> SignIn {
    SignIn::new(username.to_owned(), password.to_owned())
}

#[actix_web::test]
async fn each_door_opens_for_its_own_people() {
    let app = TestApp::start().await;
    let stranger = app.stranger();

    for (door, username) in [(Door::Staff, "partner"), (Door::Partner, "admin")] {
        let refused = stranger.sign_in(door, &sign_in(username, PASSWORD)).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::WrongCredentials));
    }
    assert_eq!(app.as_role(Role::Partner).await.me().await.unwrap().role, Role::Partner);
}

#[actix_web::test]
async fn wrong_passwords_wait_longer_and_longer_and_say_how_long() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    for _ in 0..5 {
        let refused = stranger.sign_in(Door::Staff, &sign_in("admin", "wrong")).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::WrongCredentials));
    }
    let body = json!({"username": "admin", "password": PASSWORD});

    let blocked = app.call(&stranger, "POST", "/api/v1/auth/login", &[], Some(&body)).await;
    app.pass(TimeDelta::seconds(2));
    let after = app.call(&stranger, "POST", "/api/v1/auth/login", &[], Some(&body)).await;

    assert_eq!(blocked.code(), Some(ProblemCode::TooManyRequests));
    assert!(blocked.header("Retry-After").unwrap().parse::<u32>().unwrap() >= 1);
    assert_eq!(after.status.as_u16(), 200, "the right one is let in: {}", after.text);
}

/// The refresh cookie's value.
fn cookie(answer: &testkit::Answer) -> String {
    let header = answer.header("Set-Cookie").unwrap();
    assert!(header.contains("HttpOnly") && header.contains("SameSite=Strict"), "{header}");
    assert!(header.contains("Path=/api/v1/auth"), "{header}");
    header.split(';').next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_refresh_token_is_rotated_and_an_old_one_ends_the_session() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    let body = json!({"username": "admin", "password": PASSWORD});
    let login = app.call(&stranger, "POST", "/api/v1/auth/login", &[], Some(&body)).await;
    let refresh = async |cookie: &str| {
        app.call(&stranger, "POST", "/api/v1/auth/refresh", &[("Cookie", cookie)], None).await
    };
    let first = cookie(&login);

    let second = refresh(&first).await;
    let overlap = refresh(&first).await;
    app.pass(TimeDelta::seconds(31));
    let third = refresh(&cookie(&overlap)).await;
    app.pass(TimeDelta::seconds(31));
    let stolen = refresh(&cookie(&overlap)).await;
    let after_theft = refresh(&cookie(&third)).await;

    assert_eq!(second.status.as_u16(), 200);
    assert_eq!(overlap.status.as_u16(), 200, "a tab that asked at the same moment");
    assert_eq!(third.status.as_u16(), 200);
    assert_eq!(stolen.status.as_u16(), 401);
    assert_eq!(after_theft.status.as_u16(), 401, "the session is over");
}

#[actix_web::test]
async fn signing_out_everywhere_and_a_new_password_end_sessions_at_once() {
    let app = TestApp::start().await;
    let (here, there) = (app.as_role(Role::Finance).await, app.as_role(Role::Finance).await);
    assert_eq!(here.sessions().await.unwrap().len(), 2);
    let change = ChangePassword {
        current_password: PASSWORD.to_owned(),
        new_password: "another good one".to_owned(),
    };
    let wrong = ChangePassword { current_password: "no".to_owned(), ..change.clone() };

    let refused = here.change_password(&wrong).await.unwrap_err();
    here.change_password(&change).await.unwrap();
    let other = there.me().await.unwrap_err();
    let still_here = here.me().await;
    let token = here.token();
    here.sign_out_everywhere().await.unwrap();
    here.set_token(token);
    let over = here.me().await.unwrap_err();

    assert_eq!(refused.problem().unwrap().errors[0].reason, Reason::PasswordWrong);
    assert_eq!(other.code(), Some(ProblemCode::SignInRequired));
    assert!(still_here.is_ok());
    assert_eq!(over.code(), Some(ProblemCode::SignInRequired));
}

#[actix_web::test]
async fn a_session_is_looked_up_once_a_second_while_nothing_is_written() {
    let asked = async |trust_ms| {
        let app = TestApp::start_with(|config| config.auth.session_trust_ms = trust_ms).await;
        let admin = app.as_role(Role::Admin).await;
        let products = async || {
            let before = app.statements();
            admin.catalogue(Side::Staff).await.unwrap();
            app.statements() - before
        };
        let first = products().await;
        // The least of several: a machine that is busy lets a second go by between two of them.
        let mut second = first;
        for _ in 0..5 {
            second = second.min(products().await);
        }
        app.pass(TimeDelta::seconds(2));
        [first, second, products().await]
    };

    let [first, second, later] = asked(0).await;
    assert_eq!((first, later), (second, second), "each request asks");
    let [first, second, later] = asked(60_000).await;
    assert_eq!((first, later), (second + 1, second + 1), "a second at most, whatever is set");
}

#[actix_web::test]
async fn a_deactivated_user_is_out_with_the_next_request() {
    out_with_the_next_request(0).await;
    out_with_the_next_request(1000).await;
}

async fn out_with_the_next_request(trust_ms: u32) {
    let app = TestApp::start_with(|config| config.auth.session_trust_ms = trust_ms).await;
    let admin = app.as_role(Role::Admin).await;
    let engineer = app.as_role(Role::Engineer).await;
    let query = UserListQuery { q: "engineer".to_owned(), ..UserListQuery::default() };
    let user = admin.users(&query).await.unwrap().items.remove(0);
    let me = admin.me().await.unwrap();
    let myself = admin.user(me.id).await.unwrap();
    engineer.me().await.unwrap();

    admin.deactivate_user(user.id, user.version).await.unwrap();
    let out = engineer.me().await.unwrap_err();
    let own = admin.deactivate_user(myself.id, myself.version).await.unwrap_err();

    assert_eq!(out.code(), Some(ProblemCode::SignInRequired));
    assert_eq!(own.problem().unwrap().reason, Some(Reason::OwnAccount));
}
