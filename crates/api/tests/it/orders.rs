//! Orders: drafts, prices, submitting, and what is refused without leaving a trace.

use client::Side;
use domain::{
    access::Role,
    licenses::ActivationMode::{Offline, Online},
    money::BasisPoints,
    orders::{
        OrderStatus,
        wire::{ChangeOrder, OrderContent, OrderListQuery, PlacedBy, WithReason},
    },
    patch::Patch,
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

#[actix_web::test]
async fn a_draft_is_kept_unfinished_and_its_price_is_the_servers() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;

    let empty = OrderContent::default();
    let nothing = partner.place_order(Side::Portal, &empty, &key()).await.unwrap();
    let draft = app.draft(&partner, &[Online, Online]).await;

    assert_eq!(nothing.status, OrderStatus::Draft);
    assert!(nothing.number.starts_with("ORD-20261122-"), "{}", nothing.number);
    // Two sets of 168 000 for a gold partner: 25 % off.
    assert_eq!(draft.totals.gross.to_string(), "252000.00");
    let price = draft.lines[0].price.as_ref().unwrap();
    assert_eq!(price.net.plus(price.tax).unwrap(), price.gross);
}

#[actix_web::test]
async fn an_unfinished_order_is_not_submitted_and_every_gap_is_named() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let mut draft = app.draft(&partner, &[Offline]).await;
    let mut lines = draft.content().lines;
    lines[0].activations[0].cluster_id = None;
    lines[0].end_user.contact_email = Some("no address".to_owned());
    let change = ChangeOrder { lines: Some(lines), ..ChangeOrder::default() };
    draft = partner.change_order(Side::Portal, draft.id, draft.version, &change).await.unwrap();
    let submit = app.acceptance(&partner, &draft).await;

    let refused = partner
        .submit_order(Side::Portal, draft.id, draft.version, &submit, &key())
        .await
        .unwrap_err();

    let errors = &refused.problem().unwrap().errors;
    let named: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.reason)).collect();
    assert_eq!(
        named,
        [
            ("/lines/0/end_user/contact_email", Reason::InvalidEmail),
            ("/lines/0/activations/0/cluster_id", Reason::ClusterIdRequired),
        ]
    );
    let after = partner.order(Side::Portal, &draft.number).await.unwrap();
    assert_eq!((after.status, after.version), (OrderStatus::Draft, draft.version));
}

#[actix_web::test]
async fn another_price_than_the_one_shown_is_refused() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let draft = app.draft(&partner, &[Online]).await;
    let mut submit = app.acceptance(&partner, &draft).await;
    submit.expected_gross = "1.00".parse().unwrap();

    let refused = partner
        .submit_order(Side::Portal, draft.id, draft.version, &submit, &key())
        .await
        .unwrap_err();

    assert_eq!(refused.problem().unwrap().reason, Some(Reason::PriceChanged));
}

#[actix_web::test]
async fn terms_that_were_not_read_or_are_outdated_are_refused() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let draft = app.draft(&partner, &[Online]).await;
    let good = app.acceptance(&partner, &draft).await;
    for (version, reason) in [("", Reason::TermsNotAccepted), ("2019", Reason::TermsOutdated)] {
        let submit =
            domain::orders::wire::SubmitOrder { terms_version: version.to_owned(), ..good.clone() };

        let refused = partner
            .submit_order(Side::Portal, draft.id, draft.version, &submit, &key())
            .await
            .unwrap_err();

        assert_eq!(refused.problem().unwrap().errors[0].reason, reason);
    }
}

#[actix_web::test]
async fn an_expired_agreement_blocks_submitting() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let draft = app.draft(&partner, &[Online]).await;
    let submit = app.acceptance(&partner, &draft).await;
    app.pass(chrono::TimeDelta::days(1_001));
    let partner = app.as_role(Role::Partner).await;

    let refused = partner
        .submit_order(Side::Portal, draft.id, draft.version, &submit, &key())
        .await
        .unwrap_err();

    assert_eq!(refused.problem().unwrap().reason, Some(Reason::AgreementExpired));
}

#[actix_web::test]
async fn who_saves_second_is_told_and_changes_nothing() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let draft = app.draft(&partner, &[Online]).await;
    let remark =
        |text: &str| ChangeOrder { remark: Patch::Set(text.to_owned()), ..ChangeOrder::default() };

    let first = partner.change_order(Side::Portal, draft.id, draft.version, &remark("a")).await;
    let second = partner.change_order(Side::Portal, draft.id, draft.version, &remark("b")).await;

    assert_eq!(first.unwrap().version, draft.version + 1);
    assert_eq!(second.unwrap_err().code(), Some(ProblemCode::VersionMismatch));
    let after = partner.order(Side::Portal, &draft.number).await.unwrap();
    assert_eq!(after.remark.as_deref(), Some("a"));
}

#[actix_web::test]
async fn partners_take_nothing_off_by_hand_and_sales_a_little() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let sales = app.as_role(Role::SalesRep).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let mut content = testkit::content(&catalogue, "某某有限公司", &[Online]);
    content.lines[0].manual_discount = BasisPoints(5_00);

    let refused = partner.place_order(Side::Portal, &content, &key()).await.unwrap_err();
    let taken = sales.place_order(Side::Staff, &content, &key()).await.unwrap();
    content.lines[0].manual_discount = BasisPoints(5_01);
    let too_much = sales.place_order(Side::Staff, &content, &key()).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/lines/0/manual_discount");
    assert_eq!(taken.totals.gross.to_string(), "159600.00");
    assert_eq!(too_much.problem().unwrap().errors[0].reason, Reason::OutOfRange);
}

#[actix_web::test]
async fn the_same_key_acts_once_and_another_body_is_refused() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let content = testkit::content(&catalogue, "某某有限公司", &[Online]);
    let key = key();

    let first = partner.place_order(Side::Portal, &content, &key).await.unwrap();
    let twin = partner.place_order(Side::Portal, &content, &key).await.unwrap();
    let other = OrderContent { remark: Some("else".to_owned()), ..content };
    let refused = partner.place_order(Side::Portal, &other, &key).await.unwrap_err();

    assert_eq!(first, twin);
    assert_eq!(refused.code(), Some(ProblemCode::KeyReused));
    let all = partner.orders(Side::Portal, &OrderListQuery::default()).await.unwrap();
    assert_eq!(all.total, 1);
}

#[actix_web::test]
async fn a_clone_is_a_new_draft_and_a_canceled_order_is_over() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let order = app.submitted(&[Offline]).await;
    let why = WithReason { reason: "不需要了".to_owned() };

    let clone = partner.clone_order(Side::Portal, order.id, &key()).await.unwrap();
    let canceled =
        partner.cancel_order(Side::Portal, order.id, order.version, &why, &key()).await.unwrap();
    let again = partner
        .cancel_order(Side::Portal, order.id, canceled.version, &why, &key())
        .await
        .unwrap_err();

    assert_eq!(clone.status, OrderStatus::Draft);
    assert_ne!(clone.number, order.number);
    assert_eq!(clone.lines[0].input.activations[0].cluster_id, None);
    assert_eq!(canceled.status, OrderStatus::Cancelled);
    assert_eq!(again.problem().unwrap().reason, Some(Reason::IllegalOrderMove));
}

#[actix_web::test]
async fn an_approved_order_is_canceled_by_an_admin_before_delivery_and_takes_its_licenses_along() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let (ops, admin) = (app.as_role(Role::CommercialOps).await, app.as_role(Role::Admin).await);
    let why = WithReason { reason: "重复下单".to_owned() };

    let refused =
        ops.cancel_order(Side::Staff, order.id, order.version, &why, &key()).await.unwrap_err();
    let canceled =
        admin.cancel_order(Side::Staff, order.id, order.version, &why, &key()).await.unwrap();
    app.settle().await;

    assert_eq!(refused.problem().unwrap().reason, Some(Reason::CancelNeedsAdmin));
    assert_eq!(canceled.lines[0].licenses[0].status.as_str(), "terminated");
    assert!(app.mails().iter().all(|mail| mail.to != "orders@a.example"), "nothing is delivered");
}

#[actix_web::test]
async fn one_finds_ones_own_orders_with_the_reason_why_one_came_back() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let rep = app.as_role(Role::SalesRep).await;
    let waiting = app.submitted(&[Online]).await;
    let because = WithReason { reason: "名称与合同不符".to_owned() };
    ops.reject_order(waiting.id, waiting.version, &because, &key()).await.unwrap();
    let staffs = rep.place_order(Side::Staff, &OrderContent::default(), &key()).await.unwrap();
    let mine = OrderListQuery { placed_by: Some(PlacedBy::Me), ..OrderListQuery::default() };
    let numbers = |page: domain::list::Page<domain::orders::wire::OrderRow>| -> Vec<String> {
        page.items.into_iter().map(|row| row.number).collect()
    };

    let of_partner = partner.orders(Side::Portal, &mine).await.unwrap();
    let of_rep = rep.orders(Side::Staff, &mine).await.unwrap();
    let of_ops = ops.orders(Side::Staff, &mine).await.unwrap();
    let path = "/api/v1/orders?placed_by=everybody";
    let unknown = app.call(&rep, "GET", path, &[], None).await;

    assert_eq!(of_partner.items[0].reason.as_deref(), Some("名称与合同不符"));
    assert_eq!(numbers(of_partner), [waiting.number]);
    assert_eq!(numbers(of_rep), [staffs.number]);
    assert_eq!(numbers(of_ops), [""; 0], "who decides did not place them");
    assert_eq!(unknown.code(), Some(ProblemCode::InvalidQuery));
}
