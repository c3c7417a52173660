//! Orders that were approved before there were receivables get their rows once.

use crate::{app::App, error::ApiResult};

/// Orders of one transaction.
const AT_ONCE: u64 = 200;

/// Fills what is missing, a bounded number at a time; answers how many orders. Done once for good.
///
/// # Errors
/// The database is not available: it goes on where it stopped.
pub async fn fill_due(app: &App) -> ApiResult<usize> {
    if !store::receivables::needs_filling(&app.db.read).await? {
        return Ok(0);
    }
    app.transact(async |tx| {
        let orders = store::receivables::missing(&**tx, None, AT_ONCE).await?;
        if orders.is_empty() {
            store::receivables::mark_filled(&**tx, tx.now).await?;
        } else {
            super::refresh(app, tx, &orders).await?;
        }
        Ok(orders.len())
    })
    .await
}
