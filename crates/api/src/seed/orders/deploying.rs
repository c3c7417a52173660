//! How what the demo's orders brought comes to life: most of it runs and is accepted, some failed
//! at first, some waits.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Role, Scope},
    deployments::{
        Cloud, EngineerRole, template,
        wire::{
            AcceptDeployment, AssignEngineers, AssignedEngineer, CompleteDeployment,
            DeploymentContent, DeploymentListQuery, DeploymentView, ReplanDeployment, TickItems,
        },
    },
    id::{EngineerId, LicenseId},
};

use super::{Teller, because, signed_form::signed_form};
use crate::{
    deployments::{form, moves, moves::Seen, plan, views},
    error::ApiResult,
    http::{Caller, IfMatch},
    seed::{people::caller, stories::Fate},
};

/// What is done with the deployments of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// Planned for a day, given to somebody.
    Arrange,
    Begin,
    Fail,
    /// Planned anew and begun.
    Again,
    Finish,
    Accept,
}

/// What is done with the deployments of an order that was placed then, and when.
pub fn works(
    index: usize,
    fate: Fate,
    placed: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, Work)> {
    let (days, hours) = (TimeDelta::days, TimeDelta::hours);
    let after = match fate {
        Fate::Delivered { activated_after: Some(after) } => after,
        Fate::Mended(_) => 4,
        Fate::Suspended(_) | Fate::Transferred(_) | Fate::Terminated(_) => 2,
        Fate::Delivered { activated_after: None } | Fate::Undelivered | Fate::Bounced => {
            return waiting(index, placed, (now - placed).num_days());
        }
        Fate::Draft
        | Fate::Submitted
        | Fate::Rejected(_)
        | Fate::Cancelled(_)
        | Fate::Withdrawn(_) => return Vec::new(),
    };
    let there = placed + days(after);
    let mut works = vec![(there + hours(5), Work::Arrange), (there + hours(5), Work::Begin)];
    let done = if index % 9 == 4 {
        works.push((there + hours(6), Work::Fail));
        works.push((there + days(1), Work::Again));
        there + days(1) + hours(2)
    } else {
        there + hours(7)
    };
    works.push((done, Work::Finish));
    if index % 5 != 1 {
        works.push((done + days(3), Work::Accept));
    }
    works
}

/// Nobody has activated it yet: some are planned, some under way, some failed. What was begun weeks
/// ago is still not done, and what should have begun some days ago has not.
fn waiting(index: usize, placed: DateTime<Utc>, age: i64) -> Vec<(DateTime<Utc>, Work)> {
    let at = |hours: i64| placed + TimeDelta::hours(hours);
    match index % 4 {
        _ if (30..90).contains(&age) => vec![(at(24), Work::Arrange), (at(25), Work::Begin)],
        _ if (11..30).contains(&age) => vec![(at(24), Work::Arrange)],
        0 => Vec::new(),
        1 => vec![(at(24), Work::Arrange)],
        2 => vec![(at(24), Work::Arrange), (at(25), Work::Begin)],
        _ => vec![(at(24), Work::Arrange), (at(25), Work::Begin), (at(28), Work::Fail)],
    }
}

impl Teller<'_> {
    /// Does it with every deployment of what the order brought.
    ///
    /// # Errors
    /// A use case refuses: then the demo is wrong.
    pub async fn deploy(&self, index: usize, work: Work, team: &[EngineerId]) -> ApiResult<()> {
        for license in self.licenses(index).await? {
            let Some(known) = self.first_deployment(license.id).await? else { continue };
            self.work(index, work, known, team).await?;
        }
        Ok(())
    }

    /// A license's deployment that still goes on.
    async fn first_deployment(&self, license: LicenseId) -> ApiResult<Option<DeploymentView>> {
        let query =
            DeploymentListQuery { license: Some(license), ..DeploymentListQuery::default() };
        let all = views::page(self.app, &self.ops(), Scope::Everything, &query).await?;
        match all.items.last() {
            Some(first) => Ok(Some(views::view(self.app, Scope::Everything, first.id).await?)),
            None => Ok(None),
        }
    }

    fn engineer(&self) -> Caller {
        caller(self.staff.engineer, Role::Engineer)
    }

    async fn work(
        &self,
        index: usize,
        work: Work,
        known: DeploymentView,
        team: &[EngineerId],
    ) -> ApiResult<()> {
        let (app, ops, engineer) = (self.app, self.ops(), self.engineer());
        let today = app.clock.today();
        let seen = |version| Seen {
            scope: Scope::Everything,
            id: known.id,
            version: IfMatch::of(version),
        };
        let now = seen(known.version);
        match work {
            Work::Arrange => {
                let ahead = i64::try_from(index % 3).unwrap_or_default() * 4;
                let planned_on = today + TimeDelta::days(ahead);
                let content = DeploymentContent {
                    cloud: Some(Cloud::ALL[index % Cloud::ALL.len()]),
                    planned_on: Some(planned_on),
                    window_from: Some(today),
                    window_until: Some(planned_on + TimeDelta::days(2)),
                    window_hours: Some("20:00–24:00".to_owned()),
                    product_version: Some("3.2.1".to_owned()),
                    server_info: Some("应用节点 3 × 16C64G，数据库 2 × 8C32G".to_owned()),
                    ..known.content.clone()
                };
                let planned = plan::change(app, &ops, now, &content).await?;
                let who = crew(index, team);
                moves::assign(app, &ops, seen(planned.version), &who).await.map(drop)
            }
            Work::Begin => moves::start(app, &engineer, now, None).await.map(drop),
            Work::Fail => {
                let why = because("客户防火墙未放通，镜像仓库无法访问");
                moves::fail(app, &engineer, now, None, &why).await.map(drop)
            }
            Work::Again => {
                let again = ReplanDeployment { planned_on: known.content.window_until };
                moves::replan(app, &ops, now, None, &again).await?;
                moves::start(app, &engineer, seen(known.version + 1), None).await.map(drop)
            }
            Work::Finish => {
                let all = TickItems { done: template(known.content.kind).to_vec() };
                let ticked = moves::tick(app, &engineer, now, &all).await?;
                let done = CompleteDeployment::default();
                moves::complete(app, &engineer, seen(ticked.version), None, &done).await.map(drop)
            }
            Work::Accept => {
                let accepted = AcceptDeployment {
                    signed_by: "客户项目经理".to_owned(),
                    signed_on: today,
                    form_number: Some(format!("YS-{}", known.license_number)),
                    remark: None,
                };
                let signed = signed_form(&known.number);
                let kept = form::attach(app, &ops, now, &signed).await?;
                moves::accept(app, &ops, seen(kept.version), None, &accepted).await.map(drop)
            }
        }
    }
}

/// Two engineers, one of whom leads; the last one of the team has left.
fn crew(index: usize, team: &[EngineerId]) -> AssignEngineers {
    let there = team.len().saturating_sub(1).max(1);
    let one = |place: usize, role| AssignedEngineer { engineer_id: team[place % there], role };
    AssignEngineers {
        engineers: vec![
            one(index, EngineerRole::Lead),
            one(index + 1 + index % 2, EngineerRole::Deployment),
        ],
    }
}
