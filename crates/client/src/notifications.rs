//! Notifications.

use domain::{
    list::Page,
    notifications::wire::{MarkRead, NotificationListQuery, NotificationView, Unread},
};

use crate::{Client, ClientResult};

impl Client {
    pub async fn notifications(
        &self,
        query: &NotificationListQuery,
    ) -> ClientResult<Page<NotificationView>> {
        self.list("/notifications", query).read().await
    }

    pub async fn unread(&self) -> ClientResult<Unread> {
        self.get("/notifications/unread").read().await
    }

    pub async fn mark_read(&self, which: &MarkRead) -> ClientResult<Unread> {
        self.post("/notifications/read").json(which).read().await
    }
}
