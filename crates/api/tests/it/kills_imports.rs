//! The real program is killed again and again while it imports and while it undoes: each row is there
//! once, none is lost, and the import comes to its end by itself.

use std::time::{Duration, Instant};

use client::Client;
use domain::{
    customers::wire::CustomerListQuery,
    id::ImportId,
    imports::{
        ImportStatus, ImportTarget,
        wire::{CommitImport, ImportView},
    },
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use secrecy::SecretString;
use testkit::depth;

use crate::installation::{Installation, terminate};

/// Rows of the file.
const ROWS: usize = 6_000;

/// Asks until there is an answer: the server may be away.
async fn import(here: &Installation, client: &Client, id: ImportId) -> ImportView {
    let begun = Instant::now();
    loop {
        if let Ok(import) = client.import(id).await {
            return import;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{} does not answer", here.url());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until it stands there.
async fn until(
    here: &Installation,
    client: &Client,
    id: ImportId,
    status: ImportStatus,
) -> ImportView {
    let begun = Instant::now();
    loop {
        let now = import(here, client, id).await;
        if now.status == status {
            return now;
        }
        assert!(now.status.is_busy(), "{} instead of {status}: {:?}", now.status, now.failure);
        assert!(begun.elapsed() < Duration::from_mins(5), "{} and {}", now.status, now.done);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Kills the server after a moment, again and again, while the import is at work; answers how often
/// and the server that is left.
async fn kill_while(
    here: &Installation,
    client: &Client,
    id: ImportId,
    mut server: std::process::Child,
    chance: &mut StdRng,
    most: usize,
) -> (usize, std::process::Child) {
    for kills in 0..most {
        let pause = 20 + chance.next_u64() % 400;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        if !import(here, client, id).await.status.is_busy() {
            return (kills, server);
        }
        server.kill().unwrap();
        server.wait().unwrap();
        server = here.serve().await;
    }
    (most, server)
}

/// How many customers there are; each name once.
async fn total(client: &Client) -> u64 {
    let mut seen = std::collections::BTreeSet::new();
    let mut query = CustomerListQuery { per_page: 100, ..CustomerListQuery::default() };
    loop {
        let page = client.customers(&query).await.unwrap();
        seen.extend(page.items.into_iter().map(|row| row.name));
        match page.next {
            Some(next) => query.after = Some(next),
            None => return seen.len() as u64,
        }
    }
}

async fn imported_and_undone_under_kills(here: Installation, kills: usize) {
    if kills == 0 {
        return;
    }
    here.prepare();
    let server = here.serve().await;
    let admin = here.admin().await;
    let before = total(&admin).await;
    let lines: String = (0..ROWS).map(|n| format!("第{n}号科技有限公司,上海\n")).collect();
    let file = format!("客户,城市\n{lines}");
    let target = ImportTarget::Customers;
    let id = admin.import_file(target, "long.csv", file.as_bytes()).await.unwrap().id;
    let ready = until(&here, &admin, id, ImportStatus::Ready).await;
    assert_eq!(ready.counts.ready as usize, ROWS);
    let mut chance = StdRng::from_rng(&mut rand::rng());

    admin.commit_import(id, ready.version, &CommitImport::default()).await.unwrap();
    let (while_written, server) = kill_while(&here, &admin, id, server, &mut chance, kills).await;
    let written = until(&here, &admin, id, ImportStatus::Committed).await;

    let counts = written.counts;
    assert_eq!((counts.created as usize, counts.skipped, counts.invalid), (ROWS, 0, 0));
    assert_eq!(total(&admin).await, before + ROWS as u64, "each once, none lost");
    admin.undo_import(id).await.unwrap();
    let (while_undone, server) = kill_while(&here, &admin, id, server, &mut chance, kills).await;
    let undone = until(&here, &admin, id, ImportStatus::Undone).await;
    assert_eq!((undone.counts.undone as usize, undone.counts.kept), (ROWS, 0));
    assert_eq!(total(&admin).await, before);
    let mut server = server;
    terminate(&server);
    assert!(server.wait().unwrap().success());
    assert!(here.run(&["audit", "verify"]), "the chain of events is whole");
    println!("killed {while_written} times while written, {while_undone} while undone");
}

#[actix_web::test]
async fn killed_while_importing_each_row_is_there_once() {
    let here = Installation::new().with("DSMS__WORKER__INTERVAL_MS", "50");

    imported_and_undone_under_kills(here, depth(0, 30)).await;
}

#[actix_web::test]
async fn killed_while_importing_on_mysql_each_row_is_there_once() {
    let Some(server) = testkit::database_server() else { return };
    let database = SecretString::from(testkit::own_database(&server).await);
    let here = Installation::on(&database).with("DSMS__WORKER__INTERVAL_MS", "50");

    imported_and_undone_under_kills(here, depth(0, 30)).await;
}
