//! Looking for customers that may be one: each that is new or changed is compared with those who
//! share something with it.

use domain::Id;
use store::{StoreError, customers::pairs};

use crate::{
    app::App,
    error::{ApiError, ApiResult},
};

/// Customers that are compared at once.
const BATCH: u64 = 20;

/// Compares those that wait for it; answers how many.
///
/// # Errors
/// The database is not available.
pub async fn compare_due(app: &App) -> ApiResult<usize> {
    let mut done = 0;
    for id in pairs::uncompared(&app.db.write, BATCH).await? {
        let compared = app
            .transact(async |tx| {
                let new_id = || Id::from_uuid(app.id());
                match pairs::compare(&**tx, id, new_id, tx.now).await {
                    // Another process found the same pair this instant.
                    Err(StoreError::Duplicate(_)) => Err(ApiError::Deadlock),
                    other => Ok(other?),
                }
            })
            .await;
        match compared {
            Ok(()) => done += 1,
            Err(error) => {
                tracing::warn!(customer.id = %id, %error, "a customer waits to be compared");
            }
        }
    }
    Ok(done)
}
