//! Lists from files.

use domain::{
    id::ImportId,
    imports::{
        ImportTarget,
        wire::{
            CommitImport, FixRows, ImportListQuery, ImportRowListQuery, ImportRowView, ImportView,
            MapImport,
        },
    },
    list::Page,
};

use crate::{Client, ClientResult, form::form_of};

impl Client {
    /// Uploads a file of records. Answers with a preview; a long file is still being read then.
    ///
    /// # Errors
    /// The file cannot be read, is too large, or has nothing in it.
    pub async fn import_file(
        &self,
        target: ImportTarget,
        name: &str,
        file: &[u8],
    ) -> ClientResult<ImportView> {
        let (media_type, form) = form_of(name, file);
        self.post(format!("/{target}/imports")).bytes(&media_type, form).read().await
    }

    /// A CSV file of such records to fill in.
    pub async fn import_template(&self, target: ImportTarget) -> ClientResult<String> {
        self.get(format!("/{target}/imports/template")).read_text().await
    }

    /// Those of what one may make oneself.
    pub async fn imports(&self, query: &ImportListQuery) -> ClientResult<Page<ImportView>> {
        self.list("/imports", query).read().await
    }

    pub async fn import(&self, id: ImportId) -> ClientResult<ImportView> {
        self.get(format!("/imports/{id}")).read().await
    }

    /// Its rows, in the order of the file.
    pub async fn import_rows(
        &self,
        id: ImportId,
        query: &ImportRowListQuery,
    ) -> ClientResult<Page<ImportRowView>> {
        self.list(&format!("/imports/{id}/rows"), query).read().await
    }

    /// Says what the columns are.
    pub async fn map_import(
        &self,
        id: ImportId,
        version: i64,
        mapping: &MapImport,
    ) -> ClientResult<ImportView> {
        self.put(format!("/imports/{id}/mapping")).json(mapping).at_version(version).read().await
    }

    /// Corrects rows of a preview.
    pub async fn fix_import_rows(&self, id: ImportId, rows: &FixRows) -> ClientResult<ImportView> {
        self.patch(format!("/imports/{id}/rows")).json(rows).read().await
    }

    /// The rows that are wrong as a CSV file.
    pub async fn import_errors(&self, id: ImportId) -> ClientResult<String> {
        self.get(format!("/imports/{id}/errors")).read_text().await
    }

    /// Has the rows written.
    pub async fn commit_import(
        &self,
        id: ImportId,
        version: i64,
        commit: &CommitImport,
    ) -> ClientResult<ImportView> {
        self.post(format!("/imports/{id}/commit")).json(commit).at_version(version).read().await
    }

    /// Undoes the whole import; gives a preview up.
    pub async fn undo_import(&self, id: ImportId) -> ClientResult<ImportView> {
        self.delete(format!("/imports/{id}")).read().await
    }

    /// Goes on with an import that was stopped.
    ///
    /// # Errors
    /// It was not stopped; somebody changed it since.
    pub async fn retry_import(&self, id: ImportId, version: i64) -> ClientResult<ImportView> {
        self.post(format!("/imports/{id}/retry")).at_version(version).read().await
    }
}
