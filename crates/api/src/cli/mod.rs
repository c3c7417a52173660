//! What the binary does from a terminal.

pub mod audit;
pub mod backup;
pub mod create_admin;
pub mod keys;
pub mod license;
pub mod seed;
pub mod serve;

use std::process::ExitCode;

use clap::ValueEnum;

use crate::{
    config::{Config, Environment},
    openapi, signing,
};

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

/// Lists what is unsafe; fails if anything is.
pub fn doctor(config: &Config) -> ExitCode {
    let is_production = config.environment == Environment::Production;
    let mut complaints = config.unsafe_settings();
    complaints.extend(signing::complaints(&config.licensing.keys_dir, is_production));
    if complaints.is_empty() {
        println!("No unsafe settings.");
        return ExitCode::SUCCESS;
    }
    for complaint in complaints {
        println!("unsafe  {complaint}");
    }
    ExitCode::FAILURE
}
