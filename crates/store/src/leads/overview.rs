//! Many leads at once: what stands where, the cards of the board, and how far a cohort came. Each
//! statement asks what the list would ask, so that the rows behind a sum are those of the list.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::LeadStatusId,
    leads::{
        MOST_CARDS, Sight,
        wire::{LeadListQuery, LeadRow, LeadSum},
    },
    money::Amount,
};
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Alias, CaseStatement, Expr, Order, Query},
};
use uuid::Uuid;

use super::views::{columns, filter, read};
use crate::{
    StoreResult,
    convert::{count, word},
};

/// A sum is a DECIMAL on MySQL until it is cast.
const AMOUNT: &str = "CAST(SUM(leads.amount_minor) AS SIGNED)";

/// As the rules weigh each lead, in whole numbers: half a minor unit is rounded up. The remainder is
/// taken off first, because what divides here is not the same everywhere.
const WEIGHTED: &str = "CAST(SUM(((leads.amount_minor * COALESCE(leads.probability, \
     lead_statuses.probability) + 50) - (leads.amount_minor * COALESCE(leads.probability, \
     lead_statuses.probability) + 50) % 100) / 100) AS SIGNED)";

/// What stands in a status, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub status_id: LeadStatusId,
    pub sum: LeadSum,
}

/// What the leads of a query come to, by status and currency; one statement.
///
/// # Errors
/// The database is not available.
pub async fn standing(
    db: &impl ConnectionTrait,
    sight: Sight,
    query: &LeadListQuery,
) -> StoreResult<Vec<Standing>> {
    let mut statement = Query::select();
    statement
        .columns([("leads", "status_id"), ("leads", "currency")])
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .expr_as(Expr::cust(AMOUNT), "total")
        .expr_as(Expr::cust(WEIGHTED), "weighted")
        .from("leads")
        .inner_join(
            "lead_statuses",
            Expr::col(("lead_statuses", "id")).equals(("leads", "status_id")),
        )
        .cond_where(filter(sight, query, &[]))
        .group_by_columns([("leads", "status_id"), ("leads", "currency")]);
    let rows = db.query_all(&statement).await?;
    let mut all: Vec<Standing> = rows
        .iter()
        .map(|row| {
            Ok(Standing {
                status_id: row.try_get::<Uuid>("", "status_id")?.into(),
                sum: LeadSum {
                    currency: word("leads.currency", &row.try_get::<String>("", "currency")?)?,
                    leads: count("leads", row.try_get::<i64>("", "n")?)?,
                    amount: Amount::from_minor(row.try_get("", "total")?),
                    weighted: Amount::from_minor(row.try_get("", "weighted")?),
                },
            })
        })
        .collect::<StoreResult<_>>()?;
    all.sort_by_key(|one| one.sum.currency);
    Ok(all)
}

/// The leads of a query in one status, the latest to come there first.
///
/// # Errors
/// The database is not available.
pub async fn cards(
    db: &impl ConnectionTrait,
    sight: Sight,
    query: &LeadListQuery,
    status: LeadStatusId,
    today: NaiveDate,
) -> StoreResult<Vec<LeadRow>> {
    let mut statement = Query::select();
    statement
        .from("leads")
        .cond_where(filter(sight, query, &[]))
        .and_where(Expr::col(("leads", "status_id")).eq(status.as_uuid()))
        .order_by(("leads", "entered_at"), Order::Desc)
        .order_by(("leads", "id"), Order::Desc)
        .limit(MOST_CARDS);
    columns(&mut statement);
    let rows = db.query_all(&statement).await?;
    rows.iter().map(|row| Ok(read(row, today)?.0)).collect()
}

/// Since when the lead at a place among those of a query in one status stands there, the longest
/// first.
///
/// # Errors
/// The database is not available.
pub async fn entered_at(
    db: &impl ConnectionTrait,
    sight: Sight,
    query: &LeadListQuery,
    status: LeadStatusId,
    place: u64,
) -> StoreResult<Option<DateTime<Utc>>> {
    let mut statement = Query::select();
    statement
        .column(("leads", "entered_at"))
        .from("leads")
        .cond_where(filter(sight, query, &[]))
        .and_where(Expr::col(("leads", "status_id")).eq(status.as_uuid()))
        .order_by(("leads", "entered_at"), Order::Asc)
        .order_by(("leads", "id"), Order::Asc)
        .limit(1)
        .offset(place);
    let row = db.query_one(&statement).await?;
    Ok(row.map(|row| row.try_get("", "entered_at")).transpose()?)
}

/// How many leads of a query came just so far among these stages; one statement.
///
/// # Errors
/// The database is not available.
pub async fn furthest(
    db: &impl ConnectionTrait,
    sight: Sight,
    query: &LeadListQuery,
    stages: &[LeadStatusId],
) -> StoreResult<Vec<(LeadStatusId, u32)>> {
    if stages.is_empty() {
        return Ok(Vec::new());
    }
    let mut place = CaseStatement::new();
    for (at, stage) in (0_i64..).zip(stages) {
        place = place.case(Expr::col(("lead_moves", "to_status_id")).eq(stage.as_uuid()), at);
    }
    let mut each = Query::select();
    let place: Expr = place.into();
    each.expr_as(place.max(), "reach")
        .from("lead_moves")
        .inner_join("leads", Expr::col(("leads", "id")).equals(("lead_moves", "lead_id")))
        .cond_where(filter(sight, query, &[]))
        .group_by_col(("lead_moves", "lead_id"));
    let mut all = Query::select();
    all.expr_as(Expr::cust("CAST(reach AS SIGNED)"), "stage")
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .from_subquery(each, Alias::new("each_lead"))
        .group_by_col("reach");
    let mut found = Vec::new();
    for row in db.query_all(&all).await? {
        let Some(at) = row.try_get::<Option<i64>>("", "stage")? else { continue };
        let stage = usize::try_from(at).ok().and_then(|at| stages.get(at));
        if let Some(stage) = stage {
            found.push((*stage, count("leads", row.try_get::<i64>("", "n")?)?));
        }
    }
    Ok(found)
}
