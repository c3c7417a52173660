//! Notifications: the right people, once, live, and only of what they want to be told.

use chrono::TimeDelta;
use client::Side;
use domain::{
    access::Role,
    events::EventKind,
    imports::OnDuplicate,
    licenses::ActivationMode::Online,
    notifications::{
        NotificationKind,
        wire::{ChooseNotifications, MarkRead, NotificationListQuery, NotificationPreference},
    },
    problem::{ProblemCode, Reason},
};
use futures_util::StreamExt as _;
use testkit::{TestApp, key};

use crate::{grants, imports, invoices, purchases};

#[actix_web::test]
async fn approvers_hear_of_what_waits_and_partners_of_what_was_decided() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    app.settle().await;
    app.settle().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let partner = app.as_role(Role::Partner).await;
    let engineer = app.as_role(Role::Engineer).await;

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

async fn kinds(client: &client::Client) -> Vec<NotificationKind> {
    let found = client.notifications(&NotificationListQuery::default()).await.unwrap();
    let mut kinds: Vec<_> = found.items.iter().map(|item| item.kind).collect();
    kinds.sort_unstable();
    kinds
}

fn choose(kind: NotificationKind, in_app: bool, by_mail: bool) -> ChooseNotifications {
    ChooseNotifications { preferences: vec![NotificationPreference { kind, in_app, by_mail }] }
}

#[actix_web::test]
async fn what_is_turned_off_is_neither_listed_nor_mailed_and_a_duty_stays_listed() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let partner = app.as_role(Role::Partner).await;
    let no_mail = choose(NotificationKind::OrderSubmitted, true, false);
    let silent = choose(NotificationKind::OrderApproved, false, false);
    ops.choose_notifications(0, &no_mail).await.unwrap();
    partner.choose_notifications(0, &silent).await.unwrap();

    app.approved(&[Online]).await;
    app.settle().await;

    let told = |who: &str| {
        app.mails().iter().any(|mail| {
            mail.to == format!("{who}@dsms.example") && mail.subject.contains("approval")
        })
    };
    assert!(told("admin"), "whoever chose nothing gets the mail");
    assert!(!told("commercial_ops"));
    assert_eq!(kinds(&ops).await, [NotificationKind::OrderSubmitted]);
    assert_eq!(kinds(&partner).await, [NotificationKind::OrderFulfilled]);
}

#[actix_web::test]
async fn whoever_wants_a_mail_gets_the_sentence_and_the_way_to_it() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let by_mail_alone = choose(NotificationKind::OrderApproved, false, true);
    partner.choose_notifications(0, &by_mail_alone).await.unwrap();

    let order = app.approved(&[Online]).await;
    app.settle().await;
    app.settle().await;

    let mails = app.mails();
    let to_partner: Vec<_> =
        mails.iter().filter(|mail| mail.to == "partner@dsms.example").collect();
    assert_eq!(to_partner.len(), 1, "one mail, of the kind that was chosen");
    let subject = format!("Order {} was approved", order.number);
    assert!(to_partner[0].subject.contains(&subject), "{}", to_partner[0].subject);
    for body in [&to_partner[0].text, &to_partner[0].html] {
        assert!(body.contains(&subject), "{body}");
        assert!(body.contains(&format!("{}/portal/orders/{}", app.url, order.id)), "{body}");
    }
    assert_eq!(kinds(&partner).await, [NotificationKind::OrderFulfilled]);
}

#[actix_web::test]
async fn choices_are_ones_own_and_kept_as_a_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let admin = app.as_role(Role::Admin).await;
    let before = admin.notification_preferences().await.unwrap();
    let by_nobody = ops.notification_preferences().await.unwrap();

    let chosen = ops
        .choose_notifications(0, &choose(NotificationKind::OrderApproved, false, false))
        .await
        .unwrap();
    let stale = ops
        .choose_notifications(0, &choose(NotificationKind::OrderApproved, true, false))
        .await
        .unwrap_err();
    let mut bad = choose(NotificationKind::LicenseActivated, false, false);
    bad.preferences.extend(choose(NotificationKind::ReturnRequested, false, false).preferences);
    let refused = ops.choose_notifications(1, &bad).await.unwrap_err();
    let kept = ops.notification_preferences().await.unwrap();
    let nothing = ChooseNotifications { preferences: Vec::new() };
    let by_default = ops.choose_notifications(1, &nothing).await.unwrap();

    assert_eq!((before.version, chosen.version), (0, 1));
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let errors = &refused.problem().unwrap().errors;
    assert_eq!(errors[0].pointer, "/preferences/1/in_app");
    assert_eq!(errors[0].reason, Reason::DutyStaysListed);
    assert_eq!(kept, chosen, "nothing of what was refused is kept");
    assert_eq!(admin.notification_preferences().await.unwrap(), before, "nobody else's moved");
    assert_eq!(by_default.preferences, by_nobody.preferences);
    let events = admin.events(&domain::events::wire::EventListQuery::default()).await.unwrap();
    let told = events.items.iter().filter(|event| event.kind == EventKind::NotificationsChosen);
    assert_eq!(told.count(), 2, "one event per choice, none per refusal");
}

#[actix_web::test]
async fn finance_hears_what_is_to_be_issued_and_who_asked_what_became_of_it() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let partner = app.as_role(Role::Partner).await;
    let finance = app.as_role(Role::Finance).await;
    let other = app.as_partner_b().await;

    let asked = invoices::request(&order, None);
    let asked = partner.request_invoice(Side::Portal, &asked, &key()).await.unwrap();
    app.settle().await;
    let asked = finance.invoice(Side::Staff, &asked.invoice.id.to_string()).await.unwrap();
    let how = invoices::issue("26312000000012345678");
    let issued = invoices::moved(&finance, &asked, &how).await.invoice;
    app.settle().await;

    let found = finance.notifications(&NotificationListQuery::default()).await.unwrap().items;
    assert_eq!(kinds(&finance).await, [NotificationKind::InvoiceRequested], "not of its own act");
    assert_eq!(found[0].subject_id, issued.id.as_uuid());
    assert_eq!(found[0].params["number"], issued.reference, "it had no number yet");
    assert!(kinds(&partner).await.contains(&NotificationKind::InvoiceIssued));
    assert!(!kinds(&partner).await.contains(&NotificationKind::InvoiceRequested));
    assert_eq!(kinds(&other).await, []);
    let wanted = format!("{}/finance/invoices/{}", app.url, issued.id);
    app.settle().await;
    let mails = app.mails();
    let to_finance: Vec<_> = mails.iter().filter(|mail| mail.to.starts_with("finance@")).collect();
    assert!(to_finance.iter().any(|mail| mail.text.contains(&wanted)), "the way to it");
}

#[actix_web::test]
async fn whoever_imports_is_told_when_it_is_done_although_it_is_their_own_doing() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let admin = app.as_role(Role::Admin).await;

    imports::imported(&app, &ops, "客户\n上海云智科技有限公司\n", OnDuplicate::Skip).await;
    app.settle().await;

    assert_eq!(kinds(&ops).await, [NotificationKind::ImportFinished]);
    assert_eq!(kinds(&admin).await, [], "nobody else waits for it");
}

#[actix_web::test]
async fn a_grant_and_its_end_are_told_to_whom_it_was_given() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let engineer = app.as_role(Role::Engineer).await;
    let user = purchases::user_of(&app, Role::Engineer).await;

    let new = grants::reading_events(&app, TimeDelta::hours(1));
    let grant = admin.grant(user, &new, &key()).await.unwrap().id;
    app.settle().await;
    let found = engineer.notifications(&NotificationListQuery::default()).await.unwrap().items;

    assert_eq!(kinds(&engineer).await, [NotificationKind::AccessGranted]);
    assert!(found[0].params["until"].starts_with("20"), "{:?}", found[0].params);
    admin.revoke_grant(grant).await.unwrap();
    app.settle().await;
    assert_eq!(
        kinds(&engineer).await,
        [NotificationKind::AccessGranted, NotificationKind::AccessRevoked]
    );
    assert_eq!(kinds(&admin).await, []);
}
