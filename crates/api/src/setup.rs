//! Puts an `App` together from its settings.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, atomic::AtomicBool},
    time::Duration,
};

use actix_web::web::Data;
use anyhow::{Context as _, bail};
use migration::MigratorTrait as _;
use rand::{SeedableRng as _, rngs::StdRng};
use secrecy::{ExposeSecret as _, SecretString};
use store::Db;
use tokio::sync::Notify;

use crate::{
    app::{App, Clock},
    auth::{
        password::{Cost, Hasher},
        reset::ResetTokens,
        tokens::Tokens,
    },
    config::{Config, Database, Environment, MailTls, MailTransport},
    doctor, fail_points,
    http::Trust,
    live::Live,
    mail::{Mailer, SmtpSettings, Tls, Transport},
    printer::Printer,
    sealing::Sealer,
    secret::ServerSecret,
    signing::{ActivationCodes, KeyRing},
    webhooks::{keys::WebhookKeys, outside::Outside},
};

/// Whoever is signed out is out within a second, everywhere.
const LONGEST_TRUST_MS: u32 = 1000;

/// How long a sign-in waits for its turn at the password hasher.
pub(crate) const HASHING_PATIENCE: Duration = Duration::from_secs(5);

/// Opens the database and brings its schema up to date.
///
/// # Errors
/// No connection; a migration that fails.
pub async fn open_database(config: &Config) -> anyhow::Result<Db> {
    let Database { url, connections } = &config.database;
    let db = Db::connect_at_most(url.expose_secret(), *connections)
        .await
        .context("cannot open the database (database.url)")?;
    // Several that start at once would make the same tables.
    let turn = store::take_turn(url.expose_secret(), "dsms.migrate")
        .await
        .context("cannot migrate the database")?;
    migration::Migrator::up(&db.write, None).await.context("cannot migrate the database")?;
    if let Some(turn) = turn {
        turn.close().await?;
    }
    Ok(db)
}

/// The app as the settings say.
///
/// # Errors
/// Unsafe settings in production, each named; no database; unreadable keys.
pub async fn app(config: Config) -> anyhow::Result<App> {
    app_at(config, Clock::System, StdRng::from_rng(&mut rand::rng())).await
}

/// The app with its own time and chance, for tests and demo data.
///
/// # Errors
/// As [`app`].
pub async fn app_at(mut config: Config, clock: Clock, chance: StdRng) -> anyhow::Result<App> {
    let is_production = config.environment == Environment::Production;
    if is_production {
        let complaints = doctor::complaints(&doctor::before_start(&config));
        if !complaints.is_empty() {
            bail!("unsafe settings:\n  {}", complaints.join("\n  "));
        }
    } else {
        generate_secrets(&mut config)?;
    }
    let mut db = open_database(&config).await?;
    fail_points::watch(&mut db.write);
    let cost = Cost {
        memory_kib: config.auth.argon2_memory,
        passes: config.auth.argon2_passes,
        ..Cost::default()
    };
    let token_secret = ServerSecret::new(&config.auth.token_secret).context("auth.token_secret")?;
    let code_secret =
        ServerSecret::new(&config.licensing.code_secret).context("licensing.code_secret")?;
    let keys = KeyRing::open(&config.licensing.keys_dir, &config.licensing.issuer, is_production)
        .context("licensing.keys_dir")?;
    Ok(App {
        db,
        clock,
        hasher: Hasher::new(cost, HASHING_PATIENCE)?,
        tokens: Tokens::new(&token_secret, "dsms"),
        resets: ResetTokens::new(token_secret),
        webhook_keys: WebhookKeys::new(code_secret.clone()),
        outside: Outside::new(&config.webhooks).context("webhooks")?,
        // Under the secret that is never changed: who signs in must not depend on the other one.
        sealer: Sealer::new(&code_secret),
        codes: ActivationCodes::new(code_secret),
        keys,
        mailer: mailer(&config)?,
        printer: Arc::new(Printer::new(&config.print)),
        live: Live::default(),
        trust: Trust::lasting(Duration::from_millis(
            config.auth.session_trust_ms.min(LONGEST_TRUST_MS).into(),
        )),
        chance: Mutex::new(chance),
        bell: Notify::new(),
        stopping: AtomicBool::new(false),
        config,
    })
}

fn mailer(config: &Config) -> anyhow::Result<Mailer> {
    let mail = &config.mail;
    let transport = match mail.transport {
        MailTransport::File => Transport::file(&mail.dir),
        MailTransport::Smtp => Transport::smtp(&SmtpSettings {
            host: mail.host.clone(),
            port: mail.port,
            tls: match mail.tls {
                MailTls::None => Tls::None,
                MailTls::Starttls => Tls::StartTls,
                MailTls::Tls => Tls::Tls,
            },
            username: Some(mail.username.clone()).filter(|name| !name.is_empty()),
            password: Some(mail.password.clone()),
            timeout: Duration::from_secs(mail.timeout_seconds),
        })
        .context("mail")?,
    };
    Mailer::new(transport, &mail.from).context("mail.from")
}

/// Development needs no settings: secrets are drawn once and kept beside the database.
fn generate_secrets(config: &mut Config) -> anyhow::Result<()> {
    let folder = config.licensing.keys_dir.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    for (secret, name) in [
        (&mut config.auth.token_secret, "token.secret"),
        (&mut config.licensing.code_secret, "code.secret"),
    ] {
        if secret.expose_secret().is_empty() {
            *secret = kept_secret(&folder.join(name))?;
        }
    }
    Ok(())
}

fn kept_secret(path: &Path) -> anyhow::Result<SecretString> {
    if let Ok(kept) = fs::read_to_string(path) {
        return Ok(SecretString::from(kept.trim().to_owned()));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let drawn: [u8; 32] = rand::random();
    let text: String = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(SecretString::from(text))
}

/// How often the folder with the signing keys is looked at. Looked at, not watched: what is mounted
/// from elsewhere tells nobody that it changed.
pub const KEYS_LOOKED_AT: Duration = Duration::from_secs(2);

/// Takes over signing keys that come into the folder, until it is aborted. A folder that cannot be
/// read leaves the keys as they are.
pub async fn follow_keys(app: Data<App>) {
    loop {
        tokio::time::sleep(KEYS_LOOKED_AT).await;
        match app.keys.refresh() {
            Ok(true) => tracing::info!(kid = %app.keys.signing_kid(), "the signing keys changed"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the signing keys changed and cannot be read"),
        }
    }
}

/// Closes the database, in an orderly manner where that is still possible.
pub async fn close(app: &App) {
    if let Err(error) = app.db.clone().close().await {
        tracing::warn!(%error, "the database did not close cleanly");
    }
}
