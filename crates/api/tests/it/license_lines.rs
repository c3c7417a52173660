//! Lines on licenses: renewal, upgrade, expansion, services; over HTTP, from order to key.

use chrono::{Months, NaiveDate, TimeDelta};
use client::{Client, Side};
use domain::{
    access::Role,
    id::{LicenseId, ProductId},
    licenses::{
        ActivationMode::{self, Offline, Online},
        wire::{Activate, LicenseView, PurchaseKind, RecordActivation},
    },
    money::{Amount, BasisPoints},
    orders::{
        LineKind, OrderStatus,
        wire::{
            ApproveOrder, LineInput, OrderContent, OrderView, StandingQuery, SubmitOrder,
            WithReason,
        },
    },
    problem::{ProblemCode, Reason},
    products::wire::QuoteRequest,
};
use testkit::{TestApp, key, today};

/// Partner A's licenses of this product, activated on the day they were sold.
pub async fn sold(app: &TestApp, code: &str, modes: &[ActivationMode]) -> Vec<LicenseView> {
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let mut content = testkit::content(&catalogue, "招商远航银行股份有限公司", modes);
    content.lines[0].product_id = Some(product(&partner, code).await);
    let order = approved(app, &content).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let mut licenses = Vec::new();
    for license in &order.lines[0].licenses {
        let view = admin.license(Side::Staff, &license.number).await.unwrap();
        match view.activation_mode {
            Online => activate(app, &admin, &view, "cluster-online").await,
            Offline => {
                let on =
                    RecordActivation { activated_on: view.starts_on.unwrap() - TimeDelta::days(7) };
                admin.record_activation(view.id, view.version, &on, &key()).await.unwrap();
            }
        }
        licenses.push(admin.license(Side::Staff, &license.number).await.unwrap());
    }
    licenses
}

/// Trades the license's code for its key.
async fn activate(app: &TestApp, admin: &Client, license: &LicenseView, cluster: &str) {
    let shown = admin.show_license_key(license.id).await.unwrap();
    let body = Activate {
        code: shown.activation_code.unwrap(),
        cluster_id: cluster.to_owned(),
        version: None,
        installation_key: None,
    };
    app.stranger().activate(&body).await.unwrap();
}

pub async fn product(client: &Client, code: &str) -> ProductId {
    let side =
        if client.me().await.unwrap().role.is_partner() { Side::Portal } else { Side::Staff };
    let catalogue = client.catalogue(side).await.unwrap();
    catalogue.products.iter().find(|product| product.code == code).unwrap().id
}

/// A line on these licenses.
pub fn line(kind: LineKind, licenses: &[&LicenseView]) -> LineInput {
    LineInput {
        kind,
        sets: u32::try_from(licenses.len().max(1)).unwrap(),
        licenses: licenses.iter().map(|license| license.id).collect(),
        activations: Vec::new(),
        ..LineInput::default()
    }
}

pub fn order_of(lines: Vec<LineInput>) -> OrderContent {
    OrderContent { lines, ..OrderContent::default() }
}

/// Partner A's order, submitted.
pub async fn submitted(app: &TestApp, content: &OrderContent) -> OrderView {
    let partner = app.as_role(Role::Partner).await;
    let draft = partner.place_order(Side::Portal, content, &key()).await.unwrap();
    let submit = app.acceptance(&partner, &draft).await;
    partner.submit_order(Side::Portal, draft.id, draft.version, &submit, &key()).await.unwrap()
}

/// Partner A's order, approved; its mails not sent yet.
pub async fn approved(app: &TestApp, content: &OrderContent) -> OrderView {
    let order = submitted(app, content).await;
    let admin = app.as_role(Role::Admin).await;
    admin.approve_order(order.id, order.version, &ApproveOrder::default(), &key()).await.unwrap()
}

pub async fn again(app: &TestApp, license: &LicenseView) -> LicenseView {
    let admin = app.as_role(Role::Admin).await;
    admin.license(Side::Staff, &license.number).await.unwrap()
}

/// The license's key as the admin sees it, verified.
async fn claims(app: &TestApp, license: LicenseId) -> domain::licenses::key::KeyClaims {
    let admin = app.as_role(Role::Admin).await;
    let shown = admin.show_license_key(license).await.unwrap();
    app.app.keys.verify(&shown.key.unwrap(), app.now()).unwrap()
}

fn plus_year(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(Months::new(12)).unwrap()
}

#[actix_web::test]
async fn a_renewal_extends_each_license_and_delivers_new_keys() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Online, Offline]).await;
    let both: Vec<_> = licenses.iter().collect();
    app.pass(TimeDelta::days(300));
    let before = app.mails().len();

    let order = approved(&app, &order_of(vec![line(LineKind::Renewal, &both)])).await;

    // Gold: 58 000 × 2 × 0.75.
    assert_eq!(order.totals.gross.to_string(), "87000.00");
    assert_eq!(order.lines[0].input.end_user.name, "招商远航银行股份有限公司");
    assert_eq!(order.lines[0].licenses.len(), 2);
    for license in &licenses {
        let now = again(&app, license).await;
        assert_eq!(now.expires_on, license.expires_on.map(plus_year));
        assert_eq!(now.starts_on, license.starts_on);
        let kinds: Vec<_> = now.purchases.iter().map(|purchase| purchase.kind).collect();
        assert_eq!(kinds, [PurchaseKind::New, PurchaseKind::Renewal]);
        let end = domain::dates::end_of(now.expires_on.unwrap()).timestamp();
        assert_eq!(claims(&app, now.id).await.exp, end, "the key says so");
        assert_ne!(now.key_fingerprint, license.key_fingerprint);
    }
    assert_eq!(order.status, OrderStatus::Approved);
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let order = admin.order(Side::Staff, &order.number).await.unwrap();
    assert_eq!(order.status, OrderStatus::Fulfilled);
    let mails = app.mails();
    let delivery: Vec<_> = mails
        .iter()
        .filter(|mail| mail.text.contains(&order.number) && mail.to.ends_with("a.example"))
        .collect();
    assert_eq!(delivery.len(), 1, "one mail: {mails:?}");
    assert!(mails.len() > before);
    assert_eq!(delivery[0].attachments.len(), 2, "each license's new key");
}

#[actix_web::test]
async fn an_online_installation_gets_the_renewed_key_with_the_code_it_has() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-BASIC", &[Online]).await.remove(0);
    app.pass(TimeDelta::days(100));
    approved(&app, &order_of(vec![line(LineKind::Renewal, &[&license])])).await;

    let admin = app.as_role(Role::Admin).await;
    let code = admin.show_license_key(license.id).await.unwrap().activation_code.unwrap();
    let body = Activate {
        code,
        cluster_id: "cluster-online".to_owned(),
        version: None,
        installation_key: None,
    };
    let answer = app.stranger().activate(&body).await.unwrap();

    assert_eq!(Some(answer.expires_on), license.expires_on.map(plus_year));
    assert!(app.app.keys.verify(&answer.key, app.now()).is_ok());
}

#[actix_web::test]
async fn an_upgrade_credits_unused_days_and_raises_limits_at_once() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    app.pass(TimeDelta::days(265));
    let partner = app.as_role(Role::Partner).await;
    let pro = product(&partner, "DIFY-PRO").await;
    let upgrade = LineInput { product_id: Some(pro), ..line(LineKind::Upgrade, &[&license]) };

    let order = approved(&app, &order_of(vec![upgrade])).await;

    // 100 of 365 days: (98 000 − 58 000) × 0.75 × 100 ÷ 365, each rounded by itself.
    let part = &order.lines[0].price.as_ref().unwrap().parts[0];
    assert_eq!((part.until - part.from).num_days() + 1, 100);
    assert_eq!(part.value.to_string(), "20136.99");
    assert_eq!(part.credit.to_string(), "11917.81");
    assert_eq!(order.totals.gross.to_string(), "8219.18");
    let now = again(&app, &license).await;
    assert_eq!((now.workspaces, now.users), (10, 200));
    assert_eq!(now.product_code, "DIFY-PRO");
    assert_eq!(now.number, license.number, "a license keeps its number");
    assert_eq!(now.expires_on, license.expires_on);
    let claims = claims(&app, license.id).await;
    assert_eq!((claims.lic.users, claims.lic.product.as_str()), (200, "DIFY-PRO"));

    // The days are credited once: the next upgrade credits what this one was worth.
    let ent = product(&partner, "DIFY-ENT").await;
    let next = LineInput { product_id: Some(ent), ..line(LineKind::Upgrade, &[&license]) };
    let quoted = partner.place_order(Side::Portal, &order_of(vec![next]), &key()).await.unwrap();
    let part = &quoted.lines[0].price.as_ref().unwrap().parts[0];
    assert_eq!(part.credit.to_string(), "20136.99");
}

#[actix_web::test]
async fn packs_raise_limits_until_the_term_ends_and_are_renewed_with_it() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    app.pass(TimeDelta::days(265));
    let partner = app.as_role(Role::Partner).await;
    let users = product(&partner, "DIFY-USERS-50").await;
    let packs =
        LineInput { product_id: Some(users), sets: 2, ..line(LineKind::Expansion, &[&license]) };

    let order = approved(&app, &order_of(vec![packs])).await;

    // 6 000 × 2 × 0.75 × 100 ÷ 365
    assert_eq!(order.totals.gross.to_string(), "2465.75");
    let now = again(&app, &license).await;
    assert_eq!((now.workspaces, now.users), (3, 150));
    assert_eq!(claims(&app, license.id).await.lic.users, 150);
    let renewal = order_of(vec![line(LineKind::Renewal, &[&license])]);
    let renewal = partner.place_order(Side::Portal, &renewal, &key()).await.unwrap();
    // (58 000 + 2 × 6 000) × 0.75
    assert_eq!(renewal.totals.gross.to_string(), "52500.00");
}

#[actix_web::test]
async fn what_moved_since_the_order_was_submitted_is_not_changed_by_it() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let content = order_of(vec![line(LineKind::Renewal, &[&license])]);
    let first = submitted(&app, &content).await;
    let second = submitted(&app, &content).await;
    let admin = app.as_role(Role::Admin).await;
    let approve = ApproveOrder::default();
    admin.approve_order(first.id, first.version, &approve, &key()).await.unwrap();
    let renewed = again(&app, &license).await;

    let refused =
        admin.approve_order(second.id, second.version, &approve, &key()).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LicenseMoved));
    assert_eq!(refused.code(), Some(ProblemCode::Conflict));
    let after = again(&app, &license).await;
    assert_eq!((after.expires_on, after.version), (renewed.expires_on, renewed.version));
    let review = admin.order_review(second.id).await.unwrap();
    assert!(review.will_change[0].has_moved, "and the reviewer is told before");
}

#[actix_web::test]
async fn a_canceled_order_leaves_licenses_as_they_were() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    app.pass(TimeDelta::days(30));
    let partner = app.as_role(Role::Partner).await;
    let pro = product(&partner, "DIFY-PRO").await;
    let upgrade = LineInput { product_id: Some(pro), ..line(LineKind::Upgrade, &[&license]) };
    let order = approved(&app, &order_of(vec![upgrade.clone()])).await;
    let admin = app.as_role(Role::Admin).await;
    let reason = WithReason { reason: "客户撤回".to_owned() };
    let upgraded = admin.show_license_key(license.id).await.unwrap().key.unwrap();

    admin.cancel_order(Side::Staff, order.id, order.version, &reason, &key()).await.unwrap();

    let now = again(&app, &license).await;
    assert_eq!((now.workspaces, now.users, now.expires_on), (3, 50, license.expires_on));
    let asked = domain::keys::wire::VerifyKey { key: upgraded };
    let found = app.stranger().verify_key(&asked).await.unwrap().license.unwrap();
    assert_eq!(found.status, domain::keys::KeyStatus::Revoked, "it says more than was bought");
    assert_eq!(now.product_code, "DIFY-STANDARD");
    assert_eq!(claims(&app, license.id).await.lic.users, 50);
    let quoted = partner.place_order(Side::Portal, &order_of(vec![upgrade]), &key()).await.unwrap();
    let credit = quoted.lines[0].price.as_ref().unwrap().parts[0].credit;
    assert!(credit > Amount::ZERO, "what was paid counts again");
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let order = admin.order(Side::Staff, &order.number).await.unwrap();
    assert_eq!(order.status, OrderStatus::Cancelled, "no mail fulfils it");
}

#[actix_web::test]
async fn services_are_fulfilled_with_their_approval() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let mut content = testkit::content(&catalogue, "云上医疗集团", &[Online]);
    content.lines[0].kind = LineKind::Service;
    content.lines[0].product_id = Some(product(&partner, "SVC-DEPLOY").await);
    content.lines[0].sets = 5;

    let order = approved(&app, &content).await;
    app.settle().await;

    assert_eq!(order.totals.gross.to_string(), "15000.00");
    let order = partner.order(Side::Portal, &order.number).await.unwrap();
    assert_eq!(order.status, OrderStatus::Fulfilled);
    assert!(order.lines[0].licenses.is_empty());
}

#[actix_web::test]
async fn an_agreed_last_day_is_an_administrators_to_set() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let last = license.expires_on.unwrap() + TimeDelta::days(73);
    let co_termed = LineInput { ends_on: Some(last), ..line(LineKind::Renewal, &[&license]) };
    let content = order_of(vec![co_termed]);
    let partner = app.as_role(Role::Partner).await;
    let refused = partner.place_order(Side::Portal, &content, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/lines/0/ends_on");

    let admin = app.as_role(Role::Admin).await;
    let content = OrderContent { partner_id: Some(app.partner_a), ..content };
    let draft = admin.place_order(Side::Staff, &content, &key()).await.unwrap();

    // The renewed year has 29 February: 58 000 × 0.75 × 73 ÷ 366.
    assert_eq!(draft.totals.gross.to_string(), "8676.23");
    assert_eq!(draft.lines[0].price.as_ref().unwrap().parts[0].new_expires_on, last);
}

#[actix_web::test]
async fn nobody_reaches_licenses_of_others() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let other = app.as_partner_b().await;
    let content = order_of(vec![line(LineKind::Renewal, &[&license])]);

    let refused = other.place_order(Side::Portal, &content, &key()).await.unwrap_err();

    let error = &refused.problem().unwrap().errors[0];
    assert_eq!(
        (error.pointer.as_str(), error.reason),
        ("/lines/0/licenses", Reason::UnknownReference)
    );
    let query = StandingQuery::default();
    assert!(other.licenses_for_lines(Side::Portal, &query).await.unwrap().is_empty());
    let by_id = StandingQuery { license: vec![license.id], ..query.clone() };
    assert!(other.licenses_for_lines(Side::Portal, &by_id).await.unwrap().is_empty());
    let quoted = QuoteRequest {
        lines: domain::orders::quote_lines(&OrderContent {
            lines: vec![LineInput {
                product_id: Some(product(&other, "DIFY-STANDARD").await),
                ..line(LineKind::Renewal, &[&license])
            }],
            ..OrderContent::default()
        })
        .into_iter()
        .map(|(_, line)| line)
        .collect(),
        ..QuoteRequest::default()
    };
    assert!(other.quote(Side::Portal, &quoted).await.is_err());

    let own = app.as_role(Role::Partner).await;
    let before = app.statements();
    let found = own.licenses_for_lines(Side::Portal, &query).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].segments[0].value, Amount::from_minor(43_500_00));
    assert!(app.statements() - before <= 6, "{}", app.statements() - before);
}

#[actix_web::test]
async fn a_license_that_is_not_activated_yet_has_no_term_to_add_to() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let number = &order.lines[0].licenses[0].number;
    let license = admin.license(Side::Staff, number).await.unwrap();
    let partner = app.as_role(Role::Partner).await;
    let content = order_of(vec![line(LineKind::Renewal, &[&license])]);
    let draft = partner.place_order(Side::Portal, &content, &key()).await.unwrap();
    assert!(draft.lines[0].price.is_none(), "a draft may wait");
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let submit = SubmitOrder {
        terms_version: catalogue.terms.version,
        terms_hash: catalogue.terms.hash,
        expected_gross: Amount::ZERO,
    };

    let refused = partner
        .submit_order(Side::Portal, draft.id, draft.version, &submit, &key())
        .await
        .unwrap_err();

    let error = &refused.problem().unwrap().errors[0];
    assert_eq!(
        (error.pointer.as_str(), error.reason),
        ("/lines/0/licenses", Reason::TermNotSettled)
    );
    assert_eq!(today(), app.now().date_naive());
    assert_eq!(BasisPoints(0), draft.lines[0].input.manual_discount);
}
