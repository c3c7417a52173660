//! The documented dump and restore of MySQL and MariaDB, as an operator runs it: the script of the
//! repository on the database that the suite runs on. On SQLite `dsms backup` does it (`binary`).

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
use secrecy::SecretString;

use crate::{installation::Installation, tables};

/// A database on the server of the suite.
struct Place {
    url: String,
    name: String,
    /// How its client is told where it is.
    options: Vec<String>,
}

impl Place {
    async fn new(server: &str) -> Self {
        let url = testkit::own_database(server).await;
        let parsed: url::Url = url.parse().unwrap();
        let mut options = vec![
            "--no-defaults".to_owned(),
            format!("--host={}", parsed.host_str().unwrap()),
            format!("--user={}", parsed.username()),
        ];
        options.extend(parsed.port().map(|port| format!("--port={port}")));
        options.extend(parsed.password().map(|password| format!("--password={password}")));
        Self { name: parsed.path().trim_start_matches('/').to_owned(), url, options }
    }

    fn run(&self, action: &str, file: &Path) -> Output {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/mysql-backup.sh");
        let output = Command::new("sh")
            .arg(script)
            .args([action, self.name.as_str()])
            .arg(file)
            .args(&self.options)
            .output()
            .unwrap();
        println!("{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// How each table was made.
    async fn made(&self) -> Vec<String> {
        let db = Database::connect(&self.url).await.unwrap();
        let mut made = Vec::new();
        for table in tables::rows(&db).await.keys() {
            let sql = format!("SHOW CREATE TABLE `{table}`");
            let row = db.query_one_raw(Statement::from_string(DbBackend::MySql, sql)).await;
            made.push(row.unwrap().unwrap().try_get_by_index(1).unwrap());
        }
        db.close().await.unwrap();
        made
    }

    async fn rows(&self) -> std::collections::BTreeMap<String, Vec<String>> {
        let db = Database::connect(&self.url).await.unwrap();
        let rows = tables::rows(&db).await;
        db.close().await.unwrap();
        rows
    }
}

fn says(output: &Output, words: &str) -> bool {
    !output.status.success() && String::from_utf8_lossy(&output.stderr).contains(words)
}

#[actix_web::test]
async fn a_dump_brings_back_every_row_of_every_table() {
    let Some(server) = testkit::database_server() else { return };
    let (from, to) = (Place::new(&server).await, Place::new(&server).await);
    let here = Installation::on(&SecretString::from(from.url.clone()));
    assert!(here.run(&["seed", "--demo"]));
    let file: PathBuf = here.folder.path().join("dsms.sql");

    let dumped = from.run("dump", &file);
    assert!(dumped.status.success());
    // Whatever is written from now on is not in it.
    let before = from.rows().await;
    let restored = to.run("restore", &file);
    assert!(restored.status.success());

    let after = to.rows().await;
    assert!(before.len() > 20 && before["licenses"].len() > 10 && before["events"].len() > 100);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (table, rows) in &before {
        assert!(after[table] == *rows, "{table} differs");
    }
    assert_eq!(from.made().await, to.made().await, "tables, indices and keys");
    let there = here.with("DSMS__DATABASE__URL", &to.url);
    assert!(there.run(&["audit", "verify"]), "the chain of events is whole");

    // Over data it writes nothing, and nothing over a file.
    assert!(says(&to.run("restore", &file), "is not empty"));
    assert!(says(&from.run("dump", &file), "exists"));
    assert!(to.rows().await == before, "nothing was done");
}

#[actix_web::test]
async fn a_dump_that_is_not_whole_is_neither_kept_nor_brought_back() {
    let Some(server) = testkit::database_server() else { return };
    let (from, to) = (Place::new(&server).await, Place::new(&server).await);
    let here = Installation::on(&SecretString::from(from.url.clone()));
    assert!(here.run(&["migrate"]));
    let file = here.folder.path().join("dsms.sql");

    let nowhere = Place { name: "no_such_database".to_owned(), ..Place::new(&server).await };
    assert!(says(&nowhere.run("dump", &file), "the dump failed"));
    assert!(!file.exists() && !here.folder.path().join("dsms.sql.part").exists());
    assert!(from.run("dump", &file).status.success());
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert!(says(&to.run("restore", &file), "is not what was dumped"));
    // Also where somebody made the sum anew.
    let sum = here.folder.path().join("dsms.sql.sha256");
    let made =
        Command::new("sha256sum").arg("dsms.sql").current_dir(here.folder.path()).output().unwrap();
    fs::write(&sum, made.stdout).unwrap();
    assert!(says(&to.run("restore", &file), "is not whole"));
    assert!(to.rows().await.is_empty(), "nothing of it was written");
}
