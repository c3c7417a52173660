//! Payments as people read them: the list, sums, and one with what it is for.

use domain::{
    finance::Direction,
    id::PaymentId,
    list::{ListQuery, Page},
    money::Amount,
    payments::wire::{PaymentListQuery, PaymentRow, PaymentSort, PaymentSum, PaymentView},
    text,
};
use sea_orm::{
    Condition, ConnectionTrait, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{Payment, matches_of, payment::Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, word},
    list::{Kind, Listing, SortColumn},
    search::begins_with,
};

fn col(name: &'static str) -> Expr {
    Expr::col(("payments", name))
}

/// The payments that a query asks for.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn page(
    db: &impl ConnectionTrait,
    query: &PaymentListQuery,
) -> StoreResult<Page<PaymentRow>> {
    listing(query).page(db, columns, |row| Ok(read(row)?.0)).await
}

pub(crate) fn listing(query: &PaymentListQuery) -> Listing<'_> {
    Listing::new("payments", filter(query), query.sort, column_for, query.paging()).at_once()
}

fn filter(query: &PaymentListQuery) -> Condition {
    let mut filter = Condition::all();
    let q = query.q.trim();
    if let Ok(amount) = q.replace(',', "").parse::<Amount>() {
        filter = filter.add(col("amount_minor").eq(amount.minor()));
    } else if !q.is_empty() {
        let by_payer = begins_with(col("payer_normalized"), &text::normalized(q));
        let by_reference = begins_with(col("bank_reference"), q);
        filter = filter.add(Condition::any().add(by_payer).add(by_reference));
    }
    let words: [(&str, Vec<&str>); 3] = [
        ("status", query.status.iter().map(|it| it.as_str()).collect()),
        ("direction", query.direction.iter().map(|it| it.as_str()).collect()),
        ("currency", query.currency.iter().map(|it| it.as_str()).collect()),
    ];
    for (name, words) in words {
        match words.as_slice() {
            [] => {}
            [one] => filter = filter.add(col(name).eq(*one)),
            several => filter = filter.add(col(name).is_in(several.iter().copied())),
        }
    }
    if let Some(account) = query.account {
        filter = filter.add(col("bank_account_id").eq(account.as_uuid()));
    }
    if let Some(statement) = query.statement {
        filter = filter.add(col("statement_id").eq(statement.as_uuid()));
    }
    if let Some(order) = query.order {
        let mut matched = Query::select();
        matched
            .column("payment_id")
            .from("payment_matches")
            .and_where(Expr::col("order_id").eq(order.as_uuid()))
            .and_where(Expr::col("undone_at").is_null());
        filter = filter.add(col("id").in_subquery(matched));
    }
    if let Some(from) = query.from {
        filter = filter.add(col("value_date").gte(from));
    }
    if let Some(until) = query.until {
        filter = filter.add(col("value_date").lte(until));
    }
    filter
}

const fn column_for(key: PaymentSort) -> SortColumn {
    match key {
        PaymentSort::ValueDate => SortColumn::new("value_date", Kind::On),
        PaymentSort::Amount => SortColumn::new("amount_minor", Kind::Number),
        PaymentSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    statement
        .column(("payments", Asterisk))
        .expr_as(Expr::col(("bank_accounts", "name")), "bank_account_name")
        .left_join(
            "bank_accounts",
            Expr::col(("bank_accounts", "id")).equals(("payments", "bank_account_id")),
        );
}

fn read(row: &QueryResult) -> StoreResult<(PaymentRow, Payment)> {
    let one = Payment::try_from(Model::from_query_result(row, "")?)?;
    let content = one.content.clone();
    let shown = PaymentRow {
        id: one.id,
        value_date: content.value_date,
        direction: one.direction,
        amount: content.amount,
        matched: one.matched,
        open: one.facts().open(),
        currency: content.currency,
        payer_name: content.payer_name,
        payer_account: content.payer_account,
        remark: content.remark,
        bank_reference: content.bank_reference,
        bank_account_id: content.bank_account_id,
        bank_account_name: row.try_get("", "bank_account_name")?,
        statement_id: one.statement_id,
        status: one.status,
        ignored_reason: one.ignored_reason.clone(),
        created_at: one.created_at,
        version: one.version,
    };
    Ok((shown, one))
}

/// One payment with what it is for.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn view(db: &impl ConnectionTrait, id: PaymentId) -> StoreResult<PaymentView> {
    let mut statement = Query::select();
    statement.from("payments").and_where(col("id").eq(id.as_uuid()));
    columns(&mut statement);
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let (payment, one) = read(&row)?;
    Ok(PaymentView {
        version: one.version,
        content: one.content,
        matches: matches_of(db, id).await?,
        payment,
    })
}

/// What came in, added up by currency and status; minor units.
///
/// # Errors
/// The database is not available.
pub async fn sums(db: &impl ConnectionTrait) -> StoreResult<Vec<PaymentSum>> {
    let mut statement = Query::select();
    statement
        .columns(["currency", "status"])
        .expr_as(Expr::cust("COUNT(*)"), "n")
        // A sum is a DECIMAL on MySQL until it is cast.
        .expr_as(Expr::cust("CAST(SUM(amount_minor) AS SIGNED)"), "amount")
        .expr_as(Expr::cust("CAST(SUM(matched_minor) AS SIGNED)"), "matched")
        .from("payments")
        .and_where(Expr::col("direction").eq(Direction::In.as_str()))
        .group_by_columns(["currency", "status"]);
    let rows = db.query_all(&statement).await?;
    let mut sums = rows.iter().map(sum).collect::<StoreResult<Vec<_>>>()?;
    sums.sort_by_key(|sum| (sum.currency, sum.status));
    Ok(sums)
}

fn sum(row: &QueryResult) -> StoreResult<PaymentSum> {
    Ok(PaymentSum {
        currency: word("payments.currency", &row.try_get::<String>("", "currency")?)?,
        status: word("payments.status", &row.try_get::<String>("", "status")?)?,
        payments: count("payments", row.try_get::<i64>("", "n")?)?,
        amount: Amount::from_minor(row.try_get("", "amount")?),
        matched: Amount::from_minor(row.try_get("", "matched")?),
    })
}

/// The payment of a row beside others.
pub(super) fn payment_id(row: &QueryResult, column: &str) -> StoreResult<Option<PaymentId>> {
    Ok(row.try_get::<Option<Uuid>>("", column)?.map(Into::into))
}
