//! Saved views of lists.

use domain::{
    id::SavedViewId,
    views::{
        SavedList,
        wire::{ChangeView, ChooseDefaultView, SaveView, SavedView},
    },
};

use crate::{Client, ClientResult, IdempotencyKey};

impl Client {
    /// One's own views of a list, and those that are shared with all staff, by name.
    pub async fn views(&self, list: SavedList) -> ClientResult<Vec<SavedView>> {
        self.get(format!("/views?list={list}")).read().await
    }

    /// Saves one; a name that this list has already is refused at `/name`.
    pub async fn save_view(&self, new: &SaveView, key: &IdempotencyKey) -> ClientResult<SavedView> {
        self.post("/views").json(new).once(key).read().await
    }

    /// Changes one's own; what is absent stays.
    pub async fn change_view(
        &self,
        id: SavedViewId,
        version: i64,
        change: &ChangeView,
    ) -> ClientResult<SavedView> {
        self.patch(format!("/views/{id}")).json(change).at_version(version).read().await
    }

    /// Deletes one's own.
    pub async fn delete_view(&self, id: SavedViewId, version: i64) -> ClientResult<()> {
        self.delete(format!("/views/{id}")).at_version(version).done().await
    }

    /// Chooses what a list opens with; answers its views as [`Client::views`] does.
    pub async fn choose_default_view(
        &self,
        choice: &ChooseDefaultView,
    ) -> ClientResult<Vec<SavedView>> {
        self.put("/views/default").json(choice).read().await
    }
}
