//! The real program, killed and stopped: what it acknowledged is there when it comes back.

use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use client::Side;
use domain::{
    orders::wire::{OrderContent, OrderListQuery},
    problem::Reason,
};
use futures_util::future::{join, join_all};
use testkit::{depth, key};

use crate::{
    installation::{Installation, terminate},
    tables,
};

#[actix_web::test]
async fn before_anything_is_set_up_an_order_is_refused_in_words() {
    let here = Installation::new();
    here.create_admin();
    let mut server = here.serve().await;
    let admin = here.admin().await;

    let placed = admin.place_order(Side::Staff, &OrderContent::default(), &key()).await;

    assert_eq!(placed.unwrap_err().problem().unwrap().reason, Some(Reason::NotSetUp));
    terminate(&server);
    server.wait().unwrap();
}

#[actix_web::test]
async fn what_was_acknowledged_survives_a_kill() {
    let here = Installation::new();
    here.prepare();
    let mut server = here.serve().await;
    let admin = here.admin().await;
    let mut acknowledged = Vec::new();
    let rounds = depth(10, 100);
    for round in 0..rounds {
        let content =
            OrderContent { remark: Some(format!("round {round}")), ..OrderContent::default() };
        let keys: Vec<_> = (0..4).map(|_| key()).collect();
        let placing =
            join_all(keys.iter().map(|key| admin.place_order(Side::Staff, &content, key)));
        if round + 1 < rounds {
            acknowledged.extend(placing.await.into_iter().map(|order| order.unwrap().number));
            continue;
        }
        // The last ones are under way when it happens.
        let killing = async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            server.kill().unwrap();
        };
        let (placed, ()) = join(placing, killing).await;
        acknowledged.extend(placed.into_iter().flatten().map(|order| order.number));
    }
    server.wait().unwrap();

    let mut server = here.serve().await;
    let admin = here.admin().await;
    for number in &acknowledged {
        assert!(admin.order(Side::Staff, number).await.is_ok(), "{number} was acknowledged");
    }
    let query = OrderListQuery { per_page: 100, ..OrderListQuery::default() };
    let all = admin.orders(Side::Staff, &query).await.unwrap();
    assert!(acknowledged.len() >= 4 * (rounds - 1) && all.total >= acknowledged.len() as u64);
    terminate(&server);
    server.wait().unwrap();
    assert!(here.run(&["audit", "verify"]), "the chain of events is whole");
}

#[actix_web::test]
async fn a_server_that_is_told_to_stop_answers_first() {
    let here = Installation::new();
    here.prepare();
    let mut server = here.serve().await;
    let admin = here.admin().await;
    let content = OrderContent::default();
    let keys: Vec<_> = (0..20).map(|_| key()).collect();

    let placing = join_all(keys.iter().map(|key| admin.place_order(Side::Staff, &content, key)));
    let stopping = async {
        // As soon as the first are in.
        tokio::time::sleep(Duration::from_millis(10)).await;
        terminate(&server);
    };
    let (placed, ()) = join(placing, stopping).await;
    let begun = Instant::now();
    let ended = server.wait().unwrap();

    assert!(ended.success(), "{ended}");
    assert!(begun.elapsed() < Duration::from_secs(20));
    let numbers: Vec<_> = placed.into_iter().flatten().map(|order| order.number).collect();
    assert!(!numbers.is_empty(), "what was accepted is answered");
    let mut server = here.serve().await;
    let admin = here.admin().await;
    for number in &numbers {
        assert!(admin.order(Side::Staff, number).await.is_ok(), "{number} was acknowledged");
    }
    terminate(&server);
    assert!(server.wait().unwrap().success());
}

#[actix_web::test]
async fn a_backup_of_a_running_server_brings_everything_back() {
    let here = Installation::new();
    here.prepare();
    let mut server = here.serve().await;
    let admin = here.admin().await;
    let order = admin.place_order(Side::Staff, &OrderContent::default(), &key()).await.unwrap();
    let to = here.folder.path().join("backup").display().to_string();
    let keys = reqwest::get(format!("{}/.well-known/jwks.json", here.url()));
    let keys = keys.await.unwrap().text().await.unwrap();

    assert!(here.run(&["backup", "--to", &to]), "while it serves");
    assert!(!here.run(&["backup", "--to", &to]), "a backup never overwrites");
    assert!(!here.run(&["restore", "--from", &to]), "data that is there is not overwritten");
    server.kill().unwrap();
    server.wait().unwrap();
    std::fs::remove_file(here.folder.path().join("dsms.db")).unwrap();
    std::fs::remove_dir_all(here.folder.path().join("keys")).unwrap();
    assert!(!here.run(&["restore", "--from", &to]), "the killed server's journal is not played in");
    for lost in ["dsms.db-wal", "dsms.db-shm"] {
        std::fs::remove_file(here.folder.path().join(lost)).unwrap();
    }
    assert!(here.run(&["restore", "--from", &to]));

    let mut server = here.serve().await;
    let admin = here.admin().await;
    assert!(admin.order(Side::Staff, &order.number).await.is_ok());
    let again = reqwest::get(format!("{}/.well-known/jwks.json", here.url()));
    assert_eq!(again.await.unwrap().text().await.unwrap(), keys, "licenses stay genuine");
    terminate(&server);
    server.wait().unwrap();
    assert!(here.run(&["audit", "verify"]));
}

#[actix_web::test]
async fn a_damaged_backup_is_refused_and_nothing_is_restored() {
    let here = Installation::new();
    here.prepare();
    let backup = here.folder.path().join("backup");
    let from = backup.display().to_string();
    assert!(here.run(&["backup", "--to", &from]));
    let mut bytes = std::fs::read(backup.join("dsms.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(backup.join("dsms.db"), bytes).unwrap();
    std::fs::remove_file(here.folder.path().join("dsms.db")).unwrap();
    std::fs::remove_dir_all(here.folder.path().join("keys")).unwrap();

    assert!(!here.run(&["restore", "--from", &from]));

    assert!(!here.folder.path().join("dsms.db").exists());
}

/// What a command printed, if it ended as it should.
fn printed(here: &Installation, arguments: &[&str], should_work: bool) -> String {
    let output = here.dsms(arguments).stdout(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.success(), should_work, "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[actix_web::test]
async fn keys_rotate_at_a_terminal_under_a_server_that_goes_on() {
    let here = Installation::new();
    here.prepare();
    let mut server = here.serve().await;
    let published = async || {
        let jwks = reqwest::get(format!("{}/.well-known/jwks.json", here.url())).await.unwrap();
        let jwks: serde_json::Value = serde_json::from_str(&jwks.text().await.unwrap()).unwrap();
        let kids = jwks["keys"].as_array().unwrap().iter();
        kids.map(|key| key["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let old = published().await.remove(0);

    let told = printed(&here, &["keys", "rotate", "--wait", "0"], true);
    let begun = Instant::now();
    while published().await.len() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(20), "the server does not notice");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // The name may come a look after the key.
    while published().await[0] == old {
        assert!(begun.elapsed() < Duration::from_secs(20), "the server signs with the old key");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let new = published().await.remove(0);
    assert!(told.contains(&new) && told.contains(&old) && !told.contains("PRIVATE"), "{told}");
    let listed = printed(&here, &["keys", "list"], true);
    assert!(listed.lines().next().unwrap().starts_with(&format!("{new}  signs")), "{listed}");

    printed(&here, &["keys", "retire", &new], false);
    printed(&here, &["keys", "retire", &old], true);
    while published().await.len() > 1 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the retired key is still published");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let list = printed(&here, &["license", "revocations"], true);
    assert_eq!(list.trim().split('.').count(), 3, "a signed list and nothing else: {list}");
    let keys = here.folder.path().join("keys");
    assert!(keys.join(format!("{old}.pem.retired")).exists());
    let mode = std::fs::metadata(keys.join(format!("{new}.pem"))).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    terminate(&server);
    server.wait().unwrap();
}

/// Every row of every table of an embedded database.
async fn rows(file: &Path) -> BTreeMap<String, Vec<String>> {
    let db = sea_orm::Database::connect(format!("sqlite://{}", file.display())).await.unwrap();
    let all = tables::rows(&db).await;
    db.close().await.unwrap();
    all
}

#[actix_web::test]
async fn a_restore_brings_back_every_row_of_every_table() {
    let here = Installation::new();
    assert!(here.run(&["seed", "--demo"]));
    let file = here.folder.path().join("dsms.db");
    let to = here.folder.path().join("backup").display().to_string();
    assert!(here.run(&["backup", "--to", &to]));
    let before = rows(&file).await;
    for lost in ["dsms.db", "dsms.db-wal", "dsms.db-shm"] {
        let _ = std::fs::remove_file(here.folder.path().join(lost));
    }
    std::fs::remove_dir_all(here.folder.path().join("keys")).unwrap();

    assert!(here.run(&["restore", "--from", &to]));

    let after = rows(&file).await;
    assert!(before.len() > 20 && before["licenses"].len() > 10 && before["events"].len() > 100);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (table, rows) in &before {
        assert!(after[table] == *rows, "{table} differs");
    }
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner reads it");
}
