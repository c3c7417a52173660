//! Approval: exactly once, by somebody else, and everything that follows from it.

use client::Side;
use domain::{
    access::Role,
    deliveries::wire::DeliveryListQuery,
    licenses::{
        ActivationMode::{Offline, Online},
        LicenseStatus,
        wire::LicenseListQuery,
    },
    orders::{
        OrderStatus,
        wire::{ApproveOrder, WithReason},
    },
    problem::{ProblemCode, Reason},
};
use futures_util::future::join_all;
use testkit::{TestApp, depth, key};

#[actix_web::test]
async fn an_approved_order_becomes_licenses_mails_and_a_fulfilled_order() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online, Offline]).await;
    assert_eq!(order.status, OrderStatus::Approved);
    let issued = &order.lines[0].licenses;
    assert!(issued.iter().all(|license| license.status == LicenseStatus::Created));

    app.settle().await;

    let partner = app.as_role(Role::Partner).await;
    let order = partner.order(Side::Portal, &order.number).await.unwrap();
    assert_eq!(order.status, OrderStatus::Fulfilled);
    let licenses: Vec<_> = order.lines[0].licenses.iter().map(|license| license.status).collect();
    assert_eq!(licenses, [LicenseStatus::PendingActivation; 2]);
    let mails = app.mails();
    let delivery: Vec<_> = mails.iter().filter(|mail| mail.to == "orders@a.example").collect();
    assert_eq!(delivery.len(), 1, "one mail per recipient: {mails:?}");
    assert!(delivery[0].text.contains("DIFY-"), "the activation code of the online one");
    assert_eq!(delivery[0].attachments.len(), 1, "the key of the offline one");
    let claims = app
        .app
        .keys
        .verify(std::str::from_utf8(&delivery[0].attachments[0].1).unwrap().trim(), app.now());
    assert_eq!(claims.unwrap().lic.cluster_id.as_deref(), Some("cluster-0001"));
}

#[actix_web::test]
async fn fifty_approvals_at_once_issue_each_license_once() {
    let app = TestApp::start().await;
    let order = app.submitted(&[Online, Offline, Online]).await;
    let admin = app.as_role(Role::Admin).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let shared = key();
    let keys: Vec<_> =
        (0..depth(50, 400)).map(|n| if n % 2 == 0 { shared.clone() } else { key() }).collect();
    let approve = ApproveOrder::default();

    let outcomes = join_all(keys.iter().enumerate().map(|(n, key)| {
        // Replays are of the same person: a key belongs to who sent it.
        let who = if n % 2 == 0 || n % 4 == 1 { &admin } else { &ops };
        who.approve_order(order.id, order.version, &approve, key)
    }))
    .await;
    app.settle().await;

    let approved = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert!((1..=keys.len() / 2).contains(&approved), "one, and its replays: {approved}");
    for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        let code = refused.code();
        assert!(
            matches!(
                code,
                Some(
                    ProblemCode::IllegalMove
                        | ProblemCode::VersionMismatch
                        | ProblemCode::StaleVersion
                )
            ),
            "{refused}"
        );
    }
    let after = admin.order(Side::Staff, &order.number).await.unwrap();
    assert_eq!(after.lines[0].licenses.len(), 3);
    let all = admin.licenses(Side::Staff, &LicenseListQuery::default()).await.unwrap();
    assert_eq!(all.total, 3);
    let license = after.lines[0].licenses[0].id.to_string();
    let license = admin.license(Side::Staff, &license).await.unwrap();
    assert_eq!(license.purchases.len(), 1, "one purchase per line");
    let query = DeliveryListQuery { order: Some(order.id), ..DeliveryListQuery::default() };
    let mails = admin.deliveries(&query).await.unwrap();
    let licenses: Vec<_> =
        mails.items.iter().filter(|mail| mail.kind.as_str() == "licenses").collect();
    assert_eq!(licenses.len(), 1, "one mail per recipient");
}

#[actix_web::test]
async fn nobody_approves_what_they_placed_themselves() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let catalogue = ops.catalogue(Side::Staff).await.unwrap();
    let content = testkit::content(&catalogue, "直签客户有限公司", &[Online]);
    let draft = ops.place_order(Side::Staff, &content, &key()).await.unwrap();
    let submit = domain::orders::wire::SubmitOrder {
        terms_version: catalogue.terms.version,
        terms_hash: catalogue.terms.hash,
        expected_gross: draft.totals.gross,
    };
    let order =
        ops.submit_order(Side::Staff, draft.id, draft.version, &submit, &key()).await.unwrap();
    let approve = ApproveOrder::default();

    let own = ops.approve_order(order.id, order.version, &approve, &key()).await.unwrap_err();
    let admin = app.as_role(Role::Admin).await;
    let other = admin.approve_order(order.id, order.version, &approve, &key()).await;

    assert_eq!(own.problem().unwrap().reason, Some(Reason::SelfApproval));
    assert_eq!(other.unwrap().status, OrderStatus::Approved);
}

#[actix_web::test]
async fn a_rejected_order_is_changed_and_handed_in_again() {
    let app = TestApp::start().await;
    let order = app.submitted(&[Online]).await;
    let admin = app.as_role(Role::Admin).await;
    let partner = app.as_role(Role::Partner).await;
    let why = WithReason { reason: "最终客户名称不符".to_owned() };

    let nothing = WithReason { reason: " ".to_owned() };
    let refused = admin.reject_order(order.id, order.version, &nothing, &key()).await.unwrap_err();
    let rejected = admin.reject_order(order.id, order.version, &why, &key()).await.unwrap();
    app.settle().await;
    let change = domain::orders::wire::ChangeOrder {
        remark: domain::patch::Patch::Set("已更正".to_owned()),
        ..Default::default()
    };
    let changed =
        partner.change_order(Side::Portal, order.id, rejected.version, &change).await.unwrap();
    let submit = app.acceptance(&partner, &changed).await;
    let again = partner
        .submit_order(Side::Portal, order.id, changed.version, &submit, &key())
        .await
        .unwrap();

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/reason");
    assert_eq!(rejected.reason.as_deref(), Some("最终客户名称不符"));
    assert!(app.mails().iter().any(|mail| mail.text.contains("最终客户名称不符")));
    assert_eq!(again.status, OrderStatus::Submitted);
    assert_eq!(again.reason, None);
}
