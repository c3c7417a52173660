//! Imports that cannot go on let others pass, are stopped with a reason, and go on once they can; and
//! those that are long over keep nothing of their files.

use chrono::TimeDelta;
use client::Client;
use domain::{
    access::Role,
    customers::wire::CustomerListQuery,
    imports::{
        ImportStatus, ImportTarget, KEPT_DAYS, MOST_TRIES, RowState,
        wire::{CommitImport, ImportView},
    },
    problem::{ProblemCode, Reason},
};
use sea_orm::ConnectionTrait as _;
use testkit::TestApp;

use crate::imports::{commit, rows, undo};

async fn customers(client: &Client) -> u64 {
    client.customers(&CustomerListQuery::default()).await.unwrap().total
}

async fn uploaded(client: &Client, csv: &str) -> ImportView {
    client.import_file(ImportTarget::Customers, "list.csv", csv.as_bytes()).await.unwrap()
}

/// Makes the cells of all rows unreadable, or what they were again.
async fn break_rows(app: &TestApp, is_broken: bool) {
    let statement = if is_broken {
        "UPDATE import_rows SET cells = REPLACE(cells, '[', '!')"
    } else {
        "UPDATE import_rows SET cells = REPLACE(cells, '!', '[')"
    };
    app.app.db.write.execute_unprepared(statement).await.unwrap();
}

/// Lets time pass, and the worker work, until the import stands somewhere else.
async fn until_it_moves(app: &TestApp, import: &ImportView) -> ImportView {
    let mut before = None;
    for _ in 0..MOST_TRIES {
        app.settle().await;
        let now = app.as_role(Role::CommercialOps).await.import(import.id).await.unwrap();
        if *before.get_or_insert(now.status) != now.status {
            return now;
        }
        app.pass(TimeDelta::minutes(2));
    }
    panic!("it stays {before:?}")
}

#[actix_web::test]
async fn what_always_fails_is_stopped_with_a_reason_and_goes_on_when_it_can() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let bad = uploaded(&ops, "客户\n甲方科技有限公司\n乙方科技有限公司\n").await;
    break_rows(&app, true).await;
    ops.commit_import(bad.id, bad.version, &CommitImport::default()).await.unwrap();
    let good = uploaded(&ops, "客户\n丙方科技有限公司\n").await;
    ops.commit_import(good.id, good.version, &CommitImport::default()).await.unwrap();

    app.settle().await;

    let passed = ops.import(good.id).await.unwrap();
    assert_eq!(passed.status, ImportStatus::Committed, "it does not wait for the one before it");
    assert_eq!(ops.import(bad.id).await.unwrap().status, ImportStatus::Committing);
    let stopped = until_it_moves(&app, &bad).await;
    let ops = app.as_role(Role::CommercialOps).await;
    assert_eq!(
        (stopped.status, stopped.failure),
        (ImportStatus::CommitFailed, Some(Reason::ImportStopped))
    );
    assert_eq!(customers(&ops).await, 1);
    let stale = ops.retry_import(bad.id, bad.version).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let over = ops.retry_import(good.id, passed.version).await.unwrap_err();
    assert_eq!(over.problem().unwrap().reason, Some(Reason::IllegalImportMove));

    break_rows(&app, false).await;
    let again = ops.retry_import(bad.id, stopped.version).await.unwrap();
    assert_eq!((again.status, again.failure), (ImportStatus::Committing, None));
    app.settle().await;

    let done = ops.import(bad.id).await.unwrap();
    assert_eq!((done.status, done.counts.created), (ImportStatus::Committed, 2));
    assert_eq!(customers(&ops).await, 3);

    // Undoing can fail as well, and nothing is lost by it.
    break_rows(&app, true).await;
    ops.undo_import(bad.id).await.unwrap();
    let stopped = until_it_moves(&app, &bad).await;
    let ops = app.as_role(Role::CommercialOps).await;
    assert_eq!((stopped.status, customers(&ops).await), (ImportStatus::UndoFailed, 3));
    break_rows(&app, false).await;
    let undone = undo(&app, &ops, &stopped).await;
    assert_eq!((undone.status, customers(&ops).await), (ImportStatus::Undone, 1));
}

#[actix_web::test]
async fn of_what_is_long_over_no_row_is_kept() {
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let written = uploaded(&ops, "客户\n甲方科技有限公司\n").await;
    let written = commit(&app, &ops, &written, CommitImport::default()).await;
    let undone = uploaded(&ops, "客户\n乙方科技有限公司\n").await;
    let undone = commit(&app, &ops, &undone, CommitImport::default()).await;
    let undone = undo(&app, &ops, &undone).await;
    let preview = uploaded(&ops, "客户\n丙方科技有限公司\n").await;
    app.pass(TimeDelta::days(KEPT_DAYS));
    app.settle().await;
    let ops = app.as_role(Role::CommercialOps).await;
    assert_eq!(rows(&ops, &written, &[]).await.len(), 1, "today it could still be undone");

    app.pass(TimeDelta::minutes(1));
    app.settle().await;

    for (import, status) in [
        (&written, ImportStatus::Closed),
        (&undone, ImportStatus::Closed),
        (&preview, ImportStatus::Discarded),
    ] {
        let now = ops.import(import.id).await.unwrap();
        assert_eq!(now.status, status);
        assert_eq!(now.counts, import.counts, "how many there were is known");
        assert!(rows(&ops, import, &[]).await.is_empty());
    }
    let kept = "SELECT COUNT(*) AS n FROM import_rows";
    let row = sea_orm::Statement::from_string(app.app.db.write.get_database_backend(), kept);
    let left = app.app.db.write.query_one_raw(row).await.unwrap().unwrap();
    assert_eq!(left.try_get::<i64>("", "n").unwrap(), 0);
    let late = ops.undo_import(written.id).await.unwrap_err();
    assert_eq!(late.problem().unwrap().reason, Some(Reason::IllegalImportMove));
    assert_eq!(customers(&ops).await, 1, "the records stay");
    assert_eq!(written.counts.of(RowState::Created), 1);
}
