//! `dsms audit verify`: has anybody touched the log?

use std::process::ExitCode;

use clap::Subcommand;

use crate::{config::Config, setup};

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Recompute the chain and name the first event that does not fit.
    Verify,
}

impl Action {
    /// # Errors
    /// No database.
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let Self::Verify = self;
        let db = setup::open_database(&config).await?;
        let report = store::events::verify_chain(&db.read).await?;
        match report.broken {
            None => {
                let (sealed, waiting) = (report.sealed, report.unsealed);
                println!("{sealed} events, an unbroken chain; {waiting} wait to be sealed.");
                Ok(ExitCode::SUCCESS)
            }
            Some(at) => {
                println!("The chain is broken at number {}, event {}.", at.seq, at.event);
                Ok(ExitCode::FAILURE)
            }
        }
    }
}
