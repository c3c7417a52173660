//! Taking a file over into the database: one thread reads, the other looks at what was read and
//! keeps it, and neither is more than a few batches ahead.

use actix_web::web;
use domain::{
    dates::business_day,
    id::ImportId,
    imports::{ImportStatus, ImportTarget, RawRow},
    problem::{Reason, Refusal},
};
use store::imports::{self, Row};
use tokio::sync::{SemaphorePermit, mpsc};

use super::{BATCH, assess::assess, file::Source};
use crate::{
    app::App,
    error::{ApiError, ApiResult},
};

/// Batches that reading may be ahead.
const AHEAD: usize = 2;

/// Takes all rows over; whatever stops it is noted in the import, of which nothing else stays. The
/// permit says how many files are read at once.
pub async fn stage(
    app: &App,
    id: ImportId,
    source: Source,
    header: u32,
    _turn: SemaphorePermit<'_>,
) {
    let outcome = take_over(app, id, source, header).await;
    let failure = match outcome {
        Ok(()) => None,
        Err(ApiError::Refused { problem, .. }) => Some(problem.reason.unwrap_or(Reason::NotASheet)),
        Err(error) => {
            tracing::warn!(import = %id, %error, "a file could not be taken over");
            Some(Reason::ImportInterrupted)
        }
    };
    if let Err(error) = finish(app, id, failure).await {
        // Nobody goes on with it; the worker notices after a while.
        tracing::warn!(import = %id, %error, "the end of reading was not noted");
    }
}

async fn take_over(app: &App, id: ImportId, mut source: Source, header: u32) -> ApiResult<()> {
    let (send, mut receive) = mpsc::channel::<Vec<RawRow>>(AHEAD);
    let reading = web::block(move || {
        let mut batch = Vec::with_capacity(BATCH);
        let mut goes_on = true;
        source.each(&mut |row| {
            if row.number > header {
                batch.push(row);
            }
            if batch.len() == BATCH {
                goes_on = send.blocking_send(std::mem::take(&mut batch)).is_ok();
            }
            Ok(goes_on)
        })?;
        if !batch.is_empty() && goes_on {
            // Nobody listens only where keeping failed, which is told there.
            let _ = send.blocking_send(batch);
        }
        Ok::<_, Refusal>(())
    });
    while let Some(batch) = receive.recv().await {
        keep(app, id, batch).await?;
    }
    // A file that makes a reader give up is a file that cannot be read.
    reading.await.map_err(|_| Refusal::from(Reason::NotASheet))??;
    Ok(())
}

async fn keep(app: &App, id: ImportId, batch: Vec<RawRow>) -> ApiResult<()> {
    let rows: Vec<Row> =
        batch.into_iter().map(|row| Row::new(app.id(), row.number, row.cells)).collect();
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, ImportTarget::ALL, id).await?;
        if import.status != ImportStatus::Reading {
            return Err(Reason::ImportInterrupted.into());
        }
        let assessed = assess(&**tx, &import, rows.clone(), business_day(tx.now)).await?;
        for (row, _) in &assessed {
            import.counts.add(row.state);
            import.last_row = row.number;
        }
        import.done += u32::try_from(assessed.len()).unwrap_or_default();
        let rows = assessed.into_iter().map(|(row, _)| row).collect();
        imports::insert_rows(&**tx, id, rows).await?;
        Ok(imports::advance(&**tx, &import, tx.now).await?)
    })
    .await
}

/// Notes that all rows are there, or why they are not.
///
/// # Errors
/// The database is not available.
pub async fn finish(app: &App, id: ImportId, failure: Option<Reason>) -> ApiResult<()> {
    app.transact(async |tx| {
        let mut import = imports::lock(&**tx, ImportTarget::ALL, id).await?;
        if import.status == ImportStatus::Reading {
            import.failure = failure;
            import.status = match failure {
                None => ImportStatus::Ready,
                // What was staged of it is forgotten by the worker.
                Some(_) => ImportStatus::ReadFailed,
            };
            imports::save(&**tx, &mut import, tx.now).await?;
        }
        Ok(())
    })
    .await
}
