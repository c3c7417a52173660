//! `dsms agent`: the client's side of the usage protocol, small enough to be read by whoever writes
//! their own. It keeps one file with its key and its chain, and nothing else.

mod chain;
mod server;
mod state;

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::licenses::{check_cluster_id, wire::Activate};
use rand::Rng as _;

pub use self::{chain::Figures, server::report, state::State};
use crate::app::Clock;

#[derive(Debug, Args)]
pub struct Options {
    /// The file with the installation's key and its reports; readable by its owner alone.
    #[arg(long, env = "DSMS_AGENT_STATE", default_value = "dsms-agent.json", global = true)]
    state: PathBuf,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key, and trade an activation code for a license that knows it.
    Activate {
        /// Where the license server is, e.g. `https://dsms.example.com`.
        #[arg(long)]
        server: String,
        /// The activation code that came with the mail.
        #[arg(long, env = "DSMS_AGENT_CODE", hide_env_values = true)]
        code: String,
        #[arg(long)]
        cluster_id: String,
        /// Where to write the license key.
        #[arg(long)]
        license_file: Option<PathBuf>,
    },
    /// Make a key without network, and print what is to be told to the vendor with the cluster id.
    Init {
        /// The license's number.
        #[arg(long)]
        license: String,
        #[arg(long)]
        cluster_id: String,
    },
    /// Sign the usage of a day and chain it to the reports before.
    Record {
        #[arg(long)]
        workspaces: u32,
        #[arg(long)]
        users: u32,
        /// The installed version of the product.
        #[arg(long)]
        product_version: Option<String>,
        /// The day that the figures are of; today where nothing is given.
        #[arg(long)]
        day: Option<NaiveDate>,
    },
    /// Send what the server does not know yet.
    Report {
        /// Another server than at the activation.
        #[arg(long)]
        server: Option<String>,
    },
    /// Write a file with all reports, to be carried to where a network is.
    Export {
        #[arg(long)]
        out: PathBuf,
    },
    /// Print the public key and how far the chain is.
    Show,
}

impl Options {
    /// # Errors
    /// A state that cannot be read or written, a server that refuses, a clock that was set back.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let (path, now) = (self.state, Clock::System.now());
        match self.action {
            Action::Activate { server, code, cluster_id, license_file } => {
                let mut state = match State::load(&path) {
                    Ok(state) => state,
                    // The key is kept before it is sent: an answer that is lost is asked for again.
                    Err(_) if !path.exists() => State::new(secret(), "", &cluster_id)?,
                    Err(error) => return Err(error),
                };
                check_cluster(&cluster_id)?;
                ensure!(state.cluster_id == cluster_id, "this state is of {}", state.cluster_id);
                state.server = Some(server.trim_end_matches('/').to_owned());
                state.save(&path)?;
                let installation_key = Some(state.signer()?.public().to_owned());
                let body = Activate { code, cluster_id, version: None, installation_key };
                let activated = server::activate(&state, &body).await?;
                state.license_number.clone_from(&activated.license_number);
                state.save(&path)?;
                if let Some(file) = license_file {
                    fs::write(&file, &activated.key)
                        .with_context(|| format!("cannot write {}", file.display()))?;
                }
                println!(
                    "{} is activated until {}.",
                    activated.license_number, activated.expires_on
                );
            }
            Action::Init { license, cluster_id } => {
                check_cluster(&cluster_id)?;
                ensure!(!path.exists(), "{} is there already", path.display());
                let state = State::new(secret(), &license, &cluster_id)?;
                state.save(&path)?;
                println!("{}", state.told()?);
            }
            Action::Record { workspaces, users, product_version, day } => {
                let mut state = State::load(&path)?;
                let figures = Figures { workspaces, users, version: product_version, day };
                let seq = state.record(figures, now)?;
                state.save(&path)?;
                println!("Report {seq} is signed.");
            }
            Action::Report { server } => {
                let mut state = State::load(&path)?;
                state.server = server.or(state.server);
                let receipt = report(&state).await?;
                println!("{} reports were new; number {} is known.", receipt.taken, receipt.seq);
                for (name, of) in [("Workspaces", receipt.workspaces), ("Users", receipt.users)] {
                    let limit =
                        if of.limit == 0 { "unlimited".to_owned() } else { of.limit.to_string() };
                    println!("{name}: {} of {limit}, {}", of.used, of.level);
                }
            }
            Action::Export { out } => {
                let state = State::load(&path)?;
                let file = state.file(now)?;
                fs::write(&out, file).with_context(|| format!("cannot write {}", out.display()))?;
                println!("{} reports are in {}.", state.reports.len(), out.display());
            }
            Action::Show => println!("{}", State::load(&path)?.told()?),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn check_cluster(id: &str) -> anyhow::Result<()> {
    check_cluster_id(id).map_err(|refusal| anyhow::anyhow!("{refusal}"))
}

fn secret() -> [u8; 32] {
    let mut secret = [0; 32];
    rand::rng().fill_bytes(&mut secret);
    secret
}
