//! Nonsense in every place where something can be said: a clear refusal, never a fault of ours, and
//! nothing saved.

use client::{Client, Side};
use domain::{
    access::Role, events::wire::EventListQuery, licenses::ActivationMode::Offline,
    orders::wire::OrderListQuery,
};
use serde_json::{Value, json};
use testkit::{Answer, TestApp, key, paths};

/// Values of every kind, most of them wrong wherever they stand.
fn nonsense() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(i64::MAX),
        json!(1e300),
        json!(""),
        json!("\u{0}"),
        json!("\u{202e}txt.exe"),
        json!("'; DROP TABLE orders; --"),
        json!("<script>alert(1)</script>"),
        json!("长".repeat(70_000)),
        json!("99999999999999999999.99"),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!({"": {}}),
        nested(100),
    ]
}

/// Deeper than any parser should follow.
fn nested(depth: usize) -> Value {
    (0..depth).fold(json!(1), |inner, _| json!([inner]))
}

/// Wrong as a whole, and wrong in one property after another: with every kind of nonsense at full
/// depth, otherwise with each fourth, another one for each property.
fn bodies(schema: &Value, operation: usize) -> Vec<Value> {
    let step = testkit::depth(4, 1);
    let mut bodies = vec![json!({}), json!([]), json!(null), json!("x"), json!({"colour": 1})];
    for (name, at) in schema["properties"].as_object().unwrap().keys().zip(operation..) {
        let some = nonsense().into_iter().skip(at % step).step_by(step);
        bodies.extend(some.map(|value| json!({ name.as_str(): value })));
    }
    bodies
}

/// What is there to change, by the words of the path.
struct Subjects {
    draft: String,
    submitted: String,
    license: String,
}

impl Subjects {
    async fn of(app: &TestApp) -> Self {
        let partner = app.as_role(Role::Partner).await;
        let draft = app.draft(&partner, &[Offline]).await;
        let submitted = app.submitted(&[Offline]).await;
        let approved = app.approved(&[Offline]).await;
        app.settle().await;
        Self {
            draft: draft.id.to_string(),
            submitted: submitted.id.to_string(),
            license: approved.lines[0].licenses[0].id.to_string(),
        }
    }

    fn concrete(&self, path: &str) -> String {
        let id = match path {
            _ if path.contains("/licenses/") => &self.license,
            _ if path.ends_with("/approve") || path.ends_with("/reject") => &self.submitted,
            _ => &self.draft,
        };
        path.replace("{id}", id)
    }
}

fn assert_refused_or_done(answer: &Answer, what: &str) {
    assert!(answer.status.as_u16() < 500, "{what}: {}", answer.text);
    if answer.status.is_client_error() {
        assert!(answer.code().is_some(), "{what}: a problem in words: {}", answer.text);
    }
}

async fn saved(admin: &Client) -> (u64, u64) {
    let events = admin.events(&EventListQuery::default()).await.unwrap();
    let orders = admin.orders(Side::Staff, &OrderListQuery::default()).await.unwrap();
    (events.total, orders.total)
}

#[actix_web::test]
async fn every_body_is_taken_or_refused_in_words() {
    let app = TestApp::start().await;
    let subjects = Subjects::of(&app).await;
    let admin = app.as_role(Role::Admin).await;
    let partner = app.as_role(Role::Partner).await;
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    let mut asked = 0;
    for (operation, at) in paths::operations().into_iter().zip(0..) {
        let body = &document["paths"][&operation.path][operation.method.to_lowercase()]["requestBody"]
            ["content"]["application/json"]["schema"]["$ref"];
        let Some(name) = body.as_str().and_then(|name| name.rsplit('/').next()) else { continue };
        let schema = &document["components"]["schemas"][name];
        let caller = if operation.path.contains("/partners/") { &partner } else { &admin };
        let path = subjects.concrete(&operation.path);
        let before = saved(&admin).await;
        let mut taken = 0;
        for body in bodies(schema, at) {
            let once = key().0;
            let headers = [("If-Match", "\"1\""), ("Idempotency-Key", once.as_str())];

            let answer = app.call(caller, &operation.method, &path, &headers, Some(&body)).await;

            let shown: String = body.to_string().chars().take(80).collect();
            assert_refused_or_done(&answer, &format!("{} {shown}", operation.id));
            taken += usize::from(answer.status.is_success());
            asked += 1;
        }
        if taken == 0 {
            assert_eq!(saved(&admin).await, before, "{} saved what it refused", operation.id);
        }
    }
    assert!(asked > 600, "only {asked} were asked");
}

#[actix_web::test]
async fn every_query_is_taken_or_refused_in_words() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let partner = app.as_role(Role::Partner).await;
    let long = "x".repeat(5000);
    let queries = [
        "page=-1",
        "page=0",
        "page=99999999999999999999",
        "per_page=0",
        "per_page=100000",
        "sort=%27",
        "sort=-",
        "sort=id;DROP",
        "after=%00",
        "after=AAAA",
        "q=%00",
        "q=%25",
        "q=%5C%27",
        "q=_",
        "q=%F0%9F%98%80",
        "q=%FF",
        "%00=1",
        "q",
        "=",
        "&&&",
        "page=1&page=2",
        "status=&status=",
        "from=2026-02-30",
        "colour=1",
        long.as_str(),
    ];
    for operation in paths::operations() {
        if operation.method != "GET" || operation.id == "stream_notifications" {
            continue;
        }
        let caller = if operation.path.contains("/partners/") { &partner } else { &admin };
        for id in ["%00", "..", "%2e%2e%2f", "ORD-99999999-999999", "00000000", long.as_str()] {
            let path = operation.path.replace("{id}", id);
            let answer = app.call(caller, "GET", &path, &[], None).await;
            assert_refused_or_done(&answer, &path);
        }
        for query in queries {
            let path = operation.path.replace("{id}", "ORD-1");
            let answer = app.call(caller, "GET", &format!("{path}?{query}"), &[], None).await;
            assert_refused_or_done(&answer, &format!("{path}?{query}"));
        }
    }
}
