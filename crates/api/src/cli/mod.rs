//! What the binary does from a terminal.

pub mod agent;
pub mod audit;
pub mod backup;
pub mod create_admin;
pub mod keys;
pub mod license;
pub mod seed;
pub mod serve;

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::{config::Config, doctor, openapi, printer};

/// A generated page of the documentation.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Page {
    Permissions,
    States,
}

impl Page {
    pub fn text(self) -> String {
        match self {
            Self::Permissions => openapi::permissions_page(),
            Self::States => openapi::states_page(),
        }
    }
}

#[derive(Debug, Args)]
pub struct Doctor {
    /// For programs: a list of objects with code, grave, what, mend and place.
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// Lists what is unsafe; fails if anything grave is. Changes nothing.
    pub async fn run(self, config: &Config) -> ExitCode {
        let found = doctor::examine(config).await;
        if self.json {
            println!("{}", doctor::report_json(&found));
        } else {
            // Without a font everything else works: a hint, no failure.
            if let Some(hint) = printer::complaint(&config.print) {
                println!("hint    {hint}");
            }
            print!("{}", doctor::report(&found));
        }
        if doctor::complaints(&found).is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
