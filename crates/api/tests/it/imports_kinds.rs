//! Lists of people who sell, resellers, purchases and deployments: each is as one made by hand, names
//! what it belongs to, and is undone unless somebody has changed or used it.

use client::Client;
use domain::{
    access::Role,
    deployments::{
        DeploymentKind, DeploymentStatus,
        wire::{DeploymentListQuery, DeploymentView},
    },
    engineers::wire::EngineerContent,
    events::EventKind,
    imports::{
        ImportStatus, ImportTarget, OnDuplicate, RowState,
        wire::{CommitImport, ImportView},
    },
    licenses::{
        ActivationMode::Online,
        wire::{PaymentStatus, PurchaseKind},
    },
    money::{Amount, Currency},
    partners::{
        PartnerStatus,
        wire::{PartnerContent, PartnerListQuery},
    },
    problem::{ProblemCode, Reason},
    purchases::wire::{PurchaseListQuery, RecordPurchase},
    sales_reps::{
        SalesRepKind,
        wire::{SalesRepListQuery, TargetContent},
    },
};
use testkit::{TestApp, key, today};

use crate::imports::{commit, rows, undo};

pub async fn looked_at(client: &Client, target: ImportTarget, csv: &str) -> ImportView {
    let import = client.import_file(target, "list.csv", csv.as_bytes()).await.unwrap();
    assert_eq!(import.status, ImportStatus::Ready);
    import
}

pub fn update() -> CommitImport {
    CommitImport { on_duplicate: OnDuplicate::Update, leave_out_invalid: true }
}

/// What is wrong, row by row.
pub async fn faults(client: &Client, import: &ImportView) -> Vec<(u32, String, Reason)> {
    let wrong = rows(client, import, &[RowState::Invalid, RowState::Kept]).await;
    let all = wrong.iter().flat_map(|row| {
        row.faults.iter().map(|fault| (row.number, fault.pointer.clone(), fault.reason))
    });
    all.collect()
}

pub fn at(row: u32, pointer: &str, reason: Reason) -> (u32, String, Reason) {
    (row, pointer.to_owned(), reason)
}

#[actix_web::test]
async fn sales_reps_are_made_updated_and_undone_but_not_those_who_have_targets() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let target = ImportTarget::SalesReps;
    let all = SalesRepListQuery { per_page: 100, ..SalesRepListQuery::default() };
    let before = ops.sales_reps(&all).await.unwrap().total;
    let csv = "销售代表,邮箱,类型,区域\n李明,li@a.example,FDE,华东\n王芳,Wang@a.example,,\n\
        赵敏,li@a.example,,\n陈晓,nonsense,月球,\n";

    let import = looked_at(&ops, target, csv).await;

    let wrong = [at(5, "/kind", Reason::NotOneOf), at(5, "/email", Reason::InvalidEmail)];
    assert_eq!(faults(&ops, &import).await, wrong);
    assert_eq!((import.counts.ready, import.counts.repeated), (2, 1));
    let written = commit(&app, &ops, &import, update()).await;
    assert_eq!(written.counts.created, 2);
    let found = ops.sales_reps(&all).await.unwrap().items;
    let li = found.iter().find(|rep| rep.email == "li@a.example").unwrap();
    assert_eq!((li.name.as_str(), li.kind, li.active), ("李明", SalesRepKind::Fde, true));

    let more = looked_at(&ops, target, "姓名,邮箱,职务\n李明明,li@a.example,经理\n").await;
    let more = commit(&app, &ops, &more, update()).await;
    assert_eq!(more.counts.updated, 1);
    let changed = ops.sales_rep(li.id).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.kind), ("李明明", SalesRepKind::Fde));
    undo(&app, &ops, &more).await;
    assert_eq!(ops.sales_rep(li.id).await.unwrap().content(), li.content());

    // The one was changed since, though back again; the other is to sell something.
    let wang = found.iter().find(|rep| rep.email == "wang@a.example").unwrap();
    let goal = TargetContent {
        sales_rep_id: wang.id,
        year: 2026,
        quarter: None,
        currency: Currency::Cny,
        amount: Amount::from_minor(100),
    };
    let manager = app.as_role(Role::SalesManager).await;
    manager.set_target(&goal, &key()).await.unwrap();
    let undone = undo(&app, &ops, &written).await;
    let kept = faults(&ops, &undone).await;
    assert!(kept.contains(&at(2, "/", Reason::ChangedSince)), "{kept:?}");
    assert!(kept.contains(&at(3, "/", Reason::InUse)), "{kept:?}");
    assert_eq!(ops.sales_reps(&all).await.unwrap().total, before + 2);
}

#[actix_web::test]
async fn resellers_are_imported_by_whoever_keeps_partners() {
    let app = TestApp::start().await;
    let channel = app.as_role(Role::ChannelManager).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let target = ImportTarget::Resellers;
    let known = channel.partner(app.partner_a).await.unwrap();
    let csv = format!(
        "经销商,联系人,邮箱,分成比例,等级\n\
         杭州云帆信息技术有限公司,陈晓,chen@a.example,12.5%,银牌\n\
         {},新联系人,new@a.example,,\n\
         西安古城数据有限公司,,x@a.example,200%,\n\
         宁波海港软件有限公司,周舟,zhou@a.example,,\n",
        known.name
    );
    let refused = ops.import_file(target, "r.csv", csv.as_bytes()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));

    let import = looked_at(&channel, target, &csv).await;

    let wrong =
        [at(4, "/profit_share", Reason::OutOfRange), at(4, "/contact_name", Reason::Required)];
    assert_eq!(faults(&channel, &import).await, wrong);
    assert_eq!((import.counts.ready, import.counts.exists), (2, 1));
    let written = commit(&app, &channel, &import, update()).await;
    assert_eq!((written.counts.created, written.counts.updated), (2, 1));
    let changed = channel.partner(app.partner_a).await.unwrap();
    assert_eq!(changed.contact_name, "新联系人");
    assert_eq!((changed.level, changed.status), (known.level, known.status), "as they were");
    let found = async |q: &str| {
        let query = PartnerListQuery { q: q.to_owned(), ..PartnerListQuery::default() };
        channel.resellers(&query).await.unwrap().items
    };
    let made = found("云帆").await.remove(0);
    assert_eq!((made.status, made.profit_share.unwrap().0), (PartnerStatus::Pending, 12_50));
    channel.approve_partner(made.id, made.version).await.unwrap();

    let undone = undo(&app, &channel, &written).await;

    assert_eq!((undone.counts.undone, undone.counts.kept), (2, 1));
    assert_eq!(
        faults(&channel, &undone).await,
        [
            at(2, "/", Reason::ChangedSince),
            at(4, "/profit_share", Reason::OutOfRange),
            at(4, "/contact_name", Reason::Required),
        ]
    );
    let restored = channel.partner(app.partner_a).await.unwrap();
    assert_eq!(PartnerContent::from(&restored), PartnerContent::from(&known));
    assert_eq!(found("宁波海港").await.len(), 0);
}

/// Two licenses of one customer, by number, and the customer's name.
pub async fn sold(app: &TestApp) -> (Vec<String>, String) {
    let order = app.approved(&[Online, Online]).await;
    app.settle().await;
    let numbers = order.lines[0].licenses.iter().map(|license| license.number.clone()).collect();
    let ops = app.as_role(Role::CommercialOps).await;
    let row = ops.purchases(&PurchaseListQuery::default()).await.unwrap().items.remove(0);
    (numbers, row.customer_name)
}

#[actix_web::test]
async fn purchases_name_their_license_and_are_as_those_recorded_by_hand() {
    let app = TestApp::start().await;
    let (numbers, customer) = sold(&app).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let rep = app.as_role(Role::SalesRep).await.me().await.unwrap();
    let target = ImportTarget::Purchases;
    let csv = format!(
        "许可证编号,客户,购买类型,购买日期,金额,支付状态,支付方式,负责人\n\
         {0},,续订,2025-03-01,\"168,000.00\",已支付,银行转账,{1}\n\
         ,{2},服务,2025/4/1,5000,,,\n\
         ENT-000000-000000,,,2025-03-01,1,,,\n\
         {0},,,2025-03-01,0,,,\n\
         {0},不认识的公司,,2025-03-02,1,,,没有这个人\n\
         {0},,续订,2025-03-01,168000,,,\n",
        numbers[0], rep.name, customer
    );
    let total = async || ops.purchases(&PurchaseListQuery::default()).await.unwrap().total;
    let before = total().await;

    let import = looked_at(&ops, target, &csv).await;

    assert_eq!((import.counts.ready, import.counts.repeated), (2, 1));
    assert_eq!(
        faults(&ops, &import).await,
        [
            at(4, "/license", Reason::NothingOfThatName),
            at(5, "/amount", Reason::CostsNothing),
            at(6, "/customer", Reason::NothingOfThatName),
            at(6, "/owner", Reason::NothingOfThatName),
        ]
    );
    let written = commit(&app, &ops, &import, update()).await;
    assert_eq!((written.counts.created, total().await), (2, before + 2));
    let all = ops.purchases(&PurchaseListQuery::default()).await.unwrap().items;
    let renewal = all.iter().find(|row| row.kind == PurchaseKind::Renewal).unwrap();
    assert_eq!(renewal.amount, Amount::from_minor(168_000_00));
    assert_eq!((renewal.owner_id, renewal.partner_id), (Some(rep.id), Some(app.partner_a)));
    let record = ops.purchase(renewal.id).await.unwrap();
    assert_eq!(record.licenses[0].number, numbers[0]);
    let by_hand = RecordPurchase {
        customer_id: renewal.customer_id,
        license_id: Some(record.licenses[0].id),
        owner_id: None,
        kind: PurchaseKind::Renewal,
        purchased_on: today(),
        sets: 1,
        amount: Amount::from_minor(1),
        currency: Currency::Cny,
        payment_status: PaymentStatus::Paid,
        method: None,
        contract_number: None,
        notes: None,
    };
    let by_hand = ops.record_purchase(&by_hand, &key()).await.unwrap();
    assert_eq!((record.workspaces, record.users), (by_hand.workspaces, by_hand.users));

    // What the row says of how it is paid is set right; what was bought tells purchases apart.
    let more = format!(
        "许可证编号,购买类型,购买日期,金额,支付状态,合同编号\n\
         {0},续订,2025-03-01,168000,待支付,HT-1\n{0},续订,2025-03-01,168001,待支付,HT-1\n",
        numbers[0]
    );
    let more = looked_at(&ops, target, &more).await;
    assert_eq!((more.counts.exists, more.counts.ready), (1, 1));
    let more = commit(&app, &ops, &more, update()).await;
    assert_eq!((more.counts.updated, more.counts.created), (1, 1));
    let corrected = ops.purchase(renewal.id).await.unwrap();
    assert_eq!(corrected.purchase.contract_number.as_deref(), Some("HT-1"));
    assert_eq!(corrected.purchase.payment_status, PaymentStatus::Pending);
    let told = ops.purchase_timeline(renewal.id).await.unwrap();
    let why = told.iter().find(|event| event.kind == EventKind::PurchaseCorrected).unwrap();
    assert_eq!(why.note.as_deref(), Some("list.csv"));
    undo(&app, &ops, &more).await;
    let restored = ops.purchase(renewal.id).await.unwrap();
    assert_eq!(restored.correction(), record.correction());

    // Somebody sets the other one right: it stays.
    let service = all.iter().find(|row| row.kind == PurchaseKind::Service).unwrap();
    crate::purchases::paid(&ops, service).await;
    let undone = undo(&app, &ops, &written).await;
    let kept = faults(&ops, &undone).await;
    assert!(kept.contains(&at(3, "/", Reason::ChangedSince)), "{kept:?}");
    // The renewal was changed by the other import, which was undone: that is a change as well.
    assert_eq!(undone.counts.kept + undone.counts.undone, 2);
}

async fn of_license(ops: &Client, number: &str) -> Vec<DeploymentView> {
    let query = DeploymentListQuery { per_page: 100, ..DeploymentListQuery::default() };
    let mut found = Vec::new();
    for row in ops.deployments(&query).await.unwrap().items {
        if row.license_number == number {
            found.push(ops.deployment(row.id).await.unwrap());
        }
    }
    found.sort_by(|a, b| a.number.cmp(&b.number));
    found
}

#[actix_web::test]
async fn deployments_are_planned_or_done_by_whom_the_row_names() {
    let app = TestApp::start().await;
    let (numbers, _) = sold(&app).await;
    let ops = app.as_role(Role::CommercialOps).await;
    for (name, email) in
        [("赵工", "zhao@e.example"), ("钱工", "qian@e.example"), ("钱工", "q2@e.example")]
    {
        let content = EngineerContent {
            name: name.to_owned(),
            email: email.to_owned(),
            ..EngineerContent::default()
        };
        ops.create_engineer(&content, &key()).await.unwrap();
    }
    let target = ImportTarget::Deployments;
    let csv = format!(
        "许可证编号,部署类型,计划日期,完成日期,版本,工程师\n\
         {0},,,2025-03-02,1.8.0,赵工；q2@e.example\n\
         {0},更新,2026-12-24,,1.9.0,\n\
         {1},更新,,2025-06-01,1.9.0,\n\
         {1},更新,,2025-06-02,1.9.0,钱工\n\
         {1},更新,2026-12-24,,,孙工\n\
         ENT-000000-000000,,,,,\n",
        numbers[0], numbers[1]
    );

    let import = looked_at(&ops, target, &csv).await;

    assert_eq!((import.counts.exists, import.counts.ready), (1, 1));
    assert_eq!(
        faults(&ops, &import).await,
        [
            at(4, "/engineers", Reason::NoEngineer),
            at(5, "/engineers", Reason::SeveralOfThatName),
            at(6, "/engineers", Reason::NothingOfThatName),
            at(7, "/license", Reason::NothingOfThatName),
        ]
    );
    let before = of_license(&ops, &numbers[0]).await;
    let written = commit(&app, &ops, &import, update()).await;
    assert_eq!((written.counts.updated, written.counts.created), (1, 1));
    let [initial, later] = &of_license(&ops, &numbers[0]).await[..] else { panic!("two") };
    assert_eq!(
        (initial.status, later.status),
        (DeploymentStatus::Completed, DeploymentStatus::Planned)
    );
    assert_eq!(initial.completed_on.unwrap().to_string(), "2025-03-02");
    let names: Vec<_> = initial.engineers.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["赵工", "钱工"]);
    assert_eq!(initial.life.deployed_on, initial.completed_on, "the license is deployed");
    assert_eq!(later.number, format!("{}-D2", numbers[0]));
    assert_eq!((later.content.kind, later.checklist.is_empty()), (DeploymentKind::Update, false));

    let again = looked_at(&ops, target, &csv).await;
    let again = commit(&app, &ops, &again, update()).await;
    assert_eq!(again.counts.unchanged, 2, "once is enough: {:?}", again.counts);
    let undone = undo(&app, &ops, &written).await;
    assert_eq!((undone.counts.undone, undone.counts.kept), (2, 0));
    let after = of_license(&ops, &numbers[0]).await;
    let bare = |all: &[DeploymentView]| {
        all.iter().map(|one| DeploymentView { version: 0, ..one.clone() }).collect::<Vec<_>>()
    };
    assert_eq!(bare(&after), bare(&before));
    let forth = commit(&app, &ops, &undone, update()).await;
    assert_eq!((forth.counts.updated, forth.counts.created), (1, 1));
}
