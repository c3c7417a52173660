//! Balances of parties: a guard row per party and currency, and the entries that made it. Whoever
//! changes one holds the payment first, then the order, then the balance.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{BalanceEntryId, CustomerId, OrderId, PartnerId, PartyBalanceId, PaymentId, UserId},
    list::{ListQuery, Page},
    money::{Amount, Currency},
    receivables::{
        EntryKind, money_back,
        wire::{BalanceEntry, BalanceListQuery, BalanceRow, BalanceSort, BalanceSum, BalanceView},
    },
    text,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QueryResult, QuerySelect,
    sea_query::{Alias, Asterisk, Expr, Order, Query, SelectStatement},
};

use super::{balance, entry};
use crate::{
    StoreError, StoreResult,
    convert::{cut, id_opt, uuid_opt, word},
    list::{Kind, Listing, SortColumn},
    payments::{CUSTOMER, SETTLED, TAKEN_BACK},
    search::{begins_with, ids_by_term},
    write,
};

/// Entries of a balance that are told; older ones are in the audit log.
const MOST_ENTRIES: u64 = 500;

/// What stands to the credit of a party in a currency, while it is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    pub id: PartyBalanceId,
    pub partner_id: Option<PartnerId>,
    pub customer_id: Option<CustomerId>,
    pub currency: Currency,
    pub balance: Amount,
    pub version: i64,
}

impl TryFrom<balance::Model> for Balance {
    type Error = StoreError;

    fn try_from(row: balance::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            partner_id: id_opt(row.partner_id),
            customer_id: id_opt(row.customer_id),
            currency: word("party_balances.currency", &row.currency)?,
            balance: Amount::from_minor(row.balance_minor),
            version: row.version,
        })
    }
}

/// An entry, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: BalanceEntryId,
    pub balance_id: PartyBalanceId,
    pub kind: EntryKind,
    pub amount: Amount,
    pub entered_on: NaiveDate,
    pub payment_id: Option<PaymentId>,
    pub order_id: Option<OrderId>,
    pub note: Option<String>,
    pub by: UserId,
    pub is_undone: bool,
}

/// Reads a balance and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock_balance(tx: &impl ConnectionTrait, id: PartyBalanceId) -> StoreResult<Balance> {
    let found = balance::Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// The balance of a party in a currency, locked; made where there is none.
///
/// # Errors
/// [`StoreError::NotFound`] where neither is named; the database is not available.
pub async fn find_or_make(
    tx: &impl ConnectionTrait,
    new_id: PartyBalanceId,
    (partner, customer): (Option<PartnerId>, Option<CustomerId>),
    currency: Currency,
    now: DateTime<Utc>,
) -> StoreResult<Balance> {
    let customer = if partner.is_some() { None } else { customer };
    let party = uuid_opt(partner).or(uuid_opt(customer)).ok_or(StoreError::NotFound)?;
    let find = || {
        balance::Entity::find()
            .filter(balance::Column::PartyId.eq(party))
            .filter(balance::Column::Currency.eq(currency.as_str()))
            .lock_exclusive()
    };
    if let Some(found) = find().one(tx).await? {
        return found.try_into();
    }
    let row = balance::Model {
        id: new_id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        partner_id: uuid_opt(partner),
        customer_id: uuid_opt(customer),
        party_id: party,
        currency: currency.as_str().to_owned(),
        balance_minor: 0,
    };
    write::insert_if_absent(tx, row).await?;
    // Somebody else may have made it this instant.
    find().one(tx).await?.ok_or(StoreError::Stale)?.try_into()
}

/// Changes a balance by a conditional write on its row: it is never below zero.
async fn change(
    tx: &impl ConnectionTrait,
    balance: &mut Balance,
    by: Amount,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = balance::Entity::update_many()
        .col_expr(
            balance::Column::BalanceMinor,
            Expr::col(balance::Column::BalanceMinor).add(by.minor()),
        )
        .col_expr(balance::Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(balance::Column::Version, Expr::col(balance::Column::Version).add(1))
        .filter(balance::Column::Id.eq(balance.id.as_uuid()))
        .filter(balance::Column::Version.eq(balance.version))
        .filter(balance::Column::BalanceMinor.gte(by.minor().saturating_neg()));
    write::one(update, tx).await?;
    let sum = balance.balance.plus(by);
    balance.balance = sum.map_err(|error| StoreError::Corrupt(error.to_string()))?;
    balance.version += 1;
    Ok(())
}

/// Keeps a new entry of a balance that is locked.
///
/// # Errors
/// [`StoreError::Stale`] where there is not as much.
pub async fn add_entry(
    tx: &impl ConnectionTrait,
    balance: &mut Balance,
    new: &Entry,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    change(tx, balance, new.kind.signed(new.amount), now).await?;
    let row = entry::Model {
        id: new.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        balance_id: balance.id.as_uuid(),
        kind: new.kind.as_str().to_owned(),
        amount_minor: new.amount.minor(),
        entered_on: new.entered_on,
        payment_id: uuid_opt(new.payment_id),
        order_id: uuid_opt(new.order_id),
        note: new.note.clone(),
        entered_by: new.by.as_uuid(),
        undone_at: None,
        undone_by: None,
    };
    write::insert(tx, row).await
}

/// One entry, of whatever balance.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn entry_of(db: &impl ConnectionTrait, id: BalanceEntryId) -> StoreResult<Entry> {
    let row = entry::Entity::find_by_id(id.as_uuid()).one(db).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    Ok(Entry {
        id,
        balance_id: row.balance_id.into(),
        kind: word("balance_entries.kind", &row.kind)?,
        amount: Amount::from_minor(row.amount_minor),
        entered_on: row.entered_on,
        payment_id: id_opt(row.payment_id),
        order_id: id_opt(row.order_id),
        note: row.note,
        by: row.entered_by.into(),
        is_undone: row.undone_at.is_some(),
    })
}

/// Undoes an entry of a balance that is locked; it stays as history.
///
/// # Errors
/// [`StoreError::Stale`] where somebody did meanwhile, or the balance was drawn on.
pub async fn undo_entry(
    tx: &impl ConnectionTrait,
    balance: &mut Balance,
    one: &Entry,
    by: UserId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = entry::Entity::update_many()
        .col_expr(entry::Column::UndoneAt, Expr::value(cut(now)))
        .col_expr(entry::Column::UndoneBy, Expr::value(by.as_uuid()))
        .col_expr(entry::Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(entry::Column::Version, Expr::col(entry::Column::Version).add(1))
        .filter(entry::Column::Id.eq(one.id.as_uuid()))
        .filter(entry::Column::UndoneAt.is_null());
    write::one(update, tx).await?;
    let back = Amount::from_minor(one.kind.signed(one.amount).minor().saturating_neg());
    change(tx, balance, back, now).await
}

/// What an order that is locked gives back to whoever paid, and to whom; nothing where it owes nobody.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn to_give_back(
    tx: &impl ConnectionTrait,
    order: OrderId,
) -> StoreResult<(Amount, Option<PartnerId>, Option<CustomerId>)> {
    let fees = "(SELECT CAST(COALESCE(SUM(m.fee_minor), 0) AS SIGNED) FROM payment_matches m \
        WHERE m.order_id = orders.id AND m.undone_at IS NULL)";
    let mut statement = Query::select();
    statement
        .columns(["gross_minor", "partner_id"].map(|column| ("orders", column)))
        .expr_as(Expr::cust(SETTLED), "settled")
        .expr_as(Expr::cust(TAKEN_BACK), "taken_back")
        .expr_as(Expr::cust(fees), "fees")
        .expr_as(Expr::cust(CUSTOMER), "customer_id")
        .from("orders")
        .and_where(Expr::col(("orders", "id")).eq(order.as_uuid()));
    let row = tx.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let amount = |name: &str| row.try_get::<i64>("", name).map(Amount::from_minor);
    let due = amount("gross_minor")?.minus(amount("taken_back")?).unwrap_or_default();
    let back = money_back(due.max(Amount::ZERO), amount("settled")?, amount("fees")?);
    Ok((back, id_opt(row.try_get("", "partner_id")?), id_opt(row.try_get("", "customer_id")?)))
}

fn col(name: &'static str) -> Expr {
    Expr::col(("party_balances", name))
}

/// The balances that a query asks for.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn balance_listing_page(
    db: &impl ConnectionTrait,
    query: &BalanceListQuery,
) -> StoreResult<Page<BalanceRow>> {
    let mut filter = Condition::all();
    let q = query.q.trim();
    if !q.is_empty() {
        let mut partners = Query::select();
        partners
            .column("id")
            .from("partners")
            .and_where(begins_with(Expr::col("name_normalized"), &text::normalized(q)));
        let customers = ids_by_term("customer_terms", "customer_id", q);
        filter = filter.add(
            Condition::any()
                .add(col("partner_id").in_subquery(partners))
                .add(col("customer_id").in_subquery(customers)),
        );
    }
    if !query.currency.is_empty() {
        filter = filter.add(col("currency").is_in(query.currency.iter().map(|it| it.as_str())));
    }
    if let Some(partner) = query.partner {
        filter = filter.add(col("partner_id").eq(partner.as_uuid()));
    }
    if let Some(customer) = query.customer {
        filter = filter.add(col("customer_id").eq(customer.as_uuid()));
    }
    Listing::new("party_balances", filter, query.sort, column_for, query.paging())
        .page(db, columns, read)
        .await
}

const fn column_for(key: BalanceSort) -> SortColumn {
    match key {
        BalanceSort::UpdatedAt => SortColumn::new("updated_at", Kind::At),
        BalanceSort::Balance => SortColumn::new("balance_minor", Kind::Number),
    }
}

fn columns(statement: &mut SelectStatement) {
    statement
        .column(("party_balances", Asterisk))
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .left_join(
            "partners",
            Expr::col(("partners", "id")).equals(("party_balances", "partner_id")),
        )
        .left_join(
            "customers",
            Expr::col(("customers", "id")).equals(("party_balances", "customer_id")),
        );
}

fn read(row: &QueryResult) -> StoreResult<BalanceRow> {
    let model = balance::Model::from_query_result(row, "")?;
    let (updated_at, version) = (model.updated_at, model.version);
    let one = Balance::try_from(model)?;
    let partner: Option<String> = row.try_get("", "partner_name")?;
    let customer: Option<String> = row.try_get("", "customer_name")?;
    Ok(BalanceRow {
        id: one.id,
        partner_id: one.partner_id,
        customer_id: one.customer_id,
        party_name: partner.or(customer).unwrap_or_default(),
        currency: one.currency,
        balance: one.balance,
        updated_at,
        version,
    })
}

/// What stands to the credit of a partner or a customer, by currency.
///
/// # Errors
/// The database is not available.
pub async fn balances_of(
    db: &impl ConnectionTrait,
    partner: Option<PartnerId>,
    customer: Option<CustomerId>,
) -> StoreResult<Vec<BalanceSum>> {
    let mut whose = Condition::any();
    if let Some(partner) = partner {
        whose = whose.add(balance::Column::PartnerId.eq(partner.as_uuid()));
    }
    if let Some(customer) = customer {
        whose = whose.add(balance::Column::CustomerId.eq(customer.as_uuid()));
    }
    if whose.is_empty() {
        return Ok(Vec::new());
    }
    let rows = balance::Entity::find().filter(whose).all(db).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let one = Balance::try_from(row)?;
        found.push(BalanceSum { id: one.id, currency: one.currency, balance: one.balance });
    }
    found.sort_by_key(|one| (one.currency, one.id));
    Ok(found)
}

/// One balance with what made it; two statements.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn balance_view(
    db: &impl ConnectionTrait,
    id: PartyBalanceId,
) -> StoreResult<BalanceView> {
    let mut statement = Query::select();
    statement.from("party_balances").and_where(col("id").eq(id.as_uuid()));
    columns(&mut statement);
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let balance = read(&row)?;
    Ok(BalanceView { version: balance.version, entries: entries(db, id).await?, balance })
}

async fn entries(db: &impl ConnectionTrait, id: PartyBalanceId) -> StoreResult<Vec<BalanceEntry>> {
    let (by, undoer) = (Alias::new("by_whom"), Alias::new("undoer"));
    let mut statement = Query::select();
    statement
        .column(("balance_entries", Asterisk))
        .expr_as(Expr::col(("orders", "number")), "order_number")
        .expr_as(Expr::col(("payments", "payer_name")), "payer_name")
        .expr_as(Expr::col((by.clone(), "name")), "by_name")
        .expr_as(Expr::col((undoer.clone(), "name")), "undoer_name")
        .from("balance_entries")
        .left_join("orders", Expr::col(("orders", "id")).equals(("balance_entries", "order_id")))
        .left_join(
            "payments",
            Expr::col(("payments", "id")).equals(("balance_entries", "payment_id")),
        )
        .join_as(
            sea_orm::JoinType::LeftJoin,
            "users",
            by.clone(),
            Expr::col((by, "id")).equals(("balance_entries", "entered_by")),
        )
        .join_as(
            sea_orm::JoinType::LeftJoin,
            "users",
            undoer.clone(),
            Expr::col((undoer, "id")).equals(("balance_entries", "undone_by")),
        )
        .and_where(Expr::col(("balance_entries", "balance_id")).eq(id.as_uuid()))
        .order_by(("balance_entries", "created_at"), Order::Desc)
        .order_by(("balance_entries", "id"), Order::Desc)
        .limit(MOST_ENTRIES);
    let read = |row: &QueryResult| {
        let one = entry::Model::from_query_result(row, "")?;
        let by_name: Option<String> = row.try_get("", "by_name")?;
        Ok(BalanceEntry {
            id: one.id.into(),
            kind: word("balance_entries.kind", &one.kind)?,
            amount: Amount::from_minor(one.amount_minor),
            entered_on: one.entered_on,
            payment_id: id_opt(one.payment_id),
            payer_name: row.try_get("", "payer_name")?,
            order_id: id_opt(one.order_id),
            order_number: row.try_get("", "order_number")?,
            note: one.note,
            entered_at: one.created_at,
            entered_by_name: by_name.unwrap_or_default(),
            undone_at: one.undone_at,
            undone_by_name: row.try_get("", "undoer_name")?,
        })
    };
    db.query_all(&statement).await?.iter().map(read).collect()
}
