//! Licenses of past sales from files: each is issued as an administrator issues one by hand.

use domain::{
    Id, Lang,
    access::{Powers, Scope},
    id::CustomerId,
    imports::{Content, LicenseLine, license_key},
    problem::FieldError,
};
use sea_orm::ConnectionTrait;
use store::{imports::Import, licenses};
use uuid::Uuid;

use super::Known;
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    http::Caller,
    licenses::direct::issue_in,
};

/// The licenses of these rows' customers.
pub async fn known(db: &impl ConnectionTrait, contents: &[&Content]) -> ApiResult<Vec<Known>> {
    let customer = |content: &&Content| match content {
        Content::License(line) => line.customer.id,
        _ => None,
    };
    let mut ids: Vec<CustomerId> = contents.iter().filter_map(customer).collect();
    ids.sort_unstable();
    ids.dedup();
    let known = licenses::of_customers(db, &ids).await?.into_iter().filter_map(|one| {
        let cluster = one.cluster_id.as_deref();
        let key = license_key(one.customer_id, one.product_id, one.starts_on?, cluster);
        Some(Known { id: one.id.as_uuid(), label: one.number, keys: [Some(key), None] })
    });
    Ok(known.collect())
}

/// Whoever confirmed the import, as rules know them.
///
/// # Errors
/// They are gone.
pub async fn importer(tx: &Tx, import: &Import) -> ApiResult<Caller> {
    let id = import.acted_by.unwrap_or(import.created_by);
    let user = store::users::find(&**tx, Scope::Everything, id).await?;
    Ok(Caller {
        user: user.id,
        session: Id::from_uuid(Uuid::nil()),
        key: None,
        role: user.role,
        powers: Powers::of(user.role),
        partner: None,
        language: Lang::default(),
        must_enroll: false,
    })
}

/// What became of a row: the license by id, number and version, or what is wrong with it.
pub type Issued = Result<(Uuid, String, i64), Vec<FieldError>>;

/// Issues one; nothing of it is kept where something that it names is wrong.
pub async fn issue(
    app: &App,
    tx: &Tx,
    by: &Caller,
    import: &Import,
    line: &LicenseLine,
) -> ApiResult<Issued> {
    match issue_in(app, tx, by, &line.content(&import.file_name)).await {
        Ok(license) => Ok(Ok((license.id.as_uuid(), license.number, license.version))),
        Err(ApiError::Refused { problem, .. }) if !problem.errors.is_empty() => {
            Ok(Err(problem.errors))
        }
        Err(error) => Err(error),
    }
}
