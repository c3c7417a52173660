//! Resellers: the hat that a partner wears, its licenses, and what it keeps of what was paid.

use domain::{
    access::Role,
    licenses::{ActivationMode::Online, wire::LicenseListQuery},
    money::{Amount, BasisPoints, Currency},
    partners::wire::{PartnerContent, PartnerListQuery},
    problem::ProblemCode,
    purchases::wire::PurchaseListQuery,
    resellers::share_of,
    sales_reps::wire::PerformanceQuery,
};
use testkit::{TestApp, key};

use crate::purchases::{listed, paid};

#[actix_web::test]
async fn a_reseller_is_a_partner_with_a_hat() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let all = PartnerListQuery::default();
    assert_eq!(channel.resellers(&all).await.unwrap().total, 2);
    let content = PartnerContent {
        name: "广州数联科技有限公司".to_owned(),
        contact_name: "李经理".to_owned(),
        contact_email: "li@shulian.example".to_owned(),
        ..PartnerContent::default()
    };

    let made = channel.create_reseller(&content, &key()).await.unwrap();

    assert!(made.is_reseller);
    let off = PartnerContent { is_reseller: false, ..PartnerContent::from(&made) };
    let changed = channel.change_reseller(made.id, made.version, &off).await.unwrap();
    assert!(changed.is_reseller, "what is a reseller here stays one");
    channel.delete_reseller(made.id, changed.version).await.unwrap();
    let gone = channel.reseller(made.id).await.unwrap_err();
    assert_eq!(gone.code(), Some(ProblemCode::NotFound));
    assert!(!channel.partner(made.id).await.unwrap().is_reseller, "the partner stays");
    assert_eq!(channel.resellers(&all).await.unwrap().total, 2);
    let rep = app.as_role(Role::SalesRep).await;
    let refused = rep.create_reseller(&content, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn what_a_reseller_keeps_is_what_was_agreed_when_it_was_sold() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let agree = async |ratio: u32| {
        let known = channel.reseller(app.partner_a).await.unwrap();
        let content = PartnerContent {
            profit_share: Some(BasisPoints(ratio)),
            ..PartnerContent::from(&known)
        };
        channel.change_reseller(known.id, known.version, &content).await.unwrap()
    };
    app.approved(&[Online]).await;
    agree(12_50).await;
    app.approved(&[Online]).await;
    app.approved(&[Online]).await;
    agree(99_00).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let rows = listed(&ops, &PurchaseListQuery::default()).await;
    let mut shared = Vec::new();
    for row in &rows {
        if ops.purchase(row.id).await.unwrap().profit_share.is_some() {
            shared.push(row.clone());
        }
    }
    assert_eq!(shared.len(), 2, "nothing was agreed before the first");
    paid(&ops, &shared[0]).await;
    let period = PerformanceQuery::default();

    let statement = channel.reseller_statement(app.partner_a, &period).await.unwrap();

    let [line] = &statement.lines[..] else { panic!("only what is paid: {statement:?}") };
    let net = line.gross.minus(line.gross.tax_within(BasisPoints(3_00)).unwrap()).unwrap();
    assert_eq!((line.gross, line.net), (shared[0].amount, net));
    assert_eq!(line.ratio, BasisPoints(12_50), "not what is agreed now");
    assert_eq!(line.share, share_of(net, BasisPoints(12_50)).unwrap());
    assert_eq!(statement.totals[0].share, line.share);

    let performance = channel.reseller_performance(app.partner_a, &period).await.unwrap();
    let booked: Amount = rows.iter().map(|row| row.amount).sum();
    assert_eq!(performance.figures.booked_in(Currency::Cny), booked);
    assert_eq!(performance.figures.paid_in(Currency::Cny), line.gross);
    assert_eq!(performance.figures.licenses, 3);
    let licenses = LicenseListQuery::default();
    assert_eq!(channel.licenses_of_reseller(app.partner_a, &licenses).await.unwrap().total, 3);
    assert_eq!(channel.licenses_of_reseller(app.partner_b, &licenses).await.unwrap().total, 0);
    let engineer = app.as_role(Role::Engineer).await;
    let refused = engineer.reseller_statement(app.partner_a, &period).await.err().unwrap();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}
