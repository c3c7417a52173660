//! Strangers who try one thing after another: the first few wrong ones of an address cost nothing,
//! then waiting grows.

use domain::problem::ProblemCode;
use store::sign_in_attempts;

use crate::{
    app::App,
    error::{ApiError, ApiResult},
};

/// Wrong guesses of one address that cost no waiting.
const FREE: u32 = 10;

/// The guesses of an address at one kind of thing.
#[derive(Debug, Clone)]
pub struct Guesses(String);

impl Guesses {
    pub fn of(kind: &str, address: &str) -> Self {
        Self(format!("{kind}:{address}"))
    }

    /// # Errors
    /// 429 while the address has to wait.
    pub async fn check(&self, app: &App) -> ApiResult<()> {
        let now = app.clock.now();
        let keys = std::slice::from_ref(&self.0);
        match sign_in_attempts::blocked_until(&app.db.read, keys, now).await? {
            None => Ok(()),
            Some(until) => {
                let seconds = (until - now).num_seconds() + 1;
                Err(ApiError::wait(ProblemCode::TooManyRequests, seconds))
            }
        }
    }

    /// Counts a wrong one.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn count(&self, app: &App) -> ApiResult<()> {
        app.transact(async |tx| {
            sign_in_attempts::record_failure(&**tx, &self.0, FREE, tx.now).await?;
            Ok(())
        })
        .await
    }
}
