//! What a list costs the database does not depend on how much is in it.

use domain::{
    access::Role,
    licenses::ActivationMode::{Offline, Online},
};
use testkit::{TestApp, paths};

/// Who asks, the rows, and their number.
const MOST: usize = 4;

#[actix_web::test]
async fn every_list_takes_four_statements_at_most() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        app.approved(&[Online, Offline]).await;
    }
    app.settle().await;
    let mut lists = Vec::new();
    for role in [Role::Admin, Role::CommercialOps, Role::SalesRep, Role::Partner] {
        let caller = app.as_role(role).await;
        for operation in paths::operations() {
            if operation.method != "GET" || operation.path.contains('{') {
                continue;
            }
            if operation.id == "stream_notifications" {
                continue;
            }
            for query in ["", "?per_page=2", "?per_page=2&page=2", "?q=2026"] {
                let path = format!("{}{query}", operation.path);
                let before = app.statements();

                let answer = app.call(&caller, "GET", &path, &[], None).await;

                let asked = app.statements() - before;
                if answer.json()["items"].is_array() {
                    assert!(asked <= MOST, "{path} as {role}: {asked} statements");
                    lists.push(operation.id.clone());
                }
            }
        }
    }
    lists.sort();
    lists.dedup();
    assert!(lists.len() >= 10, "only these were asked: {lists:?}");
}
