//! P14 and P15: the built binary, from its start to the first answer, and what memory it takes.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use client::{Client, Door};
use domain::auth::wire::SignIn;
use tempfile::TempDir;

use crate::{
    report::{Better, Report},
    serve::memory_mib,
};

/// Starts are measured so often; the median counts.
const STARTS: usize = 9;

/// As `dsms seed --demo --print-accounts` says.
const DEMO_PASSWORD: &str = "Dsms-Demo-2026";

/// What people ask for, pages and data.
const PATHS: [&str; 6] = [
    "/",
    "/.well-known/jwks.json",
    "/api/v1/orders?per_page=50",
    "/api/v1/licenses?per_page=50&q=ent",
    "/api/v1/customers",
    "/api/v1/events",
];

/// `rows` times thirty requests are asked between the two looks at the memory.
pub async fn measure(dsms: &Path, rows: usize, report: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let url = format!("http://127.0.0.1:{port}");
    let seeded = command(dsms, &folder, port).args(["seed", "--demo"]).status()?;
    if !seeded.success() {
        bail!("{} could not seed", dsms.display());
    }
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let (mut server, took) = start(dsms, &folder, port, &url).await?;
        starts.push(took.as_secs_f64());
        server.kill()?;
        server.wait()?;
    }
    starts.sort_by(f64::total_cmp);
    report.goal("P15", "s from start to first 200", starts[STARTS / 2], Better::Lower, 1.0);

    let (mut server, _) = start(dsms, &folder, port, &url).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = memory_mib(server.id(), "VmRSS:")?;
    let person = Client::new(&url);
    let sign_in = SignIn::new("ops".to_owned(), DEMO_PASSWORD.to_owned());
    person.sign_in(Door::Staff, &sign_in).await.context("the demo's account")?;
    let token = person.token().unwrap_or_default();
    let client = reqwest::Client::new();
    for n in 0..rows * 30 {
        let asked = client.get(format!("{url}{}", PATHS[n % PATHS.len()])).bearer_auth(&token);
        asked.send().await?.error_for_status()?.bytes().await?;
    }
    let busy = memory_mib(server.id(), "VmRSS:")?;
    server.kill()?;
    server.wait()?;
    report.goal("P14_idle", "MiB resident, idle", idle, Better::Lower, 60.0);
    report.goal("P14_busy", "MiB resident after the requests", busy, Better::Lower, 120.0);
    Ok(())
}

fn command(dsms: &Path, folder: &TempDir, port: u16) -> Command {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut command = Command::new(dsms);
    command
        .current_dir(folder.path())
        .env("DSMS__HTTP__BIND", format!("127.0.0.1:{port}"))
        .env("DSMS__DATABASE__URL", format!("sqlite://{}", path("dsms.db")))
        .env("DSMS__LICENSING__KEYS_DIR", path("keys"))
        .env("DSMS__MAIL__DIR", path("mail"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

async fn start(
    dsms: &Path,
    folder: &TempDir,
    port: u16,
    url: &str,
) -> anyhow::Result<(Child, Duration)> {
    let begun = Instant::now();
    let mut server = command(dsms, folder, port).arg("serve").spawn()?;
    loop {
        let answer = reqwest::get(format!("{url}/readyz")).await;
        if answer.is_ok_and(|answer| answer.status().is_success()) {
            return Ok((server, begun.elapsed()));
        }
        if begun.elapsed() > Duration::from_secs(30) {
            server.kill()?;
            bail!("{} does not answer", dsms.display());
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
