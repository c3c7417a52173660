//! P11: a file of customers becomes customers that are found by part of their name, each checked
//! against all others, with a trail by which all of it can be undone. What may that cost, against
//! the least that the same rows cost: multi-row INSERTs whose text is there already?

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use anyhow::ensure;
use domain::{
    access::Role,
    imports::{
        ImportStatus, ImportTarget,
        wire::{CommitImport, ImportView},
    },
    text,
};
use sea_orm::{ConnectionTrait as _, TransactionTrait as _};
use testkit::TestApp;

use crate::{
    process::{forget_peak, peak},
    report::{Better, Report},
};

/// Customers of one transaction, on both sides.
const TOGETHER: usize = 500;
/// Rows of one INSERT.
const ROWS: usize = 200;

fn name(n: usize) -> String {
    let towns = ["上海", "北京", "广州", "深圳", "杭州", "成都", "武汉"];
    let lines = ["云智科技", "精密制造", "远航物流", "海川软件", "银河能源"];
    format!("{}{n}{}有限公司", towns[n % towns.len()], lines[n % lines.len()])
}

/// Imports `rows` customers over HTTP and writes as many raw.
pub async fn measure(rows: usize, report: &mut Report) -> anyhow::Result<()> {
    let raw = raw(rows).await?;
    let app = TestApp::start().await;
    let ops = app.as_role(Role::CommercialOps).await;
    let mut file = String::from("客户,区域,城市,联系人,邮箱,电话\n");
    for n in 0..rows {
        writeln!(file, "{},华东,上海,王芳,p{n}@example.com,138{n:08}", name(n))?;
    }
    let idle = forget_peak()?;
    let begun = Instant::now();
    let import = ops.import_file(ImportTarget::Customers, "bench.csv", file.as_bytes()).await?;
    let ready = until(&app, &import, ImportStatus::Ready).await?;
    let staged = begun.elapsed().as_secs_f64();
    ops.commit_import(import.id, ready.version, &CommitImport::default()).await?;
    let done = until(&app, &import, ImportStatus::Committed).await?;
    let took = begun.elapsed().as_secs_f64();
    let grown = peak()?.saturating_sub(idle);
    ensure!(done.counts.created as usize == rows, "not all were created: {:?}", done.counts);
    let begun = Instant::now();
    ops.undo_import(import.id).await?;
    until(&app, &import, ImportStatus::Undone).await?;

    let count = f64::from(u32::try_from(rows)?);
    report.detail("staged_s", "until the preview is there", staged);
    report.detail("undone_s", "until all of it is undone", begun.elapsed().as_secs_f64());
    report.detail("imported_per_s", "from the file to the last customer", count / took);
    report.detail("raw_per_s", "the same rows by multi-row INSERT", count / raw);
    report.goal("P11", "rate of import ÷ rate of raw INSERT", raw / took, Better::Higher, 0.3);
    let grown = f64::from(u32::try_from(grown)?) / 1024.0;
    report.goal("P11", "MiB above idle while importing", grown, Better::Lower, 64.0);
    Ok(())
}

/// Has the worker work, until the import is there.
async fn until(
    app: &TestApp,
    import: &ImportView,
    status: ImportStatus,
) -> anyhow::Result<ImportView> {
    let ops = app.as_role(Role::CommercialOps).await;
    for _ in 0..36_000 {
        app.settle().await;
        let now = ops.import(import.id).await?;
        if now.status == status {
            return Ok(now);
        }
        ensure!(now.status != ImportStatus::ReadFailed, "reading failed: {:?}", now.failure);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    anyhow::bail!("it never was {status}")
}

/// The seconds that the same rows take, where nobody looks at them.
async fn raw(rows: usize) -> anyhow::Result<f64> {
    let app = TestApp::start().await;
    let mut took = 0.0;
    for from in (0..rows).step_by(TOGETHER) {
        let statements = statements(from, (from + TOGETHER).min(rows));
        let begun = Instant::now();
        let tx = app.app.db.write.begin().await?;
        for statement in &statements {
            tx.execute_unprepared(statement).await?;
        }
        tx.commit().await?;
        took += begun.elapsed().as_secs_f64();
    }
    Ok(took)
}

fn statements(from: usize, to: usize) -> Vec<String> {
    const AT: &str = "'2026-11-22 04:00:00.000000'";
    let (mut customers, mut terms, mut contacts) = (Vec::new(), Vec::new(), Vec::new());
    for n in from..to {
        let (name, id) = (name(n), format!("X'{:032x}'", n + 1));
        let (normalized, core) = (text::normalized(&name), text::core_name(&name));
        customers.push(format!(
            "({id},{AT},{AT},1,'{name}','{normalized}','{core}','enterprise','east','上海','example.com',0)"
        ));
        terms.extend(text::search_terms(&name).iter().map(|term| format!("('{term}',{id})")));
        contacts.push(format!(
            "(X'{:032x}',{AT},{AT},1,{id},'王芳','p{n}@example.com','138{n:08}',1)",
            n + 1_000_000_000
        ));
    }
    let tables = [
        (
            "customers (id,created_at,updated_at,version,name,name_normalized,core_name,customer_type,region,city,mail_domain,archived)",
            customers,
        ),
        ("customer_terms (term,customer_id)", terms),
        (
            "contacts (id,created_at,updated_at,version,customer_id,name,email,phone,is_primary)",
            contacts,
        ),
    ];
    let mut statements = Vec::new();
    for (table, rows) in tables {
        for some in rows.chunks(ROWS) {
            statements.push(format!("INSERT INTO {table} VALUES {}", some.join(",")));
        }
    }
    statements
}
