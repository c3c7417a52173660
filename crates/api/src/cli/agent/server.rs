//! What the agent asks the server.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, anyhow};
use domain::{
    licenses::wire::{Activate, ActivationView},
    problem::{Problem, Reason},
    usage::{
        MOST_REPORTS,
        wire::{SendUsage, UsageReceipt},
    },
};
use reqwest::{Client, header::ACCEPT_LANGUAGE};
use serde::{Serialize, de::DeserializeOwned};

use super::State;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

fn client() -> anyhow::Result<Client> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Client::builder()
        .tls_backend_preconfigured(tls)
        .timeout(PATIENCE)
        .user_agent(concat!("dsms-agent/", env!("CARGO_PKG_VERSION")))
        .build()?)
}

/// Trades the code for a license that knows the key.
///
/// # Errors
/// What the server refuses, in its words; no answer.
pub async fn activate(state: &State, body: &Activate) -> anyhow::Result<ActivationView> {
    post(state, "/activations", body).await?.map_err(|problem| anyhow!("{}", problem.detail))
}

/// Sends the reports that the server does not know: the last ones first, from where it misses some on
/// its word.
///
/// # Errors
/// Nothing was recorded; what the server refuses, in its words; no answer.
pub async fn report(state: &State) -> anyhow::Result<UsageReceipt> {
    let last = state.head.as_ref().context("nothing was recorded yet")?.seq;
    let first = last + 1 - state.reports.len() as u64;
    // Mostly it knows all but the last.
    let mut next = last;
    let mut taken = 0;
    loop {
        let skip = usize::try_from(next.saturating_sub(first)).unwrap_or(usize::MAX);
        let some: Vec<String> =
            state.reports.iter().skip(skip).take(MOST_REPORTS).cloned().collect();
        let sent = some.len() as u64;
        match post(state, "/usage-reports", &SendUsage { reports: some }).await? {
            Ok(UsageReceipt { taken: more, seq, .. }) if seq < last => {
                taken += more;
                next = seq.max(next + sent - 1) + 1;
            }
            Ok(receipt) => {
                let receipt: UsageReceipt = receipt;
                return Ok(UsageReceipt { taken: taken + receipt.taken, ..receipt });
            }
            Err(problem) => next = wanted(&problem, first, next)?,
        }
    }
}

/// From which report on the server wants them.
fn wanted(problem: &Problem, first: u64, sent_from: u64) -> anyhow::Result<u64> {
    let seq = problem.params.get("seq").and_then(|seq| seq.parse::<u64>().ok());
    match seq.filter(|_| problem.reason == Some(Reason::MissingReports)) {
        Some(seq) if (first..sent_from).contains(&seq) => Ok(seq),
        Some(seq) => Err(anyhow!("the server misses report {seq}, which is not kept any more")),
        None => {
            let mut words = vec![problem.detail.clone()];
            words.extend(problem.errors.iter().map(|error| error.detail.clone()));
            Err(anyhow!("{}", words.join("\n")))
        }
    }
}

async fn post<T: DeserializeOwned>(
    state: &State,
    path: &str,
    body: &impl Serialize,
) -> anyhow::Result<Result<T, Box<Problem>>> {
    let server =
        state.server.as_deref().context("no server is known: activate, or say --server")?;
    let url = format!("{}/api/v1{path}", server.trim_end_matches('/'));
    let answer = client()?
        .post(&url)
        // As everything that a terminal says here.
        .header(ACCEPT_LANGUAGE, "en")
        .json(body)
        .send()
        .await
        .with_context(|| format!("{server} does not answer"))?;
    if answer.status().is_success() {
        return Ok(Ok(answer.json().await.context("the answer cannot be read")?));
    }
    let status = answer.status();
    let problem = answer.json().await.with_context(|| format!("the server answers {status}"))?;
    Ok(Err(Box::new(problem)))
}
