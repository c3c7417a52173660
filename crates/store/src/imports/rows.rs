//! The rows of a file, batch by batch.

use std::collections::HashMap;

use domain::{id::ImportId, imports::RowState, problem::FieldError};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::row::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, from_json, small, to_json, word},
    write,
};

/// A row of a file, what it comes to, and what it became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub id: Uuid,
    /// As the spreadsheet counts.
    pub number: u32,
    pub state: RowState,
    pub cells: Vec<String>,
    pub faults: Vec<FieldError>,
    /// By what it is told from others.
    pub keys: [Option<String>; 2],
    pub repeats: Option<u32>,
    /// The record that it is or became.
    pub subject_id: Option<Uuid>,
    pub subject_label: Option<String>,
    /// The record's version when the import had written it.
    pub subject_version: Option<i64>,
    /// What the record was before, as JSON; nothing of one that was created.
    pub before: Option<String>,
}

impl Row {
    /// A row that nobody has looked at yet.
    pub fn new(id: Uuid, number: u32, cells: Vec<String>) -> Self {
        Self {
            id,
            number,
            state: RowState::Ready,
            cells,
            faults: Vec::new(),
            keys: [None, None],
            repeats: None,
            subject_id: None,
            subject_label: None,
            subject_version: None,
            before: None,
        }
    }

    fn model(self, import: ImportId) -> StoreResult<Model> {
        let cut = |text: String, most: usize| text.chars().take(most).collect::<String>();
        let [first_key, second_key] = self.keys.map(|key| key.map(|key| cut(key, 190)));
        let has_faults = !self.faults.is_empty();
        let faults = has_faults.then(|| to_json("import_rows.faults", &self.faults)).transpose()?;
        Ok(Model {
            id: self.id,
            import_id: import.as_uuid(),
            number: i64::from(self.number),
            state: self.state.as_str().to_owned(),
            cells: to_json("import_rows.cells", &self.cells)?,
            faults,
            first_key,
            second_key,
            repeats: self.repeats.map(|row| small("import_rows.repeats", row)).transpose()?,
            subject_id: self.subject_id,
            subject_label: self.subject_label.map(|label| cut(label, 190)),
            subject_version: self.subject_version,
            before: self.before,
        })
    }
}

impl TryFrom<Model> for Row {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let faults = match &row.faults {
            Some(faults) => from_json("import_rows.faults", faults)?,
            None => Vec::new(),
        };
        Ok(Self {
            id: row.id,
            number: count("import_rows.number", row.number)?,
            state: word("import_rows.state", &row.state)?,
            cells: from_json("import_rows.cells", &row.cells)?,
            faults,
            keys: [row.first_key, row.second_key],
            repeats: row.repeats.map(|row| count("import_rows.repeats", row)).transpose()?,
            subject_id: row.subject_id,
            subject_label: row.subject_label,
            subject_version: row.subject_version,
            before: row.before,
        })
    }
}

/// The next rows of a file after one, in its order; only those in these states, where any are named.
///
/// # Errors
/// The database is not available.
pub async fn batch(
    db: &impl ConnectionTrait,
    import: ImportId,
    after: u32,
    states: &[RowState],
    most: u64,
) -> StoreResult<Vec<Row>> {
    let mut rows = Entity::find()
        .filter(Column::ImportId.eq(import.as_uuid()))
        .filter(Column::Number.gt(i64::from(after)))
        .order_by_asc(Column::Number)
        .limit(most);
    if !states.is_empty() {
        rows = rows.filter(Column::State.is_in(states.iter().map(|state| state.as_str())));
    }
    rows.all(db).await?.into_iter().map(Row::try_from).collect()
}

/// The rows in these states before one, the last of the file first; from its end where none is named.
///
/// # Errors
/// The database is not available.
pub async fn batch_back(
    db: &impl ConnectionTrait,
    import: ImportId,
    before: Option<u32>,
    states: &[RowState],
    most: u64,
) -> StoreResult<Vec<Row>> {
    let mut rows = Entity::find()
        .filter(Column::ImportId.eq(import.as_uuid()))
        .filter(Column::State.is_in(states.iter().map(|state| state.as_str())))
        .order_by_desc(Column::Number)
        .limit(most);
    if let Some(before) = before {
        rows = rows.filter(Column::Number.lt(i64::from(before)));
    }
    rows.all(db).await?.into_iter().map(Row::try_from).collect()
}

/// The rows with these numbers, in the order of the file.
///
/// # Errors
/// The database is not available.
pub async fn by_numbers(
    db: &impl ConnectionTrait,
    import: ImportId,
    numbers: &[u32],
) -> StoreResult<Vec<Row>> {
    let rows = Entity::find()
        .filter(Column::ImportId.eq(import.as_uuid()))
        .filter(Column::Number.is_in(numbers.iter().map(|number| i64::from(*number))))
        .order_by_asc(Column::Number);
    rows.all(db).await?.into_iter().map(Row::try_from).collect()
}

/// Keeps new rows.
///
/// # Errors
/// The database is not available.
pub async fn insert_rows(
    tx: &impl ConnectionTrait,
    import: ImportId,
    rows: Vec<Row>,
) -> StoreResult<()> {
    let rows = rows.into_iter().map(|row| row.model(import)).collect::<StoreResult<_>>()?;
    write::insert_all(tx, rows).await
}

/// Writes rows that are there already, all in two statements.
///
/// # Errors
/// The database is not available.
pub async fn replace_rows(
    tx: &impl ConnectionTrait,
    import: ImportId,
    rows: Vec<Row>,
) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    Entity::delete_many().filter(Column::Id.is_in(rows.iter().map(|row| row.id))).exec(tx).await?;
    insert_rows(tx, import, rows).await
}

/// For each of these keys the first row before `number` that has it and was not wrong: by the first
/// key, and by the second.
///
/// # Errors
/// The database is not available.
pub async fn earlier(
    db: &impl ConnectionTrait,
    import: ImportId,
    keys: [&[String]; 2],
    number: u32,
) -> StoreResult<[HashMap<String, u32>; 2]> {
    let mut found = [HashMap::new(), HashMap::new()];
    for ((column, keys), found) in ["first_key", "second_key"].into_iter().zip(keys).zip(&mut found)
    {
        if keys.is_empty() {
            continue;
        }
        let mut statement = Query::select();
        statement
            .column(column)
            .expr_as(Expr::col("number").min(), "first_number")
            .from("import_rows")
            .and_where(Expr::col("import_id").eq(import.as_uuid()))
            .and_where(Expr::col(column).is_in(keys.iter().map(String::as_str)))
            .and_where(Expr::col("number").lt(i64::from(number)))
            .and_where(Expr::col("state").ne(RowState::Invalid.as_str()))
            .group_by_col(column);
        for row in db.query_all(&statement).await? {
            let first: i64 = row.try_get("", "first_number")?;
            found.insert(row.try_get("", column)?, count("import_rows.number", first)?);
        }
    }
    Ok(found)
}

/// Forgets some of the rows of an import; answers how many.
///
/// # Errors
/// The database is not available.
pub async fn delete_rows(
    tx: &impl ConnectionTrait,
    import: ImportId,
    most: u64,
) -> StoreResult<u64> {
    let some = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ImportId.eq(import.as_uuid()))
        .limit(most);
    let ids: Vec<Uuid> = some.into_tuple().all(tx).await?;
    let done = Entity::delete_many().filter(Column::Id.is_in(ids)).exec(tx).await?;
    Ok(done.rows_affected)
}
