//! What is open, as people read it: the list.

use chrono::NaiveDate;
use domain::{
    list::{ListQuery, Page},
    money::Amount,
    receivables::{
        AgeBucket, days_overdue,
        wire::{ReceivableListQuery, ReceivableRow, ReceivableSort},
    },
    text,
};
use sea_orm::{
    Condition, ConnectionTrait, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, Expr, Query, SelectStatement},
};

use super::receivable::Model;
use crate::{
    StoreError, StoreResult,
    convert::{count, from_json, id_opt, word},
    list::{Kind, Listing, SortColumn},
    search::{begins_with, ids_by_term},
};

fn col(name: &'static str) -> Expr {
    Expr::col(("receivables", name))
}

/// What is open that a query asks for.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn page(
    db: &impl ConnectionTrait,
    query: &ReceivableListQuery,
    today: NaiveDate,
) -> StoreResult<Page<ReceivableRow>> {
    listing(query, today).page(db, columns, |row| read(row, today)).await
}

pub(crate) fn listing(query: &ReceivableListQuery, today: NaiveDate) -> Listing<'_> {
    let filter = filter(query, today);
    Listing::new("receivables", filter, query.sort, column_for, query.paging()).at_once()
}

fn filter(query: &ReceivableListQuery, today: NaiveDate) -> Condition {
    let mut filter = Condition::all().add(col("is_open").eq(true));
    let q = query.q.trim();
    if !q.is_empty() {
        let ids = |table: &'static str, column: &'static str, begins: String| {
            let mut ids = Query::select();
            ids.column("id").from(table).and_where(begins_with(Expr::col(column), &begins));
            ids
        };
        let orders = ids("orders", "number", q.to_uppercase());
        let partners = ids("partners", "name_normalized", text::normalized(q));
        let customers = ids_by_term("customer_terms", "customer_id", q);
        filter = filter.add(
            Condition::any()
                .add(col("order_id").in_subquery(orders))
                .add(col("partner_id").in_subquery(partners))
                .add(col("customer_id").in_subquery(customers)),
        );
    }
    if !query.bucket.is_empty() {
        let ages =
            query.bucket.iter().fold(Condition::any(), |any, bucket| any.add(aged(*bucket, today)));
        filter = filter.add(ages);
    }
    match query.currency.as_slice() {
        [] => {}
        several => {
            let words = several.iter().map(|it| it.as_str());
            filter = filter.add(col("currency").is_in(words));
        }
    }
    if let Some(partner) = query.partner {
        filter = filter.add(col("partner_id").eq(partner.as_uuid()));
    }
    if let Some(customer) = query.customer {
        filter = filter.add(col("customer_id").eq(customer.as_uuid()));
    }
    if let Some(owner) = query.owner {
        let mut theirs = Query::select();
        theirs.column("id").from("customers").and_where(Expr::col("owner_id").eq(owner.as_uuid()));
        filter = filter.add(col("customer_id").in_subquery(theirs));
    }
    filter
}

/// What is of an age on a day.
fn aged(bucket: AgeBucket, today: NaiveDate) -> Condition {
    let (first, last) = bucket.due_between(today);
    let mut due = Condition::all();
    if let Some(first) = first {
        due = due.add(col("due_on").gte(first));
    }
    if let Some(last) = last {
        due = due.add(col("due_on").lte(last));
    }
    if bucket == AgeBucket::NotDue {
        return Condition::any().add(due).add(col("due_on").is_null());
    }
    due
}

const fn column_for(key: ReceivableSort) -> SortColumn {
    match key {
        ReceivableSort::DueOn => SortColumn::nullable("due_on", Kind::On),
        ReceivableSort::Open => SortColumn::new("open_minor", Kind::Number),
        ReceivableSort::OrderedOn => SortColumn::new("ordered_on", Kind::On),
    }
}

fn columns(statement: &mut SelectStatement) {
    statement
        .column(("receivables", Asterisk))
        .expr_as(Expr::col(("orders", "number")), "order_number")
        .expr_as(Expr::col(("orders", "first_end_user")), "end_user")
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .expr_as(Expr::col(("users", "name")), "owner_name")
        .left_join("orders", Expr::col(("orders", "id")).equals(("receivables", "order_id")))
        .left_join("partners", Expr::col(("partners", "id")).equals(("receivables", "partner_id")))
        .left_join(
            "customers",
            Expr::col(("customers", "id")).equals(("receivables", "customer_id")),
        )
        .left_join("users", Expr::col(("users", "id")).equals(("customers", "owner_id")));
}

fn read(row: &QueryResult, today: NaiveDate) -> StoreResult<ReceivableRow> {
    let one = Model::from_query_result(row, "")?;
    let customer: Option<String> = row.try_get("", "customer_name")?;
    Ok::<_, StoreError>(ReceivableRow {
        id: one.id.into(),
        order_id: one.order_id.into(),
        order_number: row.try_get("", "order_number")?,
        ordinal: count("receivables.ordinal", one.ordinal)?,
        partner_id: id_opt(one.partner_id),
        partner_name: row.try_get("", "partner_name")?,
        customer_id: id_opt(one.customer_id),
        customer_name: match customer {
            Some(name) => name,
            None => row.try_get("", "end_user")?,
        },
        owner_name: row.try_get("", "owner_name")?,
        currency: word("receivables.currency", &one.currency)?,
        terms: from_json("receivables.terms", &one.terms)?,
        ordered_on: one.ordered_on,
        due_on: one.due_on,
        amount: Amount::from_minor(one.amount_minor),
        open: Amount::from_minor(one.open_minor),
        days_overdue: days_overdue(one.due_on, today),
        bucket: AgeBucket::of(one.due_on, today),
    })
}
