//! Statements: what a bank's file says, entry by entry, and the payments that it brought.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    finance::{
        Direction,
        statements::{FaultAt, Seam, Span, seams},
    },
    id::{BankAccountId, PaymentId, StatementEntryId, StatementId, UserId},
    list::{ListQuery, Page},
    money::{Amount, Currency},
    payments::{
        StatementFormat, StatementStatus,
        wire::{
            EntryListQuery, EntrySort, EntryView, StatementListQuery, StatementRow, StatementSort,
            StatementView,
        },
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait,
    FromQueryResult, NotSet, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    sea_query::{Asterisk, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    entry, matched, payment, refusal,
    statement::{ActiveModel, Column, Entity, Model},
    suggestion, views,
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, small, to_json, word, word_opt},
    list::{Kind, Listing, SortColumn},
    search::begins_with,
    write,
};

/// An uploaded file about one account; minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub id: StatementId,
    pub bank_account_id: BankAccountId,
    pub file_name: String,
    /// SHA-256.
    pub file_hash: [u8; 32],
    pub format: StatementFormat,
    pub status: StatementStatus,
    pub currency: Currency,
    pub period: Option<(NaiveDate, NaiveDate)>,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub income: Amount,
    pub expense: Amount,
    pub entries: u32,
    pub new_entries: u32,
    pub faults: Vec<FaultAt>,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// An entry as the file has it, its texts cut to what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    pub id: StatementEntryId,
    pub line: u32,
    pub value_date: NaiveDate,
    pub direction: Direction,
    pub amount: Amount,
    pub balance: Option<Amount>,
    pub counterparty: String,
    pub counterparty_account: String,
    pub remark: String,
    pub reference: String,
    /// SHA-256 of the whole entry's identity.
    pub identity: [u8; 32],
}

impl Statement {
    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            bank_account_id: self.bank_account_id.as_uuid(),
            file_name: self.file_name.clone(),
            file_hash: self.file_hash.to_vec(),
            format: self.format.as_str().to_owned(),
            status: self.status.as_str().to_owned(),
            currency: self.currency.as_str().to_owned(),
            from_on: self.period.map(|(from, _)| from),
            until_on: self.period.map(|(_, until)| until),
            opening_minor: self.opening.map(Amount::minor),
            closing_minor: self.closing.map(Amount::minor),
            income_minor: self.income.minor(),
            expense_minor: self.expense.minor(),
            entry_count: small("statements.entry_count", self.entries)?,
            new_count: small("statements.new_count", self.new_entries)?,
            faults: match self.faults.as_slice() {
                [] => None,
                faults => Some(to_json("statements.faults", &faults)?),
            },
            created_by: self.created_by.as_uuid(),
        })
    }
}

impl TryFrom<Model> for Statement {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let faults = row.faults.map(|text| from_json("statements.faults", &text));
        Ok(Self {
            id: row.id.into(),
            bank_account_id: row.bank_account_id.into(),
            file_name: row.file_name,
            file_hash: crate::convert::hash("statements.file_hash", row.file_hash)?,
            format: word("statements.format", &row.format)?,
            status: word("statements.status", &row.status)?,
            currency: word("statements.currency", &row.currency)?,
            period: row.from_on.zip(row.until_on),
            opening: row.opening_minor.map(Amount::from_minor),
            closing: row.closing_minor.map(Amount::from_minor),
            income: Amount::from_minor(row.income_minor),
            expense: Amount::from_minor(row.expense_minor),
            entries: count("statements.entry_count", row.entry_count)?,
            new_entries: count("statements.new_count", row.new_count)?,
            faults: faults.transpose()?.unwrap_or_default(),
            created_by: row.created_by.into(),
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// Keeps an uploaded one with its entries.
///
/// # Errors
/// The database is not available.
pub async fn insert_statement(
    tx: &impl ConnectionTrait,
    statement: &Statement,
    entries: &[NewEntry],
) -> StoreResult<()> {
    write::insert(tx, statement.row(statement.created_at)?).await?;
    let row = |one: &NewEntry| entry::Model {
        id: one.id.as_uuid(),
        statement_id: statement.id.as_uuid(),
        line: i64::from(one.line),
        value_date: one.value_date,
        direction: one.direction.as_str().to_owned(),
        amount_minor: one.amount.minor(),
        balance_minor: one.balance.map(Amount::minor),
        counterparty: one.counterparty.clone(),
        counterparty_account: one.counterparty_account.clone(),
        remark: one.remark.clone(),
        reference: one.reference.clone(),
        identity: one.identity.to_vec(),
    };
    write::insert_all(tx, entries.iter().map(row).collect()).await
}

/// Reads one and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock_statement(tx: &impl ConnectionTrait, id: StatementId) -> StoreResult<Statement> {
    let found = Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save_statement(
    tx: &impl ConnectionTrait,
    statement: &mut Statement,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = statement.version;
    let row = Model { version: before + 1, ..statement.row(now)? };
    let mut row = ActiveModel::from(row).reset_all();
    row.created_at = NotSet;
    let same = Column::Id.eq(statement.id.as_uuid()).and(Column::Version.eq(before));
    write::one(Entity::update_many().set(row).filter(same), tx).await?;
    statement.version += 1;
    Ok(())
}

/// The entries of a statement, in their order.
///
/// # Errors
/// The database is not available.
pub async fn entries_of(
    db: &impl ConnectionTrait,
    statement: StatementId,
) -> StoreResult<Vec<NewEntry>> {
    let rows = entry::Entity::find()
        .filter(entry::Column::StatementId.eq(statement.as_uuid()))
        .order_by_asc(entry::Column::Line)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(NewEntry {
                id: row.id.into(),
                line: count("statement_entries.line", row.line)?,
                value_date: row.value_date,
                direction: word("statement_entries.direction", &row.direction)?,
                amount: Amount::from_minor(row.amount_minor),
                balance: row.balance_minor.map(Amount::from_minor),
                counterparty: row.counterparty,
                counterparty_account: row.counterparty_account,
                remark: row.remark,
                reference: row.reference,
                identity: crate::convert::hash("statement_entries.identity", row.identity)?,
            })
        })
        .collect()
}

/// Which of these entries are payments of the account already.
///
/// # Errors
/// The database is not available.
pub async fn known_identities(
    db: &impl ConnectionTrait,
    account: BankAccountId,
    identities: &[[u8; 32]],
) -> StoreResult<HashMap<[u8; 32], PaymentId>> {
    use payment::Column as Of;
    let mut known = HashMap::new();
    for some in identities.chunks(1_000) {
        let rows = payment::Entity::find()
            .select_only()
            .columns([Of::Id, Of::Identity])
            .filter(Of::BankAccountId.eq(account.as_uuid()))
            .filter(Of::Identity.is_in(some.iter().map(|identity| identity.to_vec())))
            .into_tuple::<(Uuid, Vec<u8>)>()
            .all(db)
            .await?;
        for (id, identity) in rows {
            known.insert(crate::convert::hash("payments.identity", identity)?, id.into());
        }
    }
    Ok(known)
}

/// How many payments of a statement are matched; all of them stay as they are until the transaction
/// ends.
///
/// # Errors
/// The database is not available.
pub async fn count_matched(
    tx: &impl ConnectionTrait,
    statement: StatementId,
) -> StoreResult<usize> {
    let matched = payment::Entity::find()
        .select_only()
        .column(payment::Column::MatchedMinor)
        .filter(payment::Column::StatementId.eq(statement.as_uuid()))
        .order_by_asc(payment::Column::Id)
        .lock_exclusive()
        .into_tuple::<i64>()
        .all(tx)
        .await?;
    Ok(matched.into_iter().filter(|minor| *minor != 0).count())
}

/// Takes the payments of a statement back, none of which is matched. Those that another statement of
/// the account has too are that one's from now on. Answers how many are gone.
///
/// # Errors
/// The database is not available.
pub async fn take_back(
    tx: &impl ConnectionTrait,
    statement: &Statement,
    now: DateTime<Utc>,
) -> StoreResult<usize> {
    let mine: Vec<(Uuid, Option<Vec<u8>>)> = payment::Entity::find()
        .select_only()
        .columns([payment::Column::Id, payment::Column::Identity])
        .filter(payment::Column::StatementId.eq(statement.id.as_uuid()))
        .into_tuple()
        .all(tx)
        .await?;
    let mut elsewhere: HashMap<Vec<u8>, Uuid> = HashMap::new();
    let identities: Vec<Vec<u8>> = mine.iter().filter_map(|(_, it)| it.clone()).collect();
    for some in identities.chunks(1_000) {
        let mut others = Query::select();
        others
            .columns(["identity", "statement_id"].map(|column| ("statement_entries", column)))
            .from("statement_entries")
            .inner_join(
                "statements",
                Expr::col(("statements", "id")).equals(("statement_entries", "statement_id")),
            )
            .and_where(Expr::col(("statement_entries", "identity")).is_in(some.iter().cloned()))
            .and_where(
                Expr::col(("statements", "bank_account_id"))
                    .eq(statement.bank_account_id.as_uuid()),
            )
            .and_where(Expr::col(("statements", "id")).ne(statement.id.as_uuid()))
            .and_where(Expr::col(("statements", "status")).eq(StatementStatus::Committed.as_str()));
        for row in tx.query_all(&others).await? {
            elsewhere.insert(row.try_get("", "identity")?, row.try_get("", "statement_id")?);
        }
    }
    let mut gone = Vec::new();
    for (id, identity) in mine {
        let Some(other) = identity.and_then(|identity| elsewhere.get(&identity).copied()) else {
            gone.push(id);
            continue;
        };
        let update = payment::Entity::update_many()
            .col_expr(payment::Column::StatementId, Expr::value(other))
            .col_expr(payment::Column::UpdatedAt, Expr::value(cut(now)))
            .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
            .filter(payment::Column::Id.eq(id));
        write::one(update, tx).await?;
    }
    for ids in gone.chunks(1_000) {
        let ids = || ids.iter().copied();
        suggestion::Entity::delete_many()
            .filter(suggestion::Column::PaymentId.is_in(ids()))
            .exec(tx)
            .await?;
        refusal::Entity::delete_many()
            .filter(refusal::Column::PaymentId.is_in(ids()))
            .exec(tx)
            .await?;
        matched::Entity::delete_many()
            .filter(matched::Column::PaymentId.is_in(ids()))
            .filter(matched::Column::UndoneAt.is_not_null())
            .exec(tx)
            .await?;
        payment::Entity::delete_many().filter(payment::Column::Id.is_in(ids())).exec(tx).await?;
    }
    Ok(gone.len())
}

/// How the statements of an account that count, and this one, follow each other.
///
/// # Errors
/// The database is not available.
pub async fn spans(
    db: &impl ConnectionTrait,
    account: BankAccountId,
    with: StatementId,
) -> StoreResult<Vec<Seam>> {
    let counts = Column::Status.eq(StatementStatus::Committed.as_str());
    let rows = Entity::find()
        .filter(Column::BankAccountId.eq(account.as_uuid()))
        .filter(Condition::any().add(counts).add(Column::Id.eq(with.as_uuid())))
        .all(db)
        .await?;
    let spans: Vec<Span> = rows
        .into_iter()
        .filter_map(|row| {
            Some(Span {
                from: row.from_on?,
                to: row.until_on?,
                opening: row.opening_minor.map(Amount::from_minor),
                closing: row.closing_minor.map(Amount::from_minor),
            })
        })
        .collect();
    Ok(seams(&spans))
}

/// The statements that a query asks for.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn page_of_statements(
    db: &impl ConnectionTrait,
    query: &StatementListQuery,
) -> StoreResult<Page<StatementRow>> {
    statement_listing(query).page(db, columns, |row| Ok(read(row)?.0)).await
}

pub(crate) fn statement_listing(query: &StatementListQuery) -> Listing<'_> {
    let col = |name: &'static str| Expr::col(("statements", name));
    let mut filter = Condition::all();
    let q = query.q.trim();
    if !q.is_empty() {
        filter = filter.add(begins_with(col("file_name"), q));
    }
    match query.status.as_slice() {
        [] => {}
        [one] => filter = filter.add(col("status").eq(one.as_str())),
        several => filter = filter.add(col("status").is_in(several.iter().map(|it| it.as_str()))),
    }
    if let Some(account) = query.account {
        filter = filter.add(col("bank_account_id").eq(account.as_uuid()));
    }
    let column = |key| match key {
        StatementSort::CreatedAt => SortColumn::new("created_at", Kind::At),
        StatementSort::UntilOn => SortColumn::nullable("until_on", Kind::On),
    };
    Listing::new("statements", filter, query.sort, column, query.paging()).at_once()
}

fn columns(statement: &mut SelectStatement) {
    statement
        .column(("statements", Asterisk))
        .expr_as(Expr::col(("bank_accounts", "name")), "bank_account_name")
        .expr_as(Expr::col(("users", "name")), "created_by_name")
        .left_join(
            "bank_accounts",
            Expr::col(("bank_accounts", "id")).equals(("statements", "bank_account_id")),
        )
        .left_join("users", Expr::col(("users", "id")).equals(("statements", "created_by")));
}

fn read(row: &QueryResult) -> StoreResult<(StatementRow, Statement)> {
    let one = Statement::try_from(Model::from_query_result(row, "")?)?;
    let shown = StatementRow {
        id: one.id,
        bank_account_id: one.bank_account_id,
        bank_account_name: row.try_get("", "bank_account_name")?,
        file_name: one.file_name.clone(),
        format: one.format,
        status: one.status,
        currency: one.currency,
        from_on: one.period.map(|(from, _)| from),
        until_on: one.period.map(|(_, until)| until),
        opening: one.opening,
        closing: one.closing,
        income: one.income,
        expense: one.expense,
        entries: one.entries,
        new_entries: one.new_entries,
        created_by_name: row.try_get("", "created_by_name")?,
        created_at: one.created_at,
        version: one.version,
    };
    Ok((shown, one))
}

/// One statement, with what is wrong with it and how it meets the others.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn statement_view(
    db: &impl ConnectionTrait,
    id: StatementId,
) -> StoreResult<StatementView> {
    let mut statement = Query::select();
    statement.from("statements").and_where(Expr::col(("statements", "id")).eq(id.as_uuid()));
    columns(&mut statement);
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let (statement, one) = read(&row)?;
    let seams = match one.status {
        StatementStatus::Discarded | StatementStatus::Faulty => Vec::new(),
        _ => spans(db, one.bank_account_id, id).await?,
    };
    Ok(StatementView { statement, faults: one.faults, seams, version: one.version })
}

/// The entries of a statement that a query asks for, with the payments that they are.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn entries(
    db: &impl ConnectionTrait,
    statement: &StatementRow,
    query: &EntryListQuery,
) -> StoreResult<Page<EntryView>> {
    entry_listing(statement, query)
        .page(
            db,
            |select| {
                let mut payments = Query::select();
                payments
                    .columns(["id", "identity", "status"])
                    .from("payments")
                    .and_where(Expr::col("bank_account_id").eq(statement.bank_account_id.as_uuid()))
                    .and_where(Expr::col("identity").is_not_null());
                select
                    .column(("statement_entries", Asterisk))
                    .expr_as(Expr::col(("of", "id")), "payment_id")
                    .expr_as(Expr::col(("of", "status")), "payment_status")
                    .join_subquery(
                        sea_orm::JoinType::LeftJoin,
                        payments,
                        "of",
                        Expr::col(("of", "identity")).equals(("statement_entries", "identity")),
                    );
            },
            read_entry,
        )
        .await
}

pub(crate) fn entry_listing<'a>(
    statement: &StatementRow,
    query: &'a EntryListQuery,
) -> Listing<'a> {
    let col = |name: &'static str| Expr::col(("statement_entries", name));
    let mut filter = Condition::all().add(col("statement_id").eq(statement.id.as_uuid()));
    if let Some(known) = query.known {
        let mut payments = Query::select();
        payments
            .column("identity")
            .from("payments")
            .and_where(Expr::col("bank_account_id").eq(statement.bank_account_id.as_uuid()))
            .and_where(Expr::col("identity").is_not_null());
        filter = filter.add(if known {
            col("identity").in_subquery(payments)
        } else {
            col("identity").not_in_subquery(payments)
        });
    }
    let column = |key| match key {
        EntrySort::Line => SortColumn::unique("line", Kind::Number),
    };
    Listing::new("statement_entries", filter, query.sort, column, query.paging())
}

fn read_entry(row: &QueryResult) -> StoreResult<EntryView> {
    let one = entry::Model::from_query_result(row, "")?;
    let status: Option<String> = row.try_get("", "payment_status")?;
    Ok(EntryView {
        id: one.id.into(),
        line: count("statement_entries.line", one.line)?,
        value_date: one.value_date,
        direction: word("statement_entries.direction", &one.direction)?,
        amount: Amount::from_minor(one.amount_minor),
        balance: one.balance_minor.map(Amount::from_minor),
        counterparty: one.counterparty,
        counterparty_account: one.counterparty_account,
        remark: one.remark,
        reference: one.reference,
        payment_id: views::payment_id(row, "payment_id")?,
        payment_status: word_opt("payments.status", status.as_deref())?,
    })
}
