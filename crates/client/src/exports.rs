//! Lists as files.

use domain::{exports::ExportFormat, views::SavedList};

use crate::{Client, ClientResult};

impl Client {
    /// A whole list as a file: the rows that its query string (as its address bar has it, without
    /// the question mark) leaves, in its order.
    ///
    /// # Errors
    /// 403 where the list is not open; 404 where it cannot be exported.
    pub async fn export(
        &self,
        list: SavedList,
        format: ExportFormat,
        query: &str,
    ) -> ClientResult<Vec<u8>> {
        let path = match list.as_str().split_once('.') {
            Some((_, list)) => format!("/partners/exports/{list}/{format}?{query}"),
            None => format!("/exports/{list}/{format}?{query}"),
        };
        self.get(path).read_bytes().await
    }
}
