//! Sales reps: whoever sells has a page, what they sold is what their rows come to, targets are
//! reached by what was paid, and each changes what the table allows.

use client::Client;
use domain::{
    access::Role,
    leads::{
        StatusKind,
        wire::{LeadContent, LeadListQuery},
    },
    licenses::{
        ActivationMode::Online,
        wire::{LicenseListQuery, PaymentStatus},
    },
    money::{Amount, Currency},
    problem::{ProblemCode, Reason},
    purchases::wire::{CorrectPurchase, PurchaseListQuery},
    sales_reps::{
        Figures, SalesRepKind,
        wire::{
            Compare, PerformanceQuery, RankBy, SalesRepContent, SalesRepListQuery, SalesRepView,
            TargetContent, TargetListQuery,
        },
    },
};
use testkit::{TestApp, key, today};

use crate::{
    leads,
    purchases::{listed, user_of},
};

/// The sales rep that the test's person of this role is.
async fn rep_of(app: &TestApp, ops: &Client, role: Role) -> SalesRepView {
    let user = user_of(app, role).await;
    let all = ops.sales_reps(&SalesRepListQuery::default()).await.unwrap().items;
    all.into_iter().find(|rep| rep.user_id == Some(user)).unwrap()
}

#[actix_web::test]
async fn whoever_sells_has_a_page_and_others_are_kept_by_hand() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let known = rep_of(&app, &ops, Role::SalesRep).await;
    assert_eq!(known.name, "sales_rep 先生");
    let content = SalesRepContent {
        name: " 何嘉树 ".to_owned(),
        email: "He@DSMS.example".to_owned(),
        kind: SalesRepKind::SolutionArchitect,
        ..SalesRepContent::default()
    };

    let made = ops.create_sales_rep(&content, &key()).await.unwrap();

    assert_eq!((made.name.as_str(), made.email.as_str()), ("何嘉树", "he@dsms.example"));
    let twice = SalesRepContent { user_id: known.user_id, ..content.clone() };
    let twice = ops.create_sales_rep(&twice, &key()).await.unwrap_err();
    let fault = &twice.problem().unwrap().errors[0];
    assert_eq!((fault.pointer.as_str(), fault.reason), ("/user_id", Reason::AlreadyTaken));
    let changed = SalesRepContent { position: Some("FDE".to_owned()), ..made.content() };
    let changed = ops.change_sales_rep(made.id, made.version, &changed).await.unwrap();
    let stale = ops.change_sales_rep(made.id, made.version, &made.content()).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let away = ops.set_sales_rep_active(made.id, changed.version, false).await.unwrap();
    let again = ops.set_sales_rep_active(made.id, away.version, false).await.unwrap_err();
    assert_eq!(again.problem().unwrap().reason, Some(Reason::SalesRepStatus));

    let engineer = app.as_role(Role::Engineer).await;
    assert_eq!(engineer.sales_rep(made.id).await.unwrap(), away, "engineers read sales reps");
    let refused = engineer.create_sales_rep(&content, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    let money = engineer.sales_ranking(&PerformanceQuery::default()).await.err().unwrap();
    assert_eq!(money.code(), Some(ProblemCode::NotPermitted));
    ops.delete_sales_rep(made.id, away.version).await.unwrap();
    assert_eq!(ops.sales_rep(made.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
}

#[actix_web::test]
async fn what_somebody_sold_is_what_their_rows_come_to() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        app.approved(&[Online]).await;
    }
    let ops = app.as_role(Role::CommercialOps).await;
    let rep = rep_of(&app, &ops, Role::SalesRep).await;
    for (row, status) in listed(&ops, &PurchaseListQuery::default()).await.iter().zip([
        PaymentStatus::Paid,
        PaymentStatus::Paid,
        PaymentStatus::PartiallyPaid,
    ]) {
        let known = ops.purchase(row.id).await.unwrap();
        let content = CorrectPurchase {
            payment_status: status,
            owner_id: rep.user_id,
            reason: "归属调整".to_owned(),
            ..known.correction()
        };
        ops.correct_purchase(row.id, known.version, &content).await.unwrap();
    }
    let query = PerformanceQuery { compare: Some(Compare::Year), ..PerformanceQuery::default() };

    let ranking = ops.sales_ranking(&query).await.unwrap();

    let first = &ranking.rows[0];
    assert_eq!((first.sales_rep_id, first.rank), (rep.id, 1));
    assert_eq!(first.before.clone().unwrap(), Figures::default());
    let theirs = PurchaseListQuery {
        owner: rep.user_id,
        gift: Some(false),
        stands: Some(true),
        from: Some(ranking.from),
        until: Some(ranking.until),
        ..PurchaseListQuery::default()
    };
    let total = async |query: &PurchaseListQuery| -> Amount {
        listed(&ops, query).await.iter().map(|row| row.amount).sum()
    };
    let paid = PurchaseListQuery { payment_status: vec![PaymentStatus::Paid], ..theirs.clone() };
    assert_eq!(first.figures.booked_in(Currency::Cny), total(&theirs).await);
    assert_eq!(first.figures.paid_in(Currency::Cny), total(&paid).await);
    assert_eq!(first.figures.paid[0].purchases, 2);
    let own = ops.sales_rep_performance(rep.id, &query).await.unwrap();
    assert_eq!(own.figures, first.figures);
    assert_eq!(own.months.iter().map(|month| month.amount).sum::<Amount>(), total(&paid).await);
    let back = PerformanceQuery { from: Some(today()), until: today().pred_opt(), ..query };
    let back = ops.sales_ranking(&back).await.unwrap_err();
    assert_eq!(back.problem().unwrap().errors[0].reason, Reason::EndsBeforeItBegins);
}

#[actix_web::test]
async fn conversion_is_of_the_leads_that_began_in_the_period() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let rep = rep_of(&app, &manager, Role::SalesRep).await;
    let mut all = Vec::new();
    for (company, owner_id) in [
        ("青禾科技", rep.user_id),
        ("远山制造", rep.user_id),
        ("云栖教育", rep.user_id),
        ("无主公司", None),
    ] {
        let lead = LeadContent { owner_id, ..leads::content(&manager, company).await };
        all.push(manager.create_lead(&lead, &key()).await.unwrap());
    }
    let won = leads::status(&manager, StatusKind::Won, 0).await;
    manager.move_lead(all[0].lead.id, all[0].version, &leads::to(won.id)).await.unwrap();
    let year = PerformanceQuery { by: Some(RankBy::Won), ..PerformanceQuery::default() };

    let ranking = manager.sales_ranking(&year).await.unwrap();

    let first = &ranking.rows[0];
    assert_eq!((first.sales_rep_id, first.rank), (rep.id, 1));
    let of = |figures: &Figures| (figures.leads_won, figures.leads, figures.conversion_rate());
    assert_eq!(of(&first.figures), (1, 3, Some(33)));
    let behind = LeadListQuery {
        owner: rep.user_id,
        kind: vec![StatusKind::Won],
        from: Some(ranking.from),
        until: Some(ranking.until),
        ..LeadListQuery::default()
    };
    let behind = manager.leads(&behind).await.unwrap();
    assert_eq!(behind.items.iter().map(|row| row.id).collect::<Vec<_>>(), [all[0].lead.id]);
    let earlier = PerformanceQuery { until: ranking.from.pred_opt(), ..year };
    let earlier = manager.sales_rep_performance(rep.id, &earlier).await.unwrap();
    assert_eq!(of(&earlier.figures), (0, 0, None));
}

#[actix_web::test]
async fn the_licenses_of_a_rep_are_those_that_they_own() {
    let app = TestApp::start().await;
    app.approved(&[Online, Online]).await;
    let admin = app.as_role(Role::Admin).await;
    let rep = rep_of(&app, &admin, Role::SalesRep).await;
    let all = LicenseListQuery::default();
    let first = admin.licenses(client::Side::Staff, &all).await.unwrap().items.remove(0);
    let license = admin.license(client::Side::Staff, &first.number).await.unwrap();
    assert_eq!(admin.licenses_of_sales_rep(rep.id, &all).await.unwrap().total, 0);

    let to = domain::licenses::wire::AssignLicense { owner_id: rep.user_id, reason: None };
    admin.assign_license(license.id, license.version, &to, &key()).await.unwrap();

    let engineer = app.as_role(Role::Engineer).await;
    let found = engineer.licenses_of_sales_rep(rep.id, &all).await.unwrap();
    assert_eq!(found.items.iter().map(|row| row.id).collect::<Vec<_>>(), [license.id]);
    assert_eq!(admin.sales_rep(rep.id).await.unwrap().licenses, 1);
}

#[actix_web::test]
async fn a_target_is_set_by_managers_and_reached_by_what_was_paid() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let manager = app.as_role(Role::SalesManager).await;
    let rep = rep_of(&app, &ops, Role::SalesRep).await;
    let row = listed(&ops, &PurchaseListQuery::default()).await.remove(0);
    let known = ops.purchase(row.id).await.unwrap();
    let content = CorrectPurchase {
        payment_status: PaymentStatus::Paid,
        owner_id: rep.user_id,
        reason: "到账".to_owned(),
        ..known.correction()
    };
    ops.correct_purchase(row.id, known.version, &content).await.unwrap();
    let target = TargetContent {
        sales_rep_id: rep.id,
        year: 2026,
        quarter: None,
        currency: Currency::Cny,
        amount: row.amount.times(2).unwrap(),
    };

    let year = manager.set_target(&target, &key()).await.unwrap();

    assert_eq!((year.reached, year.percent), (row.amount, 50));
    let first = TargetContent { quarter: Some(1), ..target.clone() };
    let first = manager.set_target(&first, &key()).await.unwrap();
    assert_eq!((first.reached, first.percent), (Amount::ZERO, 0), "it was sold in November");
    let twice = manager.set_target(&target, &key()).await.unwrap_err();
    assert_eq!(twice.problem().unwrap().errors[0].reason, Reason::TargetTwice);
    let none = TargetContent { amount: Amount::ZERO, year: 26, ..target.clone() };
    let none = manager.set_target(&none, &key()).await.unwrap_err();
    let pointers: Vec<_> =
        none.problem().unwrap().errors.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/year", "/amount"]);
    let less = TargetContent { amount: row.amount, ..target.clone() };
    let less = manager.change_target(year.id, year.version, &less).await.unwrap();
    assert_eq!(less.percent, 100);
    for role in [Role::SalesRep, Role::CommercialOps, Role::Engineer] {
        let refused = app.as_role(role).await.set_target(&target, &key()).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::NotPermitted), "{role}");
    }
    let query = TargetListQuery { sales_rep: Some(rep.id), ..TargetListQuery::default() };
    assert_eq!(app.as_role(Role::SalesRep).await.targets(&query).await.unwrap().total, 2);
    let rep = ops.sales_rep(rep.id).await.unwrap();
    let kept = ops.delete_sales_rep(rep.id, rep.version).await.unwrap_err();
    assert_eq!(kept.problem().unwrap().reason, Some(Reason::SalesRepHasTargets));
    manager.delete_target(first.id, first.version).await.unwrap();
    assert_eq!(manager.targets(&query).await.unwrap().total, 1);
}
