//! Notifications: the right people, once, live.

use domain::{
    access::Role,
    licenses::ActivationMode::Online,
    notifications::{
        NotificationKind,
        wire::{MarkRead, NotificationListQuery},
    },
};
use futures_util::StreamExt as _;
use testkit::TestApp;

#[actix_web::test]
async fn approvers_hear_of_what_waits_and_partners_of_what_was_decided() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    app.settle().await;
    app.settle().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let partner = app.as_role(Role::Partner).await;
    let engineer = app.as_role(Role::Engineer).await;
    let kinds = async |client: &client::Client| {
        let found = client.notifications(&NotificationListQuery::default()).await.unwrap();
        let mut kinds: Vec<_> = found.items.iter().map(|item| item.kind).collect();
        kinds.sort_unstable();
        kinds
    };

    assert_eq!(kinds(&ops).await, [NotificationKind::OrderSubmitted]);
    assert_eq!(
        kinds(&partner).await,
        [NotificationKind::OrderApproved, NotificationKind::OrderFulfilled]
    );
    assert_eq!(kinds(&engineer).await, []);
    let left = partner.mark_read(&MarkRead::default()).await.unwrap();
    assert_eq!(left.unread, 0);
}

#[actix_web::test]
async fn an_open_stream_says_how_many_are_unread_as_soon_as_it_changes() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let mut stream = Box::pin(ops.unread_stream().await.unwrap());
    let at_first = stream.next().await.unwrap().unread;

    app.submitted(&[Online]).await;
    app.settle().await;

    let then = stream.next().await.unwrap().unread;
    assert_eq!((at_first, then), (0, 1));
}
