//! A forgotten password: by way of the mailbox, once, and without telling who has an account.

use std::time::Instant;

use chrono::TimeDelta;
use client::{Client, Door};
use domain::{
    access::Role,
    auth::wire::{AskForReset, ChangePassword, ConfirmReset, SignIn},
    deliveries::wire::DeliveryListQuery,
    events::wire::EventListQuery,
    problem::{ProblemCode, Reason},
};
use testkit::{PASSWORD, TestApp};

const NEW: &str = "another good one";

fn ask(login: &str) -> AskForReset {
    AskForReset { login: login.to_owned() }
}

fn confirm(token: &str, password: &str) -> ConfirmReset {
    ConfirmReset { token: token.to_owned(), new_password: password.to_owned() }
}

/// The tokens of the links that were mailed to this address, in no particular order.
fn tokens(app: &TestApp, address: &str) -> Vec<String> {
    let mails = app.mails();
    let to_them = mails.iter().filter(|mail| mail.to == address);
    to_them
        .filter_map(|mail| mail.text.split_once("/reset-password#"))
        .map(|(_, rest)| rest.chars().take_while(|c| !c.is_whitespace()).collect())
        .collect()
}

async fn reason(client: &Client, body: &ConfirmReset) -> Option<Reason> {
    client.confirm_reset(body).await.unwrap_err().problem().unwrap().reason
}

#[actix_web::test]
async fn a_mailed_link_sets_a_new_password_once_and_ends_every_session() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    let here = app.as_role(Role::Finance).await;

    stranger.ask_for_reset(&ask(" Finance@dsms.example ")).await.unwrap();
    app.settle().await;
    let [token] = &tokens(&app, "finance@dsms.example")[..] else { panic!("one link") };
    let weak = stranger.confirm_reset(&confirm(token, "12345678")).await.unwrap_err();
    let still_in = here.me().await;
    stranger.confirm_reset(&confirm(token, NEW)).await.unwrap();
    let out = here.me().await.unwrap_err();
    let again = reason(&stranger, &confirm(token, "a third good one")).await;
    let sign_in = |password: &str| SignIn::new("finance", password);

    assert_eq!(weak.problem().unwrap().errors[0].pointer, "/new_password");
    assert!(still_in.is_ok(), "asking changes nothing yet");
    assert_eq!(out.code(), Some(ProblemCode::SignInRequired));
    assert_eq!(again, Some(Reason::ResetOver));
    assert!(stranger.sign_in(Door::Staff, &sign_in(PASSWORD)).await.is_err());
    stranger.sign_in(Door::Staff, &sign_in(NEW)).await.unwrap();
}

#[actix_web::test]
async fn the_token_is_in_the_mail_and_nowhere_else() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    app.stranger().ask_for_reset(&ask("finance")).await.unwrap();
    app.settle().await;
    let token = tokens(&app, "finance@dsms.example").remove(0);

    let log = admin.deliveries(&DeliveryListQuery::default()).await.unwrap().items;
    let shown = admin.delivery(log[0].id).await.unwrap();
    let events = admin.events(&EventListQuery::default()).await.unwrap();

    assert!(token.len() >= 43, "256 bits: {token}");
    assert!(shown.text.contains("/reset-password#••••"), "{}", shown.text);
    let everything = format!("{} {}", serde_json::json!(shown), serde_json::json!(events));
    assert!(!everything.contains(&token));
    for table in ["password_resets", "deliveries", "events"] {
        use sea_orm::{ConnectionTrait as _, Statement};
        let backend = app.app.db.read.get_database_backend();
        let all = Statement::from_string(backend, format!("SELECT * FROM {table}"));
        let rows = app.app.db.read.query_all_raw(all).await.unwrap();
        assert!(!rows.is_empty() && !format!("{rows:?}").contains(&token), "{table}");
    }
}

#[actix_web::test]
async fn a_link_ends_with_time_a_newer_link_and_a_new_password() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    let address = "engineer@dsms.example";
    let fresh = async |before: &[String]| {
        app.pass(TimeDelta::hours(25));
        stranger.ask_for_reset(&ask("engineer")).await.unwrap();
        app.settle().await;
        tokens(&app, address).into_iter().find(|token| !before.contains(token)).unwrap()
    };
    let first = fresh(&[]).await;

    app.pass(TimeDelta::minutes(30));
    assert_eq!(reason(&stranger, &confirm(&first, NEW)).await, Some(Reason::ResetOver), "time");

    let second = fresh(std::slice::from_ref(&first)).await;
    app.pass(TimeDelta::seconds(2));
    stranger.ask_for_reset(&ask("engineer")).await.unwrap();
    assert_eq!(reason(&stranger, &confirm(&second, NEW)).await, Some(Reason::ResetOver), "newer");

    let third = fresh(&tokens(&app, address)).await;
    let me = app.as_role(Role::Engineer).await;
    let change = ChangePassword {
        current_password: PASSWORD.into(),
        new_password: "yet another one".into(),
    };
    me.change_password(&change).await.unwrap();
    assert_eq!(reason(&stranger, &confirm(&third, NEW)).await, Some(Reason::ResetOver), "changed");
    assert_eq!(reason(&stranger, &confirm("nonsense", NEW)).await, Some(Reason::ResetOver));
}

#[actix_web::test]
async fn nobody_learns_who_has_an_account_and_asking_often_waits() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    for login in ["finance", "nobody-at-all", "nobody@nowhere.example"] {
        let body = serde_json::json!({ "login": login });
        let started = Instant::now();
        let path = "/api/v1/auth/password/reset";
        let answer = app.call(&stranger, "POST", path, &[], Some(&body)).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (202, ""), "{login}");
        assert!(started.elapsed().as_millis() >= 400, "{login}: the clock tells");
    }
    app.settle().await;
    assert_eq!(app.mails().len(), 1);

    for login in ["finance", "nobody-at-all"] {
        let mut refused = None;
        for _ in 0..6 {
            refused = stranger.ask_for_reset(&ask(login)).await.err();
        }
        let code = refused.unwrap().code();
        assert_eq!(code, Some(ProblemCode::TooManyRequests), "{login}");
    }
}

#[actix_web::test]
async fn whoever_may_not_sign_in_gets_no_link() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let why = domain::orders::wire::WithReason { reason: "no longer a partner".to_owned() };
    let partner = admin.partner(app.partner_b).await.unwrap();
    admin.suspend_partner(partner.id, partner.version, &why).await.unwrap();

    app.stranger().ask_for_reset(&ask("partner_b")).await.unwrap();
    app.settle().await;

    assert!(tokens(&app, "partner_b@dsms.example").is_empty());
}
