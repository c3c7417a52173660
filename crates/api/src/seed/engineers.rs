//! Who deploys in the demo; the first of them signs in.

use domain::{access::Role, engineers::wire::EngineerContent, id::EngineerId};

use super::people::{Staff, caller};
use crate::{app::App, engineers::service, error::ApiResult, http::IfMatch};

/// Name, name in addresses, department, expertise.
type Person = (&'static str, &'static str, &'static str, &'static [&'static str]);

const TEAM: [Person; 6] = [
    ("郑浩然", "zhenghr", "交付一部", &["Kubernetes", "Helm", "离线部署"]),
    ("吴静怡", "wujy", "交付一部", &["Kubernetes", "PostgreSQL"]),
    ("冯子轩", "fengzx", "交付二部", &["网络", "负载均衡", "华为云"]),
    ("蒋梦琪", "jiangmq", "交付二部", &["PostgreSQL", "Redis", "数据迁移"]),
    ("韩志远", "hanzy", "架构组", &["架构设计", "高可用", "等保"]),
    ("曹立群", "caolq", "交付一部", &["阿里云", "腾讯云"]),
];

/// Keeps them; the last one has left the team since.
///
/// # Errors
/// The use case refuses: then the demo is wrong.
pub async fn hire(app: &App, staff: &Staff) -> ApiResult<Vec<EngineerId>> {
    let ops = caller(staff.ops, Role::CommercialOps);
    let mut team = Vec::new();
    for (place, (name, address, department, expertise)) in TEAM.into_iter().enumerate() {
        let content = EngineerContent {
            name: name.to_owned(),
            email: format!("{address}@dsms.example"),
            phone: Some(format!("1380010{:04}", 2_000 + place * 111)),
            department: Some(department.to_owned()),
            expertise: expertise.iter().map(|tag| (*tag).to_owned()).collect(),
            user_id: (place == 0).then_some(staff.engineer),
        };
        let made = service::create(app, &ops, None, &content).await?;
        let made: domain::engineers::wire::EngineerView =
            serde_json::from_str(&made.body).map_err(anyhow::Error::from)?;
        team.push(made.id);
    }
    if let Some(gone) = team.last().copied() {
        let (scope, version) = (domain::access::Scope::Everything, IfMatch::of(1));
        service::set_active(app, &ops, scope, gone, version, false).await?;
    }
    Ok(team)
}
