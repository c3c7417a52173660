//! What sales and engineers asked to be changed: two wait, two were approved, one rejected.

use domain::{
    access::{Role, Scope},
    change_requests::wire::{ChangeLicense, ChangeRequestView},
    customers::wire::{ChangeCustomer, CustomerContact},
    licenses::wire::LicenseListQuery,
    orders::wire::WithReason,
    patch::Patch,
};

use super::people::{Staff, caller};
use crate::{
    app::App,
    change_requests,
    error::ApiResult,
    http::{Caller, IfMatch},
};

/// What becomes of a proposal.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Waits,
    Approved,
    Rejected(&'static str),
}

/// Somebody proposes something of a customer so many days ago, and why.
struct Proposal {
    days_ago: i64,
    /// The customer's name.
    of: &'static str,
    by: fn(&Staff) -> Caller,
    why: &'static str,
    what: What,
    fate: Fate,
}

enum What {
    Address(&'static str, &'static str),
    Name(&'static str),
    Person(&'static str, &'static str, &'static str),
    /// Another cluster for its first license that is activated offline.
    Cluster(&'static str),
    /// Notes on its first license.
    Notes(&'static str),
}

const PROPOSALS: [Proposal; 5] = [
    Proposal {
        days_ago: 24,
        of: "杭州西湖区政务服务中心",
        by: |staff| caller(staff.sales, Role::SalesRep),
        why: "客户来函要求使用新名称",
        what: What::Name("杭州市西湖区数据资源管理局"),
        fate: Fate::Rejected("事业单位法人证书尚未变更，请在证书更新后重新提出"),
    },
    Proposal {
        days_ago: 13,
        of: "上海申江地铁运营有限公司",
        by: |staff| caller(staff.sales, Role::SalesRep),
        why: "客户总部搬迁，发票寄送地址随之变更",
        what: What::Address("上海", "上海市闵行区申长路 988 号 12 楼"),
        fate: Fate::Approved,
    },
    Proposal {
        days_ago: 6,
        of: "上海申江地铁运营有限公司",
        by: |staff| caller(staff.sales, Role::SalesRep),
        why: "客户信息中心来电说明",
        what: What::Notes("双活机房：主闵行，备宝山。变更窗口为每月第二个周六 22:00–02:00。"),
        fate: Fate::Approved,
    },
    Proposal {
        days_ago: 2,
        of: "广州珠江新能源汽车有限公司",
        by: |staff| caller(staff.manager, Role::SalesManager),
        why: "采购负责人离职，由新负责人对接续订",
        what: What::Person("梁嘉怡", "采购总监", "liangjy@zjnev.example"),
        fate: Fate::Waits,
    },
    Proposal {
        days_ago: 1,
        of: "重庆渝北汽车电子有限公司",
        by: |staff| caller(staff.engineer, Role::Engineer),
        why: "生产集群升级 Kubernetes 后重建，集群 ID 改变",
        what: What::Cluster("ybae-prod-k8s-02"),
        fate: Fate::Waits,
    },
];

/// The proposals, by their index, with the days since.
pub fn days_ago() -> impl Iterator<Item = (usize, i64)> {
    PROPOSALS.iter().enumerate().map(|(index, proposal)| (index, proposal.days_ago))
}

/// Somebody proposes.
///
/// # Errors
/// The use case refuses: then the demo is wrong.
pub async fn propose(app: &App, staff: &Staff, index: usize) -> ApiResult<ChangeRequestView> {
    let Proposal { of, by, why, what, .. } = &PROPOSALS[index];
    let (db, by, today) = (&app.db.read, by(staff), app.clock.today());
    let everything = Scope::Everything;
    let known = store::customers::find_by_name(db, of).await?;
    let known = known.ok_or_else(|| anyhow::anyhow!("the demo has no customer {of}"))?;
    let customer = store::customers::get(db, everything, known.id, today).await?;
    let reason = Some((*why).to_owned());
    let mut change = ChangeCustomer { reason: reason.clone(), ..ChangeCustomer::default() };
    match what {
        What::Name(name) => change.name = Some((*name).to_owned()),
        What::Address(city, address) => {
            change.city = Patch::Set((*city).to_owned());
            change.address = Patch::Set((*address).to_owned());
        }
        What::Person(name, title, email) => {
            let person = CustomerContact {
                name: (*name).to_owned(),
                title: Some((*title).to_owned()),
                email: Some((*email).to_owned()),
                phone: None,
            };
            let others = customer.contacts.iter().map(CustomerContact::from);
            change.contacts = Some(std::iter::once(person).chain(others).collect());
        }
        What::Cluster(_) | What::Notes(_) => {
            let mut asked = ChangeLicense { reason, ..ChangeLicense::default() };
            let mut query =
                LicenseListQuery { customer: Some(customer.id), ..LicenseListQuery::default() };
            if let What::Cluster(cluster) = what {
                asked.cluster_id = Patch::Set((*cluster).to_owned());
                query.activation_mode = vec![domain::licenses::ActivationMode::Offline];
            }
            if let What::Notes(notes) = what {
                asked.notes = Patch::Set((*notes).to_owned());
            }
            let found = store::licenses::page(db, everything, &query, today).await?.items.pop();
            let found = found.ok_or_else(|| anyhow::anyhow!("{of} has no such license"))?;
            let license = store::licenses::get(db, everything, found.id).await?;
            let version = IfMatch::of(license.version);
            let reply =
                change_requests::for_license(app, &by, everything, found.id, version, None, &asked)
                    .await?;
            return Ok(serde_json::from_str(&reply.body).map_err(anyhow::Error::from)?);
        }
    }
    let version = IfMatch::of(customer.version);
    let reply =
        change_requests::for_customer(app, &by, everything, customer.id, version, None, &change)
            .await?;
    Ok(serde_json::from_str(&reply.body).map_err(anyhow::Error::from)?)
}

/// An administrator decides, where the story says so.
///
/// # Errors
/// The use case refuses: then the demo is wrong.
pub async fn decide(
    app: &App,
    staff: &Staff,
    index: usize,
    proposed: &ChangeRequestView,
) -> ApiResult<()> {
    let admin = caller(staff.admin, Role::Admin);
    let (id, version) = (proposed.id, IfMatch::of(proposed.version));
    let everything = Scope::Everything;
    match PROPOSALS[index].fate {
        Fate::Waits => Ok(()),
        Fate::Approved => {
            change_requests::approve(app, &admin, everything, id, version, None).await.map(drop)
        }
        Fate::Rejected(why) => {
            let why = WithReason { reason: why.to_owned() };
            change_requests::reject(app, &admin, everything, id, version, None, &why)
                .await
                .map(drop)
        }
    }
}
