//! What forms look customers up by.

use domain::customers::wire::EndUserSuggestion;

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    http::Caller,
};

/// The end users that the caller's own organisation sold to before.
///
/// # Errors
/// 404 for somebody without an organisation.
pub async fn own_end_users(
    app: &App,
    caller: &Caller,
    q: &str,
) -> ApiResult<Vec<EndUserSuggestion>> {
    let partner = caller.partner.ok_or_else(ApiError::not_found)?;
    Ok(store::customers::own_end_users(&app.db.read, partner, q).await?)
}
