//! The second factor: asked for at the door, taken once, and demanded where the house says so.

use chrono::TimeDelta;
use client::{Client, ClientResult, Door, Side};
use domain::{
    access::Role,
    auth::wire::{SignIn, TotpCode, UserListQuery},
    events::{EventKind, wire::EventListQuery},
    orders::wire::OrderListQuery,
    problem::{ProblemCode, Reason},
};
use futures_util::future::{join, join_all};
use sha2::Digest as _;
use testkit::{PASSWORD, TestApp};
use totp_rs::{Builder, Secret};

/// What an authenticator shows for this secret.
fn code(app: &TestApp, secret: &str, later: TimeDelta) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let at = u64::try_from((app.now() + later).timestamp()).unwrap();
    totp.generate(at).to_string()
}

fn typed(code: &str) -> TotpCode {
    TotpCode { code: code.to_owned() }
}

/// Sets up a second factor; answers its secret and the recovery codes.
async fn enrolled(app: &TestApp, client: &Client) -> (String, Vec<String>) {
    let secret = client.begin_second_factor().await.unwrap().secret;
    let first = code(app, &secret, TimeDelta::zero());
    let codes = client.confirm_second_factor(&typed(&first)).await.unwrap().codes;
    app.pass(TimeDelta::seconds(60));
    (secret, codes)
}

async fn at_the_door(app: &TestApp, who: &str, code: Option<&str>) -> ClientResult<()> {
    let plain = SignIn::new(who, PASSWORD);
    let sign_in = match code {
        Some(code) => plain.with_code(code),
        None => plain,
    };
    app.stranger().sign_in(Door::Staff, &sign_in).await
}

async fn refusal(app: &TestApp, code: Option<&str>) -> Option<ProblemCode> {
    at_the_door(app, "finance", code).await.unwrap_err().code()
}

#[actix_web::test]
async fn whoever_has_a_second_factor_is_asked_for_it_and_each_code_is_taken_once() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let begun = finance.begin_second_factor().await.unwrap();
    assert!(begun.uri.starts_with("otpauth://totp/") && begun.qr_path.starts_with('M'));
    assert!(at_the_door(&app, "finance", None).await.is_ok(), "not before it is confirmed");
    let unconfirmed = finance.confirm_second_factor(&typed("000000")).await.err().unwrap();
    assert_eq!(unconfirmed.problem().unwrap().errors[0].reason, Reason::CodeWrong);

    let (secret, codes) = enrolled(&app, &finance).await;
    let now = code(&app, &secret, TimeDelta::zero());

    assert_eq!(codes.len(), 10);
    assert_eq!(refusal(&app, None).await, Some(ProblemCode::TotpRequired));
    assert_eq!(refusal(&app, Some("")).await, Some(ProblemCode::TotpRequired));
    assert!(at_the_door(&app, "finance", Some(&now)).await.is_ok());
    assert_eq!(refusal(&app, Some(&now)).await, Some(ProblemCode::WrongCode), "a replay");
    let early = code(&app, &secret, TimeDelta::seconds(30));
    assert!(at_the_door(&app, "finance", Some(&early)).await.is_ok(), "a clock that is fast");
    assert_eq!(refusal(&app, Some(&now)).await, Some(ProblemCode::WrongCode), "an older step");
    app.pass(TimeDelta::minutes(10));
    let late = code(&app, &secret, TimeDelta::seconds(-30));
    assert!(at_the_door(&app, "finance", Some(&late)).await.is_ok(), "a clock that is slow");
    let too_late = code(&app, &secret, TimeDelta::seconds(90));
    assert_eq!(refusal(&app, Some(&too_late)).await, Some(ProblemCode::WrongCode));

    let recovery = codes[3].to_uppercase();
    assert!(at_the_door(&app, "finance", Some(&recovery)).await.is_ok());
    assert_eq!(refusal(&app, Some(&recovery)).await, Some(ProblemCode::WrongCode), "used");
    assert_eq!(finance.second_factor().await.unwrap().recovery_codes_left, 9);
    let wrong = app.stranger().sign_in(Door::Staff, &SignIn::new("finance", "no")).await;
    assert_eq!(wrong.unwrap_err().code(), Some(ProblemCode::WrongCredentials), "no word of it");
}

#[actix_web::test]
async fn wrong_codes_wait_as_wrong_passwords_do() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let (secret, codes) = enrolled(&app, &finance).await;
    for _ in 0..5 {
        assert_eq!(refusal(&app, Some("000000")).await, Some(ProblemCode::WrongCode));
    }
    let right = code(&app, &secret, TimeDelta::zero());

    assert_eq!(refusal(&app, Some(&right)).await, Some(ProblemCode::TooManyRequests));
    assert_eq!(refusal(&app, Some(&codes[0])).await, Some(ProblemCode::TooManyRequests));
    // Guesses go on nowhere else either.
    let elsewhere = finance.disable_second_factor(&typed(&right)).await.unwrap_err();
    assert_eq!(elsewhere.code(), Some(ProblemCode::TooManyRequests));

    app.pass(TimeDelta::seconds(5));
    let later = code(&app, &secret, TimeDelta::zero());
    assert!(at_the_door(&app, "finance", Some(&later)).await.is_ok(), "the wait is over");
}

#[actix_web::test]
async fn guesses_that_come_at_once_count_one_after_the_other() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let (secret, _) = enrolled(&app, &finance).await;
    let right = code(&app, &secret, TimeDelta::zero());

    let wrong = typed("000000");
    let guesses = (0..24).map(|_| finance.disable_second_factor(&wrong));
    let answers = join_all(guesses).await;
    let codes = answers.into_iter().map(|answer| answer.unwrap_err().code());
    let looked_at = codes.filter(|code| *code == Some(ProblemCode::InvalidFields)).count();
    let after = finance.disable_second_factor(&typed(&right)).await.unwrap_err();

    assert!((1..=5).contains(&looked_at), "{looked_at} of 24 were looked at");
    assert_eq!(after.code(), Some(ProblemCode::TooManyRequests));
}

#[actix_web::test]
async fn a_code_that_comes_twice_at_once_opens_one_door() {
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let (secret, codes) = enrolled(&app, &finance).await;
    let now = code(&app, &secret, TimeDelta::zero());

    for typed in [&now, &codes[7]] {
        let (one, other) = join(
            at_the_door(&app, "finance", Some(typed)),
            at_the_door(&app, "finance", Some(typed)),
        )
        .await;
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    }
}

#[actix_web::test]
async fn where_the_house_demands_it_staff_set_it_up_before_anything_else() {
    let app = TestApp::start_with(|config| config.auth.require_totp = true).await;
    let finance = app.as_role(Role::Finance).await;
    let partner = app.as_role(Role::Partner).await;
    let orders = OrderListQuery::default();

    let me = finance.me().await.unwrap();
    let kept_out = finance.orders(Side::Staff, &orders).await.unwrap_err();
    let (secret, _) = enrolled(&app, &finance).await;
    let let_in = finance.orders(Side::Staff, &orders).await;
    let now = code(&app, &secret, TimeDelta::zero());
    let kept = finance.disable_second_factor(&typed(&now)).await.unwrap_err();

    assert!(me.must_enroll);
    assert_eq!(kept_out.code(), Some(ProblemCode::EnrollmentRequired));
    assert!(let_in.is_ok() && !finance.me().await.unwrap().must_enroll);
    assert_eq!(kept.problem().unwrap().reason, Some(Reason::SecondFactorRequired));
    assert!(!partner.me().await.unwrap().must_enroll, "it is about staff");
    assert!(partner.orders(Side::Portal, &orders).await.is_ok());
}

#[actix_web::test]
async fn it_is_given_up_with_a_last_code_or_reset_by_an_administrator() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let finance = app.as_role(Role::Finance).await;
    let query = UserListQuery { role: vec![Role::Finance], ..UserListQuery::default() };
    let (_, codes) = enrolled(&app, &finance).await;
    let user = admin.users(&query).await.unwrap().items.remove(0);
    let twice = finance.begin_second_factor().await.err().unwrap();

    finance.disable_second_factor(&typed(&codes[0])).await.unwrap();
    let passed = at_the_door(&app, "finance", None).await;
    let (_, _) = enrolled(&app, &finance).await;
    admin.reset_second_factor(user.id).await.unwrap();
    let passed_again = at_the_door(&app, "finance", None).await;
    let nothing = admin.reset_second_factor(user.id).await.unwrap_err();
    let me = admin.me().await.unwrap();
    let own = admin.reset_second_factor(me.id).await.unwrap_err();

    assert!(user.has_second_factor);
    assert_eq!(twice.problem().unwrap().reason, Some(Reason::SecondFactorOn));
    assert!(passed.is_ok() && passed_again.is_ok());
    assert_eq!(nothing.code(), Some(ProblemCode::NotFound));
    assert_eq!(own.problem().unwrap().reason, Some(Reason::OwnSecondFactor));
    let log = admin.events(&EventListQuery::default()).await.unwrap().items;
    let count = |kind| log.iter().filter(|event| event.kind == kind).count();
    assert_eq!(count(EventKind::SecondFactorOn), 2);
    assert_eq!(count(EventKind::SecondFactorOff), 1);
    assert_eq!(count(EventKind::SecondFactorReset), 1);
}

#[actix_web::test]
async fn what_is_kept_opens_no_door() {
    use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
    let app = TestApp::start().await;
    let finance = app.as_role(Role::Finance).await;
    let (secret, codes) = enrolled(&app, &finance).await;
    let raw = Secret::try_from_base32(&secret).unwrap();

    let me = finance.me().await.unwrap().id;
    let kept = store::second_factors::find(&app.app.db.read, me).await.unwrap().unwrap();
    let sealed = STANDARD_NO_PAD.decode(&kept.secret).unwrap();

    assert!(!sealed.windows(raw.as_bytes().len()).any(|part| part == raw.as_bytes()));
    assert!(
        app.app
            .sealer
            .open(me.as_uuid().as_bytes(), &kept.secret)
            .is_ok_and(|it| it == raw.as_bytes())
    );
    assert_eq!(kept.recovery.len(), codes.len());
    for code in codes {
        let bare = code.replace('-', "");
        assert!(kept.recovery.iter().all(|kept| !kept.contains(&bare)));
        let plain = STANDARD_NO_PAD.encode(sha2::Sha256::digest(&bare));
        assert!(!kept.recovery.contains(&plain), "hashed without our secret");
    }
}
