//! Webhooks and their messages.

use domain::{
    id::{WebhookCallId, WebhookId},
    list::Page,
    webhooks::wire::{
        WebhookCallListQuery, WebhookCallRow, WebhookContent, WebhookListQuery, WebhookSecret,
        WebhookView,
    },
};

use crate::{Client, ClientResult};

impl Client {
    pub async fn webhooks(&self, query: &WebhookListQuery) -> ClientResult<Page<WebhookView>> {
        self.list("/webhooks", query).read().await
    }

    pub async fn webhook(&self, id: WebhookId) -> ClientResult<WebhookView> {
        self.get(format!("/webhooks/{id}")).read().await
    }

    /// Keeps a new one; its secret is in the answer, this once.
    pub async fn create_webhook(&self, content: &WebhookContent) -> ClientResult<WebhookSecret> {
        self.post("/webhooks").json(content).read().await
    }

    pub async fn change_webhook(
        &self,
        id: WebhookId,
        version: i64,
        content: &WebhookContent,
    ) -> ClientResult<WebhookView> {
        self.put(format!("/webhooks/{id}")).json(content).at_version(version).read().await
    }

    /// Deletes it with its messages.
    pub async fn delete_webhook(&self, id: WebhookId, version: i64) -> ClientResult<()> {
        self.delete(format!("/webhooks/{id}")).at_version(version).done().await
    }

    /// Draws a new secret, which is in the answer, this once.
    pub async fn renew_webhook_secret(
        &self,
        id: WebhookId,
        version: i64,
    ) -> ClientResult<WebhookSecret> {
        self.post(format!("/webhooks/{id}/secret")).at_version(version).read().await
    }

    /// Sends a message that says that it is a test.
    pub async fn test_webhook(&self, id: WebhookId) -> ClientResult<WebhookCallRow> {
        self.post(format!("/webhooks/{id}/test")).read().await
    }

    /// Its messages, each with what its tries came to.
    pub async fn webhook_calls(
        &self,
        id: WebhookId,
        query: &WebhookCallListQuery,
    ) -> ClientResult<Page<WebhookCallRow>> {
        self.list(&format!("/webhooks/{id}/calls"), query).read().await
    }

    /// Sends a message again, under the id that it had.
    pub async fn replay_webhook_call(
        &self,
        id: WebhookCallId,
        version: i64,
    ) -> ClientResult<WebhookCallRow> {
        self.post(format!("/webhook-calls/{id}/replay")).at_version(version).read().await
    }
}
