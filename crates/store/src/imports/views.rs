//! Imports and their rows as people see them.

use domain::{
    id::ImportId,
    imports::{
        ImportTarget,
        wire::{
            ImportListQuery, ImportRowListQuery, ImportRowSort, ImportRowView, ImportSort,
            ImportView,
        },
    },
    list::{ListQuery, Page},
};
use sea_orm::{
    ConnectionTrait, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, Condition, Expr, JoinType, Query, SelectStatement},
};

use super::{Import, Row, import, row};
use crate::{
    StoreError, StoreResult,
    list::{Kind, Listing, SortColumn},
    search::begins_with,
};

/// Those of the targets that somebody may import.
fn visible(targets: &[ImportTarget]) -> Condition {
    let named = targets.iter().map(|target| target.as_str());
    Condition::all().add(Expr::col(("imports", "target")).is_in(named))
}

/// Imports by the beginning of the file's name, by target and status.
///
/// # Errors
/// The database is not available.
pub async fn page(
    db: &impl ConnectionTrait,
    targets: &[ImportTarget],
    query: &ImportListQuery,
) -> StoreResult<Page<ImportView>> {
    listing(targets, query).page(db, columns, read).await
}

fn listing<'a>(targets: &[ImportTarget], query: &'a ImportListQuery) -> Listing<'a> {
    let mut filter = visible(targets);
    if !query.q.trim().is_empty() {
        filter = filter.add(begins_with(Expr::col("file_name"), query.q.trim()));
    }
    if !query.target.is_empty() {
        filter = filter.add(Expr::col("target").is_in(query.target.iter().map(|t| t.as_str())));
    }
    if !query.status.is_empty() {
        filter = filter.add(Expr::col("status").is_in(query.status.iter().map(|s| s.as_str())));
    }
    Listing::new("imports", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: ImportSort) -> SortColumn {
    match key {
        ImportSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    statement
        .column(("imports", Asterisk))
        .expr_as(Expr::col(("users", "name")), "created_by_name")
        .join(
            JoinType::LeftJoin,
            "users",
            Expr::col(("users", "id")).equals(("imports", "created_by")),
        );
}

fn read(row: &QueryResult) -> StoreResult<ImportView> {
    let by: Option<String> = row.try_get("", "created_by_name")?;
    let import = Import::try_from(import::Model::from_query_result(row, "")?)?;
    Ok(ImportView {
        id: import.id,
        target: import.target,
        status: import.status,
        file_name: import.file_name,
        file_size: import.file_size,
        encoding: import.encoding,
        header_row: import.header_row,
        headers: import.headers,
        columns: import.columns,
        remembered: import.remembered,
        on_duplicate: import.on_duplicate,
        rows: import.rows,
        done: import.done,
        counts: import.counts,
        failure: import.failure,
        created_by_name: by.unwrap_or_default(),
        created_at: import.created_at,
        committed_at: import.committed_at,
        undone_at: import.undone_at,
        version: import.version,
    })
}

/// One of them.
///
/// # Errors
/// [`StoreError::NotFound`] where it is of another target.
pub async fn view(
    db: &impl ConnectionTrait,
    targets: &[ImportTarget],
    id: ImportId,
) -> StoreResult<ImportView> {
    let mut statement = Query::select();
    statement
        .from("imports")
        .cond_where(visible(targets))
        .and_where(Expr::col(("imports", "id")).eq(id.as_uuid()));
    columns(&mut statement);
    read(&db.query_one(&statement).await?.ok_or(StoreError::NotFound)?)
}

/// Its rows by state, in the order of the file; whoever asks has opened the import.
///
/// # Errors
/// The database is not available.
pub async fn rows_page(
    db: &impl ConnectionTrait,
    import: ImportId,
    query: &ImportRowListQuery,
) -> StoreResult<Page<ImportRowView>> {
    let select = |statement: &mut SelectStatement| {
        statement.column(("import_rows", Asterisk));
    };
    row_listing(import, query)
        .page(db, select, |found| {
            let row = Row::try_from(row::Model::from_query_result(found, "")?)?;
            Ok(ImportRowView {
                number: row.number,
                state: row.state,
                cells: row.cells,
                faults: row.faults,
                repeats: row.repeats,
                subject_id: row.subject_id,
                subject_label: row.subject_label,
            })
        })
        .await
}

pub(crate) fn row_listing(import: ImportId, query: &ImportRowListQuery) -> Listing<'_> {
    let mut filter =
        Condition::all().add(Expr::col(("import_rows", "import_id")).eq(import.as_uuid()));
    if !query.q.trim().is_empty() {
        filter =
            filter.add(begins_with(Expr::col("first_key"), &domain::text::normalized(&query.q)));
    }
    if !query.state.is_empty() {
        filter = filter.add(Expr::col("state").is_in(query.state.iter().map(|s| s.as_str())));
    }
    Listing::new("import_rows", filter, query.sort, row_column_for, query.paging())
}

const fn row_column_for(key: ImportRowSort) -> SortColumn {
    match key {
        ImportRowSort::Number => SortColumn::unique("number", Kind::Number),
    }
}
