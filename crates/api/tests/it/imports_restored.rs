//! What was imported and undone is as it was before, to the last field, whatever the lists said.

use client::Client;
use domain::{
    access::Role,
    deployments::wire::DeploymentListQuery,
    imports::ImportTarget,
    partners::wire::{PartnerContent, PartnerListQuery},
    purchases::wire::PurchaseListQuery,
    sales_reps::wire::SalesRepListQuery,
};
use serde_json::{Value, json};
use testkit::{TestApp, key};

use crate::{
    imports::{commit, draw, undo},
    imports_kinds::{looked_at, sold, update},
};

/// Everything of a kind that is business, and not how often it was written.
async fn business(client: &Client, target: ImportTarget) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    match target {
        ImportTarget::SalesReps => {
            let query = SalesRepListQuery { per_page: 100, ..SalesRepListQuery::default() };
            let items = client.sales_reps(&query).await.unwrap().items;
            all.extend(items.iter().map(|rep| json!([rep.content(), rep.active])));
        }
        ImportTarget::Resellers => {
            let query = PartnerListQuery { per_page: 100, ..PartnerListQuery::default() };
            let items = client.partners(&query).await.unwrap().items;
            all.extend(items.iter().map(|one| json!([PartnerContent::from(one), one.status])));
        }
        ImportTarget::Purchases => {
            let query = PurchaseListQuery { per_page: 100, ..PurchaseListQuery::default() };
            for row in client.purchases(&query).await.unwrap().items {
                let mut record = client.purchase(row.id).await.unwrap();
                record.version = 0;
                all.push(json!(record));
            }
        }
        ImportTarget::Deployments => {
            let query = DeploymentListQuery { per_page: 100, ..DeploymentListQuery::default() };
            for row in client.deployments(&query).await.unwrap().items {
                let mut view = client.deployment(row.id).await.unwrap();
                view.version = 0;
                all.push(json!(view));
            }
        }
        ImportTarget::Customers | ImportTarget::Engineers | ImportTarget::Licenses => {}
    }
    all.sort_by_key(Value::to_string);
    all
}

/// Writes lists that chance wrote over what is there, and undoes them: everything is as before.
async fn undoing_restores(
    app: &TestApp,
    client: &Client,
    target: ImportTarget,
    columns: &[(&str, &[&str])],
) {
    let headings: Vec<_> = columns.iter().map(|(heading, _)| *heading).collect();
    let file = |seed: &mut u64, count: usize| {
        let lines: Vec<String> = (0..count)
            .map(|_| {
                let cell = |(_, pool): &(&str, &[&str])| {
                    let at = draw(seed, u64::try_from(pool.len()).unwrap());
                    pool[usize::try_from(at).unwrap()].to_owned()
                };
                columns.iter().map(cell).collect::<Vec<_>>().join(",")
            })
            .collect();
        format!("{}\n{}\n", headings.join(","), lines.join("\n"))
    };
    let first = looked_at(client, target, &file(&mut 99, 20)).await;
    commit(app, client, &first, update()).await;
    let before = business(client, target).await;
    assert!(!before.is_empty());
    let mut changed = 0;
    for round in 0..testkit::depth(3, 60) as u64 {
        let import = looked_at(client, target, &file(&mut (round + 1), 20)).await;
        let written = commit(app, client, &import, update()).await;
        changed += written.counts.updated;
        let is_other = written.counts.updated + written.counts.created > 0;
        assert_eq!(business(client, target).await != before, is_other, "{target} {round}");

        let undone = undo(app, client, &written).await;

        assert_eq!(undone.counts.kept, 0, "{target} {round}");
        assert_eq!(business(client, target).await, before, "{target} {round}");
    }
    assert!(changed > 0, "{target}: nothing was ever changed");
}

#[actix_web::test]
async fn undoing_restores_sales_reps_and_resellers_to_the_last_field() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    undoing_restores(
        &app,
        &admin,
        ImportTarget::SalesReps,
        &[
            ("姓名", &["甲", "乙", "丙"]),
            ("邮箱", &["a@a.example", "b@a.example", "c@a.example", "d@a.example", "e@a.example"]),
            ("电话", &["", "1380", "1390"]),
            ("类型", &["", "FDE", "其他", "解决方案架构师"]),
            ("职务", &["", "经理", "总监"]),
            ("区域", &["", "华东", "海外"]),
        ],
    )
    .await;
    let partner = admin.partner(app.partner_b).await.unwrap();
    let names = ["甲方科技有限公司", "乙方科技有限公司", "丙方科技有限公司", partner.name.as_str()];
    undoing_restores(
        &app,
        &admin,
        ImportTarget::Resellers,
        &[
            ("经销商", &names),
            ("联系人", &["陈晓", "周舟"]),
            ("邮箱", &["a@a.example", "b@a.example"]),
            ("电话", &["", "1380"]),
            ("等级", &["", "金牌", "银牌"]),
            ("区域", &["", "华东", "海外"]),
            ("地址", &["", "路 1 号", "路 2 号"]),
            ("分成比例", &["", "10%", "25%"]),
            ("信用额度", &["", "1000", "2000"]),
            ("协议编号", &["", "K-1", "K-2"]),
            ("协议到期日期", &["", "2027-01-01", "2028-01-01"]),
        ],
    )
    .await;
}

#[actix_web::test]
async fn undoing_restores_purchases_and_deployments_to_the_last_field() {
    let app = TestApp::start().await;
    let (numbers, customer) = sold(&app).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let rep = app.as_role(Role::SalesRep).await.me().await.unwrap().name;
    undoing_restores(
        &app,
        &ops,
        ImportTarget::Purchases,
        &[
            ("许可证编号", &[&numbers[0], &numbers[1], ""]),
            ("客户", &[customer.as_str()]),
            ("购买类型", &["续订", "服务"]),
            ("购买日期", &["2025-03-01", "2025-04-01"]),
            ("金额", &["100", "200.5"]),
            ("支付状态", &["", "已支付", "待支付", "部分支付"]),
            ("支付方式", &["", "银行转账", "支付宝"]),
            ("合同编号", &["", "HT-1", "HT-2"]),
            ("负责人", &["", rep.as_str()]),
            ("备注", &["", "甲", "乙"]),
        ],
    )
    .await;
    for name in ["zhao", "qian"] {
        ops.create_engineer(&crate::engineers::content(name), &key()).await.unwrap();
    }
    undoing_restores(
        &app,
        &ops,
        ImportTarget::Deployments,
        &[
            ("许可证编号", &[&numbers[0], &numbers[1]]),
            ("部署类型", &["初始部署", "更新", "迁移"]),
            ("部署模式", &["", "在线部署", "离线部署"]),
            ("环境", &["", "生产", "测试"]),
            ("云平台", &["", "阿里云", "AWS"]),
            ("计划日期", &["", "2026-12-24", "2026-12-25"]),
            ("完成日期", &["", "", "2025-03-01"]),
            ("版本", &["", "1.8.0", "1.9.0"]),
            ("工程师", &["", "zhao@engineers.example", "zhao工；qian工"]),
            ("备注", &["", "甲", "乙"]),
        ],
    )
    .await;
}
