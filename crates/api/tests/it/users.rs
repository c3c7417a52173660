//! Users as administrators manage them.

use domain::{
    access::Role,
    auth::wire::UserListQuery,
    problem::{ProblemCode, Reason},
};
use testkit::TestApp;

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
        language: domain::Lang::Zh,
        password: password.to_owned().into(),
    };

    let create = async |user| {
        let refused = api::users::service::create(&app.app, None, user).await.unwrap_err();
        refused.problem(domain::Lang::En).errors[0].reason
    };

    assert_eq!(create(new("ＡＤＭＩＮ", "a good password")).await, Reason::AlreadyTaken);
    assert_eq!(create(new("fresh", "password123")).await, Reason::PasswordCommon);
}
