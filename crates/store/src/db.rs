//! Opening the database. SQLite has one writer and several readers, MySQL one pool for both.

use std::{
    fs, io,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sqlx::{Executor, sqlite::SqliteJournalMode},
};

use crate::{StoreError, StoreResult};

/// How long a request waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long SQLite waits for another process's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);
const SQLITE_READERS: u32 = 4;
/// Said on every new connection to MySQL: what we rely on, however the server is configured. The part
/// for MariaDB alone keeps it from reading a whole index as a filter for the first rows of another.
const MYSQL_SESSION: [&str; 2] = [
    "SET SESSION time_zone = '+00:00', SESSION innodb_lock_wait_timeout = 5, \
     SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES') \
     /*M!100402 , SESSION optimizer_switch = 'rowid_filter=off' */",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
];

/// The database: where to write, and where to read outside of a transaction.
#[derive(Debug, Clone)]
pub struct Db {
    pub write: DatabaseConnection,
    pub read: DatabaseConnection,
}

/// How many prepared statements each of `connections` keeps. A statement that falls out is closed
/// by a packet that nobody answers, and the next one then waits 40 ms for its late
/// acknowledgement (the driver leaves Nagle's algorithm on): so all that the product says must
/// fit. The whole pool stays at half of what the server keeps (`max_prepared_stmt_count`, 16 382),
/// so that two replicas fit.
fn statements_kept(connections: u32) -> usize {
    usize::try_from(8_000 / connections.max(1)).unwrap_or(usize::MAX).clamp(100, 1_000)
}

impl Db {
    /// Opens `mysql://…` or `sqlite://path/to/file` (folder and file are made where missing).
    pub async fn connect(url: &str) -> StoreResult<Self> {
        Self::connect_at_most(url, 0).await
    }

    /// The same with so many connections to MySQL; 0 for twice the cores. SQLite has one writer
    /// however many are allowed.
    pub async fn connect_at_most(url: &str, connections: u32) -> StoreResult<Self> {
        if url.starts_with("sqlite:") {
            return Self::connect_sqlite(url).await;
        }
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let most = match connections {
            0 => u32::try_from(2 * cores).unwrap_or(u32::MAX).max(4),
            given => given,
        };
        let mut options = options(url, most);
        let kept = statements_kept(most);
        options.map_sqlx_mysql_opts(move |mysql| mysql.statement_cache_capacity(kept));
        options.map_sqlx_mysql_pool_opts(|pool| {
            pool.after_connect(|connection, _| {
                Box::pin(async move {
                    for statement in MYSQL_SESSION {
                        connection.execute(statement).await?;
                    }
                    Ok(())
                })
            })
        });
        let pool = Database::connect(options).await?;
        Ok(Self { write: pool.clone(), read: pool })
    }

    async fn connect_sqlite(url: &str) -> StoreResult<Self> {
        if let Some(file) = embedded_file(url) {
            make_private(&file)
                .map_err(|error| StoreError::Database(DbErr::Custom(error.to_string())))?;
        }
        // The writer first: it makes the file and turns the journal to WAL.
        let write = Database::connect(sqlite_options(url, 1, false)).await?;
        let read = Database::connect(sqlite_options(url, SQLITE_READERS, true)).await?;
        Ok(Self { write, read })
    }

    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    /// Whether it is a file of ours.
    pub fn is_embedded(&self) -> bool {
        self.backend() == DbBackend::Sqlite
    }

    /// Begins a transaction that writes. On SQLite it takes its turn at once, so that it never
    /// finds itself behind somebody else halfway through.
    pub async fn begin(&self) -> StoreResult<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// Writes the embedded database as it is at this instant into a new file (SQLite's
    /// `VACUUM INTO`); whoever writes meanwhile is not in it and does not wait long.
    ///
    /// # Errors
    /// Another database than SQLite; a file that exists.
    pub async fn snapshot(&self, to: &Path) -> StoreResult<()> {
        let path = to.display().to_string().replace('\'', "''");
        self.write.execute_unprepared(&format!("VACUUM INTO '{path}'")).await?;
        Ok(())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> StoreResult<()> {
        self.read.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(self) -> StoreResult<()> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

/// How long a server waits while another one does what only one may do at a time.
const TURN: Duration = Duration::from_mins(5);

/// Waits until no other server has the turn of this name. It is given back when the connection that
/// is answered closes, however that comes about. The embedded database is of one server: it has it.
///
/// # Errors
/// No connection; the other one takes longer than five minutes.
pub async fn take_turn(url: &str, name: &str) -> StoreResult<Option<DatabaseConnection>> {
    if embedded_file(url).is_some() {
        return Ok(None);
    }
    let connection = Database::connect(options(url, 1)).await?;
    let asked = format!("SELECT GET_LOCK('{name}', {}) AS turn", TURN.as_secs());
    let answer = connection.query_one_raw(Statement::from_string(DbBackend::MySql, asked)).await?;
    let is_ours = match answer {
        Some(row) => row.try_get::<Option<i64>>("", "turn")? == Some(1),
        None => false,
    };
    if is_ours {
        return Ok(Some(connection));
    }
    let words = format!("another server has been at `{name}` for {} s", TURN.as_secs());
    Err(StoreError::Database(DbErr::Custom(words)))
}

/// The file that a `sqlite:` address names; nothing for other addresses.
pub fn embedded_file(url: &str) -> Option<PathBuf> {
    let file = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    file.split('?').next().map(PathBuf::from)
}

/// Makes the file, and the folder around it, where they are missing. Password hashes lie in it: only
/// its owner reads it, and SQLite gives its journals the same mode.
fn make_private(file: &Path) -> io::Result<()> {
    if file.to_string_lossy().contains(":memory:") {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn options(url: &str, most: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(most)
        .min_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .sqlx_logging(false);
    options
}

fn sqlite_options(url: &str, most: u32, only_reads: bool) -> ConnectOptions {
    let mut options = options(url, most);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(BUSY_TIMEOUT);
        if only_reads { sqlite.pragma("query_only", "on") } else { sqlite }
    });
    options
}
