//! The audit log: complete, readable, and a chain.

use domain::{access::Role, events::wire::EventListQuery, licenses::ActivationMode::Online};
use testkit::TestApp;

#[actix_web::test]
async fn what_happened_to_an_order_stands_in_the_log_and_the_chain_holds() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;

    let timeline = admin.order_timeline(client::Side::Staff, order.id).await.unwrap();
    let log = admin.events(&EventListQuery::default()).await.unwrap();
    let chain = store::events::verify_chain(&app.app.db.read).await.unwrap();

    let mut kinds: Vec<_> = timeline.iter().map(|event| event.kind.as_str()).collect();
    kinds.sort_unstable();
    for kind in [
        "customer.created",
        "license.issued",
        "license.sent",
        "order.approved",
        "order.fulfilled",
        "order.placed",
        "order.submitted",
    ] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    assert!(log.total > timeline.len() as u64);
    assert_eq!(chain.broken, None);
    assert!(chain.sealed > 5, "{chain:?}");
}
