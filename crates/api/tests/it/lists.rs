//! What a list costs the database does not depend on how much is in it, nor on who asks.

use std::collections::BTreeSet;

use domain::access::Role;
use testkit::TestApp;

/// Who asks, the rows, their number, and what stands beside them.
const MOST: usize = 4;
/// Below a record, also the record, whose it is.
const MOST_BELOW: usize = MOST + 1;

#[actix_web::test]
async fn every_list_takes_four_statements_at_most_whoever_asks() {
    let app = TestApp::start_with_demo().await;
    let below = paths_with_ids();
    let (mut lists, mut dear) = (BTreeSet::new(), Vec::new());
    // What answered somebody with something else need not be asked as everybody.
    let mut others = BTreeSet::new();
    for role in Role::ALL {
        let caller = app.as_demo(*role).await;
        let mut shown = 0;
        for (id, path) in app.questions(&caller).await {
            if others.contains(&id) {
                continue;
            }
            for query in ["", "?per_page=2&page=2", "?q=2026"] {
                let path = format!("{path}{query}");
                let before = app.statements();

                let answer = app.call(&caller, "GET", &path, &[], None).await;

                let asked = app.statements() - before;
                let is_answered = answer.status == 200;
                let answer = answer.json();
                if let Some(items) = answer["items"].as_array() {
                    let most = if below.contains(&id) { MOST_BELOW } else { MOST };
                    if asked > most {
                        dear.push(format!("{path} as {role}: {asked} statements"));
                    }
                    shown += items.len();
                    lists.insert(id.clone());
                }
                // Not a list that one leafs through.
                if !answer["items"].is_array() {
                    if is_answered {
                        others.insert(id);
                    }
                    break;
                }
            }
        }
        assert!(shown > 50, "{role} was shown {shown} rows: this shows little");
    }
    assert!(dear.is_empty(), "{dear:#?}");
    let below_records = lists.intersection(&below).count();
    println!("{} lists, {below_records} of them below a record", lists.len());
    assert!(lists.len() >= 35, "only these were asked: {lists:?}");
    assert!(below_records >= 5, "only these were asked: {lists:?}");
}

/// The operations whose paths name a record.
fn paths_with_ids() -> BTreeSet<String> {
    let operations = testkit::paths::operations().into_iter();
    operations.filter(|it| it.path.contains('{')).map(|it| it.id).collect()
}
