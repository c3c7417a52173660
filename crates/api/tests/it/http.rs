//! How the API speaks: problems, versions, lists, and what it costs.

use client::Side;
use domain::{
    access::Role, licenses::ActivationMode::Online, orders::wire::OrderListQuery,
    problem::ProblemCode,
};
use serde_json::json;
use testkit::TestApp;

#[actix_web::test]
async fn problems_name_what_where_and_in_the_callers_language() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let path = "/api/v1/partners/orders";
    let english = [("Accept-Language", "en")];
    let cases = [
        (json!({"lines": [{"sets": "two"}]}), "/lines/0/sets", "wrong-type"),
        (json!({"colour": "red"}), "/colour", "unknown-field"),
        (json!({"remark": "x".repeat(2001)}), "/remark", "too-long"),
        (json!({"lines": [{"sets": 101}]}), "/lines/0/sets", "out-of-range"),
    ];
    for (body, pointer, reason) in cases {
        let answer = app.call(&partner, "POST", path, &english, Some(&body)).await;

        let problem = answer.json();
        assert_eq!(answer.status.as_u16(), 422, "{}", answer.text);
        assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{}", answer.text);
        assert_eq!(problem["errors"][0]["reason"], reason);
        assert_eq!(problem["title"], "Some fields need another look");
        assert_eq!(problem["request_id"].as_str(), answer.header("X-Request-Id"));
    }
    let chinese = app.call(&partner, "POST", path, &[], Some(&json!({"colour": 1}))).await;
    assert_eq!(chinese.json()["title"], "部分内容需要修改");
    let list = app.call(&partner, "GET", path, &[], None).await;
    assert_eq!(list.json()["total"], 0, "nothing was saved");
}

#[actix_web::test]
async fn what_is_not_json_is_a_400_and_other_media_types_a_415() {
    let app = TestApp::start().await;
    let token = app.as_role(Role::Partner).await.token().unwrap();
    let post = async |media_type: &'static str, body: &'static str| {
        reqwest::Client::new()
            .post(format!("{}/api/v1/partners/orders", app.url))
            .bearer_auth(&token)
            .header("Content-Type", media_type)
            .body(body)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };

    assert_eq!(post("application/json", "{").await, 400);
    assert_eq!(post("text/plain", "hello").await, 415);
}

#[actix_web::test]
async fn unknown_parameters_and_sort_keys_are_refused_with_what_is_allowed() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    for (query, hint) in [
        ("sort=colour", "created_at"),
        ("pgae=2", "pgae"),
        ("page=0", "nonzero"),
        ("per_page=101", "100"),
        ("page=501&per_page=20", "after"),
        ("after=nonsense", "after"),
        ("status=open", "submitted"),
    ] {
        let path = format!("/api/v1/orders?{query}");

        let answer = app.call(&admin, "GET", &path, &[], None).await;

        assert_eq!(answer.code(), Some(ProblemCode::InvalidQuery), "{query}: {}", answer.text);
        assert!(answer.text.contains(hint), "{query}: {}", answer.text);
    }
}

#[actix_web::test]
async fn writes_name_the_version_and_reads_answer_304() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let draft = app.draft(&partner, &[Online]).await;
    let path = format!("/api/v1/partners/orders/{}", draft.id);

    let read = app.call(&partner, "GET", &path, &[], None).await;
    let etag = read.header("ETag").unwrap().to_owned();
    let known = app.call(&partner, "GET", &path, &[("If-None-Match", &etag)], None).await;
    let blind = app.call(&partner, "PATCH", &path, &[], Some(&json!({"remark": "x"}))).await;
    let seen = [("If-Match", etag.as_str())];
    let written = app.call(&partner, "PATCH", &path, &seen, Some(&json!({"remark": "x"}))).await;
    let stale = app.call(&partner, "PATCH", &path, &seen, Some(&json!({"remark": "y"}))).await;

    assert_eq!(known.status.as_u16(), 304);
    assert_eq!(blind.status.as_u16(), 428);
    assert_eq!(written.status.as_u16(), 200, "{}", written.text);
    assert_eq!(stale.status.as_u16(), 412);
}

#[actix_web::test]
async fn forged_and_foreign_tokens_are_nobody() {
    let app = TestApp::start().await;
    let order = app.approved(&[domain::licenses::ActivationMode::Offline]).await;
    let admin = app.as_role(Role::Admin).await;
    let license_key =
        admin.show_license_key(order.lines[0].licenses[0].id).await.unwrap().key.unwrap();
    let good = admin.token().unwrap();
    let (head, signature) = good.rsplit_once('.').unwrap();
    let forged = [
        String::new(),
        license_key,
        head.to_owned(),
        format!("{head}."),
        format!("{head}.{}", signature.chars().rev().collect::<String>()),
        format!("{good}x"),
        "eyJhbGciOiJub25lIn0.e30.".to_owned(),
    ];
    for token in forged {
        let client = app.stranger();
        client.set_token(Some(token.clone()));
        let refused = client.me().await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::SignInRequired), "{token}");
    }
    app.pass(chrono::TimeDelta::minutes(16));
    let expired = admin.orders(Side::Staff, &OrderListQuery::default()).await.unwrap_err();
    assert_eq!(expired.code(), Some(ProblemCode::SignInRequired));
}

#[actix_web::test]
async fn the_published_document_is_current() {
    let kept = include_str!("../../openapi.json");

    assert!(
        kept == api::openapi::document_json().unwrap(),
        "crates/api/openapi.json is out of date: cargo xtask openapi"
    );
}

#[actix_web::test]
async fn every_answer_carries_the_security_headers_and_docs_work_offline() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    for path in ["/", "/docs/", "/openapi.json", "/healthz", "/readyz", "/api/v1/nothing"] {
        let answer = app.call(&stranger, "GET", path, &[], None).await;
        assert!(answer.header("Content-Security-Policy").is_some(), "{path}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"), "{path}");
    }
    let docs = app.call(&stranger, "GET", "/docs/", &[], None).await;
    assert!(docs.text.contains("swagger-ui"), "{}", docs.text);
    assert!(!docs.text.contains("https://"), "nothing from elsewhere");
    let missing = app.call(&stranger, "GET", "/api/v1/nothing", &[], None).await;
    assert_eq!(missing.code(), Some(ProblemCode::NotFound));
    let keys = app.call(&stranger, "GET", "/.well-known/jwks.json", &[], None).await;
    assert_eq!(keys.json()["keys"][0]["crv"], "Ed25519");
}
