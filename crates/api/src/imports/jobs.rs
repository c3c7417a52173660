//! What the worker does about imports: a batch at a time, in one transaction with how far it has
//! come. The import's row is locked meanwhile, so that of two workers one waits and then goes on
//! behind the other, and a killed one leaves nothing half done.

use chrono::TimeDelta;
use domain::{
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::{ImportId, UserId},
    imports::{
        Content, ImportStatus, ImportTarget, KEPT_DAYS, MOST_TRIES, OnDuplicate, RowState,
        by_column,
    },
    problem::{Reason, Refusal},
};
use store::imports::{self, Import, Row};
use uuid::Uuid;

use super::{
    BATCH,
    assess::{Assessed, assess},
    staging,
    targets::{self, Outcome},
    undo,
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::{Record, record},
    worker::wait_after_failure,
};

/// How long reading may stand still before it is taken for broken off.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// Rows that are forgotten at once.
const FORGOTTEN: u64 = 5_000;

/// Does the next batch of the import that has waited longest; answers how many (none, or one). A
/// batch that fails is tried again later, so that the imports behind it go on meanwhile.
///
/// # Errors
/// The database is not available: the batch is done again.
pub async fn step(app: &App) -> ApiResult<usize> {
    let now = app.clock.now();
    if let Some(id) = imports::interrupted(&app.db.read, now - PATIENCE).await? {
        staging::finish(app, id, Some(Reason::ImportInterrupted)).await?;
    }
    let Some(id) = imports::at_work(&app.db.read, now).await? else { return close(app).await };
    let by = match batch(app, id).await {
        Ok(by) => by,
        Err(error) => {
            tracing::warn!(import = %id, %error, "a batch of an import failed");
            wait(app, id).await?
        }
    };
    if let Some(by) = by {
        app.live.announce(by);
    }
    Ok(1)
}

/// Does the next batch of an import; answers who waits for it.
async fn batch(app: &App, id: ImportId) -> ApiResult<Option<UserId>> {
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, ImportTarget::ALL, id).await?;
        let before = import.clone();
        match import.status {
            ImportStatus::Checking => check(tx, &mut import).await?,
            ImportStatus::Committing => commit(app, tx, &mut import).await?,
            ImportStatus::Undoing => undo::step(app, tx, &mut import).await?,
            status if ImportStatus::OVER.contains(&status) => {
                let gone = imports::delete_rows(&**tx, id, FORGOTTEN).await?;
                // Fewer than were wanted: these were the last.
                let left = import.done.saturating_sub(u32::try_from(gone).unwrap_or(u32::MAX));
                import.done = if gone < FORGOTTEN { 0 } else { left.max(1) };
            }
            _ => return Ok(None),
        }
        (import.tries, import.waits_until) = (0, None);
        if import.status == before.status {
            imports::advance(&**tx, &import, tx.now).await?;
        } else {
            imports::save(&**tx, &mut import, tx.now).await?;
        }
        Ok(import.acted_by.or(Some(import.created_by)))
    })
    .await
}

/// Has an import wait after a batch that failed, longer each time, and stops it in the end; answers
/// who waits for it.
async fn wait(app: &App, id: ImportId) -> ApiResult<Option<UserId>> {
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, ImportTarget::ALL, id).await?;
        import.tries = import.tries.saturating_add(1);
        match import.status.stopped() {
            Some(stopped) if import.tries >= MOST_TRIES => {
                import.status = stopped;
                import.failure = Some(Reason::ImportStopped);
                import.waits_until = None;
                imports::save(&**tx, &mut import, tx.now).await?;
                tell(app, tx, &import, EventKind::ImportStopped, &[]);
            }
            _ => {
                import.waits_until = Some(tx.now + wait_after_failure(import.tries));
                imports::advance(&**tx, &import, tx.now).await?;
            }
        }
        Ok(import.acted_by.or(Some(import.created_by)))
    })
    .await
}

/// Closes an import that nobody has touched for long: its rows are forgotten by the next steps.
/// Answers how many (none, or one).
async fn close(app: &App) -> ApiResult<usize> {
    let before = app.clock.now() - TimeDelta::days(KEPT_DAYS);
    let Some(id) = imports::aged(&app.db.read, before).await? else { return Ok(0) };
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, ImportTarget::ALL, id).await?;
        if let Some(to) = import.status.aged()
            && import.updated_at < before
        {
            import.enter(to);
            // So many rows are to be forgotten.
            import.done = import.rows;
            imports::save(&**tx, &mut import, tx.now).await?;
        }
        Ok(1)
    })
    .await
}

/// The next rows in the order of the file.
async fn next(tx: &Tx, import: &Import) -> ApiResult<Vec<Row>> {
    // What is issued one by one takes its time, and others wait for the transaction to end.
    let most = if import.target == ImportTarget::Licenses { BATCH / 10 } else { BATCH };
    Ok(imports::batch(&**tx, import.id, import.last_row, &[], most as u64).await?)
}

/// Looks at rows again, after the columns were changed.
async fn check(tx: &Tx, import: &mut Import) -> ApiResult<()> {
    let rows = next(tx, import).await?;
    let Some(last) = rows.last().map(|row| row.number) else {
        import.status = ImportStatus::Ready;
        return Ok(());
    };
    let before: Vec<RowState> = rows.iter().map(|row| row.state).collect();
    let assessed = assess(&**tx, import, rows, business_day(tx.now)).await?;
    let rows = assessed.into_iter().map(|(row, _)| row).collect();
    written(tx, import, &before, rows, last).await
}

/// Writes rows: what is new is created, what is there is updated or left alone, what is wrong stays.
async fn commit(app: &App, tx: &Tx, import: &mut Import) -> ApiResult<()> {
    let rows = next(tx, import).await?;
    let Some(last) = rows.last().map(|row| row.number) else {
        import.status = ImportStatus::Committed;
        import.committed_at = Some(tx.now);
        tell(app, tx, import, EventKind::ImportFinished, &[]);
        return Ok(());
    };
    let before: Vec<RowState> = rows.iter().map(|row| row.state).collect();
    let mut assessed = assess(&**tx, import, rows, business_day(tx.now)).await?;
    let created = match import.target {
        ImportTarget::Licenses => issue(app, tx, import, &mut assessed).await?,
        _ => create(app, tx, import, &mut assessed).await?,
    };
    update(app, tx, import, &mut assessed).await?;
    if !created.is_empty() {
        tell(app, tx, import, EventKind::ImportApplied, &created);
    }
    let rows = assessed.into_iter().map(|(row, _)| row).collect();
    written(tx, import, &before, rows, last).await
}

/// Keeps what became of rows, and how far the import has come.
async fn written(
    tx: &Tx,
    import: &mut Import,
    before: &[RowState],
    rows: Vec<Row>,
    last: u32,
) -> ApiResult<()> {
    for (from, row) in before.iter().zip(&rows) {
        import.counts.moved(*from, row.state);
    }
    import.done += u32::try_from(rows.len()).unwrap_or_default();
    import.last_row = last;
    Ok(imports::replace_rows(&**tx, import.id, rows).await?)
}

/// Issues the licenses of the new rows, one by one, as by hand; answers their ids.
async fn issue(
    app: &App,
    tx: &Tx,
    import: &Import,
    assessed: &mut [Assessed],
) -> ApiResult<Vec<Uuid>> {
    let by = targets::licenses::importer(tx, import).await?;
    let mut created = Vec::new();
    for (row, content) in assessed.iter_mut().filter(|(row, _)| row.state == RowState::Ready) {
        let Some(Content::License(line)) = content.take() else { continue };
        match targets::licenses::issue(app, tx, &by, import, &line).await? {
            Ok((id, number, version)) => {
                row.state = RowState::Created;
                row.subject_id = Some(id);
                row.subject_label = Some(number);
                row.subject_version = Some(version);
                created.push(id);
            }
            Err(faults) => {
                row.state = RowState::Invalid;
                row.faults = by_column(import.target, faults);
            }
        }
    }
    Ok(created)
}

/// Creates the records of the new rows; answers their ids.
async fn create(
    app: &App,
    tx: &Tx,
    import: &Import,
    assessed: &mut [Assessed],
) -> ApiResult<Vec<Uuid>> {
    let (mut places, mut new) = (Vec::new(), Vec::new());
    for (at, (row, content)) in assessed.iter_mut().enumerate() {
        if row.state == RowState::Ready
            && let Some(content) = content.take()
        {
            places.push(at);
            new.push((app.id(), content));
        }
    }
    let first = targets::key_columns(import.target)[0];
    let taken = targets::create_all(app, tx, import.target, &new).await?;
    let mut created = Vec::new();
    for (index, (at, (id, content))) in places.into_iter().zip(new).enumerate() {
        let row = &mut assessed[at].0;
        if taken.contains(&index) {
            row.state = RowState::Invalid;
            row.faults = vec![Refusal::new(Reason::AlreadyTaken).at(first)];
            continue;
        }
        row.state = RowState::Created;
        row.subject_id = Some(id);
        row.subject_label = Some(content.label().to_owned());
        row.subject_version = Some(1);
        created.push(id);
    }
    Ok(created)
}

/// Writes rows over the records that are there, if that is wanted; each leaves an event of its own.
async fn update(app: &App, tx: &Tx, import: &Import, assessed: &mut [Assessed]) -> ApiResult<()> {
    for (row, content) in assessed {
        let (RowState::Exists, Some(id)) = (row.state, row.subject_id) else { continue };
        let Some(content) = content.take() else { continue };
        if import.on_duplicate == OnDuplicate::Skip {
            row.state = RowState::Skipped;
            continue;
        }
        match targets::update(app, tx, import, id, &content).await? {
            Outcome::Updated(before, version) => {
                row.state = RowState::Updated;
                row.before = Some(before);
                row.subject_version = Some(version);
            }
            Outcome::Unchanged => row.state = RowState::Unchanged,
            Outcome::LeftAlone => row.state = RowState::Skipped,
            Outcome::Refused(faults) => {
                row.state = RowState::Invalid;
                row.faults = faults;
            }
        }
    }
    Ok(())
}

/// Says on the timelines of these records that an import did it.
pub fn tell(app: &App, tx: &Tx, import: &Import, kind: EventKind, touched: &[Uuid]) {
    let subject = targets::subject_kind(import.target);
    let label = &import.file_name;
    let mut event = record(app, tx, kind, SubjectKind::Import, import.id.as_uuid(), label);
    for id in touched {
        event = event.also_on(subject, *id);
    }
    if let Some(by) = import.acted_by {
        event = event.by(by);
    }
    event.append();
}

/// What an import did to one record that was there, on the timelines of both.
pub fn by_import<'a>(
    app: &App,
    tx: &'a Tx,
    import: &Import,
    kind: EventKind,
    (subject, id): (SubjectKind, Uuid),
    label: &str,
) -> Record<'a> {
    let event = record(app, tx, kind, subject, id, label)
        .note(Some(&import.file_name))
        .also_on(SubjectKind::Import, import.id.as_uuid());
    match import.acted_by {
        Some(by) => event.by(by),
        None => event,
    }
}
