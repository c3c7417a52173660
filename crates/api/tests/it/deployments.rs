//! Deployments: planned by approval and by hand, done by engineers, accepted, and told of.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use client::{Client, Side};
use domain::{
    access::Role,
    deployments::{
        ChecklistItem, DeploymentKind, DeploymentMethod, DeploymentMode, DeploymentStatus,
        EngineerRole, template,
        wire::{
            AcceptDeployment, AssignEngineers, AssignedEngineer, CompleteDeployment,
            DeploymentContent, DeploymentListQuery, DeploymentRow, DeploymentView,
            ReplanDeployment, TickItems,
        },
    },
    engineers::wire::EngineerView,
    events::EventKind,
    id::LicenseId,
    licenses::{
        ActivationMode::{Offline, Online},
        Stage,
    },
    orders::wire::WithReason,
    problem::{ProblemCode, Reason},
    sales_reps::wire::{Compare, PerformanceQuery},
};
use testkit::{TestApp, key, today};

use crate::engineers::{content as engineer_content, linked};

pub fn why() -> WithReason {
    WithReason { reason: "客户机房断电".to_owned() }
}

async fn of_license(client: &Client, license: LicenseId) -> Vec<DeploymentRow> {
    let query = DeploymentListQuery { license: Some(license), ..DeploymentListQuery::default() };
    client.deployments(&query).await.unwrap().items
}

pub fn team(engineer: &EngineerView) -> AssignEngineers {
    let one = AssignedEngineer { engineer_id: engineer.id, role: EngineerRole::Lead };
    AssignEngineers { engineers: vec![one] }
}

/// The deployment that approval planned, and everybody it takes.
pub struct Work {
    pub app: TestApp,
    pub ops: Client,
    pub engineer: Client,
    pub person: EngineerView,
    pub license: LicenseId,
    pub deployment: DeploymentView,
}

impl Work {
    pub async fn begin() -> Self {
        let app = TestApp::start().await;
        let order = app.approved(&[Online]).await;
        let license = order.lines[0].licenses[0].id;
        let ops = app.as_role(Role::CommercialOps).await;
        let person = linked(&app, &ops, "zhao").await;
        let row = of_license(&ops, license).await.remove(0);
        let deployment = ops.deployment(row.id).await.unwrap();
        let engineer = app.as_role(Role::Engineer).await;
        Self { app, ops, engineer, person, license, deployment }
    }

    pub async fn started(self) -> Self {
        let d = &self.deployment;
        let given = self.ops.assign_engineers(d.id, d.version, &team(&self.person)).await.unwrap();
        let started = self.engineer.start_deployment(d.id, given.version, &key()).await.unwrap();
        Self { deployment: started, ..self }
    }

    pub async fn ticked(self) -> Self {
        let d = &self.deployment;
        let all = TickItems { done: template(d.content.kind).to_vec() };
        let ticked = self.engineer.tick_items(d.id, d.version, &all).await.unwrap();
        Self { deployment: ticked, ..self }
    }

    pub async fn completed(self) -> Self {
        let d = &self.deployment;
        let done = CompleteDeployment::default();
        let done = self.engineer.complete_deployment(d.id, d.version, &done, &key()).await.unwrap();
        Self { deployment: done, ..self }
    }
}

#[actix_web::test]
async fn approval_plans_the_vendors_deployment_of_each_license() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online, Offline]).await;
    let rep = app.as_role(Role::SalesRep).await;

    for (license, mode) in
        order.lines[0].licenses.iter().zip([DeploymentMode::Online, DeploymentMode::Offline])
    {
        let rows = of_license(&rep, license.id).await;
        assert_eq!(rows.len(), 1);
        let planned = rep.deployment(rows[0].id).await.unwrap();
        assert_eq!(planned.number, format!("{}-D1", license.number));
        assert_eq!(planned.status, DeploymentStatus::Planned);
        assert_eq!(planned.content.kind, DeploymentKind::Initial);
        assert_eq!(
            (planned.content.method, planned.content.mode),
            (DeploymentMethod::Vendor, mode)
        );
        assert!(planned.engineers.is_empty() && planned.content.planned_on.is_none());
        let told = rep.deployment_timeline(planned.id).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].kind, EventKind::DeploymentPlanned);
    }
}

#[actix_web::test]
async fn a_deployment_is_done_accepted_and_makes_the_license_deployed() {
    let mut work = Work::begin().await;
    let d = &work.deployment;
    let nobody = work.ops.start_deployment(d.id, d.version, &key()).await.unwrap_err();
    assert_eq!(nobody.problem().unwrap().reason, Some(Reason::NoEngineer));
    let mine = DeploymentListQuery { mine: Some(true), ..DeploymentListQuery::default() };
    assert_eq!(work.engineer.deployments(&mine).await.unwrap().total, 0);

    work = work.started().await;
    assert_eq!(work.deployment.status, DeploymentStatus::InProgress);
    assert_eq!(work.engineer.deployments(&mine).await.unwrap().total, 1);
    assert_eq!(work.ops.engineer(work.person.id).await.unwrap().open_deployments, 1);
    let d = &work.deployment;
    let done = CompleteDeployment::default();
    let early = work.engineer.complete_deployment(d.id, d.version, &done, &key()).await;
    assert_eq!(early.unwrap_err().problem().unwrap().reason, Some(Reason::ChecklistOpen));
    let items = TickItems { done: vec![ChecklistItem::DataMigrated] };
    let foreign = work.engineer.tick_items(d.id, d.version, &items).await.unwrap_err();
    let error = &foreign.problem().unwrap().errors[0];
    assert_eq!((error.pointer.as_str(), error.reason), ("/done/0", Reason::NotOnChecklist));

    work = work.ticked().await;
    let by = work.deployment.checklist[0].done_by.as_deref();
    assert_eq!(by, Some("engineer 先生"));
    let d = &work.deployment;
    let tomorrow = CompleteDeployment {
        completed_on: Some(today() + TimeDelta::days(1)),
        ..CompleteDeployment::default()
    };
    let future = work.engineer.complete_deployment(d.id, d.version, &tomorrow, &key()).await;
    let future = future.unwrap_err();
    assert_eq!(future.problem().unwrap().errors[0].pointer, "/completed_on");

    let before = work.ops.license(Side::Staff, &work.license.to_string()).await.unwrap();
    assert_eq!(before.stages[1].reached_on, None);
    work = work.completed().await;
    assert_eq!(work.deployment.completed_on, Some(today()));
    assert_eq!(work.deployment.life.time_to_live(), Some(0));
    let license = work.ops.license(Side::Staff, &work.license.to_string()).await.unwrap();
    assert_eq!(
        (license.stages[1].stage, license.stages[1].reached_on),
        (Stage::Deployed, Some(today()))
    );
    assert_eq!(work.ops.engineer(work.person.id).await.unwrap().open_deployments, 0);

    let d = &work.deployment;
    let form = AcceptDeployment {
        signed_by: "王经理".to_owned(),
        signed_on: today(),
        form_number: Some("YS-2026-1".to_owned()),
        remark: None,
    };
    let unsigned = AcceptDeployment { signed_by: String::new(), ..form.clone() };
    let refused = work.ops.accept_deployment(d.id, d.version, &unsigned, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/signed_by");
    let once = key();
    let accepted = work.ops.accept_deployment(d.id, d.version, &form, &once).await.unwrap();
    let replayed = work.ops.accept_deployment(d.id, d.version, &form, &once).await.unwrap();
    assert_eq!(accepted, replayed);
    assert_eq!(accepted.acceptance, Some(form));
    let told = work.ops.deployment_timeline(d.id).await.unwrap();
    let kinds: BTreeSet<_> = told.iter().map(|event| event.kind).collect();
    // The clock stands still: they are of one instant.
    let all = BTreeSet::from([
        EventKind::DeploymentPlanned,
        EventKind::DeploymentStaffed,
        EventKind::DeploymentStarted,
        EventKind::DeploymentTicked,
        EventKind::DeploymentCompleted,
        EventKind::DeploymentAccepted,
    ]);
    assert_eq!((kinds, told.len()), (all, 6));
    let over = work.ops.cancel_deployment(d.id, accepted.version, &why(), &key()).await;
    assert_eq!(over.unwrap_err().problem().unwrap().reason, Some(Reason::IllegalDeploymentMove));
}

#[actix_web::test]
async fn what_failed_is_planned_again_with_an_open_list() {
    let work = Work::begin().await.started().await.ticked().await;
    let d = &work.deployment;

    let failed = work.engineer.fail_deployment(d.id, d.version, &why(), &key()).await.unwrap();
    assert_eq!(failed.reason.as_deref(), Some("客户机房断电"));
    let tick = work.engineer.tick_items(d.id, failed.version, &TickItems::default()).await;
    assert_eq!(tick.unwrap_err().problem().unwrap().reason, Some(Reason::DeploymentOver));
    let on = Some(today() + TimeDelta::days(3));
    let again = ReplanDeployment { planned_on: on };
    let again =
        work.engineer.replan_deployment(d.id, failed.version, &again, &key()).await.unwrap();

    assert_eq!((again.status, again.attempt), (DeploymentStatus::Planned, 2));
    assert_eq!((again.content.planned_on, again.reason.as_deref()), (on, None));
    assert!(again.checklist.iter().all(|item| item.done_at.is_none()));
    assert_eq!(again.engineers.len(), 1, "who does it stays");
    work.app.pass(TimeDelta::days(4));
    let rep = work.app.as_role(Role::SalesRep).await;
    assert!(of_license(&rep, work.license).await[0].is_late);
}

#[actix_web::test]
async fn a_deployment_is_planned_and_changed_by_hand() {
    let work = Work::begin().await;
    let mut plan = DeploymentContent::of(work.license, DeploymentKind::Update);
    plan.planned_on = Some(today());
    plan.server_info = Some("  3 × 16C64G\n内网 10.0.0.0/24 ".to_owned());

    let made = work.ops.plan_deployment(&plan, &key()).await.unwrap();

    assert!(made.number.ends_with("-D2"), "{}", made.number);
    assert_eq!(made.checklist.len(), template(DeploymentKind::Update).len());
    assert_eq!(made.content.server_info.as_deref(), Some("3 × 16C64G\n内网 10.0.0.0/24"));
    let mut outside = made.content.clone();
    outside.window_from = Some(today() + TimeDelta::days(1));
    outside.kind = DeploymentKind::Migration;
    let refused = work.ops.change_deployment(made.id, made.version, &outside).await.unwrap_err();
    let at: Vec<_> = refused.problem().unwrap().errors.iter().map(|e| e.pointer.clone()).collect();
    assert_eq!(at, ["/planned_on", "/kind"]);
    let moved = DeploymentContent { planned_on: None, ..made.content.clone() };
    let changed = work.ops.change_deployment(made.id, made.version, &moved).await.unwrap();
    assert_eq!((changed.content.planned_on, changed.version), (None, 2));
    let stale = work.ops.change_deployment(made.id, made.version, &moved).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));

    let nowhere = DeploymentContent { license_id: LicenseId::from_uuid(made.id.as_uuid()), ..plan };
    let unknown = work.ops.plan_deployment(&nowhere, &key()).await.unwrap_err();
    assert_eq!(unknown.problem().unwrap().errors[0].pointer, "/license_id");
    let rep = work.app.as_role(Role::SalesRep).await;
    let refused = rep.plan_deployment(&moved, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn who_is_deactivated_gets_no_work_and_who_has_work_stays() {
    let work = Work::begin().await;
    let d = &work.deployment;
    let given = work.ops.assign_engineers(d.id, d.version, &team(&work.person)).await.unwrap();
    let person = work.ops.engineer(work.person.id).await.unwrap();

    let busy = work.ops.delete_engineer(person.id, person.version).await.unwrap_err();
    assert_eq!(busy.problem().unwrap().reason, Some(Reason::EngineerAtWork));
    let away = work.ops.set_engineer_active(person.id, person.version, false).await.unwrap();
    let same = work.ops.assign_engineers(d.id, given.version, &team(&away)).await.unwrap();
    let none = AssignEngineers::default();
    let free = work.ops.assign_engineers(d.id, same.version, &none).await.unwrap();
    let again = work.ops.assign_engineers(d.id, free.version, &team(&away)).await.unwrap_err();
    let error = &again.problem().unwrap().errors[0];
    assert_eq!(
        (error.pointer.as_str(), error.reason),
        ("/engineers/0/engineer_id", Reason::EngineerInactive)
    );
    work.ops.delete_engineer(away.id, away.version).await.unwrap();
    let other = work.ops.create_engineer(&engineer_content("qian"), &key()).await.unwrap();
    let gone = AssignEngineers {
        engineers: [&other, &away]
            .map(|one| AssignedEngineer { engineer_id: one.id, role: EngineerRole::Network })
            .to_vec(),
    };
    let refused = work.ops.assign_engineers(d.id, free.version, &gone).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/engineers/1/engineer_id");
}

#[actix_web::test]
async fn an_engineer_sees_the_key_while_the_deployment_is_theirs_to_do() {
    let work = Work::begin().await;

    let refused = work.engineer.show_license_key(work.license).await.map(drop).unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::NotYourDeployment));

    let work = work.started().await;
    let shown = work.engineer.show_license_key(work.license).await.unwrap();
    assert!(shown.activation_code.is_some());

    let work = work.ticked().await.completed().await;
    let over = work.engineer.show_license_key(work.license).await.map(drop).unwrap_err();
    assert_eq!(over.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn what_was_still_to_be_deployed_is_called_off_with_its_license() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let license = order.lines[0].licenses[0].id;
    let admin = app.as_role(Role::Admin).await;

    admin.cancel_order(Side::Staff, order.id, order.version, &why(), &key()).await.unwrap();

    let rows = of_license(&admin, license).await;
    assert_eq!(rows[0].status, DeploymentStatus::Cancelled);
    let plan = DeploymentContent::of(license, DeploymentKind::Reinstallation);
    let refused = admin.plan_deployment(&plan, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LicenseTerminated));
}

#[actix_web::test]
async fn what_was_planned_for_a_license_that_ends_is_called_off() {
    let work = Work::begin().await.started().await;
    let admin = work.app.as_role(Role::Admin).await;
    let license = admin.license(Side::Staff, &work.license.to_string()).await.unwrap();

    admin.terminate_license(license.id, license.version, &why(), &key()).await.unwrap();

    let rows = of_license(&admin, work.license).await;
    assert_eq!(rows[0].status, DeploymentStatus::Cancelled);
    let told = admin.deployment(work.deployment.id).await.unwrap().reason;
    assert_eq!(told.as_deref(), Some("客户机房断电"));
}

#[actix_web::test]
async fn partners_are_not_told_how_the_work_goes() {
    let work = Work::begin().await.started().await;
    let d = &work.deployment;
    work.engineer.fail_deployment(d.id, d.version, &why(), &key()).await.unwrap();
    let partner = work.app.as_role(Role::Partner).await;

    let told = partner.license_timeline(Side::Portal, work.license).await.unwrap();

    let kinds: Vec<_> = told.iter().map(|event| event.kind).collect();
    assert!(kinds.contains(&EventKind::DeploymentStarted), "{kinds:?}");
    assert!(!kinds.contains(&EventKind::DeploymentFailed), "{kinds:?}");
    let refused = partner.deployments(&DeploymentListQuery::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn what_an_engineer_has_to_do_and_did_is_told() {
    let work = Work::begin().await.started().await;
    let id = work.person.id;
    let load = work.engineer.engineer_workload(id).await.unwrap();
    assert_eq!((load.open, load.late, load.unplanned), (1, 0, 1));
    let all = DeploymentListQuery::default();
    let theirs = work.engineer.deployments_of_engineer(id, &all).await.unwrap();
    assert_eq!(theirs.items.iter().map(|row| row.id).collect::<Vec<_>>(), [work.deployment.id]);

    let work = work.ticked().await.completed().await;

    let query =
        PerformanceQuery { compare: Some(Compare::Previous), ..PerformanceQuery::default() };
    let told = work.engineer.engineers_performance(&query).await.unwrap();
    let row = told.rows.iter().find(|row| row.engineer_id == id).unwrap();
    assert_eq!((row.figures.completed, row.figures.median_days, row.open), (1, Some(1), 0));
    assert_eq!(row.before.unwrap().completed, 0);
    assert_eq!(work.engineer.engineer_workload(id).await.unwrap().open, 0);
    let finance = work.app.as_role(Role::Finance).await;
    let refused = finance.engineers_performance(&query).await.err().unwrap();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}
