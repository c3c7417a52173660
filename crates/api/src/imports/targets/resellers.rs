//! Resellers from files: partners that wear that hat, or put it on.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    events::{EventKind, SubjectKind},
    id::PartnerId,
    imports::{Content, ResellerLine},
    partners::{
        PartnerStatus, check_content,
        wire::{PartnerContent, PartnerView},
    },
    problem::{Reason, Refusal},
    text::normalized,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::{StoreError, StoreResult, imports::Import, partners};
use uuid::Uuid;

use super::{Known, Outcome, kept};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    imports::jobs::by_import,
};

pub async fn known(
    db: &impl ConnectionTrait,
    names: &[String],
    codes: &[String],
) -> ApiResult<Vec<Known>> {
    let found = partners::known(db, names, codes).await?;
    let known = found.into_iter().map(|partner| Known {
        id: partner.id.as_uuid(),
        label: partner.name,
        keys: [Some(partner.name_normalized), partner.credit_code],
    });
    Ok(known.collect())
}

/// They order once they are approved, as those do that are made by hand.
pub async fn create_all(
    tx: &impl ConnectionTrait,
    new: &[(Uuid, Content)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let partner = |(id, content): &(Uuid, Content)| {
        let Content::Reseller(line) = content else { return None };
        Some((PartnerId::from_uuid(*id), line.over(&PartnerContent::default())))
    };
    let new: Vec<_> = new.iter().filter_map(partner).collect();
    partners::insert_all(tx, &new, PartnerStatus::Pending, now).await
}

pub async fn update(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    asked: &ResellerLine,
) -> ApiResult<Outcome> {
    let present = partners::get(&**tx, Scope::Everything, id.into()).await?;
    let before = PartnerContent::from(&present);
    let content = asked.over(&before);
    if content == before {
        return Ok(Outcome::Unchanged);
    }
    if let Err(faults) = check_content(&content) {
        return Ok(Outcome::Refused(faults));
    }
    if write(app, tx, import, &present, &content).await?.is_some() {
        return Ok(Outcome::Refused(vec![Refusal::new(Reason::AlreadyTaken).at("/name")]));
    }
    Ok(Outcome::Updated(kept(&before)?, present.version + 1))
}

pub async fn restore(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    before: &str,
) -> ApiResult<Option<Reason>> {
    let before: PartnerContent = serde_json::from_str(before).map_err(anyhow::Error::from)?;
    let present = partners::get(&**tx, Scope::Everything, id.into()).await?;
    write(app, tx, import, &present, &before).await
}

/// Writes another content with its event; answers why it could not.
async fn write(
    app: &App,
    tx: &Tx,
    import: &Import,
    present: &PartnerView,
    content: &PartnerContent,
) -> ApiResult<Option<Reason>> {
    let names = [normalized(&content.name)];
    let holders = partners::known(&**tx, &names, &[]).await?;
    if holders.iter().any(|other| other.id != present.id) {
        return Ok(Some(Reason::AlreadyTaken));
    }
    match partners::change(&**tx, present.id, present.version, content, tx.now).await {
        // Somebody took the name this instant: run again, and say so.
        Err(StoreError::Duplicate(_)) => return Err(ApiError::Deadlock),
        other => other?,
    }
    let subject = (SubjectKind::Partner, present.id.as_uuid());
    by_import(app, tx, import, EventKind::PartnerChanged, subject, &content.name)
        .changed(&json!(PartnerContent::from(present)), &json!(content))
        .append();
    Ok(None)
}
