//! Setting what sales reps are to sell.

use domain::{
    Id,
    access::Scope,
    events::{EventKind, SubjectKind},
    id::SalesTargetId,
    list::Page,
    problem::{Reason, Refusal},
    sales_reps::{
        check_target,
        wire::{TargetContent, TargetListQuery, TargetView},
    },
};
use serde_json::{Value, json};
use store::{
    StoreError,
    sales_reps::targets::{self, Target},
};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::{Record, record},
    http::{Caller, IfMatch, Once, Reply},
};

pub async fn page(app: &App, scope: Scope, query: &TargetListQuery) -> ApiResult<Page<TargetView>> {
    Ok(targets::page(&app.db.read, scope, query).await?)
}

/// One target.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, id: SalesTargetId) -> ApiResult<TargetView> {
    Ok(targets::view(&app.db.read, scope, id).await?)
}

/// Sets a new one.
///
/// # Errors
/// Field errors, that there is one for this time and currency among them.
pub async fn set(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &TargetContent,
) -> ApiResult<Reply> {
    check_target(content)?;
    app.transact_once(caller.user, once, async |tx| {
        let name = rep_name(tx, content).await?;
        let target = Target {
            id: Id::from_uuid(app.id()),
            content: content.clone(),
            created_at: tx.now,
            version: 1,
        };
        set_once(targets::insert(&**tx, &target, tx.now).await)?;
        target_event(app, tx, EventKind::TargetSet, content, &name)
            .by(caller.user)
            .changed(&Value::Null, &json!(content))
            .append();
        let view = targets::view(&**tx, Scope::Everything, target.id).await?;
        Ok((201, view, Some(1)))
    })
    .await
}

/// Changes one as a whole.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: SalesTargetId,
    version: IfMatch,
    content: &TargetContent,
) -> ApiResult<TargetView> {
    check_target(content)?;
    app.transact(async |tx| {
        let mut target = targets::lock(&**tx, scope, id).await?;
        version.check(target.version)?;
        let name = rep_name(tx, content).await?;
        let before = json!(target.content);
        target.content = content.clone();
        set_once(targets::save(&**tx, &mut target, tx.now).await)?;
        target_event(app, tx, EventKind::TargetChanged, content, &name)
            .by(caller.user)
            .changed(&before, &json!(content))
            .append();
        Ok(targets::view(&**tx, scope, id).await?)
    })
    .await
}

/// Deletes one.
///
/// # Errors
/// 404; 412.
pub async fn delete(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: SalesTargetId,
    version: IfMatch,
) -> ApiResult<()> {
    app.transact(async |tx| {
        let target = targets::lock(&**tx, scope, id).await?;
        version.check(target.version)?;
        let name = rep_name(tx, &target.content).await?;
        targets::delete(&**tx, id).await?;
        target_event(app, tx, EventKind::TargetRemoved, &target.content, &name)
            .by(caller.user)
            .changed(&json!(target.content), &Value::Null)
            .append();
        Ok(())
    })
    .await
}

/// The sales rep is there; what they are called.
async fn rep_name(tx: &Tx, content: &TargetContent) -> ApiResult<String> {
    match store::sales_reps::lock(&**tx, Scope::Everything, content.sales_rep_id).await {
        Ok(rep) => Ok(rep.content.name),
        Err(StoreError::NotFound) => {
            Err(Refusal::from(Reason::UnknownReference).at("/sales_rep_id").into())
        }
        Err(error) => Err(error.into()),
    }
}

/// There is one target of a time and currency.
fn set_once(outcome: Result<(), StoreError>) -> ApiResult<()> {
    match outcome {
        Err(error)
            if error.is_duplicate_of("uq_sales_targets_sales_rep_id_year_quarter_currency") =>
        {
            Err(Refusal::from(Reason::TargetTwice).at("/currency").into())
        }
        other => Ok(other?),
    }
}

fn target_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    content: &TargetContent,
    name: &str,
) -> Record<'a> {
    record(app, tx, kind, SubjectKind::SalesRep, content.sales_rep_id.as_uuid(), name)
}
