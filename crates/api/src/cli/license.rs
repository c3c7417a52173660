//! `dsms license`: is this key genuine, without server and network; and the list of revoked keys to
//! carry to where no network is.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use domain::licenses::key::KeyClaims;

use crate::{config::Config, setup, signing};

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Verify a license key against published keys, offline.
    Verify(Verify),
    /// Print the signed list of revoked license keys, for those who verify offline.
    Revocations,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The file with the key, as it came with the mail.
    file: PathBuf,
    /// The published keys (`/.well-known/jwks.json`), saved as a file.
    #[arg(long)]
    jwks: PathBuf,
    /// The published list of revoked keys (`/.well-known/revocations.jwt`), saved as a file. A key
    /// that is on it is refused; one that a newer key superseded is not.
    #[arg(long)]
    revocations: Option<PathBuf>,
    /// Who must have issued it.
    #[arg(long)]
    issuer: Option<String>,
}

impl Verify {
    /// # Errors
    /// A file that cannot be read.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        #[expect(clippy::disallowed_methods, reason = "there is no server whose clock to ask")]
        let now = Utc::now();
        match self.verdict(now)? {
            Ok((claims, remark)) => {
                println!("Genuine.\n{}", serde_json::to_string_pretty(&claims)?);
                if let Some(remark) = remark {
                    println!("{remark}");
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(why) => {
                println!("Not valid: {why}");
                Ok(ExitCode::FAILURE)
            }
        }
    }

    /// What the key says and what there is to remark, or why it is not taken.
    fn verdict(
        &self,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Result<(KeyClaims, Option<&'static str>), String>> {
        let read = |path: &PathBuf| {
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
        };
        let (key, jwks) = (read(&self.file)?, read(&self.jwks)?);
        let issuer = self.issuer.as_deref();
        let claims = match signing::verify_with_jwks(key.trim(), &jwks, issuer, now) {
            Ok(claims) => claims,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let Some(list) = &self.revocations else { return Ok(Ok((claims, None))) };
        // The list must come from whoever issued the key.
        let list = read(list)?;
        match signing::revocations_with_jwks(list.trim(), &jwks, Some(&claims.iss), now) {
            Err(error) => Ok(Err(format!("the revocation list cannot be used: {error}"))),
            Ok(list) => Ok(match list.find(&claims.jti) {
                Some(entry) if entry.reason.ends_use() => {
                    let since = DateTime::from_timestamp(entry.since, 0).unwrap_or_default();
                    Err(format!("the key is revoked since {since}: {}", entry.reason))
                }
                Some(_) => Ok((
                    claims,
                    Some("Superseded: there is a newer key of this license for the same cluster."),
                )),
                None => Ok((claims, None)),
            }),
        }
    }
}

/// Prints the list of revoked keys.
///
/// # Errors
/// No database; unreadable keys.
pub async fn revocations(config: Config) -> anyhow::Result<()> {
    let app = setup::app(config).await?;
    println!("{}", crate::keys::service::revocations(&app).await?);
    setup::close(&app).await;
    Ok(())
}
