//! The demo data: whole, as it is meant to be on any day, and the same every time.

use std::collections::BTreeSet;

use api::{
    app::App,
    config::{Config, DEFAULTS},
    seed::{self, demo},
    setup,
};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    access::Scope,
    alerts::AlertKind,
    deployments::DeploymentStatus,
    invoices::{InvoiceStatus, RedReason},
    lead_mails::{MailState, Verdict},
    leads::StatusKind,
    licenses::{LicenseStatus, wire::LicenseListQuery},
    orders::{LineKind, OrderStatus},
    partners::{PartnerLevel, PartnerStatus},
};
use sea_orm::{ConnectionTrait as _, Statement};
use secrecy::SecretString;
use tempfile::TempDir;
use testkit::{depth, today};

/// A database with the demo as of a day.
struct Demo {
    app: App,
    _folder: TempDir,
}

impl Demo {
    async fn told_on(day: NaiveDate) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::from_toml(DEFAULTS).unwrap();
        let file = folder.path().join("dsms.db");
        config.database.url = SecretString::from(format!("sqlite://{}", file.display()));
        config.licensing.keys_dir = folder.path().join("keys");
        config.licensing.code_secret = SecretString::from("c".repeat(32));
        config.auth.token_secret = SecretString::from("t".repeat(32));
        config.auth.argon2_memory = 64;
        config.auth.argon2_passes = 1;
        config.mail.dir = folder.path().join("mail");
        let now = seed::morning(day);
        let app = seed::app(config, now).await.unwrap();
        seed::essentials(&app).await.unwrap();
        demo::tell(&app, now).await.unwrap();
        Self { app, _folder: folder }
    }

    /// The only column of what this finds.
    async fn column(&self, sql: &str) -> Vec<String> {
        let db = &self.app.db.read;
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
    }

    async fn count(&self, table: &str) -> usize {
        let found = self.column(&format!("SELECT CAST(count(*) AS TEXT) FROM {table}")).await;
        found[0].parse().unwrap()
    }

    async fn licenses(&self, status: LicenseStatus, day: NaiveDate) -> u64 {
        let query = LicenseListQuery { status: vec![status], ..LicenseListQuery::default() };
        let db = &self.app.db.read;
        store::licenses::page(db, Scope::Everything, &query, day).await.unwrap().total
    }

    /// Every word that a column holds.
    async fn words(&self, column: &str, table: &str) -> BTreeSet<String> {
        let found = self.column(&format!("SELECT DISTINCT {column} FROM {table}")).await;
        found.into_iter().collect()
    }

    async fn close(self) {
        setup::close(&self.app).await;
    }
}

fn all<T: ToString>(words: &[T]) -> BTreeSet<String> {
    words.iter().map(T::to_string).collect()
}

async fn is_whole(demo: &Demo, day: NaiveDate) {
    for (table, least) in
        [("partners", 12), ("customers", 60), ("licenses", 150), ("orders", 90), ("contacts", 60)]
    {
        let count = demo.count(table).await;
        assert!(count >= least, "{count} {table} on {day}");
    }
    for status in LicenseStatus::ALL {
        assert!(demo.licenses(*status, day).await > 0, "no license is {status} on {day}");
    }
    assert_eq!(demo.words("status", "orders").await, all(OrderStatus::ALL));
    assert_eq!(demo.words("kind", "order_lines").await, all(LineKind::ALL));
    assert_eq!(demo.count("leads").await, 60);
    assert_eq!(
        demo.words("s.kind", "leads l JOIN lead_statuses s ON s.id = l.status_id").await,
        all(StatusKind::ALL)
    );
    assert_eq!(demo.count("lead_mails").await, 12);
    assert_eq!(
        demo.words("state", "lead_mails").await,
        all(&[MailState::Waiting, MailState::KeptOut, MailState::Ignored])
    );
    // What cannot be read comes out of a mailbox, and the demo has none; files are refused at once.
    let readable: Vec<_> =
        Verdict::ALL.iter().copied().filter(|it| *it != Verdict::Unreadable).collect();
    assert_eq!(demo.words("verdict", "lead_mails").await, all(&readable));
    assert_eq!(demo.count("bank_accounts").await, 2);
    let paid = demo.count("payments").await;
    assert!((30..60).contains(&paid), "{paid} payments on {day}");
    let known = demo.words("status", "payments").await;
    assert!(known.is_superset(&all(&["matched", "suggested", "unmatched"])), "{known:?}");
    assert!(demo.count("receivables WHERE is_open").await >= 10, "somebody owes something");
    assert_eq!(demo.count("party_balances WHERE balance_minor > 0").await, 1, "a deposit waits");
    assert!(demo.count("lead_orders").await > 0, "a lead became an order");
    assert!(demo.count("invoices").await >= 25);
    assert_eq!(demo.words("status", "invoices").await, all(InvoiceStatus::ALL));
    assert_eq!(
        demo.words("red_reason", "invoices WHERE reverses_id IS NOT NULL").await,
        all(&[RedReason::IssuedWrong, RedReason::Allowance, RedReason::ServiceEnded])
    );
    assert!(demo.count("invoices WHERE title_reason IS NOT NULL").await > 0);
    assert!(demo.count("invoices WHERE replaces_id IS NOT NULL").await > 0);
    assert_eq!(demo.words("status", "partners").await, all(PartnerStatus::ALL));
    assert_eq!(demo.words("level", "partners").await, all(PartnerLevel::ALL));
    assert_eq!(demo.words("status", "deployments").await, all(DeploymentStatus::ALL));
    assert_eq!(demo.count("engineers").await, 6);
    assert!(demo.count("attachments").await > 0, "somebody signed a form");
    let requests = demo.column("SELECT status FROM change_requests ORDER BY status").await;
    assert_eq!(requests, ["approved", "approved", "rejected", "requested", "requested"]);
    let waiting = "order_lines JOIN orders ON orders.id = order_id AND status = 'submitted'";
    let waiting = demo.words("kind", waiting).await;
    assert!(waiting.is_superset(&all(&[LineKind::New, LineKind::Renewal, LineKind::Upgrade])));
    assert_eq!(demo.words("kind", "alerts").await, all(AlertKind::ALL));
    let seen = demo.words("status", "alerts").await;
    assert!(seen.is_superset(&all(&["open", "acknowledged", "snoozed"])), "{seen:?}");
    let runs = demo.column("SELECT part FROM alert_runs WHERE finished_at IS NOT NULL").await;
    assert_eq!(runs.len(), 1, "that of the demo's day");
    // Nothing is left for the worker of a server that starts with it.
    let mails = demo.words("status", "deliveries").await;
    assert_eq!(mails, all(&["bounced", "failed", "retrying", "sent"]));
    let seal = |seq, hash: &_| demo.app.sealer.chain_head(seq, hash);
    let report = store::events::verify_chain(&demo.app.db.read, &seal, None).await.unwrap();
    assert_eq!((report.broken, report.backdated, report.unsealed), (None, None, 0));
    let ends = demo.column("SELECT agreement_until FROM partners WHERE agreement_until > ''").await;
    let ends: Vec<NaiveDate> = ends.iter().map(|end| end.parse().unwrap()).collect();
    assert!(ends.iter().any(|end| *end < day), "an agreement is over");
    let soon = day..=day + TimeDelta::days(30);
    assert!(ends.iter().any(|end| soon.contains(end)), "an agreement ends soon");
}

/// Everything but what was drawn for secrets: passwords, and the keys that sign.
async fn told(demo: &Demo) -> Vec<String> {
    let mut rows = Vec::new();
    for sql in [
        "SELECT hex(id) || seq || hex(hash) FROM events ORDER BY seq",
        "SELECT hex(id) || number || status || gross_minor || version FROM orders ORDER BY id",
        "SELECT hex(id) || number || COALESCE(expires_on, '') || COALESCE(cluster_id, '') \
         FROM licenses ORDER BY id",
        "SELECT hex(id) || name || COALESCE(credit_code, '') FROM customers ORDER BY id",
        "SELECT hex(id) || recipient || subject || status FROM deliveries ORDER BY id",
        "SELECT hex(id) || hex(user_id) || kind || params FROM notifications ORDER BY id",
        "SELECT hex(id) || number || status || version || COALESCE(completed_on, '') \
         FROM deployments ORDER BY id",
        "SELECT hex(id) || kind || slot || status || hex(subject_id) FROM alerts ORDER BY id",
        "SELECT hex(id) || kind || value_minor || credit_minor FROM license_segments ORDER BY id",
    ] {
        let found = demo.column(sql).await;
        assert!(found.len() > 50, "{sql}");
        rows.extend(found);
    }
    rows
}

#[actix_web::test]
async fn the_demo_is_whole_and_the_same_every_time() {
    let (demo, again) =
        Box::pin(futures_util::future::join(Demo::told_on(today()), Demo::told_on(today()))).await;

    is_whole(&demo, today()).await;
    let (first, second) = (told(&demo).await, told(&again).await);
    for (first, second) in first.iter().zip(&second) {
        assert_eq!(first, second);
    }
    assert_eq!(first.len(), second.len());
    demo.close().await;
    again.close().await;
}

#[actix_web::test]
async fn the_demo_is_whole_on_any_day() {
    // A leap day, and the days of a week: nobody orders on a weekend.
    let leap_day = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
    for days in 0..depth(1, 7) {
        let day = leap_day + TimeDelta::days(i64::try_from(days).unwrap());
        let demo = Demo::told_on(day).await;
        is_whole(&demo, day).await;
        demo.close().await;
    }
}
