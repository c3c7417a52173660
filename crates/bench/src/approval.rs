//! P10: approval issues licenses, books purchases, and writes its events in one durable
//! transaction. What may that cost, against the least that a durable write costs?

use std::time::Instant;

use anyhow::Context as _;
use domain::{
    access::Role,
    licenses::ActivationMode::{Offline, Online},
    orders::wire::ApproveOrder,
};
use sea_orm::{ConnectionTrait as _, TransactionTrait as _};
use testkit::{TestApp, key};

use crate::report::{Better, Report};

/// Approves `rows` orders of two licenses each over HTTP, one after another, and commits as many
/// raw rows on the same connection in between: both see the same disk.
pub async fn measure(rows: usize, report: &mut Report) -> anyhow::Result<()> {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let raw = &app.app.db.write;
    raw.execute_unprepared("CREATE TABLE bench_rows (n INTEGER PRIMARY KEY, text VARCHAR(200))")
        .await?;
    let (mut approving, mut inserting, mut statements) = (0.0, 0.0, 0);
    for n in 0..rows {
        let order = app.submitted(&[Online, Offline]).await;
        let (begun, before) = (Instant::now(), app.statements());
        admin
            .approve_order(order.id, order.version, &ApproveOrder::default(), &key())
            .await
            .context("an approval was refused")?;
        approving += begun.elapsed().as_secs_f64();
        statements += app.statements() - before;

        let text = "x".repeat(150);
        let begun = Instant::now();
        let tx = raw.begin().await?;
        tx.execute_unprepared(&format!("INSERT INTO bench_rows VALUES ({n}, '{text}')")).await?;
        tx.commit().await?;
        inserting += begun.elapsed().as_secs_f64();
        // What follows is not what is measured, and must not pile up.
        app.settle().await;
    }
    let count = f64::from(u32::try_from(rows)?);
    report.detail("approvals_per_s", "orders of two licenses, over HTTP", count / approving);
    let each = f64::from(u32::try_from(statements)?) / count;
    report.detail("statements", "asked of the database per approval", each);
    report.detail("inserts_per_s", "one raw row, begun and committed", count / inserting);
    report.goal(
        "P10",
        "rate of approvals ÷ rate of raw INSERT and COMMIT",
        inserting / approving,
        Better::Higher,
        0.35,
    );
    Ok(())
}
