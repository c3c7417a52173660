//! Alerts: what somebody should look at before it is too late.

use domain::{
    alerts::wire::{
        AcknowledgeAlerts, Acknowledged, AlertCounts, AlertListQuery, AlertView, SnoozeAlert,
    },
    id::AlertId,
    list::Page,
};

use crate::{Client, ClientResult, IdempotencyKey, Side};

impl Client {
    /// Everybody's for staff, one's own organisation's for the portal.
    pub async fn alerts(
        &self,
        side: Side,
        query: &AlertListQuery,
    ) -> ClientResult<Page<AlertView>> {
        self.list(&format!("{}/alerts", side.prefix()), query).read().await
    }

    /// How many are open.
    pub async fn alert_counts(&self) -> ClientResult<AlertCounts> {
        self.get("/alerts/counts").read().await
    }

    pub async fn alert(&self, id: AlertId) -> ClientResult<AlertView> {
        self.get(format!("/alerts/{id}")).read().await
    }

    /// Acknowledges all of these, or none where one is out of reach.
    pub async fn acknowledge_alerts(
        &self,
        which: &AcknowledgeAlerts,
        key: &IdempotencyKey,
    ) -> ClientResult<Acknowledged> {
        self.post("/alerts/acknowledge").json(which).once(key).read().await
    }

    /// Acknowledges one that was seen at `version`.
    pub async fn acknowledge_alert(&self, id: AlertId, version: i64) -> ClientResult<AlertView> {
        self.post(format!("/alerts/{id}/acknowledge")).at_version(version).read().await
    }

    /// Puts one that was seen at `version` off until a day.
    pub async fn snooze_alert(
        &self,
        id: AlertId,
        version: i64,
        until: &SnoozeAlert,
    ) -> ClientResult<AlertView> {
        self.post(format!("/alerts/{id}/snooze")).json(until).at_version(version).read().await
    }

    /// Takes back that one was acknowledged or snoozed.
    pub async fn reopen_alert(&self, id: AlertId, version: i64) -> ClientResult<AlertView> {
        self.post(format!("/alerts/{id}/reopen")).at_version(version).read().await
    }
}
