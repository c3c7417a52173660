//! P12: every license as a file, against the database's own client that writes the same rows.

use std::{
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context as _, bail};
use client::{Client, Door};
use domain::{auth::wire::SignIn, exports::ExportFormat};
use futures_util::StreamExt as _;
use secrecy::ExposeSecret as _;
use testkit::TestApp;

use crate::{
    report::{Better, Report},
    serve::{LICENSES, Served},
};

/// Sows `rows` licenses and takes them all out again.
///
/// # Errors
/// No MariaDB, or none of its clients.
pub async fn measure(rows: usize, report: &mut Report) -> anyhow::Result<()> {
    let app = TestApp::start().await;
    let sown = api::seed::scale::sow(&app.app, u32::try_from(rows)?, |_| {}).await?;
    let url = app.app.config.database.url.expose_secret().to_owned();
    let server = Served::start("serve-ours", &url).await?;
    let person = Client::new(&server.url);
    person.sign_in(Door::Staff, &SignIn::new("admin".to_owned(), testkit::PASSWORD)).await?;
    let token = person.token().context("nobody signed in")?;
    report.detail("licenses", "in the list", f64::from(sown));

    let by_client = dumped(&url)?;
    let idle = server.resident_mib()?;
    for (format, name) in [(ExportFormat::Csv, "csv"), (ExportFormat::Xlsx, "xlsx")] {
        let (seconds, bytes) = exported(&server, &token, format).await?;
        let mib = bytes >> 20;
        println!("    {name}: {seconds:.1} s, {mib} MiB; the database's client {by_client:.1} s");
        if format == ExportFormat::Csv {
            let rate = by_client / seconds;
            report.goal("P12", "rate of an export ÷ mariadb --batch", rate, Better::Higher, 0.3);
        }
    }
    let above = server.peak_mib()? - idle;
    report.goal("P12_memory", "MiB above idle at the most", above, Better::Lower, 64.0);
    Ok(())
}

/// Seconds that `mariadb --batch --quick` takes for the same rows with the same names beside them.
fn dumped(url: &str) -> anyhow::Result<f64> {
    let place = url.strip_prefix("mysql://root@").context("the private server's address")?;
    let (host, database) = place.split_once('/').context("no database")?;
    let (host, port) = host.split_once(':').context("no port")?;
    let all = LICENSES.split(" LIMIT ").next().unwrap_or(LICENSES);
    let begun = Instant::now();
    let status = Command::new("mariadb")
        .args(["--no-defaults", "--batch", "--quick", "--user=root", "--host", host])
        .args(["--port", port, "--execute", all, database])
        .stdout(Stdio::null())
        .status()
        .context("`mariadb`, the client")?;
    if !status.success() {
        bail!("mariadb --batch failed");
    }
    Ok(begun.elapsed().as_secs_f64())
}

/// Seconds until the whole file came, and its bytes; nothing of it is kept.
async fn exported(
    server: &Served,
    token: &str,
    format: ExportFormat,
) -> anyhow::Result<(f64, usize)> {
    let url = format!("{}/api/v1/exports/licenses/{format}", server.url);
    let begun = Instant::now();
    let answer = reqwest::Client::new().get(url).bearer_auth(token).send().await?;
    let mut stream = answer.error_for_status()?.bytes_stream();
    let mut bytes = 0;
    while let Some(some) = stream.next().await {
        bytes += some?.len();
    }
    Ok((begun.elapsed().as_secs_f64(), bytes))
}
