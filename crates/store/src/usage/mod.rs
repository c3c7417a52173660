//! Usage: the figures of each day, and the installations that report them.

pub(crate) mod installation;
mod installations;
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Id,
    id::{LicenseId, UserId},
    usage::{Sample, UsageSource, wire::UsageSampleView},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Order, Query},
};
use uuid::Uuid;

pub use self::installations::{
    Installation, heard_on, insert_installation, installations, license_of_key, lock_installations,
    save_installation,
};
use self::sample::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, small, uuid_opt, word},
    write,
};

/// Days that are asked for in one statement.
const DAYS_AT_ONCE: usize = 500;

fn sample_of(row: &Model) -> StoreResult<Sample> {
    Ok(Sample {
        day: row.day,
        workspaces: count("usage_samples.workspaces", row.workspaces)?,
        users: count("usage_samples.users", row.users)?,
        version: row.product_version.clone(),
        source: word("usage_samples.source", &row.source)?,
        reason: row.reason.clone(),
    })
}

/// Takes figures of a license, some of the same day perhaps: the highest of each day counts
/// ([`Sample::with`]). Who calls holds the license. Answers how many days changed.
///
/// # Errors
/// The database is not available.
pub async fn take(
    tx: &impl ConnectionTrait,
    license: LicenseId,
    samples: impl IntoIterator<Item = Sample>,
    entered_by: Option<UserId>,
    new_id: impl Fn() -> Uuid,
    now: DateTime<Utc>,
) -> StoreResult<usize> {
    let mut of_days: BTreeMap<NaiveDate, Sample> = BTreeMap::new();
    for sample in samples {
        let merged = match of_days.remove(&sample.day) {
            Some(before) => before.with(sample),
            None => sample,
        };
        of_days.insert(merged.day, merged);
    }
    let days: Vec<NaiveDate> = of_days.keys().copied().collect();
    let mut stored = BTreeMap::new();
    for some in days.chunks(DAYS_AT_ONCE) {
        let rows = Entity::find()
            .filter(Column::LicenseId.eq(license.as_uuid()))
            .filter(Column::Day.is_in(some.iter().copied()))
            .all(tx)
            .await?;
        stored.extend(rows.into_iter().map(|row| (row.day, row)));
    }
    let (mut new, mut changed) = (Vec::new(), 0);
    for (day, sample) in of_days {
        let Some(row) = stored.remove(&day) else {
            new.push(row_of(new_id(), license, &sample, entered_by, now)?);
            continue;
        };
        let before = sample_of(&row)?;
        let after = before.clone().with(sample);
        if after == before {
            continue;
        }
        changed += 1;
        let by_whom = entered_by.or_else(|| row.entered_by.map(Id::from_uuid));
        let by_whom = by_whom.filter(|_| after.source == UsageSource::Manual);
        let fresh = Model {
            created_at: row.created_at,
            version: row.version + 1,
            ..row_of(row.id, license, &after, by_whom, now)?
        };
        let same = Column::Id.eq(row.id).and(Column::Version.eq(row.version));
        write::update_one(tx, fresh, same).await?;
    }
    changed += new.len();
    write::insert_all(tx, new).await?;
    Ok(changed)
}

fn row_of(
    id: Uuid,
    license: LicenseId,
    sample: &Sample,
    entered_by: Option<UserId>,
    now: DateTime<Utc>,
) -> StoreResult<Model> {
    Ok(Model {
        id,
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        license_id: license.as_uuid(),
        day: sample.day,
        workspaces: small("usage_samples.workspaces", sample.workspaces)?,
        users: small("usage_samples.users", sample.users)?,
        product_version: sample.version.clone(),
        source: sample.source.as_str().to_owned(),
        reason: sample.reason.clone(),
        entered_by: uuid_opt(entered_by),
    })
}

/// The figures of a license between two days, which are both meant, with who entered them; for callers
/// who may see the license. One statement.
///
/// # Errors
/// The database is not available.
pub async fn series(
    db: &impl ConnectionTrait,
    license: LicenseId,
    (from, to): (NaiveDate, NaiveDate),
) -> StoreResult<Vec<UsageSampleView>> {
    let mut statement = Query::select();
    statement
        .from("usage_samples")
        .expr_as(Expr::col(("users", "name")), "entered_by_name")
        .left_join("users", Expr::col(("users", "id")).equals(("usage_samples", "entered_by")))
        .and_where(Expr::col(("usage_samples", "license_id")).eq(license.as_uuid()))
        .and_where(Expr::col(("usage_samples", "day")).gte(from))
        .and_where(Expr::col(("usage_samples", "day")).lte(to))
        .order_by(("usage_samples", "day"), Order::Asc);
    for column in ["day", "workspaces", "users", "product_version", "source", "reason"] {
        statement.column(("usage_samples", column));
    }
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            Ok(UsageSampleView {
                day: row.try_get("", "day")?,
                workspaces: count(
                    "usage_samples.workspaces",
                    row.try_get::<i32>("", "workspaces")?,
                )?,
                users: count("usage_samples.users", row.try_get::<i32>("", "users")?)?,
                version: row.try_get("", "product_version")?,
                source: word("usage_samples.source", &row.try_get::<String>("", "source")?)?,
                reason: row.try_get("", "reason")?,
                entered_by: row.try_get("", "entered_by_name")?,
            })
        })
        .collect()
}

/// A day with its workspaces and users.
pub type Figures = (NaiveDate, u32, u32);

/// The figures of several licenses since a day, by license, the earliest first. One statement.
///
/// # Errors
/// The database is not available.
pub async fn figures_since(
    db: &impl ConnectionTrait,
    licenses: &[LicenseId],
    since: NaiveDate,
) -> StoreResult<BTreeMap<LicenseId, Vec<Figures>>> {
    let mut found: BTreeMap<LicenseId, Vec<Figures>> = BTreeMap::new();
    if licenses.is_empty() {
        return Ok(found);
    }
    let rows: Vec<(Uuid, NaiveDate, i32, i32)> = Entity::find()
        .select_only()
        .columns([Column::LicenseId, Column::Day, Column::Workspaces, Column::Users])
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.as_uuid())))
        .filter(Column::Day.gte(since))
        .order_by_asc(Column::LicenseId)
        .order_by_asc(Column::Day)
        .into_tuple()
        .all(db)
        .await?;
    for (license, day, workspaces, users) in rows {
        let figures = (
            day,
            count("usage_samples.workspaces", workspaces)?,
            count("usage_samples.users", users)?,
        );
        found.entry(license.into()).or_default().push(figures);
    }
    Ok(found)
}

/// Those of these licenses whose usage was over what they grant now on some day since then: the others
/// need no closer look. One statement.
///
/// # Errors
/// The database is not available.
pub async fn ever_over(
    db: &impl ConnectionTrait,
    licenses: &[LicenseId],
    since: NaiveDate,
) -> StoreResult<Vec<LicenseId>> {
    if licenses.is_empty() {
        return Ok(Vec::new());
    }
    let over = |metric: &'static str| {
        let limit = Expr::col(("licenses", metric));
        limit.clone().gt(0).and(Expr::col(("usage_samples", metric)).gt(limit))
    };
    let mut statement = Query::select();
    statement
        .distinct()
        .column(("usage_samples", "license_id"))
        .from("usage_samples")
        .inner_join(
            "licenses",
            Expr::col(("licenses", "id")).equals(("usage_samples", "license_id")),
        )
        .and_where(
            Expr::col(("usage_samples", "license_id"))
                .is_in(licenses.iter().map(|id| id.as_uuid())),
        )
        .and_where(Expr::col(("usage_samples", "day")).gte(since))
        .and_where(over("workspaces").or(over("users")));
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| Ok::<_, StoreError>(row.try_get::<Uuid>("", "license_id")?.into()))
        .collect()
}
