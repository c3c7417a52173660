//! Leads.

use domain::{
    events::wire::EventView,
    id::{LeadId, LeadSourceId, LeadStatusId},
    leads::wire::{
        BoardQuery, BoardView, ChangeLead, ConvertLead, FunnelQuery, FunnelView, LeadActivityView,
        LeadContent, LeadListQuery, LeadMoveView, LeadRow, LeadSourceContent, LeadSourceView,
        LeadStatusContent, LeadStatusView, LeadView, LogActivity, MoveLead, ReopenLead,
    },
    list::Page,
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    /// `GET /leads`
    pub async fn leads(&self, query: &LeadListQuery) -> ClientResult<Page<LeadRow>> {
        self.list("/leads", query).read().await
    }

    /// `POST /leads`
    pub async fn create_lead(
        &self,
        content: &LeadContent,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadView> {
        self.post("/leads").json(content).once(key).read().await
    }

    /// `GET /leads/{id}`
    pub async fn lead(&self, id: LeadId) -> ClientResult<LeadView> {
        self.get(format!("/leads/{id}")).read().await
    }

    /// `PUT /leads/{id}`
    pub async fn replace_lead(
        &self,
        id: LeadId,
        version: i64,
        content: &LeadContent,
    ) -> ClientResult<LeadView> {
        self.put(format!("/leads/{id}")).json(content).at_version(version).read().await
    }

    /// `PATCH /leads/{id}`
    pub async fn change_lead(
        &self,
        id: LeadId,
        version: i64,
        change: &ChangeLead,
    ) -> ClientResult<LeadView> {
        self.patch(format!("/leads/{id}")).json(change).at_version(version).read().await
    }

    /// `DELETE /leads/{id}`
    pub async fn delete_lead(&self, id: LeadId, version: i64) -> ClientResult<()> {
        self.delete(format!("/leads/{id}")).at_version(version).done().await
    }

    /// `PATCH /leads/{id}/status`
    pub async fn move_lead(
        &self,
        id: LeadId,
        version: i64,
        body: &MoveLead,
    ) -> ClientResult<LeadView> {
        self.patch(format!("/leads/{id}/status")).json(body).at_version(version).read().await
    }

    /// `POST /leads/{id}/reopen`
    pub async fn reopen_lead(
        &self,
        id: LeadId,
        version: i64,
        body: &ReopenLead,
    ) -> ClientResult<LeadView> {
        self.post(format!("/leads/{id}/reopen")).json(body).at_version(version).read().await
    }

    /// `POST /leads/{id}/convert`: the answer's last order is the one that was begun.
    pub async fn convert_lead(
        &self,
        id: LeadId,
        version: i64,
        body: &ConvertLead,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadView> {
        let path = format!("/leads/{id}/convert");
        self.post(path).json(body).at_version(version).once(key).read().await
    }

    /// `GET /leads/{id}/activities`
    pub async fn lead_activities(&self, id: LeadId) -> ClientResult<Vec<LeadActivityView>> {
        self.get(format!("/leads/{id}/activities")).read().await
    }

    /// `POST /leads/{id}/activities`
    pub async fn log_lead_activity(
        &self,
        id: LeadId,
        activity: &LogActivity,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadView> {
        self.post(format!("/leads/{id}/activities")).json(activity).once(key).read().await
    }

    /// `GET /leads/{id}/history`
    pub async fn lead_history(&self, id: LeadId) -> ClientResult<Vec<LeadMoveView>> {
        self.get(format!("/leads/{id}/history")).read().await
    }

    /// `GET /leads/{id}/timeline`
    pub async fn lead_timeline(&self, id: LeadId) -> ClientResult<Vec<EventView>> {
        self.get(format!("/leads/{id}/timeline")).read().await
    }

    /// `GET /leads/board`
    pub async fn lead_board(&self, query: &BoardQuery) -> ClientResult<BoardView> {
        self.ask("/leads/board", query).read().await
    }

    /// `GET /leads/funnel`
    pub async fn lead_funnel(&self, query: &FunnelQuery) -> ClientResult<FunnelView> {
        self.ask("/leads/funnel", query).read().await
    }

    /// `GET /leads/statuses`
    pub async fn lead_statuses(&self) -> ClientResult<Vec<LeadStatusView>> {
        self.get("/leads/statuses").read().await
    }

    /// `POST /leads/statuses`
    pub async fn create_lead_status(
        &self,
        content: &LeadStatusContent,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadStatusView> {
        self.post("/leads/statuses").json(content).once(key).read().await
    }

    /// `PUT /leads/statuses/{id}`
    pub async fn change_lead_status(
        &self,
        id: LeadStatusId,
        version: i64,
        content: &LeadStatusContent,
    ) -> ClientResult<LeadStatusView> {
        self.put(format!("/leads/statuses/{id}")).json(content).at_version(version).read().await
    }

    /// `GET /leads/sources`
    pub async fn lead_sources(&self) -> ClientResult<Vec<LeadSourceView>> {
        self.get("/leads/sources").read().await
    }

    /// `POST /leads/sources`
    pub async fn create_lead_source(
        &self,
        content: &LeadSourceContent,
        key: &IdempotencyKey,
    ) -> ClientResult<LeadSourceView> {
        self.post("/leads/sources").json(content).once(key).read().await
    }

    /// `PUT /leads/sources/{id}`
    pub async fn change_lead_source(
        &self,
        id: LeadSourceId,
        version: i64,
        content: &LeadSourceContent,
    ) -> ClientResult<LeadSourceView> {
        self.put(format!("/leads/sources/{id}")).json(content).at_version(version).read().await
    }
}
