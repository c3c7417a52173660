//! Notifications.

use domain::{
    list::Page,
    notifications::wire::{
        ChooseNotifications, MarkRead, NotificationListQuery, NotificationPreferences,
        NotificationView, Unread,
    },
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
    /// What one is told of, and how.
    pub async fn notification_preferences(&self) -> ClientResult<NotificationPreferences> {
        self.get("/notifications/preferences").read().await
    }

    /// Chooses that; kinds that are not named are as they are by default. The first version is 0.
    pub async fn choose_notifications(
        &self,
        version: i64,
        choices: &ChooseNotifications,
    ) -> ClientResult<NotificationPreferences> {
        self.put("/notifications/preferences").json(choices).at_version(version).read().await
    }
}
