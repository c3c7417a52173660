//! Licenses of past sales from a file: as an administrator issues them by hand, and gone without a
//! trace when the import is undone.

use client::{Client, Side};
use domain::{
    access::Role,
    customers::wire::CreateCustomer,
    deployments::{DeploymentKind, wire::DeploymentContent},
    imports::{ImportTarget, OnDuplicate, RowState, wire::CommitImport},
    licenses::{
        ActivationMode, LicenseStatus,
        wire::{LicenseListQuery, LicenseRow, PaymentStatus},
    },
    money::Amount,
    orders::wire::OrderListQuery,
    problem::{ProblemCode, Reason},
    purchases::wire::PurchaseListQuery,
};
use testkit::{TestApp, key};

use crate::{
    imports::{commit, rows, undo},
    imports_kinds::{at, faults, looked_at},
};

async fn licenses(admin: &Client) -> Vec<LicenseRow> {
    admin.licenses(Side::Staff, &LicenseListQuery::default()).await.unwrap().items
}

/// How many licenses, orders and purchases there are.
async fn totals(admin: &Client) -> [u64; 3] {
    [
        admin.licenses(Side::Staff, &LicenseListQuery::default()).await.unwrap().total,
        admin.orders(Side::Staff, &OrderListQuery::default()).await.unwrap().total,
        admin.purchases(&PurchaseListQuery::default()).await.unwrap().total,
    ]
}

#[actix_web::test]
async fn licenses_of_past_sales_are_in_use_and_gone_when_undone() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let name = "上海云图科技有限公司".to_owned();
    let new = CreateCustomer { name, ..CreateCustomer::default() };
    admin.create_customer(&new, &key()).await.unwrap();
    let rep = app.as_role(Role::SalesRep).await.me().await.unwrap();
    let partner = admin.partner(app.partner_a).await.unwrap();
    let target = ImportTarget::Licenses;
    let csv = format!(
        "客户,产品,开始日期,到期日期,激活方式,集群 ID,金额,合作伙伴,负责人,合同编号\n\
         上海云图科技有限公司,DIFY-STANDARD,2025-03-18,2027-03-17,在线,,\"168,000\",{},{},HT-1\n\
         上海云图科技有限公司,dify-standard,2025/3/18,2027/3/17,离线,cluster-one,0,,,\n\
         没有这家公司,没有这个产品,2025-03-18,2027-03-17,,,,,,\n\
         上海云图科技有限公司,DIFY-STANDARD,2025-05-01,2025-04-01,离线,,,,,\n\
         上海云图科技有限公司,DIFY-STANDARD,2025-03-18,2027-03-17,,,,,,\n",
        partner.name, rep.name
    );
    let ops = app.as_role(Role::CommercialOps).await;
    let refused = ops.import_file(target, "l.csv", csv.as_bytes()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted), "issuing is the administrator's");
    let before = totals(&admin).await;

    let import = looked_at(&admin, target, &csv).await;

    assert_eq!((import.counts.ready, import.counts.repeated), (2, 1));
    assert_eq!(
        faults(&admin, &import).await,
        [
            at(4, "/customer", Reason::NothingOfThatName),
            at(4, "/product", Reason::NothingOfThatName),
            at(5, "/expires_on", Reason::EndsTooEarly),
            at(5, "/cluster", Reason::ClusterIdRequired),
        ]
    );
    let how = CommitImport { on_duplicate: OnDuplicate::Update, leave_out_invalid: true };
    let written = commit(&app, &admin, &import, how.clone()).await;
    assert_eq!((written.counts.created, written.counts.repeated), (2, 1));
    assert_eq!(totals(&admin).await, before.map(|count| count + 2));
    let found = licenses(&admin).await;
    let mut seen = Vec::new();
    for row in &found {
        seen.push(admin.license(Side::Staff, &row.number).await.unwrap());
    }
    let online = seen.iter().find(|one| one.activation_mode == ActivationMode::Online).unwrap();
    let offline = seen.iter().find(|one| one.activation_mode == ActivationMode::Offline).unwrap();
    assert_eq!(online.expires_on.unwrap().to_string(), "2027-03-17");
    assert_eq!(online.owner.as_ref().map(|owner| owner.id), Some(rep.id));
    assert_eq!(offline.status, LicenseStatus::Active);
    assert_eq!(offline.cluster_id.as_deref(), Some("cluster-one"));
    let sold = &online.purchases[0];
    assert_eq!(sold.amount, Some(Amount::from_minor(168_000_00)));
    assert_eq!(sold.payment_status, PaymentStatus::Paid);
    assert_eq!(sold.purchased_on.to_string(), "2025-03-18");
    assert!(app.mails().is_empty(), "what is in use is sent to nobody");

    let again = looked_at(&admin, target, &csv).await;
    assert_eq!((again.counts.ready, again.counts.exists), (0, 2));
    let again = commit(&app, &admin, &again, how.clone()).await;
    assert_eq!((again.counts.skipped, again.counts.updated), (2, 0), "files change no license");

    let undone = undo(&app, &admin, &written).await;
    assert_eq!((undone.counts.undone, undone.counts.kept), (2, 0));
    assert_eq!(
        totals(&admin).await,
        before,
        "with the orders and purchases that were made for them"
    );

    // Written again; one is deployed since, which keeps it.
    let forth = commit(&app, &admin, &undone, how).await;
    assert_eq!(forth.counts.created, 2);
    let used = rows(&admin, &forth, &[RowState::Created]).await[0].subject_id.unwrap();
    let plan = DeploymentContent::of(used.into(), DeploymentKind::Update);
    admin.plan_deployment(&plan, &key()).await.unwrap();
    let undone = undo(&app, &admin, &forth).await;
    assert_eq!((undone.counts.undone, undone.counts.kept), (1, 1));
    assert!(faults(&admin, &undone).await.contains(&at(2, "/", Reason::InUse)));
    assert_eq!(totals(&admin).await, before.map(|count| count + 1));
}
