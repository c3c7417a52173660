//! The run of each business day, and what follows at once from events. A run is a row: whoever takes
//! over, after a crash or beside another server, goes on where it stopped; and what is done twice by
//! accident is done once, by the unique key of each alert.

use chrono::TimeDelta;
use domain::{
    Id,
    alerts::{
        AlertStatus, activation_window, agreement_window, day_due, ending_window, lingers_from,
        missed_window, overdue_window, silence_window,
    },
    events::{EventKind, SubjectKind},
};
use store::{
    alerts::{self, Part, Place, Run, Subject},
    events::LeasedEvent,
};

use super::{check, telling};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    usage,
};

/// What only one server may do at a time, and how long it may take over a step.
const LEASE: (&str, TimeDelta) = ("alerts", TimeDelta::minutes(5));
/// Records of a step.
const BATCH: u64 = 200;

/// Does a step of the run that is due, if any is; answers how many (none, or one).
///
/// # Errors
/// The database is not available: the step is done again.
pub async fn run_due(app: &App, owner: &str) -> ApiResult<usize> {
    let day = day_due(app.clock.now());
    if alerts::run_of(&app.db.read, day).await?.is_some_and(|run| run.is_finished) {
        return Ok(0);
    }
    let leased = app
        .transact(async |tx| {
            let (name, time) = LEASE;
            let mine = store::leases::acquire(&**tx, name, owner, tx.now, tx.now + time).await?;
            match mine {
                Some(_) => Ok(Some(alerts::begin(&**tx, day, tx.now).await?)),
                None => Ok(None),
            }
        })
        .await?;
    match leased.filter(|run| !run.is_finished) {
        Some(run) => step(app, run).await.map(|()| 1),
        None => Ok(0),
    }
}

async fn step(app: &App, run: Run) -> ApiResult<()> {
    let day = run.day;
    let Some((subjects, after)) = batch(app, run).await? else {
        let told = app.transact(async |tx| telling::tell(app, tx, day).await).await?;
        tracing::info!(%day, told, "alerts of the day are raised");
        return Ok(());
    };
    for subject in check::differing(&app.db.write, &subjects, day).await? {
        let checked = app.transact(async |tx| check::check(app, tx, subject, day).await).await;
        match checked {
            Err(error @ (ApiError::Unavailable(_) | ApiError::Deadlock)) => return Err(error),
            // One record that cannot be read keeps nobody from the alerts of the others.
            Err(error) => {
                tracing::warn!(?subject, %error, "its alerts could not be checked");
                metrics::counter!("alert_failures_total").increment(1);
            }
            Ok(()) => {}
        }
    }
    let part = if after.is_some() { run.part } else { run.part.next() };
    app.transact(async |tx| Ok(alerts::advance(&**tx, day, part, after).await?)).await
}

/// The records of a step, and where the next one begins; nothing where people are to be told.
async fn batch(app: &App, run: Run) -> ApiResult<Option<(Vec<Subject>, Option<Place>)>> {
    let (db, day, after) = (&app.db.write, run.day, run.after);
    let standing = async |status| alerts::unresolved(db, status, after, BATCH).await;
    Ok(Some(match run.part {
        Part::Endings => {
            let days = ending_window(day, check::longest_step(db).await?);
            alerts::ending_between(db, days, lingers_from(day), after, BATCH).await?
        }
        Part::Activations => {
            alerts::due_for_activation(db, activation_window(day), after, BATCH).await?
        }
        Part::Agreements => {
            alerts::agreements_between(db, agreement_window(day), after, BATCH).await?
        }
        Part::Silences => alerts::silent_between(db, silence_window(day), after, BATCH).await?,
        Part::Deployments => alerts::due_between(db, missed_window(day), after, BATCH).await?,
        Part::Overdue => alerts::overdue_between(db, overdue_window(day), after, BATCH).await?,
        Part::Open => standing(AlertStatus::Open).await?,
        Part::Acknowledged => standing(AlertStatus::Acknowledged).await?,
        Part::Snoozed => standing(AlertStatus::Snoozed).await?,
        Part::Telling => return Ok(None),
    }))
}

/// What a license, partner or deployment has become is seen at once: what was renewed, activated,
/// begun, done or ended is no alert any more. Nothing follows from what alerts themselves tell.
///
/// # Errors
/// Only the database's.
pub async fn react(app: &App, tx: &Tx, event: &LeasedEvent) -> ApiResult<()> {
    let subject = match event.subject_kind {
        SubjectKind::License => Subject::License(Id::from_uuid(event.subject_id)),
        SubjectKind::Installation => match usage::license_of(&event.data) {
            Some(license) => Subject::License(license),
            None => return Ok(()),
        },
        SubjectKind::Partner => Subject::Partner(Id::from_uuid(event.subject_id)),
        SubjectKind::Deployment => Subject::Deployment(Id::from_uuid(event.subject_id)),
        SubjectKind::Order => Subject::Order(Id::from_uuid(event.subject_id)),
        // What is paid is no alert any more.
        SubjectKind::Payment | SubjectKind::Balance => {
            return check_all(app, tx, orders_in(&event.data)).await;
        }
        _ => return Ok(()),
    };
    let changes_nothing = matches!(event.kind, EventKind::KeyShown | EventKind::LicenseIssued);
    if changes_nothing || event.kind.as_str().starts_with("alert.") {
        return Ok(());
    }
    check_all(app, tx, [subject]).await
}

async fn check_all(
    app: &App,
    tx: &Tx,
    subjects: impl IntoIterator<Item = Subject>,
) -> ApiResult<()> {
    for subject in subjects {
        check::check(app, tx, subject, day_due(tx.now)).await?;
    }
    Ok(())
}

/// The orders that a payment or a balance was used for.
fn orders_in(data: &serde_json::Value) -> Vec<Subject> {
    let named = data.get("orders").and_then(serde_json::Value::as_array);
    let ids = named.into_iter().flatten().filter_map(|id| id.as_str()?.parse().ok());
    ids.map(Subject::Order).collect()
}
