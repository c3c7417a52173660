//! Secrets are looked for wherever they should not be: logs, refusals, metrics, whatever an
//! administrator can ask, and each table but the one that keeps keys.

use std::{
    io,
    sync::{Arc, Mutex},
};

use api::{
    config::{Config, MailTls, MailTransport},
    setup,
};
use client::{Client, Door, Side};
use domain::{
    Lang,
    access::{Permission, Role},
    api_keys::wire::NewApiKey,
    auth::wire::{SignIn, TotpCode},
    events::EventKind,
    keys::wire::VerifyKey,
    licenses::{
        ActivationMode::{Offline, Online},
        wire::{Activate, TransferLicense},
    },
    orders::wire::OrderListQuery,
    webhooks::{WebhookForm, wire::WebhookContent},
};
use sea_orm::ConnectionTrait as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use testkit::{MailServer, PASSWORD, TestApp, key};

use crate::tables;

const TOKEN_SECRET: &str = "canary-token-secret-0123456789abcdef";
const CODE_SECRET: &str = "canary-code-secret-0123456789abcdef";
const MAIL_PASSWORD: &str = "canary-mail-password-0123456789";
const DATABASE_PASSWORD: &str = "canary-database-password-42";
const WRONG_PASSWORD: &str = "canary-wrong-password-42";

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Listens from now on, closer than an administrator would.
    fn start() -> Self {
        let log = Self::default();
        let sink = log.clone();
        tracing_subscriber::fmt()
            .with_env_filter("api=trace,store=trace,sea_orm=debug,sqlx=debug,actix=debug")
            .with_writer(move || sink.clone())
            .with_ansi(false)
            .init();
        log
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// Each table but the one with the keys, as text; binary columns as hexadecimal digits.
async fn dump(app: &TestApp) -> Vec<(String, String)> {
    let mut tables = tables::rows(&app.app.db.read).await;
    tables.remove("license_keys").unwrap();
    tables.into_iter().map(|(table, rows)| (table, rows.join("\n"))).collect()
}

/// Every GET that an administrator can ask, and what came; no file that is packed.
async fn answers(app: &TestApp, admin: &Client) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (_, path) in app.questions(admin).await {
        let answer = app.call(admin, "GET", &path, &[], None).await;
        if answer.status.is_success() {
            all.push((format!("GET {path}"), answer.text));
        }
    }
    all
}

/// A user of the test's own whose password can be looked for; none on SQLite, which has no users.
async fn database_user() -> bool {
    let Some(server) = testkit::database_server() else { return false };
    let root = sea_orm::Database::connect(server).await.unwrap();
    for sql in [
        format!("CREATE USER IF NOT EXISTS canary IDENTIFIED BY '{DATABASE_PASSWORD}'"),
        "GRANT ALL ON *.* TO canary".to_owned(),
    ] {
        root.execute_unprepared(&sql).await.unwrap();
    }
    root.close().await.unwrap();
    true
}

/// What a server says that is not let into its database: nobody listens there.
async fn refused_by_the_database(config: &Config) -> String {
    let mut config = config.clone();
    let url = format!("mysql://canary:{DATABASE_PASSWORD}@127.0.0.1:1/nowhere");
    config.database.url = SecretString::from(url);
    format!("{:?}", setup::open_database(&config).await.unwrap_err())
}

/// As a dump shows bytes.
fn hexadecimal(secret: &str) -> String {
    secret.bytes().map(|byte| format!("{byte:02X}")).collect()
}

#[actix_web::test]
async fn no_secret_is_logged_told_or_kept_where_it_does_not_belong() {
    // Before anybody listens: making it names it.
    let has_user = database_user().await;
    let log = Log::start();
    let mails = MailServer::start();
    let app = TestApp::start_with(|config| {
        if has_user {
            let url = config.database.url.expose_secret();
            let (_, place) = url.split_once('@').unwrap();
            let url = format!("mysql://canary:{DATABASE_PASSWORD}@{place}");
            config.database.url = SecretString::from(url);
        }
        config.webhooks.allow_internal = true;
        // It takes no password, so that mails fail and their errors are kept.
        config.mail.transport = MailTransport::Smtp;
        config.mail.host = "127.0.0.1".to_owned();
        config.mail.port = mails.address.port();
        config.mail.tls = MailTls::None;
        config.mail.username = "canary".to_owned();
        config.mail.password = SecretString::from(MAIL_PASSWORD);
        config.auth.token_secret = SecretString::from(TOKEN_SECRET);
        config.licensing.code_secret = SecretString::from(CODE_SECRET);
    })
    .await;
    let mut secrets: Vec<(&str, String)> = [
        ("the token secret", TOKEN_SECRET),
        ("the code secret", CODE_SECRET),
        ("the password of the mail server", MAIL_PASSWORD),
        ("the password of the database", DATABASE_PASSWORD),
        ("a password", PASSWORD),
        ("a wrong password", WRONG_PASSWORD),
    ]
    .map(|(name, secret)| (name, secret.to_owned()))
    .into();
    let mut told = Vec::new();
    let stranger = app.stranger();

    // Licenses of both kinds, used, moved, sent again, and asked about.
    let order = app.approved(&[Online, Offline]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let [online, offline] = [0, 1].map(|n| order.lines[0].licenses[n].id);
    let code = admin.show_license_key(online).await.unwrap().activation_code.unwrap();
    let activate = |cluster: &str| Activate {
        code: code.clone(),
        cluster_id: cluster.to_owned(),
        version: None,
        installation_key: None,
    };
    let activated = stranger.activate(&activate("cluster-one")).await.unwrap();
    told.push(stranger.activate(&activate("cluster-two")).await.err().unwrap().to_string());
    let first = admin.show_license_key(offline).await.unwrap().key.unwrap();
    let license = admin.license(Side::Staff, &offline.to_string()).await.unwrap();
    let transfer = TransferLicense {
        cluster_id: "cluster-new".to_owned(),
        installation_key: None,
        reason: "moved".to_owned(),
    };
    let moved = admin.transfer_license(offline, license.version, &transfer, &key()).await.unwrap();
    let again = admin.transfer_license(offline, license.version, &transfer, &key()).await;
    told.push(again.unwrap_err().to_string());
    let second = admin.show_license_key(moved.id).await.unwrap().key.unwrap();
    admin.resend_license(offline, &key()).await.unwrap();
    app.settle().await;
    for key in [&first, &second, &activated.key] {
        let asked = stranger.verify_key(&VerifyKey { key: key.clone() }).await.unwrap();
        told.push(serde_json::to_string(&asked).unwrap());
        let forged = format!("{key}x");
        let asked = stranger.verify_key(&VerifyKey { key: forged }).await.unwrap();
        told.push(serde_json::to_string(&asked).unwrap());
        secrets.push(("a license key", key.clone()));
        // What makes it a key is its signature.
        secrets.push(("a signature", key.rsplit('.').next().unwrap().to_owned()));
    }
    secrets.push(("an activation code", code.clone()));
    secrets.push(("an activation code without hyphens", code.replace('-', "")));

    // Sign-in, with everything that may be refused.
    let username = Role::Admin.as_str().to_owned();
    let wrong = SignIn::new(username.clone(), WRONG_PASSWORD);
    told.push(stranger.sign_in(Door::Staff, &wrong).await.err().unwrap().to_string());
    let body = json!({ "username": username, "password": PASSWORD });
    let entered = app.call(&stranger, "POST", "/api/v1/auth/login", &[], Some(&body)).await;
    let cookie = entered.header("Set-Cookie").unwrap();
    let refresh = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    secrets.push(("an access token", entered.json()["access_token"].as_str().unwrap().to_owned()));
    secrets.push(("a refresh token", refresh.clone()));
    for (path, body) in [
        ("/api/v1/auth/login", json!({ "username": "x", "password": PASSWORD, "otp": 1 })),
        ("/api/v1/activations", json!({ "code": code, "cluster_id": "?" })),
        ("/api/v1/verify", json!({ "key": first, "more": 1 })),
    ] {
        told.push(app.call(&stranger, "POST", path, &[], Some(&body)).await.text);
    }
    // A second factor, with codes that are refused.
    let finance = app.as_role(Role::Finance).await;
    let factor = finance.begin_second_factor().await.unwrap();
    let totp = totp_rs::Secret::try_from_base32(&factor.secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(totp).build().unwrap();
    let first = totp.generate(u64::try_from(app.now().timestamp()).unwrap()).to_string();
    let typed = |code: &str| TotpCode { code: code.to_owned() };
    let recovery = finance.confirm_second_factor(&typed(&first)).await.unwrap().codes;
    told.push(finance.begin_second_factor().await.err().unwrap().to_string());
    told.push(finance.disable_second_factor(&typed(&first)).await.unwrap_err().to_string());
    let with_code = SignIn::new("finance", PASSWORD).with_code(&recovery[0]);
    stranger.sign_in(Door::Staff, &with_code).await.unwrap();
    told.push(stranger.sign_in(Door::Staff, &with_code).await.unwrap_err().to_string());
    secrets.push(("the secret of a second factor", factor.secret));
    secrets.extend(recovery.into_iter().map(|code| ("a recovery code", code)));
    // A program, with what its key does not open and when the key is over.
    let new = NewApiKey {
        name: "canary".to_owned(),
        scopes: vec![Permission::OrdersRead],
        expires_at: app.now() + chrono::TimeDelta::days(1),
    };
    let made = admin.create_api_key(None, &new).await.unwrap();
    let program = app.stranger();
    program.set_token(Some(made.token.clone()));
    program.orders(Side::Staff, &OrderListQuery::default()).await.unwrap();
    told.push(program.me().await.unwrap_err().to_string());
    admin.revoke_api_key(None, made.key.id).await.unwrap();
    told.push(program.me().await.unwrap_err().to_string());
    told.push(serde_json::to_string(&admin.api_keys(None).await.unwrap()).unwrap());
    secrets.push(("an API key", made.token));
    // A webhook of our own form, whose secret is shown once, and a robot's, whose secret is theirs.
    let hook = WebhookContent {
        name: "canary".to_owned(),
        form: WebhookForm::Json,
        url: Some("http://127.0.0.1:1/hook?access_token=canary-webhook-address".to_owned()),
        secret: None,
        language: Lang::En,
        kinds: vec![EventKind::OrderSubmitted],
        active: true,
    };
    let made = admin.create_webhook(&hook).await.unwrap();
    secrets.push(("a webhook's secret", made.secret.unwrap()));
    let robot = WebhookContent {
        form: WebhookForm::DingTalk,
        secret: Some("SECcanary-robot-0123456789".to_owned()),
        ..hook
    };
    let robot = admin.create_webhook(&robot).await.unwrap().webhook;
    for id in [made.webhook.id, robot.id] {
        admin.test_webhook(id).await.unwrap();
    }
    secrets.push(("a robot's secret", "SECcanary-robot-0123456789".to_owned()));
    secrets.push(("a webhook's address", "canary-webhook-address".to_owned()));
    app.submitted(&[Online]).await;
    app.settle().await;
    told.push(refused_by_the_database(&app.app.config).await);
    let nobody = [("Authorization", format!("Bearer {refresh}"))];
    let nobody = nobody.each_ref().map(|(name, value)| (*name, value.as_str()));
    told.push(app.call(&stranger, "GET", "/api/v1/licenses", &nobody, None).await.text);

    let answered = answers(&app, &admin).await;
    assert!(answered.len() > 100, "{} answers", answered.len());
    let logged = log.text();
    let metrics = app.call(&stranger, "GET", "/metrics", &[], None).await.text;
    let mut places = vec![("the log".to_owned(), logged), ("the metrics".to_owned(), metrics)];
    places.push(("an answer".to_owned(), told.join("\n")));
    places.extend(answered);
    places.extend(dump(&app).await);

    // Whoever looks must be able to find.
    let found = |place: &str, words: &str| {
        let (_, text) = places.iter().find(|(name, _)| name == place).unwrap();
        assert!(text.contains(words), "{place} does not say {words}");
    };
    found("the log", "answered");
    found("the metrics", "http_requests_total");
    found("an answer", &moved.number);
    found("GET /api/v1/licenses", &moved.number);
    found("GET /api/v1/exports/licenses/csv", &moved.number);
    found("GET /api/v1/webhooks", "canary");
    found(&format!("GET /api/v1/webhooks/{}/calls", robot.id), "order.submitted");
    found("licenses", &moved.number);
    found("events", "cluster-new");
    found("deliveries", "activation_changed");
    found("webhooks", "canary");
    for (place, text) in &places {
        for (name, secret) in &secrets {
            assert!(secret.len() >= 11, "{name} is too short to be looked for");
            assert!(!text.contains(secret.as_str()), "{place} holds {name}");
            assert!(!text.contains(&hexadecimal(secret)), "{place} holds {name} as bytes");
        }
    }
}
