//! Importing, as people do it: a file, its columns, its rows, and then all of it, forth and back.

use actix_web::web::{self, Data};
use domain::{
    Id,
    access::Permission,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::ImportId,
    imports::{
        Counts, ImportStatus, ImportTarget, Layout, MAX_CELL, MOST_FIXED, OnDuplicate, proposed,
        wire::{
            CommitImport, FixRows, ImportListQuery, ImportRowListQuery, ImportRowView, ImportView,
            MapImport,
        },
    },
    list::Page,
    problem::{ProblemCode, Reason, Refusal},
    validate::Faults,
};
use sha2::{Digest as _, Sha256};
use store::imports::{self, Import};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    assess::assess,
    file::{Source, Survey},
    receive::Received,
    staging::stage,
    targets_of,
};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch},
};

/// Files that are read at the same time.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// Rows that are staged before the answer; a longer file is looked after with `GET`.
const AT_ONCE_STAGED: u32 = 1_000;

/// Whether the caller, who may make such records one by one, may import lists.
///
/// # Errors
/// They may not.
pub fn may_import(caller: &Caller) -> ApiResult<()> {
    let needed = Permission::ImportsManage;
    if caller.powers.may(needed) {
        Ok(())
    } else {
        Err(ApiError::refuse(ProblemCode::NotPermitted, format!("This needs `{needed}`.")))
    }
}

/// A file that was looked at, and of which nothing but that is kept yet.
pub struct Begun {
    pub id: ImportId,
    survey: Survey,
    source: Source,
    turn: SemaphorePermit<'static>,
}

impl Begun {
    /// Takes its rows over.
    pub async fn stage(self, app: &App) {
        stage(app, self.id, self.source, self.survey.header_row, self.turn).await;
    }
}

/// Looks at a file as a whole and, if it can be read, takes it over, or begins to.
///
/// # Errors
/// The file cannot be read, is more than a spreadsheet, or has nothing in it: nothing is kept then.
pub async fn upload(
    app: &Data<App>,
    caller: &Caller,
    target: ImportTarget,
    received: Received,
) -> ApiResult<ImportView> {
    let begun = begin(app, caller, target, received).await?;
    let id = begun.id;
    if begun.survey.rows <= AT_ONCE_STAGED {
        begun.stage(app).await;
    } else {
        let app = app.clone();
        actix_web::rt::spawn(async move { begun.stage(&app).await });
    }
    view(app, caller, id).await
}

/// Looks at a file as a whole, and notes that it is there.
///
/// # Errors
/// As [`upload`].
pub async fn begin(
    app: &App,
    caller: &Caller,
    target: ImportTarget,
    received: Received,
) -> ApiResult<Begun> {
    let turn = AT_ONCE.acquire().await.map_err(anyhow::Error::from)?;
    let Received { file, name, size, hash } = received;
    let looked_at = web::block(move || {
        let mut source = Source::open(file)?;
        let survey = source.survey(target)?;
        Ok::<_, Refusal>((source, survey))
    });
    // A file that makes a reader give up is a file that cannot be read.
    let (source, survey) = looked_at.await.map_err(|_| Refusal::from(Reason::NotASheet))??;
    let import = app
        .transact(async |tx| {
            let mut import = new_import(app, tx, caller, target, &survey).await?;
            (import.file_name, import.file_size) = (name.clone(), size);
            (import.file_hash, import.encoding) = (hash, source.encoding().to_owned());
            imports::insert(&**tx, &import, tx.now).await?;
            tell(app, tx, caller, &import, EventKind::ImportUploaded);
            Ok(import)
        })
        .await?;
    Ok(Begun { id: import.id, survey, source, turn })
}

async fn new_import(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    target: ImportTarget,
    survey: &Survey,
) -> ApiResult<Import> {
    let hash = hash_of(&survey.headers);
    let kept = imports::remembered(&**tx, caller.user, target, hash).await?;
    let remembered = kept.is_some();
    Ok(Import {
        id: Id::from_uuid(app.id()),
        target,
        status: ImportStatus::Reading,
        file_name: String::new(),
        file_size: 0,
        file_hash: [0; 32],
        encoding: String::new(),
        header_row: survey.header_row,
        headers: survey.headers.clone(),
        columns: kept.unwrap_or_else(|| proposed(target, &survey.headers)),
        remembered,
        on_duplicate: OnDuplicate::Skip,
        rows: survey.rows,
        done: 0,
        last_row: 0,
        counts: Counts::default(),
        failure: None,
        created_by: caller.user,
        acted_by: None,
        created_at: tx.now,
        updated_at: tx.now,
        committed_at: None,
        undone_at: None,
        tries: 0,
        waits_until: None,
        version: 1,
    })
}

/// By what files of the same kind are known again.
fn hash_of(headers: &[String]) -> [u8; 32] {
    Sha256::digest(headers.join("\u{1f}")).into()
}

fn tell(app: &App, tx: &Tx, caller: &Caller, import: &Import, kind: EventKind) {
    record(app, tx, kind, SubjectKind::Import, import.id.as_uuid(), &import.file_name)
        .by(caller.user)
        .note(Some(import.target.as_str()))
        .append();
}

/// Imports of what the caller may make.
pub async fn page(
    app: &App,
    caller: &Caller,
    query: &ImportListQuery,
) -> ApiResult<Page<ImportView>> {
    Ok(imports::page(&app.db.read, &targets_of(caller), query).await?)
}

/// One of them.
///
/// # Errors
/// 404 where it is not there, or of what the caller may not make.
pub async fn view(app: &App, caller: &Caller, id: ImportId) -> ApiResult<ImportView> {
    Ok(imports::view(&app.db.read, &targets_of(caller), id).await?)
}

/// Its rows.
///
/// # Errors
/// 404.
pub async fn rows(
    app: &App,
    caller: &Caller,
    id: ImportId,
    query: &ImportRowListQuery,
) -> ApiResult<Page<ImportRowView>> {
    view(app, caller, id).await?;
    Ok(imports::rows_page(&app.db.read, id, query).await?)
}

/// Says what the columns of a preview are; its rows are looked at again.
///
/// # Errors
/// 404; 409 where it is no preview; 412; a mapping that makes no sense.
pub async fn map(
    app: &App,
    caller: &Caller,
    id: ImportId,
    version: IfMatch,
    asked: &MapImport,
) -> ApiResult<ImportView> {
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, &targets_of(caller), id).await?;
        import.status.may_change()?;
        version.check(import.version)?;
        // A row may be wider than the headings.
        let width = import.headers.len().max(asked.columns.len().min(domain::imports::MAX_COLUMNS));
        Layout::of(import.target, &asked.columns, width)?;
        import.columns.clone_from(&asked.columns);
        import.remembered = false;
        import.enter(ImportStatus::Checking);
        let hash = hash_of(&import.headers);
        imports::remember(&**tx, caller.user, import.target, hash, &import.columns, tx.now).await?;
        imports::save(&**tx, &mut import, tx.now).await?;
        app.bell.notify_one();
        Ok(imports::view(&**tx, &targets_of(caller), id).await?)
    })
    .await
}

/// Corrects rows of a preview.
///
/// # Errors
/// 404; 409 where it is no preview; a row that is not there, or cells that are none.
pub async fn fix(
    app: &App,
    caller: &Caller,
    id: ImportId,
    asked: &FixRows,
) -> ApiResult<ImportView> {
    check_fixed(asked)?;
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, &targets_of(caller), id).await?;
        import.status.may_change()?;
        for (at, fixed) in asked.rows.iter().enumerate() {
            let mut found = imports::by_numbers(&**tx, id, &[fixed.number]).await?;
            let Some(mut row) = found.pop() else {
                let pointer = format!("/rows/{at}/number");
                return Err(Refusal::new(Reason::UnknownReference).at(pointer).into());
            };
            let before = row.state;
            row.cells.clone_from(&fixed.cells);
            for (row, _) in assess(&**tx, &import, vec![row], business_day(tx.now)).await? {
                import.counts.moved(before, row.state);
                imports::replace_rows(&**tx, id, vec![row]).await?;
            }
        }
        imports::save(&**tx, &mut import, tx.now).await?;
        Ok(imports::view(&**tx, &targets_of(caller), id).await?)
    })
    .await
}

fn check_fixed(asked: &FixRows) -> ApiResult<()> {
    let mut faults = Faults::new();
    if asked.rows.is_empty() {
        faults.add("/rows", Reason::Required);
    }
    let too_many = |max: usize| Refusal::new(Reason::TooManyEntries).with("max", max);
    if asked.rows.len() > MOST_FIXED {
        faults.add("/rows", too_many(MOST_FIXED));
    }
    for (at, row) in asked.rows.iter().enumerate().take(MOST_FIXED) {
        if row.cells.len() > domain::imports::MAX_COLUMNS {
            faults.add(format!("/rows/{at}/cells"), too_many(domain::imports::MAX_COLUMNS));
        }
        for (cell, text) in row.cells.iter().enumerate() {
            if text.chars().count() > MAX_CELL {
                let refusal = Refusal::new(Reason::TooLong).with("max", MAX_CELL);
                faults.add(format!("/rows/{at}/cells/{cell}"), refusal);
            }
        }
    }
    Ok(faults.into_result()?)
}

/// Has the rows written: of a preview, or again of what was undone. The worker does it.
///
/// # Errors
/// 404; 409 where it is neither, or rows are wrong that are not to be left out; 412.
pub async fn commit(
    app: &App,
    caller: &Caller,
    id: ImportId,
    version: IfMatch,
    asked: &CommitImport,
) -> ApiResult<ImportView> {
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, &targets_of(caller), id).await?;
        import.status.may_commit()?;
        version.check(import.version)?;
        let width = import.columns.len();
        Layout::of(import.target, &import.columns, width)?;
        if import.counts.invalid > 0 && !asked.leave_out_invalid {
            return Err(Refusal::new(Reason::RowsInvalid)
                .with("count", import.counts.invalid)
                .into());
        }
        import.on_duplicate = asked.on_duplicate;
        import.acted_by = Some(caller.user);
        import.undone_at = None;
        import.enter(ImportStatus::Committing);
        imports::save(&**tx, &mut import, tx.now).await?;
        tell(app, tx, caller, &import, EventKind::ImportCommitted);
        Ok(imports::view(&**tx, &targets_of(caller), id).await?)
    })
    .await
}

/// Undoes the whole import: the worker takes back what was written; a preview is given up.
///
/// # Errors
/// 404; 409 while the file is being read.
pub async fn undo(app: &App, caller: &Caller, id: ImportId) -> ApiResult<ImportView> {
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, &targets_of(caller), id).await?;
        let to = import.status.undone()?;
        if to != import.status {
            import.acted_by = Some(caller.user);
            import.enter(to);
            if to == ImportStatus::Discarded {
                // So many rows are still to be forgotten.
                import.done = import.rows;
            }
            imports::save(&**tx, &mut import, tx.now).await?;
            tell(app, tx, caller, &import, EventKind::ImportUndone);
        }
        Ok(imports::view(&**tx, &targets_of(caller), id).await?)
    })
    .await
}

/// What was stopped goes on where it stood.
///
/// # Errors
/// 404; 409 where it was not stopped; 412.
pub async fn retry(
    app: &App,
    caller: &Caller,
    id: ImportId,
    version: IfMatch,
) -> ApiResult<ImportView> {
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, &targets_of(caller), id).await?;
        let to = import.status.retried()?;
        version.check(import.version)?;
        import.status = to;
        import.goes_on();
        import.acted_by = Some(caller.user);
        imports::save(&**tx, &mut import, tx.now).await?;
        tell(app, tx, caller, &import, EventKind::ImportRetried);
        app.bell.notify_one();
        Ok(imports::view(&**tx, &targets_of(caller), id).await?)
    })
    .await
}
