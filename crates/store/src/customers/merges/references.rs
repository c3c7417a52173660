//! Everything that refers to a customer, in one place: a table that comes later is named here, or
//! the test below fails.

use domain::customers::{merge::Moved, wire::MovedRows};
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{StoreError, StoreResult, convert::count};

/// A column that holds a customer's id.
pub(crate) struct Reference {
    pub table: &'static str,
    pub column: &'static str,
    /// What goes over when the customer becomes part of another one; nothing where it stays.
    pub moves: Option<Moved>,
}

const fn moves(what: Moved, table: &'static str) -> Reference {
    Reference { table, column: "customer_id", moves: Some(what) }
}

const fn stays(table: &'static str, column: &'static str) -> Reference {
    Reference { table, column, moves: None }
}

pub(crate) const REFERENCES: [Reference; 19] = [
    moves(Moved::Contacts, "contacts"),
    moves(Moved::OrderLines, "order_lines"),
    moves(Moved::Licenses, "licenses"),
    moves(Moved::Purchases, "purchases"),
    moves(Moved::Deployments, "deployments"),
    moves(Moved::Alerts, "alerts"),
    moves(Moved::ChangeRequests, "change_requests"),
    moves(Moved::Leads, "leads"),
    moves(Moved::Invoices, "invoices"),
    moves(Moved::InvoiceTitles, "invoice_titles"),
    moves(Moved::Receivables, "receivables"),
    moves(Moved::Balances, "party_balances"),
    // Who became part of the loser before is part of the winner: there is one step to go.
    Reference { table: "customers", column: "merged_into", moves: Some(Moved::Customers) },
    // By its old name and its old addresses the loser is still found, and leads to the winner.
    stays("customer_terms", "customer_id"),
    stays("customer_keys", "customer_id"),
    // Pairs are found anew; what was judged is about the two that were judged.
    stays("customer_pairs", "one_id"),
    stays("customer_pairs", "other_id"),
    // What was done was done to them.
    stays("customer_merges", "winner_id"),
    stays("customer_merges", "loser_id"),
];

/// Those that go over.
pub(super) fn moving() -> impl Iterator<Item = (Moved, &'static Reference)> {
    REFERENCES.iter().filter_map(|reference| Some((reference.moves?, reference)))
}

/// The rows of a merge that went over, as ids.
pub(super) fn moved_rows(merge: Uuid, what: Moved) -> SelectStatement {
    let mut rows = Query::select();
    rows.column("row_id")
        .from("customer_merge_moves")
        .and_where(Expr::col("merge_id").eq(merge))
        .and_where(Expr::col("what").eq(what.as_str()));
    rows
}

/// How many rows refer to a customer, kind by kind; with a merge, only those that went over with it.
/// What is nowhere is left out. One statement.
pub(super) async fn counts(
    db: &impl ConnectionTrait,
    customer: Uuid,
    merge: Option<Uuid>,
) -> StoreResult<Vec<MovedRows>> {
    let mut statement = Query::select();
    for (what, reference) in moving() {
        let mut one = Query::select();
        one.expr(Expr::cust("COUNT(*)"))
            .from(reference.table)
            .and_where(Expr::col(reference.column).eq(customer));
        if let Some(merge) = merge {
            one.and_where(Expr::col("id").in_subquery(moved_rows(merge, what)));
        }
        statement.expr_as(Expr::from(one), what.as_str());
    }
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let mut found = Vec::new();
    for (what, reference) in moving() {
        let count = count(reference.table, row.try_get::<i64>("", what.as_str())?)?;
        if count > 0 {
            found.push(MovedRows { what, count });
        }
    }
    Ok(found)
}

/// Lets the rows of one customer refer to another one, and notes which ones they were. Contacts go
/// by themselves: not all of them go.
pub(super) async fn hand_over(
    tx: &impl ConnectionTrait,
    merge: Uuid,
    from: Uuid,
    to: Uuid,
) -> StoreResult<()> {
    for (what, reference) in moving().filter(|(what, _)| *what != Moved::Contacts) {
        let mut rows = Query::select();
        rows.expr(Expr::val(merge))
            .expr(Expr::val(what.as_str()))
            .column("id")
            .from(reference.table)
            .and_where(Expr::col(reference.column).eq(from));
        let mut note = Query::insert();
        note.into_table("customer_merge_moves").columns(["merge_id", "what", "row_id"]);
        note.select_from(rows).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        tx.execute(&note).await?;
        let mut update = Query::update();
        update
            .table(reference.table)
            .value(reference.column, to)
            .and_where(Expr::col(reference.column).eq(from));
        tx.execute(&update).await?;
    }
    Ok(())
}

/// Gives back exactly the rows that went over, as far as they are still there.
pub(super) async fn hand_back(
    tx: &impl ConnectionTrait,
    merge: Uuid,
    from: Uuid,
    to: Uuid,
) -> StoreResult<()> {
    for (what, reference) in moving() {
        let mut update = Query::update();
        update
            .table(reference.table)
            .value(reference.column, to)
            .and_where(Expr::col(reference.column).eq(from))
            .and_where(Expr::col("id").in_subquery(moved_rows(merge, what)));
        tx.execute(&update).await?;
    }
    Ok(())
}
