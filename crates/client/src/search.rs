//! One box that finds records of every kind.

use domain::search::wire::Hit;

use crate::{Client, ClientResult, Side, request::escaped};

impl Client {
    /// Records that one may read, by the beginning of a number, part of a name, or its initials; at
    /// most five of each kind.
    pub async fn search(&self, side: Side, q: &str) -> ClientResult<Vec<Hit>> {
        self.get(format!("{}/search?q={}", side.prefix(), escaped(q))).read().await
    }
}
