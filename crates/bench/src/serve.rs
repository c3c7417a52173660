//! Servers as processes of their own, so that their processor time can be told from everybody
//! else's: ours, and a bare one that does the same by hand.

use std::{
    fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use actix_web::{App as Actix, HttpResponse, HttpServer, get, web};
use anyhow::{Context as _, bail};
use api::{
    app::Clock,
    config::{Config, DEFAULTS},
    http::server,
    setup,
};
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use domain::{
    licenses::{Facts, wire::LicenseRow},
    list::Page,
    money::{Amount, BasisPoints},
    partners::{PaymentTerms, wire::PartnerView},
};
use sea_orm::sqlx::{self, MySqlPool, Row as _, mysql::MySqlRow};
use secrecy::SecretString;
use uuid::Uuid;

/// What a server of the bench is told.
#[derive(Debug, Args)]
pub struct Options {
    #[arg(long)]
    database: String,
    #[arg(long)]
    port: u16,
}

/// Serves the product, as it is, on a database that is there already.
///
/// # Errors
/// No database; the port is taken.
pub async fn ours(options: Options) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut config = Config::from_toml(DEFAULTS)?;
    config.http.workers = 1;
    config.database.url = SecretString::from(options.database);
    config.licensing.keys_dir = folder.path().join("keys");
    config.licensing.code_secret = SecretString::from("c".repeat(32));
    config.auth.token_secret = SecretString::from("t".repeat(32));
    config.mail.dir = folder.path().join("mail");
    let listener = TcpListener::bind(("127.0.0.1", options.port))?;
    Ok(server::build(web::Data::new(setup::app(config).await?), listener)?.await?)
}

/// Serves two answers and nothing else, with statements written by hand.
///
/// # Errors
/// No database; the port is taken.
pub async fn bare(options: Options) -> anyhow::Result<()> {
    let pool = web::Data::new(MySqlPool::connect(&options.database).await?);
    let server = HttpServer::new(move || {
        Actix::new().app_data(pool.clone()).service(licenses).service(partner)
    });
    Ok(server.workers(1).bind(("127.0.0.1", options.port))?.run().await?)
}

/// The first page of licenses, by hand: begun with the licenses, else MariaDB sorts all of them.
pub const LICENSES: &str = "SELECT l.id, l.number, l.edition, l.activation_mode, l.starts_on, \
     l.expires_on, l.grace_days, l.sent_at, l.activated_at, l.suspended_at, l.terminated_at, \
     l.created_at, p.name_zh, p.name_en, c.name AS customer, r.name AS partner, u.name AS owner \
     FROM licenses l STRAIGHT_JOIN products p ON p.id = l.product_id \
     STRAIGHT_JOIN customers c ON c.id = l.customer_id LEFT JOIN partners r ON r.id = l.partner_id LEFT JOIN users u ON u.id = \
     l.owner_id ORDER BY l.created_at DESC, l.id DESC LIMIT 51";
const COUNT: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM licenses LIMIT 10001) some";

type Answer = Result<HttpResponse, actix_web::Error>;

fn fault(error: impl std::fmt::Display) -> actix_web::Error {
    actix_web::error::ErrorInternalServerError(error.to_string())
}

#[get("/api/v1/licenses")]
async fn licenses(pool: web::Data<MySqlPool>) -> Answer {
    let rows = sqlx::query(LICENSES).fetch_all(pool.as_ref()).await.map_err(fault)?;
    let total: i64 = sqlx::query_scalar(COUNT).fetch_one(pool.as_ref()).await.map_err(fault)?;
    let total = u64::try_from(total).map_err(fault)?;
    let today = domain::dates::business_day(Clock::System.now());
    let mut items = Vec::with_capacity(50);
    for row in rows.iter().take(50) {
        items.push(license(row, today).map_err(fault)?);
    }
    let next = items.last().map(|row| row.id.to_string()).filter(|_| rows.len() > 50);
    let total_is_capped = total > 10_000;
    Ok(HttpResponse::Ok().json(Page { items, total: total.min(10_000), total_is_capped, next }))
}

fn license(row: &MySqlRow, today: NaiveDate) -> anyhow::Result<LicenseRow> {
    let happened = |column: &str| -> Result<bool, sqlx::Error> {
        Ok(row.try_get::<Option<DateTime<Utc>>, _>(column)?.is_some())
    };
    let facts = Facts {
        terminated: happened("terminated_at")?,
        suspended: happened("suspended_at")?,
        sent: happened("sent_at")?,
        activated: happened("activated_at")?,
        expires_on: row.try_get("expires_on")?,
        grace_days: row.try_get::<i32, _>("grace_days")?.try_into()?,
    };
    Ok(LicenseRow {
        id: row.try_get::<Uuid, _>("id")?.into(),
        number: row.try_get("number")?,
        status: facts.status(today),
        edition: row.try_get::<String, _>("edition")?.parse().map_err(anyhow::Error::from)?,
        product_name_zh: row.try_get("name_zh")?,
        product_name_en: row.try_get("name_en")?,
        customer_name: row.try_get("customer")?,
        partner_name: row.try_get("partner")?,
        owner_name: row.try_get("owner")?,
        activation_mode: row.try_get::<String, _>("activation_mode")?.parse()?,
        starts_on: row.try_get("starts_on")?,
        expires_on: facts.expires_on,
        created_at: row.try_get("created_at")?,
    })
}

#[get("/api/v1/partners/{id}")]
async fn partner(id: web::Path<Uuid>, pool: web::Data<MySqlPool>) -> Answer {
    let asked = "SELECT * FROM partners WHERE id = ?";
    let row = sqlx::query(asked).bind(*id).fetch_one(pool.as_ref()).await.map_err(fault)?;
    let senders = "SELECT address FROM partner_senders WHERE partner_id = ? ORDER BY address";
    let senders: Vec<String> =
        sqlx::query_scalar(senders).bind(*id).fetch_all(pool.as_ref()).await.map_err(fault)?;
    Ok(HttpResponse::Ok().json(view(&row, senders).map_err(fault)?))
}

fn view(row: &MySqlRow, sender_addresses: Vec<String>) -> anyhow::Result<PartnerView> {
    let region: Option<String> = row.try_get("region")?;
    Ok(PartnerView {
        id: row.try_get::<Uuid, _>("id")?.into(),
        name: row.try_get("name")?,
        level: row.try_get::<String, _>("level")?.parse()?,
        status: row.try_get::<String, _>("status")?.parse()?,
        is_reseller: row.try_get("is_reseller")?,
        region: region.map(|region| region.parse()).transpose()?,
        credit_code: row.try_get("credit_code")?,
        legal_address: row.try_get("legal_address")?,
        contact_name: row.try_get("contact_name")?,
        contact_title: row.try_get("contact_title")?,
        contact_email: row.try_get("contact_email")?,
        contact_phone: row.try_get("contact_phone")?,
        contacts: match row.try_get::<Option<String>, _>("contacts")? {
            Some(contacts) => serde_json::from_str(&contacts)?,
            None => Vec::new(),
        },
        sender_addresses,
        credit_limit: row.try_get::<Option<i64>, _>("credit_limit_minor")?.map(Amount::from_minor),
        profit_share: match row.try_get::<Option<i32>, _>("profit_share_bp")? {
            Some(share) => Some(BasisPoints(share.try_into()?)),
            None => None,
        },
        payment_terms: match row.try_get::<Option<String>, _>("payment_terms")? {
            Some(terms) => serde_json::from_str(&terms)?,
            None => PaymentTerms::default(),
        },
        agreement_number: row.try_get("agreement_number")?,
        agreement_signed_on: row.try_get("agreement_signed_on")?,
        agreement_until: row.try_get("agreement_until")?,
        created_at: row.try_get("created_at")?,
        version: row.try_get("version")?,
    })
}

/// A server as a process of its own; ended with this value.
pub struct Served {
    child: Child,
    pub url: String,
}

impl Served {
    /// Starts this very program once more, as `serve-ours` or `serve-bare`.
    ///
    /// # Errors
    /// It does not answer within half a minute.
    pub async fn start(which: &str, database: &str) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new(std::env::current_exe()?)
            .args([which, "--database", database, "--port", &port.to_string()])
            .stdout(Stdio::null())
            .spawn()?;
        let served = Self { child, url: format!("http://127.0.0.1:{port}") };
        let begun = Instant::now();
        while reqwest::get(&served.url).await.is_err() {
            if begun.elapsed() > Duration::from_secs(30) {
                bail!("{which} does not answer");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(served)
    }

    /// Seconds that all its threads were on a processor so far, as the kernel says; Linux only.
    ///
    /// # Errors
    /// It ended.
    pub fn on_cpu(&self) -> anyhow::Result<f64> {
        let mut nanoseconds = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = fs::read_to_string(task?.path().join("schedstat"))?;
            let on_cpu = text.split_whitespace().next().context("schedstat says nothing")?;
            nanoseconds += on_cpu.parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanoseconds).as_secs_f64())
    }
}

impl Served {
    /// MiB of memory that are in use now.
    ///
    /// # Errors
    /// It ended.
    pub fn resident_mib(&self) -> anyhow::Result<f64> {
        memory_mib(self.child.id(), "VmRSS:")
    }

    /// MiB of memory that were in use at the most.
    ///
    /// # Errors
    /// It ended.
    pub fn peak_mib(&self) -> anyhow::Result<f64> {
        memory_mib(self.child.id(), "VmHWM:")
    }
}

/// What the kernel says of a process; Linux only.
///
/// # Errors
/// It ended.
pub fn memory_mib(process: u32, figure: &str) -> anyhow::Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with(figure)).context("no such figure")?;
    let kib: u32 = line.split_whitespace().nth(1).context("it says nothing")?.parse()?;
    Ok(f64::from(kib) / 1024.0)
}

impl Drop for Served {
    fn drop(&mut self) {
        // Whether it ended by itself before does not matter here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
