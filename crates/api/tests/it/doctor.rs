//! Every fault that the doctor knows, made by itself, is found by its code; a clean installation has
//! none; production does not start with a grave one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Output},
};

use api::{
    app::Clock,
    config::{Config, Environment, ImapTls, LogFormat, MailTls, MailTransport},
    doctor::{
        self, Finding, Host, Rule, examine_database, examine_host, examine_settings, of_mysql,
    },
    signing::SigningKeys,
    users::service::{NewUser, create},
};
use chrono::TimeDelta;
use domain::{Lang, access::Role};
use sea_orm::ConnectionTrait as _;
use secrecy::SecretString;
use tempfile::TempDir;
use testkit::TestApp;

const TOKEN_SECRET: &str = "8f14e45fceea167a5a36dedd4bea2543c9f0f895";
const CODE_SECRET: &str = "45c48cce2e2d7fbdea1afc51c7c6ad26d3d94468";

/// An installation that is fit for production, in a folder that nobody clears up.
fn clean() -> (TempDir, Config, Host) {
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut config = Config::from_toml("").unwrap();
    config.environment = Environment::Production;
    "https://dsms.acme.cn".clone_into(&mut config.http.public_url);
    config.http.behind_proxy = true;
    config.auth.token_secret = SecretString::from(TOKEN_SECRET);
    config.licensing.code_secret = SecretString::from(CODE_SECRET);
    "https://dsms.acme.cn".clone_into(&mut config.licensing.issuer);
    config.licensing.keys_dir = folder.path().join("keys");
    config.database.url = sqlite(&folder.path().join("dsms.db"));
    config.mail.transport = MailTransport::Smtp;
    "smtp.acme.cn".clone_into(&mut config.mail.host);
    "Dify 企业版 <licenses@acme.cn>".clone_into(&mut config.mail.from);
    config.log.format = LogFormat::Json;
    SigningKeys::generate(&config.licensing.keys_dir, &mut rand::rng()).unwrap();
    let host = Host {
        mounts: "/dev/vda / ext4 rw 0 0\n".to_owned(),
        temporary: vec!["/tmp".into()],
        is_root: false,
        room: Some(20 << 30),
    };
    (folder, config, host)
}

fn sqlite(file: &Path) -> SecretString {
    SecretString::from(format!("sqlite://{}", file.display()))
}

fn mysql(rest: &str) -> SecretString {
    SecretString::from(format!("mysql://{rest}"))
}

fn rules(found: &[Finding]) -> BTreeSet<Rule> {
    found.iter().map(|finding| finding.rule).collect()
}

type Seed<T> = (Rule, fn(&mut T));

const IN_SETTINGS: &[Seed<Config>] = &[
    (Rule::NotProduction, |config| config.environment = Environment::Development),
    (Rule::TokenSecretShort, |config| config.auth.token_secret = TOKEN_SECRET[..31].into()),
    (Rule::TokenSecretGuessable, |config| config.auth.token_secret = "ab".repeat(20).into()),
    (Rule::CodeSecretShort, |config| config.licensing.code_secret = "".into()),
    (Rule::CodeSecretGuessable, |config| {
        config.licensing.code_secret = "only-to-look-around-code-secret-00001".into();
    }),
    (Rule::SecretReused, |config| config.licensing.code_secret = TOKEN_SECRET.into()),
    (Rule::SecretReused, |config| {
        config.database.url = mysql(&format!("dsms:{CODE_SECRET}@127.0.0.1/dsms"));
    }),
    (Rule::PublicUrlNotHttps, |config| config.http.public_url = "http://dsms.acme.cn".into()),
    (Rule::PublicUrlPlaceholder, |config| config.http.public_url = "https://localhost".into()),
    (Rule::OpenToAll, |config| {
        (config.http.bind, config.http.behind_proxy) = ("0.0.0.0:8080".into(), false);
    }),
    (Rule::ProxyNotTrusted, |config| config.http.behind_proxy = false),
    (Rule::TooManyThreads, |config| config.http.workers = 100_000),
    (Rule::BodyLimitHuge, |config| config.http.body_limit = 1 << 30),
    (Rule::BodyLimitTiny, |config| config.http.body_limit = 1000),
    (Rule::StopTooHasty, |config| config.http.shutdown_seconds = 0),
    (Rule::Argon2Cheap, |config| config.auth.argon2_memory = 64),
    (Rule::Argon2Cheap, |config| config.auth.argon2_passes = 1),
    (Rule::Argon2Dear, |config| config.auth.argon2_memory = 4 << 20),
    (Rule::SessionTooLong, |config| config.auth.session_days = 365),
    (Rule::FourEyesOff, |config| config.approval.four_eyes = false),
    (Rule::IssuerPlaceholder, |config| {
        config.licensing.issuer = "https://dsms.example.com".into();
    }),
    (Rule::MailToFiles, |config| config.mail.transport = MailTransport::File),
    (Rule::MailInTheClear, |config| config.mail.tls = MailTls::None),
    (Rule::MailFromInvalid, |config| config.mail.from = "Dify".into()),
    (Rule::MailFromPlaceholder, |config| config.mail.from = "dsms@example.com".into()),
    (Rule::MailSignInHalf, |config| config.mail.username = "dsms".into()),
    (Rule::MailPatience, |config| config.mail.timeout_seconds = 600),
    (Rule::ImapInTheClear, |config| {
        imap(config);
        config.lead_mail.imap.tls = ImapTls::None;
    }),
    (Rule::ImapHalf, |config| {
        imap(config);
        config.lead_mail.imap.taken_by.clear();
    }),
    (Rule::WorkerInterval, |config| config.worker.interval_ms = 0),
    (Rule::LogVerbose, |config| config.log.filter = "info,sqlx=trace".into()),
    (Rule::LogFilterInvalid, |config| config.log.filter = "info,=,=".into()),
    (Rule::LogForPeople, |config| config.log.format = LogFormat::Text),
    (Rule::SqliteTemporary, |config| config.database.url = "sqlite::memory:".into()),
    (Rule::SqliteRelative, |config| config.database.url = "sqlite://data/dsms.db".into()),
    (Rule::DatabaseInTheClear, |config| {
        config.database.url = mysql("dsms:x9-Lk2@db.acme.cn/dsms");
    }),
    (Rule::DatabaseAsRoot, |config| config.database.url = mysql("root:x9-Lk2@localhost/dsms")),
    (Rule::DatabaseWithoutPassword, |config| config.database.url = mysql("dsms@localhost/dsms")),
];

/// A mailbox that is set up well.
fn imap(config: &mut Config) {
    let imap = &mut config.lead_mail.imap;
    "imap.acme.cn".clone_into(&mut imap.host);
    "sales".clone_into(&mut imap.username);
    imap.password = SecretString::from("x9-Lk2-imap");
    "sara".clone_into(&mut imap.taken_by);
}

#[test]
fn each_unsafe_setting_is_found_by_itself() {
    let (_folder, config, _) = clean();
    assert_eq!(examine_settings(&config), [], "the clean one is clean");

    for (rule, seed) in IN_SETTINGS {
        let mut config = config.clone();
        seed(&mut config);
        assert_eq!(rules(&examine_settings(&config)), BTreeSet::from([*rule]), "{}", rule.code());
    }
}

#[test]
fn a_mail_server_on_this_machine_and_mysql_with_tls_are_fine() {
    let (_folder, mut config, _) = clean();
    config.mail.tls = MailTls::None;
    config.mail.host = "127.0.0.1".to_owned();
    config.database.url = mysql("dsms:x9-Lk2@db.acme.cn/dsms?ssl-mode=VERIFY_IDENTITY");

    assert_eq!(examine_settings(&config), []);
}

/// A folder, its settings and its machine.
type Place = (TempDir, Config, Host);

const ON_THE_HOST: &[Seed<Place>] = &[
    (Rule::RunsAsRoot, |(_, _, host)| host.is_root = true),
    (Rule::DiskAlmostFull, |(_, _, host)| host.room = Some(100 << 20)),
    (Rule::SqliteOnNetwork, |(folder, _, host)| {
        host.mounts += &format!("server:/data {} nfs4 rw 0 0\n", folder.path().display());
    }),
    (Rule::SqliteTemporary, |(folder, _, host)| host.temporary.push(folder.path().to_owned())),
    (Rule::KeysMissing, |(_, config, _)| {
        fs::remove_dir_all(&config.licensing.keys_dir).unwrap();
    }),
    (Rule::KeysUnclear, |(_, config, _)| {
        // Two, and nobody said which one signs.
        SigningKeys::generate(&config.licensing.keys_dir, &mut rand::rng()).unwrap();
    }),
    (Rule::KeysReadable, |(_, config, _)| chmod(&config.licensing.keys_dir, 0o755)),
    (Rule::KeysReadable, |(_, config, _)| {
        let key = fs::read_dir(&config.licensing.keys_dir).unwrap().next().unwrap().unwrap();
        chmod(&key.path(), 0o644);
    }),
    (Rule::DatabaseReadable, |(folder, _, _)| {
        let file = folder.path().join("dsms.db");
        fs::write(&file, "").unwrap();
        chmod(&file, 0o644);
    }),
    (Rule::SettingsReadable, |(folder, config, _)| {
        let file = folder.path().join("dsms.toml");
        fs::write(&file, "[auth]\ntoken_secret = \"8f14e45f\"\n").unwrap();
        chmod(&file, 0o644);
        config.file = Some(file);
    }),
];

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn each_unsafe_file_is_found_by_itself() {
    let (_folder, config, host) = clean();
    assert_eq!(examine_host(&config, &host), [], "the clean one is clean");

    for (rule, seed) in ON_THE_HOST {
        let mut place = clean();
        seed(&mut place);
        let (_folder, config, host) = place;
        let found = rules(&examine_host(&config, &host));
        assert_eq!(found, BTreeSet::from([*rule]), "{}", rule.code());
    }
}

#[test]
fn settings_without_secrets_may_be_read_by_everybody() {
    let (folder, mut config, host) = clean();
    let file = folder.path().join("dsms.toml");
    fs::write(&file, "environment = \"production\"\n[mail]\npassword = \"\"\n").unwrap();
    chmod(&file, 0o644);
    config.file = Some(file);

    assert_eq!(examine_host(&config, &host), []);
}

const IN_MYSQL: &[(Rule, &str, &str)] = &[
    (Rule::NotDurable, "innodb_flush_log_at_trx_commit", "2"),
    (Rule::NotDurable, "sync_binlog", "0"),
    (Rule::NoBinaryLog, "log_bin", "OFF"),
    (Rule::IsolationOther, "tx_isolation", "REPEATABLE-READ"),
    (Rule::IsolationOther, "transaction_isolation", "SERIALIZABLE"),
    (Rule::NotUtf8, "character_set_database", "latin1"),
    (Rule::PacketsSmall, "max_allowed_packet", "1048576"),
];

#[test]
fn each_unsafe_variable_of_mysql_is_found_by_itself() {
    let clean: BTreeMap<_, _> = [
        ("innodb_flush_log_at_trx_commit", "1"),
        ("sync_binlog", "1"),
        ("log_bin", "ON"),
        ("transaction_isolation", "READ-COMMITTED"),
        ("character_set_database", "utf8mb4"),
        ("max_allowed_packet", "67108864"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    assert_eq!(of_mysql(&clean), [], "the clean one is clean");

    for (rule, name, value) in IN_MYSQL {
        let mut variables = clean.clone();
        variables.insert((*name).to_owned(), (*value).to_owned());
        assert_eq!(rules(&of_mysql(&variables)), BTreeSet::from([*rule]), "{name}");
    }
}

const IN_DATA: &[(Rule, &str)] = &[
    (Rule::MigrationPending, "DELETE FROM seaql_migrations WHERE version LIKE '%_000015_segments'"),
    (
        Rule::MigrationNewer,
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 1)",
    ),
    (Rule::NoAdmin, "UPDATE users SET active = FALSE WHERE role = 'admin'"),
    (Rule::NothingToSell, "DELETE FROM terms"),
    (Rule::NothingToSell, "DELETE FROM prices"),
    (Rule::SampleSeller, "UPDATE seller_entities SET tax_number = '91110108MA01DSMS7X'"),
    (Rule::NobodyWorks, "UPDATE events SET seq = NULL, hash = NULL, at = '2020-01-01 00:00:00'"),
];

/// A server of somebody who put their own company in the sample's place.
async fn in_use() -> TestApp {
    let app = TestApp::start().await;
    let own = "UPDATE seller_entities SET tax_number = '91310000MA1K35K099'";
    app.app.db.write.execute_unprepared(own).await.unwrap();
    app
}

/// What the examination finds besides what the database server of the tests lacks.
async fn found(app: &TestApp, clock: &Clock) -> BTreeSet<Rule> {
    let server = [Rule::NotDurable, Rule::NoBinaryLog, Rule::PacketsSmall];
    let found = rules(&examine_database(&app.app.config, &app.app.db, clock).await);
    let is_embedded = app.app.db.is_embedded();
    found.into_iter().filter(|rule| is_embedded || !server.contains(rule)).collect()
}

#[actix_web::test]
async fn each_fault_of_the_data_is_found_by_itself() {
    let app = in_use().await;
    app.settle().await;
    assert_eq!(found(&app, &Clock::System).await, BTreeSet::new(), "the clean one is clean");
    let later = Clock::System.now() + TimeDelta::minutes(1);
    let skewed = Clock::Stopped(std::sync::Arc::new(std::sync::Mutex::new(later)));
    assert_eq!(found(&app, &skewed).await, BTreeSet::from([Rule::ClockOff]));
    if app.app.db.is_embedded() {
        app.app.db.write.execute_unprepared("PRAGMA synchronous = OFF").await.unwrap();
        assert_eq!(found(&app, &Clock::System).await, BTreeSet::from([Rule::NotDurable]));
    }

    for (rule, sql) in IN_DATA {
        let app = in_use().await;
        app.settle().await;
        app.app.db.write.execute_unprepared(sql).await.unwrap();
        assert_eq!(found(&app, &Clock::System).await, BTreeSet::from([*rule]), "{}", rule.code());
    }
}

#[actix_web::test]
async fn the_demo_is_not_served_in_production() {
    let app = in_use().await;
    let ops = |password: &str| NewUser {
        username: "ops".to_owned(),
        name: "林晓彤".to_owned(),
        email: "ops@dsms.example".to_owned(),
        role: Role::CommercialOps,
        partner: None,
        language: Lang::Zh,
        password: SecretString::from(password),
    };
    create(&app.app, None, ops("Dsms-Demo-2026")).await.unwrap();
    app.settle().await;
    assert_eq!(found(&app, &Clock::System).await, BTreeSet::from([Rule::DemoAccounts]));
    let refused = doctor::refuse_grave(&app.app.config, &app.app.db, &Clock::System).await;
    assert!(refused.unwrap_err().to_string().contains("demo-accounts"));

    let deactivate = "UPDATE users SET active = FALSE WHERE username = 'ops'";
    app.app.db.write.execute_unprepared(deactivate).await.unwrap();

    assert_eq!(found(&app, &Clock::System).await, BTreeSet::new());
}

#[test]
fn every_rule_is_seeded_here_and_has_a_code_of_its_own() {
    let mut seeded: BTreeSet<_> = IN_SETTINGS.iter().map(|(rule, _)| *rule).collect();
    seeded.extend(ON_THE_HOST.iter().map(|(rule, _)| *rule));
    seeded.extend(IN_MYSQL.iter().map(|(rule, ..)| *rule));
    seeded.extend(IN_DATA.iter().map(|(rule, _)| *rule));
    seeded.extend([Rule::ClockOff, Rule::DemoAccounts, Rule::DatabaseUnreachable]);

    let unseeded: Vec<_> = Rule::ALL.iter().filter(|rule| !seeded.contains(rule)).collect();
    assert!(unseeded.is_empty(), "{unseeded:?}");
    let codes: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.code()).collect();
    assert_eq!(codes.len(), Rule::ALL.len());
}

/// The program, with settings from the environment alone.
fn dsms(config: &Config, folder: &TempDir, token_secret: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dsms"))
        .args(arguments)
        .current_dir(folder.path())
        .env("DSMS__ENVIRONMENT", "production")
        .env("DSMS__HTTP__BIND", "127.0.0.1:0")
        .env("DSMS__HTTP__PUBLIC_URL", &config.http.public_url)
        .env("DSMS__HTTP__BEHIND_PROXY", "true")
        .env("DSMS__DATABASE__URL", format!("sqlite://{}/dsms.db", folder.path().display()))
        .env("DSMS__LICENSING__KEYS_DIR", &config.licensing.keys_dir)
        .env("DSMS__LICENSING__CODE_SECRET", CODE_SECRET)
        .env("DSMS__LICENSING__ISSUER", &config.licensing.issuer)
        .env("DSMS__AUTH__TOKEN_SECRET", token_secret)
        .env("DSMS__MAIL__TRANSPORT", "smtp")
        .env("DSMS__MAIL__HOST", &config.mail.host)
        .env("DSMS__MAIL__FROM", &config.mail.from)
        .output()
        .unwrap()
}

#[test]
fn the_program_says_what_is_wrong_to_people_and_programs_and_does_not_start() {
    let (folder, config, _) = clean();
    let run = |secret: &str, arguments: &[&str]| dsms(&config, &folder, secret, arguments);
    let said = |output: Output| String::from_utf8(output.stdout).unwrap();

    let nothing_there = run(TOKEN_SECRET, &["doctor"]);
    assert!(!nothing_there.status.success());
    assert!(said(nothing_there).contains("database-unreachable"));
    assert!(!folder.path().join("dsms.db").exists(), "the doctor makes nothing");
    assert!(run(TOKEN_SECRET, &["migrate"]).status.success());
    let well = run(TOKEN_SECRET, &["doctor", "--json"]);
    let is_well = well.status.success();
    let found: serde_json::Value = serde_json::from_str(&said(well)).unwrap();
    assert!(is_well, "mild ones do not fail: {found}");
    assert!(found.as_array().unwrap().iter().all(|finding| finding["grave"] == false));
    assert!(found.as_array().unwrap().iter().any(|finding| finding["code"] == "no-admin"));

    let ill = run("short-canary", &["doctor"]);
    assert!(!ill.status.success());
    let words = said(ill);
    assert!(words.starts_with("unsafe    token-secret-short: "), "{words}");
    assert!(!words.contains("canary"), "a secret is not printed");
    let served = run("short-canary", &["serve"]);
    assert!(!served.status.success(), "production does not start");
    assert!(String::from_utf8(served.stderr).unwrap().contains("token-secret-short"));
}
