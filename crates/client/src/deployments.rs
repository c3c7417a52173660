//! Deployments: planned, done, accepted.

use domain::{
    deployments::wire::{
        AcceptDeployment, AssignEngineers, CalendarQuery, CalendarView, CompleteDeployment,
        DeploymentContent, DeploymentListQuery, DeploymentRow, DeploymentView, ReplanDeployment,
        StatisticsQuery, StatisticsView, TickItems,
    },
    events::wire::EventView,
    id::DeploymentId,
    list::Page,
    orders::wire::WithReason,
};
use serde::Serialize;

use crate::{Client, ClientResult, IdempotencyKey, form::form_of};

impl Client {
    pub async fn deployments(
        &self,
        query: &DeploymentListQuery,
    ) -> ClientResult<Page<DeploymentRow>> {
        self.list("/deployments", query).read().await
    }

    pub async fn deployment(&self, id: DeploymentId) -> ClientResult<DeploymentView> {
        self.get(format!("/deployments/{id}")).read().await
    }

    /// The deployments of some days, six weeks at most.
    ///
    /// # Errors
    /// It ends before it begins, or is longer.
    pub async fn deployment_calendar(&self, query: &CalendarQuery) -> ClientResult<CalendarView> {
        let query = query.to_query_string();
        self.get(format!("/deployments/calendar?{query}")).read().await
    }

    /// How long it took from the order to the running installation, by month and by product.
    ///
    /// # Errors
    /// It ends before it begins, or is longer than five years.
    pub async fn deployment_statistics(
        &self,
        query: &StatisticsQuery,
    ) -> ClientResult<StatisticsView> {
        let query = query.to_query_string();
        self.get(format!("/deployments/statistics?{query}")).read().await
    }

    /// Puts the signed acceptance form beside one that was seen at `version`, instead of the one that
    /// is there.
    ///
    /// # Errors
    /// It is not completed; the file is too large, or none that may be attached.
    pub async fn attach_acceptance_form(
        &self,
        id: DeploymentId,
        version: i64,
        name: &str,
        file: &[u8],
    ) -> ClientResult<DeploymentView> {
        let (media_type, form) = form_of(name, file);
        let path = format!("/deployments/{id}/acceptance-form");
        self.put(path).bytes(&media_type, form).at_version(version).read().await
    }

    /// The signed acceptance form, as it was uploaded.
    ///
    /// # Errors
    /// 404 where there is none.
    pub async fn acceptance_form(&self, id: DeploymentId) -> ClientResult<Vec<u8>> {
        self.get(format!("/deployments/{id}/acceptance-form")).read_bytes().await
    }

    /// What happened to it, latest first.
    pub async fn deployment_timeline(&self, id: DeploymentId) -> ClientResult<Vec<EventView>> {
        self.get(format!("/deployments/{id}/timeline")).read().await
    }

    /// Plans one by hand.
    pub async fn plan_deployment(
        &self,
        content: &DeploymentContent,
        key: &IdempotencyKey,
    ) -> ClientResult<DeploymentView> {
        self.post("/deployments").json(content).once(key).read().await
    }

    /// Changes the plan of one that was seen at `version`; license and kind stay.
    pub async fn change_deployment(
        &self,
        id: DeploymentId,
        version: i64,
        content: &DeploymentContent,
    ) -> ClientResult<DeploymentView> {
        self.put(format!("/deployments/{id}")).json(content).at_version(version).read().await
    }

    /// Gives it to these engineers and nobody else.
    pub async fn assign_engineers(
        &self,
        id: DeploymentId,
        version: i64,
        engineers: &AssignEngineers,
    ) -> ClientResult<DeploymentView> {
        let path = format!("/deployments/{id}/engineers");
        self.put(path).json(engineers).at_version(version).read().await
    }

    /// Ticks off exactly these items.
    pub async fn tick_items(
        &self,
        id: DeploymentId,
        version: i64,
        items: &TickItems,
    ) -> ClientResult<DeploymentView> {
        self.put(format!("/deployments/{id}/checklist"))
            .json(items)
            .at_version(version)
            .read()
            .await
    }

    pub async fn start_deployment(
        &self,
        id: DeploymentId,
        version: i64,
        key: &IdempotencyKey,
    ) -> ClientResult<DeploymentView> {
        self.post(format!("/deployments/{id}/start")).at_version(version).once(key).read().await
    }

    pub async fn complete_deployment(
        &self,
        id: DeploymentId,
        version: i64,
        done: &CompleteDeployment,
        key: &IdempotencyKey,
    ) -> ClientResult<DeploymentView> {
        self.move_deployment(id, version, "complete", done, key).await
    }

    /// Keeps what the signed form says.
    pub async fn accept_deployment(
        &self,
        id: DeploymentId,
        version: i64,
        form: &AcceptDeployment,
        key: &IdempotencyKey,
    ) -> ClientResult<DeploymentView> {
        self.move_deployment(id, version, "accept", form, key).await
    }

    pub async fn fail_deployment(
        &self,
        id: DeploymentId,
        version: i64,
        why: &WithReason,
        key: &IdempotencyKey,
    ) -> ClientResult<DeploymentView> {
        self.move_deployment(id, version, "fail", why, key).await
    }

    pub async fn replan_deployment(
        &self,
        id: DeploymentId,
        version: i64,
        again: &ReplanDeployment,
        key: &IdempotencyKey,
    ) -> ClientResult<DeploymentView> {
        self.move_deployment(id, version, "replan", again, key).await
    }

    pub async fn cancel_deployment(
        &self,
        id: DeploymentId,
        version: i64,
        why: &WithReason,
        key: &IdempotencyKey,
    ) -> ClientResult<DeploymentView> {
        self.move_deployment(id, version, "cancel", why, key).await
    }

    async fn move_deployment(
        &self,
        id: DeploymentId,
        version: i64,
        action: &str,
        body: &impl Serialize,
        key: &IdempotencyKey,
    ) -> ClientResult<DeploymentView> {
        let path = format!("/deployments/{id}/{action}");
        self.post(path).json(body).at_version(version).once(key).read().await
    }
}
