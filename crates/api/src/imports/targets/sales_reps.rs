//! Sales reps from files.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    events::{EventKind, SubjectKind},
    imports::{Content, SalesRepLine},
    problem::Reason,
    sales_reps::wire::SalesRepContent,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::{
    StoreResult,
    imports::Import,
    sales_reps::{self, SalesRep},
};
use uuid::Uuid;

use super::{Known, Outcome, kept};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    imports::jobs::by_import,
};

pub async fn known(db: &impl ConnectionTrait, emails: &[String]) -> ApiResult<Vec<Known>> {
    let found = sales_reps::known(db, emails).await?;
    let known = found.into_iter().map(|rep| Known {
        id: rep.id.as_uuid(),
        label: rep.content.name,
        keys: [Some(rep.content.email), None],
    });
    Ok(known.collect())
}

pub async fn create_all(
    tx: &impl ConnectionTrait,
    new: &[(Uuid, Content)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rep = |(id, content): &(Uuid, Content)| {
        let Content::SalesRep(line) = content else { return None };
        Some(SalesRep {
            id: (*id).into(),
            content: line.over(&SalesRepContent::default()),
            active: true,
            created_at: now,
            version: 1,
        })
    };
    let new: Vec<SalesRep> = new.iter().filter_map(rep).collect();
    sales_reps::insert_all(tx, &new, now).await
}

pub async fn update(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    asked: &SalesRepLine,
) -> ApiResult<Outcome> {
    let rep = sales_reps::lock(&**tx, Scope::Everything, id.into()).await?;
    let before = rep.content.clone();
    let content = asked.over(&before);
    if content == before {
        return Ok(Outcome::Unchanged);
    }
    let version = rep.version + 1;
    write(app, tx, import, rep, content).await?;
    Ok(Outcome::Updated(kept(&before)?, version))
}

pub async fn restore(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    before: &str,
) -> ApiResult<Option<Reason>> {
    let before: SalesRepContent = serde_json::from_str(before).map_err(anyhow::Error::from)?;
    let rep = sales_reps::lock(&**tx, Scope::Everything, id.into()).await?;
    write(app, tx, import, rep, before).await?;
    Ok(None)
}

/// Writes another content with its event; the account, the only thing that is nobody else's, stays.
async fn write(
    app: &App,
    tx: &Tx,
    import: &Import,
    mut rep: SalesRep,
    content: SalesRepContent,
) -> ApiResult<()> {
    let before = json!(rep.content);
    rep.content = content;
    sales_reps::save(&**tx, &mut rep, tx.now).await?;
    let (id, name) = (rep.id.as_uuid(), &rep.content.name);
    by_import(app, tx, import, EventKind::SalesRepChanged, (SubjectKind::SalesRep, id), name)
        .changed(&before, &json!(rep.content))
        .append();
    Ok(())
}
