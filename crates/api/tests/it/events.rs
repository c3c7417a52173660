//! The audit log: complete, readable, and a chain.

use domain::{
    access::Role,
    dates::{business_day, plus_days},
    events::{EventKind, wire::EventListQuery},
    licenses::ActivationMode::Online,
};
use testkit::TestApp;

#[actix_web::test]
async fn what_happened_to_an_order_stands_in_the_log_and_the_chain_holds() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;

    let timeline = admin.order_timeline(client::Side::Staff, order.id).await.unwrap();
    let log = admin.events(&EventListQuery::default()).await.unwrap();
    let seal = |seq, hash: &_| app.app.sealer.chain_head(seq, hash);
    let chain = store::events::verify_chain(&app.app.db.read, &seal, None).await.unwrap();

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

#[actix_web::test]
async fn the_log_tells_from_where_and_is_narrowed_by_kind_and_day() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    app.approved(&[Online]).await;
    app.settle().await;
    let today = business_day(app.now());
    let of = |kind: EventKind| EventListQuery { kind: vec![kind], ..EventListQuery::default() };

    let approved = admin.events(&of(EventKind::OrderApproved)).await.unwrap();
    let sent = admin.events(&of(EventKind::LicenseSent)).await.unwrap();
    let ask = async |from, until| {
        let query = EventListQuery { from, until, ..EventListQuery::default() };
        admin.events(&query).await.unwrap().total
    };

    assert_eq!(approved.total, 1);
    assert_eq!(approved.items[0].address.as_deref(), Some("127.0.0.1"));
    assert_eq!(sent.items[0].address, None, "the system did it");
    let all = ask(None, None).await;
    assert_eq!(ask(Some(today), Some(today)).await, all);
    assert_eq!(ask(Some(plus_days(today, 1)), None).await, 0);
    assert_eq!(ask(None, Some(today.pred_opt().unwrap())).await, 0);
}
