//! The audit log.

use domain::{
    events::wire::{EventListQuery, EventView},
    list::Page,
};

use crate::{Client, ClientResult};

impl Client {
    pub async fn events(&self, query: &EventListQuery) -> ClientResult<Page<EventView>> {
        self.list("/events", query).read().await
    }
}
