//! What the database tells: how it is set, and what is in it.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{money::Currency, sellers::SellerView};
use migration::{Migrator, MigratorTrait as _};
use secrecy::{ExposeSecret as _, SecretString};
use store::{
    Db, StoreError, StoreResult,
    condition::{self, Condition},
    users,
};

use super::{Finding, Findings, Rule};
use crate::{
    app::Clock,
    auth::password::{Cost, Hasher, Verdict},
    config::Config,
    seed::{
        SAMPLE_TAX_NUMBER,
        people::{self, PARTNERS, STAFF},
    },
    setup::HASHING_PATIENCE,
};

/// How far two clocks may differ.
const SKEW: TimeDelta = TimeDelta::seconds(5);
/// How long an event waits where a worker runs, and then some.
const WAITING: TimeDelta = TimeDelta::minutes(5);

/// Opens the database as it is, and makes none.
pub(super) async fn examine_closed(config: &Config, clock: &Clock) -> Vec<Finding> {
    let url = config.database.url.expose_secret();
    let mut found = Findings::default();
    if store::embedded_file(url).is_some_and(|file| !file.exists()) {
        found.when(true, Rule::DatabaseUnreachable);
        return found.0;
    }
    match Db::connect(url).await {
        Ok(db) => {
            let found = examine(config, &db, clock).await;
            if let Err(error) = db.close().await {
                tracing::debug!(%error, "the database did not close cleanly");
            }
            found
        }
        Err(error) => {
            tracing::debug!(%error, "the database does not open");
            found.when(true, Rule::DatabaseUnreachable);
            found.0
        }
    }
}

/// Looks at an open database.
pub async fn examine(config: &Config, db: &Db, clock: &Clock) -> Vec<Finding> {
    let mut found = Findings::default();
    match Migrator::get_pending_migrations_read_only(&db.read).await {
        Ok(pending) => found.when(!pending.is_empty(), Rule::MigrationPending),
        Err(error) if error.to_string().contains("is missing") => {
            found.when(true, Rule::MigrationNewer);
        }
        Err(_) => found.when(true, Rule::DatabaseUnreachable),
    }
    if found.0.is_empty()
        && let Err(error) = look(config, db, clock, &mut found).await
    {
        tracing::debug!(%error, "the database does not answer");
        found.when(true, Rule::DatabaseUnreachable);
    }
    found.0
}

async fn look(config: &Config, db: &Db, clock: &Clock, found: &mut Findings) -> StoreResult<()> {
    let now = clock.now();
    let Condition { now: theirs, variables } = condition::of(db).await?;
    found.when((theirs - now).abs() > SKEW, Rule::ClockOff);
    if db.is_embedded() {
        found.when(!is(&variables, "synchronous", &["2", "3"]), Rule::NotDurable);
    } else {
        found.0.extend(of_mysql(&variables));
    }
    found.when(users::active_admins(&db.read).await? == 0, Rule::NoAdmin);
    found.when(!can_sell(db, clock).await?, Rule::NothingToSell);
    let sellers = store::products::sellers(&db.read).await?;
    let is_sample = |seller: &SellerView| seller.content.tax_number == SAMPLE_TAX_NUMBER;
    found.when(sellers.iter().any(is_sample), Rule::SampleSeller);
    let oldest = condition::oldest_unsealed(&db.read).await?;
    found.when(oldest.is_some_and(|at| now - at > WAITING), Rule::NobodyWorks);
    for username in demo_accounts(config, db).await? {
        found.at(Rule::DemoAccounts, username);
    }
    Ok(())
}

/// What MySQL's variables tell; what a server does not have is taken for well.
pub fn of_mysql(variables: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut found = Findings::default();
    let says =
        |name: &str, well: &[&str]| !variables.contains_key(name) || is(variables, name, well);
    let is_durable = says("innodb_flush_log_at_trx_commit", &["1"])
        // Without a binary log there is nothing of it to flush.
        && (is(variables, "log_bin", &["OFF"]) || says("sync_binlog", &["1"]));
    found.when(!is_durable, Rule::NotDurable);
    found.when(!says("log_bin", &["ON"]), Rule::NoBinaryLog);
    let is_committed = |name| says(name, &["READ-COMMITTED"]);
    let isolation = is_committed("transaction_isolation") && is_committed("tx_isolation");
    found.when(!isolation, Rule::IsolationOther);
    found.when(!says("character_set_database", &["utf8mb4"]), Rule::NotUtf8);
    let packet = variables.get("max_allowed_packet").and_then(|bytes| bytes.parse::<u64>().ok());
    found.when(packet.is_some_and(|bytes| bytes < 16 << 20), Rule::PacketsSmall);
    found.0
}

fn is(variables: &BTreeMap<String, String>, name: &str, well: &[&str]) -> bool {
    variables.get(name).is_some_and(|value| well.contains(&value.as_str()))
}

async fn can_sell(db: &Db, clock: &Clock) -> StoreResult<bool> {
    let terms = store::products::terms(&db.read, clock.today()).await.map(drop);
    let seller = store::products::default_seller(&db.read).await.map(drop);
    match terms.and(seller) {
        Ok(()) => {
            let book = store::products::price_book(&db.read, clock.today(), Currency::Cny).await?;
            Ok(!book.products.is_empty())
        }
        Err(StoreError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Who of the demo may still sign in with the password that everybody knows.
async fn demo_accounts(config: &Config, db: &Db) -> StoreResult<Vec<String>> {
    let cost = Cost {
        memory_kib: config.auth.argon2_memory,
        passes: config.auth.argon2_passes,
        ..Cost::default()
    };
    let Ok(hasher) = Hasher::new(cost, HASHING_PATIENCE) else { return Ok(Vec::new()) };
    let staff = STAFF.iter().map(|(username, ..)| *username);
    let mut known = Vec::new();
    for username in staff.chain(PARTNERS.iter().map(|partner| partner.username)) {
        let Some(user) = users::find_by_username(&db.read, username).await? else { continue };
        let password = SecretString::from(people::PASSWORD);
        let verdict = hasher.verify(password, Some(&user.password_hash)).await;
        if user.active && matches!(verdict, Ok(Verdict::Right { .. })) {
            known.push(username.to_owned());
        }
    }
    Ok(known)
}
