//! The one binary: serve, work, and everything that an administrator does from a terminal.

// A use case is a future of futures down to the driver: deeper than rustc looks by itself.
#![recursion_limit = "256"]

use std::{path::PathBuf, process::ExitCode};

use api::{cli, config::Config, telemetry};
use clap::{Parser, Subcommand};

/// DSMS: from lead to renewal, for vendors of self-hosted software.
#[derive(Debug, Parser)]
#[command(name = "dsms", version, about)]
struct Command {
    /// A settings file; see `dsms config` for every key.
    #[arg(long, env = "DSMS_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Serve the API and the SPA, and do the work that follows from events.
    Serve,
    /// Only do the work that follows from events.
    Work,
    /// Bring the database's schema up to date.
    Migrate,
    /// Fill an empty database with products and prices, or with a living demo.
    Seed(cli::seed::Options),
    /// Create an administrator; the password is asked for, or read from a pipe.
    CreateAdmin(cli::create_admin::Options),
    /// License keys.
    License {
        #[command(subcommand)]
        action: cli::license::Action,
    },
    /// The keys that sign licenses.
    Keys {
        #[command(subcommand)]
        action: cli::keys::Action,
    },
    /// The reference agent: records, chains and reports an installation's usage.
    Agent(cli::agent::Options),
    /// Check the chain of events: finds any edit, deletion, insertion or reordering.
    Audit {
        #[command(subcommand)]
        action: cli::audit::Action,
    },
    /// Copy the embedded database and the signing keys, while the server runs or not.
    Backup(cli::backup::Backup),
    /// Put a backup back, where there is no data yet.
    Restore(cli::backup::Restore),
    /// List what is unsafe in settings, files and database; exits non-zero if anything grave is.
    Doctor(cli::Doctor),
    /// Print the default settings, with what each is for.
    Config,
    /// Print the OpenAPI document.
    Openapi,
    /// Print a generated page of the documentation.
    Docs { page: cli::Page },
}

#[actix_web::main]
async fn main() -> ExitCode {
    let command = Command::parse();
    match Box::pin(run(command)).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("dsms: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command.action {
        Action::Config => print!("{}", api::config::DEFAULTS),
        Action::Openapi => print!("{}", api::openapi::document_json()?),
        Action::Docs { page } => print!("{}", page.text()),
        Action::License { action: cli::license::Action::Verify(verify) } => return verify.run(),
        Action::Agent(options) => return options.run().await,
        action => {
            let config = Config::load(command.config.as_deref())?;
            telemetry::start_logging(&config.log);
            return with_config(action, config).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn with_config(action: Action, config: Config) -> anyhow::Result<ExitCode> {
    match action {
        Action::Serve => cli::serve::serve(config).await?,
        Action::Work => cli::serve::work(config).await?,
        Action::Migrate => drop(api::setup::open_database(&config).await?),
        Action::Seed(options) => cli::seed::run(config, options).await?,
        Action::CreateAdmin(options) => cli::create_admin::run(config, options).await?,
        Action::Audit { action } => return action.run(config).await,
        Action::Keys { action } => return action.run(config).await,
        Action::License { action: cli::license::Action::Revocations } => {
            cli::license::revocations(config).await?;
        }
        Action::Backup(options) => cli::backup::backup(config, options).await?,
        Action::Restore(options) => cli::backup::restore(&config, &options)?,
        Action::Doctor(options) => return Ok(options.run(&config).await),
        Action::License { .. }
        | Action::Agent(_)
        | Action::Config
        | Action::Openapi
        | Action::Docs { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}
