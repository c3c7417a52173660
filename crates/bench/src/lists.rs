//! P3, and P6 to P9: what lists and searches cost as the tables grow a hundredfold, on MariaDB.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use client::{Client, Side};
use domain::{
    access::{Role, Scope},
    customers::wire::{CustomerListQuery, CustomerSort},
    dates::{EndsWithin, business_day},
    id::{PartnerId, UserId},
    licenses::wire::{LicenseListQuery, LicenseSort},
    list::Sort,
    orders::{
        OrderStatus,
        wire::{OrderListQuery, OrderSort},
    },
    partners::wire::PartnerListQuery,
};
use sea_orm::ConnectionTrait as _;
use secrecy::ExposeSecret as _;
use testkit::TestApp;

use crate::{
    cpu,
    handlers::{Cost, Handlers},
    report::{Better, Report},
};

/// Each list is asked so often; the median counts.
const TRIES: usize = 101;
/// The small set is so much smaller.
const GROWTH: usize = 100;
/// What people type into the search box: part of a name, initials, the beginning of a number.
const TYPED: [&str; 6] = ["云诚", "精密机械", "shanghai", "HZ", "ENT-2026", "ORD-202611"];

/// A list as it is asked for: over HTTP, and straight from the store.
enum Asked {
    Licenses(Scope, LicenseListQuery),
    Orders(Scope, OrderListQuery),
    Customers(CustomerListQuery),
}

/// What was found of one set.
struct Found {
    rows: u32,
    /// Engine rows per row, by list.
    ratios: Vec<(String, f64)>,
    /// Seconds of the median answer, by list.
    seconds: Vec<(String, f64)>,
    statements: usize,
    search: f64,
}

/// Sows `rows` licenses and a hundredth of them, each in a database of its own, and asks both.
pub async fn measure(rows: usize, report: &mut Report) -> anyhow::Result<()> {
    // What an answer costs our processor does not grow with the table: measured where it is small.
    let small = look(rows.div_ceil(GROWTH), Some(&mut *report)).await?;
    let large = look(rows, None).await?;
    report.detail("licenses", "in the large set", f64::from(large.rows));
    let most = small.statements.max(large.statements);
    report.goal("P6", "statements of a list", f64::from(u32::try_from(most)?), Better::Lower, 4.0);
    for ((name, before), (_, after)) in small.ratios.iter().zip(&large.ratios) {
        println!("    {name:<44} engine rows per row {before:>7.2} {after:>7.2}");
    }
    for (name, found) in [("P7_small", &small), ("P7", &large)] {
        let worst = found.ratios.iter().map(|(_, ratio)| *ratio).fold(0.0, f64::max);
        report.goal(name, "engine rows per row, the worst list", worst, Better::Lower, 4.0);
    }
    let growth = f64::from(large.rows) / f64::from(small.rows);
    let mut worst = f64::NEG_INFINITY;
    for ((name, before), (_, after)) in small.seconds.iter().zip(&large.seconds) {
        let slope = (after / before).ln() / growth.ln();
        println!("    {name:<44} ms {:>7.2} {:>7.2} slope {slope:>6.3}", before * 1e3, after * 1e3);
        worst = worst.max(slope);
    }
    report.goal("P8", "log-log slope of latency, the worst list", worst, Better::Lower, 0.15);
    report.goal("P9", "engine rows per hit of the search box", large.search, Better::Lower, 20.0);
    Ok(())
}

/// Sows and asks; the processor's time goes straight to the report, where there is one.
async fn look(rows: usize, report: Option<&mut Report>) -> anyhow::Result<Found> {
    let app = TestApp::start().await;
    let begun = Instant::now();
    let rows = api::seed::scale::sow(&app.app, u32::try_from(rows)?, |_| {}).await?;
    println!("{rows} licenses sown in {:.0} s", begun.elapsed().as_secs_f64());
    let url = app.app.config.database.url.expose_secret().to_owned();
    if !url.starts_with("mysql:") {
        bail!("counts engine rows on MariaDB: `cargo xtask bench lists` brings one");
    }
    let handlers = Handlers::open(&url).await?;
    handlers
        .db
        .write
        .execute_unprepared(
            "ANALYZE TABLE licenses, orders, order_lines, order_terms, customers, customer_terms, \
             partners, users, purchases, license_segments",
        )
        .await?;
    let admin = app.as_role(Role::Admin).await;
    let me = admin.me().await?.id;
    let first = admin.partners(&PartnerListQuery::default()).await?;
    let partner = first.items.first().context("no partner")?.id;
    let mut found =
        Found { rows, ratios: vec![], seconds: vec![], statements: 0, search: f64::NAN };
    for (name, asked) in lists(partner) {
        let cost = row_query(&handlers, &app, me, &asked).await.context(name)?;
        found.ratios.push((name.to_owned(), cost.ratio()));
        let (seconds, statements) = over_http(&app, &admin, &asked).await?;
        found.seconds.push((name.to_owned(), seconds));
        found.statements = found.statements.max(statements);
    }
    found.search = searched(&handlers, &app).await?;
    if let Some(report) = report {
        cpu::measure(&url, &partner.to_string(), report).await?;
    }
    Ok(found)
}

/// The pairs of filter and order that lists promise to be quick.
fn lists(partner: PartnerId) -> Vec<(&'static str, Asked)> {
    let all = Scope::Everything;
    let license = |key, descending| LicenseListQuery {
        sort: Sort { key, descending },
        ..LicenseListQuery::default()
    };
    let order = |key, descending| OrderListQuery {
        sort: Sort { key, descending },
        ..OrderListQuery::default()
    };
    let ends = license(LicenseSort::ExpiresOn, false);
    let newest = order(OrderSort::CreatedAt, true);
    let of_partner = LicenseListQuery { partner: Some(partner), ..ends.clone() };
    let soon = LicenseListQuery { ends_within: Some(EndsWithin::NinetyDays), ..ends.clone() };
    let done = OrderListQuery { status: vec![OrderStatus::Fulfilled], ..newest.clone() };
    let own = OrderListQuery { partner: Some(partner), ..newest.clone() };
    let names = Sort { key: CustomerSort::Name, descending: false };
    vec![
        ("licenses", Asked::Licenses(all, license(LicenseSort::CreatedAt, true))),
        ("licenses by end", Asked::Licenses(all, ends)),
        ("licenses by number", Asked::Licenses(all, license(LicenseSort::Number, false))),
        ("licenses of a partner by end", Asked::Licenses(all, of_partner)),
        ("licenses that end in 90 days by end", Asked::Licenses(all, soon)),
        ("orders", Asked::Orders(all, newest)),
        ("orders that are fulfilled", Asked::Orders(all, done)),
        ("orders of a partner", Asked::Orders(all, own)),
        ("orders by amount", Asked::Orders(all, order(OrderSort::Gross, true))),
        ("customers by name", {
            Asked::Customers(CustomerListQuery { sort: names, ..CustomerListQuery::default() })
        }),
    ]
}

/// What it costs to read the rows of the page after the first.
async fn row_query(
    handlers: &Handlers,
    app: &TestApp,
    me: UserId,
    asked: &Asked,
) -> anyhow::Result<Cost> {
    let (db, today) = (&handlers.db.read, business_day(app.now()));
    let mut after = None;
    for _ in 0..2 {
        handlers.asked();
        after = match asked {
            Asked::Licenses(scope, query) => {
                let query = LicenseListQuery { after, ..query.clone() };
                store::licenses::page(db, *scope, &query, today).await?.next
            }
            Asked::Orders(scope, query) => {
                let query = OrderListQuery { after, ..query.clone() };
                store::orders::page(db, *scope, me, &query).await?.next
            }
            Asked::Customers(query) => {
                let query = CustomerListQuery { after, ..query.clone() };
                store::customers::page(db, Scope::Everything, me, &query, today).await?.next
            }
        };
    }
    // What is asked before the rows counts with them; what counts the list comes after.
    let mut whole = Cost { read: 0, returned: 0 };
    for statement in handlers.asked() {
        let cost = handlers.cost(&statement).await?;
        whole = Cost { read: whole.read + cost.read, returned: cost.returned };
        if whole.returned > 1 {
            break;
        }
    }
    Ok(whole)
}

/// The median answer's seconds, and the statements of one.
async fn over_http(app: &TestApp, admin: &Client, asked: &Asked) -> anyhow::Result<(f64, usize)> {
    let mut took = Vec::with_capacity(TRIES);
    let mut statements = 0;
    for _ in 0..TRIES {
        let (begun, before) = (Instant::now(), app.statements());
        match asked {
            Asked::Licenses(_, query) => drop(admin.licenses(Side::Staff, query).await?),
            Asked::Orders(_, query) => drop(admin.orders(Side::Staff, query).await?),
            Asked::Customers(query) => drop(admin.customers(query).await?),
        }
        took.push(begun.elapsed());
        statements = app.statements() - before;
    }
    took.sort();
    Ok((took[TRIES / 2].max(Duration::from_micros(1)).as_secs_f64(), statements))
}

/// Engine rows of everything that a search asks, for each hit that it shows; the worst of them.
async fn searched(handlers: &Handlers, app: &TestApp) -> anyhow::Result<f64> {
    let (db, all, today) = (&handlers.db.read, Scope::Everything, business_day(app.now()));
    let mut worst: f64 = 0.0;
    for typed in TYPED {
        handlers.asked();
        let mut hits = store::search::licenses(db, all, typed, today).await?.len();
        hits += store::search::orders(db, all, typed).await?.len();
        hits += store::search::customers(db, all, typed).await?.len();
        hits += store::search::partners(db, all, typed).await?.len();
        let mut read = 0;
        for statement in handlers.asked() {
            read += handlers.cost(&statement).await?.read;
        }
        let each = Cost { read, returned: u32::try_from(hits)? };
        println!("    search {typed:<12} {hits:>3} hits, {:>8.1} engine rows each", each.ratio());
        worst = worst.max(each.ratio());
    }
    Ok(worst)
}
