//! What the tests stand on: a real server on a database of its own, a stopped clock, people of
//! every role, two partners, and caught mail.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![expect(clippy::missing_panics_doc, reason = "every function of a test kit may")]

mod gap;
mod http;
mod mail;
pub mod mails;
mod orders;
mod smtp;

use std::{
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use actix_web::web::Data;
use api::{
    app::{App, Clock},
    config::{Config, DEFAULTS},
    http::server,
    seed::{self, demo},
    setup,
    users::service::{NewUser, create},
    worker,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use client::{Client, Door, IdempotencyKey};
use domain::{
    Id, Lang,
    access::Role,
    auth::wire::SignIn,
    id::PartnerId,
    partners::{
        PartnerLevel, PartnerStatus, PaymentTerms, TermsFrom,
        wire::{PartnerContent, PartnerListQuery},
    },
};
use rand::{SeedableRng as _, rngs::StdRng};
use secrecy::SecretString;
use tempfile::TempDir;

pub use gap::Gap;
pub use http::{Answer, paths};
pub use mail::CaughtMail;
pub use orders::content;
pub use smtp::MailServer;

/// The password of everybody in the tests.
pub const PASSWORD: &str = "correct horse battery";
/// Who signs in for the demo's first partner.
const DEMO_PARTNER: &str = "yunzhi";
/// When tests happen: noon in Shanghai.
pub const NOW: &str = "2026-11-22T04:00:00Z";

/// A running server and everything around it.
pub struct TestApp {
    pub app: Data<App>,
    pub url: String,
    pub partner_a: PartnerId,
    pub partner_b: PartnerId,
    clock: Arc<Mutex<DateTime<Utc>>>,
    statements: Arc<AtomicUsize>,
    folder: TempDir,
}

/// The business day of the tests.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// How many: a few at every change, or as many as an hour allows (`cargo xtask deep`).
pub fn depth(quick: usize, deep: usize) -> usize {
    let is_deep = std::env::var("DSMS_DEPTH").is_ok_and(|depth| depth == "deep");
    if is_deep { deep } else { quick }
}

/// Says once which cryptography TLS is made of: the product brings its own to each connection, and
/// reqwest, built with the product's features, asks for one even where it speaks plain HTTP.
pub fn choose_tls() {
    // Whoever comes second finds it done.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The database server that tests run on; without one they run on SQLite.
pub fn database_server() -> Option<String> {
    std::env::var("DSMS_TEST_DATABASE").ok()
}

/// A fresh idempotency key.
pub fn key() -> IdempotencyKey {
    IdempotencyKey(uuid::Uuid::new_v4().to_string())
}

/// The user name of a role; partner B's person is `partner_b`.
pub const fn username(role: Role) -> &'static str {
    role.as_str()
}

impl TestApp {
    /// Starts a server on a database of its own: SQLite, or the server that
    /// `DSMS_TEST_DATABASE` names.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts one with other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let opened = Opened::with(change).await;
        let app = &opened.app;
        let partner_a =
            partner(app, "上海云智科技有限公司", PartnerLevel::Gold, "orders@a.example").await;
        let partner_b =
            partner(app, "北京海川技术有限公司", PartnerLevel::Silver, "orders@b.example").await;
        for role in Role::ALL {
            let partner = role.is_partner().then_some(partner_a);
            user(app, username(*role), *role, partner).await;
        }
        user(app, "partner_b", Role::Partner, Some(partner_b)).await;
        opened.serve(partner_a, partner_b)
    }

    /// Starts one on which the demo was told, with the demo's people and no others: [`Self::as_demo`].
    pub async fn start_with_demo() -> Self {
        let mut opened = Opened::with(|_| {}).await;
        opened.app.mailer = opened.app.mailer.discarding();
        let now = NOW.parse().unwrap();
        demo::tell(&opened.app, now).await.unwrap();
        *opened.clock.lock().unwrap() = now;
        let nobody = Id::from_uuid(uuid::Uuid::nil());
        let mut app = opened.serve(nobody, nobody);
        let query = PartnerListQuery::default();
        let partners = app.as_demo(Role::Admin).await.partners(&query).await.unwrap().items;
        (app.partner_a, app.partner_b) = (partners[0].id, partners[1].id);
        app
    }

    /// Somebody of this role in the demo, signed in.
    pub async fn as_demo(&self, role: Role) -> Client {
        let staff = demo::STAFF.iter().find(|(_, _, its)| *its == role);
        let username = staff.map_or(DEMO_PARTNER, |(username, _, _)| *username);
        let door = if role.is_partner() { Door::Partner } else { Door::Staff };
        let client = self.stranger();
        client.sign_in(door, &SignIn::new(username.to_owned(), demo::PASSWORD)).await.unwrap();
        client
    }

    /// Somebody of this role, signed in; partners are of partner A.
    pub async fn as_role(&self, role: Role) -> Client {
        self.as_user(username(role), role.is_partner()).await
    }

    /// Somebody of partner B, signed in.
    pub async fn as_partner_b(&self) -> Client {
        self.as_user("partner_b", true).await
    }

    /// A signed-in client.
    pub async fn as_user(&self, username: &str, is_partner: bool) -> Client {
        let client = self.stranger();
        let door = if is_partner { Door::Partner } else { Door::Staff };
        let sign_in = SignIn::new(username.to_owned(), PASSWORD);
        client.sign_in(door, &sign_in).await.unwrap();
        client
    }

    /// Nobody in particular.
    pub fn stranger(&self) -> Client {
        Client::new(&self.url)
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        *self.clock.lock().unwrap() += time;
    }

    pub fn now(&self) -> DateTime<Utc> {
        *self.clock.lock().unwrap()
    }

    /// How many statements the database was asked so far.
    pub fn statements(&self) -> usize {
        self.statements.load(Ordering::Relaxed)
    }

    /// Does everything that follows from what happened.
    pub async fn settle(&self) {
        while worker::turn(&self.app, "test").await.unwrap() > 0 {}
    }

    /// Mails that went out so far, in the order of their subjects.
    pub fn mails(&self) -> Vec<CaughtMail> {
        mail::read_all(&self.folder.path().join("mail"))
    }
}

/// An app with what every vendor has, before anybody is in it and before it serves.
struct Opened {
    app: App,
    url: String,
    listener: TcpListener,
    clock: Arc<Mutex<DateTime<Utc>>>,
    statements: Arc<AtomicUsize>,
    folder: TempDir,
}

impl Opened {
    async fn with(change: impl FnOnce(&mut Config)) -> Self {
        choose_tls();
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut config = config(&folder, &url).await;
        change(&mut config);
        let clock = Arc::new(Mutex::new(NOW.parse().unwrap()));
        let chance = StdRng::from_rng(&mut rand::rng());
        let mut app = setup::app_at(config, Clock::Stopped(clock.clone()), chance).await.unwrap();
        let statements = Arc::new(AtomicUsize::new(0));
        for connection in [&mut app.db.read, &mut app.db.write] {
            let counter = statements.clone();
            connection.set_metric_callback(move |_| {
                counter.fetch_add(1, Ordering::Relaxed);
            });
        }
        seed::essentials(&app).await.unwrap();
        Self { app, url, listener, clock, statements, folder }
    }

    fn serve(self, partner_a: PartnerId, partner_b: PartnerId) -> TestApp {
        let Self { app, url, listener, clock, statements, folder } = self;
        let app = Data::new(app);
        actix_web::rt::spawn(server::build(app.clone(), listener).unwrap());
        TestApp { app, url, partner_a, partner_b, clock, statements, folder }
    }
}

async fn config(folder: &TempDir, url: &str) -> Config {
    let mut config = Config::from_toml(DEFAULTS).unwrap();
    config.http.public_url = url.to_owned();
    config.http.workers = 2;
    config.database.url = SecretString::from(match database_server() {
        Some(server) => own_database(&server).await,
        None => format!("sqlite://{}", folder.path().join("dsms.db").display()),
    });
    config.auth.argon2_memory = 64;
    config.auth.argon2_passes = 1;
    // Statements are counted: the same for whoever asks first and whoever asks again.
    config.auth.session_trust_ms = 0;
    config.licensing.keys_dir = folder.path().join("keys");
    config.licensing.code_secret = SecretString::from("c".repeat(32));
    config.auth.token_secret = SecretString::from("t".repeat(32));
    config.mail.dir = folder.path().join("mail");
    config.worker.enabled = false;
    config
}

/// Makes a database that no other test uses, and answers its address; the private server is thrown away as a whole.
pub async fn own_database(server: &str) -> String {
    use sea_orm::ConnectionTrait as _;
    let name = format!("t_{}", uuid::Uuid::new_v4().simple());
    let root = sea_orm::Database::connect(server).await.unwrap();
    let create = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4");
    root.execute_unprepared(&create).await.unwrap();
    root.close().await.unwrap();
    format!("{}/{name}", server.trim_end_matches('/'))
}

async fn partner(app: &App, name: &str, level: PartnerLevel, email: &str) -> PartnerId {
    let id = Id::from_uuid(app.id());
    let content = PartnerContent {
        name: name.to_owned(),
        is_reseller: true,
        level,
        region: None,
        credit_code: None,
        legal_address: None,
        contact_name: "联系人".to_owned(),
        contact_email: email.to_owned(),
        contact_phone: None,
        agreement_number: Some("KJ-1".to_owned()),
        agreement_signed_on: Some(today() - TimeDelta::days(100)),
        agreement_until: Some(today() + TimeDelta::days(1_000)),
        // Nothing falls due by the by: a test that is about money says when.
        payment_terms: PaymentTerms::Days { days: 365, from: TermsFrom::Invoice },
        ..PartnerContent::default()
    };
    let active = PartnerStatus::Active;
    app.transact(
        async |tx| Ok(store::partners::insert(&**tx, id, active, &content, tx.now).await?),
    )
    .await
    .unwrap();
    id
}

async fn user(app: &App, username: &str, role: Role, partner: Option<PartnerId>) {
    let user = NewUser {
        username: username.to_owned(),
        name: format!("{username} 先生"),
        email: format!("{username}@dsms.example"),
        role,
        partner,
        language: Lang::En,
        password: SecretString::from(PASSWORD),
    };
    create(app, None, user).await.unwrap();
}
