//! Who gets past the door: every operation of the published document, asked as everybody.

use domain::{
    access::{Permission, Reach, Role},
    licenses::ActivationMode::{Offline, Online},
    problem::ProblemCode,
};
use serde_json::json;
use testkit::{TestApp, paths};

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

fn concrete(path: &str) -> String {
    path.replace("{id}", NOBODY)
}

/// What any write wants to have said.
const HEADERS: [(&str, &str); 2] =
    [("If-Match", "\"1\""), ("Idempotency-Key", "00000000-access-matrix")];

#[actix_web::test]
async fn every_operation_has_a_row_in_the_permission_table_or_is_known_to_be_public() {
    const PUBLIC: [&str; 8] = [
        "activate",
        "ask_for_reset",
        "confirm_reset",
        "refresh_session",
        "report_usage",
        "sign_in_partner",
        "sign_in_staff",
        "verify_key",
    ];
    let mut public = Vec::new();
    for operation in paths::operations() {
        match operation.permission {
            None => public.push(operation.id),
            Some(name) => {
                assert!(name.parse::<Permission>().is_ok(), "{}: `{name}`", operation.id);
            }
        }
    }
    public.sort();

    assert_eq!(public, PUBLIC);
}

#[actix_web::test]
async fn every_operation_lets_in_whom_the_table_names_and_nobody_else() {
    let app = TestApp::start().await;
    // Ends one's own session, for whoever asks: asked apart.
    let ends_sessions = ["sign_out", "sign_out_everywhere"];
    let mut asked = 0;
    for role in Role::ALL {
        let caller = app.as_role(*role).await;
        for operation in paths::operations() {
            let Some(permission) = operation.permission else { continue };
            if ends_sessions.contains(&operation.id.as_str()) {
                continue;
            }
            let permission: Permission = permission.parse().unwrap();
            // A stream does not end by itself; its door is every other notification's.
            if operation.id == "stream_notifications" {
                continue;
            }
            let body = (operation.method != "GET").then(|| json!({}));
            let path = concrete(&operation.path);

            let answer = app.call(&caller, &operation.method, &path, &HEADERS, body.as_ref()).await;

            let is_let_in = answer.code() != Some(ProblemCode::NotPermitted);
            let should_be = permission.reach(*role) != Reach::Nothing;
            assert_eq!(is_let_in, should_be, "{} as {role}: {}", operation.id, answer.text);
            assert!(answer.status.as_u16() < 500, "{} as {role}: {}", operation.id, answer.text);
            asked += 1;
        }
    }
    assert!(asked > 300, "only {asked} were asked");
}

#[actix_web::test]
async fn a_stranger_is_asked_to_sign_in_everywhere() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    for operation in paths::operations().into_iter().filter(|o| o.permission.is_some()) {
        let body = (operation.method != "GET").then(|| json!({}));
        let path = concrete(&operation.path);

        let answer = app.call(&stranger, &operation.method, &path, &[], body.as_ref()).await;

        assert_eq!(answer.code(), Some(ProblemCode::SignInRequired), "{}", operation.id);
        assert!(answer.header("WWW-Authenticate").is_some());
    }
}

/// Partner B against everything of partner A's: 404, as if it were not there, and nothing moved.
#[actix_web::test]
async fn a_partner_reaches_nothing_of_another_partner() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online, Offline]).await;
    app.settle().await;
    let other = app.as_partner_b().await;
    let license = &order.lines[0].licenses[0];
    let person = app.as_role(Role::Partner).await.me().await.unwrap().id;
    let subjects = [
        ("users", person.to_string()),
        ("orders", order.id.to_string()),
        ("orders", order.number.clone()),
        ("licenses", license.id.to_string()),
        ("licenses", license.number.clone()),
    ];

    for operation in paths::operations().into_iter().filter(|o| o.path.contains("/partners/")) {
        for (kind, id) in &subjects {
            if !operation.path.contains(&format!("/{kind}/{{id}}")) {
                continue;
            }
            let path = operation.path.replace("{id}", id);
            let body = match operation.id.as_str() {
                "submit_order_of_partner" => Some(json!({
                    "terms_version": "x", "terms_hash": "y", "expected_gross": "1.00"
                })),
                "cancel_order_of_partner" => Some(json!({"reason": "not mine"})),
                "change_colleague" => Some(json!({
                    "name": "x", "email": "a@b.cn", "language": "en", "org_admin": false
                })),
                _ if operation.method != "GET" => Some(json!({})),
                _ => None,
            };

            let answer = app.call(&other, &operation.method, &path, &HEADERS, body.as_ref()).await;

            assert_eq!(answer.status.as_u16(), 404, "{} {path}: {}", operation.id, answer.text);
        }
    }
    for path in ["/api/v1/partners/orders", "/api/v1/partners/licenses"] {
        let list = app.call(&other, "GET", path, &[], None).await;
        assert_eq!(list.json()["total"], 0, "{path}");
    }
    let team = app.call(&other, "GET", "/api/v1/partners/users", &[], None).await;
    assert_eq!(team.json()["total"], 1, "its own person alone");
    let named = format!("/api/v1/partners/orders?q={}", order.number);
    assert_eq!(app.call(&other, "GET", &named, &[], None).await.json()["total"], 0);
    let theirs = app.call(&other, "GET", "/api/v1/partners/end-users?q=招商", &[], None).await;
    assert_eq!(theirs.json(), json!([]));
}

#[actix_web::test]
async fn engineers_see_no_money() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let engineer = app.as_role(Role::Engineer).await;
    let path = format!("/api/v1/licenses/{}", order.lines[0].licenses[0].id);

    let seen = app.call(&engineer, "GET", &path, &[], None).await;

    assert_eq!(seen.status.as_u16(), 200);
    assert_eq!(seen.json()["purchases"][0]["amount"], serde_json::Value::Null);
}
