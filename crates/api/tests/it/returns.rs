//! Returns: asked for by one, approved by another; licenses, purchases and figures follow.

use chrono::TimeDelta;
use client::{Client, Side};
use domain::{
    access::Role,
    licenses::{
        ActivationMode::{Offline, Online},
        LicenseStatus,
        wire::{PaymentStatus, RecordActivation},
    },
    money::Amount,
    orders::{
        LineKind,
        wire::{ApproveOrder, LineInput, OrderContent, OrderView, WithReason},
    },
    problem::{ProblemCode, Reason},
    returns::{
        RefundBasis, ReturnStatus,
        wire::{RequestReturn, ReturnView},
    },
};
use testkit::{TestApp, key};

pub fn request(lines: &[u32], basis: RefundBasis) -> RequestReturn {
    RequestReturn { lines: lines.to_vec(), basis, reason: "客户项目取消".to_owned() }
}

/// The order as it is now, and a return of its lines that sales asked for.
pub async fn asked(
    app: &TestApp,
    number: &str,
    request: &RequestReturn,
) -> (OrderView, ReturnView) {
    let manager = app.as_role(Role::SalesManager).await;
    let order = manager.order(Side::Staff, number).await.unwrap();
    let asked = manager.request_return(order.id, order.version, request, &key()).await.unwrap();
    (order, asked)
}

async fn approve(admin: &Client, asked: &ReturnView) -> ReturnView {
    admin.approve_return(asked.id, asked.version, &key()).await.unwrap()
}

#[actix_web::test]
async fn a_returned_sale_ends_its_licenses_and_cancels_its_purchase() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online, Offline]).await;
    app.settle().await;
    let (_, asked) = asked(&app, &order.number, &request(&[1], RefundBasis::Full)).await;
    assert_eq!(asked.refund, order.totals.gross);
    assert_eq!(asked.number, format!("{}-R1", order.number));
    let admin = app.as_role(Role::Admin).await;

    let approved = approve(&admin, &asked).await;

    assert_eq!(approved.status, ReturnStatus::Approved);
    let after = admin.order(Side::Staff, &order.number).await.unwrap();
    assert_eq!(after.returns[0].id, asked.id);
    for license in &after.lines[0].licenses {
        assert_eq!(license.status, LicenseStatus::Terminated);
        let license = admin.license(Side::Staff, &license.number).await.unwrap();
        assert_eq!(license.purchases[0].payment_status, PaymentStatus::Cancelled);
    }
    let partner = app.as_role(Role::Partner).await;
    let seen = partner.order(Side::Portal, &order.number).await.unwrap();
    assert_eq!(seen.returns[0].status, ReturnStatus::Approved, "the partner is told");
}

#[actix_web::test]
async fn a_returned_renewal_leaves_the_license_as_it_was_and_pays_unused_days_back() {
    let app = TestApp::start().await;
    let order = app.approved(&[Offline]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let number = order.lines[0].licenses[0].number.clone();
    let sold = admin.license(Side::Staff, &number).await.unwrap();
    let on = RecordActivation { activated_on: app.now().date_naive() };
    let sold = admin.record_activation(sold.id, sold.version, &on, &key()).await.unwrap();
    let renewal = LineInput {
        kind: LineKind::Renewal,
        licenses: vec![sold.id],
        activations: Vec::new(),
        ..LineInput::default()
    };
    let partner = app.as_role(Role::Partner).await;
    let content = OrderContent { lines: vec![renewal], ..OrderContent::default() };
    let draft = partner.place_order(Side::Portal, &content, &key()).await.unwrap();
    let submit = app.acceptance(&partner, &draft).await;
    let renewal =
        partner.submit_order(Side::Portal, draft.id, draft.version, &submit, &key()).await.unwrap();
    let renewal = admin
        .approve_order(renewal.id, renewal.version, &ApproveOrder::default(), &key())
        .await
        .unwrap();
    app.settle().await;
    // Half a year into the renewed one.
    app.pass(TimeDelta::days(365 + 183));
    let (_, asked) = asked(&app, &renewal.number, &request(&[1], RefundBasis::Unused)).await;

    let kept = renewal.totals.gross.minus(asked.refund).unwrap();
    assert!(asked.refund > Amount::ZERO && kept > Amount::ZERO);
    assert_eq!(asked.refund.plus(kept).unwrap(), renewal.totals.gross);
    let admin = app.as_role(Role::Admin).await;
    approve(&admin, &asked).await;

    let now = admin.license(Side::Staff, &number).await.unwrap();
    assert_eq!(now.expires_on, sold.expires_on);
    assert_ne!(now.status, LicenseStatus::Terminated, "the sale itself stands");
}

#[actix_web::test]
async fn a_return_is_approved_once_and_not_by_who_asked() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let order = ops.order(Side::Staff, &order.number).await.unwrap();
    let full = request(&[1], RefundBasis::Full);
    let asked = ops.request_return(order.id, order.version, &full, &key()).await.unwrap();

    let own = ops.approve_return(asked.id, asked.version, &key()).await.unwrap_err();
    assert_eq!(own.problem().unwrap().reason, Some(Reason::SelfApproval));
    let again = ops.request_return(order.id, order.version, &full, &key()).await.unwrap_err();
    let error = &again.problem().unwrap().errors[0];
    assert_eq!((error.pointer.as_str(), error.reason), ("/lines/0", Reason::ReturnedAlready));

    let admin = app.as_role(Role::Admin).await;
    approve(&admin, &asked).await;
    let twice = admin.approve_return(asked.id, asked.version, &key()).await.unwrap_err();
    assert_eq!(twice.problem().unwrap().reason, Some(Reason::ReturnDecided));
    let rep = app.as_role(Role::SalesRep).await;
    let refused = rep.approve_return(asked.id, asked.version, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn a_rejected_return_can_be_asked_for_again_and_changes_nothing() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let full = request(&[1], RefundBasis::Full);
    let (_, first) = asked(&app, &order.number, &full).await;
    let admin = app.as_role(Role::Admin).await;
    let reason = WithReason { reason: "已超过退货期".to_owned() };

    let rejected = admin.reject_return(first.id, first.version, &reason, &key()).await.unwrap();

    assert_eq!(rejected.decision_reason.as_deref(), Some("已超过退货期"));
    let after = admin.order(Side::Staff, &order.number).await.unwrap();
    assert_eq!(after.lines[0].licenses[0].status, LicenseStatus::PendingActivation);
    let (_, second) = asked(&app, &order.number, &full).await;
    assert!(second.number.ends_with("-R2"));
}

#[actix_web::test]
async fn what_was_never_approved_is_canceled_not_returned() {
    let app = TestApp::start().await;
    let order = app.submitted(&[Online]).await;
    let manager = app.as_role(Role::SalesManager).await;
    let full = request(&[1], RefundBasis::Full);

    let refused = manager.request_return(order.id, order.version, &full, &key()).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().reason, Some(Reason::NotReturnable));
}
