//! What a statement makes MariaDB's engine read, by its own counters (`Handler_read%`).

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, Statement};
use store::Db;

/// Two connections to the same database: one whose statements are kept, and one whose engine's
/// reads are counted.
pub struct Handlers {
    pub db: Db,
    asked: Arc<Mutex<Vec<Statement>>>,
    counted: DatabaseConnection,
}

/// What a statement read and brought.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub read: u32,
    pub returned: u32,
}

impl Cost {
    /// Engine rows for each row that came of it.
    pub fn ratio(self) -> f64 {
        f64::from(self.read) / f64::from(self.returned.max(1))
    }
}

impl Handlers {
    /// # Errors
    /// The database is not available.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let mut db = Db::connect(url).await?;
        let kept = asked.clone();
        db.read.set_metric_callback(move |info| {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(info.statement.clone());
        });
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let counted = Database::connect(options).await?;
        Ok(Self { db, asked, counted })
    }

    /// The statements that were asked since the last look.
    pub fn asked(&self) -> Vec<Statement> {
        std::mem::take(&mut self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks a statement once more, and counts.
    ///
    /// # Errors
    /// The database is not available.
    pub async fn cost(&self, statement: &Statement) -> anyhow::Result<Cost> {
        self.counted.execute_unprepared("FLUSH STATUS").await?;
        let rows = self.counted.query_all_raw(statement.clone()).await?;
        let show = "SHOW SESSION STATUS LIKE 'Handler_read%'";
        let show = Statement::from_string(self.counted.get_database_backend(), show);
        let mut read = 0;
        for counter in self.counted.query_all_raw(show).await? {
            read += counter.try_get::<String>("", "Value")?.parse::<u32>().context("a counter")?;
        }
        Ok(Cost { read, returned: u32::try_from(rows.len())? })
    }
}
