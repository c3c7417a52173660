//! Taking a whole import back, from its end: what it created is removed, what it changed is again as
//! it was. What somebody has changed since, or what others speak of, stays and is listed.

use domain::{
    events::EventKind,
    imports::{ImportStatus, RowState},
    problem::{Reason, Refusal},
};
use store::imports::{self, Import, Row};
use uuid::Uuid;

use super::{BATCH, jobs::tell, targets};
use crate::{
    app::{App, Tx},
    error::ApiResult,
};

const WRITTEN: [RowState; 2] = [RowState::Created, RowState::Updated];

/// Takes the next rows back.
pub async fn step(app: &App, tx: &Tx, import: &mut Import) -> ApiResult<()> {
    let before = Some(import.last_row).filter(|row| *row > 0);
    let mut rows = imports::batch_back(&**tx, import.id, before, &WRITTEN, BATCH as u64).await?;
    let Some(last) = rows.last().map(|row| row.number) else {
        import.status = ImportStatus::Undone;
        import.undone_at = Some(tx.now);
        import.done = import.rows;
        tell(app, tx, import, EventKind::ImportReverted, &[]);
        return Ok(());
    };
    let states: Vec<RowState> = rows.iter().map(|row| row.state).collect();
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.subject_id).collect();
    let versions = targets::versions(tx, import.target, &ids).await?;
    for row in &mut rows {
        match row.subject_id.and_then(|id| versions.get(&id)) {
            Some(version) if Some(*version) != row.subject_version => {
                keep(row, Reason::ChangedSince);
            }
            Some(_) => {}
            // It is gone already; of what it was before nothing can be made again.
            None if row.state == RowState::Created => row.state = RowState::Undone,
            None => keep(row, Reason::ChangedSince),
        }
    }
    remove(tx, import, &mut rows).await?;
    restore(app, tx, import, &mut rows).await?;
    for (from, row) in states.into_iter().zip(&rows) {
        import.counts.moved(from, row.state);
    }
    import.last_row = last;
    let left = import.counts.created + import.counts.updated;
    import.done = import.rows.saturating_sub(left);
    Ok(imports::replace_rows(&**tx, import.id, rows).await?)
}

fn keep(row: &mut Row, why: Reason) {
    row.state = RowState::Kept;
    row.faults = vec![Refusal::new(why).at("/")];
}

/// Removes what was created; first, since it may have a name that something else had before.
async fn remove(tx: &Tx, import: &Import, rows: &mut [Row]) -> ApiResult<()> {
    let created = |row: &Row| row.state == RowState::Created;
    let ids: Vec<Uuid> =
        rows.iter().filter(|row| created(row)).filter_map(|row| row.subject_id).collect();
    let kept = targets::remove_all(tx, import.target, &ids).await?;
    for row in rows.iter_mut().filter(|row| created(row)) {
        if row.subject_id.is_some_and(|id| kept.contains(&id)) {
            keep(row, Reason::InUse);
        } else {
            row.state = RowState::Undone;
            row.subject_id = None;
            row.subject_version = None;
        }
    }
    Ok(())
}

/// Makes what was changed what it was before.
async fn restore(app: &App, tx: &Tx, import: &Import, rows: &mut [Row]) -> ApiResult<()> {
    for row in rows {
        let (RowState::Updated, Some(id)) = (row.state, row.subject_id) else { continue };
        let before = row.before.clone().unwrap_or_default();
        match targets::restore(app, tx, import, id, &before).await? {
            None => {
                row.state = RowState::Undone;
                row.before = None;
                row.subject_version = None;
            }
            Some(reason) => keep(row, reason),
        }
    }
    Ok(())
}
