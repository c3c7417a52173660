//! What follows from events: leased from the queue, done, and marked done under the same token, so
//! that a crash at any instruction loses nothing and doubles nothing.

use std::time::Duration;

use actix_web::web::Data;
use chrono::TimeDelta;
use store::events::LeasedEvent;

use crate::{
    alerts, app::App, customers, deliveries, error::ApiResult, imports, lead_mails::mailbox,
    notifications, receivables, webhooks,
};

/// How long one worker may take over an event before another may try.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Events that are taken at once.
const BATCH: u64 = 20;
/// Events that are sealed at once.
const SEALED_AT_ONCE: u64 = 500;
/// How often notifications that other processes made are looked for.
const POLL: Duration = Duration::from_secs(1);

/// Works until the app stops.
pub async fn run(app: Data<App>) {
    let owner = format!("{}-{}", std::process::id(), app.id().simple());
    // A mailbox's server that is slow holds up nothing else.
    let reading = Box::pin(mailbox::run(&app, &owner));
    futures_util::future::join(Box::pin(work(&app, &owner)), reading).await;
}

async fn work(app: &App, owner: &str) {
    let interval = Duration::from_millis(app.config.worker.interval_ms);
    while !app.is_stopping() {
        match turn(app, owner).await {
            Ok(0) => {
                // Rung or not, retries that are due are looked for every now and then.
                let _rang = tokio::time::timeout(interval, app.bell.notified()).await;
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "the worker could not read its queue");
                tokio::time::sleep(interval).await;
            }
        }
    }
}

/// One turn over all queues; answers how much was done. Tests call it until it answers zero.
///
/// # Errors
/// The database is not available.
pub async fn turn(app: &App, owner: &str) -> ApiResult<usize> {
    let mut done = handle_events(app, owner).await?;
    done += deliveries::jobs::send_due(app, owner).await?;
    done += webhooks::jobs::send_due(app, owner).await?;
    done += alerts::jobs::run_due(app, owner).await?;
    done += customers::jobs::compare_due(app).await?;
    done += imports::jobs::step(app).await?;
    done += receivables::jobs::fill_due(app).await?;
    seal(app, owner).await?;
    Ok(done)
}

/// Handles the events that are due; answers how many.
///
/// # Errors
/// The database is not available.
pub async fn handle_events(app: &App, owner: &str) -> ApiResult<usize> {
    let mut done = 0;
    let now = app.clock.now();
    let leased = store::events::lease_batch(&app.db.write, owner, now, now + LEASE, BATCH).await?;
    for event in leased {
        done += 1;
        if let Err(error) = handle(app, owner, &event).await {
            tracing::warn!(event.id = %event.id, event.kind = %event.kind, %error, "an event waits");
            metrics::counter!("event_failures_total").increment(1);
            let next = now + wait_after_failure(event.attempts);
            let words = error.to_string();
            store::events::fail(&app.db.write, event.id, owner, event.attempts, &words, next)
                .await?;
        }
    }
    Ok(done)
}

/// Longer after each failure, an hour at most: what cannot be done now may be after a repair.
pub fn wait_after_failure(attempts: u32) -> TimeDelta {
    TimeDelta::seconds(5 << attempts.min(9)).min(TimeDelta::hours(1))
}

/// Gives committed events their place in the chain; one process at a time does it.
async fn seal(app: &App, owner: &str) -> ApiResult<()> {
    app.transact(async |tx| {
        let until = tx.now + LEASE;
        if store::leases::acquire(&**tx, "sealer", owner, tx.now, until).await?.is_some() {
            let seal = |seq, hash: &_| app.sealer.chain_head(seq, hash);
            store::events::seal_batch(&**tx, SEALED_AT_ONCE, &seal, tx.now).await?;
        }
        Ok(())
    })
    .await
}

/// Everything that follows from one event, and that it is done, in one transaction.
async fn handle(app: &App, owner: &str, event: &LeasedEvent) -> ApiResult<()> {
    let told = app
        .transact(async |tx| {
            deliveries::jobs::queue_mails(app, tx, event).await?;
            webhooks::jobs::queue_calls(app, tx, event).await?;
            alerts::jobs::react(app, tx, event).await?;
            let told = notifications::routing::notify(app, tx, event).await?;
            store::events::finish(&**tx, event.id, owner, event.attempts, tx.now).await?;
            Ok(told)
        })
        .await?;
    for user in told {
        app.live.announce(user);
    }
    Ok(())
}

/// Announces to this process's open streams what other processes notified.
pub async fn announce_changes(app: Data<App>) {
    let mut since = app.clock.now();
    loop {
        tokio::time::sleep(POLL).await;
        // A little overlap: a commit may become visible after a later one.
        let from = since - TimeDelta::seconds(5);
        since = app.clock.now();
        match store::notifications::changed_since(&app.db.read, from).await {
            Ok(users) => users.into_iter().for_each(|user| app.live.announce(user)),
            Err(error) => tracing::debug!(%error, "could not look for notifications"),
        }
    }
}
