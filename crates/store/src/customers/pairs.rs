//! Pairs of customers that may be one: found for one customer at a time, by the keys that it shares
//! with others, and judged by people.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    customers::{
        duplicates::{DuplicateReason, Likeness, PairStatus, likeness},
        wire::{PairListQuery, PairSide, PairSort, PairView},
    },
    id::{CustomerId, CustomerPairId, UserId},
    list::{ListQuery, Page},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QueryResult, QuerySelect,
    sea_query::{Expr, JoinType, SelectStatement},
};
use uuid::Uuid;

use super::{
    customer, keys,
    pair::{Column, Entity, Model},
    views::license_figures,
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, small, word},
    list::{Kind, Listing, SortColumn},
    search, write,
};

/// Customers that were not compared since they changed, the first ones first.
pub async fn uncompared(db: &impl ConnectionTrait, limit: u64) -> StoreResult<Vec<CustomerId>> {
    let rows = customer::Entity::find()
        .filter(customer::Column::Compared.eq(false))
        .order_by_asc(customer::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.id.into()).collect())
}

/// Compares a customer with those who share a key with it, and keeps the pairs that somebody should
/// look at. What people judged stays judged. A customer that changes meanwhile is compared again.
///
/// # Errors
/// [`StoreError::Duplicate`] where somebody else found the same pair this instant.
pub async fn compare(
    tx: &impl ConnectionTrait,
    id: CustomerId,
    new_id: impl Fn() -> CustomerPairId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let customer_id = id.as_uuid();
    let Some((row, identity)) = keys::identities(tx, &[customer_id]).await?.remove(&customer_id)
    else {
        return Ok(());
    };
    // Rows of before there were keys get theirs here.
    keys::renew(tx, customer_id).await?;
    let mut like: HashMap<Uuid, Likeness> = HashMap::new();
    if !row.archived {
        let candidates = keys::sharing(tx, &identity.keys(), Some(customer_id)).await?;
        for (other, (candidate, theirs)) in keys::identities(tx, &candidates).await? {
            let found = likeness(&identity, &theirs);
            if found.is_shown() && !candidate.archived {
                like.insert(other, found);
            }
        }
    }
    for pair in Entity::find().filter(with(customer_id)).all(tx).await? {
        let other = if pair.one_id == customer_id { pair.other_id } else { pair.one_id };
        match like.remove(&other) {
            Some(found) => rescore(tx, pair, &found, now).await?,
            None if pair.status == PairStatus::Open.as_str() => {
                Entity::delete_by_id(pair.id).exec(tx).await?;
            }
            None => {}
        }
    }
    let rows = like.into_iter().map(|(other, found)| {
        let (one_id, other_id) = (Ord::min(customer_id, other), Ord::max(customer_id, other));
        Ok(Model {
            id: new_id().as_uuid(),
            created_at: cut(now),
            updated_at: cut(now),
            version: 1,
            one_id,
            other_id,
            score: small("customer_pairs.score", found.score)?,
            reasons: told(&found),
            status: PairStatus::Open.as_str().to_owned(),
            dismissed_by: None,
            dismissed_at: None,
            dismiss_reason: None,
        })
    });
    write::insert_all(tx, rows.collect::<StoreResult<_>>()?).await?;
    customer::Entity::update_many()
        .col_expr(customer::Column::Compared, Expr::value(true))
        .filter(customer::Column::Id.eq(customer_id))
        .filter(customer::Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    Ok(())
}

async fn rescore(
    tx: &impl ConnectionTrait,
    pair: Model,
    found: &Likeness,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let score = small("customer_pairs.score", found.score)?;
    let reasons = told(found);
    if pair.score == score && pair.reasons == reasons {
        return Ok(());
    }
    let same = Column::Id.eq(pair.id).and(Column::Version.eq(pair.version));
    let version = pair.version + 1;
    let row = Model { score, reasons, version, updated_at: cut(now), ..pair };
    write::update_one(tx, row, same).await
}

fn told(found: &Likeness) -> String {
    let reasons: Vec<&str> = found.reasons.iter().map(|reason| reason.as_str()).collect();
    reasons.join(",")
}

fn with(customer: Uuid) -> Condition {
    Condition::any().add(Column::OneId.eq(customer)).add(Column::OtherId.eq(customer))
}

/// Forgets the open pairs of a customer that is out of use.
pub(super) async fn forget(tx: &impl ConnectionTrait, id: CustomerId) -> StoreResult<()> {
    Entity::delete_many()
        .filter(with(id.as_uuid()))
        .filter(Column::Status.eq(PairStatus::Open.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Pairs of one status, the likest first unless asked otherwise.
pub async fn page(db: &impl ConnectionTrait, query: &PairListQuery) -> StoreResult<Page<PairView>> {
    let mut page = listing(query).page(db, columns, read).await?;
    let sides = page.items.iter().flat_map(|pair| [pair.one.id, pair.other.id]);
    let figures = license_figures(db, &sides.map(domain::Id::as_uuid).collect::<Vec<_>>()).await?;
    for side in page.items.iter_mut().flat_map(|pair| [&mut pair.one, &mut pair.other]) {
        side.licenses = figures.get(&side.id.as_uuid()).map_or(0, |figures| figures.licenses);
    }
    Ok(page)
}

pub(crate) fn listing(query: &PairListQuery) -> Listing<'_> {
    let status = query.status.unwrap_or_default();
    let mut filter =
        Condition::all().add(Expr::col(("customer_pairs", "status")).eq(status.as_str()));
    if !query.q.trim().is_empty() {
        let found = || search::ids_by_term("customer_terms", "customer_id", &query.q);
        filter = filter.add(
            Condition::any()
                .add(Expr::col(("customer_pairs", "one_id")).in_subquery(found()))
                .add(Expr::col(("customer_pairs", "other_id")).in_subquery(found())),
        );
    }
    Listing::new("customer_pairs", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: PairSort) -> SortColumn {
    match key {
        PairSort::Score => SortColumn::new("score", Kind::Number),
        PairSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    for column in [
        "id",
        "one_id",
        "other_id",
        "score",
        "reasons",
        "status",
        "dismissed_at",
        "dismiss_reason",
        "created_at",
        "version",
    ] {
        statement.column(("customer_pairs", column));
    }
    for (side, id, [name, city, since]) in [
        ("one", "one_id", ["one_name", "one_city", "one_since"]),
        ("other", "other_id", ["other_name", "other_city", "other_since"]),
    ] {
        statement
            .expr_as(Expr::col((side, "name")), name)
            .expr_as(Expr::col((side, "city")), city)
            .expr_as(Expr::col((side, "created_at")), since)
            .join_as(
                JoinType::InnerJoin,
                "customers",
                side,
                Expr::col((side, "id")).equals(("customer_pairs", id)),
            );
    }
    statement.expr_as(Expr::col(("judges", "name")), "dismissed_by_name").join_as(
        JoinType::LeftJoin,
        "users",
        "judges",
        Expr::col(("judges", "id")).equals(("customer_pairs", "dismissed_by")),
    );
}

fn read(row: &QueryResult) -> StoreResult<PairView> {
    let side = |id: &str, [name, city, since]: [&str; 3]| -> StoreResult<PairSide> {
        Ok(PairSide {
            id: row.try_get::<Uuid>("", id)?.into(),
            name: row.try_get("", name)?,
            city: row.try_get("", city)?,
            licenses: 0,
            created_at: row.try_get("", since)?,
        })
    };
    Ok(PairView {
        id: row.try_get::<Uuid>("", "id")?.into(),
        one: side("one_id", ["one_name", "one_city", "one_since"])?,
        other: side("other_id", ["other_name", "other_city", "other_since"])?,
        score: count("customer_pairs.score", row.try_get::<i32>("", "score")?)?,
        reasons: reasons_of(&row.try_get::<String>("", "reasons")?)?,
        status: word("customer_pairs.status", &row.try_get::<String>("", "status")?)?,
        dismiss_reason: row.try_get("", "dismiss_reason")?,
        dismissed_by_name: row.try_get("", "dismissed_by_name")?,
        dismissed_at: row.try_get("", "dismissed_at")?,
        created_at: row.try_get("", "created_at")?,
        version: row.try_get("", "version")?,
    })
}

fn reasons_of(text: &str) -> StoreResult<Vec<DuplicateReason>> {
    let words = text.split(',').filter(|word| !word.is_empty());
    words.map(|reason| word("customer_pairs.reasons", reason)).collect()
}

/// One pair.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(db: &impl ConnectionTrait, id: CustomerPairId) -> StoreResult<PairView> {
    let mut statement = sea_orm::sea_query::Query::select();
    statement.from("customer_pairs");
    columns(&mut statement);
    statement.and_where(Expr::col(("customer_pairs", "id")).eq(id.as_uuid()));
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let mut pair = read(&row)?;
    let figures = license_figures(db, &[pair.one.id.as_uuid(), pair.other.id.as_uuid()]).await?;
    for side in [&mut pair.one, &mut pair.other] {
        side.licenses = figures.get(&side.id.as_uuid()).map_or(0, |figures| figures.licenses);
    }
    Ok(pair)
}

/// Judges the pair that was read at `version`: two customers, for this reason; or open again,
/// without one.
pub async fn judge(
    tx: &impl ConnectionTrait,
    id: CustomerPairId,
    version: i64,
    dismissed: Option<(UserId, &str)>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let status = dismissed.map_or(PairStatus::Open, |_| PairStatus::Dismissed);
    let at = dismissed.map(|_| cut(now));
    let update = Entity::update_many()
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::value(version + 1))
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::DismissedBy, Expr::value(dismissed.map(|(by, _)| by.as_uuid())))
        .col_expr(Column::DismissedAt, Expr::value(at))
        .col_expr(Column::DismissReason, Expr::value(dismissed.map(|(_, why)| why.to_owned())))
        .filter(Column::Id.eq(id.as_uuid()).and(Column::Version.eq(version)));
    write::one(update, tx).await
}
