//! `dsms license verify`: is this key genuine? Needs no server and no network.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use chrono::Utc;
use clap::Subcommand;

use crate::signing;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Verify a license key against published keys, offline.
    Verify {
        /// The file with the key, as it came with the mail.
        file: PathBuf,
        /// The published keys (`/.well-known/jwks.json`), saved as a file.
        #[arg(long)]
        jwks: PathBuf,
        /// Who must have issued it.
        #[arg(long)]
        issuer: Option<String>,
    },
}

impl Action {
    /// # Errors
    /// A file that cannot be read.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Verify { file, jwks, issuer } = self;
        let read = |path: &PathBuf| {
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
        };
        let (key, jwks) = (read(&file)?, read(&jwks)?);
        #[expect(clippy::disallowed_methods, reason = "there is no server whose clock to ask")]
        let now = Utc::now();
        match signing::verify_with_jwks(key.trim(), &jwks, issuer.as_deref(), now) {
            Ok(claims) => {
                println!("Genuine.\n{}", serde_json::to_string_pretty(&claims)?);
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => {
                println!("Not valid: {error}");
                Ok(ExitCode::FAILURE)
            }
        }
    }
}
